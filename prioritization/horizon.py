"""The quarters of a plan: their names, their order, and the place of a date among them."""

import re

NO_TIME = ("now",)
"""The quarters of a plan without time."""
NAMED_QUARTER = re.compile(r"\d{4}Q[1-4]")
TURNED = re.compile(r"(?i)\W*q\W*([1-4])\W+(\d{4})\W*|\W*(\d{4})\W*(?:q|k|kw)\W*([1-4])\W*")
"""A quarter written another way, such as Q2 2027."""


def first_from(name: str, quarters: tuple[str, ...]) -> int:
    """Place the earliest quarter in the horizon.

    Args:
        name: A quarter of the horizon, or one such as 2027Q1 outside it.
        quarters: The horizon.

    Returns:
        The index of the first quarter that is not before it; the number of quarters where none is.

    Example:
        >>> first_from("2027Q2", ("2027Q1", "2027Q3"))
        1
    """
    if name in quarters:
        return quarters.index(name)
    return sum(quarter < name for quarter in quarters)


def last_until(name: str, quarters: tuple[str, ...]) -> int:
    """Place a deadline in the horizon.

    Args:
        name: A quarter of the horizon, or one such as 2027Q1 outside it.
        quarters: The horizon.

    Returns:
        The index of the last quarter that is not after it; -1 where none is.

    Example:
        >>> last_until("2027Q2", ("2027Q1", "2027Q3"))
        0
    """
    return first_from(name, quarters) - (name not in quarters)


def is_placed(name: str, quarters: tuple[str, ...]) -> bool:
    """Say whether a date can be placed: in the horizon, or outside it where all are written as 2027Q1.

    Args:
        name: A quarter.
        quarters: The horizon.

    Returns:
        True where it can.

    Example:
        >>> is_placed("2028Q1", ("2027Q1",)), is_placed("2028Q1", ("Sprint 1",))
        (True, False)
    """
    return name in quarters or all(map(NAMED_QUARTER.fullmatch, (*map(str, quarters), name)))


def unknown_quarter(name: object, quarters: tuple[str, ...]) -> str:
    """Say that a quarter is not one of the horizon, and which one may have been meant.

    Args:
        name: What was given.
        quarters: The horizon.

    Returns:
        The sentence.

    Example:
        >>> unknown_quarter("Q2 2027", ("2027Q1", "2027Q2"))
        "'Q2 2027' is not a quarter of the horizon: 2027Q1, 2027Q2; did you mean '2027Q2'?"
    """
    written = TURNED.fullmatch(str(name))
    meant = f"{written[2] or written[3]}Q{written[1] or written[4]}" if written else ""
    offer = f"; did you mean '{meant}'?" if meant not in ("", name) and is_placed(meant, quarters) else ""
    return f"'{name}' is not a quarter of the horizon: {', '.join(map(str, quarters))}{offer}"


def quarter_faults(quarters: object) -> list[str]:
    """Find the faults in the names of quarters.

    Args:
        quarters: To be a tuple of names; where all are as 2027Q1, in their order.

    Returns:
        A sentence per fault.

    Example:
        >>> quarter_faults(("2027Q1", "2027Q1"))
        ["quarters: '2027Q1' appears twice"]
    """
    if isinstance(quarters, str):
        return [f"quarters: '{quarters}' is one word; give a tuple of names"]
    if not isinstance(quarters, list | tuple) or not quarters:
        return ["quarters: there are none; give at least one"]
    if not all(isinstance(name, str) and name.strip() for name in quarters):
        return [f"quarters: {list(quarters)} are not all names; give text, such as 2027Q1"]
    repeated = dict.fromkeys(name for name in quarters if quarters.count(name) > 1)
    faults = [f"quarters: '{name}' appears twice" for name in repeated]
    dated = all(NAMED_QUARTER.fullmatch(name) for name in quarters)
    if dated and not repeated and sorted(quarters) != list(quarters):
        faults.append(f"quarters: {', '.join(quarters)} are not in their order")
    return faults
