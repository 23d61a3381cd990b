"""What opportunities cost and bring, as the engine's business cases take it, and what is asked of a board."""

from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame, Series

from workbook.engagement import PlanRule
from workbook.privacy import tells

EXTRA, PROTECTED = (
    [f"{name}_{part}" for part in ("low", "likely", "high")] for name in ("extra", "protected")
)
BENEFITS = [*EXTRA, *PROTECTED]
COSTS = ["cost_low", "cost", "cost_high"]
BY_NPS = ["nps_year", "nps_year_low", "nps_year_high"]
FASTER = ["accelerated_quarters", "accelerated_cost"]
DAYS = "days_"
A_YEAR = 4
"""Quarters in the year over which the intake asks for business."""
SHOWN = ["extra", "protected", "cost", "npv", "payback", "waiting_cost"]


@tells()
def case_inputs(options: DataFrame, rule: PlanRule) -> DataFrame:
    """Fill in what a business case assumes: the margin, the price of days, and how a cost may turn out.

    The cost holds the money outside the team and, where a day rate is given, the days of that role.
    An opportunity without an estimate of what it brings counts as bringing nothing.

    Args:
        options: The candidates: opportunity, title, quarters, cost, [cost_low, cost_high, days_<role>…,
            accelerated_quarters, accelerated_cost, and low, likely and high of extra and protected, a year;
            nps_change, nps_year, nps_year_low, nps_year_high and rests_on_nps, as
            `workbook.nps_cases.with_nps` gives them].
        rule: The settings of the plan.

    Returns:
        A row per candidate, in their order: opportunity, title, quarters, accelerated_quarters,
        accelerated_cost, cost_low, cost, cost_high, and low, likely and high of extra and protected per
        quarter, after the margin; protected_shared; days_cost, the part of cost that is people's time;
        estimated (bool): is there an estimate of what it brings? And nps_change, rests_on_nps, and nps_year
        with its ends, after the margin.

    Example:
        >>> one = {"opportunity": ["O1"], "title": "Faq", "quarters": 1, "cost": 100.0, "days_it": 2.0}
        >>> one |= {"extra_low": 40.0, "extra_likely": 80.0, "extra_high": 90.0}
        >>> rule = PlanRule(day_rates={"it": 500}, margin=0.5, overrun=(1, 1.3))
        >>> case_inputs(DataFrame(one), rule)[["cost", "cost_high", "extra_likely"]].iloc[0].tolist()
        [1100.0, 1430.0, 10.0]
    """
    table = options.reindex(columns=["opportunity", "title", "quarters", *FASTER])
    priced = [options[DAYS + role].fillna(0.0) * rate for role, rate in rule.day_rates.items()]
    days_cost = sum(priced, Series(0.0, index=options.index))
    lowest, highest = rule.overrun
    cost = options["cost"] + days_cost
    ends = options.reindex(columns=COSTS).astype(float)
    benefits = options.reindex(columns=BENEFITS).astype(float)
    return table.assign(
        cost_low=(ends["cost_low"] + days_cost).fillna(cost * lowest),
        cost=cost,
        cost_high=(ends["cost_high"] + days_cost).fillna(cost * highest),
        **(benefits.fillna(0.0) * rule.margin / A_YEAR),
        days_cost=days_cost,
        estimated=benefits.notna().any(axis=1),
        nps_change=options.reindex(columns=["nps_change"])["nps_change"],
        protected_shared=options.get("protected_shared", Series(0.0, index=options.index)),
        rests_on_nps=options.get("rests_on_nps", Series(False, index=options.index)),
        **(options.reindex(columns=BY_NPS).astype(float) * rule.margin),
    )


@tells()
def with_values(options: DataFrame, valued: DataFrame) -> DataFrame:
    """Put beside each candidate what it is worth in money by the quarter in which it starts.

    Args:
        options: The candidates.
        valued: As `prioritization.values_by_start` gives it, in the same order: npv, npv_1 …

    Returns:
        The rows of `options` with those columns.
    """
    return options.join(valued.filter(regex=r"^npv(_\d+)?$"))


