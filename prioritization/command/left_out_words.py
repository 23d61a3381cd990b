"""Why each opportunity is left out, in one sentence."""

from prioritization.command.answer import NOT_ASKED, NOT_ESTIMATED, NOT_SCORED, NOTHING, Answer
from prioritization.dependencies import commitments
from prioritization.explain.left_out import chain_quarters
from prioritization.parsing import text

OUT = {
    "must_not": "must not be done",
    "too_long": "takes longer than the horizon",
    "deadline": "cannot be finished by its deadline",
    "earliest": "starts too late to be finished",
    "requires": "requires {blocker}, which {why}",
    "chain": "takes {needs} quarters together with what it requires, first {blocker}, and there are {there}",
    "readiness": "needs {blocker} further than it is, and nothing brings it there",
    "too_expensive": "costs {cost}, and the whole budget is {budget}",
    "no_capacity": "needs more days of role {blocker} than there are",
    "excluded": "excluded by {blocker}, which is in every plan",
    "at_most": "{blocker} is full with what must be done",
    "work_in_progress": "team {blocker} can take on nothing",
    "cannot": "no plan can hold it",
    "undecided": "not found out in the time given",
    NOT_ASKED: "not looked into in the time given",
    NOT_SCORED: "has no score",
    NOT_ESTIMATED: "has no cost, so it is not planned under a budget",
}
OWN = (
    *("must_not", "too_long", "deadline", "earliest", "requires", "chain", "readiness", "too_expensive"),
    *("no_capacity", "excluded", NOT_SCORED, NOT_ESTIMATED),
)
"""Reasons of an opportunity that also keep out what requires it."""


def why_out(answer: Answer, row: tuple) -> str:
    """Say why an opportunity is left out.

    Args:
        answer: A plan and its explanation.
        row: A row of `answer.left_out`, as `itertuples` gives it.

    Returns:
        A sentence without capital and full stop, with what belongs together with it.
    """
    others = answer.companions.get(row.opportunity, ())
    together = f"; goes together with {answer.named(others)} or not at all" if others else ""
    return reason(answer, row) + together


def reason(answer: Answer, row: tuple) -> str:
    """Say why an opportunity is left out, without what belongs together with it."""
    if row.reason in ("worth_less", "stop"):
        return _worth_less(answer, row)
    table, limits = answer.problem.table, answer.problem.limits
    facts = {"blocker": answer.named(text(row.blocker).split(";")), "why": "cannot be done in time"}
    if row.reason == "requires":
        facts["why"] = _why_not(answer, text(row.blocker))
    if row.reason == "chain":
        facts["needs"], facts["there"] = chain_quarters(table, limits, row.opportunity)
    if row.reason == "too_expensive":
        facts["cost"] = answer.figures.money(table.set_index("opportunity").at[row.opportunity, "cost"])
        facts["budget"] = answer.figures.money(sum(limits.quarterly_budget()))
    sentence = OUT.get(row.reason, row.reason.replace("_", " ")).format(**facts)
    if row.reason == "cannot" and len(commitments(table)):
        sentence = "does not fit beside what must be done and what is running"
    blocked = row.reason == "cannot" and facts["blocker"]
    return f"{sentence} (in the way: {facts['blocker']})" if blocked else sentence


def _why_not(answer: Answer, name: str) -> str:
    """Why what is required cannot be done: its own reason, where that is known."""
    own = answer.left_out[answer.left_out["opportunity"].eq(name) & answer.left_out["reason"].isin(OWN)]
    return next((reason(answer, row) for row in own.itertuples()), "cannot be done in time")


def _worth_less(answer: Answer, row: tuple) -> str:
    """What the plan loses with it in, and what makes way for it."""
    scale = max(abs(answer.plan.value), 1.0) * NOTHING
    way = f"{answer.named(row.makes_way)} would make way" if row.makes_way else ""
    if row.value_lost < -scale:
        return "a better plan holds it, found while explaining; a longer --time-limit takes it in"
    if row.reason == "stop":
        return f"better stopped: going on loses {answer.points(row.value_lost)}"
    if row.value_lost <= scale:
        return f"a plan with it is worth as much, as {way}" if way else "fits, and adds nothing"
    most = "" if row.value_lost_at_least >= row.value_lost - scale else "up to "
    lost = f"fits, but the plan would lose {most}{answer.points(row.value_lost)}"
    return f"{lost}, as {way}" if way else lost
