"""How many people a test of a programme needs: two groups, one of which gets nothing."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

CERTAINTY, POWER = 0.95, 0.80
"""A difference that is not there is found once in twenty tests; one that is there in four of five."""
SHARES = np.arange(1, 51) / 100
"""Shares of the audience that may be kept apart as a control group."""


def control_size(
    rate_now: ArrayLike, rate_aimed: ArrayLike, control_share: ArrayLike, *, power: float = POWER
) -> NDArray[np.float64]:
    """How many people the control group needs, for a difference between two shares to be found.

    Two-sided, at 95 % certainty, for groups of unequal size, without a correction for continuity. The first
    three arguments may be arrays.

    Args:
        rate_now: Share that succeeds without the programme, 0 to 1.
        rate_aimed: Share that succeeds with it.
        control_share: Share of all people that is in the control group, more than 0 and less than 1.
        power: The chance that the difference is found where it is there.

    Returns:
        People in the control group, in whole ones; infinite where there is no difference to find.

    Source:
        Fleiss, Tytun & Ury (1980), Biometrics 36, p. 343-346, formula 3.

    Example:
        >>> control_size(0.50, 0.75, 0.5).tolist()
        58.0
    """
    now, aimed, share = (np.asarray(one, dtype=float) for one in (rate_now, rate_aimed, control_share))
    certain, found = (NormalDist().inv_cdf(chance) for chance in ((1 + CERTAINTY) / 2, power))
    times = (1 - share) / share  # so many in the programme for each one in the control group
    both = (now + times * aimed) / (1 + times)
    spread = certain * np.sqrt((times + 1) * both * (1 - both))
    spread = spread + found * np.sqrt(times * now * (1 - now) + aimed * (1 - aimed))
    with np.errstate(divide="ignore", invalid="ignore"):
        size = spread**2 / (times * (aimed - now) ** 2)
    return np.where(aimed == now, np.inf, np.ceil(size - 1e-9))


def smallest_control(people: float, rate_now: float, rate_aimed: float) -> float:
    """The smallest share of an audience, in whole per cents up to half, that is a control group large enough.

    Args:
        people: In the audience, both groups together.
        rate_now: As `control_size` has it.
        rate_aimed: Likewise.

    Returns:
        The share; not a number where no share is enough.

    Example:
        >>> smallest_control(1000, 0.50, 0.75), smallest_control(40, 0.50, 0.75)
        (0.03, nan)
    """
    enough = SHARES[control_size(rate_now, rate_aimed, SHARES) <= np.floor(people * SHARES)]
    return float(enough[0]) if len(enough) else float("nan")


def smallest_rise(people: float, rate_now: float, control_share: float) -> float:
    """The smallest rate above the present one that a test with this audience would find.

    Args:
        people: In the audience, both groups together.
        rate_now: As `control_size` has it.
        control_share: Likewise.

    Returns:
        The rate, to a tenth of a per cent; not a number where not even a rate of 1 would be found.

    Example:
        >>> smallest_rise(1000, 0.50, 0.10)
        0.644
    """
    if np.isnan(rate_now):
        return float("nan")
    rates = np.arange(np.floor(rate_now * 1000) + 1, 1001) / 1000
    found = rates[control_size(rate_now, rates, control_share) <= np.floor(people * control_share)]
    return float(found[0]) if len(found) else float("nan")
