"""What the plan behind sliders shows: the plan as an exhibit, what a move changed, and scenarios beside it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.choices import MONEY, OBJECTIVES
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, phrases, sayer, show

say = sayer("plan_panel")
Told = Mapping[str, Any]
"""A plan as `prioritization.SliderPlans` tells it."""


def plan_exhibit(
    told: Told, titles: Mapping[str, str], engagement: Engagement, price: Told | None, *, searched: bool
) -> Exhibit:
    """The plan of the last move.

    Args:
        told: The plan.
        titles: Title by opportunity.
        engagement: The settings.
        price: What a little more of the limit just moved would bring, as `SliderPlans.price` tells it.
        searched: Whether the search is over.
    """
    if not told["possible"]:
        return Exhibit(title=say("impossible"), tables=PLAN_TABLES, findings=(_named(told["why"], titles),))
    starts = {one["opportunity"]: one["start"] for one in told["members"]}
    rows = [
        {
            "title": titles[name],
            "start": show(starts[name], "quarter") if name in starts else say("waits"),
            "mark": _mark(name, told),
            "tone": "" if name in starts else "idle",
        }
        for name in sorted(titles, key=lambda name: (starts.get(name, "~"), titles[name]))
    ]
    columns = [
        Column("title", label("title")),
        Column("start", say("start"), tone=lambda row: "strong" if row["tone"] == "" else ""),
        Column("mark", say("against")),
    ]
    worth = _worth(told["value"], engagement)
    return table_exhibit(
        pd.DataFrame(rows),
        columns,
        title=say("title", n=len(starts), n_all=len(titles), worth=worth, cost=told["cost"]),
        findings=_findings(told, titles, engagement, price, searched=searched),
        tables=PLAN_TABLES,
    )


def _named(why: str, titles: Mapping[str, str]) -> str:
    """What the engine says, with titles in place of ids."""
    ids = "|".join(re.escape(name) for name in sorted(titles, key=len, reverse=True))
    return re.sub(rf"(?<!\w)({ids})(?!\w)", lambda found: f"“{titles[found[1]]}”", why)


def _mark(name: str, told: Told) -> Phrase:
    return say("enters") if name in told["enters"] else say("leaves") if name in told["leaves"] else ""


def _worth(value: float, engagement: Engagement) -> Phrase:
    """A value of the plan: money, or points."""
    if OBJECTIVES[engagement.plan.objective] == MONEY:
        return show(value, "estimate")
    return say("points", n=round(value, 1))


def _findings(
    told: Told, titles: Mapping[str, str], engagement: Engagement, price: Told | None, *, searched: bool
) -> tuple[Phrase, ...]:
    found = say("best") if told["final"] else say("searched" if searched else "looking", share=told["share"])
    came, went = ([titles[name] for name in told[key]] for key in ("came", "went"))
    points = OBJECTIVES[engagement.plan.objective] != MONEY
    return phrases(
        found,
        say("money", money=told["money"]) if points and told["money"] is not None else None,
        say("came", names=came) if came else None,
        say("went", names=went) if went else None,
        _move(told, points) if came or went else None,
        price and _price(price, titles, engagement),
    )


def _move(told: Told, points: bool) -> Phrase | None:
    """What a move brought, in points and in money."""
    changes = [
        say("change.points", n=told["more_value"]) if points and told["more_value"] is not None else None,
        say("change.money", money=told["more_money"]) if told["more_money"] is not None else None,
    ]
    made = list(phrases(*changes))
    return say("move", changes=made) if made else None


def _price(price: Told, titles: Mapping[str, str], engagement: Engagement) -> Phrase:
    more = (
        show(price["more"], "money")
        if price["limit"] == "budget"
        else say("days_of", days=price["more"], role=named("role", price["limit"]))
    )
    if price["value"] <= 0:
        return say("price.nothing", more=more)
    worth, names = _worth(price["value"], engagement), [titles[name] for name in price["enters"]]
    return say("price", more=more, worth=worth, names=names)


def scenario_exhibit(
    kept: Sequence[tuple[str, Told]], titles: Mapping[str, str], engagement: Engagement
) -> Exhibit:
    """Scenarios side by side.

    Args:
        kept: Name and plan of each.
        titles: Title by opportunity.
        engagement: The settings.
    """
    names = [f"scenario {place}" for place, _ in enumerate(kept)]
    rows = {
        "value": [_worth(told["value"], engagement) for _, told in kept],
        "cost": [show(told["cost"], "money") for _, told in kept],
        "money": [show(told["money"], "estimate") for _, told in kept],
        "enters": [say("names", names=[titles[one] for one in told["enters"]]) for _, told in kept],
        "leaves": [say("names", names=[titles[one] for one in told["leaves"]]) for _, told in kept],
    }
    table = pd.DataFrame(
        [
            {"what": say(f"row.{what}"), **dict(zip(names, cells, strict=True))}
            for what, cells in rows.items()
        ]
    )
    columns = [Column("what", ""), *[Column(name, kept[place][0]) for place, name in enumerate(names)]]
    return table_exhibit(table, columns, title=say("scenarios"), tables=PLAN_TABLES)
