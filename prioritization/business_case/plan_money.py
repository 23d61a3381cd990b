"""What a plan costs and brings: extra and protected business, quarter by quarter, with its range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.business_case.cases import business_cases, expected_flows, present_factors
from prioritization.business_case.money import AMOUNTS, BENEFITS, check_terms, checked_money
from prioritization.business_case.three_points import PARTS
from prioritization.business_case.uncertainty import drawn_amounts, simulate
from prioritization.errors import LimitsError, fault_list

RANGE = (0.05, 0.95)
"""The shares of the draws below the low and below the high of a range."""
DRAWS = 4000
_NONE = DataFrame(
    columns=["opportunity", "quarters", "protected_shared", *(f"{n}_{p}" for n in AMOUNTS for p in PARTS)],
    dtype=float,
)


@dataclass(frozen=True, eq=False)
class PlanMoney:
    """The money of a plan.

    Attributes:
        by_quarter: What has been spent and brought in by the end of each quarter, in present value: quarter
            (the first is 1), extra, protected, cost, net (expected), net_low and net_high (9 of 10 draws
            lie between them).
        yearly: What the plan brings in four quarters once all of it is delivered, not discounted: amount
            ("extra", "protected", "all"), expected, low, high.
    """

    by_quarter: DataFrame
    yearly: DataFrame


def as_planned(opportunities: DataFrame, schedule: DataFrame, quarters: Sequence[str]) -> DataFrame:
    """Give the opportunities in a plan the start, the duration and the cost that they have in it.

    Args:
        opportunities: As the plan was made of: opportunity, [quarters, cost, accelerated_quarters,
            accelerated_cost, and the columns of `checked_money`].
        schedule: As `Plan.schedule` holds it: opportunity, decision, start.
        quarters: The quarters of the plan, in order.

    Returns:
        The rows of what is in the plan, in the order of `opportunities`, with start (index of the quarter).

    Raises:
        LimitsError: A quarter of the schedule is not one of the plan's.

    Example:
        >>> two = DataFrame({"opportunity": ["A", "B"], "cost": [5, 3], "quarters": 1})
        >>> made = {"decision": ["left out", "start"], "start": [None, "Q2"]}
        >>> plan = DataFrame({"opportunity": ["A", "B"], **made})
        >>> as_planned(two, plan, ["Q1", "Q2"])[["opportunity", "start"]].to_numpy().tolist()
        [['B', 1]]
    """
    made = schedule[schedule["decision"].isin(["start", "continue", "accelerate"])]
    unknown = sorted(set(made["start"]) - set(quarters))
    if unknown:
        raise LimitsError(
            fault_list("The plan", [f"start: '{name}' is not a quarter of it" for name in unknown])
        )
    place = {name: index for index, name in enumerate(quarters)}
    chosen = opportunities.merge(
        made[["opportunity", "decision"]].assign(start=made["start"].map(place)), on="opportunity"
    )
    if "accelerated_quarters" not in chosen:
        return chosen.drop(columns="decision")
    faster = chosen["decision"].eq("accelerate")
    dearer = chosen["accelerated_cost"].fillna(0.0) if "accelerated_cost" in chosen else 0.0
    costs = [name for name in ("cost_low", "cost", "cost_high") if name in chosen]
    return chosen.assign(
        quarters=chosen["quarters"].mask(faster, chosen["accelerated_quarters"]),
        **{name: chosen[name] + dearer * faster for name in costs},
    ).drop(columns="decision")


def plan_money(
    planned: DataFrame,
    *,
    horizon: int,
    discount: float,
    seed: int,
    draws: int = DRAWS,
    distribution: str = "pert",
) -> PlanMoney:
    """Add up what the opportunities in a plan cost and bring, and say how sure that is.

    Every amount is drawn independently of the others, but for protected business of which the doubt is
    shared: where all estimates err the same way, the range is wider than what is given here.

    Args:
        planned: As `as_planned` gives it; columns as for `checked_money`, and start.
        horizon: Quarters that are looked at, 1 or more.
        discount: The share of its value that money loses per quarter of waiting.
        seed: Where the randomness starts, 0 or more.
        draws: How many, 2 or more.
        distribution: Through low, likely and high: "pert" or "triangular".

    Returns:
        The money of the plan. Its expected values are those of `business_cases`, added up.

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The horizon, the discount, the seed or the draws are not possible.

    Source:
        Hertz (1964), Harvard Business Review 42(1), p. 95-106 (simulation of an investment).

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 40, "protected_likely": 40}
        >>> table = DataFrame(login | {"protected_high": 40, "start": 0})
        >>> plan_money(table, horizon=4, discount=0, seed=1).by_quarter["net"].tolist()
        [-90.0, -50.0, -10.0, 30.0]
    """
    start = planned["start"].to_numpy().astype(int)
    check_terms(horizon=horizon, discount=discount, start=start, distribution=distribution)
    money = checked_money(planned) if len(planned) else _NONE.astype({"quarters": int})
    flows, drawn = expected_flows(money, distribution), drawn_amounts(money, draws, seed, distribution)
    until = [
        present_factors(money["quarters"], horizon=quarter, discount=discount, start=start)["benefit"]
        for quarter in range(1, horizon + 1)
    ]
    brings = np.column_stack(until)
    spends = _spent(money["quarters"].clip(lower=1).to_numpy(), start, horizon, discount)
    table = DataFrame({"quarter": np.arange(1, horizon + 1)})
    for name in BENEFITS:
        table[name] = flows[name].to_numpy() @ brings
    table["cost"] = flows["cost"].to_numpy() @ spends
    table["net"] = table["extra"] + table["protected"] - table["cost"]
    net = (drawn["extra"] + drawn["protected"]) @ brings - drawn["cost"] @ spends
    table["net_low"], table["net_high"] = np.quantile(net, RANGE, axis=0)
    return PlanMoney(table, _yearly(flows, drawn))


def money_difference(
    planned: DataFrame,
    other: DataFrame,
    *,
    horizon: int,
    discount: float,
    seed: int,
    draws: int = DRAWS,
    distribution: str = "pert",
) -> DataFrame:
    """Say how much more one plan brings than another, and how sure that is.

    In each draw an opportunity costs and brings the same in both plans, so that what they share adds no
    doubt about the difference.

    Args:
        planned: The plan, as `as_planned` gives it.
        other: The plan that is held against it.
        horizon: Quarters that are looked at, 1 or more.
        discount: The share of its value that money loses per quarter of waiting.
        seed: Where the randomness starts, 0 or more.
        draws: How many, 2 or more.
        distribution: Through low, likely and high: "pert" or "triangular".

    Returns:
        One row: expected (present value of `other` minus that of `planned`), low, high (9 of 10 draws lie
        between them), share (of the draws in which `other` brings more).

    Raises:
        OpportunitiesError: A table has faults.
        LimitsError: The horizon, the discount, the seed or the draws are not possible.

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 40, "protected_likely": 40}
        >>> table = DataFrame(login | {"protected_high": 40, "start": 0})
        >>> later = table.assign(start=1)
        >>> money_difference(table, later, horizon=4, discount=0, seed=1)["expected"].tolist()
        [-40.0]
    """
    terms = {"horizon": horizon, "discount": discount, "distribution": distribution}
    means, sums = [], []
    for plan in (planned, other):
        if plan.empty:
            means.append(0.0)
            sums.append(np.zeros(draws))
            continue
        start = plan["start"].astype(int).to_numpy()
        means.append(business_cases(plan, **terms, start=start)["npv"].sum())
        sums.append(simulate(plan, **terms, start=start, draws=draws, seed=seed).npv.sum(axis=1).to_numpy())
    more = sums[1] - sums[0]
    low, high = np.quantile(more, RANGE)
    row = (means[1] - means[0], low, high, float((more > 0).mean()))
    return DataFrame([row], columns=["expected", "low", "high", "share"])


def _spent(takes: NDArray, start: NDArray, horizon: int, discount: float) -> NDArray[np.float64]:
    """Per opportunity and quarter, what of a cost of 1 is spent by its end, in present value."""
    quarter = np.arange(horizon)
    busy = (quarter >= start[:, None]) & (quarter < (start + takes)[:, None])
    return np.cumsum(busy * (1 - discount) ** quarter / takes[:, None], axis=1)


def _yearly(flows: DataFrame, drawn: dict[str, NDArray[np.float64]]) -> DataFrame:
    sums = {name: 4 * drawn[name].sum(axis=1) for name in BENEFITS}
    sums["all"] = sums["extra"] + sums["protected"]
    expected = {name: 4 * flows[name].sum() for name in BENEFITS}
    expected["all"] = expected["extra"] + expected["protected"]
    rows = [(name, expected[name], *np.quantile(each, RANGE)) for name, each in sums.items()]
    return DataFrame(rows, columns=["amount", "expected", "low", "high"])
