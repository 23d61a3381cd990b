"""Parsing of table cells into numbers, ids, lists of ids, words, and yes or no; faults are collected."""

import re
from collections.abc import Callable, Collection, Iterator
from unicodedata import normalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.errors import amount, did_you_mean
from prioritization.written_numbers import read_numbers

YES = {"yes", "y", "ja", "j", "true", "waar", "x", "1", "1.0"}
MOST = 1e6
"""The largest whole number that a count of quarters can be."""
NO = {"no", "n", "nee", "false", "onwaar", "0", "0.0", ""}
LARGEST = 1e15
"""Numbers beyond this cannot be added up to the last digit."""


def is_blank(value: object) -> bool:
    """Say whether a cell holds nothing.

    Args:
        value: Any cell.

    Returns:
        True for None, NaN and white space.

    Example:
        >>> is_blank(" "), is_blank(0)
        (True, False)
    """
    return value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) or str(value).strip() == ""


def text(value: object) -> str:
    """Read an id; a column of whole numbers with a blank arrives as 1.0, 2.0.

    Args:
        value: Any cell.

    Returns:
        Its text, empty where blank. A letter with an accent is one sign, however it was written (NFC).

    Example:
        >>> text(7.0), text(" returns "), len(text("cafe\u0301"))
        ('7', 'returns', 4)
    """
    if is_blank(value):
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else normalize("NFC", str(value).strip())


def texts(value: object) -> tuple[str, ...]:
    """Read several ids: a list, or text with `;` between them.

    Args:
        value: Any cell.

    Returns:
        Each id once, in their order.

    Example:
        >>> texts("returns; login;returns")
        ('returns', 'login')
    """
    several = value if pd.api.types.is_list_like(value) else text(value).split(";")
    return tuple(dict.fromkeys(text(one) for one in several if not is_blank(one)))


def id_lists(cells: Series, ids: Collection[str]) -> list[tuple[str, ...]]:
    """Read lists of ids, with `;`, `,`, `|` or a new line between them.

    Args:
        cells: A list, or text, per row.
        ids: The ids that there are: one that holds a comma is not parted.

    Returns:
        Per row each id once, in their order.

    Example:
        >>> id_lists(Series(["P-1, P-2", "Login, SSO; P-1", None]), {"P-1", "P-2", "Login, SSO"})
        [('P-1', 'P-2'), ('Login, SSO', 'P-1'), ()]
    """

    def parted(cell: object) -> Iterator[str]:
        for one in texts(cell):
            yield from [one] if one in ids else re.split(r"[,|\n]", one)

    def known(one: str) -> str:
        return one.removesuffix(".0") if one not in ids else one  # 7.0 where ids are numbers

    return [tuple(dict.fromkeys(known(one.strip()) for one in parted(cell) if one.strip())) for cell in cells]


def quarter(value: object) -> str:
    """Read the name of a quarter: one of a year as 2027Q1, any other as it is written.

    Args:
        value: Any cell.

    Returns:
        The name, empty where blank.

    Example:
        >>> quarter("2027 q1"), quarter("2027-Q1"), quarter("Sprint 4")
        ('2027Q1', '2027Q1', 'Sprint 4')
    """
    plain = re.sub(r"[\s-]", "", text(value)).upper()
    return plain if re.fullmatch(r"\d{4}Q[1-4]", plain) else text(value)


def holding(cells: Series, value: str) -> NDArray[np.bool_]:
    """Find the cells that hold a value, alone or among several.

    Args:
        cells: A column.
        value: An id, a group, a segment.

    Returns:
        Per cell, does it hold the value?

    Example:
        >>> holding(Series(["login", "returns; login", None]), "login").tolist()
        [True, True, False]
    """
    return np.array([value in texts(cell) for cell in cells], dtype=bool)


def column(table: DataFrame, name: str) -> Series:
    """Take a column that may be absent.

    Args:
        table: Any table.
        name: A column.

    Returns:
        The column, or blanks.
    """
    return table[name] if name in table else Series(np.nan, index=table.index, dtype=object)


def numbers(
    table: DataFrame, name: str, faults: list[str], *, blank: float | None = None, least: float = 0.0
) -> Series:
    """Read a column of numbers.

    Args:
        table: Any table, with a plain index from 0.
        name: The column; absent reads as blank.
        faults: A sentence is added per cell that is no finite number, below `least` or beyond what adds up.
        blank: What a blank reads as; without it, a blank is a fault.
        least: The lowest number allowed.

    Returns:
        The numbers.

    Example:
        >>> faults = []
        >>> numbers(DataFrame({"cost": ["5", None, "-1"]}), "cost", faults, blank=0.0).tolist()
        [5.0, 0.0, -1.0]
        >>> faults
        ['row 3, cost: -1 is below 0']
    """
    if name not in table and blank is not None:
        return Series(blank, index=table.index, dtype=float)
    given = column(table, name)
    empty = given.map(is_blank).astype(bool)
    filled, wrong = read_numbers(given[~empty])
    read = filled.reindex(given.index)
    finite = np.isfinite(read)
    for row in read.index[
        ~(finite & read.ge(least) & read.abs().le(LARGEST)) & ~(empty & (blank is not None))
    ]:
        if empty[row]:
            faults.append(f"row {row + 1}, {name}: is blank")
        elif finite[row] and abs(read[row]) > LARGEST:
            faults.append(
                f"row {row + 1}, {name}: {given[row]} is beyond {LARGEST:,.0f}; give it in thousands"
            )
        elif finite[row]:
            faults.append(f"row {row + 1}, {name}: {amount(read[row])} is below {amount(least)}")
        else:
            endless = f"'{given[row]}' is not a finite number"
            faults.append(f"row {row + 1}, {name}: {wrong.get(row, endless)}")
    return read.where(~empty, np.nan if blank is None else blank)


