"""The text of an export as a table of the backend, and the questions of a survey as rows of their own."""

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workbook.engagement import Delivery, Question
from workbook.intake.deliveries.header import (
    ASKED_COLUMNS,
    ROWS_SEARCHED,
    column_names,
    heading_row,
    joined_heading,
    renamed,
    same_heading,
)
from workbook.intake.deliveries.recipe import Recipe
from workbook.intake.deliveries.rows_of import Rows
from workbook.intake.deliveries.sql import ASKED, EXPORT, columns_read

if TYPE_CHECKING:
    import duckdb

CHUNK = 50_000
_CLEAN = r"""CREATE MACRO cleaned(x) AS nullif(regexp_replace(
    regexp_replace(x, '^[\s\x{00A0}\x{FEFF}]+|[\s\x{00A0}]+$', '', 'g'), '^''([=+\-@0-9])', '\1'), '')"""
"""A cell without the spaces around it, and without the sign that keeps a formula from running."""
FAULTS_SHOWN = 20
"""How many rows of one column are told."""


class Export:
    """The table with the text of the export, filled file by file."""

    def __init__(self, data: "duckdb.DuckDBPyConnection", recipe: Recipe, delivery: Delivery) -> None:
        self.data, self.recipe, self.delivery = data, recipe, delivery
        data.execute(_CLEAN)
        data.execute(f'CREATE TABLE {EXPORT} ("row" BIGINT)')
        self.read = set.union(*map(columns_read, recipe.selects.values()))
        self.read |= {same_heading(name) for name in (*delivery.with_.values(), *delivery.questions)}
        self.read.add(same_heading(recipe.head.key))
        self.parts: list[tuple[str, int, int]] = []  # name, the number before its first row, rows
        self.columns: list[str] = []
        self.faults: list[dict[str, Any]] = []

    def add(self, name: str, rows: Rows) -> bool:
        """Load a file or sheet; false where the headings of the recipe are not there."""
        first = list(itertools.islice(rows, ROWS_SEARCHED))
        also = self.recipe.head.also | self.delivery.columns
        cells = [renamed(row, also) for _, row in first]
        place = heading_row(cells, self.recipe.head.matches)
        if place is None:
            return False
        heading = cells[place]
        if self.recipe.head.joined and len(cells) > place + 1:
            heading = joined_heading(heading, cells[place + 1])
        columns = self._spelled(column_names(heading))
        self._widen(columns)
        begin = self.parts[-1][1] + self.parts[-1][2] if self.parts else 0
        last = begin
        below = itertools.chain(first[place + self.recipe.head.heading_rows :], rows)
        for chunk in _chunks(below):
            last = begin + self._insert(name, columns, begin, chunk)
        self.parts.append((name, begin, last - begin))
        return True

    def _spelled(self, columns: list[str]) -> list[str]:
        """The headings as the recipe spells them, and one that several files share as the first spells it."""
        head = self.recipe.head
        asked = [*self.delivery.with_.values(), *self.delivery.questions]
        known = {same_heading(name): name for name in (*self.columns, *head.matches, *head.optional, *asked)}
        return [known.get(same_heading(name), name) for name in columns]

    def _widen(self, columns: list[str]) -> None:
        for name in columns:
            if name not in self.columns:
                self.columns.append(name)
                if self._is_read(name):
                    self.data.execute(f"ALTER TABLE {EXPORT} ADD COLUMN {quoted(name)} TEXT")

    def _is_read(self, name: str) -> bool:
        return name.casefold() in self.read or same_heading(name) in self.read

    def _insert(self, name: str, columns: list[str], begin: int, chunk: list[tuple[int, list[str]]]) -> int:
        import pyarrow as pa

        long = [number for number, row in chunk if any(cell.strip() for cell in row[len(columns) :])]
        if long:
            message = f"has more values than there are columns ({len(columns)}); a value may need quotes"
            self.faults.append(fault(name, message, long[:FAULTS_SHOWN]))
        filled = [(number, row) for number, row in chunk if any(cell.strip() for cell in row)]
        places = [place for place, name in enumerate(columns) if self._is_read(name)]
        texts = [[row[place] if place < len(row) else None for _, row in filled] for place in places]
        numbers = pa.array([begin + number for number, _ in filled], pa.int64())
        names = [f"c{place}" for place in places]
        loaded = pa.table([numbers, *[pa.array(text, pa.string()) for text in texts]], names=["row", *names])
        self.data.register("loaded", loaded)
        named = ", ".join(['"row"', *[quoted(columns[place]) for place in places]])
        cleaned = ", ".join(['"row"', *[f"cleaned({name})" for name in names]])
        self.data.execute(f"INSERT INTO {EXPORT} ({named}) SELECT {cleaned} FROM loaded")
        self.data.unregister("loaded")
        return chunk[-1][0]

    def place(self, row: int) -> tuple[str, int]:
        """The file and the row in it, of a number in the column row."""
        name, begin, _ = next(part for part in reversed(self.parts) if row > part[1])
        return name, row - begin


