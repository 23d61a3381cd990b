"""Uncertainty of a business case: simulation, and a tornado of the main drivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pandas as pd
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.business_case.cases import present_factors
from prioritization.business_case.money import AMOUNTS, check_terms, checked_money
from prioritization.business_case.three_points import PARTS, drawn
from prioritization.errors import LimitsError, fault_list

MOVED = ("low", "high", "npv_low", "npv_high", "npv_likely", "swing")


@dataclass(frozen=True, eq=False)
class Simulation:
    """Business cases, drawn many times.

    Attributes:
        npv: A row per draw, a column per opportunity: its present value.
        cost: The same of what it costs, not discounted.
    """

    npv: DataFrame
    cost: DataFrame

    def summary(self) -> DataFrame:
        """Say what each opportunity is worth, and how sure that is.

        Returns:
            A row per opportunity:

            - opportunity
            - npv: mean over the draws
            - npv_error: its standard error, of the drawing alone
            - p5, p50, p95: quantiles of the present value
            - loss: share of the draws in which the present value is below 0
            - loss_error: its standard error; where no draw of n is below 0, a chance up to 3 / n is
              still possible
        """
        draws = len(self.npv)
        loss = (self.npv < 0).mean()
        table = DataFrame({"npv": self.npv.mean(), "npv_error": self.npv.std() / np.sqrt(draws)})
        table[["p5", "p50", "p95"]] = self.npv.quantile([0.05, 0.5, 0.95]).T.to_numpy()
        table["loss"], table["loss_error"] = loss, np.sqrt(loss * (1 - loss) / draws)
        return table.rename_axis("opportunity").reset_index()


def simulate(
    opportunities: DataFrame,
    *,
    draws: int,
    seed: int,
    horizon: int,
    discount: float,
    start: int | Sequence[int] = 0,
    distribution: str = "pert",
) -> Simulation:
    """Draw every business case many times.

    Extra, protected and cost are drawn independently of each other, one draw for all quarters. Every
    opportunity has a random stream of its own, made of the seed and its id: the order of the rows, and
    which others are there, do not change its draws. So opportunities are independent too, but for protected
    business of which the doubt is shared.

    Args:
        opportunities: A row per opportunity; columns as for `checked_money`.
        draws: How many, 2 or more.
        seed: Where the randomness starts, 0 or more.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        start: Index of the quarter in which all begin, or one per opportunity; the first is 0.
        distribution: Through low, likely and high: "pert" or "triangular".

    Returns:
        The draws, with a column per opportunity in their order.

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The draws, the seed, the horizon, the discount, the start or the distribution is not
            possible.

    Source:
        Hertz (1964), Harvard Business Review 42(1), p. 95-106 (simulation of an investment).

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 40}
        >>> table = DataFrame(login | {"protected_high": 70})
        >>> drawn = simulate(table, draws=4000, seed=1, horizon=4, discount=0.5)
        >>> drawn.summary()[["npv", "loss"]].round(0).iloc[0].tolist()
        [-55.0, 1.0]
    """
    check_terms(horizon=horizon, discount=discount, start=start, distribution=distribution)
    money = checked_money(opportunities)
    factors = present_factors(money["quarters"], horizon=horizon, discount=discount, start=start)
    amounts = drawn_amounts(money, draws, seed, distribution)
    benefit, spent = factors["benefit"].to_numpy(), factors["cost"].to_numpy()
    npv = (amounts["extra"] + amounts["protected"]) * benefit - amounts["cost"] * spent
    ids = pd.Index(money["opportunity"], dtype="str", name="opportunity")
    return Simulation(DataFrame(npv, columns=ids), DataFrame(amounts["cost"], columns=ids))


def tornado(
    opportunities: DataFrame, *, horizon: int, discount: float, start: int | Sequence[int] = 0
) -> DataFrame:
    """Show which amounts move the business cases most.

    Each amount that is not fixed goes from its low to its high, while all others stay at their likely
    value.

    Args:
        opportunities: A row per opportunity; columns as for `checked_money`.
        horizon: Quarters that are looked at.
        discount: The share of its value that money loses per quarter of waiting.
        start: Index of the quarter in which all begin, or one per opportunity; the first is 0.

    Returns:
        A row per amount that is not fixed, the widest swing first: opportunity, amount ("extra",
        "protected" or "cost"), low, high, npv_low and npv_high (present value of all together at that
        low and at that high), npv_likely (the same where all are likely), swing (how far low and high lie
        apart). No row where all amounts are fixed, or without opportunities.

    Raises:
        OpportunitiesError: The table has faults.
        LimitsError: The horizon, the discount or the start is not possible.

    Source:
        Howard (1988), Management Science 34(6), p. 679-695 (the tornado diagram).

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 40}
        >>> found = tornado(DataFrame(login | {"protected_high": 70}), horizon=3, discount=0)
        >>> found.drop(columns=["low", "high"])
          opportunity     amount  npv_low  npv_high  npv_likely  swing
        0       login  protected    -70.0      50.0       -10.0  120.0
    """
    check_terms(horizon=horizon, discount=discount, start=start)
    if opportunities.empty:
        return DataFrame({"opportunity": Series(dtype="str"), "amount": Series(dtype="str")}).assign(
            **dict.fromkeys(MOVED, Series(dtype=float))
        )
    money = checked_money(opportunities)
    factors = present_factors(money["quarters"], horizon=horizon, discount=discount, start=start)
    factor = np.column_stack([factors["benefit"], factors["benefit"], -factors["cost"]])
    low, likely, high = (money[[f"{name}_{part}" for name in AMOUNTS]].to_numpy() for part in PARTS)
    rest = (factor * likely).sum() - factor * likely
    table = DataFrame({"opportunity": np.repeat(money["opportunity"].to_numpy(), len(AMOUNTS))})
    table["opportunity"] = table["opportunity"].astype("str")
    table["amount"] = np.tile(AMOUNTS, len(money))
    table["low"], table["high"] = low.ravel(), high.ravel()
    table["npv_low"], table["npv_high"] = (rest + factor * low).ravel(), (rest + factor * high).ravel()
    table["npv_likely"] = (factor * likely).sum()
    table["swing"] = (table["npv_high"] - table["npv_low"]).abs()
    moving = table[table["low"] < table["high"]]
    return moving.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def drawn_amounts(
    money: DataFrame, draws: int, seed: int, distribution: str = "pert"
) -> dict[str, NDArray[np.float64]]:
    """Draw what each opportunity brings and costs.

    Args:
        money: As `checked_money` gives it.
        draws: How many, 2 or more.
        seed: Where the randomness starts, 0 or more.
        distribution: "pert" or "triangular".

    Returns:
        Per amount ("extra" and "protected" per quarter, "cost" in all) a row per draw and a column per
        opportunity.

    Raises:
        LimitsError: The draws or the seed are not possible.
    """
    _check_drawing(draws, seed)
    amounts = {name: np.empty((draws, len(money))) for name in AMOUNTS}
    common = default_rng(SeedSequence([seed, 0])).standard_normal(draws)
    for row, opportunity in enumerate(money.to_dict("records")):
        for name, stream in zip(AMOUNTS, _streams(seed, opportunity["opportunity"]), strict=True):
            points = (opportunity[f"{name}_{part}"] for part in PARTS)
            shared = opportunity["protected_shared"] if name == "protected" else 0.0
            amounts[name][:, row] = drawn(stream, *points, draws, distribution, shared=shared, common=common)
    return amounts


def _check_drawing(draws: int, seed: int) -> None:
    faults = [
        f"{name}: {value} is not a whole number of {least} or more"
        for name, value, least in (("draws", draws, 2), ("seed", seed, 0))
        if not (isinstance(value, int | np.integer) and value >= least)
    ]
    if faults:
        raise LimitsError(fault_list("The simulation", faults))


def _streams(seed: int, opportunity: str) -> list[Generator]:
    """A random stream per amount, the same wherever the opportunity stands."""
    key = int.from_bytes(sha256(opportunity.encode()).digest()[:16])
    return [default_rng(child) for child in SeedSequence([seed, key]).spawn(len(AMOUNTS))]
