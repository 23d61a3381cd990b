"""Selection frequency: how often an opportunity is in the best plan under uncertain scores and costs."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.intervals import wilson
from prioritization.problem import Problem
from prioritization.robustness.plans import DrawnPlans, plans_by_draw
from prioritization.robustness.symmetry import group_means, symmetry_groups

ALWAYS, NEVER = 0.95, 0.05
"""An interval wholly above or below these is called always in, or never in."""
SPLIT = 1e-9
"""A share of plans that is none but for rounding."""
COLUMNS = ["opportunity", "frequency", "se", "low", "high", "draws", "exact", "gap", "verdict"]


def selection_frequency(
    problem: Problem,
    scores: DataFrame,
    *,
    costs: DataFrame | None = None,
    exact: int = 100,
    gap: float = 0.01,
    time_limit: float = 10.0,
    workers: int | None = None,
) -> DataFrame:
    """Say how often each opportunity is in the best plan when scores and costs are uncertain.

    Not the core index, which counts over the portfolios that no other one beats: this counts draws.

    Args:
        problem: The opportunities and the limits.
        scores: A row per draw, a column per opportunity; as for `plans_by_draw`.
        costs: The same of costs.
        exact: In how many draws the best plan is truly made.
        gap: How far below its bound such a plan may stay, as a share.
        time_limit: Seconds for each plan.
        workers: How many plans are made at the same time.

    Returns:
        As `plan_frequency` gives it.

    Raises:
        LimitsError: `exact`, `gap`, `time_limit` or `workers` is not possible.
        InfeasibleError: In some draw no plan fits.
        ScoreError: The draws have faults, or are fewer than 80.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [5, 5], "cost": [6, 6]})
        >>> draws = DataFrame({"A": [4.0, 4, 4, 6] * 20, "B": 5.0})
        >>> frequencies = selection_frequency(Problem(two, Limits(("2027Q1",), 10)), draws)
        >>> frequencies[["opportunity", "frequency", "verdict"]]
          opportunity  frequency  verdict
        0           A       0.25  depends
        1           B       0.75  depends
    """
    return plan_frequency(
        plans_by_draw(
            problem,
            scores,
            costs=costs,
            exact=exact,
            gap=gap,
            time_limit=time_limit,
            workers=workers,
        )
    )


def plan_frequency(plans: DrawnPlans) -> DataFrame:
    """Estimate how often each opportunity is in the best plan, from plans that are made already.

    mean of y + slope·(mean of x over all draws - mean of x over the exact ones)

    y is 1 where the opportunity is in the best plan of an exact draw, otherwise 0; x is how much of it
    would be done in that draw if parts could be; the slope is that of y on x. Where every draw is exact
    this is the plain share.

    Which of two opportunities a plan takes is chance where nothing but the name tells them apart:
    `symmetry_groups` finds those, and each gets their mean y and x, as if lots were drawn.

    Args:
        plans: As `plans_by_draw` gives them.

    Returns:
        A row per opportunity, in alphabetical order:

        - opportunity
        - frequency: share of draws in which it is in the best plan
        - se: standard error, of drawing and of the slope; 0 where it is in all exact plans or in none
        - low, high: 95 % interval by Wilson, which has a width there too
        - draws, exact: how many draws, and how many of them were planned truly
        - gap: how far below its bound a plan may have stayed, as a share
        - verdict: "always" where `low` is 0.95 or more, "never" where `high` is 0.05 or less; otherwise
          "tied" where some plan holds it and not another one that nothing tells apart from it, and
          "depends" where there is no such one

    Source:
        Cochran (1977), Sampling Techniques, section 12.6 (regression in double sampling).
    """
    group = symmetry_groups(plans.drawn)
    taken, parts = plans.drawn.membership(plans.plans).round(), group_means(plans.parts, group)
    y = group_means(taken, group)
    share, se = _double_sampling(y, parts[plans.exact], parts)
    low, high = _wilson(share, se, len(y))
    table = DataFrame({"opportunity": plans.drawn.model.data.table["opportunity"], "frequency": share})
    table["se"], table["low"], table["high"] = se, low, high
    table["draws"], table["exact"], table["gap"] = len(plans.parts), len(y), plans.gap
    tied = (np.abs(y - taken) > SPLIT).any(axis=0)
    verdicts = ["always", "never", "tied"]
    table["verdict"] = np.select([low >= ALWAYS, high <= NEVER, tied], verdicts, "depends")
    return table[COLUMNS]


def _double_sampling(y: NDArray, x: NDArray, x_all: NDArray) -> tuple[NDArray, NDArray]:
    """The regression estimate and its standard error, a column per opportunity."""
    n, all_draws = len(y), len(x_all)
    centred = x - x.mean(axis=0)
    spread = (centred**2).sum(axis=0)
    varies = spread > 1e-9 * n
    slope = np.where(varies, (centred * y).sum(axis=0) / np.where(varies, spread, 1.0), 0.0)
    shift = x_all.mean(axis=0) - x.mean(axis=0)
    left = ((y - y.mean(axis=0) - slope * centred) ** 2).sum(axis=0) / (n - 2)
    total = y.var(axis=0, ddof=1)
    of_slope = np.where(varies, shift**2 / np.where(varies, spread, 1.0), 0.0)
    variance = left * (1 / n + of_slope) + np.maximum(total - left, 0.0) / all_draws
    if n == all_draws:
        variance = total / n
    return np.clip(y.mean(axis=0) + slope * shift, 0.0, 1.0), np.sqrt(variance)


def _wilson(share: NDArray, se: NDArray, n: int) -> tuple[NDArray, NDArray]:
    """Wilson's interval, of as many draws as the standard error is worth; no fewer than were planned."""
    varies = (se > 0) & (share > 0) & (share < 1)
    worth = np.where(varies, share * (1 - share) / np.where(varies, se, 1.0) ** 2, n)
    low, high = wilson(share, worth)
    return np.minimum(low, share), np.maximum(high, share)
