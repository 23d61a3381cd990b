"""CSV files as spreadsheets write them: comma or semicolon, decimal point or decimal comma."""

import csv
import re
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from prioritization.errors import OpportunitiesError

COMMA = re.compile(r"-?\d+,\d+")
POINT = re.compile(r"-?\d+\.(\d{1,2}|\d{4,})")
"""A decimal point for certain: three digits behind it may be thousands."""
TEXT = ("opportunity", "requires", "excludes", "role", "quarter")


def csv_table(path: Path) -> DataFrame:
    """Read a CSV file, whichever country's spreadsheet wrote it.

    A file with semicolons has decimal commas, unless its numbers show points and no commas. A
    number written another way, such as 1.234,50, stays text, for the check of the table to name.

    Args:
        path: The file, in UTF-8, with or without a byte-order mark.

    Returns:
        The table, with ids, roles and quarters as text.

    Raises:
        OpportunitiesError: The file is not UTF-8, or holds no table.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines(), delimiter=_separator(text)))
        return pd.read_csv(
            path,
            sep=_separator(text),
            decimal=_decimal(rows, _separator(text)),
            encoding="utf-8-sig",
            keep_default_na=False,
            na_values=[""],
            dtype=dict.fromkeys(TEXT, str),
        )
    except (UnicodeDecodeError, csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise OpportunitiesError(
            f"{path.name} cannot be read as a table: {error}. Save it as CSV in UTF-8."
        ) from error


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _decimal(rows: list[list[str]], separator: str) -> str:
    fields = [field.strip() for row in rows for field in row]
    if any(COMMA.fullmatch(field) for field in fields):
        return ","
    points = any(POINT.fullmatch(field) for field in fields)
    return "." if separator != ";" or points else ","