def shares(table: DataFrame, name: str, faults: list[str]) -> Series:
    """Read a column of shares from 0 to 1, which may be written as percentages.

    Args:
        table: Any table, with a plain index from 0.
        name: The column.
        faults: A sentence is added per cell that is blank or no finite number of 0 or more.

    Returns:
        The shares.

    Example:
        >>> shares(DataFrame({"confidence": ["80%", "0,5"]}), "confidence", [])
        0    0.8
        1    0.5
        Name: confidence, dtype: float64
    """
    percent = table[name].map(lambda cell: isinstance(cell, str) and cell.strip().endswith("%")).astype(bool)
    bare = table[name].where(~percent, table[name].astype(str).str.strip().str.removesuffix("%"))
    read = numbers(table.assign(**{name: bare}), name, faults)
    return read.where(~percent, read / 100).rename(name)


def whole_numbers(table: DataFrame, name: str, faults: list[str], *, blank: int, least: int = 0) -> Series:
    """Read a column of whole numbers.

    Args:
        table: Any table, with a plain index from 0.
        name: The column; absent reads as blank.
        faults: A sentence is added per cell that is no whole number, or below `least`.
        blank: What a blank reads as.
        least: The lowest number allowed.

    Returns:
        The numbers; `blank` where there is a fault.
    """
    read = numbers(table, name, faults, blank=float(blank), least=-np.inf)
    finite = np.isfinite(read)
    wrong = finite & (~read.between(least, MOST) | read.mod(1).ne(0)) & read.ne(blank)
    for row in read.index[wrong]:
        bounds = f"of {least} or more" if read[row] <= MOST else f"up to {amount(MOST)}"
        faults.append(f"row {row + 1}, {name}: {amount(read[row])} is not a whole number {bounds}")
    return read.where(finite & ~wrong, blank).astype(int)


def meanings(
    table: DataFrame, name: str, meaning: Callable[[str], object], remark: str, faults: list[str]
) -> Series:
    """Read a column of words, each of which means something.

    Args:
        table: Any table, with a plain index from 0.
        name: The column; absent reads as blank.
        meaning: From a word in small letters to what it means; None where it means nothing.
        remark: What is wrong with such a word, as "neither yes nor no".
        faults: A sentence is added per cell that means nothing.

    Returns:
        The meanings.
    """
    given = ["" if is_blank(value) else str(value).strip() for value in column(table, name)]
    read = [meaning(word.lower()) for word in given]
    faults += [
        f"row {row}, {name}: '{word}' is {remark}"
        for row, (word, value) in enumerate(zip(given, read, strict=True), start=1)
        if value is None
    ]
    return Series(read, index=table.index)


def yes_or_no(table: DataFrame, name: str, faults: list[str]) -> Series:
    """Read a column of yes and no, in English or Dutch.

    Args:
        table: Any table, with a plain index from 0.
        name: The column; absent and blank read as no.
        faults: A sentence is added per cell that is neither.

    Returns:
        True or false.
    """
    read = meanings(table, name, _yes, "neither yes nor no", faults)
    return read.eq(True)


def one_of(table: DataFrame, name: str, allowed: tuple[str, ...], faults: list[str]) -> Series:
    """Read a column that holds one of a few words.

    Args:
        table: Any table, with a plain index from 0.
        name: The column; absent and blank read as the first word.
        allowed: The words.
        faults: A sentence is added per cell that holds another.

    Returns:
        The words.
    """

    def meaning_of(word: str) -> str | None:
        return allowed[0] if word == "" else word if word in allowed else None

    return meanings(table, name, meaning_of, f"not one of {', '.join(allowed)}", faults)


def unknown_ids(table: DataFrame, name: str) -> list[str]:
    """Find ids that no opportunity has.

    Args:
        table: Opportunities, with `opportunity` read as text.
        name: A column of tuples of ids.

    Returns:
        A sentence per id that is unknown, or that names its own row.
    """
    ids = set(table["opportunity"])
    faults = []
    for row, (opportunity, others) in enumerate(zip(table["opportunity"], table[name], strict=True), start=1):
        faults += [
            f"row {row}, {name}: '{other}' is not an opportunity{did_you_mean(other, sorted(ids))}"
            for other in others
            if other not in ids
        ]
        if opportunity in others:
            faults.append(f"row {row}, {name}: '{opportunity}' names itself")
    return faults


def _yes(word: str) -> bool | None:
    return True if word in YES else False if word in NO else None
