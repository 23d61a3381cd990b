"""Incomplete information on the weights of criteria: statements, and the extreme points they allow."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.reading import is_number

MOST_CRITERIA = 6
"""Corners are found by trying every set of statements that can meet in one: that is for few criteria."""


@dataclass(frozen=True, eq=False)
class WeightSet:
    """Weights of criteria that are 0 or more, add up to 1, and meet every statement.

    Without statements nothing is known: every weight is possible.

    Attributes:
        criteria: Their names, in any order; 1 to 6 of them.
        order: Pairs (a, b): the weight of a is at least that of b.
        at_least: Per criterion, the lowest weight it can have; 0 where it is not named.
        at_most: Per criterion, the highest; 1 where it is not named.

    Raises:
        ScoreError: Statements have faults, all of which are listed, or no weights meet all of them.

    Example:
        >>> WeightSet(("growth", "loyalty"), order=[("growth", "loyalty")]).extreme_points
           growth  loyalty
        0     0.5      0.5
        1     1.0      0.0
    """

    criteria: tuple[str, ...]
    order: tuple[tuple[str, str], ...] = ()
    at_least: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = _form_faults(self)
        if faults:
            raise ScoreError(fault_list("The weights", faults))
        object.__setattr__(self, "criteria", tuple(self.criteria))
        object.__setattr__(self, "order", tuple((one, other) for one, other in self.order))
        faults = [*_criteria_faults(self.criteria), *_name_faults(self), *_share_faults(self)]
        if faults:
            raise ScoreError(fault_list("The weights", faults))
        if self.extreme_points.empty:
            raise ScoreError(
                f"No weights meet all statements: {'; '.join(_statements(self))}; and they add up to 1. "
                "Release one of them."
            )

    @cached_property
    def extreme_points(self) -> DataFrame:
        """The corners of the set: every possible weighting is a mixture of them.

        A row per corner, a column per criterion. What holds at every corner for a sum of weighted scores
        holds in the whole set.
        """
        normals, bounds = _half_spaces(self)
        n = len(self.criteria)
        chosen = np.array(list(combinations(range(len(bounds)), n - 1)), dtype=int)
        systems = np.concatenate([normals[chosen], np.ones((len(chosen), 1, n))], axis=1)
        sides = np.concatenate([bounds[chosen], np.ones((len(chosen), 1))], axis=1)
        meeting = np.abs(np.linalg.det(systems)) > 0.5  # all entries are -1, 0 or 1, so it is a whole number
        points = np.linalg.solve(systems[meeting], sides[meeting][:, :, None])[:, :, 0]
        inside = (points @ normals.T >= bounds - 1e-9).all(axis=1)
        corners = np.unique(points[inside].round(12) + 0.0, axis=0)
        return DataFrame(corners, columns=list(self.criteria))


def _half_spaces(weights: WeightSet) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every statement as normal · weights ≥ bound."""
    unit = dict(zip(weights.criteria, np.eye(len(weights.criteria)), strict=True))
    rows = [(unit[name], float(weights.at_least.get(name, 0.0))) for name in weights.criteria]
    rows += [(-unit[name], -float(most)) for name, most in weights.at_most.items()]
    rows += [(unit[one] - unit[other], 0.0) for one, other in weights.order]
    return np.array([normal for normal, _ in rows]), np.array([bound for _, bound in rows])


def _form_faults(weights: WeightSet) -> list[str]:
    """Statements that cannot be read at all."""
    faults = []
    if not _several(weights.criteria) or not all(isinstance(name, str) for name in weights.criteria):
        faults.append(f"criteria: {weights.criteria!r} is not several names, such as ('growth', 'loyalty')")
    if not _several(weights.order):
        faults.append(f"order: {weights.order!r} is not pairs of criteria, such as [('growth', 'loyalty')]")
    else:
        faults += [
            f"order: {pair!r} is not a pair of criteria, such as ('growth', 'loyalty')"
            for pair in weights.order
            if not _several(pair) or len(pair) != 2
        ]
    for statement, shares in (("at_least", weights.at_least), ("at_most", weights.at_most)):
        if not isinstance(shares, Mapping):
            faults.append(f"{statement}: {shares!r} is not a share per criterion, such as {{'growth': 0.5}}")
    return faults


def _several(names: object) -> bool:
    return isinstance(names, Collection) and not isinstance(names, str)


def _criteria_faults(criteria: tuple[str, ...]) -> list[str]:
    faults = [
        f"criteria: '{name}' appears twice" for name in sorted({c for c in criteria if criteria.count(c) > 1})
    ]
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        faults.append(f"criteria: there are {len(criteria)}; give 1 to {MOST_CRITERIA}")
    return faults


def _name_faults(weights: WeightSet) -> list[str]:
    named = {
        "order": [name for pair in weights.order for name in pair],
        "at_least": weights.at_least,
        "at_most": weights.at_most,
    }
    return [
        f"{statement}: '{name}' is not a criterion{did_you_mean(str(name), weights.criteria)}"
        for statement, names in named.items()
        for name in dict.fromkeys(names)
        if name not in weights.criteria
    ] + [f"order: '{one}' is held against itself" for one, other in weights.order if one == other]


def _share_faults(weights: WeightSet) -> list[str]:
    return [
        f"{statement}: {value!r} of {name} is not a share from 0 to 1"
        for statement, shares in (("at_least", weights.at_least), ("at_most", weights.at_most))
        for name, value in shares.items()
        if not is_number(value, 0, 1)
    ]


def _statements(weights: WeightSet) -> list[str]:
    return [
        *(f"{one} ≥ {other}" for one, other in weights.order),
        *(f"{name} ≥ {least}" for name, least in weights.at_least.items()),
        *(f"{name} ≤ {most}" for name, most in weights.at_most.items()),
    ]
