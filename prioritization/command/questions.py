"""Answers to `--why`: why one opportunity is in the plan, or what it would take to have it in."""

from collections.abc import Callable, Sequence

from pandas import DataFrame

from prioritization.command.answer import EXPLAINING
from prioritization.conflicts import names
from prioritization.errors import amount
from prioritization.explain.what_it_takes import what_it_takes
from prioritization.explain.why_in import why_in
from prioritization.plan import Plan
from prioritization.problem import Problem

REASONS = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "is there because {detail} needs it",
    "at_least": "is there because of the rule on {detail}",
    "worth_it": "is worth its place",
}
Amount = Callable[[float], str]


def answers(problem: Problem, plan: Plan, ids: Sequence[str], worth: Amount, gap: float) -> list[str]:
    """Say why each is in the plan, or what it would take.

    Args:
        problem: The opportunities and the limits.
        plan: The plan.
        ids: As `asked_ids` gives them.
        worth: Writes an amount of what a plan is worth.
        gap: How far below their bounds the plans that are made on the way may stay.

    Returns:
        A sentence each.

    Raises:
        SolverError: No plan was found within the time limit.
    """
    return [
        _inside(why_in(problem, plan, name, gap=gap, time_limit=EXPLAINING), worth)
        if name in plan.members
        else _outside(name, what_it_takes(problem, plan, name, gap=gap, time_limit=EXPLAINING), worth)
        for name in ids
    ]


def _inside(found: DataFrame, worth: Amount) -> str:
    row = next(found.itertuples())
    reason = REASONS[row.reason].format(detail=row.detail)
    if row.value_lost != row.value_lost:
        return f"{row.opportunity} {reason}; nothing fits without it."
    changes = [f"{names(row.enters)} would come in"] if row.enters else []
    changes += [f"{names(row.leaves)} would leave with it"] if row.leaves else []
    loses = f"without it the plan would be worth {worth(row.value_lost)} less"
    return f"{row.opportunity} {reason}; {', and '.join([loses, *changes])}."


def _outside(name: str, found: DataFrame, worth: Amount) -> str:
    ways = [_way(kind, rows, worth) for kind, rows in found.groupby("kind", sort=False)]
    ways = [way for way in ways if way]
    if not ways:
        return f"{name} is left out, and no score, cost, money or days would bring it in: a rule bars it."
    return f"{name} is left out. It would be in with {', or with '.join(ways)}."


def _way(kind: str, rows: DataFrame, worth: Amount) -> str:
    """One way to have it in; nothing where that way is none."""
    known = rows.dropna(subset="amount")
    if known.empty:
        return ""
    about = "" if known["proven"].all() else "at most "
    if kind == "score":
        return f"{about}{worth(known['amount'].iloc[0])} more of its own"
    if kind == "cost":
        return f"a cost {about}{amount(known['amount'].iloc[0])} lower"
    needs = [
        f"{amount(row.amount)} {f'days of {row.role}' if row.role else 'money'}"
        f"{f' in {row.quarter}' if row.quarter else ''}"
        for row in known.itertuples()
    ]
    return f"{about}{names(needs)} more, beside all that is in the plan"
