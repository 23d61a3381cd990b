"""Dates as people and spreadsheets write them: 2017-12-31, 31-12-2017, 12/31/2017, 20171231 and 43100.

A column is read as a whole: one date that only fits one order of day and month decides for the others.
A time zone is left out and the clock time stays as written, so that a day remains the client's day. Zones
further apart than summer and winter time are not one clock, nor are times with a zone and times without:
those of the fewer rows are refused.
"""

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.tables.cell_values import Read, text
from workbook.tables.seen import Seen

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


@dataclass(frozen=True)
class Style:
    """How the dates of a column are written.

    Attributes:
        month_first: Whether the month comes before the day, in dates that end with the year.
        is_mixed: Whether some of those fit only the other order.
        is_unsure: Whether none tells the order.
        few: Which times are the fewer, those "with" a zone or those "without"; empty where all are alike.
        zone: The zone of most times, where there are several.
    """

    month_first: bool
    is_mixed: bool
    is_unsure: bool
    few: str
    zone: str


def read_dates(values: pd.Series, seen: Seen) -> Read:
    """Read filled cells as moments without a time zone."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return _plausible(values.dt.tz_localize(None).astype("datetime64[us]"))
    turned = _half_turned(values)
    read, wrong = _plausible(*_written(_plain_days(values.drop(list(turned))), seen))
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


def _written(written: pd.Series, seen: Seen) -> Read:
    year_first, year_last = _parts(written, _YEAR_FIRST), _parts(written, _YEAR_LAST)
    parts = pd.concat([year_first, year_last])
    day_only = parts["zone"].eq("") & (parts["hour"] + parts["rest"]).str.fullmatch(r"[0:.]*")
    zones = parts.loc[~day_only, "zone"]
    first, second = year_last["first"].astype("int64"), year_last["second"].astype("int64")
    seen.add(
        {
            "day first": ((first > 12) & (second <= 12)).sum(),
            "month first": ((second > 12) & (first <= 12)).sum(),
        }
    )
    seen.add({("zone", zone): n for zone, n in zones.value_counts(sort=False).items()})
    style = seen.chosen(_style(seen.counts))
    day, month = ("second", "first") if style.month_first else ("first", "second")
    year_last = year_last.rename(columns={day: "day", month: "month"})
    moments = pd.concat([_moments(year_first), _moments(year_last)])
    wrong = _other_order(written, first, second, style) | _other_clocks(zones, style)
    readable = moments.dropna()
    unread = written.drop([*readable.index, *wrong])
    return readable, wrong | {row: f"'{value}' is not a date; {_WAY_OUT}" for row, value in unread.items()}


def _style(counts: Mapping[Hashable, int]) -> Style:
    day, month = counts.get("day first", 0), counts.get("month first", 0)
    zones = {key[1]: n for key, n in counts.items() if key[0] == "zone"}
    bare, n = zones.get("", 0), sum(zones.values())
    with_zone = {zone: n for zone, n in zones.items() if zone}
    return Style(
        month_first=month > day,
        is_mixed=bool(day and month),
        is_unsure=not (day or month),
        few="without" if bare and bare < n and bare / n <= 0.5 else "with" if bare and bare < n else "",
        zone=_usual(with_zone) if len(with_zone) > 1 and not bare else "",
    )


def _usual(zones: Mapping[str, int]) -> str:
    """How the zone of most times is mostly written; of as many, the one nearest to UTC."""
    by_minutes: Counter[int] = Counter()
    for zone, n in zones.items():
        by_minutes[_minutes(zone)] += n
    most = max(by_minutes, key=lambda minutes: (by_minutes[minutes], -abs(minutes), minutes))
    return min((-n, -len(zone), zone) for zone, n in zones.items() if _minutes(zone) == most)[2]


def _minutes(zone: str) -> int:
    """How far a zone lies from UTC; Z and UTC hold no digits."""
    digits = re.sub(r"\D", "", zone).zfill(4)
    return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone.startswith("-") else 1)


def _other_clocks(zones: pd.Series, style: Style) -> dict[int, str]:
    """The times whose zone lies over an hour from the one that most have, or that alone have one or none."""
    if style.few:
        few = zones.index[zones.eq("") == (style.few == "without")]
        most = "with one" if style.few == "without" else "without"
        message = f"is a time {style.few} a zone, most are {most}; write all times of the column by one clock"
        return dict.fromkeys(few, message)
    if not style.zone:
        return {}
    usual = _minutes(style.zone)
    far = [zone for zone in zones.unique() if abs(_minutes(zone) - usual) > SUMMER_TIME]
    message = (
        f"is a time in zone '{{}}', most are in '{style.zone}'; write all times of the column by one clock"
    )
    return {row: message.format(zone) for row, zone in zones[zones.isin(far)].items()}


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


def _other_order(written: pd.Series, first: pd.Series, second: pd.Series, style: Style) -> dict[int, str]:
    """The dates of which the day cannot be told from the month, or not as in the rest of the column."""
    if style.is_unsure:
        message = f"'{{}}' can be day-month or month-day; {_WAY_OUT}"
        faulty = (first <= 12) & (second <= 12) & (first != second)
    else:
        message = f"'{{}}' has day and month the other way round than the rest of the column; {_WAY_OUT}"
        other = (first > 12) & (second <= 12) if style.month_first else (second > 12) & (first <= 12)
        faulty = other & style.is_mixed
    return {row: message.format(value) for row, value in written[faulty.index[faulty]].items()}


def _plausible(moments: pd.Series, wrong: dict[int, str] | None = None) -> Read:
    far = moments[~moments.dt.year.between(*_YEARS)]
    message = f"{{:%Y-%m-%d}} lies outside the years {_YEARS[0]} to {_YEARS[1]}"
    return moments.drop(far.index), (wrong or {}) | {row: message.format(day) for row, day in far.items()}
