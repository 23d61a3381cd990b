"""Check the tables of an engagement: every fault, with file, sheet, row and column, in one error."""

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from workbook.engagement import Engagement
from workbook.tables.contracts import REFERENCES, TABLES, kind
from workbook.tables.faults import Fault, RawTable, did_you_mean, tables_error
from workbook.tables.values import read


def check(raw: Mapping[str, RawTable], engagement: Engagement) -> dict[str, pd.DataFrame]:
    """Turn the tables as read into tables as the measures need them.

    Args:
        raw: The tables found, by name.
        engagement: Gives the scales and the names of the stages.

    Returns:
        Every table of the contract, by name: columns typed, index from 0. Optional tables and columns
        that were not there are empty.

    Raises:
        TablesError: A table is missing or has faults; the message lists all faults of all tables.
    """
    faults = [Fault(name, "engagement", _missing(name, raw)) for name in _required() if name not in raw]
    frames: dict[str, pd.DataFrame] = {}
    for name, table in raw.items():
        if name in TABLES:
            frames[name], found = _read_table(table)
            faults += [*table.faults, *found]
    faults += _unknown_references(frames, raw) + _unknown_stages(frames, raw, engagement)
    faults += _off_scale(frames, raw, engagement)
    if faults:
        raise tables_error(faults)
    return {name: _complete(name, frames.get(name)) for name in TABLES}


def _required() -> list[str]:
    return [name for name, schema in TABLES.items() if schema.metadata["required"]]


def _missing(name: str, raw: Mapping[str, RawTable]) -> str:
    strangers = [other for other in raw if other not in TABLES]
    return f"there is no sheet or file '{name}'" + did_you_mean(name, strangers)


def _read_table(table: RawTable) -> tuple[pd.DataFrame, list[Fault]]:
    faults = _header_faults(table)
    known = [
        column for column in table.frame if column in TABLES[table.name].columns or _extra(table, column)
    ]
    columns = {}
    for column in known:
        columns[column], wrong = read(table.frame[column], kind(table.name, column))
        faults += [table.fault(message, column, row) for row, message in wrong.items()]
    frame = pd.DataFrame(columns, index=table.frame.index)
    if frame.empty and not table.faults and TABLES[table.name].metadata["required"]:
        faults.append(table.fault("holds no rows; fill in at least one"))
    already = {(fault.row, fault.column) for fault in faults} | {(None, fault.column) for fault in faults}
    faults += [fault for fault in _contract_faults(table, frame) if (fault.row, fault.column) not in already]
    return frame, faults


def _extra(table: RawTable, column: str) -> bool:
    facts = TABLES[table.name].metadata
    return facts.get("open", False) or (facts.get("days", False) and column.startswith("days_"))


def _header_faults(table: RawTable) -> list[Fault]:
    columns = TABLES[table.name].columns
    absent = [name for name in columns if name not in table.frame]
    strangers = [name for name in table.frame if name not in columns and not _extra(table, name)]
    faults = [
        table.fault(f"column '{name}' is missing" + did_you_mean(name, strangers))
        for name in absent
        if columns[name].required
    ]
    optional = [name for name in absent if not columns[name].required]
    for name in strangers:
        if hint := did_you_mean(name, optional):
            faults.append(table.fault(f"column '{name}' is not known" + hint))
    twice = sorted({name for name in table.frame.columns[table.frame.columns.duplicated()]})
    return faults + [table.fault(f"column '{name}' appears twice") for name in twice]


def _contract_faults(table: RawTable, frame: pd.DataFrame) -> list[Fault]:
    schema = TABLES[table.name]
    present = {name: column for name, column in schema.columns.items() if name in frame}
    key = [name for name in schema.unique or [] if name in frame]
    try:
        pa.DataFrameSchema(present).validate(frame, lazy=True)
        cases = []
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.to_dict("records")
    faults = [table.fault(_reworded(schema, case), case["column"], case["index"]) for case in cases]
    return faults + _duplicates(table, frame, key)


