"""Headings of a table of opportunities: as the engine writes them, and those that seem to mean another."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

KNOWN = (
    *("opportunity", "title", "cost", "quarters", "requires", "excludes", "must_do", "must_not", "status"),
    *("earliest", "deadline", "accelerated_quarters", "accelerated_cost", "stop_loss", "kind", "team"),
    *("maturity_needed", "maturity_raises"),
)
"""Columns that mean something to the engine, beside the value and the days of roles."""
DUTCH = {
    "kosten": "cost",
    "kwartalen": "quarters",
    "vereist": "requires",
    "verplicht": "must_do",
    "moet": "must_do",
    "sluit_uit": "excludes",
    "uiterlijk": "deadline",
    "vroegst": "earliest",
}
KEYS = ("key", "id", "reference", "ref", "code", "number", "nummer", "no", "nr")
"""Headings of ids, alone or behind a noun, as Feature ID; the first of them counts."""
NAMES = ("summary", "samenvatting", "titel", "title", "name", "naam", "onderwerp", "subject")
"""Headings of names, likewise."""
NOUNS = frozenset(
    (
        *("idea", "feature", "initiative", "item", "story", "epic", "issue", "task", "card", "requirement"),
        *("opportunity", "deliverable", "project", "kans", "idee", "initiatief", "wens", "functie"),
        *("functionaliteit", "maatregel", "taak"),
    )
)
"""What an opportunity is called."""
BESIDE = frozenset(("user", "work", "backlog", "product", "or", "and", "of", "en", "the"))
"""Words that may stand beside a noun, as in Work item, and Feature or project."""
TEXTS = ("description", "omschrijving")
"""Headings of what names an opportunity where nothing else does."""
OTHERS = ("score", "together", "role", "quarter", "days", "overtime", "overtime_price")
"""Headings that are read beside `KNOWN`: the score, those of the capacity, and what goes with another."""
ALIKE = 0.85
DAYS = re.compile(r"(?:(?P<role>\w+)_(?:days|dagen)|dagen_(?P<rol>\w+))")


def plain_heading(name: object) -> str:
    """A heading in small letters, with underscores for spaces and dashes.

    Args:
        name: As somebody wrote it.

    Returns:
        The heading of the engine where it is one; of days only their beginning changes, as the rest is the
        name of a role; any other heading as it was, without the spaces around it.

    Example:
        >>> plain_heading(" Must do "), plain_heading("Days_IT"), plain_heading("Reach")
        ('must_do', 'days_IT', 'Reach')
    """
    text = str(name).strip()
    plain = re.sub(r"[\s-]+", "_", text.lower())
    if plain.startswith("days_"):
        return "days_" + re.sub(r"[\s-]+", "_", text)[5:]
    return plain if plain in (*KNOWN, *OTHERS) else text


def id_heading(names: Iterable[str]) -> str:
    """The heading of the column that names the opportunities, where none is called `opportunity`.

    Example:
        >>> id_heading(["Score", "Feature"]), id_heading(["Card Name", "Card ID"]), id_heading(["score"])
        ('Feature', 'Card ID', '')
    """
    return _first(names, (_is_key, _is_keyed, _is_noun, _is_name, _is_named, _is_project, _is_text))


def title_heading(names: Iterable[str]) -> str:
    """The heading of the column with the titles, beside one that names the opportunities by id.

    Example:
        >>> title_heading(["Project name", "Summary"]), title_heading(["Feature / Project", "Owner"])
        ('Summary', 'Feature / Project')
    """
    return _first(names, (_is_titled, _is_named, _is_noun, _is_name, _is_project, _is_text))


def _first(names: Iterable[str], kinds: tuple[Callable[[str], bool], ...]) -> str:
    bare = {bare_heading(name): name for name in reversed([str(name) for name in names])}
    order = {word: at for at, word in enumerate((*KEYS, *NAMES))}
    for kind in kinds:
        there = [word for word in reversed(bare) if kind(word)]
        if there:
            return bare[min(there, key=lambda word: order.get(word.rpartition("_")[2], len(order)))]
    return ""


def _is_key(bare: str) -> bool:
    return bare in KEYS


def _is_keyed(bare: str) -> bool:
    nouns, _, last = bare.rpartition("_")
    return last in KEYS and _is_noun(nouns)


def _is_noun(bare: str) -> bool:
    words = set(bare.split("_"))
    return bool(words & NOUNS) and words <= NOUNS | BESIDE and bare != "project"


def _is_titled(bare: str) -> bool:
    return bare in NAMES[:4]


def _is_name(bare: str) -> bool:
    return bare in NAMES


def _is_named(bare: str) -> bool:
    nouns, _, last = bare.rpartition("_")
    return last in NAMES and _is_noun(nouns)


def _is_project(bare: str) -> bool:
    return bare in ("project", *(f"project_{word}" for word in (*NAMES, *KEYS)))


def _is_text(bare: str) -> bool:
    return bare in TEXTS


def bare_heading(name: object) -> str:
    """A heading in small letters, without signs, what explains it in brackets, and Jira's "Custom field".

    Example:
        >>> [bare_heading(name) for name in ("Kosten (€)", "Custom field (Story Points)", "Ease (1-10)")]
        ['kosten', 'story_points', 'ease']
        >>> [bare_heading(name) for name in ("Reach (customers per month)", "Inward issue link (Blocks)")]
        ['reach', 'inward_issue_link_blocks']
    """
    text = str(name).strip().lower()
    text = re.sub(r"^custom field \((.*)\)$", r"\1", text)
    text = re.sub(r"[([]?\b\d+ ?(?:-|–|to|t/m) ?\d+[)\]]?$", "", text)  # its scale
    text = re.sub(r"(?:\bin )?[([]?(?:\b(?:eur|euros?|usd|gbp)\b|[€$£])[)\]]?$", "", text)
    explained = re.fullmatch(r"(?P<name>[^([]*\w[^([]*)[([][^)\]]*[)\]]\??", text)
    if explained and "link" not in explained["name"]:
        text = explained["name"]
    return re.sub(r"[\W_]+", "_", text).strip("_")


def is_known(heading: str) -> bool:
    """Say whether the engine reads a heading as `plain_heading` writes it.

    Example:
        >>> is_known("days_it"), is_known("Labels")
        (True, False)
    """
    return heading in (*KNOWN, *OTHERS) or heading.startswith("days_")


def mistaken_headings(names: Iterable[str]) -> list[str]:
    """Headings that nothing reads, and that seem to mean a column which is not there.

    Args:
        names: The headings of a table of opportunities.

    Returns:
        A sentence per heading.

    Example:
        >>> mistaken_headings(["opportunity", "score", "costs"])
        ["column 'costs' is not read; did you mean 'cost'? Rename it, or take it out"]
    """
    names = [str(name) for name in names]
    absent = [name for name in KNOWN[1:] if name not in names]  # a missing id is told by itself
    meant = {name: _meant(name, absent) for name in names if name not in KNOWN}
    return [
        f"column '{name}' is not read; did you mean '{other}'? Rename it, or take it out"
        for name, other in meant.items()
        if other
    ]


def _meant(name: str, absent: list[str]) -> str:
    """The absent column that a heading seems to mean; empty where it means none."""
    plain = re.sub(r"[\W_]+", "_", name.lower()).strip("_")
    if plain.startswith(("days_", "npv", "score")):
        return ""
    if days := DAYS.fullmatch(plain):
        return f"days_{days['role'] or days['rol']}"
    plain = DUTCH.get(plain, plain)
    word = re.sub(r"\W*[([].*", "", name.lower())  # cost (EUR)
    for other in absent:
        same = other.replace("_", "")
        near = SequenceMatcher(None, plain.replace("_", ""), same).ratio() >= ALIKE
        if near or (word == other and "(" in name):
            return other
    return ""
