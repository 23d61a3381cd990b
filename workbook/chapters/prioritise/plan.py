"""The opportunities in the plan, with the quarters in which they are worked on."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from workbook.chapters.prioritise._scale import dot_form
from workbook.chapters.prioritise._worth import worth
from workbook.chapters.prioritise.panel import without_agreement
from workbook.engagement import Engagement, PlanRule
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import IN_PLAN, OUT_OF_PLAN, PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer, show

say = sayer(__name__)


def exhibit(
    schedule: pd.DataFrame, made, others: pd.DataFrame, quarters: Sequence[str], engagement: Engagement
) -> Exhibit:
    """What the plan does, how good it is, and whether another is as good.

    Args:
        schedule: Per opportunity the decision, start, finish, score and cost.
        made: The plan, from `prioritization.make_plan`.
        others: The next best plans, with titles.
        quarters: The quarters of the plan.
        engagement: The settings.
    """
    members = schedule[schedule["decision"].isin(IN_PLAN)].sort_values(["start", "finish", "title"])
    members = members.assign(must_do=members["must_do"].astype("boolean").fillna(False))
    columns = [
        Column("title", label("title")),
        Column("decision_name", label("decision")),
        Column("score", label("score"), dot_form(engagement)),
        Column("cost", label("cost"), "money"),
        *[Column(quarter, quarter, tone=_busy(quarter), kind="bar") for quarter in quarters],
    ]
    marks = [_marks(row, members) for row in members.itertuples()]
    rows = members.assign(decision_name=marks, **_spent(members, quarters))
    rows = pd.concat([rows, _against_budget(made.usage)]) if len(rows) else rows
    return table_exhibit(
        rows,
        columns,
        title=_title(schedule),
        findings=_findings(made, quarters[0], schedule, others, engagement),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def _busy(quarter: str) -> Callable[[pd.Series], str]:
    return lambda row: "" if pd.isna(row["decision"]) else "busy" if row[quarter] else "idle"


def _spent(members: pd.DataFrame, quarters: Sequence[str]) -> dict[str, list[Phrase]]:
    """Per quarter what each costs in it, spread evenly over the quarters in which it is worked on."""
    place = {quarter: index for index, quarter in enumerate(quarters)}
    rows = list(zip(members["cost"], members["start"].map(place), members["finish"].map(place), strict=True))
    return {
        quarter: [
            show(cost / (last - first + 1), "money") if first <= place[quarter] <= last else ""
            for cost, first, last in rows
        ]
        for quarter in quarters
    }


def _marks(row: Any, members: pd.DataFrame) -> Phrase:
    """The decision, whether it is mandatory, and what has to be finished first."""
    needed = [] if pd.isna(row.requires) else [name.strip() for name in str(row.requires).split(";")]
    first = members.loc[members["opportunity"].isin(needed), "title"].tolist()
    decision = label(f"decision.{row.decision}")
    if first:
        return say("mark.both" if row.must_do else "mark.after", decision=decision, names=first)
    return say("mark.must", decision=decision) if row.must_do else decision


def _against_budget(usage: pd.DataFrame) -> pd.DataFrame:
    """What is spent of what there is, adding up over the quarters; nothing where money has no limit."""
    money = usage[usage["kind"].eq("budget")]
    if money.empty:
        return pd.DataFrame()
    cells = {
        row.quarter: say("spent", used=show(row.used, "money"), limit=show(row.limit, "money"))
        for row in money.itertuples()
    }
    return pd.DataFrame([{"title": label("limit.budget"), "decision_name": "", **cells}])


def _title(schedule: pd.DataFrame) -> Phrase:
    listed = schedule[schedule["decision"].ne("delivered")]
    members = listed[~listed["decision"].isin(OUT_OF_PLAN)]
    return say("title", members=len(members), n_all=len(listed), cost=members["cost"].sum())


def _findings(
    made, first: str, schedule: pd.DataFrame, others: pd.DataFrame, engagement: Engagement
) -> tuple[Phrase, ...]:
    divided, unsettled = without_agreement(schedule[schedule["decision"].isin(IN_PLAN)])
    delivered = schedule["decision"].eq("delivered").sum()
    return phrases(
        _quality(made, engagement.plan),
        *[_tie(row) for row in others[others["tied"].astype(bool)].itertuples()],
        say("delivered", n=delivered) if delivered else None,
        say("divided", names=divided) if divided else None,
        say("moving", names=unsettled) if unsettled else None,
        *_rules(engagement.plan, first),
    )


def _quality(made, rule: PlanRule) -> Phrase:
    """How good the plan is known to be."""
    key = (
        "optimal"
        if made.status == "optimal"
        else "given_up"
        if rule.objective == "both" and rule.give_up
        else "feasible"
    )
    value, bound = (worth(amount, made.objective) for amount in (made.value, made.bound))
    return say(key, value=value, bound=bound, gap=made.gap)


def _rules(rule: PlanRule, first: str) -> tuple[Phrase, ...]:
    """What the plan has most of."""
    if rule.objective == "value":
        return (say("rule.value", years=rule.case_quarters / 4),)
    key = "rule.score.counted" if rule.counts_evidence else "rule.score"
    points = say(key, discount=rule.discount, quarter=first)
    return (points, say("rule.both", give_up=rule.give_up)) if rule.objective == "both" else (points,)


def _tie(row) -> Phrase:
    enters, leaves = list(row.enters_titles), list(row.leaves_titles)
    key = "tie" if enters and leaves else "tie.more" if enters else "tie.less"
    return say(key, enters=enters, leaves=leaves)
