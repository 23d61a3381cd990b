"""Every interval of the engine is one of 95 %."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95 = NormalDist().inv_cdf(0.975)
"""So many standard errors to either side of an estimate hold 95 % of a normal distribution: 1.96."""


def wilson(share: ArrayLike, n: ArrayLike) -> tuple[NDArray, NDArray]:
    """Bound a share that was counted, by Wilson's score interval.

    Args:
        share: The shares, from 0 to 1.
        n: Of how many; of a weighted count, what it is worth, which need not be whole.

    Returns:
        The low and the high bounds, from 0 to 1; unknown where n is.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927), 209-212.

    Example:
        >>> low, high = wilson(0.5, 10)
        >>> round(float(low), 3), round(float(high), 3)
        (0.237, 0.763)
    """
    share, n = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
