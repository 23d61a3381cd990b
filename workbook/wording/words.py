"""Say things in the reader's language: sentences from the catalogues, numbers and dates by locale."""

import html
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

import pandas as pd
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from workbook.engagement import Engagement, Language
from workbook.wording import en, nl

CATALOGUES: dict[str, ModuleType] = {"en": en, "nl": nl}
LOCALES = {"en": "en_GB", "nl": "nl_NL"}
TEXT_TYPE = "application/vnd.cx-workbook.text+json"


class Text(str):
    """A finding in words: one paragraph a line. Shown as such in a notebook and in the report."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        paragraphs = [line for line in self.splitlines() if line.strip()]
        markup = "".join(f"<p>{html.escape(line)}</p>" for line in paragraphs)
        return {TEXT_TYPE: {"paragraphs": paragraphs}, "text/html": markup, "text/plain": str(self)}


@dataclass(frozen=True)
class Words(string.Formatter):
    """The words of one engagement in one language.

    Sentences hold fields such as `{n:int}`, `{share:percent}`, `{cost:money}`, `{nps:signed}`, `{names:list}`;
    how each is written follows the locale.
    """

    language: Language
    engagement: Engagement

    @property
    def locale(self) -> str:
        """The locale that numbers and dates follow."""
        return LOCALES[self.language]

    @property
    def glossary(self) -> list[tuple[str, str]]:
        """The words used in a report, each with its meaning."""
        return CATALOGUES[self.language].GLOSSARY

    @property
    def methods(self) -> list[tuple[str, str, str]]:
        """Per measure how it is made, and its source."""
        return CATALOGUES[self.language].METHODS

    def say(self, key: str, **facts: Any) -> Text:
        """The sentence with this key; `key.one` is used where `n` is 1 and there is such a sentence."""
        sentences = CATALOGUES[self.language].SENTENCES
        if facts.get("n") == 1 and f"{key}.one" in sentences:
            key = f"{key}.one"
        one, many = self.engagement.customers.get(self.language, CATALOGUES[self.language].CUSTOMERS)
        return Text(self.vformat(sentences[key], (), {"customer": one, "customers": many, **facts}))

    def label(self, key: str) -> str:
        """A short label: a column heading, an axis, a verdict. A client's own word stays as it is."""
        return CATALOGUES[self.language].LABELS.get(key, key)

    def labels(self, keys: Iterable[str]) -> list[str]:
        """Several labels."""
        return [self.label(key) for key in keys]

    def stage(self, name: str) -> str:
        """How a stage is called in this language."""
        return {stage.name: stage.label for stage in self.engagement.stages}.get(name, {}).get(
            self.language, name
        )

    def norm(self, name: str) -> str:
        """How a service norm is called in this language."""
        return {norm.name: norm.label for norm in self.engagement.norms}.get(name, {}).get(
            self.language, name
        )

    def local(self, text: str | Mapping[str, str]) -> str:
        """A client's own text: in this language where there is one, else as it is."""
        return text if isinstance(text, str) else text.get(self.language) or next(iter(text.values()), "")

    def between(self, low: float, high: float, spec: str) -> str:
        """A range as text; one number when both ends read the same, a dash when there is none."""
        ends = [self.show(low, spec), self.show(high, spec)]
        return ends[0] if ends[0] == ends[1] else f" {self.label('to')} ".join(ends)

    def text(self, *sentences: str) -> Text:
        """Several sentences as paragraphs; empty ones fall away."""
        return Text("\n".join(sentence for sentence in sentences if sentence))

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value by locale; an unknown spec is Python's own."""
        writer = getattr(self, f"_{format_spec}", None) if format_spec.isalnum() else None
        if writer is None:
            return super().format_field(value, format_spec)
        if not isinstance(value, list | tuple) and pd.isna(value):
            return "–"
        return writer(value)

    def show(self, value: Any, spec: str) -> str:
        """One value as text, for a table's cell."""
        return self.format_field(value, spec)

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

    def _signed1(self, value: float) -> str:
        return self._decimal(value, "+#,##0.0;-#,##0.0") if round(value, 1) else self._dec1(0)

    def _decimal(self, value: float, pattern: str) -> str:
        return _signs(format_decimal(round(float(value), 6), format=pattern, locale=self.locale))

    def _percent(self, value: float) -> str:
        return _signs(format_percent(float(value), format="#,##0%", locale=self.locale))

    def _percent1(self, value: float) -> str:
        return _signs(format_percent(float(value), format="#,##0.0%", locale=self.locale))

    def _money(self, value: float) -> str:
        pattern = "¤#,##0" if self.language == "en" else "¤ #,##0"
        written = format_currency(
            float(value), self.engagement.currency, format=pattern, locale=self.locale, currency_digits=False
        )
        return _signs(written)

    def _p(self, value: float) -> str:
        return f"< {self._decimal(0.001, '0.000')}" if value < 0.001 else self._decimal(value, "0.000")

    def _date(self, value: date) -> str:
        return format_date(value, format="d MMMM y", locale=self.locale)

    def _quarter(self, value: str) -> str:
        year, number = value.split("Q")
        return CATALOGUES[self.language].QUARTER.format(year=year, number=number)

    def _quoted(self, values: Sequence[Any]) -> str:
        return self._list([f"“{value}”" for value in values])

    def _list(self, values: Sequence[Any]) -> str:
        return format_list([str(value) for value in values], locale=self.locale)

    def rests_on(self, *tables: str) -> dict[str, str]:
        """What an exhibit says of the tables behind it: their source, and the mark of made-up ones."""
        return {"source": self.source(*tables), "illustrative": self.illustrative(*tables)}

    def source(self, *tables: str) -> Text:
        """Where the tables behind an exhibit come from."""
        known = self.engagement.sources
        names = [self.local(known[name]) if name in known else self.label(f"table.{name}") for name in tables]
        return self.say("source", sources="; ".join(dict.fromkeys(names)))

    def illustrative(self, *tables: str) -> str:
        """The mark of an exhibit that rests on made-up tables, or nothing."""
        return self.label("illustrative") if set(tables) & set(self.engagement.illustrative) else ""


def _signs(written: str) -> str:
    """A number with a minus sign for its hyphen; what is rounded to nothing has none."""
    return written.replace("-", "−" if set(written) & set("123456789") else "")
