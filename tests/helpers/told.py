"""What an exhibit tells a reader: its texts and cells in words, all of which come from a catalogue."""

import re
from dataclasses import dataclass
from typing import Any

from pseudo import exhibit_leaks

from workbook.chapters import exhibit
from workbook.engagement import Engagement, engagement_from
from workbook.exhibit import Exhibit
from workbook.render.figures import worded
from workbook.render.words import Words

ACME = engagement_from({"client": "Acme"})


@dataclass(frozen=True)
class Told:
    """An exhibit in words."""

    exhibit: Exhibit
    title: str
    findings: list[str]
    cells: list[list[str]]
    headings: list[str]
    tones: list[list[str]]
    note: str
    source: str
    illustrative: str


def told(place: str, *measures: Any, settings: Engagement = ACME, language: str = "en") -> Told | None:
    """The exhibit at a place such as "understand/needs", in words; none where there is none.

    Whatever it says is in a catalogue, or it is the client's: else the test that asks for it fails.
    """
    made = exhibit(*place.split("/"), *measures, settings)
    if made is None:
        return None
    outside = exhibit_leaks(made, measures, settings)
    assert not outside, f"{place} says what is in no catalogue: {', '.join(outside)}"
    return in_words(made, settings, language)


def in_words(made: Exhibit, settings: Engagement = ACME, language: str = "en") -> Told:
    """An exhibit in words; its chart is not drawn."""
    payload = made.payload() | {"chart": None}
    shown = _breakable(worded(payload, Words(language, settings)))
    return Told(
        exhibit=made,
        title=shown["title"],
        findings=shown["findings"],
        cells=[[cell["text"] for cell in row] for row in shown["rows"]],
        headings=[head["text"] for head in shown["headings"]],
        tones=[[cell["tone"] for cell in row] for row in shown["rows"]],
        note=shown["note"],
        source=shown["source"],
        illustrative=shown["illustrative"],
    )


def _breakable(part: Any) -> Any:
    """The same with a plain space before a unit or a word, and nothing between a sign and its amount."""
    if isinstance(part, dict):
        return {name: _breakable(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_breakable(value) for value in part]
    return (
        re.sub(r"(?<=[\d<=])\xa0|\u2060", lambda match: " " if match[0] == "\xa0" else "", part)
        if isinstance(part, str)
        else part
    )


def chart_rows(made: Exhibit, settings: Engagement = ACME, language: str = "en") -> list[dict[str, Any]]:
    """The rows behind an exhibit's chart, with phrases in words."""
    words = Words(language, settings)
    return [
        {
            name: _breakable(words.text(value)) if isinstance(value, dict) else value
            for name, value in row.items()
        }
        for row in made.chart["rows"]
    ]
