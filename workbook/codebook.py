"""The codebook of an engagement: by which words a comment is about a topic, and which team it is for.

Starter books ship in `workbook/codebooks`; codebook.yml of an engagement adds to them, changes and removes.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, Field, model_validator

from workbook.settings import STRICT, LocalText

BOOKS = Path(__file__).parent / "codebooks"
OF_MARKET = {
    "b2c": ("shop", "service"),
    "marketplace": ("marketplace", "service"),
    "classifieds": ("marketplace", "service"),
    "b2b": ("b2b", "service"),
}
"""The starter books of each market."""
FEWEST_LETTERS = 3
"""A word with a * has so many letters besides: a shorter one would stand for half a dictionary."""
WORD = re.compile(r"[\w*]+")
STARS = 2  # in one word

Book = Literal["shop", "marketplace", "b2b", "service"]
Share = Annotated[float, Field(ge=0, le=1)]


def plain_words(text: str) -> list[str]:
    """The words of a text, without capitals and accents; a * in a term stands for any letters.

    Example:
        >>> plain_words("Eén retour*, e-mail")
        ['een', 'retour*', 'e', 'mail']
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(sign for sign in spread if not unicodedata.combining(sign)))


def _term(text: str) -> str:
    words = plain_words(text)
    if not words:
        raise ValueError(f"'{text}' has no letters or digits")
    for word in words:
        if "*" in word and (len(word.replace("*", "")) < FEWEST_LETTERS or word.count("*") > STARS):
            raise ValueError(
                f"'{text}' stands for too much; beside at most {STARS} * a word has {FEWEST_LETTERS} letters"
                " or more"
            )
    return text


def _goes_up(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] > ends[1]:
        raise ValueError(f"the least, {ends[0]:g}, is above the most, {ends[1]:g}")
    return ends


Terms = tuple[Annotated[str, AfterValidator(_term)], ...]
Range = Annotated[tuple[Share, Share], AfterValidator(_goes_up)]


class Topic(BaseModel):
    """What comments may be about.

    Attributes:
        label: What it is called, in one language or in each; its name when left out.
        words: Words and phrases of which one makes a comment one of the topic. Capitals and accents do not
            count, and a * stands for any letters.
        but_not: Phrases in which its words do not count, as "user friendly" for friendly.
        team: The team that can do something about it.
        cost_per_contact: What one service contact about it costs, in the engagement's currency.
        addressable: The least and the most of its contacts that could be prevented, as shares.
    """

    model_config = STRICT

    label: str | LocalText = ""
    words: Terms = ()
    but_not: Terms = ()
    team: str = ""
    cost_per_contact: Annotated[float, Field(ge=0)] | None = None
    addressable: Range | None = None


class Codebook(BaseModel):
    """What codebook.yml holds.

    Attributes:
        books: The starter books it builds on; those of the market when left out.
        topics: By name. One of a starter book takes what is given here, and its words beside its own; without
            anything, as in `returns:`, it is removed.
        cost_per_contact: What a contact costs where its topic does not say.
        addressable: As of a topic, where it does not say.
        precision: How often a topic that was learned from labelled comments must have been right, in
            cross-validation, to be given to comments that the words leave over.
    """

    model_config = STRICT

    books: tuple[Book, ...] | None = None
    topics: dict[Annotated[str, Field(pattern=r"^\w[\w -]*$")], Topic | None] = {}
    cost_per_contact: Annotated[float, Field(ge=0)] | None = None
    addressable: Range = (0.1, 0.3)
    precision: Annotated[float, Field(ge=0.5, le=1)] = 0.8

    @model_validator(mode="after")
    def _topics_have_words(self) -> Self:
        empty = [name for name, topic in self.topics.items() if topic and not topic.words]
        books = () if not empty else Book.__args__ if self.books is None else self.books
        started = {name for book in books for name in starter(book)}
        if lacking := [name for name in empty if name not in started]:
            raise ValueError(f"topic {', '.join(lacking)} has no words")
        return self


@cache
def starter(book: Book) -> Mapping[str, Topic]:
    """The topics of a starter book, by name."""
    text = (BOOKS / f"{book}.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {name: Topic(**given) for name, given in yaml.load(text, loader)["topics"].items()}


def topics_of(codebook: Codebook, market: str) -> dict[str, Topic]:
    """The topics that hold: those of the starter books with what the codebook changes, then its own.

    Args:
        codebook: What the engagement says.
        market: Its market, which decides on the books where the codebook names none.

    Example:
        >>> own = Codebook.model_validate({"topics": {"returns": None, "wrapping": {"words": ["bow"]}}})
        >>> found = topics_of(own, "b2c")
        >>> "returns" in found, "refund" in found, found["wrapping"].words
        (False, True, ('bow',))
    """
    books = OF_MARKET[market] if codebook.books is None else codebook.books
    found = {name: topic for book in books for name, topic in starter(book).items()}
    for name, own in codebook.topics.items():
        found[name] = own and _added(found.get(name), own)
    return {name: _with_defaults(topic, codebook) for name, topic in found.items() if topic}


def _added(started: Topic | None, own: Topic) -> Topic:
    if started is None:
        return own
    given: dict[str, Any] = own.model_dump(exclude_unset=True)
    words = {name: (*getattr(started, name), *getattr(own, name)) for name in ("words", "but_not")}
    return started.model_copy(update=given | words)


def _with_defaults(topic: Topic, codebook: Codebook) -> Topic:
    given = {
        name: getattr(codebook, name)
        for name in ("cost_per_contact", "addressable")
        if getattr(topic, name) is None
    }
    return topic.model_copy(update=given)
