"""An exhibit: a finding as title, a chart or a table, what it means, how to read it, and its source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from workbook.phrases import Phrase, plain

ROWS_SHOWN, NAMES_SHOWN = 200, 60
"""So many rows of a table are shown, and names in a chart: nobody reads more, and no page holds it."""
EXHIBIT_TYPE = "application/vnd.cx-workbook.exhibit+json"


@dataclass(frozen=True)
class Column:
    """A column of a table exhibit: which values, under which heading, written how.

    Attributes:
        name: The column of the table; its cells are values, texts of the client's own, or phrases.
        heading: What stands above it.
        form: One of Words' formats, or "" for text.
        tone: Gives a cell's style from its row: strong, warn, busy, idle, or "".
        kind: How it is aligned and broken: text, number, range, or flow for a list of phrases that follow
            each other; by `form` when not given.
    """

    name: str
    heading: Phrase
    form: str = ""
    tone: Callable[[pd.Series], str] | None = None
    kind: str = ""

    @property
    def align(self) -> str:
        """How its cells stand: as number when written as one."""
        return self.kind or ("number" if self.form else "text")


@dataclass(frozen=True)
class Exhibit:
    """What is shown, as keys and facts; words and looks come when it is rendered.

    Attributes:
        title: The finding, in a sentence; empty where there is nothing to show, and the findings say why.
        tables: The input tables that it rests on; they give its source and the mark of made-up ones.
        findings: What it means: one paragraph each.
        alt: What a chart shows, for who cannot see it.
        chart: A shape of chart with its rows and options, as `chart` makes it, or none.
        headings: Of a table: heading and alignment per column.
        rows: Of a table: value, format, alignment and tone per cell.
        note: How to read it, and its uncertainty.
        rows_in_all: How many rows a table has, of which the first are shown.
        source: Where the numbers come from, when the tables do not say it.
        board: A map as a table, as `workbook.render.boards.board` takes it, or none.
        cards: Whether each row of a table is shown as a card, under the text of its first cell.
        stem: The exhibit's name: of its module, its cell, its saved table and its sentences.
    """

    title: Phrase
    tables: tuple[str, ...]
    findings: tuple[Phrase, ...] = ()
    alt: Phrase = ""
    chart: dict[str, Any] | None = None
    headings: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    note: Phrase = ""
    rows_in_all: int = 0
    source: Phrase = ""
    board: dict[str, Any] | None = None
    cards: bool = False
    stem: str = ""

    def payload(self) -> dict[str, Any]:
        """The exhibit as plain data, for a notebook's output."""
        return asdict(self)


def table_exhibit(table: pd.DataFrame, columns: Sequence[Column], **parts: Any) -> Exhibit:
    """An exhibit with the first rows of a table; `parts` are Exhibit's other attributes."""
    headings = [{"text": column.heading, "align": column.align} for column in columns]
    rows = [
        [
            {
                "value": plain(row[column.name]),
                "as": column.form,
                "align": column.align,
                "tone": column.tone(row) if column.tone else "",
            }
            for column in columns
        ]
        for row in table.head(ROWS_SHOWN).to_dict("records")
    ]
    return Exhibit(headings=headings, rows=rows, rows_in_all=len(table), **parts)


def with_facts(exhibit: Exhibit, **facts: Any) -> Exhibit:
    """An exhibit of which every sentence has some more facts, such as what its outcome is called.

    Args:
        exhibit: The exhibit.
        facts: As `workbook.phrases.say` takes them; a fact that a sentence has already is kept.
    """
    more = plain(facts)

    def told(part: Any) -> Any:
        if isinstance(part, Mapping) and "say" in part:
            return {"say": part["say"], "facts": {**more, **told(part["facts"])}}
        if isinstance(part, Mapping):
            return {key: told(value) for key, value in part.items()}
        return [told(value) for value in part] if isinstance(part, list) else part

    parts = {
        name: told(getattr(exhibit, name)) for name in ("title", "alt", "chart", "headings", "rows", "note")
    }
    return replace(exhibit, findings=tuple(map(told, exhibit.findings)), **parts)


def chart(shape: str, table: pd.DataFrame, **options: Any) -> dict[str, Any] | None:
    """A chart: one of the shapes of `workbook.render.charts`, its rows and its options; without rows none.

    Of a chart with a name per row the first are shown.

    Args:
        shape: Its function there.
        table: The rows, in the order to show; only the columns that the options name are kept.
        options: Columns, formats and phrases, by the function's parameters.
    """
    if table.empty:
        return None
    used = {value for value in options.values() if isinstance(value, str)} | {"low", "high"}
    shown = table.filter([name for name in table if name in used])
    shown = shown.head(NAMES_SHOWN) if "name" in options else shown
    rows = [plain(row) for row in shown.to_dict("records")]
    return {"shape": shape, "rows": rows, "rows_in_all": len(table), "options": plain(options)}


def as_facts(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some columns of a row as facts of a sentence."""
    return {name: row[name] for name in names}
