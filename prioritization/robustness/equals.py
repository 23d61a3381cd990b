"""Opportunities that nothing tells apart: exchanged, they leave the plan's programme as it was."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from prioritization.programme import Programme
from prioritization.robustness.draws import DrawnModel


def interchangeable(drawn: DrawnModel) -> NDArray[np.intp]:
    """Group opportunities that are the same in everything but their name.

    Two are the same when they have the same scores and costs in every draw, can be done in the same ways,
    and exchanging them leaves every limit and every link as it was.

    Args:
        drawn: The model with its draws.

    Returns:
        Per opportunity, the position of the first one that is the same: its own where none before it is.
    """
    ground, programme = drawn.model.ground, drawn.programme(0)
    ways = ground.ways.drop(columns=["row", "cost", "value"])
    first: dict[tuple, list[int]] = {}
    group = np.arange(len(ground.table))
    for at, columns in enumerate(ground.columns):
        own = tuple(ways.loc[columns].itertuples(index=False, name=None))
        key = (
            own,
            programme.values[columns].tobytes(),
            drawn.scores[:, at].tobytes(),
            drawn.costs[:, at].tobytes(),
        )
        others = first.setdefault(key, [])
        same = (other for other in others if _exchange(programme, columns, ground.columns[other]))
        group[at] = next(same, at)
        if group[at] == at:
            others.append(at)
    return group


def shared(amounts: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give each opportunity the mean of those that nothing tells apart from it.

    Args:
        amounts: A line per draw, a column per opportunity.
        group: As `interchangeable` gives it.

    Returns:
        The same shape.

    Example:
        >>> shared(np.array([[1.0, 0.0, 1.0]]), np.array([0, 0, 2])).tolist()
        [[0.5, 0.5, 1.0]]
    """
    together = (group[:, None] == group).astype(float)
    return amounts @ (together / together.sum(axis=0))


def _exchange(programme: Programme, one: NDArray[np.intp], other: NDArray[np.intp]) -> bool:
    """Do two opportunities, exchanged, leave the rows that hold either as they were?"""
    swapped = np.arange(len(programme.values))
    swapped[one], swapped[other] = other, one
    either = np.concatenate([one, other])
    rows = [row for row in programme.rows if np.isin(row.columns, either).any()]
    before, after = (
        Counter(
            (
                row.kind,
                row.low,
                row.high,
                frozenset(zip(to[row.columns].tolist(), row.weights.tolist(), strict=True)),
            )
            for row in rows
        )
        for to in (np.arange(len(swapped)), swapped)
    )
    return before == after
