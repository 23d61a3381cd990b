"""Every error of the engine: of one root class, and of a builtin."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class PrioritizationError(Exception):
    """An error of the engine; the message says where, and the way out."""


class ScoreError(PrioritizationError, ValueError):
    """Scores have faults; the message lists all of them."""


class OpportunitiesError(PrioritizationError, ValueError):
    """The opportunities have faults; the message lists all of them."""


class LimitsError(PrioritizationError, ValueError):
    """The limits have faults; the message lists all of them."""


class InfeasibleError(PrioritizationError, ValueError):
    """No plan fits; the message lists the conflicts and their amounts."""


class SolverError(PrioritizationError, RuntimeError):
    """The solver gave no plan and no proof that there is none."""


class OutputError(PrioritizationError, OSError):
    """A file cannot be written."""


ALIKE = 0.65
"""How near a word must be to be taken for another, from 0 to 1."""
MOST_FAULTS = 20
"""So many faults are written out; the headline counts all of them."""


def fault_list(subject: str, faults: Sequence[str]) -> str:
    """Say all faults of one input at once.

    Args:
        subject: The input that cannot be used.
        faults: One sentence per fault.

    Returns:
        A headline with the number of faults, and a line per fault; of more than 20, the first 20.

    Example:
        >>> print(fault_list("The limits", ["quarters: '2027Q1' appears twice"]))
        The limits cannot be used: 1 fault.
          quarters: '2027Q1' appears twice
    """
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
    return "\n  ".join([f"{subject} cannot be used: {count}.", *faults[:MOST_FAULTS], *more])


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Offer the candidate that an unknown word resembles, whatever its capitals.

    Nothing is offered between numbers, or between names that differ in a digit: O12 is no slip for O17.

    Args:
        word: An unknown word.
        candidates: The words that are allowed.

    Returns:
        The offer, to put behind a sentence; empty where no candidate is close.

    Example:
        >>> did_you_mean("Chekout", ["checkout", "delivery"])
        "; did you mean 'checkout'?"
        >>> did_you_mean("17850", ["12380"]), did_you_mean("O12", ["O17"]), did_you_mean("size", ["size"])
        ('', '', '')
    """
    digits = re.sub(r"\D", "", word)
    if not word.strip("0123456789.,+-() "):
        return ""
    may_be = [one for one in map(str, candidates) if one != word and re.sub(r"\D", "", one) == digits]
    spelled = {one.casefold(): one for one in may_be}
    nearest = get_close_matches(word.casefold(), spelled, n=1, cutoff=ALIKE)
    return f"; did you mean '{spelled[nearest[0]]}'?" if nearest else ""


def few(names: Iterable[str]) -> str:
    """Name the first five of several, and how many more there are.

    Args:
        names: At least one.

    Returns:
        Words for a sentence.

    Example:
        >>> few("ABCDEFG")
        'A, B, C, D, E and 2 more'
    """
    names = list(names)
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def amount(number: float) -> str:
    """Write a number as a reader of a message does.

    Args:
        number: Money, days, or a score.

    Returns:
        Thousands marked, at most two decimals.

    Example:
        >>> amount(410_000.0), amount(0.5)
        ('410,000', '0.5')
    """
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def names(several: Iterable[str]) -> str:
    """Join names as a sentence does.

    Args:
        several: At least one name.

    Returns:
        Commas between them, and "and" before the last.

    Example:
        >>> names(["returns", "login", "chat"])
        'returns, login and chat'
    """
    *most, last = several
    return f"{', '.join(most)} and {last}" if most else last
