"""Values as people write them, read by kind: 1.234,50 and 1,234.50, 31-12-2017 and 2017-12-31, ja and yes.

Each reader takes the filled cells of one column and gives the values read and, per row, what is wrong.
"""

from collections.abc import Callable
from datetime import datetime, time

import pandas as pd

from workbook.catalogues import catalogue, languages
from workbook.tables.cell_values import Read, filled_cells, text
from workbook.tables.dates import read_dates
from workbook.tables.numbers import read_integers, read_numbers
from workbook.tables.seen import Seen

_TRUE = {"true", "waar", "y", "j", "1", "x"} | {catalogue(name)["intake"]["yes"] for name in languages()}
_FALSE = {"false", "onwaar", "n", "0"} | {catalogue(name)["intake"]["no"] for name in languages()}


EXACT = 1e15  # a spreadsheet keeps 15 digits of a number; what is longer ends in zeros
CUT = "different ids have become one: export the column as text"


def read(values: pd.Series, kind: str, seen: Seen | None = None) -> Read:
    """Read the cells of one column.

    Args:
        values: Cells as the file holds them; blank where there is nothing.
        kind: id, text, choice, ids, quarter, number, integer, yes/no or date.
        seen: What earlier pieces of the column have shown, to which these cells are added; nothing for a
            column that is read at once.

    Returns:
        The values read, missing where blank or wrong, in the index of `values`;
        and what is wrong, by index label.

    Example:
        >>> read(pd.Series(["1.234,50", "7"]), "number")[0].tolist()
        [1234.5, 7.0]
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    filled, wrong = filled_cells(values)
    readers: dict[str, Callable[[pd.Series, Seen], Read]] = {
        "number": read_numbers,
        "integer": read_integers,
        "date": read_dates,
        "yes/no": _yes_no,
        "quarter": _quarters,
        "choice": _choices,
        "id": _ids,
        "ids": _lists_of_ids,
    }
    cells, faults = readers.get(kind, _texts)(filled, seen or Seen())
    wrong |= faults
    sound = cells[~cells.index.isin(list(wrong))] if wrong else cells
    return sound.reindex(values.index), wrong


def _texts(values: pd.Series, _: Seen) -> Read:
    if pd.api.types.is_float_dtype(values) or pd.api.types.is_object_dtype(values):
        values = values.map(_as_shown)
    return text(values), {}


def _as_shown(cell: object) -> object:
    """A spreadsheet's 1.0 is 1, and its midnight is a day."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell


def _ids(values: pd.Series, seen: Seen) -> Read:
    """A program that takes numbered ids for fractions writes 1.0: read as 1 where all ids are numbers."""
    ids, _ = _texts(values, seen)
    cut = ids[ids.str.fullmatch(r"\d(?:[.,]\d+)?[eE]\+\d+").astype(bool)]
    if pd.api.types.is_object_dtype(values):  # as spreadsheets give them
        large = pd.to_numeric(values.where(values.map(lambda cell: isinstance(cell, float | int))), "coerce")
        cut = pd.concat([cut, ids[large.abs().ge(EXACT).fillna(False)]])
    wrong = {row: f"'{value}' was cut short by a spreadsheet; {CUT}" for row, value in cut.items()}
    ids = ids.drop(list(wrong))
    seen.add(
        {
            "no number": (~ids.str.fullmatch(r"\d+(?:\.0)?").astype(bool)).sum(),
            "1.0": ids.str.endswith(".0").sum(),
        }
    )
    if seen.chosen(bool(seen.counts["1.0"] and not seen.counts["no number"])):
        ids = ids.str.replace(r"\.0$", "", regex=True)
    return ids, wrong


def _lists_of_ids(values: pd.Series, seen: Seen) -> Read:
    ids, wrong = _ids(values, seen)
    ids = ids.str.replace(r"\s*[;,|\n][;,|\s]*", ";", regex=True).str.strip("; ")
    return ids[ids.ne("")], wrong


def _choices(values: pd.Series, seen: Seen) -> Read:
    return _texts(values, seen)[0].str.lower(), {}


def _quarters(values: pd.Series, seen: Seen) -> Read:
    written, _ = _texts(values, seen)
    quarters = written.str.upper().str.replace(r"[\s-]", "", regex=True)
    bad = ~quarters.str.fullmatch(r"(?:19|20|21)\d{2}Q[1-4]").astype(bool)
    wrong = {row: f"'{value}' is not a quarter; write it as 2018Q1" for row, value in written[bad].items()}
    return quarters[~bad], wrong


def _yes_no(values: pd.Series, seen: Seen) -> Read:
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean"), {}
    written, _ = _texts(values, seen)
    lower = written.str.lower()
    yes_or_no = lower.isin(_TRUE | _FALSE)
    wrong = {row: f"'{value}' is not yes or no" for row, value in written[~yes_or_no].items()}
    return lower[yes_or_no].isin(_TRUE).astype("boolean"), wrong
