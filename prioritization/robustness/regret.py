"""Regret of a chosen plan against the best plan of every draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritization.errors import OpportunitiesError
from prioritization.plan import Plan, plan_values
from prioritization.plan_model import decisions
from prioritization.robustness.draws import DrawnModel
from prioritization.robustness.plans import DrawnPlans


@dataclass(frozen=True)
class Regret:
    """By how much the best plan of a draw beats the chosen one, over the draws.

    Attributes:
        mean: Mean value missed, in the unit of the scores; missing where the plan fits in no draw.
        se: Its standard error, of the drawing alone.
        p95: What is missed in no more than one draw in twenty.
        largest: The most that is missed in any draw.
        best: Share of the draws in which the chosen plan fits and nothing is missed.
        best_se: Its standard error; where the share is 0 or 1, a chance up to 3 / draws is still possible.
        over_budget: Share of the draws in which the chosen plan costs more than there is; what is missed
            is counted over the others.
        over_budget_se: Its standard error.
        draws: How many draws were planned truly.
        gap: How far below its bound a draw's best plan may have stayed, as a share: the regret may be
            that much of its value larger.
    """

    mean: float
    se: float
    p95: float
    largest: float
    best: float
    best_se: float
    over_budget: float
    over_budget_se: float
    draws: int
    gap: float


def regret(plans: DrawnPlans, plan: Plan) -> Regret:
    """Hold a chosen plan against the best plan of every draw.

    best value in the draw - value of the chosen plan in that draw

    The best is the best of all plans that were made for any draw and fit in this one.

    Args:
        plans: As `plans_by_draw` gives them; the exact draws count.
        plan: The plan that was chosen, of the same problem.

    Returns:
        The regret.

    Raises:
        OpportunitiesError: The plan decides what these opportunities and limits do not know.

    Source:
        Savage (1951), Journal of the American Statistical Association 46(253), p. 55-67.

    Example:
        >>> from pandas import DataFrame
        >>> from prioritization import Limits, Problem, make_plan, plans_by_draw
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
        >>> problem = Problem(two, Limits(("2027Q1",), 10))
        >>> plans = plans_by_draw(problem, DataFrame({"A": [4.0, 4, 4, 7] * 20}))
        >>> result = regret(plans, make_plan(problem))
        >>> result.mean, result.largest, result.best
        (0.5, 2.0, 0.75)
    """
    drawn, some = plans.drawn, plans.exact
    candidates = np.vstack([variables_of(drawn, plan), distinct(plans.plans)])
    fit = drawn.fits(candidates)[some]
    worth = np.where(fit, drawn.worth(candidates)[some], -np.inf)
    missed = (worth.max(axis=1) - worth[:, 0])[fit[:, 0]]
    scale = np.abs(worth[fit]).max(initial=1.0)
    missed = np.where(missed > 1e-9 * scale, missed, 0.0)
    best, over = (missed == 0).sum() / len(some), 1.0 - fit[:, 0].mean()
    if not len(missed):
        missed = np.array([np.nan])
    return Regret(
        mean=float(missed.mean()),
        se=float(missed.std(ddof=1) / np.sqrt(len(missed))) if len(missed) > 1 else float("nan"),
        p95=float(np.quantile(missed, 0.95)),
        largest=float(missed.max()),
        best=float(best),
        best_se=float(np.sqrt(best * (1 - best) / len(some))),
        over_budget=float(over),
        over_budget_se=float(np.sqrt(over * (1 - over) / len(some))),
        draws=len(some),
        gap=plans.gap,
    )


def distinct(solutions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pick out the solutions that differ.

    Args:
        solutions: A line per solution.

    Returns:
        Each of them once, sorted.
    """
    return np.unique(solutions.round(9), axis=0)


def variables_of(drawn: DrawnModel, plan: Plan) -> NDArray[np.float64]:
    """Write a plan as a value per variable of a model.

    Args:
        drawn: The model.
        plan: The plan, with the days of overtime that it buys.

    Returns:
        The values.

    Raises:
        OpportunitiesError: The plan decides what the model does not know.
    """
    values = plan_values(drawn.model, plan)
    known = plan.schedule["opportunity"].isin(decisions(drawn.model, values)["opportunity"])
    for row in plan.schedule[~known & plan.schedule["decision"].ne("left out")].itertuples():
        raise OpportunitiesError(
            f"The plan cannot be held against the draws: '{row.opportunity}' cannot {row.decision} there."
            " Give the plan that was made of the same opportunities and limits."
        )
    return values
