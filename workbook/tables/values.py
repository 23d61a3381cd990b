"""Values as people write them, read by kind: 1.234,50 and 1,234.50, 31-12-2017 and 2017-12-31, ja and yes.

Each reader takes the filled cells of one column and gives the values read and, per row, what is wrong.
A column is read as a whole: one value that only fits one way of writing settles it for the others.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

Read = tuple[pd.Series, dict[int, str]]

_TRUE = {"yes", "ja", "true", "waar", "y", "j", "1", "x"}
_FALSE = {"no", "nee", "false", "onwaar", "n", "0"}
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
_DATES = {
    "ymd": r"^(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})",
    "dmy": r"^(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    "mdy": r"^(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4})",
}


def read(values: pd.Series, kind: str) -> Read:
    """Read the cells of one column.

    Args:
        values: Cells as the file holds them; blank where there is nothing.
        kind: id, text, choice, ids, quarter, number, integer, yes/no or date.

    Returns:
        The values read, missing where blank or wrong, in the index of `values`;
        and what is wrong, by index label.

    Example:
        >>> read(pd.Series(["1.234,50", "7"]), "number")[0].tolist()
        [1234.5, 7.0]
    """
    filled = values[_is_filled(values)]
    wrong = _error_cells(filled)
    readers: dict[str, Callable[[pd.Series], Read]] = {
        "number": _numbers,
        "integer": _integers,
        "yes/no": _yes_no,
        "date": _dates,
        "quarter": _quarters,
        "choice": _choices,
    }
    found, faults = readers.get(kind, _texts)(filled.drop(list(wrong)))
    return found.reindex(values.index), {**wrong, **faults}


def _is_filled(values: pd.Series) -> pd.Series:
    filled = values.notna()
    if not _is_typed(values):
        filled &= _text(values).str.strip().ne("").fillna(False)
    return filled


def _is_typed(values: pd.Series) -> bool:
    return not (pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values))


def _text(values: pd.Series) -> pd.Series:
    return values.astype("str")


def _error_cells(values: pd.Series) -> dict[int, str]:
    if _is_typed(values):
        return {}
    found = values[_text(values).isin(_ERRORS)]
    return {row: f"holds the spreadsheet error {value}" for row, value in found.items()}


def _texts(values: pd.Series) -> Read:
    if values.empty:
        return values.astype("str"), {}
    if pd.api.types.is_float_dtype(values) or pd.api.types.is_object_dtype(values):
        values = values.map(lambda cell: int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    return _text(values).str.strip(), {}


def _choices(values: pd.Series) -> Read:
    return _texts(values)[0].str.lower(), {}


def _quarters(values: pd.Series) -> Read:
    text = _texts(values)[0].str.upper().str.replace(r"[\s-]", "", regex=True)
    bad = ~text.str.fullmatch(r"\d{4}Q[1-4]").astype(bool)
    wrong = {row: f"'{value}' is not a quarter; write it as 2018Q1" for row, value in values[bad].items()}
    return text[~bad], wrong


def _yes_no(values: pd.Series) -> Read:
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean"), {}
    text = _texts(values)[0].str.lower()
    found = text.isin(_TRUE).where(text.isin(_TRUE | _FALSE)).astype("boolean")
    wrong = {row: f"'{value}' is not yes or no" for row, value in values[found.isna()].items()}
    return found, wrong


def _integers(values: pd.Series) -> Read:
    numbers, wrong = _numbers(values)
    broken = numbers[numbers % 1 != 0].dropna()
    wrong |= {row: f"{value:g} is not a whole number" for row, value in broken.items()}
    return numbers.drop(broken.index).astype("Int64"), wrong


def _numbers(values: pd.Series) -> Read:
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.astype("float64")
        endless = numbers[np.isinf(numbers)]
        return numbers.drop(endless.index), dict.fromkeys(endless.index, "is infinite")
    typed = values.map(lambda cell: isinstance(cell, int | float))
    written, wrong = _written_numbers(_text(values[~typed]).str.strip())
    return pd.concat([values[typed].astype("float64"), written]), wrong


def _written_numbers(values: pd.Series) -> Read:
    text = values.str.replace(r"^[€$£]\s*|\s|'", "", regex=True)
    comma, point = _marks(text)
    if comma and point:
        return text.iloc[:0].astype("float64"), _clash(values, text)
    unsure = text[text.str.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}").astype(bool)]
    if unsure.size and not (comma or point):
        message = "'{}' can be a thousand or a fraction; write it without a thousands separator"
        return text.iloc[:0].astype("float64"), {row: message.format(values[row]) for row in unsure.index}
    if comma:
        text = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(text.str.replace(",", "", regex=False), errors="coerce").astype("float64")
    numbers = numbers.where(np.isfinite(numbers))
    return numbers.dropna(), {
        row: f"'{values[row]}' is not a number" for row in numbers.index[numbers.isna()]
    }


def _marks(text: pd.Series) -> tuple[bool, bool]:
    """Whether some value can only be read with a decimal comma, and some only with a decimal point."""
    comma = text.str.fullmatch(
        r"-?\d+,(\d{1,2}|\d{4,})|-?0,\d+|-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}"
    )
    point = text.str.fullmatch(
        r"-?\d+\.(\d{1,2}|\d{4,})|-?0\.\d+|-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}"
    )
    return bool(comma.any()), bool(point.any())


def _clash(values: pd.Series, text: pd.Series) -> dict[int, str]:
    message = "'{}' uses the other decimal mark than the rest of the column; use one of the two"
    point_only = text.str.fullmatch(r"-?\d+\.\d+").astype(bool)
    comma_only = text.str.fullmatch(r"-?\d+,\d+").astype(bool)
    fewer = point_only if point_only.sum() <= comma_only.sum() else comma_only
    return {row: message.format(values[row]) for row in values.index[fewer]}


def _dates(values: pd.Series) -> Read:
    if pd.api.types.is_datetime64_any_dtype(values):
        return _without_zone(values), {}
    if pd.api.types.is_numeric_dtype(values):
        return _serials(values)
    stamps = values.map(lambda cell: hasattr(cell, "year"))
    numbers = values.map(lambda cell: isinstance(cell, int | float)) & ~stamps
    found, wrong = _written_dates(_text(values[~stamps & ~numbers]).str.strip())
    serial, wrong_serial = _serials(values[numbers].astype("float64"))
    typed = pd.to_datetime(values[stamps].astype("str"), format="ISO8601").astype("datetime64[us]")
    return pd.concat([typed, found, serial]), wrong | wrong_serial


def _without_zone(values: pd.Series) -> pd.Series:
    zoned = getattr(values.dtype, "tz", None)
    return (values.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else values).astype("datetime64[us]")


def _serials(values: pd.Series) -> Read:
    """Excel's day numbers; only those between 1990 and 2100 are taken for dates."""
    likely = values.between(32874, 73051)
    days = pd.to_datetime(values[likely], unit="D", origin="1899-12-30").astype("datetime64[us]")
    return days, {
        row: f"{value:g} is not a date; write it as 2017-12-31" for row, value in values[~likely].items()
    }


