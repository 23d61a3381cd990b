"""What a column's cells hold before their kind is known: typed values or text, filled or blank."""

import pandas as pd

Read = tuple[pd.Series, dict[int, str]]
"""The values read, and what is wrong by index label."""

# In English and in Dutch, as Excel shows them and as it writes them to CSV.
_ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *("#N/B", "#VERW!", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#LEEG!", "#GETAL!"),
)


class Formula(str):
    """A formula that was saved without its result: nothing was ever computed in that cell."""

    __slots__ = ()


def is_typed(values: pd.Series) -> bool:
    """Whether a column has a type of its own, so that no cell of it is text."""
    return not (pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values))


def text(values: pd.Series) -> pd.Series:
    """Cells as text, without the spaces around it."""
    return values.astype("str").str.strip()


def is_filled(values: pd.Series) -> pd.Series:
    """Which cells hold something; spaces are nothing."""
    if is_typed(values):
        return values.notna()
    return values.notna() & text(values).ne("").fillna(False).astype(bool)


def error_cells(values: pd.Series) -> dict[int, str]:
    """What is wrong with cells that hold no value but an error or a formula, by index label."""
    if is_typed(values):
        return {}
    found = values[text(values).isin(_ERRORS)]
    wrong = {row: f"holds the spreadsheet error {value}" for row, value in found.items()}
    if pd.api.types.is_object_dtype(values):
        way_out = "without its result; open the file in Excel and save it, or paste the values"
        formulas = values[values.map(lambda cell: isinstance(cell, Formula)).astype(bool)]
        wrong |= {row: f"holds the formula {formula} {way_out}" for row, formula in formulas.items()}
    return wrong
