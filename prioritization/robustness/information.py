"""Value of information: the gain from knowing one score or one cost before choosing a plan."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.robustness.plans import DrawnPlans
from prioritization.robustness.regret import distinct

DEGREE = 3
"""What a plan is worth, given one score, is drawn as a curve of this degree."""
COLUMNS = ["opportunity", "what", "evppi", "se", "switches"]


def value_of_information(plans: DrawnPlans) -> DataFrame:
    """Say what it would be worth to know one score or one cost before choosing the plan.

    E[max over plans of E(value | what is known)] - max over plans of E(value)

    The plans to choose from are those that were best in an exact draw. What each is worth, given the one
    number, is regressed on it over half of the draws; the plan chosen by that is valued on the other half,
    and the halves change places. A plan that does not fit in a draw is worth 0 there. The estimate is of
    what a decision-maker with these plans and this regression would gain: on average not above the true
    value, and around 0, a little below included, where nothing would change.

    Args:
        plans: As `plans_by_draw` gives them.

    Returns:
        A row per score and cost that differs between draws, the most valuable first:

        - opportunity
        - what: "score" or "cost"
        - evppi: expected value of knowing it, in the unit of the scores
        - se: its standard error
        - switches: share of the draws in which knowing it changes whether it is in the plan

    Source:
        Strong, Oakley & Brennan (2014), Medical Decision Making 34(3), p. 311-326 (regression on draws).

    Example:
        >>> from prioritization import Limits, Problem, plans_by_draw
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
        >>> problem = Problem(two, Limits(("2027Q1",), 10))
        >>> plans = plans_by_draw(problem, DataFrame({"A": [4.0, 4, 7, 7] * 20}))
        >>> value_of_information(plans)[["opportunity", "evppi", "switches"]].round(2)
          opportunity  evppi  switches
        0           A    0.5       0.5
    """
    drawn = plans.drawn
    candidates = distinct(plans.plans)
    worth = np.where(drawn.fits(candidates), drawn.worth(candidates), 0.0)
    members = drawn.membership(candidates) > 0.5
    rows = []
    for what, numbers in (("score", drawn.scores), ("cost", drawn.costs)):
        for at in np.flatnonzero(np.ptp(numbers, axis=0) > 0):
            gain, switched = _gain(numbers[:, at], worth, members[:, at])
            name = drawn.model.data.table.at[int(at), "opportunity"]
            se = gain.std(ddof=1) / np.sqrt(len(gain))
            rows.append((name, what, gain.mean(), se, switched.mean()))
    table = DataFrame(rows, columns=COLUMNS)
    return table.sort_values(
        ["evppi", "opportunity", "what"], ascending=[False, True, True], ignore_index=True
    )


def _gain(numbers: NDArray, worth: NDArray, member: NDArray) -> tuple[NDArray, NDArray]:
    """Per draw, what knowing one number gains, and whether its opportunity goes in or out by it."""
    curve = np.vander((numbers - numbers.mean()) / numbers.std(), DEGREE + 1)
    gain, switched = np.empty(len(worth)), np.empty(len(worth), dtype=bool)
    half = np.arange(len(worth)) // _run(len(worth)) % 2 == 0
    for learnt, judged in ((half, ~half), (~half, half)):
        fixed = worth[learnt].mean(axis=0).argmax()
        fitted = np.linalg.lstsq(curve[learnt], worth[learnt], rcond=None)[0]
        chosen = (curve[judged] @ fitted).round(9).argmax(axis=1)
        values = worth[judged]
        gain[judged] = values[np.arange(len(values)), chosen] - values[:, fixed]
        switched[judged] = member[chosen] != member[fixed]
    return gain, switched


def _run(draws: int) -> int:
    """Draws of one half that stand together."""
    return max(draws // 20, 1)
