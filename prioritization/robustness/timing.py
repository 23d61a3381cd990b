"""In which quarter each opportunity starts in the best plans under uncertain scores and costs."""

import numpy as np
import pandas as pd
from pandas import DataFrame

from prioritization.intervals import wilson
from prioritization.robustness.plans import DrawnPlans
from prioritization.robustness.symmetry import group_means, symmetry_groups


def start_frequency(plans: DrawnPlans) -> DataFrame:
    """Say how often each opportunity starts in each quarter, and how often it is not in the plan.

    share of the exact draws in whose best plan it starts in that quarter

    What is running starts in the first quarter where it goes on. Opportunities that nothing but the name
    tells apart get their mean, as in `plan_frequency`. The shares are those of the exact draws alone, so
    that they add up to 1 per opportunity; `plan_frequency` uses all draws, and may differ a little.

    Args:
        plans: As `plans_by_draw` gives them.

    Returns:
        A row per opportunity, in alphabetical order, and quarter, and one for not in the plan:

        - opportunity
        - quarter: blank for not in the plan
        - frequency: share of the exact draws
        - low, high: 95 % interval by Wilson
        - draws: how many draws were planned exactly

    Source:
        Wilson (1927), Journal of the American Statistical Association 22(158), p. 209-212.

    Example:
        >>> from prioritization import Limits, Problem, plans_by_draw
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
        >>> problem = Problem(two, Limits(("Q1", "Q2"), {"Q1": 6, "Q2": 6}, discount=0.1))
        >>> found = start_frequency(plans_by_draw(problem, DataFrame({"A": [4.0, 4, 4, 7] * 20})))
        >>> found.pivot(index="opportunity", columns="quarter", values="frequency").loc["A"].tolist()
        [0.0, 0.25, 0.75]
    """
    data, group = plans.drawn.model.data, symmetry_groups(plans.drawn)
    taken = np.round(plans.plans[:, : len(data.options)]) * data.done
    whose = (data.options["row"].to_numpy()[:, None] == np.arange(len(data.table))).astype(float)
    by_quarter = {
        quarter: group_means((taken * (data.start == at)) @ whose, group).mean(axis=0)
        for at, quarter in enumerate(data.limits.quarters)
    }
    shares = DataFrame({"": 1 - sum(by_quarter.values()), **by_quarter}, index=data.names).clip(0, 1)
    table = shares.rename_axis("opportunity").reset_index()
    table = table.melt("opportunity", var_name="quarter", value_name="frequency")
    table["low"], table["high"] = wilson(table["frequency"], len(taken))
    table["draws"] = len(taken)
    order = pd.Categorical(table["quarter"], [*data.limits.quarters, ""])
    return (
        table.assign(order=order)
        .sort_values(["opportunity", "order"], ignore_index=True)
        .drop(columns="order")
    )