def _reworded(schema: pa.DataFrameSchema, case: Mapping[str, object]) -> str:
    if case["check"] == "not_nullable":
        return "is blank"
    value = case["failure_case"]
    checks = {check.name: check.statistics for check in schema.columns[case["column"]].checks}
    name = next(name for name in checks if str(case["check"]).startswith(name))
    facts = checks[name]
    if name == "isin":
        allowed = [str(item) for item in facts["allowed_values"]]
        return f"'{value}' is not one of {', '.join(allowed)}{did_you_mean(str(value), allowed)}"
    low = facts.get("min_value")
    if name == "in_range":
        return f"{value:g} is outside {low:g} to {facts['max_value']:g}"
    return f"{value:g} is {'not above' if name == 'greater_than' else 'below'} {low:g}"


def _duplicates(table: RawTable, frame: pd.DataFrame, key: list[str]) -> list[Fault]:
    if not key:
        return []
    named = frame[frame[key[0]].notna()]
    named = named[named.duplicated(key, keep=False)]
    faults = []
    for values, rows in named.groupby(key, dropna=False, sort=False).indices.items():
        rows = named.index[rows]
        shown = " / ".join(str(value) for value in values if value == value)
        places = ", ".join(str(row) for row in list(rows)[:5])
        faults.append(table.fault(f"'{shown}' appears {len(rows)} times (rows {places})", " + ".join(key)))
    return faults


def _unknown_references(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    faults = []
    for (name, column), (other, other_column) in REFERENCES.items():
        if column not in frames.get(name, ()) or other_column not in frames.get(other, ()):
            continue
        values = frames[name][column].dropna()
        if kind(name, column) == "ids":
            values = values.str.split(";").explode().str.strip()
        known = frames[other][other_column].dropna().unique()
        strangers = values[~values.isin(known) & values.ne("")]
        faults += [
            raw[name].fault(f"'{value}' is not in table '{other}'{did_you_mean(value, known)}", column, row)
            for row, value in _few(strangers).items()
        ]
    return faults


def _few(strangers: pd.Series) -> pd.Series:
    """At most 1,000: looking for the nearest name takes time, and nobody reads more."""
    return strangers.iloc[:1000]


def _unknown_stages(frames: Mapping, raw: Mapping[str, RawTable], engagement: Engagement) -> list[Fault]:
    stages = [stage.name for stage in engagement.stages]
    if "stage" not in frames.get("programmes", ()):
        return []
    values = frames["programmes"]["stage"].dropna()
    return [
        raw["programmes"].fault(
            f"'{value}' is not a stage in engagement.yml{did_you_mean(value, stages)}", "stage", row
        )
        for row, value in values[~values.isin(stages)].items()
    ]


def _off_scale(frames: Mapping, raw: Mapping[str, RawTable], engagement: Engagement) -> list[Fault]:
    answers = frames.get("answers")
    if answers is None or not {"question", "score"} <= set(answers):
        return []
    low, high = (int(end) for end in engagement.nps_scale.split("-"))
    scales = {"nps": (low, high), "satisfaction": (1, 5), "importance": (1, 5)}
    faults = []
    for question, (low, high) in scales.items():
        scores = answers.loc[answers["question"].eq(question).fillna(False), "score"].dropna()
        for row, value in scores[~scores.between(low, high) | (scores % 1 != 0)].items():
            message = f"{value:g} is not on the scale of {question}, whole numbers from {low} to {high}"
            faults.append(raw["answers"].fault(message, "score", row))
    return faults


def _complete(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The table with every column of its contract; a score that was not given is no row."""
    frame = pd.DataFrame() if frame is None else frame
    for column in TABLES[name].columns:
        if column not in frame:
            frame[column] = read(pd.Series(pd.NA, index=frame.index, dtype=object), kind(name, column))[0]
    if name == "answers":
        frame = frame[frame["score"].notna()]
    return frame.reset_index(drop=True)
