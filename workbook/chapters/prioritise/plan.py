"""The opportunities in the plan, with the quarters in which they are worked on."""

from collections.abc import Callable, Sequence

import pandas as pd

from workbook.chapters.prioritise._worth import worth
from workbook.chapters.prioritise.panel import without_agreement
from workbook.engagement import Engagement, PlanRule
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import IN_PLAN, OUT_OF_PLAN, PLAN_TABLES
from workbook.phrases import Phrase, label, labels, phrases, sayer

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
    busy = {
        quarter: [
            label("busy") if start <= quarter <= finish else ""
            for start, finish in zip(members["start"], members["finish"], strict=True)
        ]
        for quarter in quarters
    }
    columns = [
        Column("title", label("title")),
        Column("decision_name", label("decision")),
        Column("score", label("score"), "dec1"),
        Column("cost", label("cost"), "money"),
        *[Column(quarter, quarter, tone=_busy(quarter), kind="bar") for quarter in quarters],
    ]
    return table_exhibit(
        members.assign(decision_name=labels("decision." + members["decision"]), **busy),
        columns,
        title=_title(schedule),
        findings=_findings(made, quarters[0], schedule, others, engagement),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def _busy(quarter: str) -> Callable[[pd.Series], str]:
    return lambda row: "busy" if row[quarter] else "idle"


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
