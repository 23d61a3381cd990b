"""Quarters as people name them: 2027Q1, Q1 2027, K1 2027, and a row of them from 2027Q1 on."""

import re
from datetime import date

from prioritization.errors import LimitsError
from prioritization.parsing import quarter

NAMED = re.compile(r"(\d{4})Q([1-4])")
_TURNED = re.compile(
    r"(?:(?P<y>\d{4})[\s/-]*[QK](?P<q>[1-4])|[QK](?P<k>[1-4])[\s/'-]*(?P<j>\d{4}))", re.IGNORECASE
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
