"""Find the row with the headings of an export: titles and remarks may stand above it."""

import re
from collections.abc import Collection, Iterable, Mapping

ROWS_SEARCHED = 30


def same_heading(text: str) -> str:
    """The form in which headings are compared: in small letters, with single spaces.

    Example:
        >>> same_heading(" Financial  Status")
        'financial status'
    """
    return re.sub(r"\s+", " ", text.replace("\ufeff", "").replace('"', "'")).strip().casefold()


def renamed(row: Iterable[str], also: Mapping[str, str]) -> list[str]:
    """A row with the headings that stand for others under the names of these.

    Example:
        >>> renamed(["Invoice", "Price"], {"invoice": "InvoiceNo"})
        ['InvoiceNo', 'Price']
    """
    named = {same_heading(theirs): ours for theirs, ours in also.items()}
    return [named.get(same_heading(cell), cell) for cell in row]


def heading_row(rows: Iterable[list[str]], wanted: Collection[str]) -> int | None:
    """The place of the first row that holds all of some headings, from 0; None where there is none.

    Args:
        rows: The first rows of the export.
        wanted: The headings; without any, the first row with a filled cell is it.

    Example:
        >>> heading_row([["Orders of May"], ["Name", "Total"]], ["total"])
        1
    """
    needed = {same_heading(name) for name in wanted}
    for place, row in enumerate(rows):
        found = {same_heading(cell) for cell in row}
        if found - {""} and needed <= found:
            return place
    return None


ANSWER = ("", "response", "open-ended response", "antwoord", "antwoord op open vraag")
"""What stands under a question that has no options."""


def joined_heading(questions: list[str], options: list[str]) -> list[str]:
    """One heading of two rows: a question stands on its first column, and each option under it.

    Example:
        >>> joined_heading(["Id", "Which?", "", "Why?"], ["", "Phone", "Mail", "Open-Ended Response"])
        ['Id', 'Which? - Phone', 'Which? - Mail', 'Why?']
    """
    joined, question = [], ""
    for place, cell in enumerate(questions):
        question = cell.strip() or question
        option = options[place].strip() if place < len(options) else ""
        joined.append(question if same_heading(option) in ANSWER else f"{question} - {option}")
    return joined


ASKED_COLUMNS = ("asked_question", "asked_touchpoint", "asked_phase", "asked_column", "asked_answer")
RESERVED = ("row", *ASKED_COLUMNS)
"""Columns that are no column of the export: the number of the row, and what is asked in a survey."""


def column_names(heading: list[str]) -> list[str]:
    """A name per column, each once in any case: repeated ones are numbered, nameless ones called by place.

    Example:
        >>> column_names(["Labels", "labels", "", "row"])
        ['Labels', 'labels (2)', 'column 3', 'row (2)']
        >>> column_names(["X", "X", "X (2)"])
        ['X', 'X (2)', 'X (2) (2)']
    """
    times: dict[str, int] = dict.fromkeys(RESERVED, 1)
    names: list[str] = []
    for place, cell in enumerate(heading, start=1):
        name = re.sub(r"\s+", " ", cell.replace("\ufeff", "")).strip().replace('"', "'") or f"column {place}"
        numbered = name
        while numbered.casefold() in times:
            times[name.casefold()] += 1
            numbered = f"{name} ({times[name.casefold()]})"
        times[numbered.casefold()] = 1
        names.append(numbered)
    return names
