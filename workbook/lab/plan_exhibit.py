"""The plan behind sliders as an exhibit, with what a move changed, and scenarios beside it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.choices import MONEY, OBJECTIVES
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, phrases, say, show

Told = Mapping[str, Any]
"""A plan as `prioritization.SliderPlans` tells it."""


def plan_exhibit(told: Told, titles: Mapping[str, str], engagement: Engagement) -> Exhibit:
    """The plan of the last move.

    Args:
        told: The plan.
        titles: Title by opportunity.
        engagement: The settings.
    """
    if not told["possible"]:
        return Exhibit(title=say("plan_panel.impossible"), tables=PLAN_TABLES)
    starts = {one["opportunity"]: one["start"] for one in told["members"]}
    rows = [
        {
            "title": titles[name],
            "start": show(starts[name], "quarter") if name in starts else say("plan_panel.waits"),
            "mark": _mark(name, told),
            "tone": "" if name in starts else "idle",
        }
        for name in sorted(titles, key=lambda name: (starts.get(name, "~"), titles[name]))
    ]
    columns = [
        Column("title", label("title")),
        Column("start", say("plan_panel.start"), tone=lambda row: "strong" if row["tone"] == "" else ""),
        Column("mark", say("plan_panel.against")),
    ]
    worth = _worth(told["value"], engagement)
    return table_exhibit(
        pd.DataFrame(rows),
        columns,
        title=say("plan_panel.title", n=len(starts), n_all=len(titles), worth=worth, cost=told["cost"]),
        tables=PLAN_TABLES,
    )


def _named(why: str, titles: Mapping[str, str]) -> str:
    """What the engine says, with titles in place of ids."""
    ids = "|".join(re.escape(name) for name in sorted(titles, key=len, reverse=True))
    return re.sub(rf"(?<!\w)({ids})(?!\w)", lambda found: f"“{titles[found[1]]}”", why)


def _mark(name: str, told: Told) -> Phrase:
    if name in told["enters"]:
        return say("plan_panel.enters")
    return say("plan_panel.leaves") if name in told["leaves"] else ""


def _worth(value: float, engagement: Engagement) -> Phrase:
    """A value of the plan: money, or points."""
    if OBJECTIVES[engagement.plan.objective] == MONEY:
        return show(value, "estimate")
    return say("plan_panel.points", n=round(value, 1))


def move_phrases(
    told: Told, titles: Mapping[str, str], engagement: Engagement, price: Told | None, *, searched: bool
) -> tuple[Phrase, ...]:
    """What the last move changed, and how good the plan is.

    Args:
        told: The plan.
        titles: Title by opportunity.
        engagement: The settings.
        price: What a little more of the limit just moved would bring, as `SliderPlans.price` tells it.
        searched: Whether the search is over.
    """
    if not told["possible"]:
        return (_named(told["why"], titles),)
    search = "plan_panel.searched" if searched else "plan_panel.looking"
    found = say("plan_panel.best") if told["final"] else say(search, share=told["share"])
    came, went = ([titles[name] for name in told[key]] for key in ("came", "went"))
    points = OBJECTIVES[engagement.plan.objective] != MONEY
    return phrases(
        say("plan_panel.came", names=came) if came else None,
        say("plan_panel.went", names=went) if went else None,
        _move(told, points) if came or went else None,
        price and _price(price, titles, engagement),
        say("plan_panel.money", money=told["money"]) if points and told["money"] is not None else None,
        found,
    )


def _move(told: Told, points: bool) -> Phrase | None:
    """What a move brought, in points and in money."""
    value, money = told["more_value"] if points else None, told["more_money"]
    sign = "+" if money and money > 0 else ""
    changes = phrases(
        None if value is None else say("plan_panel.change.points", n=value),
        None if money is None else say("plan_panel.change.money", sign=sign, money=money),
    )
    return say("plan_panel.move", changes=list(changes)) if changes else None


def _price(price: Told, titles: Mapping[str, str], engagement: Engagement) -> Phrase:
    more = (
        show(price["more"], "money")
        if price["limit"] == "budget"
        else say("plan_panel.days_of", days=price["more"], role=named("role", price["limit"]))
    )
    if price["value"] <= 0:
        return say("plan_panel.price.nothing", more=more)
    worth, names = _worth(price["value"], engagement), [titles[name] for name in price["enters"]]
    return say("plan_panel.price", more=more, worth=worth, names=names)


def scenario_exhibit(
    kept: Sequence[tuple[str, Told]], titles: Mapping[str, str], engagement: Engagement
) -> Exhibit:
    """Scenarios side by side.

    Args:
        kept: Name and plan of each.
        titles: Title by opportunity.
        engagement: The settings.
    """
    plans = [told for _, told in kept]
    rows: dict[str, list[Phrase]] = {
        "value": [_worth(told["value"], engagement) for told in plans],
        "cost": [show(told["cost"], "money") for told in plans],
        "money": [show(told["money"], "estimate") for told in plans],
        "enters": [_names(told["enters"], titles) for told in plans],
        "leaves": [_names(told["leaves"], titles) for told in plans],
    }
    columns = [Column(f"scenario {place}", name) for place, (name, _) in enumerate(kept)]
    table = pd.DataFrame(list(rows.values()), columns=[column.name for column in columns])
    table = table.assign(what=[say(f"plan_panel.row.{what}") for what in rows])
    return table_exhibit(
        table, [Column("what", ""), *columns], title=say("plan_panel.scenarios"), tables=PLAN_TABLES
    )


def _names(ids: Sequence[str], titles: Mapping[str, str]) -> Phrase:
    return say("plan_panel.names", names=[titles[name] for name in ids])
