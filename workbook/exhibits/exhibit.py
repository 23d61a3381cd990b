"""An exhibit: a finding as title, a chart or a table, a note, and the source under it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from workbook.exhibits.charts import Picture
from workbook.shipped import shipped
from workbook.wording import Words

EXHIBIT_TYPE = "application/vnd.cx-workbook.exhibit+json"


@dataclass(frozen=True)
class Column:
    """A column of a table exhibit: which values, under which heading, written how.

    `spec` is one of Words' formats, or "" for text; `tone` gives a cell's style from its row; `kind` is
    text, number or range, and sets how it is aligned and broken.
    """

    name: str
    heading: str
    spec: str = ""
    tone: Callable[[pd.Series], str] | None = None
    kind: str = ""

    @property
    def align(self) -> str:
        """How its cells stand: as number when written as one."""
        return self.kind or ("number" if self.spec else "text")


@dataclass(frozen=True)
class Exhibit:
    """What is shown; how it looks is the template's business.

    Attributes:
        name: The exhibit's own name, the same in every language and run.
        title: The finding, as a sentence.
        source: Where the numbers come from.
        alt: What a chart shows, for who cannot see it.
        chart: A picture, wide and narrow, or none.
        headings: Of a table: heading and alignment ("text", "number" or "range") per column.
        rows: Of a table: text and tone per cell.
        note: How to read it, and its uncertainty.
        illustrative: The mark of made-up input, or empty.
    """

    name: str
    title: str
    source: str
    alt: str = ""
    chart: Picture | None = None
    headings: list[dict[str, str]] = field(default_factory=list)
    rows: list[list[dict[str, str]]] = field(default_factory=list)
    note: str = ""
    illustrative: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        payload = asdict(self)
        shown = _template().module.figure(payload, "")
        return {EXHIBIT_TYPE: payload, "text/html": str(shown), "text/plain": self.title}


@cache
def _template():
    from jinja2 import Environment, FileSystemLoader

    return Environment(
        loader=FileSystemLoader(shipped("templates") / "report"), autoescape=True
    ).get_template("exhibit.html.j2")


def table_rows(
    table: pd.DataFrame, columns: Sequence[Column], words: Words
) -> tuple[list[dict[str, str]], list[list[dict[str, str]]]]:
    """Headings and cells of a table exhibit, as text in the reader's language."""
    headings = [{"text": column.heading, "align": column.align} for column in columns]
    rows = [
        [
            {
                "text": _cell(row[column.name], column.spec, words),
                "align": column.align,
                "tone": column.tone(row) if column.tone else "",
            }
            for column in columns
        ]
        for _, row in table.iterrows()
    ]
    return headings, rows


def _cell(value: Any, spec: str, words: Words) -> str:
    if spec:
        return words.show(value, spec)
    return "" if not isinstance(value, list | tuple) and pd.isna(value) else str(value)


def table_exhibit(table: pd.DataFrame, columns: Sequence[Column], words: Words, **parts: str) -> Exhibit:
    """An exhibit with a table; `parts` are Exhibit's other texts."""
    headings, rows = table_rows(table, columns, words)
    return Exhibit(headings=headings, rows=rows, **parts)
