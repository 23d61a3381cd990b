"""The plan beside others within the same limits, under a map of what each opportunity brings and costs."""

import numpy as np
import pandas as pd

from workbook.chapters.prioritise._worth import MONEY, difference
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
ALIKE = 0.005
"""Ends that lie nearer to each other, as a share, are one amount."""
UNSEEN = 0.05
"""Fewer points than this are 0.0 on the page."""


def exhibit(table: pd.DataFrame, brings: pd.DataFrame, made, engagement: Engagement) -> Exhibit:
    """What else could be done with the same money and people, and what that costs.

    Args:
        table: From `plan_choices`: plan, score, [npv], cost, enters_titles, leaves_titles.
        brings: From `benefit_and_cost`.
        made: The plan.
        engagement: The settings.
    """
    money, years = "npv" in table, engagement.plan.case_quarters / 4
    columns = [
        Column("name", label("plan")),
        Column("score", label("points"), "dec1"),
        *([Column("npv", say("money", n=years), "estimate")] if money else []),
        Column("cost", label("cost"), "money"),
        Column("differs", label("difference")),
    ]
    listed = table[~_is_this(table)]
    shown = listed.assign(
        name=[_name(row) for row in listed.itertuples()],
        differs=[_differs(row) for row in listed.itertuples()],
    )
    return table_exhibit(
        shown,
        columns,
        title=_title(table, len(listed) - 1, made.objective, money),
        findings=_findings(table, made.objective, money),
        note=say("note" if money else "note.points"),
        chart=_map(brings, say("money", n=years) if money else label("points"), money),
        alt=say("alt"),
        tables=PLAN_TABLES,
    )


def _is_this(table: pd.DataFrame) -> pd.Series:
    """Which of the others are the plan itself: the same members, worth as much on each measure."""
    worths = table.filter([MONEY, "score"])
    equal = pd.Series(np.isclose(worths, worths.iloc[0], equal_nan=True).all(axis=1), index=table.index)
    same = table["enters_titles"].str.len().eq(0) & table["leaves_titles"].str.len().eq(0)
    return equal & same & table["plan"].ne("this")


def _map(brings: pd.DataFrame, axis: Phrase, money: bool) -> dict | None:
    """What each opportunity brings against what it costs, in the plan or left out."""
    kinds = [say("kind.in"), say("kind.out")]
    shown = brings.assign(kind=[kinds[0] if inside else kinds[1] for inside in brings["in_plan"]])
    return chart(
        "dot_map",
        shown,
        name="title",
        x="cost",
        y="worth",
        kind="kind",
        kinds=kinds,
        x_low="cost_low",
        x_high="cost_high",
        y_low="worth_low",
        y_high="worth_high",
        axes=[label("cost"), axis],
        x_form="money",
        y_form="money" if money else "num",
    )


def _name(row) -> Phrase:
    kind, _, rank = row.plan.partition(" ")
    return say(f"plan.{kind}", rank=rank)


def _differs(row) -> Phrase:
    enters, leaves = list(row.enters_titles), list(row.leaves_titles)
    if row.plan == "this":
        return ""
    return swap(enters, leaves) if enters or leaves else say("same")


def swap(enters: list[str], leaves: list[str]) -> Phrase:
    """What comes in and what goes out; one of the two at least."""
    key = "swap" if enters and leaves else "swap.more" if enters else "swap.less"
    return say(key, enters=enters, leaves=leaves)


def _title(table: pd.DataFrame, n: int, objective: str, money: bool) -> Phrase:
    if not money:
        return say("title.points", n=n) if n else say("title.alone")
    this, other = (table.set_index("plan").loc[name] for name in ("this", "other"))
    if not len(other["enters_titles"]) and not len(other["leaves_titles"]):
        return say("title.same")
    points = abs(other["score"] - this["score"])
    key = "title.score" if objective == MONEY else "title.free" if points < UNSEEN else "title.money"
    return say(key, points=points, gain=gained_money(other))


def gained_money(other: pd.Series) -> Phrase:
    """How much more or less money the other plan brings: its range, and whether that is sure.

    Args:
        other: The row of the other plan: gain_low, gain_high.
    """
    low, high = other["gain_low"], other["gain_high"]
    key = "more" if low > 0 else "less" if high < 0 else "unsure"
    if key != "unsure" and high - low < ALIKE * abs(high):
        return say(f"gain.{key}.one", amount=abs(high))
    ends = sorted((abs(low), abs(high))) if key != "unsure" else (low, high)
    return say(f"gain.{key}", low=ends[0], high=ends[1])


def _findings(table: pd.DataFrame, objective: str, money: bool) -> tuple[Phrase, ...]:
    by_name = table.set_index("plan")
    this, greedy = by_name.loc["this"], by_name.loc["list"] if "list" in by_name.index else None
    own = MONEY if objective == MONEY else "score"
    gained = this[own] - greedy[own] if greedy is not None and pd.notna(greedy[own]) else None
    same = table.loc[_is_this(table), "plan"].eq("list").any()
    return phrases(
        say("list.this") if same else _greedy(gained, objective),
        _trade(this, by_name.loc["other"]) if money else None,
    )


def _greedy(gained: float | None, objective: str) -> Phrase | None:
    """What choosing together brings beside working a list down."""
    if gained is None:
        return say("list.none")
    return say("list", gained=difference(gained, objective)) if gained > 0 else say("list.same")


def _trade(this: pd.Series, other: pd.Series) -> Phrase | None:
    if not len(other["enters_titles"]) and not len(other["leaves_titles"]):
        return None
    enters, leaves = list(other["enters_titles"]), list(other["leaves_titles"])
    key = "trade" if enters and leaves else "trade.more" if enters else "trade.less"
    return say(key, enters=enters, leaves=leaves)
