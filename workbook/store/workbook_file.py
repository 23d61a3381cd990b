"""Write intake.xlsx: one sheet per table, an explanation at each column, drop-downs, an example row."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from workbook.catalogues import catalogue
from workbook.errors import StoreError
from workbook.files import write_whole
from workbook.tables import TABLES

ROWS_WITH_LISTS = 5000


def write_intake(
    file: Path, tables: Mapping[str, pd.DataFrame], language: str, *, without: Iterable[str] = ()
) -> Path:
    """Write the intake workbook.

    Args:
        file: Where to write.
        tables: Tables to fill in; the other sheets get one example row, which `check` passes over.
        language: Of the explanations.
        without: Tables that are delivered in another way and get no sheet.

    Raises:
        StoreError: A text is too long for a cell; nothing is written.
    """
    skipped = set(without)
    names = [name for name in TABLES if name not in skipped]

    def write(path: Path) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
        with xlsxwriter.Workbook(str(path), options) as book:
            _explanations(book, language, names)
            for name in names:
                _sheet(book, name, tables.get(name), language)

    return write_whole(file, write)


def _explanations(book, language: str, names: Iterable[str]) -> None:
    texts = catalogue(language)
    sheet = book.add_worksheet(texts["intake"]["sheet"])
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 100, wrap)
    lines = [(texts["intake"]["introduction"], "", ""), ("", "", "")]
    for name in names:
        contract = TABLES[name]
        lines.append((name, "", texts["table"][name]))
        lines += [("", column, _explained(name, column, language)) for column in contract.columns]
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, bold if place == 0 else None)


def _explained(table: str, column: str, language: str) -> str:
    """What a column holds: of this table, or of every table that has it; and whether it must be filled in."""
    texts, contract = catalogue(language), TABLES[table].columns[column]
    text = texts["column"].get(f"{table}.{column}") or texts["column"][column]
    return f"{text} {texts['intake']['required']}" if contract.required and not contract.blank else text


def _yes_no(language: str) -> list[str]:
    texts = catalogue(language)["intake"]
    return [texts["yes"], texts["no"]]


def _sheet(book, name: str, table: pd.DataFrame | None, language: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bg_color": "#E8EDF0", "border": 1})
    contract = TABLES[name]
    extra = [] if table is None else [column for column in table if column not in contract.columns]
    names = [*contract.columns, *extra]
    for place, column in enumerate(names):
        sheet.write_string(0, place, column, head)
        sheet.set_column(place, place, max(12, len(column) + 3))
        if column in contract.columns:
            sheet.write_comment(0, place, _explained(name, column, language), {"x_scale": 2.4})
            _drop_down(sheet, place, contract.columns[column], language)
    if table is None:
        _example_row(sheet, book.add_format({"italic": True, "font_color": "#7A7A7A"}), contract, language)
    else:
        _rows(sheet, book.add_format({"num_format": "yyyy-mm-dd"}), table.reindex(columns=names), language)


def _drop_down(sheet, place: int, column, language: str) -> None:
    source = _yes_no(language) if column.kind == "yes/no" else [*column.allowed]
    if source:
        sheet.data_validation(
            1, place, ROWS_WITH_LISTS, place, {"validate": "list", "source": source, "error_type": "warning"}
        )


def _example_row(sheet, grey, contract, language: str) -> None:
    mark = catalogue(language)["intake"]["example"]
    for place, column in enumerate(contract.columns.values()):
        example = column.example
        if column.kind == "yes/no" and example:
            example = _yes_no(language)[example == "no"]
        text = "" if example is None else str(example)
        sheet.write_string(1, place, f"{mark}{text}" if place == 0 else text, grey)


def _rows(sheet, date, table: pd.DataFrame, language: str) -> None:
    for place, column in enumerate(table):
        for row, value in enumerate(table[column].astype(object), start=1):
            if pd.isna(value):
                continue
            if isinstance(value, bool):
                sheet.write_string(row, place, _yes_no(language)[not value])
            elif isinstance(value, pd.Timestamp):
                sheet.write_datetime(row, place, value.to_pydatetime(), date)
            elif isinstance(value, int | float):
                sheet.write_number(row, place, value)
            elif sheet.write_string(row, place, str(value)):
                raise StoreError(
                    f"row {row + 1}, {column}: the text is longer than a cell of Excel can hold."
                )
