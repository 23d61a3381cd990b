"""Numbers as they are handed in: a number, a whole number, or none."""

from decimal import Decimal
from numbers import Integral, Real

import numpy as np

from prioritization.errors import amount


def number(value: object) -> float:
    """Read a number, or text that is one.

    Args:
        value: Anything.

    Returns:
        The number, which may be infinite; NaN for a yes or no, a date, a complex number, or a word.

    Example:
        >>> number("7"), number(True), number(2 + 1j)
        (7.0, nan, nan)
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | Decimal | str):
        return float("nan")
    try:
        return float(value)
    except ValueError:
        return float("nan")


def is_number(value: object, low: float = -np.inf, high: float = np.inf) -> bool:
    """Say whether something is a finite number, not its text, within a range.

    Args:
        value: Anything.
        low: The lowest allowed.
        high: The highest allowed.

    Returns:
        True for a number.

    Example:
        >>> is_number(0.5, 0, 1), is_number("0.5"), is_number(True)
        (True, False, False)
    """
    return not isinstance(value, str) and bool(np.isfinite(number(value)) and low <= value <= high)


def is_count(value: object, least: int = 1) -> bool:
    """Say whether something is a whole number that is high enough.

    Args:
        value: Anything.
        least: The lowest allowed.

    Returns:
        True for a whole number.

    Example:
        >>> is_count(3), is_count(0), is_count(1.5), is_count(True)
        (True, False, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= least


def number_faults(value: object, where: str) -> list[str]:
    """Find what is wrong with a number that is to be finite and 0 or more.

    Args:
        value: Anything.
        where: What it is, for the sentence.

    Returns:
        A sentence, or none.

    Example:
        >>> number_faults(-1, "budget")
        ['budget: -1 is below 0']
    """
    if not is_number(value):
        return [f"{where}: '{value}' is not a finite number"]
    return [f"{where}: {amount(value)} is below 0"] if value < 0 else []
