"""Propose a recipe for an export that none is known for: a column of ours for each that seems to hold it.

A proposal is a text to look at: what was guessed is marked, and nothing of it counts until it is used.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook.tables import TABLES

_DATE = re.compile(r"^\d{1,4}[-/.](\d{1,2}|[A-Za-z]{3})[-/.]\d{1,4}([ T].*)?$")
_NUMBER = re.compile(r"^[-+]?[€$£]?\s?\d[\d.,\s]*$")
MARK = "CHECK:"
FITS = 0.9
"""The share of the cells that has to look like what a column holds."""

_TAX = re.compile(r" \(?(incl|excl|ex|inclusief|exclusief|including|excluding)( btw| vat| tax)?\)?$")
"""What a heading of an amount says of tax: what it is called without it is looked for."""
# Per table the columns that are looked for, with the headings that say so in English and Dutch.
NAMES: dict[str, dict[str, str]] = {
    "transactions": {
        "customer_id": "customer|customer id|customer no|customer number|client|client id|account|e-?mail.*|"
        "klant|klantnummer|klant id|klantnr|klantcode|debiteur.*|relatie.*",
        "ordered_at": "order date|ordered at|date|created at|invoice date|purchase date|datum|besteldatum|"
        "orderdatum|factuurdatum|aankoopdatum",
        "amount": "amount|total|order total|line total|revenue|net amount|bedrag|totaal|totaalbedrag|omzet|"
        "orderbedrag|regelbedrag",
        "order_id": "order|order id|order no|order number|invoice|invoice no|bestelling|ordernummer|"
        "bestelnummer|factuurnummer|bonnummer|ordernr|bestelnr|factuurnr|bonnr",
        "product": "product|product id|sku|item|article|artikel|artikelnummer|product name|productnaam|"
        "artikelnaam|artikelomschrijving",
        "product_group": "product group|category|productgroep|categorie",
        "channel": "channel|kanaal",
        "currency": "currency|valuta|munt",
        "margin": "margin|marge",
    },
    "customers": {
        "customer_id": "customer|customer id|customer no|customer number|client id|account id|klantnummer|"
        "klant id|klantnr|debiteurnummer",
        "since": "since|customer since|created|create date|klant sinds|aangemaakt|startdatum",
        "country": "country|land",
        "segment": "segment|klantsegment|customer segment",
        "profile": "profile|profiel|persona",
        "account_manager": "account manager|accountmanager|owner|contact owner",
        "size": "size|company size|omvang|grootte",
        "market": "market|markt|industry|branche",
    },
    "answers": {
        "respondent_id": "respondent|respondent id|response id|id|nummer",
        "at": "date|submitted at|timestamp|completed at|datum|ingevuld op|completion time",
        "question": "question|vraag",
        "score": "score|answer|rating|antwoord|cijfer",
        "touchpoint": "touchpoint|contactmoment",
        "customer_id": "customer|customer id|e-?mail.*|klantnummer",
        "comment": "comment|remark|opmerking|toelichting",
    },
    "opportunities": {
        "opportunity": "id|key|opportunity|idea|idee|nummer|nr",
        "title": "title|name|summary|titel|naam|omschrijving|feature|initiative|initiatief",
        "cost": "cost|costs|budget|kosten|investering|prijs",
        "team": "team|owner|eigenaar",
        "quarters": "quarters|kwartalen",
    },
    "touchpoints": {
        "customer_id": "customer|customer id|e-?mail.*|klantnummer|klant id",
        "at": "date|sent at|datum|verstuurd op|send time",
        "touchpoint": "touchpoint|campaign|campaign name|message|campagne|bericht",
        "channel": "channel|kanaal",
    },
}


@dataclass(frozen=True)
class Guess:
    """A column of ours, and the one of the export that seems to hold it.

    Attributes:
        column: Ours.
        heading: Of the export; blank where nothing was found.
        by: name or content.
    """

    column: str
    heading: str
    by: str = ""


def likely_table(headings: Sequence[str]) -> str:
    """The table of which an export has most columns by name; blank where none or several fit.

    It has at least half of those that are compulsory.

    Example:
        >>> likely_table(["Klantnummer", "Besteldatum", "Omzet"])
        'transactions'
    """
    found = {}
    for table, names in NAMES.items():
        there = [name for name in names if _by_name(names[name], headings)]
        needed = [name for name in names if TABLES[table].columns[name].required]
        share = sum(name in there for name in needed) / len(needed)
        if share >= 0.5:
            found[table] = len(there), share
    best = [table for table, fit in found.items() if fit == max(found.values())]
    return best[0] if len(best) == 1 else ""


def guesses(table: str, columns: Mapping[str, Sequence[str]]) -> list[Guess]:
    """For each column of a table the heading that seems to hold it: by its name, else by what it holds.

    Args:
        table: The table.
        columns: Per heading of the export its first filled cells.

    Returns:
        One per compulsory column, and one per other column that was found by name. An id is never guessed by
        content.
    """
    found, taken = [], set()
    for name, words in NAMES[table].items():
        if heading := _by_name(words, [heading for heading in columns if heading not in taken]):
            taken.add(heading)
            found.append(Guess(name, heading, "name"))
        elif TABLES[table].columns[name].required:
            found.append(Guess(name, ""))
    return [_by_content(guess, table, columns, taken) for guess in found]


def _by_name(words: str, headings: Sequence[str]) -> str:
    plain = {_plain(heading): heading for heading in headings}
    for word in words.split("|"):
        for name, heading in plain.items():
            if re.fullmatch(word, name):
                return heading
    return ""


def _plain(heading: str) -> str:
    return _TAX.sub("", re.sub(r"[\s_.-]+", " ", heading).strip().lower())


def _by_content(guess: Guess, table: str, columns: Mapping[str, Sequence[str]], taken: set[str]) -> Guess:
    kind = TABLES[table].columns[guess.column].kind
    looks = {"date": _DATE, "number": _NUMBER}.get(kind)
    if guess.heading or looks is None:
        return guess
    fitting = [
        heading
        for heading, cells in columns.items()
        if heading not in taken and cells and sum(bool(looks.match(c)) for c in cells) >= FITS * len(cells)
    ]
    if len(fitting) != 1:
        return guess
    taken.add(fitting[0])
    return Guess(guess.column, fitting[0], "content")


def proposal(table: str, found: Sequence[Guess], columns: Mapping[str, Sequence[str]], title: str) -> str:
    """The text of a recipe, with a mark at all that a reader has to look at.

    Args:
        table: The table that it makes.
        found: As `guesses` gives them.
        columns: Per heading of the export its first filled cells.
        title: What the export is called.
    """
    used = [guess.heading for guess in found if guess.heading]
    lines = ["SELECT row,"]
    for guess in found:
        kind = TABLES[table].columns[guess.column].kind
        cell = f'"{guess.heading}"' if guess.heading else "NULL"
        value = {"date": f"moment({cell})", "number": f"number({cell})"}.get(kind, cell)
        example = next(iter(columns.get(guess.heading, ())), "").replace("\n", " ")[:40]
        marks = {
            "": f"{MARK} no column was found for this; name one, as it is needed",
            "content": f"{MARK} guessed from what it holds, as {example}",
            "name": f"{MARK} guessed from its name; holds {example}"
            if _matters(kind)
            else f"holds {example}",
        }
        lines.append(f"  {value} AS {guess.column},  -- {marks[guess.by]}")
    *most, last = lines
    value, _, mark = last.partition(",  -- ")
    unused = [heading for heading in columns if heading not in used]
    cells = [cell for filled in columns.values() for cell in filled]
    return "\n".join(
        [
            "---",
            f"title: {{en: {_yaml(title)}}}",
            "about: Proposed from the headings and the first rows; check each line before it is used.",
            f"matches: [{', '.join(map(_yaml, used))}]",
            *(f"key: {_yaml(guess.heading)}" for guess in found if guess.column == "order_id"),
            f'decimal: "{_decimal(cells)}"',
            f'dates: "{date_order(cells)}"',
            "---",
            f"-- {table}",
            *([f"-- Not used: {', '.join(unused)}"] if unused else []),
            *most,
            f"{value}  -- {mark}",
            "FROM export",
            "",
        ]
    )


def _matters(kind: str) -> bool:
    return kind in ("id", "date", "number")


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _decimal(cells: Sequence[str]) -> str:
    """A comma where amounts end on one and one or two digits."""
    commas = sum(bool(re.fullmatch(r"[-+€\s\d.]*,\d{1,2}", cell)) for cell in cells)
    points = sum(bool(re.fullmatch(r"[-+€$£\s\d,]*\.\d{1,2}", cell)) for cell in cells)
    return "," if commas > points else "."


def date_order(cells: Sequence[str]) -> str:
    """The order of day and month where a date tells it, else blank; ymd where no date has another.

    Example:
        >>> date_order(["03-04-2026", "22-09-2026 08:07:00"]), date_order(["03-04-2026"]), date_order(["K1"])
        ('dmy', '', 'ymd')
    """
    pairs = [re.match(r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}", cell) for cell in cells]
    days = [(int(pair[1]), int(pair[2])) for pair in pairs if pair]
    if any(first > 12 for first, _ in days):
        return "dmy"
    return "mdy" if any(second > 12 for _, second in days) else "" if days else "ymd"
