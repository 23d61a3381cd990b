"""How a form lies in its sheet: what is written and what is read agree on it here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.workshop.orders import drawn_order

MARK = "cx-workbook"
"""In the first cell of a form; the period stands beside it."""
NAME, ROLE, KEYS, ROWS = 4, 5, 7, 9
"""Rows, from 1: the expert's name, their role, what each column holds (hidden), and the first opportunity."""
ID, TITLE, FIRST = 0, 1, 2
"""Columns, from 0: the opportunity's id (hidden), its title, and the first criterion."""
YES = {"en": "yes", "nl": "ja"}


@dataclass(frozen=True)
class Columns:
    """Where the answers of a form stand, in columns from 0.

    Attributes:
        criteria: Per criterion.
        cannot: Whether the expert cannot judge it.
        remark: Their reason.
    """

    criteria: Mapping[str, int]
    cannot: int
    remark: int

    @classmethod
    def of(cls, criteria: Sequence[str]) -> "Columns":
        """The columns of a form on these criteria.

        Example:
            >>> Columns.of(["potential", "ease"])
            Columns(criteria={'potential': 2, 'ease': 3}, cannot=4, remark=5)
        """
        places = {name: FIRST + place for place, name in enumerate(criteria)}
        return cls(places, FIRST + len(places), FIRST + len(places) + 1)


def items_of(setting: Mapping[str, Any], number: int) -> list[Mapping[str, Any]]:
    """The opportunities of a form, in an order of its own; the paper form of the same number has the same.

    Args:
        setting: What the workshop is about.
        number: Of the form, from 1.
    """
    items = {one["opportunity"]: one for one in setting["items"]}
    return [items[name] for name in drawn_order(list(items), f"form {number}")]


def scale_text(criterion: Mapping[str, Any]) -> str:
    """The scale of a criterion as a person reads it.

    Example:
        >>> scale_text({"low": 1.0, "high": 10.0}), scale_text({"low": 0, "high": None})
        ('1–10', '≥ 0')
    """
    low, high = criterion["low"], criterion["high"]
    return f"≥ {low:g}" if high is None else f"{low:g}–{high:g}"


def explanation(criterion: Mapping[str, Any], language: str) -> str:
    """A criterion with its scale and what its levels mean, in one line."""
    levels = criterion["levels"].get(language) or {}
    told = "; ".join(
        f"{level}: {text}" for level, text in sorted(levels.items(), key=lambda one: int(one[0]))
    )
    return f"{criterion['labels'][language]} ({scale_text(criterion)})" + (f". {told}" if told else "")
