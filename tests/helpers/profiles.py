"""How often a law is tried: all of its cases where CI=true, a fraction of them at hand.

Hypothesis takes its number of examples from the profile "ci" or "dev"; made-up and published cases are
thinned in the same way.
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

often = settings(max_examples=50 if CI else 10)
"""For laws that cost next to nothing."""


def seeds(number: int) -> range:
    """Seeds of made-up cases."""
    return range(number if CI else -(-number // SHARE))


def thinned(cases: Sequence) -> Sequence:
    """Published cases, evenly spread."""
    return cases if CI else cases[::SHARE]
