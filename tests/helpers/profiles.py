"""How often a law is tried: all of its cases where CI=true, a fraction of them at hand.

Hypothesis takes its number of examples from the profile "ci" or "dev", or from `examples`; made-up and
published cases are thinned in the same way.
"""

import os
from collections.abc import Sequence

from hypothesis import settings

CI = os.environ.get("CI", "").lower() in ("true", "1")
SHARE = 5
"""At hand, one case in so many."""

settings.register_profile("ci", max_examples=12, deadline=None)
settings.register_profile("dev", max_examples=4, deadline=None)
settings.load_profile("ci" if CI else "dev")


def some(number: int) -> int:
    """How many of so many cases are tried."""
    return number if CI else -(-number // SHARE)


def examples(number: int) -> settings:
    """For laws that cost next to nothing: another number of examples than the profile's."""
    return settings(max_examples=some(number), deadline=None)


def seeds(number: int) -> range:
    """Seeds of made-up cases."""
    return range(some(number))


def thinned(cases: Sequence) -> Sequence:
    """Published cases, evenly spread."""
    return cases if CI else cases[::SHARE]
