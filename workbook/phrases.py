"""Phrases: sentences as keys and facts, which are put into words when they are rendered, in any language.

A phrase is plain data that fits into JSON: a text of the client's own, or one of the mappings made here.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

Phrase = str | dict[str, Any]
NO_VALUE = "–"


def say(key: str, /, **facts: Any) -> Phrase:
    """The sentence with this key in the catalogues, and the facts that fill its fields.

    Args:
        key: The entry: its table and the rest, such as "needs.title.none".
        facts: Numbers, dates, texts, phrases, or lists of these.

    Example:
        >>> say("needs.title.none", n=3)
        {'say': 'needs.title.none', 'facts': {'n': 3}}
    """
    return {"say": key, "facts": {name: plain(value) for name, value in facts.items()}}


def sayer(module: str) -> Callable[..., Phrase]:
    """`say` for the sentences of one exhibit: its keys start with the exhibit's stem.

    Args:
        module: The `__name__` of the exhibit's module.
    """
    stem = module.rpartition(".")[2]
    return lambda key, /, **facts: say(f"{stem}.{key}", **facts)


def label(key: str) -> Phrase:
    """A short label that several exhibits share: a column heading, an axis, a verdict."""
    return say(f"label.{key}")


def labels(keys: Iterable[str]) -> list[Phrase]:
    """Several labels."""
    return [label(key) for key in keys]


def show(value: Any, form: str) -> Phrase:
    """One value, written by the reader's locale.

    Args:
        value: A number or a date; a missing one is a dash.
        form: One of Words' formats, such as "money".
    """
    return {"show": plain(value), "as": form}


def between(low: float, high: float, form: str) -> Phrase:
    """A range; one number when both ends read the same, a dash when there is none."""
    return {"between": [plain(low), plain(high)], "as": form}


def named(kind: str, name: str) -> Phrase:
    """What a thing of the engagement is called: by its settings, else by the catalogue, else by its name.

    Args:
        kind: Such as "stage", "norm" or "role".
        name: Its name in tables and settings.
    """
    return {"named": kind, "name": name}


def own(text: str | Mapping[str, str]) -> Phrase:
    """A text of the client's own: one for every language, or one per language."""
    return text if isinstance(text, str) else {"own": dict(text)}


def phrases(*candidates: Phrase | None) -> tuple[Phrase, ...]:
    """The phrases that are there."""
    return tuple(phrase for phrase in candidates if phrase)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: Python's own numbers, dates as ISO text, nothing for what is missing."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "tolist"):  # numpy's numbers and arrays, pandas' columns
        value = value.tolist()
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    if value is None or value != value:  # NaN and NaT are not themselves
        return None
    if isinstance(value, date):
        return {"date": value.isoformat()[:10]}
    return None if isinstance(value, float) and math.isinf(value) else value
