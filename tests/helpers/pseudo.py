"""A language that nobody speaks: every word of the catalogues between brackets, so that any other shows.

Its locale is Greek: what numbers, dates and lists say by themselves is in letters that no catalogue has.
"""

import json
import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
from pydantic import BaseModel

from workbook.catalogues import CATALOGUES, catalogue
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.render.words import Words

LANGUAGE = "qps"
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçďéƒğĥîĵķļɱñöþʠřšţûṽŵẋýžÀƁÇĎÉƑĞĤÎĴĶĻṀÑÖÞQŘŠŢÛṼŴẊÝŽ",
)
AS_THEY_ARE = {"locale", "money", "all", "vowels"}
"""Entries of the format that are patterns and not words."""
BRACKETED = re.compile("⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]+")
SAID_BY_LABEL = {key.rpartition(".")[2] for key in catalogue("en")["label"]}
"""Values of the measures that have a label; none of them is a word of the client."""


def bracketed(text: str) -> str:
    """A text of a catalogue with its words accented and between brackets, line by line; fields stay.

    Example:
        >>> bracketed("Of {n:int} experts, {names:list}")
        '⟦Öƒ ⟧{n:int}⟦ éẋþéřţš, ⟧{names:list}'
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    mark = re.match("#* ?", line).group()
    parts = line.removeprefix(mark).split(": ", 1) if mark else [line]
    return mark + ": ".join("".join(_marked(*part) for part in string.Formatter().parse(p)) for p in parts)


def _marked(literal: str, name: str | None, form: str | None, _: Any) -> str:
    literal = literal.replace("{", "{{").replace("}", "}}")
    if WORD.search(literal):
        literal = f"⟦{literal.translate(ACCENTED)}⟧"
    return literal if name is None else f"{literal}{{{name}{':' if form else ''}{form}}}"


def pseudo(entry: Any, key: str = "") -> Any:
    """An entry of the English catalogue in the language that nobody speaks."""
    if key == "locale":
        return "el_GR"
    if isinstance(entry, Mapping):
        return {name: pseudo(inner, name) for name, inner in entry.items()}
    if isinstance(entry, list) and key not in AS_THEY_ARE:
        return [bracketed(text) for text in entry]
    return bracketed(entry) if isinstance(entry, str) and key not in AS_THEY_ARE else entry


def write_language(folder: Path) -> Path:
    """The language as a folder of files, beside the others."""
    folder.mkdir(parents=True)
    for file in (CATALOGUES / "en").glob("*.toml"):
        tables = pseudo(tomllib.loads(file.read_text("utf-8")))
        lines = [
            line
            for name, entries in tables.items()
            for line in (f"[{name}]", *[f"{_toml(key)} = {_toml(entry)}" for key, entry in entries.items()])
        ]
        (folder / file.name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _toml(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(inner)}" for key, inner in entry.items()) + " }"
    return json.dumps(entry, ensure_ascii=False)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return pseudo(catalogue("en"))


class PseudoWords(Words):
    """The words of an engagement in the language that nobody speaks."""

    @cached_property
    def entries(self) -> Mapping[str, Mapping[str, Any]]:
        return _entries()


def leaks(texts: Iterable[str], client: Iterable[str] = ()) -> list[str]:
    """The words in texts that are in no catalogue, nor among the client's."""
    known = {word for text in client for word in WORD.findall(text)} - SAID_BY_LABEL
    outside = [word for text in texts for word in WORD.findall(BRACKETED.sub(" ", text))]
    return [word for word in outside if word not in known]


def exhibit_leaks(made: Exhibit, measures: Iterable[Any], settings: Engagement) -> list[str]:
    """The words of an exhibit that are neither in a catalogue, nor in its measures or the settings."""
    from workbook.render.figures import worded

    words = PseudoWords(LANGUAGE, settings)
    shown = worded(made.payload() | {"chart": None}, words)
    del shown["stem"], shown["cards"]
    cells = [cell["text"] for row in shown.pop("rows") for cell in row]
    headings = [heading["text"] for heading in shown.pop("headings")]
    places = list(_board_texts(shown.pop("board")))
    chart = (
        list(_phrases([made.chart["rows"], _not_names(made.chart["options"])], words)) if made.chart else []
    )
    told = [text for part in shown.values() for text in ([part] if isinstance(part, str) else part or [])]
    labels = [topic.label for topic in settings.topics.values()]  # of codebooks, in every language
    known = [*texts_of(list(measures)), *texts_of(settings), *texts_of(labels)]
    return leaks([*told, *cells, *headings, *places, *chart], known)


def _board_texts(part: Any) -> Iterable[str]:
    """The texts of a map in words; not its kinds and its pictures."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from _board_texts([value for name, value in part.items() if name not in ("kind", "picture")])
    elif isinstance(part, list):
        for inner in part:
            yield from _board_texts(inner)


def _not_names(options: Mapping[str, Any]) -> list[Any]:
    """The options of a chart but for the columns that they name."""
    return [value for value in options.values() if not isinstance(value, str)]


def _phrases(part: Any, words: Words) -> Iterable[str]:
    """The texts in the description of a chart."""
    if isinstance(part, Mapping) and {"say", "show", "between", "named", "own"} & part.keys():
        yield words.text(part)
    elif isinstance(part, Mapping | list):
        for inner in part.values() if isinstance(part, Mapping) else part:
            yield from _phrases(inner, words)
    elif isinstance(part, str):
        yield part


def texts_of(thing: Any) -> Iterable[str]:
    """Every text in measures or settings: cells, columns, attributes."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, pd.DataFrame):
        yield from texts_of([*thing.columns, *thing.select_dtypes(exclude="number").to_numpy().ravel()])
    elif isinstance(thing, Mapping):
        yield from texts_of([*thing, *thing.values()])
    elif isinstance(thing, BaseModel):
        yield from texts_of(thing.model_dump())
    elif isinstance(thing, SimpleNamespace):
        yield from texts_of(vars(thing))
    elif is_dataclass(thing):
        yield from texts_of([getattr(thing, field.name) for field in fields(thing)])
    elif isinstance(thing, Iterable) and not isinstance(thing, pd.Series):
        for inner in thing:
            yield from texts_of(inner)
