"""Costs and benefits of an opportunity per quarter, with extra and protected business apart."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.business_case.money import AMOUNTS, check_terms, checked_money
from prioritization.business_case.three_points import PARTS, expected


def business_cases(
    opportunities: DataFrame,
    *,
    horizon: int,
    discount: float,
    start: int | Sequence[int] = 0,
    distribution: str = "pert",
) -> DataFrame:
    """Make the business case of every opportunity.

    Its cost is spread evenly over its quarters; its benefits come in every quarter after it finishes,
    up to the horizon. Benefits beyond the horizon do not count; cost beyond it does, for what is begun
    is paid. Money in the quarter with index t counts for (1 - discount)^t, the rule of the plan; a
    rate of interest r per quarter is a discount of r / (1 + r).

    Args:
        opportunities: A row per opportunity; columns as for `checked_money`.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        start: Index of the quarter in which all begin, or one per opportunity; the first is 0.
        distribution: How low, likely and high make an expected value: "pert" or "triangular".

    Returns:
        A row per opportunity, in their order:

        - opportunity
        - extra, protected, cost: expected present values, money
        - npv: extra + protected - cost
        - payback: quarters from its start until what it brought covers its cost, not discounted; blank
          when that is never within the horizon
        - waiting_cost: npv lost when it begins one quarter later and the horizon stays where it is

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The horizon, the discount, the start or the distribution is not possible.

    Source:
        Brealey, Myers & Allen, Principles of Corporate Finance, ch. 5 and 6 (present value, payback,
        the timing of an investment).

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 40}
        >>> case = business_cases(DataFrame(login | {"protected_high": 70}), horizon=4, discount=0.5)
        >>> case[["protected", "cost", "npv", "payback", "waiting_cost"]].iloc[0].tolist()
        [35.0, 90.0, -55.0, 4.0, -25.0]
    """
    check_terms(horizon=horizon, discount=discount, start=start, distribution=distribution)
    money = checked_money(opportunities)
    begins = np.broadcast_to(np.asarray(start), len(money))
    flows = expected_flows(money, distribution)
    now = _present(flows, money["quarters"], horizon, discount, begins)
    later = _present(flows, money["quarters"], horizon, discount, begins + 1)
    return DataFrame(
        {
            "opportunity": money["opportunity"],
            **now,
            "payback": _payback(flows, money["quarters"], horizon - begins),
            "waiting_cost": now["npv"] - later["npv"],
        }
    )


def values_by_start(
    opportunities: DataFrame, *, starts: int, horizon: int, discount: float, distribution: str = "pert"
) -> DataFrame:
    """Value every opportunity by the quarter in which it starts, for a plan whose objective is money.

    Args:
        opportunities: A row per opportunity; columns as for `checked_money`.
        starts: The quarters of the plan, 1 or more.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        distribution: How low, likely and high make an expected value: "pert" or "triangular".

    Returns:
        The rows of `opportunities`, with `npv`, `npv_1`, `npv_2` …: the present value of a start in the
        first quarter, one quarter later, two later …

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The starts, the horizon, the discount or the distribution is not possible.

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 40}
        >>> table = DataFrame(login | {"protected_high": 70})
        >>> values_by_start(table, starts=2, horizon=4, discount=0.5)[["npv", "npv_1"]].iloc[0].tolist()
        [-55.0, -30.0]
    """
    check_terms(horizon=horizon, discount=discount, distribution=distribution, starts=starts)
    money = checked_money(opportunities)
    flows = expected_flows(money, distribution)
    values = {
        f"npv_{start}" if start else "npv": _present(flows, money["quarters"], horizon, discount, start)[
            "npv"
        ].to_numpy()
        for start in range(starts)
    }
    return opportunities.assign(**values)


def present_factors(
    quarters: Series, *, horizon: int, discount: float, start: int | Sequence[int] = 0
) -> DataFrame:
    """Say what a benefit of 1 per quarter, and a cost of 1 in all, are worth now.

    Args:
        quarters: How many each opportunity takes; what takes 0 is done in the quarter it starts in.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        start: Index of the quarter in which all begin, or one per opportunity.

    Returns:
        benefit (sum over the quarters after it finishes, within the horizon) and cost (mean over the
        quarters it takes, also beyond the horizon), in the index of `quarters`.

    Example:
        >>> present_factors(Series([1, 2]), horizon=3, discount=0.5).to_numpy().tolist()
        [[0.75, 1.0], [0.25, 0.75]]
    """
    takes = quarters.clip(lower=1).to_numpy()
    begins = np.broadcast_to(np.asarray(start), len(takes))
    finish = begins + takes
    weight = (1 - discount) ** np.arange(max(horizon, finish.max(initial=0)))
    until = np.concatenate([[0.0], np.cumsum(weight)])
    benefit = until[horizon] - until[np.minimum(finish, horizon)]
    return DataFrame(
        {"benefit": benefit, "cost": (until[finish] - until[begins]) / takes}, index=quarters.index
    )


def expected_flows(money: DataFrame, distribution: str) -> DataFrame:
    """Average what each opportunity is expected to bring and cost.

    Args:
        money: As `checked_money` gives it.
        distribution: "pert" or "triangular".

    Returns:
        extra and protected per quarter, and cost in all; in the rows of `money`.
    """
    return DataFrame(
        {name: expected(*(money[f"{name}_{part}"] for part in PARTS), distribution) for name in AMOUNTS}
    )


def _present(
    flows: DataFrame, quarters: Series, horizon: int, discount: float, start: int | Sequence[int]
) -> dict[str, Series]:
    factors = present_factors(quarters, horizon=horizon, discount=discount, start=start)
    extra, protected = flows["extra"] * factors["benefit"], flows["protected"] * factors["benefit"]
    cost = flows["cost"] * factors["cost"]
    return {"extra": extra, "protected": protected, "cost": cost, "npv": extra + protected - cost}


def _payback(flows: DataFrame, quarters: Series, left: NDArray[np.intp]) -> Series:
    """Quarters to finish, and then as many as the cost holds the benefit of one."""
    benefit = flows["extra"] + flows["protected"]
    earning = (flows["cost"] / benefit.where(benefit > 0)).round(9)  # 1.1 / 0.1 is 11
    paid = quarters.clip(lower=1) + np.ceil(earning)
    return paid.where(paid <= left)
