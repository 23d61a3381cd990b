"""The plan beside other plans, and the limits that could move, with titles in place of ids."""

from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame, Series

from workbook.opportunities import with_titles
from workbook.privacy import tells

MONEY = "npv"
OBJECTIVES = {"score": "score", "both": "score", "value": MONEY}
"""Per setting of the plan's objective, the column of the opportunities that counts first."""
THEN = {"score": None, "both": MONEY, "value": None}
"""And the one that counts second."""


def objectives(given: DataFrame, setting: str) -> list[str]:
    """List the objectives by which plans are compared, that of the plan first.

    Args:
        given: As `case_inputs` gives it: estimated.
        setting: The objective in engagement.yml: score, value or both.

    Returns:
        score and npv; only the plan's own where nobody estimated what any opportunity brings.

    Example:
        >>> objectives(DataFrame({"estimated": [True, False]}), "value")
        ['npv', 'score']
    """
    own = OBJECTIVES[setting]
    other = "score" if own == MONEY else MONEY
    return [own, other] if given["estimated"].any() else [own]


@tells()
def plan_choices(
    compared: DataFrame, others: DataFrame, greedy: DataFrame, options: DataFrame, gain: DataFrame
) -> DataFrame:
    """Put the plan beside what else could be done within the same limits.

    Args:
        compared: As `prioritization.compared_plans` gives it, of the plans "this" and "other": plan, a column
            per objective with the plan's own first, cost, enters, leaves.
        others: As `prioritization.next_best_plans` gives it, with the second objective.
        greedy: As `prioritization.greedy_plans` gives it, with the second objective.
        options: The candidates: opportunity, title, cost.
        gain: As `prioritization.money_difference` gives it: how much more the other plan brings.

    Returns:
        A row per plan: plan ("this", "other", "next 1" …, "list"), a column per objective, cost, the
        titles that enter and leave, and gain_low and gain_high (how much more money the other plan
        brings, 9 of 10 draws; blank for all others). Without a second objective there is no "other";
        without a plan by the list, no "list".
    """
    worths = [name for name in compared if name not in ("plan", "cost", "enters", "leaves")]
    own = worths[0]
    this = compared.iloc[0]
    rows = compared if len(worths) > 1 else compared.head(1)
    following = others.assign(plan="next " + others["rank"].astype("str")).drop(columns=own, errors="ignore")
    listed = greedy[greedy["rule"].eq("score") & greedy["value"].notna()]
    members = greedy.loc[greedy["rule"].eq("plan"), "members"].iloc[0]
    listed = listed.drop(columns=own, errors="ignore").assign(
        plan="list",
        enters=[_without(one, members) for one in listed["members"]],
        leaves=[_without(members, one) for one in listed["members"]],
    )
    costs = options.set_index("opportunity")["cost"]
    made = [
        table.rename(columns={"value": own}).assign(cost=_costs(table, this["cost"], costs))
        for table in (following, listed)
        if len(table)
    ]
    table = pd.concat([rows, *made], ignore_index=True)[[*compared.columns]]
    titled = with_titles(table, options).drop(columns=["enters", "leaves"])
    is_other = titled["plan"].eq("other")
    for end in ("low", "high"):
        titled[f"gain_{end}"] = Series(gain[end].iloc[0], index=titled.index).where(is_other)
    first = ["plan", "score", *[name for name in worths if name == MONEY], "cost"]
    return titled[[*first, "enters_titles", "leaves_titles", "gain_low", "gain_high"]]


@tells()
def benefit_and_cost(
    options: DataFrame, given: DataFrame, cases: DataFrame, members: Sequence[str], by: Sequence[str]
) -> DataFrame:
    """Put what each candidate brings beside what it costs, each with its range.

    Args:
        options: The candidates: opportunity, title, cost, score, score_low, score_high, scored.
        given: As `case_inputs` gives it: opportunity, cost_low, cost, cost_high.
        cases: As `case_table` gives it: opportunity, title, npv, npv_low, npv_high.
        members: The opportunities in the plan.
        by: The objectives, as `objectives` gives them: with money among them it counts, else the points.

    Returns:
        What brings most first: opportunity, title, worth (net present value, or points), worth_low,
        worth_high, cost, cost_low, cost_high (with the priced days), in_plan (bool). What has no estimate,
        or no score, is not there.

    Example:
        >>> one = DataFrame({"opportunity": ["O1"], "title": "Faq", "scored": True, "score": 7.0})
        >>> one = one.assign(score_low=6.0, score_high=8.0, cost=9.0, cost_low=9.0, cost_high=12.0)
        >>> table = benefit_and_cost(one, one, DataFrame(), ["O1"], ["score"])
        >>> table[["worth", "worth_high", "cost_high"]].to_numpy().tolist()
        [[7.0, 8.0, 12.0]]
    """
    measure, rows = (MONEY, cases) if MONEY in by else ("score", options[options["scored"].astype(bool)])
    ends = {name: rows[name].fillna(rows[measure]) for name in (f"{measure}_low", f"{measure}_high")}
    worth = rows[["opportunity", "title"]].assign(
        worth=rows[measure], worth_low=ends[f"{measure}_low"], worth_high=ends[f"{measure}_high"]
    )
    table = worth.merge(given[["opportunity", "cost", "cost_low", "cost_high"]], on="opportunity")
    table = table.assign(in_plan=table["opportunity"].isin(list(members)))
    return table.sort_values(["worth", "opportunity"], ascending=[False, True], ignore_index=True)


def _without(names: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in set(others))


def _costs(table: DataFrame, cost: float, costs: Series) -> list[float]:
    """The cost of plans that differ from this one by what enters and leaves."""
    return [
        cost + costs[list(row.enters)].sum() - costs[list(row.leaves)].sum() for row in table.itertuples()
    ]


@tells()
def scenario_table(scenarios: DataFrame, options: DataFrame) -> DataFrame:
    """Put titles where the engine speaks in ids.

    Args:
        scenarios: As `prioritization.limit_scenarios` gives it: kind, name, enters, leaves, and amounts.
        options: The candidates: opportunity, title.

    Returns:
        The rows with title (of an obligation; else blank) and the titles that enter and leave.
    """
    titles = options.set_index("opportunity")["title"]
    title = scenarios["name"].map(titles).where(scenarios["kind"].eq("must_do"))
    return with_titles(scenarios.assign(title=title), options).drop(columns=["enters", "leaves"])


@tells()
def chosen_budget(curve: DataFrame, budget: float) -> DataFrame:
    """Mark the budget that there is.

    Args:
        curve: As `prioritization.budget_curve` gives it: budget, value, knee.
        budget: The money over the horizon.

    Returns:
        The rows with chosen (bool).
    """
    nearest = (curve["budget"] - budget).abs().idxmin()
    return curve.assign(chosen=curve.index == nearest)
