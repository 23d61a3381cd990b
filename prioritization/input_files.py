"""The file of opportunities that the command line is given, as people and trackers write it."""

from dataclasses import dataclass
from pathlib import Path

from pandas import DataFrame, Series

from prioritization.durations import with_quarters
from prioritization.errors import OpportunitiesError, did_you_mean, fault_list
from prioritization.headings import id_heading
from prioritization.known_columns import is_known_word, with_known_columns
from prioritization.moscow import with_moscow
from prioritization.opportunities import days_columns, later_columns
from prioritization.panel_file import PanelFile, is_panel_header, with_panel
from prioritization.parsing import column, is_blank, text
from prioritization.quarter_names import quarter_name, quarters_of_dates
from prioritization.score_methods import criteria_in, scored
from prioritization.scoring.methods import METHODS
from prioritization.sheet_numbers import plain_numbers, without_unknowns
from prioritization.statuses import with_known_statuses, with_lists_as_status
from prioritization.table_file import table_file, with_line_numbers
from prioritization.titles import refuse_same_titles, with_ids_for_titles
from prioritization.total_rows import without_totals
from prioritization.unread_columns import candidates, unread_columns


@dataclass(frozen=True, eq=False)
class OpportunitiesFile:
    """Opportunities as their file holds them.

    Attributes:
        table: Those to be planned, to be checked; the index is that of `TableFile`.
        notes: What was left out, read as another word or computed.
        settled: Those that are done or cancelled: opportunity, status (the word of the file), title.
        mark: The decimal mark of the file; empty where nothing tells it.
        unread: Headings of columns that nothing has read, and limits may name.
    """

    table: DataFrame
    notes: tuple[str, ...]
    settled: DataFrame
    mark: str
    unread: tuple[str, ...]


AMOUNTS = ("score", "cost", "stop_loss", "accelerated_cost")


def opportunities_in(
    path: Path,
    method: str | None = None,
    *,
    objective: str = "score",
    budgeted: bool = False,
    timed: bool = True,
    decimals: str | None = None,
    panel: PanelFile | None = None,
) -> OpportunitiesFile:
    """Read opportunities: named, without totals and what is done, and with a score where it can be told.

    Args:
        path: A file as `table_file` reads it; lines above the header are passed over.
        method: As for `scored`.
        objective: The column that holds the value: none is computed where it is another than the score.
        budgeted: Is there a budget? Then effort or points are a cost where there is none in money.
        timed: Does time count in the plan? As for `with_quarters`.
        decimals: As for `plain_numbers`.
        panel: The experts' scores, in the place of those in the file.

    Returns:
        What the file holds.

    Raises:
        OpportunitiesError: The file is no table, or a total, status, title or score cannot be told for sure.
    """
    file = table_file(path, _is_header)
    table, notes = file.table, [*file.notes, *(panel.notes if panel else ())]
    marks: list[str] = []
    used = {objective, *later_columns(table, objective)} if objective != "score" else set()
    gone: list[DataFrame] = []
    steps = [
        lambda rows: with_known_columns(rows, used, points_as_cost=budgeted),
        _named,
        lambda rows: _numbers(rows, objective, None if panel else method, decimals, marks),
        without_totals,
        lambda rows: with_lists_as_status(rows, used),
        lambda rows: (with_ids_for_titles(rows), ""),
        lambda rows: _still_open(rows, gone),
        lambda rows: with_moscow(rows, used),
        _with_titles_once,
        _quarters_named,
        lambda rows: with_quarters(rows, used, timed=timed),
    ]
    steps += [lambda rows: with_panel(rows, panel, method)] if panel else []
    steps += [lambda rows: scored(rows, method, used)] if objective == "score" and not panel else []
    try:
        for step in steps:
            lines = table.index
            table, said = step(table)
            sentences = [said] if isinstance(said, str) else said
            notes += [with_line_numbers(sentence, lines) for sentence in sentences if sentence]
    except OpportunitiesError as error:
        raise OpportunitiesError(with_line_numbers(str(error), lines)) from error
    used |= {"score"} if panel else set()
    unread = unread_columns(table, used)
    _refuse_without_value(table, objective, unread)
    return OpportunitiesFile(table, tuple(notes), gone[0], marks[0], tuple(unread))


