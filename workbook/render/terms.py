"""The client's own terms: what customers, opportunities and the like are called, and what customers do."""

from collections.abc import Mapping
from typing import Any

from workbook.engagement import Market, TermsSetting

PLURALS = {"opportunity": "opportunities"}


class Terms:
    """Words for the fields `{term.…}` of sentences.

    A name is a term or its plural (`customer`, `customers`), with a capital where it begins a sentence
    (`Customers`), or with its article (`a_customer`, `the_customer`, `The_customer`) or another word that
    follows the article in that language (Dutch `every_customer`: "elke klant", "elk huishouden"). What
    customers do is one of the deeds of the catalogue, such as `order`, `orders`, `ordering`, `ordered`:
    `{term.deeds}`, `{term.a_deed}`, `{term.doing}`, `{term.did}`.
    """

    def __init__(
        self, entries: Mapping[str, Mapping[str, Any]], own: TermsSetting, market: Market, language: str
    ) -> None:
        self._articles = entries["format"]["articles"]
        self._words = dict(entries["term"]) | entries[f"activity_{own.activity_of(market)}"]
        for name, words in own.named(language).items():
            article = self._article(words[0])
            self._words |= {
                name: words[0].removeprefix(f"{article} "),
                PLURALS.get(name, f"{name}s"): words[1],
            }
            self._words |= {f"article_{name}": article}

    def _article(self, word: str) -> str:
        first = word.partition(" ")[0]
        return first if first.lower() in self._articles["all"] else ""

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        lower = name[:1].lower() + name[1:]
        text = self._with_article(lower)
        return text[:1].upper() + text[1:] if lower != name else text

    def _with_article(self, name: str) -> str:
        kind, _, term = name.partition("_")
        if not term:
            return self._words[name]
        word = self._words[term]
        own = self._words.get(f"article_{term}", "")
        fixed = self._articles[kind]
        if isinstance(fixed, str):
            return f"{fixed} {word}"
        if isinstance(fixed, Mapping):  # by the term's article; without one, the first
            return f"{fixed.get(own) or next(iter(fixed.values()))} {word}"
        # Where there are several, the term's own, or else the one that its first letter asks for.
        vowel = word[:1].lower() in self._articles["vowels"]
        return f"{own or fixed[vowel]} {word}"
