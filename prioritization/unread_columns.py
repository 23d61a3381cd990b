"""Columns of a file that nothing reads."""

from collections.abc import Collection, Iterable

from pandas import DataFrame

from prioritization.headings import KNOWN
from prioritization.parsing import is_blank


def unread_columns(table: DataFrame, used: Collection[str]) -> list[str]:
    """Name the columns that nothing reads.

    Args:
        table: A row per opportunity, with the columns that the engine knows under its own names.
        used: The headings of other columns that were read, as its id or a criterion of its score.

    Returns:
        Headings in their order, without those of empty columns.

    Example:
        >>> sheet = DataFrame({"opportunity": ["A"], "Owner": ["Ann"], "Ease": [5], "Labels": [None]})
        >>> unread_columns(sheet, {"Ease"})
        ['Owner']
    """
    known = (*KNOWN, "together", *used)
    others = [name for name in table if name not in known and not str(name).startswith("days_")]
    return [str(name) for name in others if not table[name].map(is_blank).all()]


def candidates(unread: Iterable[str], meaning: str) -> str:
    """The line that offers columns which were not read for one that is missing; empty where there are none.

    Example:
        >>> candidates(["Owner", "Trust"], "confidence")
        '\\nNot read: Owner, Trust. If one of them is it, call it confidence.'
    """
    names = ", ".join(unread)
    return f"\nNot read: {names}. If one of them is it, call it {meaning}." if names else ""