def fault(file: str, message: str, rows: Sequence[int] = (), column: str = "") -> dict[str, Any]:
    """A fault of a file, as the process hands it over."""
    return {"file": file, "message": message, "rows": list(rows), "column": column}


def quoted(name: str) -> str:
    """The name of a column, as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _chunks(rows: Rows) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield chunk


def ask(
    data: "duckdb.DuckDBPyConnection", delivery: Delivery, questions: dict[str, Question], export: Export
) -> list[dict[str, Any]]:
    """Make the view with a row per question and row of a survey; questions that have no column are faults.

    The texts of a question that mean no answer become blank, and its labels the scores that they count for.
    """
    spelled = {same_heading(name): name for name in export.columns}
    parts, faults = [], []
    for heading, asked in delivery.questions.items():
        name = spelled.get(same_heading(heading))
        if name is None:
            message = f"column '{heading}', named under questions of the delivery, is not in the export"
            faults.append(fault(export.parts[0][0], message))
            continue
        values = (asked.question, asked.touchpoint, asked.phase, name)
        named = ", ".join(
            f"{_literal(value)} AS {column}" for column, value in zip(ASKED_COLUMNS, values, strict=False)
        )
        answer = _answer(quoted(name), questions.get(asked.question, Question()))
        parts.append(f"SELECT *, {named}, {answer} AS asked_answer FROM {EXPORT}")
    empty = ", ".join(f"NULL::TEXT AS {column}" for column in ASKED_COLUMNS)
    parts = parts or [f"SELECT *, {empty} FROM {EXPORT} LIMIT 0"]
    data.execute(f"CREATE VIEW {ASKED} AS {' UNION ALL '.join(parts)}")
    return faults


def _answer(cell: str, question: Question) -> str:
    """The SQL of an answer; the end of a choice in Microsoft Forms goes."""
    cell = f"rtrim({cell}, '; ')"
    codes = ", ".join(_literal(code.casefold()) for code in question.no_answer)
    nothing = f"WHEN lower({cell}) IN ({codes}) THEN NULL " if codes else ""
    labels = "".join(
        f"WHEN lower({cell}) = {_literal(label.casefold())} THEN {_literal(f'{score:g}')} "
        for label, score in question.labels.items()
    )
    return f"CASE {nothing}{labels}ELSE {cell} END" if nothing or labels else cell


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def carry_down(data: "duckdb.DuckDBPyConnection", names: Sequence[str], export: Export) -> None:
    """Fill the blank cells of some columns with the value of the row above, within a file."""
    for name in (name for name in names if name in export.columns):
        above = (
            f'SELECT "row" AS at, last_value({quoted(name)} IGNORE NULLS) OVER (PARTITION BY {_part(export)}'
            f' ORDER BY "row") AS above FROM {EXPORT}'
        )
        data.execute(
            f"UPDATE {EXPORT} SET {quoted(name)} = carried.above FROM ({above}) AS carried"
            f' WHERE {EXPORT}."row" = carried.at AND {quoted(name)} IS NULL'
        )


def drop_overlap(data: "duckdb.DuckDBPyConnection", key: str, export: Export) -> int:
    """Take out the orders of earlier files that a later one holds too."""
    if not key or len(export.parts) < 2 or key not in export.columns:
        return 0
    cell, part = quoted(key), _part(export)
    last = f"SELECT {cell} AS held, max({part}) AS part FROM {EXPORT} GROUP BY {cell}"
    gone = data.execute(
        f"DELETE FROM {EXPORT} USING ({last}) AS newest WHERE {cell} = held AND {part} < newest.part"
    ).fetchone()
    return int(gone[0]) if gone else 0


def _part(export: Export) -> str:
    """The SQL of the file that a row is of."""
    cases = " ".join(
        f'WHEN "row" > {begin} THEN {place}'
        for place, (_, begin, _) in reversed(list(enumerate(export.parts)))
    )
    return f"CASE {cases} END"
