"""Faults between tables, and between a table and the settings: what is named must be there."""

from collections.abc import Mapping
from math import isfinite
from typing import get_args

import pandas as pd
from pandas.api.types import is_numeric_dtype

from workbook.engagement import Engagement, Measure
from workbook.hints import did_you_mean
from workbook.tables.contracts import REFERENCES, TABLES, column
from workbook.tables.faults import Fault, RawTable, rows_by_value, unknown_values
from workbook.tables.numbers import number_text
from workbook.tables.process_checks import too_many_names
from workbook.tables.questions import other_scales

DAYS = "days_"
TAKEN = ("n", "w", "x", "xx", "customers", "measure", "kind", "delivered", "people", "grouping", "group")
"""Names that columns have beside answers when these are grouped."""
PARTIAL = "partial"
"""Marks a table that need not hold all that others refer to."""
Frames = Mapping[str, pd.DataFrame]
RawTables = Mapping[str, RawTable]


def faults_of_rows(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """The faults between a row and other tables or the settings, of all rows or of a piece of a table.

    Args:
        frames: The values of the tables, and of those that they refer to.
        raw: The tables whose rows are looked at.
        engagement: The settings.
    """
    return [
        *unknown_references(frames, raw),
        *unknown_norms(frames, raw, engagement),
        *more_met_than_cases(frames, raw),
        *off_scale(frames, raw, engagement),
        *off_criterion(frames, raw, engagement),
        *other_currencies(frames, raw, engagement),
        *too_many_names(frames, raw),
    ]


def unknown_references(frames: Frames, raw: RawTables) -> list[Fault]:
    """Values that the table they refer to does not hold."""
    faults = []
    for (name, refers), (other, key) in REFERENCES.items():
        if name not in raw or refers not in frames.get(name, ()):
            continue
        if refers == "customer_id" and _has_identities(frames):
            faults += _unknown_customers(frames, raw[name])
            continue
        if not _can_be_asked(other, key, frames):
            continue
        values = frames[name][refers].dropna()
        if column(name, refers).kind == "ids":
            values = values.str.split(";").explode().str.strip()
        allowed = frames[other][key].dropna().unique()
        unknown = values[~values.isin(allowed)]
        faults += unknown_values(raw[name], refers, unknown, list(allowed), f"in table '{other}'")
    return faults


def _unknown_customers(frames: Frames, table: RawTable) -> list[Fault]:
    """Ids of no customer and no identity; in a row with a source, ids that this source does not have."""
    rows, identities = frames[table.name], frames["identities"]
    if identities[["source", "source_id"]].isna().any(axis=None):
        return []  # told of the identities themselves
    ids = rows["customer_id"].dropna()
    source = (
        rows["source"].reindex(ids.index) if "source" in rows else pd.Series(index=ids.index, dtype="str")
    )
    sources = identities["source"].dropna().unique().tolist()
    strange = source[source.notna() & ~source.isin(sources)]
    faults = unknown_values(table, "source", strange, sources, "a source in table 'identities'")
    of_source = source[source.isin(sources)]
    pairs = pd.MultiIndex.from_arrays([of_source, ids[of_source.index]])
    absent = of_source[~pairs.isin(pd.MultiIndex.from_frame(identities[["source", "source_id"]]))]
    for name, rows_of_source in absent.groupby(absent):
        allowed = identities.loc[identities["source"].eq(name), "source_id"].tolist()
        where = f"an id of source '{name}' in table 'identities'"
        faults += unknown_values(table, "customer_id", ids[rows_of_source.index], allowed, where)
    if not _can_be_asked("customers", "customer_id", frames):
        return faults
    plain = ids[source.isna()]
    allowed = pd.concat(_customer_ids(frames)).dropna().unique()
    unknown = plain[~plain.isin(allowed)]
    where = "in table 'customers' or 'identities'"
    return faults + unknown_values(table, "customer_id", unknown, list(allowed), where)


def _has_identities(frames: Frames) -> bool:
    identities = frames.get("identities", pd.DataFrame())
    return {"source", "source_id"} <= set(identities) and len(identities) > 0


def _customer_ids(frames: Frames) -> list[pd.Series]:
    """Every column in which an id of a customer may stand."""
    places = [("customers", "customer_id"), ("identities", "customer_id"), ("identities", "source_id")]
    return [frames[table][column] for table, column in places if column in frames.get(table, ())]


def unknown_sources(frames: Frames, engagement: Engagement) -> list[Fault]:
    """Sources and columns of identities that the settings name and the table does not hold."""
    if not _has_identities(frames):
        return []
    identities = frames["identities"]
    rule, sources = engagement.keys, identities["source"].dropna().unique().tolist()
    named = [("offline_sources", name, sources, "a source") for name in rule.offline_sources]
    named += [("likeness.columns", name, list(identities), "a column") for name in rule.likeness.columns]
    return [
        Fault(
            "",
            "engagement.yml",
            f"keys.{setting}: '{name}' is not {what} in table 'identities'{did_you_mean(name, allowed)}",
        )
        for setting, name, allowed, what in named
        if name not in allowed
    ]


def unknown_attributes(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Attributes of customers that the settings name and the table does not have, or not as numbers."""
    if "customers" not in raw or raw["customers"].frame.empty:
        return []
    columns = [str(name) for name in raw["customers"].frame]
    faults = []
    taken = {*TABLES["answers"].columns, *TAKEN}
    faults += [
        f"understand.by: '{name}' has another meaning beside answers; give the column another name"
        for name in engagement.understand.by
        if name in taken
    ]
    for setting, names in engagement.attributes.items():
        allowed = [*get_args(Measure), *columns] if setting == "segments.axes" else columns
        for name in names:
            if name not in columns:
                lacks = "is neither a measure nor" if setting == "segments.axes" else "is not"
                hint = did_you_mean(name, allowed)
                faults.append(f"{setting}: '{name}' {lacks} a column of table 'customers'{hint}")
            elif setting == "segments.axes" and not _holds_numbers(frames.get("customers"), name):
                faults.append(f"{setting}: column '{name}' of table 'customers' holds no numbers")
    return [Fault("", "engagement.yml", message) for message in faults]


def _holds_numbers(customers: pd.DataFrame | None, name: str) -> bool:
    """Whether a column holds a number; one of a table that is not in memory is taken to."""
    if customers is None or name not in customers:
        return customers is None
    return bool(pd.to_numeric(customers[name], errors="coerce").notna().any())


def _can_be_asked(other: str, key: str, frames: Frames) -> bool:
    """Whether a table holds all that others may refer to.

    One that is not there or has a fault is not asked, nor is one that a recipe made of an export: a list of
    contacts need not hold everyone who ordered.
    """
    there = frames.get(other, pd.DataFrame())
    whole = key in there and len(there) > 0 and bool(there[key].notna().all())
    return whole and not there.attrs.get(PARTIAL)


def unknown_stages(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Stages of programmes that the settings do not name."""
    if "stage" not in frames.get("programmes", ()):
        return []
    stages = [stage.name for stage in engagement.stages]
    values = frames["programmes"]["stage"].dropna()
    unknown = values[~values.isin(stages)]
    return unknown_values(raw["programmes"], "stage", unknown, stages, "a stage in engagement.yml")


def unknown_norms(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Norms of the table of service that the settings do not name; without any norm, the page says so."""
    if not engagement.norms or "norm" not in frames.get("service", ()):
        return []
    norms = [norm.name for norm in engagement.norms]
    values = frames["service"]["norm"].dropna()
    unknown = values[~values.isin(norms)]
    return unknown_values(raw["service"], "norm", unknown, norms, "a norm in engagement.yml")


def more_met_than_cases(frames: Frames, raw: RawTables) -> list[Fault]:
    """Rows of the table of service with more cases within a norm than there are cases."""
    if not {"n", "met"} <= set(frames.get("service", ())):
        return []
    counts = frames["service"][["n", "met"]].dropna()
    wrong = counts[counts["met"] > counts["n"]]
    messages = {
        row: f"{number_text(met)} is above n, {number_text(n)}" for row, n, met in wrong.itertuples(name=None)
    }
    return raw["service"].faults_by_row(messages, "met")


def off_scale(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Scores that are not on the scale of their question."""
    answers = frames.get("answers", pd.DataFrame())
    if not {"question", "score"} <= set(answers):
        return []
    low, high = (int(end) for end in engagement.nps_scale.split("-"))
    scales = {"nps": (low, high), "satisfaction": (1, 5), "importance": (1, 5)}
    scales |= other_scales(engagement.questions)
    faults = []
    for question, (low, high) in scales.items():
        scores = answers.loc[answers["question"].eq(question).fillna(False), "score"].dropna()
        for value, rows in rows_by_value(scores[~scores.between(low, high) | (scores % 1 != 0)]).items():
            way = f"is below {low}" if value < low else f"is above {high}" if value > high else "is not whole"
            message = f"{number_text(value)} {way} (scale {question} is {low} to {high})"
            faults.append(raw["answers"].fault(message, "score", rows))
    return faults


def off_criterion(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Scores of experts that are not in the range of their criterion."""
    given = frames.get("scores", pd.DataFrame())
    if "scores" not in raw or not {"criterion", "score"} <= set(given):
        return []
    faults = []
    for (low, high), names in engagement.score.criteria_by_range.items():
        scores = given.loc[given["criterion"].isin(names), "score"].dropna()
        way = f"is outside {low:g} to {high:g}" if isfinite(high) else f"is below {low:g}"
        for value, rows in rows_by_value(scores[~scores.between(low, high)]).items():
            faults.append(raw["scores"].fault(f"{number_text(value)} {way}", "score", rows))
    divided = given["criterion"].isin(engagement.score.above_zero) & given["score"].eq(0)
    rows = given.index[divided.fillna(False).astype(bool)].tolist()
    return faults + ([raw["scores"].fault("0 is not above 0", "score", rows)] if rows else [])


def other_currencies(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Amounts in another currency than the engagement's; a row without a currency is in the engagement's."""
    if "currency" not in frames.get("transactions", ()):
        return []
    table, currencies = raw["transactions"], frames["transactions"]["currency"].dropna().str.upper()

    def how_many(fault: Fault, _: int) -> str:
        way_out = "convert their amounts, or leave them out"
        if fault.n == table.n_rows:
            way_out = "convert the amounts, or set the currency in engagement.yml"
        return f" ({fault.n:,} of {table.n_rows:,} rows); {way_out}"

    other = rows_by_value(currencies[currencies.ne(engagement.currency)])
    is_not = f"is not {engagement.currency}, the currency in engagement.yml"
    return [
        table.open_fault(f"'{name}' {is_not}", "currency", rows, how_many) for name, rows in other.items()
    ]


def phases_not_known(frames: Frames, raw: RawTables) -> list[Fault]:
    """A phase of maturity that opportunities need, where nothing tells which phase there is."""
    needed = frames.get("opportunities", pd.DataFrame()).get("maturity_needed", pd.Series(dtype=float))
    given = raw.get("readiness")
    if needed.isna().all() or (given is not None and (len(given.frame) or given.faults)):
        return []
    message = "is asked for, and table 'readiness' has no rows; fill it in, or leave this column out"
    return [raw["opportunities"].fault(message, "maturity_needed", needed.index[needed.notna()])]


def roles_without_capacity(frames: Frames, raw: RawTables) -> list[Fault]:
    """Days of a role that no row of capacity has."""
    if not _can_be_asked("capacity", "role", frames):
        return []
    capacity = frames["capacity"]
    roles = [role for role in capacity["role"].dropna().unique() if role.lower() != "budget"]
    asked = [
        (name, column)
        for name in ("opportunities", "programmes")
        for column in frames.get(name, ())
        if column.startswith(DAYS) and (frames[name][column].fillna(0) > 0).any()
    ]
    return [
        raw[name].fault(
            f"role '{column.removeprefix(DAYS)}' is not in table 'capacity'"
            f"{did_you_mean(column.removeprefix(DAYS), roles) or '; add its rows, or leave the column out'}",
            column,
        )
        for name, column in asked
        if column.removeprefix(DAYS) not in roles
    ]


def unknown_rates(frames: Frames, engagement: Engagement) -> list[Fault]:
    """Day rates of a role that no opportunity asks days of."""
    listed = frames.get("opportunities")
    if listed is None or listed.empty:
        return []
    roles = [name.removeprefix(DAYS) for name in listed if name.startswith(DAYS)]
    return [
        Fault(
            "",
            "engagement.yml",
            f"plan.day_rates: '{role}' is not a role; table 'opportunities' has no column '{DAYS}{role}'"
            f"{did_you_mean(role, roles)}",
        )
        for role in engagement.plan.day_rates
        if role not in roles
    ]


def formula_columns(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Columns that the formula of the score names and the opportunities do not have, or not in every row."""
    listed, rule = frames.get("opportunities"), engagement.score
    if "opportunities" not in raw or listed is None or listed.empty:
        return []
    named = [name for name in rule.formula_names if name not in rule.ranges]
    numbers = [name for name in listed if is_numeric_dtype(listed[name])]
    way_out = "give the opportunities a column of numbers of that name, beginning with own_"
    faults = [
        Fault(
            "",
            "engagement.yml",
            f"score.formula: '{name}' is neither a criterion nor a number of an opportunity"
            f"{did_you_mean(name, [*rule.ranges, *numbers]) or f'; {way_out}'}",
        )
        for name in named
        if name not in numbers
    ]
    blank = {name: listed.index[listed[name].isna()].tolist() for name in named if name in numbers}
    message = "is blank, and the formula of the score needs it"
    return faults + [raw["opportunities"].fault(message, name, rows) for name, rows in blank.items() if rows]


def plan_without_estimates(frames: Frames, engagement: Engagement) -> list[Fault]:
    """A plan for money, where no opportunity says what it brings."""
    listed = frames.get("opportunities")
    if engagement.plan.objective == "score" or listed is None or listed.empty:
        return []
    benefits = listed.reindex(columns=["extra_likely", "protected_likely", "nps_change"])
    if benefits.notna().any(axis=None):
        return []
    return [
        Fault(
            "",
            "engagement.yml",
            f"plan.objective: '{engagement.plan.objective}' plans for money, and no row of table"
            " 'opportunities' has extra_likely, protected_likely or nps_change; estimate them, or plan for"
            " the score",
        )
    ]
