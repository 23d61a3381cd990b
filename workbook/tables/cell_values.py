"""The cells of a column before they are read by kind: typed values or text, filled or blank."""

import pandas as pd

Read = tuple[pd.Series, dict[int, str]]
"""The values read, and what is wrong by index label."""

# In English, Dutch, German, French and Spanish, as Excel shows them and as it writes them to CSV.
_ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *("#N/B", "#VERW!", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#LEEG!", "#GETAL!"),
    *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#N/D", "#VALEUR!", "#NOM?", "#NUL!", "#NOMBRE!", "#¡VALOR!"),
    *("#¡REF!", "#¿NOMBRE?", "#¡NUM!", "#¡DIV/0!", "#¡NULO!"),
)
BLANKS = frozenset({"null", "(null)", "<null>", "nan", "<na>", "n/a", "none", "nil", r"\n", "-", "--", "–"})
"""What programs and people write where there is nothing, in small letters; the same for every table."""


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
    return values.notna() if is_typed(values) else _is_filled(text(values))


def _is_filled(written: pd.Series) -> pd.Series:
    return written.notna() & written.ne("").fillna(False).astype(bool)


def blank_words(values: pd.Series) -> dict[str, int]:
    """The words of a column that are read as nothing, and how often each stands there."""
    if is_typed(values):
        return {}
    written = text(values)
    return {str(word): int(n) for word, n in written[written.str.lower().isin(BLANKS)].value_counts().items()}


def filled_cells(values: pd.Series) -> tuple[pd.Series, dict[int, str]]:
    """The cells that hold a value; and, by index label, the fault of those with an error or a formula."""
    if is_typed(values):
        return values[values.notna()], {}
    written = text(values)
    holds = _is_filled(written) & ~written.str.lower().isin(BLANKS)
    if not holds.all():
        values, written = values[holds], written[holds]
    wrong = _error_cells(values, written)
    return values.drop(list(wrong)) if wrong else values, wrong


def _error_cells(values: pd.Series, written: pd.Series) -> dict[int, str]:
    errors = values[written.isin(_ERRORS)]
    wrong = {row: f"holds the spreadsheet error {value}" for row, value in errors.items()}
    if pd.api.types.is_object_dtype(values):
        way_out = "without its result; open the file in Excel and save it, or paste the values"
        formulas = values[values.map(lambda cell: isinstance(cell, Formula)).astype(bool)]
        wrong |= {row: f"holds the formula {formula} {way_out}" for row, formula in formulas.items()}
    return wrong
