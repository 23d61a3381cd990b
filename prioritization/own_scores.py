"""A score of one's own, as it is typed: criteria with weights, or a formula over columns."""

import re
from collections.abc import Collection, Mapping
from functools import partial

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, did_you_mean, fault_list
from prioritization.headings import bare_heading
from prioritization.scoring.formula import formula
from prioritization.scoring.methods import AMOUNT, Method
from prioritization.scoring.scores import weighted_score
from prioritization.written_numbers import lone_number

WEIGHTS = re.compile(r"[,;](?=[^,;=]*=)")
"""The sign before ease=0,3, and not that within a number."""


def is_own(written: str) -> bool:
    """Say whether a score is typed as weights or as a formula, and is not the name of a method.

    Example:
        >>> is_own("revenue=2, ease=1"), is_own("value / effort"), is_own("value-effort"), is_own("rise")
        (True, True, False, False)
    """
    return "=" in written or bool(re.search(r"[+*/(]|\s-\s", written))


def own_method(written: str, known: Collection[str]) -> Method:
    """Read criteria with weights, or a formula.

    Args:
        written: "revenue=2, ease=1", of which only the proportion counts; or numbers, columns, + - * / **,
            parentheses, min and max. Headings in small letters, with _ for what is no letter or digit.
        known: The columns that there are, as `bare_heading` writes them.

    Returns:
        The method; its criteria are the columns that it takes.

    Raises:
        OpportunitiesError: A column is not there, or a weight is no number above 0.
        ScoreError: The formula has faults.

    Example:
        >>> method = own_method("Revenue=2, ease=1", ["revenue", "ease", "cost"])
        >>> method.formula, method.columns
        ('(2 * revenue + 1 * ease) / 3', ('revenue', 'ease'))
        >>> own_method("value / (effort + 1)", ["value", "effort"]).columns
        ('value', 'effort')
    """
    if "=" in written:
        weights = _weights(written, known)
        terms = " + ".join(f"{weight:g} * {name}" for name, weight in weights.items())
        total = sum(weights.values())
        text = terms if total == 1 else f"({terms}) / {total:g}"
        return Method("weighted criteria", text, dict.fromkeys(weights, AMOUNT), partial(_weighted, weights))
    parsed = formula(written.lower(), known)
    return Method(
        "formula", parsed.text, dict.fromkeys(parsed.names, AMOUNT), lambda **cells: parsed.value(cells)
    )


def _weights(written: str, known: Collection[str]) -> dict[str, float]:
    faults, weights = [], {}
    for pair in WEIGHTS.split(written):
        heading, _, number = pair.partition("=")
        name = bare_heading(heading)
        if name not in known:
            faults.append(f"'{heading.strip()}' is not a column{did_you_mean(name, known)}")
        elif name in weights:
            faults.append(f"'{heading.strip()}' appears twice")
        weights[name] = _weight(number.strip(), faults)
    if faults:
        raise OpportunitiesError(fault_list("The score", [f"--score: {fault}" for fault in faults]))
    return weights


def _weight(number: str, faults: list[str]) -> float:
    try:
        weight = lone_number(number)
    except ValueError as error:
        weight, _ = 1.0, faults.append(f"weight {error}")
    if weight <= 0:
        faults.append(f"weight {number} is not above 0")
    return weight


def _weighted(weights: Mapping[str, float], **cells: Series) -> Series:
    return weighted_score(DataFrame(cells), weights)
