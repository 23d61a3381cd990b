"""What the command was asked, read from its options and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pandas import DataFrame

from prioritization.capacity_file import capacity_in
from prioritization.command.answer import NOT_ESTIMATED, NOT_SCORED, Search
from prioritization.command.blanks import with_costs, with_scores
from prioritization.command.figures import Figures
from prioritization.command.options import (
    Reading,
    amount_option,
    capacity_within,
    file_faults,
    horizon,
    limit_settings,
    search_faults,
)
from prioritization.command.remarks import time_remarks
from prioritization.errors import LimitsError, OpportunitiesError, fault_list
from prioritization.input_files import opportunities_in
from prioritization.limits.setting import Limits
from prioritization.panel_file import panel_in
from prioritization.table_file import with_line_numbers


@dataclass(frozen=True, eq=False)
class Asked:
    """The options as they were given; see the help of the command."""

    opportunities: Path
    search: Search
    budget: str | None = None
    quarters: tuple[str, ...] = ()
    start: str | None = None
    capacity: Path | None = None
    score: str | None = None
    scores: Path | None = None
    blank_cost: str | None = None
    discount: float = 0.02
    carry_over: bool = True
    rules: Mapping[str, list[str] | None] = field(default_factory=dict)
    decimals: str | None = None
    outputs: Mapping[str, Path | None] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a plan is made of.

    Attributes:
        table: Opportunities to be planned.
        limits: Limits on the plan.
        barred: Why, per id that is not planned as something of it is not known.
        notes: Sentences on what was read.
        settled: What the file holds and is done or cancelled.
        figures: How numbers are written: as in the file.
    """

    table: DataFrame
    limits: Limits
    barred: Mapping[str, str]
    notes: tuple[str, ...]
    settled: DataFrame
    figures: Figures


def inputs(asked: Asked, today: date) -> Inputs:
    """Read options and files.

    Args:
        asked: The options.
        today: Says where a number of quarters begins, where nothing else does.

    Returns:
        What a plan is made of.

    Raises:
        PrioritizationError: There are faults; the message lists all of one input.
    """
    _settings(asked, Reading(None))  # faults of the options before those of the file
    panel = panel_in(asked.scores) if asked.scores else None
    file = opportunities_in(
        *(asked.opportunities, asked.score),
        objective=asked.search.objective,
        budgeted=asked.budget is not None,
        timed=bool(asked.quarters or asked.capacity),
        decimals=asked.decimals,
        panel=panel,
    )
    reading, figures = Reading(file.mark), Figures(file.mark or ".")
    settings, blank_cost = _settings(asked, reading)
    limits, said = _limits(asked, settings, today)
    objective = asked.search.objective
    try:
        table, unscored, scores = with_scores(file.table, objective)
        table, unpriced, costs = with_costs(table, limits, blank_cost, objective, figures)
    except OpportunitiesError as error:
        raise OpportunitiesError(with_line_numbers(str(error), file.table.index)) from None
    barred = dict.fromkeys(unpriced, NOT_ESTIMATED) | dict.fromkeys(unscored, NOT_SCORED)
    notes = (*file.notes, *reading.notes, *said, *time_remarks(table, limits, figures), *scores, *costs)
    notes = (*notes, *_unread(file.unread, asked.search.then, limits))
    return Inputs(table, limits, barred, notes, file.settled, figures)


def _unread(unread: tuple[str, ...], then: str | None, limits: Limits) -> list[str]:
    """The sentence that names the columns that nothing reads; none where all are read."""
    counted = [*limits.at_most, *limits.at_least, *limits.change_at_once]
    named = {(then or "").removeprefix("-"), *(heading for heading, _ in counted)}
    names = ", ".join(name for name in unread if name not in named)
    return [f"Not read: {names}."] if names else []


def _settings(asked: Asked, reading: Reading) -> tuple[dict[str, object], float | None]:
    """What the options say, as `Limits` takes it, and the cost of a blank; every fault in them at once."""
    faults: list[str] = []
    settings = limit_settings(asked.budget, asked.rules, faults, reading)
    settings |= {"discount": asked.discount, "carry_over": asked.carry_over}
    blank_cost = asked.blank_cost and amount_option("--blank-cost", asked.blank_cost, faults, reading)
    faults += search_faults(asked.search.gap, asked.search.time_limit, asked.decimals)
    faults += file_faults(asked.outputs, [asked.opportunities, asked.capacity, asked.scores])
    if asked.search.objective != "score" and (asked.score or asked.scores):
        given = "--score" if asked.score else "--scores"
        faults.append(
            f"{given}: the value is in column '{asked.search.objective}'; leave out {given} or --objective"
        )
    if faults:
        raise LimitsError(fault_list("The options", faults))
    return settings, blank_cost


def _limits(asked: Asked, settings: dict[str, object], today: date) -> tuple[Limits, list[str]]:
    """The limits, with the capacity of its file, and sentences on both."""
    file = capacity_in(asked.capacity, asked.decimals) if asked.capacity else None
    days = file.table if file else None
    quarters, begins = horizon(list(asked.quarters), asked.start, days, today)
    notes = [*(file.notes if file else ()), *([begins] if begins else [])]
    if days is None:
        return Limits(quarters, **settings), notes
    within, outside = capacity_within(days, quarters)
    try:
        return Limits(quarters, capacity=within, **settings), [*notes, *outside]
    except LimitsError as error:
        raise LimitsError(with_line_numbers(str(error), within.index)) from None
