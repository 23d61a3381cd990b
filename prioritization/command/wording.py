"""An answer in words: sentences and rows of text, alike for the terminal, a page and a spreadsheet."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pandas import DataFrame

from prioritization.command.answer import MORE, NOT_ASKED, NOT_ESTIMATED, NOT_SCORED, Answer
from prioritization.command.questions import answers
from prioritization.conflicts import names
from prioritization.errors import SolverError, amount
from prioritization.limits.kinds import COUNTED
from prioritization.parsing import text
from prioritization.plan import Plan

IN = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "{detail} needs it",
    "in_plan": "chosen",
}
OUT = {
    "must_not": "must not be done",
    "too_long": "takes longer than the horizon",
    "deadline": "cannot be finished by its deadline",
    "earliest": "starts too late to be finished",
    "requires": "requires {blocker}, which cannot be done in time",
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
NOTHING = 1e-9
BAR = "████"
"""What stands in a quarter in which there is work on an opportunity."""


@dataclass(frozen=True)
class Grid:
    """A table of text: its title, headings and rows, and which headings are of numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """An answer in words.

    Attributes:
        headline: What the plan is worth, and what is proved of it.
        plan: What is in the plan.
        timeline: When, a column per quarter; None where there is no time.
        left_out: What is left out, and why.
        limits: What holds the plan back, and what more of it brings.
        remarks: Sentences on ties and on what was not found out.
        notes: Sentences on what was read, computed and assumed.
    """

    headline: str
    plan: Grid
    timeline: Grid | None
    left_out: Grid
    limits: Grid
    remarks: tuple[str, ...]
    notes: tuple[str, ...]


def wording(answer: Answer) -> Wording:
    """Put an answer in words.

    Args:
        answer: A plan and its explanation.

    Returns:
        Sentences and tables of text.
    """
    plan, search = answer.plan, answer.search
    return Wording(
        headline=f"Plan worth {plan.value:,.2f} ({certainty(plan, search.gap)})",
        plan=_plan(answer),
        timeline=None if answer.problem.limits.timeless else _timeline(answer),
        left_out=_left_out(answer),
        limits=_limits(answer),
        remarks=(*_remarks(answer), *_ties(answer), *_asked(answer)),
        notes=answer.notes,
    )


def certainty(plan: Plan, asked: float) -> str:
    """Say what is proved of a plan. A share is rounded up: less than what is left open is not promised.

    Args:
        plan: The plan.
        asked: The gap that was asked for.

    Returns:
        Words behind the value of the plan.
    """
    open_to = math.ceil(plan.gap * 10_000) / 100 if math.isfinite(plan.gap) else math.inf
    if plan.status == "optimal":
        return "no plan is worth more"
    if plan.gap <= asked + NOTHING:
        most, allowed = min(open_to, asked * 100), asked * 100
        return f"at most {most:g} % below the best possible; you asked for {allowed:g} %"
    return f"the best found in the time given; the best there is may be worth up to {open_to:g} % more"


def plain(sentence: str, keep: str = "") -> str:
    r"""Write out what a terminal or a browser would obey, such as an escape.

    Example:
        >>> plain("A\x9b31m")
        'A\\x9b31m'
    """
    return "".join(
        sign if sign.isprintable() or sign in keep else sign.encode("unicode_escape").decode()
        for sign in sentence
    )


def _members(answer: Answer) -> DataFrame:
    schedule = answer.plan.schedule
    return schedule[schedule["start"].notna()]


def _named(answer: Answer, name: str) -> tuple[str, ...]:
    """The id, and the title where there are titles."""
    return (name, answer.titles.get(name, "")) if answer.titles else (name,)


def _headings(answer: Answer) -> tuple[str, ...]:
    return ("opportunity", "title") if answer.titles else ("opportunity",)


def _plan(answer: Answer) -> Grid:
    objective, checked = answer.search.objective, answer.problem.table.set_index("opportunity")
    timed = () if answer.problem.limits.timeless else ("start", "finish")
    priced = "cost" in answer.problem.opportunities
    rows = []
    for row in _members(answer).itertuples():
        own = checked.loc[row.opportunity]
        figures = (amount(own[objective]), *((amount(own["cost"]),) if priced else ()))
        when = tuple(getattr(row, name) for name in timed)
        why = IN.get(row.reason, row.reason).format(detail=row.detail)
        done = f"{why}, and is accelerated" if row.decision == "accelerate" else why
        rows.append((*_named(answer, row.opportunity), *when, *figures, done))
    headings = (*_headings(answer), *timed, objective, *(("cost",) if priced else ()), "why")
    return Grid("In the plan", headings, tuple(rows), (objective, "cost"))


def _timeline(answer: Answer) -> Grid:
    """A bar per member, by start and then as in the file."""
    quarters = answer.problem.limits.quarters
    rows = []
    for row in _members(answer).itertuples():
        first, last = quarters.index(row.start), quarters.index(row.finish)
        bar = tuple(BAR if first <= at <= last else "" for at in range(len(quarters)))
        rows.append((first, (answer.titles.get(row.opportunity) or row.opportunity, *bar)))
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    return Grid("When", ("opportunity", *quarters), ordered)


def _left_out(answer: Answer) -> Grid:
    rows = [(*_named(answer, row.opportunity), _why_out(answer, row)) for row in answer.left_out.itertuples()]
    return Grid("Left out", (*_headings(answer), "why"), tuple(rows))


