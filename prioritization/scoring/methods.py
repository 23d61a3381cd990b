"""Methods of scoring: which criteria, on which scale, and how they become one score."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from pandas import DataFrame, Series, to_numeric

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.reading import is_number
from prioritization.scoring.formula import FUNCTIONS, Formula, formula
from prioritization.scoring.scores import (
    ice_score,
    pie_score,
    rice_score,
    value_effort_score,
    weighted_score,
    wsjf_score,
)

PLAIN = 1e-9
"""Weights whose sum is this near to 1 add up to 1."""


@dataclass(frozen=True)
class Range:
    """What an answer on a criterion may be: from low to high, or above low where low itself may not be."""

    low: float
    high: float = np.inf
    above: bool = False

    def holds(self, values: Series) -> Series:
        """Say which numbers lie in it."""
        return (
            (values.gt(self.low) if self.above else values.ge(self.low))
            & values.le(self.high)
            & (values.abs() < np.inf)
        )

    def __str__(self) -> str:
        if self.high < np.inf:
            return f"within {self.low:g} to {self.high:g}"
        return f"above {self.low:g}" if self.above else f"{self.low:g} or more"


@dataclass(frozen=True, eq=False)
class Method:
    """A method of scoring.

    Attributes:
        name: What it is called.
        formula: How the criteria become a score, in words.
        ranges: Per criterion, what an answer may be; in the order in which they are asked.
        compute: Computes a column of scores from a column per criterion.
        scale: The least and the most that a score can be; none where it has no end.
        per_opportunity: Columns of the opportunities that count too, by opportunity.
    """

    name: str
    formula: str
    ranges: Mapping[str, Range]
    compute: Callable[..., Series]
    scale: tuple[float, float] | None = None
    per_opportunity: DataFrame | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The criteria."""
        return tuple(self.ranges)


def _ranges(names: str, one: Range) -> dict[str, Range]:
    return dict.fromkeys(names.split(), one)


TEN, AMOUNT, WORK = Range(1, 10), Range(0), Range(0, above=True)
METHODS = {
    "pie": Method(
        "PIE",
        "(potential + importance + ease) / 3",
        _ranges("potential importance ease", TEN),
        pie_score,
        (1, 10),
    ),
    "ice": Method(
        "ICE",
        "(impact + confidence + ease) / 3",
        _ranges("impact confidence ease", TEN),
        ice_score,
        (1, 10),
    ),
    "rice": Method(
        "RICE",
        "reach * impact * confidence / effort",
        {"reach": AMOUNT, "impact": AMOUNT, "confidence": Range(0, 1), "effort": WORK},
        rice_score,
    ),
    "wsjf": Method(
        "WSJF",
        "(value + time criticality + risk reduction) / size",
        _ranges("value time_criticality risk_reduction", AMOUNT) | {"size": WORK},
        wsjf_score,
    ),
    "value-effort": Method(
        "value over effort", "value / effort", {"value": AMOUNT, "effort": WORK}, value_effort_score
    ),
}
PIE = METHODS["pie"]


def score_method(
    name: str = "pie",
    *,
    criteria: Mapping[str, tuple[float, float]] | None = None,
    weights: Mapping[str, float] | None = None,
    formula: str = "",
    opportunities: DataFrame | None = None,
) -> Method:
    """Choose how the answers of an expert become one score.

    Args:
        name: pie, ice, rice, wsjf, value-effort; weighted (criteria of one's own with declared weights); or
            formula (a formula of one's own over criteria and columns of the opportunities).
        criteria: For weighted and formula: per criterion the least and the most that an expert may give.
        weights: For weighted: per criterion its weight, above 0; together 1.
        formula: For formula: numbers, names, + - * / **, parentheses, min and max.
        opportunities: For formula: whose columns of numbers it may name besides the criteria.

    Returns:
        The method.

    Raises:
        ScoreError: The method is not known, or what it needs is missing or has faults.

    Source:
        Keeney & Raiffa (1976), Decisions with Multiple Objectives, ch. 3 (additive value).

    Example:
        >>> score_method("weighted", criteria={"revenue": (1, 10), "effort": (1, 10)},
        ...     weights={"revenue": 0.7, "effort": 0.3}).formula
        '0.7 * revenue + 0.3 * effort'
    """
    if name in METHODS:
        return METHODS[name]
    makers = {
        "weighted": partial(_weighted, weights=weights),
        "formula": partial(_by_formula, formula_text=formula, opportunities=opportunities),
    }
    if name not in makers:
        known = [*METHODS, *makers]
        raise ScoreError(f"'{name}' is not one of {', '.join(known)}{did_you_mean(name, known)}")
    faults = _range_faults(criteria or {}, name)
    if faults:
        raise ScoreError(fault_list("The method of scoring", faults))
    return makers[name]({one: Range(*ends) for one, ends in criteria.items()})