def _written_dates(text: pd.Series) -> Read:
    order, wrong = _date_order(text)
    if text.empty or order is None:
        return pd.Series(pd.DatetimeIndex([], dtype="datetime64[us]"), dtype="datetime64[us]"), wrong
    parts = text.str.extract(_DATES[order])
    clock = text.str.extract(r"[T\s](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)$")[0].fillna(
        "00:00"
    )
    iso = parts["y"] + "-" + parts["m"].str.zfill(2) + "-" + parts["d"].str.zfill(2) + "T" + clock
    found = pd.to_datetime(iso, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
    found = found.astype("datetime64[us]")
    bad = found.index[found.isna()]
    wrong |= {row: f"'{text[row]}' is not a date; write it as 2017-12-31" for row in bad}
    return found.dropna(), wrong


def _date_order(text: pd.Series) -> tuple[str | None, dict[int, str]]:
    """Which of year-month-day, day-month-year or month-day-year the column is written in."""
    short = text.str.extract(r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}").dropna().astype(int)
    if short.empty:
        return "ymd", {}
    day_first, month_first = bool((short[0] > 12).any()), bool((short[1] > 12).any())
    if day_first != month_first:
        return ("dmy" if day_first else "mdy"), {}
    message = "'{}' can be day-month or month-day; write it as 2017-12-31"
    return None, {row: message.format(text[row]) for row in short.index}
