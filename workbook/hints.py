"""Hints at the name that was probably meant."""

import difflib
import re
from collections.abc import Iterable

NAMES_COMPARED = 1000


def did_you_mean(word: str, allowed: Iterable[str], *, likeness: float = 0.65) -> str:
    """A hint at the nearest allowed word, or nothing; among many words only at one that differs in capitals.

    No hint stands between numbers, or between names that differ in a digit: O12 is no slip for O17.

    Args:
        word: What was found.
        allowed: What is allowed.
        likeness: How near a word must be, from 0 to 1.

    Example:
        >>> did_you_mean("Chekout", ["checkout", "search"])
        "; did you mean 'checkout'?"
        >>> did_you_mean("17850", ["12380"]), did_you_mean("O12", ["O17"]), did_you_mean("size", ["size"])
        ('', '', '')
    """
    spelled = {str(name).casefold(): str(name) for name in allowed if _may_be(str(word), str(name))}
    low = str(word).casefold()
    few = spelled if len(spelled) <= NAMES_COMPARED else ()
    close = [low] if low in spelled else difflib.get_close_matches(low, few, n=1, cutoff=likeness)
    return f"; did you mean '{spelled[close[0]]}'?" if close else ""


def _may_be(word: str, name: str) -> bool:
    """Whether a name can have been meant by a word: both have letters, and equal digits."""
    digits = re.sub(r"\D", "", word)
    return word != name and digits == re.sub(r"\D", "", name) and word.strip("0123456789.,+-() ") != ""
