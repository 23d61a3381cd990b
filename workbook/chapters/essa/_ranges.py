"""Ranges of a table in words."""

import pandas as pd

from workbook.phrases import Phrase, between


def ranges(table: pd.DataFrame, name: str, form: str) -> list[Phrase]:
    """Per row the range from NAME_low to NAME_high."""
    ends = zip(table[f"{name}_low"], table[f"{name}_high"], strict=True)
    return [between(low, high, form) for low, high in ends]
