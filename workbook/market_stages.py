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


@dataclass(frozen=True)
class _Market:
    """How long a customer is new, when one who does not order slips and has left, and who orders often."""

    new: float
    slipping: float
    left: float
    days_between: int


_MARKETS = {
    "b2c": _Market(
        new=1,
        slipping=1,
        left=2,
        days_between=30,
    ),
    "b2b": _Market(
        new=2,
        slipping=1,
        left=4,
        days_between=30,
    ),
    "marketplace": _Market(
        new=1,
        slipping=0.5,
        left=1,
        days_between=7,
    ),
    "classifieds": _Market(
        new=1,
        slipping=1,
        left=4,
        days_between=30,
    ),
}


def market_stages(market: str, window_days: int) -> list[dict[str, Any]]:
    """The stages of a market, as engagement.yml would give them.

    Args:
        market: b2c, b2b, marketplace (the customers are selling partners) or classifieds (advertisers).
        window_days: The engagement's window; the stages are measured in windows.

    Returns:
        Per stage name, left and rules; its label stands in the catalogues. Together the rules
        take every customer exactly once, whatever the window.

    Example:
        >>> [stage["name"] for stage in market_stages("b2b", 91)]
        ['new', 'loyal', 'occasional', 'slipping', 'lapsed']
        >>> market_stages("b2b", 91)[-1]["rules"]
        {'age_days': {'at_least': 182}, 'recency_days': {'at_least': 364}}
    """
    rules = _rules(_MARKETS[market], window_days)
    return [{"name": name, "left": name == "lapsed", "rules": rule} for name, rule in rules.items()]


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