@tells()
def case_table(given: DataFrame, cases: DataFrame, summary: DataFrame) -> DataFrame:
    """Put the business cases of what was estimated together, the most valuable first.

    Args:
        given: As `case_inputs` gives it.
        cases: As `prioritization.business_cases` gives it: opportunity, extra, protected, cost, npv, payback,
            waiting_cost.
        summary: As `prioritization.Simulation.summary` gives it: opportunity, p5, p95, loss.

    Returns:
        opportunity, title, extra_year and protected_year (likely, a year, after the margin), rests_on_nps,
        nps_year, nps_year_low and nps_year_high (as `given` has them), the columns of `cases`, npv_low,
        npv_high (9 of 10 draws lie between them) and loss (share of the draws below 0).
    """
    yearly = given[given["estimated"]].assign(
        extra_year=given["extra_likely"] * A_YEAR, protected_year=given["protected_likely"] * A_YEAR
    )
    ranges = summary.rename(columns={"p5": "npv_low", "p95": "npv_high"})
    table = yearly[["opportunity", "title", "extra_year", "protected_year", "rests_on_nps", *BY_NPS]]
    table = table.merge(cases[["opportunity", *SHOWN]]).merge(
        ranges[["opportunity", "npv_low", "npv_high", "loss"]]
    )
    return table.sort_values(["npv", "opportunity"], ascending=[False, True], ignore_index=True)


@tells()
def asked_now(plan: DataFrame, options: DataFrame, quarter: str) -> DataFrame:
    """List what a board is asked to release: what starts in the first quarter of the plan.

    Args:
        plan: The plan table: opportunity, decision, start, finish.
        options: The candidates: opportunity, title, cost, quarters, [team, days_<role>…].
        quarter: The first quarter of the plan.

    Returns:
        opportunity, title, team, finish, cost (in all), cost_now (in that quarter), days (in all), and
        days_<role> (in all); what costs most first.

    Example:
        >>> plan = {"opportunity": ["O1"], "decision": "start", "start": "2018Q1", "finish": "2018Q2"}
        >>> one = {"opportunity": ["O1"], "title": "Faq", "cost": 90.0, "quarters": 2, "days_it": 6}
        >>> asked = asked_now(DataFrame(plan), DataFrame(one), "2018Q1")
        >>> asked[["cost", "cost_now", "days"]].iloc[0].tolist()
        [90.0, 45.0, 6.0]
    """
    starts = plan[plan["decision"].eq("start") & plan["start"].eq(quarter)]
    roles = [name for name in options if name.startswith(DAYS)]
    facts = options.reindex(columns=["opportunity", "title", "team", "cost", "quarters", *roles])
    table = starts[["opportunity", "finish"]].merge(facts, on="opportunity")
    table[roles] = table[roles].fillna(0.0)
    table = table.assign(
        cost_now=table["cost"] / table["quarters"].clip(lower=1), days=table[roles].sum(axis=1).astype(float)
    )
    table = table.sort_values(["cost", "opportunity"], ascending=[False, True], ignore_index=True)
    return table[["opportunity", "title", "team", "finish", "cost", "cost_now", "days", *roles]]


@tells()
def money_by_quarter(by_quarter: DataFrame, quarters: Sequence[str]) -> DataFrame:
    """Give the quarters of a plan's money their names, also beyond the plan.

    Args:
        by_quarter: As `prioritization.PlanMoney.by_quarter` holds it: quarter (the first is 1) and amounts.
        quarters: The quarters of the plan.

    Returns:
        The rows with quarter as "2018Q1" and planned (bool): is it a quarter of the plan?

    Example:
        >>> net = DataFrame({"quarter": [1, 2], "net": [-5.0, 3.0]})
        >>> money_by_quarter(net, ["2017Q4"])["quarter"].tolist()
        ['2017Q4', '2018Q1']
    """
    first = pd.Period(quarters[0], freq="Q")
    names = [str(first + number - 1) for number in by_quarter["quarter"]]
    return by_quarter.assign(quarter=names, planned=by_quarter["quarter"].le(len(quarters)))


@tells()
def under_way(plan: DataFrame, options: DataFrame, quarter: str) -> DataFrame:
    """Add up what runs already and goes on in the first quarter of the plan takes in that quarter.

    Args:
        plan: The plan table: opportunity, decision, start.
        options: The candidates, running ones with what remains: opportunity, cost, quarters, [days_<role>…].
        quarter: The first quarter of the plan.

    Returns:
        One row: n, cost and days; days and cost are spread evenly over the quarters that remain.

    Example:
        >>> plan = DataFrame({"opportunity": ["O1"], "decision": "continue", "start": "2018Q1"})
        >>> one = DataFrame({"opportunity": ["O1"], "cost": [90.0], "quarters": 2, "days_it": 6})
        >>> under_way(plan, one, "2018Q1").iloc[0].tolist()
        [1.0, 45.0, 3.0]
    """
    names = plan.loc[
        plan["decision"].isin(["continue", "accelerate"]) & plan["start"].eq(quarter), "opportunity"
    ]
    rows = options[options["opportunity"].isin(names)]
    shares = 1 / rows["quarters"].clip(lower=1)
    days = rows.filter(regex=f"^{DAYS}").fillna(0.0).sum(axis=1)
    return DataFrame([{"n": len(rows), "cost": (rows["cost"] * shares).sum(), "days": (days * shares).sum()}])
