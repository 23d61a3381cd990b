"""Dates as people and spreadsheets write them: 2017-12-31, 31-12-2017, 12/31/2017, 20171231 and 43100.

A column is read as a whole: one date that only fits one order of day and month decides for the others.
A time zone is left out and the clock time stays as written, so that a day remains the client's day. Zones
further apart than summer and winter time are not one clock, nor are times with a zone and times without:
those of the fewer rows are refused.
"""

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.tables.cell_values import Read, text

_CLOCK = (
    r"(?:(?:[Tt]|,?\s+)(?P<hour>\d{1,2})(?P<rest>:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
    r"\s*(?P<zone>[Zz]|UTC|[+-]\d{2}:?\d{2})?)?$"
)
_YEAR_FIRST = r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK
_YEAR_LAST = r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK
_SERIALS = (32874, 73051)  # Excel's numbers of the days from 1990 to 2100
_YEARS = (1900, 2199)
SUMMER_TIME = 60
"""Minutes between the two clocks of a country that has summer time."""
FEW = 3  # dates of a kind, to see a pattern in them
_WAY_OUT = "write it as 2017-12-31"


def read_dates(values: pd.Series) -> Read:
    """Read filled cells as moments without a time zone."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return _plausible(values.dt.tz_localize(None).astype("datetime64[us]"))
    turned = _half_turned(values)
    read, wrong = _plausible(*_written(_plain_days(values.drop(list(turned)))))
    return read, wrong | turned


def _half_turned(values: pd.Series) -> dict[int, str]:
    """Typed dates of a column of which a spreadsheet turned half: it took 3/7 for a date and left 13/7.

    The sign that gives it away: no typed day is over 12, and in every written one a number is.
    """
    typed = values[values.map(lambda cell: isinstance(cell, datetime)).astype(bool)]
    if len(typed) < FEW or len(values) - len(typed) < FEW or any(cell.day > 12 for cell in typed):
        return {}
    parts = _parts(text(values.drop(typed.index)), _YEAR_LAST)
    numbers = parts[["first", "second"]].astype("int64").max(axis="columns")
    if len(parts) < FEW or len(parts) < len(values) - len(typed) or (numbers <= 12).any():
        return {}
    message = (
        "may have day and month the wrong way round: no date that is typed has a day over 12, and all that"
    )
    return dict.fromkeys(typed.index, f"{message} are text have; import the column anew, as text")


def _plain_days(values: pd.Series) -> pd.Series:
    """Cells as text, with a spreadsheet's day numbers and 20171231 written out."""
    written = text(values).str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    compact = written.str.fullmatch(r"(?:19|20|21)\d{6}").astype(bool)
    days = written[compact]
    written = written.mask(compact, days.str[:4] + "-" + days.str[4:6] + "-" + days.str[6:])
    serial = written.str.fullmatch(r"\d{5}(?:[.,]\d+)?").astype(bool)
    numbers = written[serial].str.replace(",", ".", regex=False).astype("float64")
    numbers = numbers[numbers.between(*_SERIALS)]
    moments = pd.to_datetime(numbers, unit="D", origin="1899-12-30").dt.round("s")
    return written.mask(written.index.isin(moments.index), moments.astype("str"))


def _written(written: pd.Series) -> Read:
    year_first, year_last = _parts(written, _YEAR_FIRST), _parts(written, _YEAR_LAST)
    days, months, wrong = _day_and_month(written, year_last)
    moments = pd.concat([_moments(year_first), _moments(year_last.assign(day=days, month=months))])
    parts = pd.concat([year_first, year_last])
    day_only = parts["zone"].eq("") & (parts["hour"] + parts["rest"]).str.fullmatch(r"[0:.]*")
    wrong |= _other_clocks(parts.loc[~day_only, "zone"])
    readable = moments.dropna()
    unread = written.drop([*readable.index, *wrong])
    return readable, wrong | {row: f"'{value}' is not a date; {_WAY_OUT}" for row, value in unread.items()}


def _other_clocks(zones: pd.Series) -> dict[int, str]:
    """The times whose zone lies over an hour from the one that most have, or that alone have one or none."""
    bare = zones.eq("")
    if bare.any() and not bare.all():
        few = zones[bare != (bare.mean() > 0.5)]
        message = "is a time {} a zone, most are {}; write all times of the column by one clock"
        ways = ("without", "with one") if bare[few.index].all() else ("with", "without")
        return dict.fromkeys(few.index, message.format(*ways))
    if zones.nunique() < 2:
        return {}
    sign = zones.str.startswith("-").map({True: -1, False: 1})
    digits = zones.str.replace(r"\D", "", regex=True).str.zfill(4)
    minutes = sign * (digits.str[:2].astype("int64") * 60 + digits.str[2:].astype("int64"))
    most = minutes.value_counts().idxmax()
    far = zones[(minutes - most).abs() > SUMMER_TIME]
    usual = zones[minutes.eq(most)].iloc[0]
    message = "is a time in zone '{}', most are in '{}'; write all times of the column by one clock"
    return {row: message.format(zone, usual) for row, zone in far.items()}


def _parts(written: pd.Series, pattern: str) -> pd.DataFrame:
    matches = pc.extract_regex(pa.array(written, pa.string()), pattern)
    fits = matches.is_valid().to_numpy(zero_copy_only=False)
    parts = matches.filter(pa.array(fits)).flatten()
    names = [field.name for field in matches.type]
    columns = {name: pd.array(part, dtype="str") for name, part in zip(names, parts, strict=True)}
    return pd.DataFrame(columns, index=written.index[fits])


def _moments(parts: pd.DataFrame) -> pd.Series:
    timed = parts["hour"].ne("")
    clock = (parts["hour"].str.zfill(2) + parts["rest"]).where(timed, "00:00")
    day = parts["year"] + "-" + parts["month"].str.zfill(2) + "-" + parts["day"].str.zfill(2)
    return pd.to_datetime(day + "T" + clock, format="ISO8601", errors="coerce").astype("datetime64[us]")


def _day_and_month(written: pd.Series, parts: pd.DataFrame) -> tuple[pd.Series, pd.Series, dict[int, str]]:
    """Which of two numbers is the day: as the dates say that fit only one way."""
    first, second = parts["first"].astype("int64"), parts["second"].astype("int64")
    day_first, month_first = (first > 12) & (second <= 12), (second > 12) & (first <= 12)
    either = (first <= 12) & (second <= 12) & (first != second)
    swapped = month_first.sum() > day_first.sum()
    odd = day_first if swapped else month_first
    if not (day_first.any() or month_first.any()):
        message, faulty = f"'{{}}' can be day-month or month-day; {_WAY_OUT}", either
    else:
        message = f"'{{}}' has day and month the other way round than the rest of the column; {_WAY_OUT}"
        faulty = odd if day_first.any() and month_first.any() else odd & False
    wrong = {row: message.format(value) for row, value in written[faulty.index[faulty]].items()}
    order = ("second", "first") if swapped else ("first", "second")
    return parts[order[0]], parts[order[1]], wrong


def _plausible(moments: pd.Series, wrong: dict[int, str] | None = None) -> Read:
    far = moments[~moments.dt.year.between(*_YEARS)]
    message = f"{{:%Y-%m-%d}} lies outside the years {_YEARS[0]} to {_YEARS[1]}"
    return moments.drop(far.index), (wrong or {}) | {row: message.format(day) for row, day in far.items()}