def _is_header(headings: list[str]) -> bool:
    """Whether a row names opportunities and something else that the engine knows, and is no panel's."""
    if is_panel_header(headings):
        return False
    if "opportunity" in headings:
        return True
    named = id_heading(headings)
    others = [name for name in headings if name and name != named]
    return bool(named) and (any(map(is_known_word, others)) or bool(criteria_in(DataFrame(columns=others))))


def _numbers(
    table: DataFrame, objective: str, method: str | None, decimals: str | None, marks: list[str]
) -> tuple[DataFrame, list[str]]:
    """The table with plain numbers; the decimal mark is added to `marks`."""
    names = [*AMOUNTS, objective, *days_columns(table), *criteria_in(table, method)]
    notes: list[str] = []
    for name in {"score", objective} & set(table):
        percent = table[name].map(lambda cell: str(cell).strip().endswith("%")).astype(bool)
        if percent.any() and (percent | table[name].map(is_blank)).all():
            table = table.assign(**{name: table[name].str.rstrip(" %")})
            notes.append(f"Column {name} holds percentages; 80% counts as 80.")
    if "cost" in table:
        table = table.assign(cost=without_unknowns(table["cost"]))
    table, said, mark = plain_numbers(table, names, decimals)
    marks.append(mark)
    return table, [*notes, *said]


def _still_open(table: DataFrame, gone: list[DataFrame]) -> tuple[DataFrame, list[str]]:
    """The table without what is done or cancelled, which is added to `gone`."""
    kept, notes = with_known_statuses(table)
    settled = table.loc[table.index.difference(kept.index)]
    columns = ("opportunity", "status", "title")
    gone.append(DataFrame({name: column(settled, name).map(text) for name in columns}))
    return kept, notes


def _named(table: DataFrame) -> tuple[DataFrame, str]:
    """The table; refused where no column names the opportunities."""
    if "opportunity" not in table:
        headings = ", ".join(map(str, table.columns))
        raise OpportunitiesError(
            f"column 'opportunity' is missing: no column names the opportunities (there are {headings}).\n"
            "Call the one with their names opportunity, Feature, Title or id."
        )
    return table, ""


def _with_titles_once(table: DataFrame) -> tuple[DataFrame, str]:
    refuse_same_titles(table)
    return table, ""


def _quarters_named(table: DataFrame) -> tuple[DataFrame, list[str]]:
    """The table with quarters by name, and sentences on dates that were read as the quarter they fall in."""
    read, notes = {}, []
    for name in (name for name in ("earliest", "deadline") if name in table):
        quarters = quarters_of_dates(table[name])
        pairs = zip(map(quarter_name, table[name]), quarters, strict=True)
        if dated := next(((old, new) for old, new in pairs if old != new), None):
            notes.append(f"Dates in {name} are read as the quarter they fall in: {dated[0]} as {dated[1]}.")
        read[name] = Series(quarters, table.index, dtype=object)
    return table.assign(**read), notes


def _refuse_without_value(table: DataFrame, objective: str, unread: list[str]) -> None:
    if objective in table:
        return
    others = candidates(unread, objective)
    if objective != "score":
        meant = did_you_mean(objective, table.columns)
        raise OpportunitiesError(
            fault_list("The opportunities", [f"column '{objective}' is missing{meant}{others}"])
        )
    methods = "; ".join(f"{', '.join(one.columns)} ({one.name})" for one in METHODS.values())
    raise OpportunitiesError(
        f"There is no score.{others}\n"
        f"Add a column score, or those of a method: {methods}.\n"
        "Or name the column that holds the value, as --objective REVENUE, or give experts' scores: --scores."
    )
