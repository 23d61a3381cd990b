"""Costs and benefits of an opportunity per quarter, with extra and protected business apart."""

import numpy as np
from pandas import DataFrame, Series

from prioritization.business_case.money import AMOUNTS, check_terms, checked_money
from prioritization.business_case.three_points import PARTS, expected


def business_cases(
    opportunities: DataFrame, *, horizon: int, discount: float, start: int = 0, distribution: str = "pert"
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
        start: Index of the quarter in which each begins; the first is 0.
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
    flows = _expected(money, distribution)
    now = _present(flows, money["quarters"], horizon, discount, start)
    later = _present(flows, money["quarters"], horizon, discount, start + 1)
    return DataFrame(
        {
            "opportunity": money["opportunity"],
            **now,
            "payback": _payback(flows, money["quarters"], horizon - start),
            "waiting_cost": now["npv"] - later["npv"],
        }
    )


def cash_flows(
    opportunities: DataFrame, *, horizon: int, start: int = 0, distribution: str = "pert"
) -> DataFrame:
    """List what every opportunity is expected to cost and bring per quarter; nothing is discounted.

    Args:
        opportunities: A row per opportunity; columns as for `checked_money`.
        horizon: Quarters that are looked at.
        start: Index of the quarter in which each begins; the first is 0.
        distribution: How low, likely and high make an expected value: "pert" or "triangular".

    Returns:
        opportunity, quarter (index, the first is 0), extra, protected, cost, net, cumulative. A row per
        opportunity and quarter of the horizon, and per quarter beyond it in which there still is cost.

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The horizon, the start or the distribution is not possible.

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 40}
        >>> cash_flows(DataFrame(login | {"protected_high": 70}), horizon=3)["cumulative"].tolist()
        [-90.0, -50.0, -10.0]
    """
    check_terms(horizon=horizon, discount=0.0, start=start, distribution=distribution)
    money = checked_money(opportunities)
    takes = money["quarters"].clip(lower=1)
    lengths = np.maximum(horizon, start + takes).to_numpy()
    row = np.repeat(np.arange(len(money)), lengths)
    quarter = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    takes, flows = takes.to_numpy()[row], _expected(money, distribution).to_numpy()[row]
    delivers = (quarter >= start + takes) & (quarter < horizon)
    spends = (quarter >= start) & (quarter < start + takes)
    table = DataFrame({"opportunity": money["opportunity"].to_numpy()[row], "quarter": quarter})
    table["opportunity"] = table["opportunity"].astype("str")
    table["extra"] = np.where(delivers, flows[:, 0], 0.0)
    table["protected"] = np.where(delivers, flows[:, 1], 0.0)
    table["cost"] = np.where(spends, flows[:, 2] / takes, 0.0)
    table["net"] = table["extra"] + table["protected"] - table["cost"]
    table["cumulative"] = table["net"].groupby(row).cumsum()
    return table


def present_factors(quarters: Series, *, horizon: int, discount: float, start: int = 0) -> DataFrame:
    """Say what a benefit of 1 per quarter, and a cost of 1 in all, are worth now.

    Args:
        quarters: How many each opportunity takes; what takes 0 is done in the quarter it starts in.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        start: Index of the quarter in which each begins.

    Returns:
        benefit (sum over the quarters after it finishes, within the horizon) and cost (mean over the
        quarters it takes, also beyond the horizon), in the index of `quarters`.

    Example:
        >>> present_factors(Series([1, 2]), horizon=3, discount=0.5).to_numpy().tolist()
        [[0.75, 1.0], [0.25, 0.75]]
    """
    takes = quarters.clip(lower=1).to_numpy()
    finish = start + takes
    weight = (1 - discount) ** np.arange(max(horizon, finish.max(initial=0)))
    until = np.concatenate([[0.0], np.cumsum(weight)])
    benefit = until[horizon] - until[np.minimum(finish, horizon)]
    return DataFrame(
        {"benefit": benefit, "cost": (until[finish] - until[start]) / takes}, index=quarters.index
    )


def _expected(money: DataFrame, distribution: str) -> DataFrame:
    """Expected extra and protected per quarter, and cost in all."""
    return DataFrame(
        {name: expected(*(money[f"{name}_{part}"] for part in PARTS), distribution) for name in AMOUNTS}
    )


def _present(
    flows: DataFrame, quarters: Series, horizon: int, discount: float, start: int
) -> dict[str, Series]:
    factors = present_factors(quarters, horizon=horizon, discount=discount, start=start)
    extra, protected = flows["extra"] * factors["benefit"], flows["protected"] * factors["benefit"]
    cost = flows["cost"] * factors["cost"]
    return {"extra": extra, "protected": protected, "cost": cost, "npv": extra + protected - cost}


def _payback(flows: DataFrame, quarters: Series, left: int) -> Series:
    """Quarters to finish, and then as many as the cost holds the benefit of one."""
    benefit = flows["extra"] + flows["protected"]
    earning = (flows["cost"] / benefit.where(benefit > 0)).round(9)  # 1.1 / 0.1 is 11
    paid = quarters.clip(lower=1) + np.ceil(earning)
    return paid.where(paid <= left)
