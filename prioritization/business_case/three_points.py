"""An amount that is not known: its low, its likely and its high, and the distribution through them."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import Series
from scipy.special import betaincinv, ndtr

PARTS = ("low", "likely", "high")
LIKELY_WEIGHT = {"pert": 4.0, "triangular": 1.0}
"""Per distribution, how much heavier the likely value weighs in the mean than either end."""


def expected(low: Series, likely: Series, high: Series, distribution: str = "pert") -> Series:
    """Average an amount over its distribution.

    (low + w·likely + high) / (w + 2), with w = 4 for "pert" and 1 for "triangular".

    Args:
        low: What it is at least.
        likely: Its mode.
        high: What it is at most.
        distribution: "pert" or "triangular".

    Returns:
        The means.

    Source:
        Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7(5), p. 646-669 (PERT).

    Example:
        >>> expected(Series([0.0]), Series([10.0]), Series([80.0])).tolist()
        [20.0]
    """
    weight = LIKELY_WEIGHT[distribution]
    return (low + weight * likely + high) / (weight + 2)


def drawn(
    stream: Generator,
    low: float,
    likely: float,
    high: float,
    draws: int,
    distribution: str = "pert",
    *,
    shared: float = 0.0,
    common: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Draw an amount at random.

    "pert" is the beta distribution on low to high with shapes 1 + 4·m and 1 + 4·(1 - m), where m is how
    far the likely value lies from low to high; "triangular" has its top at the likely value.

    Args:
        stream: Where the randomness comes from.
        low: What it is at least.
        likely: Its mode.
        high: What it is at most.
        draws: How many.
        distribution: "pert" or "triangular".
        shared: The correlation with what moves several amounts together, -1 to 1.
        common: That, in every draw: standard normal.

    Returns:
        The draws; all the same where low is high.

    Source:
        Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7(5), p. 646-669 (PERT); shapes:
        Vose (2008), Risk Analysis, 3rd edition; Iman & Conover (1982), Communications in Statistics B 11(3),
        p. 311-334 (amounts that move together, each with its own distribution).

    Example:
        >>> drawn(np.random.default_rng(1), 5.0, 5.0, 5.0, draws=2).tolist()
        [5.0, 5.0]
    """
    if low == high:
        return np.full(draws, low)
    mode = (likely - low) / (high - low)
    if shared:
        normal = shared * common + np.sqrt(1 - shared**2) * stream.standard_normal(draws)
        return low + (high - low) * _quantile(ndtr(normal), mode, distribution)
    if distribution == "pert":
        unit = stream.beta(1 + 4 * mode, 1 + 4 * (1 - mode), draws)
    else:
        unit = stream.triangular(0.0, mode, 1.0, draws)
    return low + (high - low) * unit


def _quantile(share: NDArray[np.float64], mode: float, distribution: str) -> NDArray[np.float64]:
    """Where on 0 to 1 an amount with its top at the mode lies at shares of its distribution."""
    if distribution == "pert":
        return betaincinv(1 + 4 * mode, 1 + 4 * (1 - mode), share)
    rising, falling = np.sqrt(share * mode), 1 - np.sqrt((1 - share) * (1 - mode))
    return np.where(share < mode, rising, falling)
