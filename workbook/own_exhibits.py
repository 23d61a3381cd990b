"""The exhibits of a client's own notebook: the tables that it has published, as the report can show them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.chapters import CHAPTERS, stems
from workbook.errors import RunError
from workbook.exhibit import EXHIBIT_TYPE, Column, Exhibit, table_exhibit
from workbook.hints import did_you_mean
from workbook.method import Step, exhibit_of
from workbook.phrases import Phrase, label, own, say
from workbook.store import Period
from workbook.tables import TABLES

if TYPE_CHECKING:
    from nbformat import NotebookNode

LOOKED_AT = 1000
"""The most values of a column that are held against the ids of people."""
KINDS = {"": "texts", "date": "dates"}
SHORTEST = 3
"""A shorter text, or a number of less than five digits, is an id of somebody by chance."""


def with_exhibits(
    notebook: "NotebookNode",
    step: Step,
    tables: Mapping[str, pd.DataFrame],
    read: Iterable[str],
    minimum: int,
) -> "NotebookNode":
    """An executed own notebook in which each cell that gives an exhibit holds it, as keys and facts.

    A cell that shows an exhibit of the method has it already. Of another the published table of its name is
    shown: nothing that the cell itself has put out.

    Args:
        notebook: As executed; it is changed.
        step: The step.
        tables: What it has published, by name.
        read: The input tables that it has read.
        minimum: The smallest group that shows its measures.

    Raises:
        RunError: Exhibits are missing, not published, or not named, or formats do not fit; names all of them.
    """
    from nbformat.v4 import new_output

    of_method = {stem for folder in CHAPTERS.iterdir() if folder.is_dir() for stem in stems(folder.name)}
    faults = []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        shown = [output.data[EXHIBIT_TYPE]["stem"] for output in cell.outputs]
        table = tables.get(cell.id)
        if strange := [stem for stem in shown if stem != cell.id or stem not in of_method]:
            faults.append(_fault(cell.id, f"shows an exhibit {strange[0]!r} by itself; publish its table"))
        elif cell.id not in step.exhibits or (cell.id in of_method and (table is not None or not shown)):
            continue
        elif table is None:
            faults.append(_fault(cell.id, f"gives an exhibit, and no table is published as '{cell.id}'"))
        elif wrong := _misfits(cell.metadata.get("formats", {}), table):
            faults += [_fault(cell.id, f"has formats that do not fit: {fault}") for fault in wrong]
        elif len(table):  # without rows there is nothing to show
            rests_on = {name for name in (*read, *step.needs[cell.id]) if name in TABLES}
            made = _exhibit(cell, table, _heading(notebook, cell.id), rests_on, minimum)
            cell.outputs = [new_output("display_data", {EXHIBIT_TYPE: made.payload()})]
    if faults:
        raise RunError("\n  ".join([f"Step {step.name}, your own notebook {step.file.name}:", *faults]))
    return notebook


def refuse_people(step: Step, tables: Mapping[str, pd.DataFrame], period: Period) -> None:
    """Refuse tables of an own notebook in which a column names people, whatever the column is called.

    Raises:
        RunError: Most of the values in a column are ids of the input; names the table and the column.
    """
    for name, table in tables.items():
        for column in table.select_dtypes(exclude="number"):
            texts = table[column].dropna().astype("str").drop_duplicates().head(LOOKED_AT)
            telling = texts[texts.str.len().ge(SHORTEST) & ~texts.str.fullmatch(r"\d{1,4}")]
            if len(telling) and len(period.ids_among(telling)) > len(texts) / 2:
                raise RunError(
                    f"Step {step.name}, your own notebook: table '{name}' cannot be published, for column"
                    f" {column} holds ids of people.\nCount groups of them; what later steps need per"
                    " customer, keep with quarter.save_private."
                )


def _fault(cell: str, what: str) -> str:
    return f"cell '{cell}' {what}"


def _exhibit(
    cell: "NotebookNode", table: pd.DataFrame, heading: Phrase, rests_on: set[str], minimum: int
) -> Exhibit:
    """A published table as an exhibit: titled by its cell or the heading above, columns by their kind."""
    forms = {name: cell.metadata.get("formats", {}).get(name) or _form(table[name]) for name in table}
    hides = any(table[name].isna().any() for name in table.select_dtypes("number"))
    columns = [Column(name, _called(str(name)), form) for name, form in forms.items()]
    return table_exhibit(
        pd.DataFrame({name: table[name] if form else _texts(table[name]) for name, form in forms.items()}),
        columns,
        title=own(cell.metadata.get("title", "")) or heading,
        tables=tuple(name for name in TABLES if name in rests_on),
        note=say("exhibit.blank", minimum=minimum) if hides else "",
        stem=cell.id,
    )


def _called(column: str) -> Phrase:
    """What a column is called: as it is written, for who has not said more in `translations`."""
    text = column.replace("_", " ")
    return label("n") if column == "n" else text[:1].upper() + text[1:]


def _form(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return ""
    if pd.api.types.is_integer_dtype(values):
        return "int"
    if pd.api.types.is_numeric_dtype(values):
        return "num"
    return "date" if pd.api.types.is_datetime64_any_dtype(values) else ""


def _misfits(formats: Mapping[str, str], table: pd.DataFrame) -> list[str]:
    """Formats of columns that are not there, or that hold something else."""
    faults = []
    for column, form in formats.items():
        kind = _form(table[column]) if column in table else None
        if kind is None:
            faults.append(f"there is no column '{column}'{did_you_mean(column, table)}")
        elif (kind == "date") != (form == "date") or not kind:
            faults.append(f"'{column}' holds {KINDS.get(kind, 'numbers')}, and '{form}' writes others")
    return faults


def _texts(values: pd.Series) -> list[Any]:
    """Plain texts: what else a cell may hold, such as a list, is written out; nothing stays nothing."""
    return [None if value is None or value is pd.NA or value != value else str(value) for value in values]


def _heading(notebook: "NotebookNode", stem: str) -> Phrase:
    """The heading above an exhibit, in each language that it is given in."""
    above = next(
        (cell for cell in notebook.cells if cell.cell_type == "markdown" and exhibit_of(cell.id) == stem),
        None,
    )
    if above is None:
        return stem.replace("_", " ").capitalize()
    texts = {"": above.source, **above.metadata.get("words", {})}
    return own({language: text.splitlines()[0].lstrip("# ") for language, text in texts.items() if text})
