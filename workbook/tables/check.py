"""Check the tables of an engagement: every fault, with file, sheet, row and column, in one error."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from workbook.engagement import Engagement
from workbook.hints import did_you_mean
from workbook.tables.agreement import (
    more_met_than_cases,
    off_scale,
    other_currencies,
    phases_not_known,
    roles_without_capacity,
    unknown_norms,
    unknown_references,
    unknown_sources,
    unknown_stages,
)
from workbook.tables.contracts import TABLES, column
from workbook.tables.faults import Fault, RawTable, tables_error
from workbook.tables.questions import as_declared, comments_of, other_scales
from workbook.tables.table_checks import blanks, duplicates, out_of_range
from workbook.tables.values import read

LIKELY = (
    0.75  # how near a heading must be to be taken for a column that is missing: 'amount' is not 'country'
)
SURE = 0.8  # how near a name must be to be taken for one that is absent


def check(raw: Mapping[str, RawTable], engagement: Engagement) -> dict[str, pd.DataFrame]:
    """Turn the tables as read into tables as the measures need them.

    Args:
        raw: The tables found, by name; a workbook that cannot be read has no name.
        engagement: Gives the scales and the names of the stages.

    Returns:
        Every table of the contract, by name: columns typed, index from 0. Tables and columns that were not
        there are empty.

    Raises:
        TablesError: A table has faults, or none has a row; the message lists all faults of all tables.
    """
    tables = {name: raw[name] for name in TABLES if name in raw}
    if "answers" in tables:
        tables["answers"] = as_declared(tables["answers"], engagement.questions)
    others = {"question": tuple(other_scales(engagement.questions))}
    faults = [*raw[""].faults] if "" in raw else _meant_for_another(raw)
    frames: dict[str, pd.DataFrame] = {}
    for name, table in tables.items():
        frames[name], wrong = typed_table(table, others if name == "answers" else {})
        faults += wrong
    faults += unknown_references(frames, tables) + unknown_stages(frames, tables, engagement)
    faults += unknown_norms(frames, tables, engagement) + more_met_than_cases(frames, tables)
    faults += off_scale(frames, tables, engagement) + unknown_sources(frames, engagement)
    faults += other_currencies(frames, tables, engagement) + phases_not_known(frames, tables)
    faults += roles_without_capacity(frames, tables)
    faults += _unknown_names(engagement)
    if not faults and all(frame.empty for frame in frames.values()):
        faults = [
            Fault("", "intake.xlsx and data/", f"no table has a row; fill in one of {', '.join(TABLES)}")
        ]
    if faults:
        raise tables_error(faults)
    return {name: _complete(name, frames.get(name), engagement) for name in TABLES}


def _unknown_names(engagement: Engagement) -> list[Fault]:
    """Names under `illustrative` and `sources` that are no table: no mark of made-up rows gets lost."""
    allowed = [*TABLES, "profile"]
    named = [("illustrative", name) for name in engagement.illustrative]
    named += [("sources", name) for name in engagement.sources]
    return [
        Fault("", "engagement.yml", f"{setting}: '{name}' is not a table{did_you_mean(name, allowed)}")
        for setting, name in named
        if name not in allowed
    ]


def _meant_for_another(raw: Mapping[str, RawTable]) -> list[Fault]:
    """Tables that are not there, where a sheet or file seems to be meant for one."""
    unknown = [name for name in raw if name not in TABLES]
    hints = {name: did_you_mean(name, unknown, likeness=SURE) for name in TABLES if name not in raw}
    return [
        Fault(name, "intake.xlsx and data/", f"there is no sheet or file '{name}'{hint}")
        for name, hint in hints.items()
        if hint
    ]


def typed_table(
    table: RawTable, also: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """Read the columns of one table that have a contract, and list the faults within the table.

    Args:
        table: As it was read.
        also: Per column of choices those that the engagement allows besides.
    """
    delivered = not table.is_sheet  # a sheet may wait to be filled; a file is there for what it holds
    if table.frame.columns.empty:
        blank = delivered and not table.faults
        message = "is empty; the first row holds the names of the columns, the rows below it the table"
        return pd.DataFrame(), [*table.faults, *([table.fault(message)] if blank else [])]
    if table.frame.empty and not delivered and not table.faults:
        return pd.DataFrame(), []
    faults = [*table.faults, *_header_faults(table)]
    frame, wrong = _values(table)
    faults += [fault for name, messages in wrong.items() for fault in table.faults_by_row(messages, name)]
    if table.frame.empty and delivered and not table.faults:
        faults.append(table.fault("holds no rows; fill in at least one, or take the file out"))
    faults += blanks(table, frame, wrong) + out_of_range(table, frame, also or {})
    return frame, faults + duplicates(table, frame)


def _values(table: RawTable) -> tuple[pd.DataFrame, dict[str, dict[int, str]]]:
    """The columns that have a contract, read by kind, and what is wrong per column and row."""
    cells = table.frame.loc[:, ~table.frame.columns.duplicated()]
    columns, wrong = {}, {}
    for name in cells:
        if contract := column(table.name, name):
            columns[name], wrong[name] = read(cells[name], contract.kind)
    return pd.DataFrame(columns, index=cells.index), wrong


def _header_faults(table: RawTable) -> list[Fault]:
    contract, names = TABLES[table.name], list(table.frame)
    unknown = [name for name in names if name not in contract.columns and not name.startswith("days_")]
    hinted = () if contract.open else contract.columns
    faults = []
    for name in (name for name in contract.columns if name not in names):
        if contract.columns[name].required:
            unused = f"; not used: {', '.join(unknown[:5])}" if unknown else ""
            faults.append(
                f"column '{name}' is missing{did_you_mean(name, unknown, likeness=LIKELY) or unused}"
            )
        elif name in (contract.near or hinted) and (hint := did_you_mean(name, unknown, likeness=SURE)):
            faults.append(f"column '{name}' is not there{hint}")
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    faults += [f"column '{name}' appears twice; keep one of them" for name in twice]
    return [table.fault(message) for message in faults]


@cache
def _nothing(kind: str) -> pd.Series:
    """No values of a kind, with the type that values of it have."""
    return read(pd.Series(dtype=object), kind)[0]


def _complete(name: str, frame: pd.DataFrame | None, engagement: Engagement) -> pd.DataFrame:
    """The table with every column of its contract; a score that was not given is no row."""
    frame = pd.DataFrame() if frame is None else frame
    for absent, contract in TABLES[name].columns.items():
        if absent not in frame:
            frame[absent] = _nothing(contract.kind).reindex(frame.index)
    if name == "answers":
        frame = frame[frame["score"].notna() | comments_of(frame, engagement.questions)]
    return frame.reset_index(drop=True)
