"""Check the tables of an engagement: every fault, with file, sheet, row and column, in one error."""

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd

from workbook.engagement import Engagement
from workbook.hints import did_you_mean
from workbook.tables.agreement import (
    PARTIAL,
    faults_of_rows,
    formula_columns,
    phases_not_known,
    plan_without_estimates,
    roles_without_capacity,
    unknown_attributes,
    unknown_rates,
    unknown_sources,
    unknown_stages,
)
from workbook.tables.contracts import TABLES, column
from workbook.tables.decision_checks import contradictions
from workbook.tables.expert_roles import two_roles
from workbook.tables.faults import Fault, LargeTable, RawTable, tables_error
from workbook.tables.process_checks import contradicting_steps
from workbook.tables.programme_checks import contradicting_programmes, unknown_in_rules
from workbook.tables.questions import as_declared, comments_of, other_scales
from workbook.tables.readiness_checks import contradicting_statements
from workbook.tables.seen import Seen
from workbook.tables.table_checks import blanks, duplicates, half_filled, out_of_order, out_of_range
from workbook.tables.table_links import circular_journeys, contradicting_opportunities, scores_off_formula
from workbook.tables.values import read

CheckLarge = Callable[[LargeTable, Mapping[str, pd.DataFrame]], list[Fault]]
LIKELY = (
    0.75  # how near a heading must be to be taken for a column that is missing: 'amount' is not 'country'
)
SURE = 0.8  # how near a name must be to be taken for one that is absent


def check(
    raw: Mapping[str, RawTable | LargeTable], engagement: Engagement, check_large: CheckLarge | None = None
) -> dict[str, pd.DataFrame]:
    """Turn the tables as read into tables as the measures need them.

    Args:
        raw: The tables found, by name; a workbook that cannot be read has no name.
        engagement: Gives the scales and the names of the stages.
        check_large: Checks a large table and keeps its values, given the others' values; gives its faults.

    Returns:
        Every table of the contract that is not large, by name: columns typed, index from 0. Tables and
        columns that were not there are empty.

    Raises:
        TablesError: A table has faults, or none has a row; the message lists all faults of all tables.
    """
    found = {name: raw[name] for name in TABLES if name in raw}
    large = {name: table for name, table in found.items() if isinstance(table, LargeTable)}
    tables = {name: declared(table, engagement) for name, table in found.items() if name not in large}
    faults = [*raw[""].faults] if "" in raw else _meant_for_another(raw)
    frames: dict[str, pd.DataFrame] = {}
    for name, table in tables.items():
        frames[name], wrong = typed_table(table, further_choices(name, engagement))
        faults += wrong
        if name == "customers" and table.by_recipe:
            frames[name].attrs[PARTIAL] = True
    for table in large.values():
        faults += check_large(table, frames)
    faults += faults_of_rows(frames, tables, engagement) + unknown_stages(frames, tables, engagement)
    faults += unknown_attributes(frames, tables, engagement)
    faults += unknown_sources(frames, engagement) + phases_not_known(frames, tables)
    faults += roles_without_capacity(frames, tables) + unknown_rates(frames, engagement)
    faults += plan_without_estimates(frames, engagement) + formula_columns(frames, tables, engagement)
    faults += contradicting_opportunities(frames, tables) + circular_journeys(frames, tables)
    faults += two_roles(frames, tables) + contradicting_steps(frames, tables)
    faults += contradicting_programmes(frames, tables) + contradicting_statements(frames, tables)
    faults += unknown_in_rules(frames, found, engagement)
    faults += scores_off_formula(frames, tables, engagement) + _unknown_names(engagement)
    if not faults and not large and all(_says_nothing(frame) for frame in frames.values()):
        faults = [
            Fault("", "intake.xlsx and data/", f"no table has a row; fill in one of {', '.join(TABLES)}")
        ]
    if faults:
        raise tables_error(faults)
    return {name: complete(name, frames.get(name), engagement) for name in TABLES if name not in large}


def _says_nothing(frame: pd.DataFrame) -> bool:
    """Whether a table has no rows, or only statements that nobody has answered yet."""
    return frame.empty or ("answer" in frame and bool(frame["answer"].isna().all()))


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
    table: RawTable, choices: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """Read the columns of one table that have a contract, and list the faults within the table.

    Args:
        table: As it was read.
        choices: Per column of choices those that the engagement allows.
    """
    delivered = not table.is_sheet  # a sheet may wait to be filled; a file is there for what it holds
    if table.frame.columns.empty:
        blank = delivered and not table.faults
        message = "is empty; the first row holds the names of the columns, the rows below it the table"
        return pd.DataFrame(), [*table.faults, *([table.fault(message)] if blank else [])]
    if table.frame.empty and not delivered and not table.faults:
        return pd.DataFrame(), []
    frame, faults = typed_rows(table, choices or {})
    faults = [*table.faults, *header_faults(table), *faults]
    if table.frame.empty and delivered and not table.faults:
        faults.append(table.fault("holds no rows; fill in at least one, or take the file out"))
    return frame, faults + duplicates(table, frame)


def declared(table: RawTable, engagement: Engagement) -> RawTable:
    """The table, or a piece of it, with what the settings declare of its cells."""
    return as_declared(table, engagement.questions) if table.name == "answers" else table


def further_choices(name: str, engagement: Engagement) -> dict[str, tuple[str, ...]]:
    """Per column of choices of a table those that the settings allow besides, or instead."""
    own = {
        "answers": {
            "question": (*TABLES["answers"].columns["question"].allowed, *other_scales(engagement.questions))
        },
        "scores": {"criterion": tuple(engagement.score.ranges)},
    }
    return own.get(name, {})


def typed_rows(
    table: RawTable, choices: Mapping[str, tuple[str, ...]], seen: Mapping[str, Seen] | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """Read the columns of a table, or of a piece of one, that have a contract.

    Args:
        table: As it was read.
        choices: As for `typed_table`.
        seen: What earlier pieces have shown, by column.

    Returns:
        The values, and the faults within the rows.
    """
    cells = table.frame.loc[:, ~table.frame.columns.duplicated()]
    columns, wrong = {}, {}
    for name in cells:
        if contract := column(table.name, name):
            columns[name], wrong[name] = read(
                cells[name], contract.kind, None if seen is None else seen[name]
            )
    frame = pd.DataFrame(columns, index=cells.index)
    faults = [fault for name, messages in wrong.items() for fault in table.faults_by_row(messages, name)]
    faults += blanks(table, frame, wrong) + out_of_range(table, frame, choices)
    faults += out_of_order(table, frame, wrong) + half_filled(table, frame, wrong)
    faults += contradictions(table, frame, wrong)
    return frame, faults


def header_faults(table: RawTable) -> list[Fault]:
    """Columns that are missing, misspelt or there twice."""
    contract, names = TABLES[table.name], list(table.frame)
    unknown = [
        name for name in names if name not in contract.columns and not name.startswith(contract.further)
    ]
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


def complete(name: str, frame: pd.DataFrame | None, engagement: Engagement) -> pd.DataFrame:
    """The table with every column of its contract; a score that was not given is no row."""
    frame = pd.DataFrame() if frame is None else frame
    for absent, contract in TABLES[name].columns.items():
        if absent not in frame:
            frame[absent] = _nothing(contract.kind).reindex(frame.index)
    if name == "answers":
        frame = frame[frame["score"].notna() | comments_of(frame, engagement.questions)]
    attrs, frame = frame.attrs, frame.reset_index(drop=True)
    frame.attrs = dict(attrs)
    return frame
