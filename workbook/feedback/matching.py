"""Terms of a codebook looked up in many texts at once: in the list of their words, and not text by text."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.codebook import plain_words


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of many texts, one after the other.

    Attributes:
        texts: How many texts there are.
        of: The text that each word is in, by its place.
        codes: Which word it is, as a place in `words`.
        words: Each word once, in alphabetical order.
        order: The places of the words in the texts, by word.
        starts: Where the places of each word begin in `order`, and the end.
    """

    texts: int
    of: np.ndarray
    codes: np.ndarray
    words: list[str]
    order: np.ndarray
    starts: np.ndarray

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> "Tokens":
        """The words of texts, without capitals and accents."""
        split = [plain_words(text.replace("*", " ")) for text in texts]
        lengths = np.fromiter(map(len, split), dtype=np.int64, count=len(split))
        flat = np.array([word for words in split for word in words], dtype=object)
        codes, words = pd.factorize(flat, sort=True)
        order = np.argsort(codes, kind="stable")
        starts = np.searchsorted(codes[order], np.arange(len(words) + 1))
        return cls(len(split), np.repeat(np.arange(len(split)), lengths), codes, list(words), order, starts)

    def like(self, term: str) -> list[int]:
        """The words that one word of a term stands for."""
        start, star, end = term.partition("*")
        if not star or not (end or not start):
            first = bisect_left(self.words, start)
            last = bisect_left(self.words, f"{start}\U0010ffff") if star else first + 1
            return [at for at in range(first, min(last, len(self.words))) if star or self.words[at] == term]
        pattern = re.compile(r"\w*".join(map(re.escape, term.split("*"))))
        return [at for at, word in enumerate(self.words) if pattern.fullmatch(word)]

    def places(self, words: Iterable[int]) -> np.ndarray:
        """Where some words stand in the texts."""
        found = [self.order[self.starts[word] : self.starts[word + 1]] for word in words]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def matches(tokens: Tokens, terms: Iterable[str], but_not: Iterable[str] = ()) -> np.ndarray:
    """Which texts hold any of some terms, elsewhere than within a phrase in which they do not count.

    Args:
        tokens: Of the texts.
        terms: Words and phrases; a * stands for any letters.
        but_not: Phrases in which no term counts.

    Example:
        >>> texts = Tokens.of_texts(["Way too late", "too many", "not late", "not late, late"])
        >>> matches(texts, ["late", "man*"], ["not late"]).tolist()
        [True, True, False, True]
    """
    found = np.zeros(tokens.texts, dtype=bool)
    within = np.zeros(len(tokens.codes), dtype=bool)
    for phrase in but_not:
        words = plain_words(phrase)
        within[(_places(tokens, words)[:, None] + np.arange(len(words))).ravel()] = True
    for term in terms:
        words = plain_words(term)
        places = _places(tokens, words)
        counts = ~within[places[:, None] + np.arange(len(words))].any(axis=1)
        found[tokens.of[places[counts]]] = True
    return found


def _places(tokens: Tokens, words: list[str]) -> np.ndarray:
    """Where a phrase begins: its words stand beside each other, in one text."""
    first, *rest = words
    places = tokens.places(tokens.like(first))
    for step, word in enumerate(rest, start=1):
        places = places[places + step < len(tokens.codes)]
        places = places[tokens.of[places] == tokens.of[np.minimum(places + step, len(tokens.of) - 1)]]
        wanted = np.array(tokens.like(word), dtype=np.int64)
        places = places[np.isin(tokens.codes[places + step], wanted)]
    return places
