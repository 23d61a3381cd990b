"""The five stages that hold for a market where engagement.yml gives none.

All are made alike, so that every customer is in exactly one: who is new is in no other stage, and the others
are parted by how long ago they ordered last, and those who ordered lately by how often. What differs per
market is the rhythm, in windows (window_days) and in days between two orders. Only measures that every
engagement has are asked: breadth needs product groups. The names are the same in every market, so that
programmes fit when it changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("new", "loyal", "occasional", "slipping", "lapsed")
Words = tuple[str, str]
"""In English and in Dutch."""


@dataclass(frozen=True)
class _Market:
    """How long a customer is new, when one who does not order slips and has left, and who orders often."""

    new: float
    slipping: float
    left: float
    days_between: int
    labels: tuple[Words, ...]
    objectives: tuple[Words, ...]


_MARKETS = {
    "b2c": _Market(
        new=1,
        slipping=1,
        left=2,
        days_between=30,
        labels=(
            ("New", "Nieuw"),
            ("Loyal", "Trouw"),
            ("Occasional", "Af en toe"),
            ("Slipping", "Dreigt te vertrekken"),
            ("Lapsed", "Vertrokken"),
        ),
        objectives=(
            ("A second order", "Een tweede bestelling"),
            ("Keep and broaden", "Behouden en verbreden"),
            ("Order more often", "Vaker bestellen"),
            ("Win back in time", "Op tijd terugwinnen"),
            ("Learn why", "Leren waarom"),
        ),
    ),
    "b2b": _Market(
        new=2,
        slipping=1,
        left=4,
        days_between=30,
        labels=(
            ("New account", "Nieuwe klant"),
            ("Regular account", "Vaste klant"),
            ("Occasional account", "Gelegenheidsklant"),
            ("Gone quiet", "Stilgevallen"),
            ("Lost", "Verloren"),
        ),
        objectives=(
            ("A fixed order pattern within half a year", "Binnen een half jaar een vast bestelpatroon"),
            ("Agree on next year, widen the range", "Afspraken voor volgend jaar, breder assortiment"),
            ("Become a regular supplier", "Vaste leverancier worden"),
            ("A talk before the next order goes elsewhere", "Een gesprek voor de volgende bestelling weg is"),
            ("Learn who supplies now, and why", "Leren wie nu levert, en waarom"),
        ),
    ),
    "marketplace": _Market(
        new=1,
        slipping=0.5,
        left=1,
        days_between=7,
        labels=(
            ("Starting", "Startend"),
            ("Selling steadily", "Verkoopt vast"),
            ("Selling now and then", "Verkoopt af en toe"),
            ("Falling silent", "Valt stil"),
            ("Stopped", "Gestopt"),
        ),
        objectives=(
            ("The first sales within a month", "De eerste verkopen binnen een maand"),
            ("Widen the range, keep quality high", "Breder assortiment en blijvend hoge kwaliteit"),
            ("Sales in every week", "Elke week verkoop"),
            ("Find out what stands in the way", "Achterhalen wat in de weg zit"),
            ("Return, or part on good terms", "Terugkeren of goed uit elkaar gaan"),
        ),
    ),
    "classifieds": _Market(
        new=1,
        slipping=1,
        left=4,
        days_between=30,
        labels=(
            ("First advertisement", "Eerste advertentie"),
            ("Advertises often", "Adverteert vaak"),
            ("Advertises now and then", "Adverteert af en toe"),
            ("Dormant", "Slapend"),
            ("Gone", "Verdwenen"),
        ),
        objectives=(
            ("A sale, and a second advertisement", "Een verkoop, en een tweede advertentie"),
            ("Keep, and offer a bundle", "Behouden, en een bundel aanbieden"),
            ("Think of us for everything that may go", "Aan ons denken bij alles wat weg mag"),
            ("A reason to look in the attic", "Een aanleiding om op zolder te kijken"),
            ("Bring back whom it pays to bring back", "Terughalen wie het terughalen loont"),
        ),
    ),
}


def market_stages(market: str, window_days: int) -> list[dict[str, Any]]:
    """The stages of a market, as engagement.yml would give them.

    Args:
        market: b2c, b2b, marketplace (the customers are selling partners) or classifieds (advertisers).
        window_days: The engagement's window; the stages are measured in windows.

    Returns:
        Per stage name, label, objective, left and rules. Together the rules take every customer exactly once,
        whatever the window.

    Example:
        >>> [stage["name"] for stage in market_stages("b2b", 91)]
        ['new', 'loyal', 'occasional', 'slipping', 'lapsed']
        >>> market_stages("b2b", 91)[-1]["rules"]
        {'age_days': {'at_least': 182}, 'recency_days': {'at_least': 364}}
    """
    it = _MARKETS[market]
    return [
        {
            "name": name,
            "label": dict(zip(("en", "nl"), label, strict=True)),
            "objective": dict(zip(("en", "nl"), objective, strict=True)),
            "left": name == "lapsed",
            "rules": rules,
        }
        for (name, rules), label, objective in zip(
            _rules(it, window_days).items(), it.labels, it.objectives, strict=True
        )
    ]


def _rules(it: _Market, window_days: int) -> Mapping[str, dict[str, dict[str, float]]]:
    new, slipping, left = (windows * window_days for windows in (it.new, it.slipping, it.left))
    often = max(2, window_days // it.days_between)
    known, lately = {"age_days": {"at_least": new}}, {"recency_days": {"below": slipping}}
    return {
        "new": {"age_days": {"below": new}},
        "loyal": {**known, **lately, "orders": {"at_least": often}},
        "occasional": {**known, **lately, "orders": {"below": often}},
        "slipping": {**known, "recency_days": {"at_least": slipping, "below": left}},
        "lapsed": {**known, "recency_days": {"at_least": left}},
    }
