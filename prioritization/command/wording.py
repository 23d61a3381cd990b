"""An answer in words: sentences and rows of text, alike for the terminal, a page and a spreadsheet."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pandas import DataFrame, concat

from prioritization.command.answer import NOT_ASKED, NOTHING, Answer
from prioritization.command.figures import Figures
from prioritization.command.left_out_words import why_out
from prioritization.command.limit_words import limit_remarks, limit_rows
from prioritization.command.questions import answers
from prioritization.plan import Plan

IN = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "{detail} needs it",
    "in_plan": "chosen",
}
JOINERS = "\u200c\u200d"
"""What joins signs into one, as in emoji of several people."""
BAR = "████"
"""What stands in a quarter in which there is work on an opportunity."""


@dataclass(frozen=True)
class Grid:
    """A table: its title, headings and rows; cells under the headings in `figures` are numbers, or empty."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    figures: tuple[str, ...] = ()

    def written(self, figures: Figures) -> list[tuple[str, ...]]:
        """Write its rows as text.

        Args:
            figures: How numbers are written.

        Returns:
            Text per row and heading; a column of numbers has the same decimals throughout.
        """
        if not self.rows:
            return []
        columns = [
            self._column(cells, figures) if name in self.figures else cells
            for name, cells in zip(self.headings, zip(*self.rows, strict=True), strict=True)
        ]
        return list(zip(*columns, strict=True))

    @staticmethod
    def _column(cells: Iterable[str | float], figures: Figures) -> list[str]:
        texts = iter(figures.column([cell for cell in cells if cell != ""]))
        return [cell if cell == "" else next(texts) for cell in cells]


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
        figures: How the numbers in the tables are written.
    """

    headline: str
    plan: Grid
    timeline: Grid | None
    left_out: Grid
    limits: Grid
    remarks: tuple[str, ...]
    notes: tuple[str, ...]
    figures: Figures


def wording(answer: Answer) -> Wording:
    """Put an answer in words.

    Args:
        answer: A plan and its explanation.

    Returns:
        Sentences and tables of text.
    """
    return Wording(
        headline=f"Plan worth {answer.figures.fixed(answer.plan.value)} ({_certain(answer)}){_spent(answer)}",
        plan=_plan(answer),
        timeline=None if answer.problem.limits.timeless else _timeline(answer),
        left_out=_left_out(answer),
        limits=_limits(answer),
        remarks=(*_remarks(answer), *_ties(answer), *answers(answer)),
        notes=answer.notes,
        figures=answer.figures,
    )


def certainty(plan: Plan, asked: float, figures: Figures | None = None) -> str:
    """Say what is proved of a plan. A share is rounded up: less than what is left open is not promised.

    Args:
        plan: The plan.
        asked: The gap that was asked for.
        figures: How numbers are written.

    Returns:
        Words behind the value of the plan.
    """
    open_to = math.ceil(plan.gap * 10_000) / 100 if math.isfinite(plan.gap) else math.inf
    write = (figures or Figures()).amount
    if plan.status == "optimal":
        return "no plan is worth more"
    if plan.gap <= asked + NOTHING:
        most, allowed = (write(share) for share in (min(open_to, asked * 100), asked * 100))
        return f"at most {most} % below the best possible; you asked for {allowed} %"
    return f"the best found in the time given; the best there is may be worth up to {write(open_to)} % more"


def plain(sentence: str, keep: str = "") -> str:
    r"""Write out what a terminal or a browser would obey, such as an escape.

    Example:
        >>> plain("A\x9b31m")
        'A\\x9b31m'
    """
    return "".join(
        sign if sign.isprintable() or sign in JOINERS + keep else sign.encode("unicode_escape").decode()
        for sign in sentence
    )


def _certain(answer: Answer) -> str:
    return certainty(answer.plan, answer.search.gap, answer.figures)


def _spent(answer: Answer) -> str:
    """What the plan costs, of how much, where there is a budget."""
    budget = answer.plan.usage[answer.plan.usage["kind"].eq("budget")]
    if budget.empty:
        return ""
    carried = budget.tail(1) if answer.problem.limits.carries_over else budget
    used, limit = (answer.figures.money(carried[name].sum()) for name in ("used", "limit"))
    return f"; it costs {used} of {limit}"


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
        figures = (float(own[objective]), *((float(own["cost"]),) if priced else ()))
        when = tuple(getattr(row, name) for name in timed)
        why = IN.get(row.reason, row.reason).format(detail=answer.named([row.detail]))
        done = f"{why}, and is accelerated" if row.decision == "accelerate" else why
        others = answer.companions.get(row.opportunity, ())
        done = f"{done}, together with {answer.named(others)}" if others else done
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
    unasked = answer.left_out["reason"].eq(NOT_ASKED)
    ordered = concat([answer.left_out[~unasked], answer.left_out[unasked]]).itertuples()
    rows = [(*_named(answer, row.opportunity), why_out(answer, row)) for row in ordered]
    return Grid("Left out", (*_headings(answer), "why"), tuple(rows))


def _limits(answer: Answer) -> Grid:
    headings = ("limit", "used", "of", "what more would add")
    title = "What holds the plan back, and what more would add"
    return Grid(title, headings, limit_rows(answer), ("used", "of"))


def _remarks(answer: Answer) -> list[str]:
    remarks = limit_remarks(answer)
    unasked = int(answer.left_out["reason"].eq(NOT_ASKED).sum())
    if unasked:
        remarks.append(
            f"Why they are left out was not looked into for {unasked} of {len(answer.left_out)}, in the time"
            " given; a longer --time-limit tells."
        )
    if answer.ties is None and answer.plan.status == "optimal":
        remarks.append("Whether another plan is worth as much was not found out in the time given.")
    return remarks


def _ties(answer: Answer) -> list[str]:
    ties = () if answer.ties is None else answer.ties.itertuples()
    moves = ([("take in", tie.enters), ("leave out", tie.leaves)] for tie in ties)
    changes = ([f"{verb} {answer.named(who)}" for verb, who in both if who] for both in moves)
    return [f"Another plan is worth as much: {'; '.join(change)}." for change in changes]
