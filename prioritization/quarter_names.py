"""Quarters as people name them: 2027Q1, Q1 2027, K1 2027, and a row of them from 2027Q1 on."""

import re
from collections.abc import Iterable
from datetime import date

from prioritization.errors import LimitsError
from prioritization.parsing import quarter

NAMED = re.compile(r"(\d{4})Q([1-4])")
_TURNED = re.compile(
    r"(?:(?P<y>\d{4})[\s/-]*[QK](?P<q>[1-4])|[QK](?P<k>[1-4])[\s/'-]*(?P<j>\d{4}))", re.IGNORECASE
)
DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-\d{1,2}(?:[ T].*)?"
    r"|(?P<n1>\d{1,2})[-/.](?P<n2>\d{1,2})[-/.](?P<y>\d{4})"
)
MOST = 40
"""The most quarters that a count or a range may give."""


def quarter_name(value: object) -> str:
    """Read the name of a quarter, in English or Dutch and in either order.

    Args:
        value: A cell, or a word of an option.

    Returns:
        A quarter of a year as 2027Q1, any other as it is written; empty where blank.

    Example:
        >>> quarter_name("Q1 2027"), quarter_name("2027-K2"), quarter_name("Sprint 4")
        ('2027Q1', '2027Q2', 'Sprint 4')
    """
    name = quarter(value)
    turned = _TURNED.fullmatch(name)
    if not turned:
        return name
    return f"{turned['y'] or turned['j']}Q{turned['q'] or turned['k']}"


def quarters_of_dates(cells: Iterable[object]) -> list[str]:
    """Read the quarters in which dates fall, of a column that may hold names of quarters too.

    Args:
        cells: 2027-03-31, 31-3-2027 or 3/31/2027; whether the day comes first is told by the other cells.

    Returns:
        Per cell the quarter as 2027Q1; what is no date, or could be one in two quarters, as it is written.

    Example:
        >>> quarters_of_dates(["2027-03-31", "1-4-2027", "31-12-2027", "Q2 2027", "soon"])
        ['2027Q1', '2027Q2', '2027Q4', '2027Q2', 'soon']
        >>> quarters_of_dates(["1/4/2027"])
        ['1/4/2027']
    """
    names = [quarter_name(cell) for cell in cells]
    dates = [DATE.fullmatch(name) for name in names]
    parted = [date for date in dates if date and date["y"]]
    months = {at for at in (1, 2) if any(int(date[f"n{3 - at}"]) > 12 for date in parted)}
    return [_of_date(date, months) or name for date, name in zip(dates, names, strict=True)]


def _of_date(date: re.Match | None, months: set[int]) -> str:
    """The quarter of a date, of which the first or the second number is the month; empty where unsure."""
    if date is None:
        return ""
    if date["month"]:
        return _quarter(date["year"], int(date["month"]))
    places = months if len(months) == 1 else (1, 2)
    there = {_quarter(date["y"], int(date[f"n{at}"])) for at in places}
    return there.pop() if len(there) == 1 else ""


def _quarter(year: str, month: int) -> str:
    return f"{year}Q{(month + 2) // 3}" if 1 <= month <= 12 else ""


def quarter_after(day: date) -> str:
    """Name the quarter that begins after a day.

    Example:
        >>> quarter_after(date(2026, 11, 30))
        '2027Q1'
    """
    return next_quarters(f"{day.year}Q{(day.month + 2) // 3}", 2)[1]


def next_quarters(start: str, count: int) -> tuple[str, ...]:
    """Name a number of quarters in their order.

    Args:
        start: The first, as 2027Q1.
        count: How many.

    Returns:
        Their names.

    Raises:
        LimitsError: `start` is no quarter of a year, or the count is not 1 to 40.

    Example:
        >>> next_quarters("2027Q3", 3)
        ('2027Q3', '2027Q4', '2028Q1')
    """
    named = NAMED.fullmatch(start)
    if not named:
        raise LimitsError(f"'{start}' is not a quarter of a year, such as 2027Q1")
    if not 1 <= count <= MOST:
        raise LimitsError(f"{count} is not a number of quarters from 1 to {MOST}")
    first = int(named[1]) * 4 + int(named[2]) - 1
    return tuple(f"{at // 4}Q{at % 4 + 1}" for at in range(first, first + count))


def quarter_range(written: str) -> tuple[str, ...]:
    """Name the quarters from one to another.

    Args:
        written: As 2027Q1..2027Q4.

    Returns:
        Their names in their order, both ends included.

    Raises:
        LimitsError: An end is no quarter of a year, or the second is before the first.

    Example:
        >>> quarter_range("2027Q3..2028Q1")
        ('2027Q3', '2027Q4', '2028Q1')
    """
    ends = [quarter_name(end) for end in re.split(r"\.{2,3}|…", written)]
    if len(ends) != 2 or not all(map(NAMED.fullmatch, ends)):
        raise LimitsError(f"'{written}' is not a range of quarters, such as 2027Q1..2027Q4")
    first, last = (int(end[:4]) * 4 + int(end[5]) for end in ends)
    if last < first:
        raise LimitsError(f"'{written}' ends before it begins; write {ends[1]}..{ends[0]}")
    return next_quarters(ends[0], last - first + 1)
