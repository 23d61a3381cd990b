"""Write forms as a workbook: a sheet per expert, hidden ids, limits on what a cell takes, no formulas."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.catalogues import catalogue
from workbook.files import write_whole
from workbook.workshop.forms.layout import (
    FIRST,
    ID,
    KEYS,
    MARK,
    NAME,
    ROLE,
    ROWS,
    TITLE,
    YES,
    Columns,
    explanation,
    items_of,
    scale_text,
)

PASTED = 255
"""Signs that Excel shows beside a cell."""


def write_forms(path: Path, setting: Mapping[str, Any], forms: int, language: str) -> Path:
    """Write a workbook with a form for each expert, in orders of their own.

    Args:
        path: Where to write.
        setting: What the workshop is about.
        forms: How many.
        language: Of the forms.

    Raises:
        StoreError: It cannot be written; nothing is left of it.
    """

    def write(file: Path) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
        with xlsxwriter.Workbook(str(file), options) as book:
            for number in range(1, forms + 1):
                _form(book, setting, number, language)

    return write_whole(path, write)


def _form(book: Any, setting: Mapping[str, Any], number: int, language: str) -> None:
    words, columns = catalogue(language)["form"], Columns.of([one["name"] for one in setting["criteria"]])
    sheet, bold = book.add_worksheet(f"{number}"), book.add_format({"bold": True})
    entry = book.add_format({"border": 1, "locked": False, "num_format": "@"})
    sheet.write_string(0, ID, MARK)
    sheet.write_string(
        0, TITLE, words["title"].format(client=setting["title"], period=setting["period"]), bold
    )
    sheet.write_string(1, ID, setting["period"])
    sheet.write_string(1, TITLE, words["how"])
    for row, key in ((NAME, "name"), (ROLE, "role")):
        sheet.write_string(row - 1, ID, key)
        sheet.write_string(row - 1, TITLE, words[key], bold)
        sheet.write_blank(row - 1, FIRST, None, entry)
    _head(book, sheet, setting, columns, language)
    for place, item in enumerate(items_of(setting, number)):
        _line(book, sheet, ROWS - 1 + place, item, setting, columns)
    last = ROWS - 2 + len(setting["items"])
    _limits(sheet, setting, columns, last, language)
    _explained(sheet, setting, last + 2, language)
    sheet.set_column(ID, ID, None, None, {"hidden": True})
    sheet.set_row(KEYS - 1, None, None, {"hidden": True})
    sheet.set_column(TITLE, TITLE, 42)
    sheet.set_column(FIRST, columns.cannot, 16)
    sheet.set_column(columns.remark, columns.remark, 50)
    sheet.freeze_panes(ROWS - 1, FIRST)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect(options={"format_columns": True, "format_rows": True})


def _head(book: Any, sheet: Any, setting: Mapping[str, Any], columns: Columns, language: str) -> None:
    """The names of the columns for who reads the file (hidden), and above the cells for who fills it."""
    words, head = (
        catalogue(language)["form"],
        book.add_format({"bold": True, "bg_color": "#E8EDF0", "border": 1, "text_wrap": True}),
    )
    shown = {"opportunity": (ID, ""), "title": (TITLE, words["opportunity"])}
    for one in setting["criteria"]:
        shown[one["name"]] = columns.criteria[one["name"]], f"{one['labels'][language]} ({scale_text(one)})"
    shown |= {"cannot": (columns.cannot, words["cannot"]), "remark": (columns.remark, words["remark"])}
    for key, (place, text) in shown.items():
        sheet.write_string(KEYS - 1, place, key)
        sheet.write_string(ROWS - 2, place, text, head)


def _line(
    book: Any, sheet: Any, row: int, item: Mapping[str, Any], setting: Mapping[str, Any], columns: Columns
) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    number = book.add_format({"border": 1, "locked": False})
    text = book.add_format({"border": 1, "locked": False, "num_format": "@", "text_wrap": True})
    sheet.write_string(row, ID, item["opportunity"])
    sheet.write_string(row, TITLE, item["title"], wrapped)
    for place in columns.criteria.values():
        sheet.write_blank(row, place, None, number)
    for place in (columns.cannot, columns.remark):
        sheet.write_blank(row, place, None, text)


def _limits(sheet: Any, setting: Mapping[str, Any], columns: Columns, last: int, language: str) -> None:
    """What a cell takes; a program that does not hold to it is found out when the form is read."""
    words = catalogue(language)["form"]
    for one in setting["criteria"]:
        place, told = columns.criteria[one["name"]], explanation(one, language)
        kind = {"validate": "integer" if one["keys"] else "decimal"}
        ends = {"criteria": ">=", "value": one["low"]}
        if one["high"] is not None:
            ends = {"criteria": "between", "minimum": one["low"], "maximum": one["high"]}
        said = {
            "input_message": told[:PASTED],
            "error_message": words["refused"].format(scale=scale_text(one)),
        }
        sheet.data_validation(ROWS - 1, place, last, place, kind | ends | said)
    yes = {"validate": "list", "source": [YES[language]], "error_message": words["refused.cannot"]}
    sheet.data_validation(ROWS - 1, columns.cannot, last, columns.cannot, yes)


def _explained(sheet: Any, setting: Mapping[str, Any], row: int, language: str) -> None:
    for place, one in enumerate(setting["criteria"]):
        sheet.write_string(row + place, TITLE, explanation(one, language))
