"""Recognise an export by its headings, and the questions of a survey by their words and answers."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook.errors import EngagementError
from workbook.intake.deliveries.header import (
    ROWS_SEARCHED,
    column_names,
    heading_row,
    joined_heading,
    renamed,
    same_heading,
)
from workbook.intake.deliveries.mapping import MARK
from workbook.intake.deliveries.recipe import Recipe, open_recipe, recipe_names
from workbook.intake.deliveries.sql import reads_questions

_ASKS = {
    "nps": (r"recommend|aanbeve+l|aan te bevelen|beve+lt? .*\baan\b|aanra+d|weiterempf|\bnps\b", range(11)),
    "satisfaction": (r"satisf|tevreden|zufrieden|\bcsat\b", range(1, 6)),
    "importance": (r"important|belangrijk|wichtig", range(1, 6)),
}
_ANSWER = re.compile(r"^(\d{1,2})(?:\.0)?(?:\s*[-–—:=./(].*|\s.*)?$")
_OPTION = re.compile(r"^.*?(?:\[(?P<option>[^\]]+)\]|\s[-–—:]\s(?P<last>[^-–—:]+))$")


@dataclass(frozen=True)
class Sheet:
    """The first rows of a file, or of a sheet in it."""

    name: str
    rows: list[list[str]]


def recognised(folder: Path, sheets: Sequence[Sheet]) -> tuple[Recipe, Sheet] | None:
    """The recipe whose headings an export has, and the sheet that has them; none where there is no such.

    A recipe whose headings are all among those of another that fits too gives way to it.

    Raises:
        EngagementError: Two recipes fit.
    """
    fitting = [
        (recipe, sheet)
        for recipe in (open_recipe(name, folder) for name in recipe_names(folder))
        for sheet in sheets
        if not _unchecked(recipe) and _heading(sheet, recipe) is not None
    ]
    best = [pair for pair in fitting if not any(_narrower(pair[0], other[0]) for other in fitting)]
    names = list(dict.fromkeys(recipe.name for recipe, _ in best))
    if len(names) > 1:
        raise EngagementError(
            f"{best[0][1].name} has the headings of {len(names)} recipes: {', '.join(names)}.\n"
            f"Say which it is, as in: --as {names[0]}"
        )
    return best[0] if best else None


def _unchecked(recipe: Recipe) -> bool:
    """Whether a recipe was proposed and still has a mark: it counts only where it is asked for by name."""
    return any(f"-- {MARK}" in select for select in recipe.selects.values())


def _narrower(recipe: Recipe, other: Recipe) -> bool:
    ours, theirs = ({same_heading(name) for name in one.head.matches} for one in (recipe, other))
    return ours < theirs


def _heading(sheet: Sheet, recipe: Recipe) -> int | None:
    rows = [renamed(row, recipe.head.also) for row in sheet.rows[:ROWS_SEARCHED]]
    return heading_row(rows, recipe.head.matches)


def sheet_with(recipe: Recipe, sheets: Sequence[Sheet]) -> Sheet | None:
    """The first sheet of an export that has the headings of a recipe."""
    return next((sheet for sheet in sheets if _heading(sheet, recipe) is not None), None)


def columns_of(sheet: Sheet, recipe: Recipe | None = None) -> dict[str, list[str]]:
    """The columns of an export by name, each with its filled cells in the first rows.

    Args:
        sheet: The first rows.
        recipe: Says where the heading is; without one it is the first row with two filled cells.
    """
    if recipe is None:
        filled = [sum(bool(cell.strip()) for cell in row) for row in sheet.rows]
        place = next((number for number, n in enumerate(filled) if n > 1), 0)
        heading, below = sheet.rows[place], place + 1
    else:
        place = _heading(sheet, recipe) or 0
        heading, below = sheet.rows[place], place + recipe.head.heading_rows
        if recipe.head.joined:
            heading = joined_heading(heading, sheet.rows[place + 1])
    return {
        name: [row[number].strip() for row in sheet.rows[below:] if "".join(row[number : number + 1]).strip()]
        for number, name in enumerate(column_names(heading))
    }


def words_of(sheet: Sheet, recipe: Recipe) -> dict[str, str]:
    """What respondents read, per column: the second row of the heading, where there is one; else its name."""
    place = _heading(sheet, recipe) or 0
    columns = list(columns_of(sheet, recipe))
    if recipe.head.joined or recipe.head.heading_rows == 1 or len(sheet.rows) < place + 2:
        return dict(zip(columns, columns, strict=True))
    texts = [" ".join(cell.split()) for cell in sheet.rows[place + 1]]
    return {name: text or name for name, text in zip(columns, texts, strict=False)}


def asks(recipe: Recipe) -> bool:
    """Whether a recipe needs to know which column holds which question."""
    return any(map(reads_questions, recipe.selects.values()))


def guessed_questions(
    columns: Mapping[str, Sequence[str]],
    known: Collection[str],
    *,
    words: Mapping[str, str] | None = None,
    labels: Collection[str] = (),
) -> dict[str, dict[str, str]]:
    """The questions that columns seem to hold: by their words, and all of their answers on the scale.

    Args:
        columns: Per column its first filled cells.
        known: Headings that are no question.
        words: Per column what respondents read; its heading when not given.
        labels: Texts that count for a score.

    Returns:
        Per column its question, and the touchpoint where the heading ends on an option.

    Example:
        >>> guessed_questions({"Would you recommend us?": ["10 - Yes", "7"], "Age": ["41"]}, [])
        {'Would you recommend us?': {'question': 'nps'}}
    """
    passed = {same_heading(name) for name in known}
    scored = {label.casefold() for label in labels}
    found: dict[str, dict[str, str]] = {}
    for name, cells in columns.items():
        text = (words or {}).get(name, name)
        for question, (sign, scale) in _ASKS.items():
            fits = same_heading(name) not in passed and re.search(sign, text, re.IGNORECASE) and cells
            if fits and all(_score(cell) in scale or cell.casefold() in scored for cell in cells):
                option = _OPTION.match(text)
                touchpoint = (option["option"] or option["last"]).strip() if option else ""
                found[name] = {"question": question} | ({"touchpoint": touchpoint} if touchpoint else {})
                break
    return found


def _score(cell: str) -> int | None:
    match = _ANSWER.match(cell.rstrip("; "))
    return int(match[1]) if match else None


def question_of(text: str) -> tuple[str, dict[str, str]]:
    """What --question says: COLUMN=QUESTION, or COLUMN=QUESTION:TOUCHPOINT.

    Example:
        >>> question_of("Q9_1=satisfaction:delivery")
        ('Q9_1', {'question': 'satisfaction', 'touchpoint': 'delivery'})
    """
    column, found, asked = text.rpartition("=")
    question, _, touchpoint = asked.partition(":")
    if not found or not column.strip() or not question.strip():
        raise EngagementError(
            f"--question takes COLUMN=nps or COLUMN=satisfaction:TOUCHPOINT; found '{text}'."
        )
    facts = {"question": question.strip()}
    return column.strip(), facts | ({"touchpoint": touchpoint.strip()} if touchpoint.strip() else {})


def pattern_for(name: str) -> str:
    """A pattern for a file and those that will follow it: the number or day in its name may change.

    Example:
        >>> pattern_for("orders_export_2026-05.csv"), pattern_for("orders (1).csv"), pattern_for("crm.xlsx")
        ('orders_export*.csv', 'orders*.csv', 'crm*.xlsx')
    """
    file = Path(name)
    stem = re.sub(r"[\s_.(-]*\d[\d\s_.()QqKkWw-]*$", "", file.stem) or file.stem
    return re.sub(r"([\[\]?*])", "?", stem) + "*" + file.suffix