def _why_out(answer: Answer, row: tuple) -> str:
    if row.reason in ("worth_less", "stop"):
        return _worth_less(answer, row)
    cost = answer.problem.table.set_index("opportunity").at[row.opportunity, "cost"]
    budget = sum(answer.problem.limits.quarterly_budget())
    sentence = OUT.get(row.reason, row.reason.replace("_", " "))
    blocker = names(text(row.blocker).split(";"))
    stands = f" (in the way: {blocker})" if row.reason == "cannot" and blocker else ""
    return sentence.format(blocker=blocker, cost=amount(cost), budget=amount(budget)) + stands


def _worth_less(answer: Answer, row: tuple) -> str:
    """What the plan loses with it in, and what makes way for it."""
    scale = max(abs(answer.plan.value), 1.0) * NOTHING
    way = f"{names(row.makes_way)} would make way" if row.makes_way else ""
    if row.value_lost < -scale:
        return "a better plan holds it, found while explaining; a longer --time-limit takes it in"
    if row.reason == "stop":
        return f"better stopped: going on loses {points(answer, row.value_lost)}"
    if row.value_lost <= scale:
        return f"a plan with it is worth as much, as {way}" if way else "fits, and adds nothing"
    most = "" if row.value_lost_at_least >= row.value_lost - scale else "up to "
    return (
        f"fits, but the plan would lose {most}{points(answer, row.value_lost)}{f', as {way}' if way else ''}"
    )


def points(answer: Answer, value: float) -> str:
    """Write an amount of what a plan is worth, in points or in the column that was asked for."""
    few = f"{value:,.2f}" if value >= 0.005 else f"{value:.2g}"
    unit = "points" if answer.search.objective == "score" else f"of {answer.search.objective}"
    return f"{few} {unit}"


def _limits(answer: Answer) -> Grid:
    headings = ("limit", "used", "of", "what more would add")
    priced = {} if answer.prices is None else {_key(row): row for row in answer.prices.itertuples()}
    rows, seen = [], set()
    for row in answer.limits.itertuples():
        if _key(row) in seen:
            continue
        seen.add(_key(row))
        price = priced.get(_key(row))
        bring = "not looked into in the time given" if price is None else _price(answer, price)
        rows.append((_limit(answer, row), amount(row.used), amount(row.limit), bring))
    return Grid("What holds the plan back, and what more would add", headings, tuple(rows), ("used", "of"))


def _key(row: tuple) -> tuple[str, str, str]:
    """The budget is one limit, whichever quarters of it bind."""
    return (row.kind, text(row.role), "" if row.kind == "budget" else text(row.quarter))


def _limit(answer: Answer, row: tuple) -> str:
    where = f" in {row.quarter}" if text(row.quarter) and not answer.problem.limits.timeless else ""
    by_quarter = isinstance(answer.problem.limits.budget, Mapping)
    words = {
        "budget": f"budget{f' up to {row.quarter}' if by_quarter else ''}",
        "capacity": f"days of role {row.role}{where}",
        "overtime": f"overtime of role {row.role}{where}",
        "work_in_progress": f"work in progress of {row.role}{where}",
    }
    return words.get(row.kind, f"{row.kind.replace('_', ' ')} with {row.role}")


def _price(answer: Answer, row: tuple) -> str:
    """What more of a limit brings: another plan was made with it."""
    gain, limits = row.value_up - answer.plan.value, answer.problem.limits
    unit = {"budget": "budget", "capacity": "days", "overtime": "days of overtime"}.get(row.kind, "of it")
    if row.kind in COUNTED:
        more = "1 fewer" if row.kind == "at_least" else "1 more"
    elif row.limit:
        each = " in each quarter" if row.kind == "budget" and isinstance(limits.budget, Mapping) else ""
        more = f"{MORE:.0%} more {unit}{each} ({amount(row.change)})".replace("%", " %")
    else:
        more = f"{amount(row.change)} {unit}"
    if gain <= max(abs(answer.plan.value), 1.0) * NOTHING:
        return f"{more} would add nothing" if row.proven else f"what {more} adds was not found out in time"
    return f"{more} would add {'' if row.proven else 'at least '}{points(answer, gain)}"


def _remarks(answer: Answer) -> list[str]:
    remarks = []
    unasked = int(answer.left_out["reason"].eq(NOT_ASKED).sum())
    if unasked:
        remarks.append(
            f"Why they are left out was not looked into for {unasked} of {len(answer.left_out)}, in the time"
            " given; a longer --time-limit tells."
        )
    if answer.ties is None and answer.plan.status == "optimal":
        remarks.append("Whether another plan is worth as much was not found out in the time given.")
    return remarks


def _asked(answer: Answer) -> list[str]:
    """Why what was asked about is in the plan, or what it would take."""
    if not answer.asked:
        return []
    worth = partial(points, answer)
    blank = {NOT_ESTIMATED: "cost under this budget", NOT_SCORED: "score"}
    reasons = answer.left_out.set_index("opportunity")["reason"].to_dict()
    unknown = [name for name in answer.asked if reasons.get(name) in blank]
    known = [name for name in answer.asked if name not in unknown]
    said = [f"{name} has no {blank[reasons[name]]}, so what it would take is not known." for name in unknown]
    try:
        return [*said, *answers(answer.problem, answer.plan, known, worth, answer.search.gap)]
    except SolverError:
        return [*said, "What was asked about was not found out in the time given."]


def _ties(answer: Answer) -> list[str]:
    ties = () if answer.ties is None else answer.ties.itertuples()
    moves = ([("take in", tie.enters), ("leave out", tie.leaves)] for tie in ties)
    changes = ([f"{verb} {', '.join(who)}" for verb, who in both if who] for both in moves)
    return [f"Another plan is worth as much: {'; '.join(change)}." for change in changes]
