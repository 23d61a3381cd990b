"""Numbers as people write them: 1.234,50 and 1,234.50, € 12,50 and 25,-.

A column is read as a whole: one number that only fits one decimal mark decides for the others, and those
that could be a thousand or a fraction are refused where none decides.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from numbers import Real

import pandas as pd
from pandas import Series

_MONEY = re.compile(r"(?:€|\$|£|EUR|USD|GBP)")
_SPACES = "[\\s\u00a0\u202f]*"
_BEFORE = re.compile(rf"^(-?){_SPACES}{_MONEY.pattern}{_SPACES}")
_BEHIND = re.compile(rf"{_SPACES}{_MONEY.pattern}$")
_ROUND = re.compile(r",[-–=]{1,2}$")
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_PLAIN = re.compile(rf"[+-]?(?:\d+{_EXPONENT}|\d{{1,3}}(?: \d{{3}})+)")
_UNSURE = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""A thousand in one language, a fraction in the other."""
_CODES = {"€": "EUR", "$": "USD", "£": "GBP"}


def _decisive(mark: str, other: str) -> re.Pattern:
    """Numbers that can only be read with this decimal mark."""
    whole = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})|0{mark}\d+|\d{{4,}}{mark}\d+"
    grouped = rf"\d{{1,3}}(?:{other}\d{{3}})+{mark}\d+|\d{{1,3}}(?:{other}\d{{3}}){{2,}}"
    spaced = rf"\d{{1,3}}(?: \d{{3}})+(?:{mark}\d+)"
    return re.compile(rf"[+-]?(?:{whole}|{grouped}|{spaced}){_EXPONENT}")


_DECISIVE = {",": _decisive(",", r"\."), ".": _decisive(r"\.", ",")}


def read_numbers(cells: Series) -> tuple[Series, dict[int, str]]:
    """Read a column of numbers.

    Args:
        cells: Filled cells: numbers, or text.

    Returns:
        The numbers, in the index of `cells`, missing where a cell is none; and by index label what is wrong.

    Example:
        >>> read_numbers(Series(["1.234,50", "€ 1.200", "25,-"]))[0].tolist()
        [1234.5, 1200.0, 25.0]
        >>> read_numbers(Series(["1.234"]))[1]
        {0: "'1.234' can be a thousand or a fraction; write it without a thousands separator"}
    """
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return cells.astype(float), {}
    read = {row: float(cell) for row, cell in cells.items() if _is_number(cell)}
    written = {row: str(cell).strip() for row, cell in cells.items() if row not in read}
    bare = {row: _bare(cell) for row, cell in written.items()}
    wrong = {row: f"'{written[row]}' is not a finite number" for row, cell in bare.items() if not _fits(cell)}
    deciding = {
        mark: [row for row, cell in bare.items() if pattern.fullmatch(cell)]
        for mark, pattern in _DECISIVE.items()
    }
    wrong |= _undecided(written, bare, deciding) | _other_currencies(written)
    mark = "," if deciding[","] and len(deciding[","]) >= len(deciding["."]) else "."
    read |= {row: _value(cell, mark) for row, cell in bare.items() if row not in wrong}
    return Series(read, dtype=float).reindex(cells.index), wrong


def lone_number(written: str) -> float:
    """Read a number that has no column around it to tell which of its marks is decimal.

    Args:
        written: A number, as `read_numbers` reads them.

    Returns:
        The number.

    Raises:
        ValueError: It is no number, or can be read in two ways.

    Example:
        >>> lone_number("300.000,00"), lone_number("300,000.00"), lone_number("€ 1 000,-")
        (300000.0, 300000.0, 1000.0)
    """
    bare = _bare(written.strip())
    if _UNSURE.fullmatch(bare):
        thousands = re.sub("[.,]", "", bare)
        raise ValueError(f"'{written}' can be read in two ways; write {thousands} or {bare}0")
    if not _fits(bare):
        raise ValueError(f"'{written}' is no amount")
    return _value(bare, "," if _DECISIVE[","].fullmatch(bare) else ".")


def decimal_marks(cells: Series) -> set[str]:
    """Find the decimal marks that a column tells beyond doubt.

    Args:
        cells: Filled cells: numbers, or text.

    Returns:
        "," and "." as far as there is a text that can only be read with it.

    Example:
        >>> decimal_marks(Series(["8,5", "30.000", 7.5]))
        {','}
    """
    bare = [_bare(str(cell).strip()) for cell in cells if not _is_number(cell)]
    return {mark for mark, pattern in _DECISIVE.items() if any(map(pattern.fullmatch, bare))}


def unsure_rows(cells: Series) -> list[int]:
    """Find the texts that could be a thousand or a fraction.

    Args:
        cells: Filled cells: numbers, or text.

    Returns:
        Their index labels.

    Example:
        >>> unsure_rows(Series(["8,5", "30.000"]))
        [1]
    """
    return [
        row
        for row, cell in cells.items()
        if not _is_number(cell) and _UNSURE.fullmatch(_bare(str(cell).strip()))
    ]


def _is_number(cell: object) -> bool:
    return isinstance(cell, Real | Decimal) and not isinstance(cell, bool)


def _bare(written: str) -> str:
    """Without signs of money; every kind of space and the Swiss apostrophe become one space."""
    bare = _BEHIND.sub("", _BEFORE.sub(r"\1", written.replace("−", "-")))  # the typographic minus
    return re.sub("[\u00a0\u202f']", " ", _ROUND.sub(",00", bare))  # 25,- is 25 euros, and tells the mark


def _fits(bare: str) -> bool:
    return any(pattern.fullmatch(bare) for pattern in (_PLAIN, _UNSURE, *_DECISIVE.values()))


def _value(bare: str, mark: str) -> float:
    other = "." if mark == "," else ","
    return float(bare.replace(" ", "").replace(other, "").replace(mark, "."))


def _undecided(
    written: Mapping[int, str], bare: Mapping[int, str], deciding: Mapping[str, list[int]]
) -> dict[int, str]:
    """The rows that could be read in two ways, or that use another decimal mark than most."""
    if all(deciding.values()):
        message = "uses the other decimal mark than the rest of the column; use one of the two"
        return {row: f"'{written[row]}' {message}" for row in min(deciding["."], deciding[","], key=len)}
    if any(deciding.values()):
        return {}
    message = "can be a thousand or a fraction; write it without a thousands separator"
    return {row: f"'{written[row]}' {message}" for row, cell in bare.items() if _UNSURE.fullmatch(cell)}


def _other_currencies(written: Mapping[int, str]) -> dict[int, str]:
    """The rows whose sign of money is another than most signs in the column."""
    signs = {row: sign[0] for row, cell in written.items() if (sign := _MONEY.search(cell))}
    signs = {row: _CODES.get(sign, sign) for row, sign in signs.items()}
    most = pd.Series(signs, dtype="str").value_counts().idxmax() if signs else ""
    message = f"is in another currency than most of the column ({most}); convert the amounts"
    return {row: f"'{written[row]}' {message}" for row, sign in signs.items() if sign != most}
