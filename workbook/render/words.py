"""Put phrases into words: sentences of the catalogues, the client's terms, numbers by locale."""

import math
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, localcontext
from functools import cached_property
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from workbook.catalogues import catalogue
from workbook.engagement import Engagement
from workbook.phrases import NO_VALUE, Phrase, label, own, plain, say
from workbook.render.terms import Terms

NBSP, JOINED = "\xa0", "\u2060"
"""A space, and no space, at which no line may end."""
RANGE = re.compile(r"(?<=\d)–(?=\d)")
NAMES_LISTED = 12
"""A sentence names so many; of more, the first ones and how many others there are."""
NAMES_IN_TITLE = 4
"""A title names so many."""


@dataclass(frozen=True)
class Words(string.Formatter):
    """The words of one engagement in one language.

    Sentences hold fields such as `{n:int}`, `{share:percent}`, `{cost:money}`, `{names:list}`: how each is
    written follows the locale. `{term.customers}` is what the client calls them. A sentence with plural
    forms takes the one that the language's rule gives for its fact `n`.
    """

    language: str
    engagement: Engagement

    @cached_property
    def entries(self) -> Mapping[str, Mapping[str, Any]]:
        """The catalogue of the language: texts by table and key."""
        return catalogue(self.language)

    @cached_property
    def locale(self) -> Locale:
        """The locale that numbers, dates and plurals follow."""
        return Locale.parse(self.entries["format"]["locale"])

    @cached_property
    def terms(self) -> Terms:
        """What the client calls customers, opportunities and the like, and what customers do."""
        return Terms(self.entries, self.engagement.terms, self.engagement.market, self.language)

    def text(self, phrase: Phrase | float | None) -> str:
        """A phrase in words.

        Raises:
            KeyError: The catalogue has no such sentence.
        """
        if not isinstance(phrase, Mapping):
            return "" if phrase is None else self._translated(str(phrase))
        if "say" in phrase:
            return self._sentence(phrase["say"], phrase["facts"])
        if "show" in phrase:
            return self.show(phrase["show"], phrase["as"])
        if "between" in phrase:
            low, high = (self.show(end, phrase["as"]) for end in phrase["between"])
            return low if low == high else self._sentence("exhibit.between", {"low": low, "high": high})
        if "named" in phrase:
            return self._name(phrase["named"], phrase["name"])
        if "own" in phrase:
            return phrase["own"].get(self.language) or next(iter(phrase["own"].values()), "")
        raise TypeError(f"This is no phrase: {phrase}")

    def texts(self, phrases: Sequence[Phrase]) -> list[str]:
        """Several phrases in words, without the empty ones."""
        return [text for text in map(self.text, phrases) if text]

    def label(self, key: str) -> str:
        """A short label in words."""
        return self.text(label(key))

    def show(self, value: Any, form: str) -> str:
        """One value as text, by the locale.

        Example:
            >>> from workbook.engagement import engagement_from
            >>> words = Words("nl", engagement_from({"client": "Acme", "currency": "EUR"}))
            >>> words.show(1234.5, "money").replace("\\xa0", " "), words.show(None, "int")
            ('€ 1.235', '–')
        """
        return self.format_field(plain(value), form)

    def sources(self, tables: Sequence[str]) -> str:
        """Where the tables behind an exhibit come from, as one sentence."""
        given = self.engagement.sources
        names = [
            self.text(own(given[name])) if name in given else self.label(f"table.{name}") for name in tables
        ]
        return self.text(say("exhibit.source", sources="; ".join(dict.fromkeys(names))))

    def illustrative(self, tables: Sequence[str]) -> str:
        """The mark of an exhibit that rests on made-up tables, or nothing."""
        return self.label("illustrative") if set(tables) & set(self.engagement.illustrative) else ""

    def _sentence(self, key: str, facts: Mapping[str, Any]) -> str:
        table, _, rest = key.partition(".")
        entries, (inner, _, last) = self.entries[table], rest.partition(".")
        sentence = entries[rest] if rest in entries else entries[inner][last]
        if isinstance(sentence, Mapping):
            n = facts.get("n")
            sentence = sentence.get(self.locale.plural_form(n or 0), sentence["other"])
        written = self.vformat(sentence, (), {**facts, "term": self.terms})
        return RANGE.sub(f"–{JOINED}", self._units.sub(NBSP, written))

    @cached_property
    def _units(self) -> re.Pattern[str]:
        """The space between a number and its unit, where no line may end."""
        units = "|".join(self.entries["format"]["units"])
        return re.compile(rf"(?<=\d) (?=(?:{units})\b)|(?<=[=<≥≤]) (?=\d)")

    def _translated(self, text: str) -> str:
        """A text of the client's own, in this language where the settings have it."""
        return self.engagement.translations.get(self.language, {}).get(text, text)

    def _name(self, kind: str, name: str) -> str:
        labels = self.engagement.labels(kind).get(name, {})
        table = f"stage_{self.engagement.market}" if kind == "stage" else kind
        return labels.get(self.language) or self.entries.get(table, {}).get(name) or self._translated(name)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value by locale; a phrase is put into words first."""
        if isinstance(value, Mapping) and "date" in value:
            value = date.fromisoformat(value["date"])
        elif isinstance(value, Mapping):
            return self._upper(value) if format_spec == "upper" else self.text(value)
        writer = getattr(self, f"_{format_spec}", None) if format_spec.isalnum() else None
        if writer is None and isinstance(value, str) and not format_spec:
            return self._translated(value)
        if writer is None:
            return NO_VALUE if value is None else super().format_field(value, format_spec)
        return NO_VALUE if value is None else writer(value)

    def _int(self, value: float) -> str:
        return self._decimal(value, "#,##0")

    def _num(self, value: float) -> str:
        return self._decimal(value, "#,##0.#")

    def _dec1(self, value: float) -> str:
        return self._decimal(value, "#,##0.0")

    def _dec2(self, value: float) -> str:
        return self._decimal(value, "#,##0.00")

    def _signed(self, value: float) -> str:
        return self._decimal(value, "+#,##0;-#,##0") if round(value) else "0"

    def _signed2(self, value: float) -> str:
        return self._decimal(value, "+#,##0.00;-#,##0.00") if round(value, 2) else self._dec2(0)

    def _signed1(self, value: float) -> str:
        return self._decimal(value, "+#,##0.0;-#,##0.0") if round(value, 1) else self._dec1(0)

    def _decimal(self, value: float, pattern: str) -> str:
        with _half_up():
            return _signs(format_decimal(round(float(value), 6), format=pattern, locale=self.locale))

    def _percent(self, value: float) -> str:
        with _half_up():
            return _signs(format_percent(round(float(value), 8), format="#,##0%", locale=self.locale))

    def _rate(self, value: float) -> str:
        """A percentage with a decimal where it has one: 1.5%, and 38%."""
        with _half_up():
            return _signs(format_percent(round(float(value), 8), format="#,##0.#%", locale=self.locale))

    def _percentage(self, value: float) -> str:
        """A percentage that counts to 100."""
        return self._percent(value / 100)

    def _change(self, value: float) -> str:
        """A relative change: with its sign, where it does not round to nothing."""
        return ("+" if round(value, 2) > 0 else "") + self._percent(value)

    def _percent1(self, value: float) -> str:
        with _half_up():
            return _signs(format_percent(round(float(value), 8), format="#,##0.0%", locale=self.locale))

    def _money(self, value: float) -> str:
        with _half_up():
            written = format_currency(
                round(float(value), 6),
                self.engagement.currency,
                format=self.entries["format"]["money"],
                locale=self.locale,
                currency_digits=False,
            )
        return _signs(written)

    def _estimate(self, value: float) -> str:
        """Money that was estimated: three digits tell, and no more."""
        digits = 2 - math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0
        return self._money(round(value, min(digits, 0)))

    def _years(self, value: float) -> str:
        return format_unit(float(value), "duration-year", locale=self.locale).replace(" ", NBSP)

    def _p(self, value: float) -> str:
        return f"<{NBSP}{self._decimal(0.001, '0.000')}" if value < 0.001 else self._decimal(value, "0.000")

    def _equal(self, value: float) -> str:
        """A p after its letter: p = 0.017, and p < 0.001."""
        return self._p(value) if value < 0.001 else f"={NBSP}{self._p(value)}"

    def _date(self, value: date) -> str:
        return format_date(value, format="d MMMM y", locale=self.locale).replace(" ", NBSP, 1)

    def _day(self, value: date) -> str:
        return format_date(value, format="d MMM", locale=self.locale).rstrip(".").replace(" ", NBSP)

    def _month(self, value: date) -> str:
        return format_date(value, format="MMMM y", locale=self.locale)

    def _quarter(self, value: str) -> str:
        year, number = value.split("Q")
        return self.entries["format"]["quarter"][int(number) - 1].format(year=year)

    def _quoted(self, values: Sequence[Phrase], most: int = NAMES_LISTED) -> str:
        named = [self.entries["format"]["quoted"].format(self.text(value)) for value in values]
        return self._list(named, most)

    def _few(self, values: Sequence[Phrase]) -> str:
        """The first of some names, as many as a title has room for."""
        return self._quoted(values, NAMES_IN_TITLE)

    def _list(self, values: Sequence[Phrase], most: int = NAMES_LISTED) -> str:
        texts = [self.text(value) for value in values]
        if len(texts) > most:
            first = texts[: most - 2]
            texts = [*first, self.text(say("exhibit.others", n=len(texts) - len(first)))]
        return format_list(texts, locale=self.locale)

    def _commas(self, values: Sequence[Phrase]) -> str:
        return ", ".join(self.text(value) for value in values)

    def _semicolons(self, values: Sequence[Phrase]) -> str:
        return "; ".join(self.text(value) for value in values)

    def _sentences(self, values: Sequence[Phrase]) -> str:
        return " ".join(self.text(value) for value in values)

    def _arrows(self, values: Sequence[Phrase]) -> str:
        return " → ".join(self.text(value) for value in values)

    def _alternatives(self, values: Sequence[Phrase]) -> str:
        text = self.entries["format"]["or"].join(self.text(value) for value in values)
        return text[:1].upper() + text[1:]

    def _upper(self, value: Phrase) -> str:
        text = self.text(value)
        return text[:1].upper() + text[1:]


@contextmanager
def _half_up() -> Iterator[None]:
    """Halves go up, as a reader rounds: 32.5 % is 33 %."""
    with localcontext() as rules:
        rules.rounding = ROUND_HALF_UP
        yield


def _signs(written: str) -> str:
    """A number with a minus sign for its hyphen and no line break; what rounds to nothing has no sign."""
    sign = "−" if set(written) & set("123456789") else ""
    return re.sub("−(?=[^0-9])", f"−{JOINED}", written.replace("-", sign).replace(" ", NBSP))
