"""Symmetry: opportunities that can be exchanged without changing the MILP of the plan."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from prioritization.milp import Milp
from prioritization.robustness.draws import DrawnModel


def symmetry_groups(drawn: DrawnModel) -> NDArray[np.intp]:
    """Group opportunities that are the same in everything but their name.

    Two are the same when they have the same scores and costs in every draw, have the same options,
    and exchanging them leaves every limit and every dependency as it was.

    Args:
        drawn: The model with its draws.

    Returns:
        Per opportunity, the position of the first one that is the same: its own where none before it is.
    """
    data, milp = drawn.model.data, drawn.milp(0)
    options = data.options.drop(columns=["row", "cost", "value"])
    first: dict[tuple, list[int]] = {}
    group = np.arange(len(data.table))
    for at, variables in enumerate(data.variables):
        choices = tuple(options.loc[variables].itertuples(index=False, name=None))
        key = (
            choices,
            milp.values[variables].tobytes(),
            drawn.scores[:, at].tobytes(),
            drawn.costs[:, at].tobytes(),
        )
        others = first.setdefault(key, [])
        same = (other for other in others if _exchange(milp, variables, data.variables[other]))
        group[at] = next(same, at)
        if group[at] == at:
            others.append(at)
    return group


def group_means(amounts: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give each opportunity the mean over its symmetry group.

    Args:
        amounts: A line per draw, a column per opportunity.
        group: As `symmetry_groups` gives it.

    Returns:
        The same shape.

    Example:
        >>> group_means(np.array([[1.0, 0.0, 1.0]]), np.array([0, 0, 2])).tolist()
        [[0.5, 0.5, 1.0]]
    """
    together = (group[:, None] == group).astype(float)
    return amounts @ (together / together.sum(axis=0))


def _exchange(milp: Milp, one: NDArray[np.intp], other: NDArray[np.intp]) -> bool:
    """Do two opportunities, exchanged, leave the constraints that hold either as they were?"""
    swapped = np.arange(len(milp.values))
    swapped[one], swapped[other] = other, one
    either = np.concatenate([one, other])
    constraints = [
        constraint for constraint in milp.constraints if np.isin(constraint.variables, either).any()
    ]
    before, after = (
        Counter(
            (
                constraint.kind,
                constraint.low,
                constraint.high,
                frozenset(zip(to[constraint.variables].tolist(), constraint.weights.tolist(), strict=True)),
            )
            for constraint in constraints
        )
        for to in (np.arange(len(swapped)), swapped)
    )
    return before == after
