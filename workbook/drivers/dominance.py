"""Which driver adds more than another: in every model, at every size of model, or on average."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from workbook.drivers.found import Drivers
from workbook.drivers.shares import MOST_EXACT, Floats, lmg_shares, subset_r2
from workbook.privacy import declare

TINY = 1e-12
"""A difference in R² that is no more than rounding."""
COLUMNS = ["driver", "alone", "importance", "last", "complete", "conditional", "general", "n"]


def gains_by_size(r2: Floats) -> Floats:
    """What each driver adds to R², on average over all models of the same size (conditional dominance).

    Args:
        r2: R² on every subset of the drivers, as `subset_r2` gives it for one matrix: 2^drivers.

    Returns:
        Drivers × sizes: in column k what a driver adds to models of k others.

    Source:
        Azen & Budescu (2003), Psychological Methods 8(2), p. 129-148.

    Example:
        >>> gains_by_size(np.array([0.0, 0.64, 0.36, 1.0])).round(2).tolist()
        [[0.64, 0.64], [0.36, 0.36]]
    """
    drivers = len(r2).bit_length() - 1
    size = np.bitwise_count(np.arange(len(r2) // 2)).astype(np.intp)
    models = np.bincount(size, minlength=drivers)
    gains = (r2.reshape(-1, 2, 1 << driver) for driver in range(drivers))
    return np.array(
        [np.bincount(size, (one[:, 1] - one[:, 0]).ravel(), minlength=drivers) / models for one in gains]
    )


def always_adds_more(r2: Floats) -> NDArray[np.bool_]:
    """Whether a driver adds at least as much as another to every model without the two (complete dominance).

    Args:
        r2: As for `gains_by_size`.

    Returns:
        Drivers × drivers: whether that of the row dominates that of the column; two that add the same
        everywhere dominate neither.

    Source:
        As `gains_by_size`.

    Example:
        >>> always_adds_more(np.array([0.0, 0.64, 0.36, 1.0])).tolist()
        [[False, True], [False, False]]
    """
    drivers = len(r2).bit_length() - 1
    found = np.zeros((drivers, drivers), dtype=bool)
    for low, high in _pairs(drivers):
        models = r2.reshape(-1, 2, 1 << (high - low - 1), 2, 1 << low)
        more = models[:, 0, :, 1] - models[:, 1, :, 0]
        found[low, high] = more.min() >= -TINY and more.max() > TINY
        found[high, low] = more.max() <= TINY and more.min() < -TINY
    return found


def driver_dominance(found: Drivers) -> DataFrame:
    """How many others each driver dominates: completely, at every size of model, and on average.

    Args:
        found: From `relative_importance`.

    Returns:
        In the order of `found.table`: driver, alone (R² of the driver by itself), importance (the gain in R²
        averaged over all models), last (what it adds to all others), complete, conditional and general (how
        many others it dominates in that sense), n. Without rows as `found`, and of more drivers than can be
        looked at in all models.

    Source:
        As `gains_by_size`; averages: Budescu (1993), Psychological Bulletin 114(3), p. 542-551.
    """
    names = found.table["driver"].tolist()
    if not names or len(names) > MOST_EXACT:
        return declare(DataFrame(columns=COLUMNS))
    order = [found.correlation.index[0], *names]
    correlation = found.correlation.loc[order, order].to_numpy()
    r2 = subset_r2(correlation[None])[0]
    gains, general = gains_by_size(r2), lmg_shares(correlation[None])[0]
    at_every_size = _dominates(gains)
    table = {
        "driver": names,
        "alone": gains[:, 0],
        "importance": general,
        "last": gains[:, -1],
        "complete": always_adds_more(r2).sum(axis=1),
        "conditional": at_every_size.sum(axis=1),
        "general": _dominates(general[:, None]).sum(axis=1),
        "n": found.n,
    }
    return declare(DataFrame(table))


def _dominates(gains: Floats) -> NDArray[np.bool_]:
    """Whether the gains of a row are at least those of another in every column, and more in one."""
    more = gains[:, None] - gains[None]
    return (more >= -TINY).all(axis=2) & (more > TINY).any(axis=2)


def _pairs(drivers: int) -> Iterator[tuple[int, int]]:
    return ((low, high) for high in range(drivers) for low in range(high))
