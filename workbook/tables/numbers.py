"""Numbers as people write them: 1.234,50 and 1,234.50, € 12,50 and 25,-.

A column is read as a whole: one number that only fits one decimal mark decides for the others.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from workbook.tables.cell_values import Read, text
from workbook.tables.seen import Seen

_MONEY = r"(?:€|\$|£|EUR|USD|GBP)"
_SPACES = "[\\s\u00a0\u202f]*"  # Excel groups thousands with spaces that do not break
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_PLAIN = rf"[+-]?(?:\d+{_EXPONENT}|\d{{1,3}}(?: \d{{3}})+)"
_UNSURE = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"  # a thousand in one language, a fraction in the other


@dataclass(frozen=True)
class Style:
    """How the numbers of a column are written.

    Attributes:
        mark: The decimal mark of most.
        is_mixed: Whether some have the other one.
        is_unsure: Whether none tells which it is.
        currency: The sign of money of most, where there are several.
    """

    mark: str
    is_mixed: bool
    is_unsure: bool
    currency: str


def number_text(number: float) -> str:
    """A number as a reader expects to see it.

    Example:
        >>> number_text(1234567.0), number_text(0.25)
        ('1,234,567', '0.25')
    """
    return f"{number:,.0f}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:.10g}"


def read_numbers(values: pd.Series, seen: Seen) -> Read:
    """Read filled cells as finite numbers."""
    if pd.api.types.is_bool_dtype(values):
        return _none(), {row: f"{value} is not a number" for row, value in values.items()}
    if pd.api.types.is_numeric_dtype(values):
        return _finite(values.astype("float64"))
    typed = values.map(_is_number) if pd.api.types.is_object_dtype(values) else values.ne(values)
    typed = typed.fillna(False).astype(bool)
    numbers, endless = _finite(values[typed].astype("float64"))
    written, wrong = _written(text(values[~typed]), seen)
    return pd.concat([numbers, written]), endless | wrong


def read_integers(values: pd.Series, seen: Seen) -> Read:
    """Read filled cells as whole numbers."""
    numbers, wrong = read_numbers(values, seen)
    broken = numbers[(numbers % 1 != 0) | (numbers.abs() >= 2**53)]
    wrong |= {row: f"{number_text(value)} is not a whole number" for row, value in broken.items()}
    return numbers.drop(broken.index).astype("Int64"), wrong


def _none() -> pd.Series:
    return pd.Series(dtype="float64")


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float | Decimal | np.number) and not isinstance(cell, bool)


def _finite(numbers: pd.Series) -> Read:
    endless = numbers.index[~np.isfinite(numbers)]
    return numbers.drop(endless), dict.fromkeys(endless, "is infinite")


def _written(written: pd.Series, seen: Seen) -> Read:
    if written.empty:
        return _none(), {}
    bare = _bare(written)
    plain, comma, point, unsure = (_fits(bare, p) for p in (_PLAIN, _decisive(","), _decisive("."), _UNSURE))
    signs = _signs_of_money(written)
    seen.add(
        {
            ",": comma.sum(),
            ".": point.sum(),
            **{(_MONEY, sign): n for sign, n in signs.value_counts(sort=False).items()},
        }
    )
    style = seen.chosen(_style(seen.counts))
    wrong = _other_mark(written, comma, point, style) | _other_currency(written, signs, style)
    if style.is_unsure:
        message = "'{}' can be a thousand or a fraction; write it without a thousands separator"
        wrong |= {row: message.format(value) for row, value in written[unsure].items()}
    mark, other = style.mark, "." if style.mark == "," else ","
    fits = plain | comma | point | unsure
    wrong |= {row: _not_a_number(value) for row, value in written[~fits].items()}
    sound = bare[~bare.index.isin(list(wrong))]
    sound = sound.str.replace(" ", "", regex=False).str.replace(other, "", regex=False)
    numbers, endless = _finite(sound.str.replace(mark, ".", regex=False).astype("float64"))
    return numbers, wrong | endless


def _bare(written: pd.Series) -> pd.Series:
    """Without signs of money; every kind of space and the Swiss apostrophe become one space."""
    odd = written[~_fits(written, "[+-]?[0-9.,]+")]
    odd = odd.str.replace("−", "-", regex=False)  # the typographic minus
    odd = odd.str.replace(f"^-{_SPACES}{_MONEY}{_SPACES}", "-", regex=True)
    odd = odd.str.replace(f"^{_MONEY}{_SPACES}|{_SPACES}{_MONEY}$", "", regex=True)
    odd = odd.str.replace(",[-–=]{1,2}$", "", regex=True)  # 25,- is 25 euros
    odd = odd.str.replace("[\u00a0\u202f']", " ", regex=True)
    return odd.reindex(written.index).fillna(written)


def _decisive(mark: str) -> str:
    """The pattern of numbers that can only be read with this decimal mark."""
    mark, other = rf"\{mark}", r"\." if mark == "," else ","
    whole = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})|0{mark}\d+|\d{{4,}}{mark}\d+"
    grouped = rf"\d{{1,3}}(?:{other}\d{{3}})+{mark}\d+|\d{{1,3}}(?:{other}\d{{3}}){{2,}}"
    spaced = rf"\d{{1,3}}(?: \d{{3}})+(?:{mark}\d+)"
    return rf"[+-]?(?:{whole}|{grouped}|{spaced}){_EXPONENT}"


def _fits(bare: pd.Series, pattern: str) -> pd.Series:
    return bare.str.fullmatch(pattern).fillna(False).astype(bool)


def _style(counts: Mapping[Hashable, int]) -> Style:
    comma, point = counts.get(",", 0), counts.get(".", 0)
    signs = {key[1]: n for key, n in counts.items() if key[0] == _MONEY}
    return Style(
        mark="," if comma and comma >= point else ".",
        is_mixed=bool(comma and point),
        is_unsure=not (comma or point),
        currency=max(signs, key=signs.__getitem__) if len(signs) > 1 else "",
    )


def _other_mark(written: pd.Series, comma: pd.Series, point: pd.Series, style: Style) -> dict[int, str]:
    """The numbers with another decimal mark than most of the column."""
    if not style.is_mixed:
        return {}
    fewer = point if style.mark == "," else comma
    message = "'{}' uses the other decimal mark than the rest of the column; use one of the two"
    return {row: message.format(value) for row, value in written[fewer].items()}


def _signs_of_money(written: pd.Series) -> pd.Series:
    """The currency of the cells that hold a sign of one."""
    signs = written[written.str.contains(_MONEY)].str.extract(f"({_MONEY})", expand=False)
    return signs.replace({"€": "EUR", "$": "USD", "£": "GBP"})


def _other_currency(written: pd.Series, signs: pd.Series, style: Style) -> dict[int, str]:
    """The amounts whose sign of money is another than most signs in the column."""
    if not style.currency:
        return {}
    other = signs.index[signs.ne(style.currency)]
    message = f"'{{}}' is in another currency than most of the column ({style.currency}); convert the amounts"
    return {row: message.format(value) for row, value in written[other].items()}


def _not_a_number(value: str) -> str:
    way_out = "; write a percentage as a fraction, as 0.12" if value.endswith("%") else ""
    return f"'{value}' is not a number{way_out}"
