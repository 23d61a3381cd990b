"""Exhibits in words: what a template shows, and how a notebook displays it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from workbook.exhibit import EXHIBIT_TYPE, Exhibit
from workbook.phrases import Phrase, say
from workbook.shipped import shipped

if TYPE_CHECKING:
    from workbook.render.words import Words


def worded(exhibit: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """An exhibit's payload with every phrase in words, and its chart drawn; a note only to what is shown."""
    from workbook.render.boards import board
    from workbook.render.charts import picture

    cells = [
        [
            {
                **_cell(cell["value"], cell["as"], words),
                "align": cell["align"],
                "tone": cell["tone"],
            }
            for cell in row
        ]
        for row in exhibit["rows"]
    ]
    return {
        "stem": exhibit["stem"],
        "title": words.text(exhibit["title"]),
        "findings": words.texts(exhibit["findings"]),
        "alt": words.text(exhibit["alt"]),
        "chart": picture(exhibit["chart"], words) if exhibit["chart"] else None,
        "board": board(exhibit["board"], words) if exhibit["board"] else [],
        "headings": [
            {"text": words.text(head["text"]), "align": head["align"]} for head in exhibit["headings"]
        ],
        "rows": cells,
        "cards": exhibit["cards"],
        "note": " ".join(words.texts(_notes(exhibit))),
        "source": words.text(exhibit["source"]) or words.sources(exhibit["tables"]),
        "illustrative": words.illustrative(exhibit["tables"]),
    }


def _cell(value: Any, form: str, words: Words) -> dict[str, Any]:
    """What stands in a cell: a text, or steps that follow each other."""
    if isinstance(value, list) and not form:
        return {"text": "", "steps": words.texts(value)}
    return {"text": words.show(value, form) if form else words.text(value), "steps": []}


def _notes(exhibit: Mapping[str, Any]) -> list[Phrase]:
    """How to read what is shown, and how much of it is; nothing where nothing is shown."""
    shown, in_all = len(exhibit["rows"]), exhibit["rows_in_all"]
    if exhibit["chart"]:
        shown, in_all = len(exhibit["chart"]["rows"]), exhibit["chart"]["rows_in_all"]
    if not shown and not exhibit["board"]:
        return []
    return [exhibit["note"], *([say("exhibit.first", n=shown, n_all=in_all)] if in_all > shown else [])]


@dataclass(frozen=True)
class Display:
    """An exhibit in a notebook: keys and facts for the report, and in the Lab a figure in words.

    Attributes:
        exhibit: What is shown.
        words: In which words; none in a run, where nobody looks.
    """

    exhibit: Exhibit
    words: Words | None

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        payload = self.exhibit.payload()
        bundle = {EXHIBIT_TYPE: payload, "text/plain": self.exhibit.stem}
        if self.words is None:
            return bundle
        return bundle | {"text/html": figure_html(payload, self.words)}


def figure_html(payload: Mapping[str, Any], words: Words) -> str:
    """An exhibit's payload as HTML that stands by itself, with the looks that it has in the report."""
    house = words.engagement.house.properties
    return str(_template().module.standalone(worded(payload, words), house))


@cache
def _template():
    from jinja2 import Environment, FileSystemLoader

    looks = FileSystemLoader(shipped("templates") / "report")
    return Environment(loader=looks, autoescape=True).get_template("exhibit.html.j2")
