"""Answers to `--why`: why one opportunity is in the plan, or what it would take to have it in."""

from pandas import DataFrame

from prioritization.command.answer import EXPLAINING, NOT_ESTIMATED, NOT_SCORED, Answer
from prioritization.command.left_out_words import reason
from prioritization.conflicts import names
from prioritization.errors import SolverError
from prioritization.explain.what_it_takes import what_it_takes
from prioritization.explain.why_in import why_in

REASONS = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "is there because {detail} needs it",
    "at_least": "is there because of the rule on {detail}",
    "worth_it": "is worth its place",
}
BLANKS = {NOT_ESTIMATED: "cost under this budget", NOT_SCORED: "score"}


def answers(answer: Answer) -> list[str]:
    """Say why each that was asked about is in the plan, or what it would take.

    Args:
        answer: A plan and its explanation.

    Returns:
        A sentence each.
    """
    return [_about(answer, name) for name in answer.asked]


def _about(answer: Answer, name: str) -> str:
    reasons = answer.left_out.set_index("opportunity")["reason"]
    if name in answer.settled:
        row = answer.settled[name]
        return f"{row.title or name} has the status {row.status} in the file, so it is not planned."
    own = answer.named([name])
    if reasons.get(name) in BLANKS:
        return f"{own} has no {BLANKS[reasons[name]]}, so what it would take is not known."
    explain, word = (why_in, _inside) if name in answer.plan.members else (what_it_takes, _outside)
    try:
        found = explain(answer.problem, answer.plan, name, gap=answer.search.gap, time_limit=EXPLAINING)
    except SolverError:
        return f"{own}: not found out in the time given."
    return word(answer, name, found)


def _together(answer: Answer, name: str) -> str:
    others = answer.companions.get(name, ())
    own = answer.named([name])
    return f"{own}, which goes together with {answer.named(others)}," if others else own


def _inside(answer: Answer, name: str, found: DataFrame) -> str:
    row = next(found.itertuples())
    detail = answer.named([row.detail]) if row.reason == "prerequisite" else row.detail
    because = f"{_together(answer, name)} {REASONS[row.reason].format(detail=detail)}"
    if row.value_lost != row.value_lost:
        return f"{because}; nothing fits without it."
    changes = [f"{answer.named(row.enters)} would come in"] if row.enters else []
    changes += [f"{answer.named(row.leaves)} would leave with it"] if row.leaves else []
    loses = f"without it the plan would be worth {answer.points(row.value_lost)} less"
    return f"{because}; {', and '.join([loses, *changes])}."


def _outside(answer: Answer, name: str, found: DataFrame) -> str:
    ways = [_way(answer, kind, rows) for kind, rows in found.groupby("kind", sort=False)]
    ways = [way for way in ways if way]
    subject = _together(answer, name)
    if not ways:
        row = answer.left_out[answer.left_out["opportunity"].eq(name)]
        why = reason(answer, next(row.itertuples()))
        return f"{subject} is left out: {why}; no score, cost, money or days would change that."
    return f"{subject} is left out. It would be in with {', or with '.join(ways)}."


def _way(answer: Answer, kind: str, rows: DataFrame) -> str:
    """One way to have it in; nothing where that way is none."""
    known, figures = rows.dropna(subset="amount"), answer.figures
    if known.empty:
        return ""
    about = "" if known["proven"].all() else "at most "
    if kind == "score":
        return f"{about}{answer.points(known['amount'].iloc[0])} more of its own"
    if kind == "cost":
        return f"a cost {about}{figures.money(known['amount'].iloc[0])} lower"
    needs = [
        f"{_need(answer, row)}{f' in {row.quarter}' if row.quarter else ''}" for row in known.itertuples()
    ]
    return f"{about}{names(needs)}, beside all that is in the plan"


def _need(answer: Answer, row: tuple) -> str:
    """More days of a role, or more money."""
    if row.role:
        return f"{answer.figures.amount(row.amount)} more days of {row.role}"
    return f"{answer.figures.money(row.amount)} more budget"