def _range_faults(criteria: Mapping[str, Any], name: str) -> list[str]:
    faults = [] if criteria else [f"criteria: there are none; method {name} needs them"]
    for one, ends in criteria.items():
        if not (len(ends) == 2 and all(map(is_number, ends)) and ends[0] < ends[1]):
            faults.append(f"criterion '{one}': {ends!r} is not a lowest and a higher score, such as (1, 10)")
        if one in FUNCTIONS:
            faults.append(f"criterion '{one}' is called as a function is; give it another name")
    return faults


def _weighted(ranges: Mapping[str, Range], *, weights: Mapping[str, float] | None) -> Method:
    weights = weights or {}
    faults = [f"criterion '{one}' has no weight" for one in ranges if one not in weights]
    faults += [
        f"weight '{one}' is of no criterion{did_you_mean(one, ranges)}"
        for one in weights
        if one not in ranges
    ]
    faults += [
        f"weight '{one}': {weight!r} is not a number above 0"
        for one, weight in weights.items()
        if not (is_number(weight, low=0) and weight > 0)
    ]
    if not faults and abs(sum(weights.values()) - 1) > PLAIN:
        faults = [f"weights: they add up to {sum(weights.values()):g}, not to 1"]
    scales = dict.fromkeys((one.low, one.high) for one in ranges.values())
    if len(scales) > 1:
        found = ", ".join(f"{low:g} to {high:g}" for low, high in scales)
        faults.append(f"criteria: their scales differ ({found}); weighted criteria share one")
    if faults:
        raise ScoreError(fault_list("The method of scoring", faults))
    terms = " + ".join(f"{weights[one]:g} * {one}" for one in ranges)
    return Method("weighted", terms, ranges, partial(_weighted_columns, weights), next(iter(scales)))


def _weighted_columns(weights: Mapping[str, float], **columns: Series) -> Series:
    return weighted_score(DataFrame(columns), weights)


def _by_formula(ranges: Mapping[str, Range], *, formula_text: str, opportunities: DataFrame | None) -> Method:
    listed = DataFrame({"opportunity": []}) if opportunities is None else opportunities
    names = [name for name in listed if name != "opportunity" and name not in ranges]
    parsed = formula(formula_text, [*ranges, *names])
    unused = [name for name in ranges if name not in parsed.names]
    if unused:
        raise ScoreError(
            fault_list(f"The formula {parsed.text}", [f"criterion '{name}' is not in it" for name in unused])
        )
    taken = [name for name in parsed.names if name not in ranges]
    columns = listed.set_index("opportunity")[taken]
    faults = [f"column '{name}' holds no numbers" for name in taken if not _is_numeric(columns[name])]
    if faults:
        raise ScoreError(fault_list(f"The formula {parsed.text}", faults))
    return Method(
        "formula", parsed.text, ranges, partial(_formula_columns, parsed), None, columns.apply(to_numeric)
    )


def _is_numeric(values: Series) -> bool:
    return to_numeric(values, errors="coerce").notna().equals(values.notna())


def _formula_columns(parsed: Formula, **columns: Series) -> Series:
    return parsed.value(columns)
