"""The core index: the share of non-dominated portfolios that hold an opportunity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization import parsing
from prioritization.errors import InfeasibleError, LimitsError, OpportunitiesError, amount, fault_list
from prioritization.reading import is_number
from prioritization.robust_portfolios.dominance import non_dominated
from prioritization.robust_portfolios.projects import Projects
from prioritization.robust_portfolios.weights import WeightSet
from prioritization.validated_ids import validated_ids


@dataclass(frozen=True, eq=False)
class CoreIndex:
    """The robustness of every opportunity under incomplete information on weights and scores.

    The core index is a share of portfolios that no other one dominates. It is not the selection
    frequency, for which weights and scores are drawn at random and the best portfolio is sought per draw:
    a portfolio that is best for few weights counts here as much as one that is best for many.

    Attributes:
        table: A row per opportunity, in their order: opportunity, core_index (0 to 1), verdict: "core"
            (in all of these portfolios, whatever else becomes known), "exterior" (in none) or
            "borderline" (what becomes known decides).
        portfolios: The portfolios that no other one dominates, each as its opportunities in their order.
    """

    table: DataFrame
    portfolios: tuple[tuple[str, ...], ...]


def core_index(opportunities: DataFrame, budget: float, weights: WeightSet) -> CoreIndex:
    """Find the share of the non-dominated portfolios that hold each opportunity.

    A portfolio is worth the sum of its opportunities' weighted scores. It is dominated when another one
    within the budget is worth at least as much for all weights and all scores within their intervals,
    and more for some. Portfolios of the same value everywhere all count.

    Knowing more never adds portfolios, as long as it leaves weights and scores possible that are not on
    the edge of what was known: on the edge, such as a weight of exactly 0, new ties can appear.

    Timing is left out: all that is in a portfolio is done, and `requires` and `excludes` hold within it.
    The answer is exact. 50 opportunities on 3 criteria with certain scores take seconds; with wide
    intervals, the number of portfolios to be compared sets a limit.

    Args:
        opportunities: A row per opportunity:

            - `opportunity`: its id, unique.
            - a column per criterion of `weights`: its score, 0 or more; all criteria on the same scale.
            - `<criterion>_low`, `<criterion>_high`: the interval of the score; certain where both are
              blank or absent.
            - `cost`: money, 0 or more; 0 where blank or absent.
            - `requires`, `excludes`: ids of others, separated by `;`, or lists.
            - `must_do`, `must_not`: yes/no, ja/nee, true/false; no where blank or absent.

            Other columns are not looked at.
        budget: The most that a portfolio may cost, taken exactly.
        weights: The information on the weights.

    Returns:
        The core index with its verdicts, and the portfolios it is a share of.

    Raises:
        OpportunitiesError: The table has faults, all of which are listed, or holds more than can be
            compared exactly.
        LimitsError: The budget is not a number of 0 or more.
        InfeasibleError: No portfolio has all that must be done.

    Source:
        Liesiö, Mild & Salo (2007), European Journal of Operational Research 181(3), p. 1488-1505.

    Example:
        >>> table = DataFrame({"opportunity": ["A", "B", "C"], "cost": 1, "growth": [9, 1, 6]})
        >>> result = core_index(table.assign(loyalty=[1, 9, 6]), 2, WeightSet(("growth", "loyalty")))
        >>> result.portfolios
        (('A', 'B'), ('A', 'C'), ('B', 'C'))
        >>> result.table["verdict"].tolist()
        ['borderline', 'borderline', 'borderline']
    """
    if not is_number(budget, low=0):
        raise LimitsError(
            fault_list("The limits", [f"budget: {budget!r} is not a finite number of 0 or more"])
        )
    table, budget = _checked(opportunities, weights.criteria), float(budget)
    ids = table["opportunity"].tolist()
    portfolios = non_dominated(_projects(table, weights), budget)
    if not len(portfolios):
        raise InfeasibleError(_why_nothing_fits(table, budget))
    index = portfolios.sum(axis=0) / len(portfolios)
    verdict = np.select([index == 1, index == 0], ["core", "exterior"], "borderline")
    shares = DataFrame({"opportunity": ids, "core_index": index, "verdict": Series(verdict, dtype="str")})
    members = sorted(tuple(np.flatnonzero(row).tolist()) for row in portfolios)
    return CoreIndex(shares, tuple(tuple(ids[place] for place in one) for one in members))


def _checked(opportunities: DataFrame, criteria: tuple[str, ...]) -> DataFrame:
    faults: list[str] = []
    table = validated_ids(opportunities, criteria, faults)
    checked = DataFrame({"opportunity": table["opportunity"]})
    checked["cost"] = parsing.numbers(table, "cost", faults, blank=0.0)
    for name in criteria:
        checked = checked.join(_interval(table, name, faults))
    for name in ("requires", "excludes"):
        ids = [parsing.texts(value) for value in parsing.column(table, name)]
        checked[name] = Series(ids, index=table.index, dtype=object)
        faults += parsing.unknown_ids(checked, name)
    for name in ("must_do", "must_not"):
        checked[name] = parsing.yes_or_no(table, name, faults)
    if parsing.column(table, "together").map(parsing.is_blank).eq(False).any():
        faults.append("together: a core index does not know it; take the column out, or make one row of both")
    both = checked["must_do"] & checked["must_not"]
    faults += [f"row {row + 1}, must_not: it must be done as well; release one" for row in table.index[both]]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return checked


def _interval(table: DataFrame, name: str, faults: list[str]) -> DataFrame:
    score = parsing.numbers(table, name, faults)
    ends = {end: f"{name}_{end}" for end in ("low", "high")}
    read = {end: parsing.numbers(table, column, faults, blank=np.nan) for end, column in ends.items()}
    blank = {
        end: parsing.column(table, column).map(parsing.is_blank).astype(bool) for end, column in ends.items()
    }
    for end, other in (("low", "high"), ("high", "low")):
        for row in table.index[blank[end] & ~blank[other]]:
            faults.append(f"row {row + 1}, {ends[end]}: is blank; give low and high, or neither")
    for row in table.index[np.isfinite(score) & ((read["low"] > score) | (score > read["high"]))]:
        low, high = amount(read["low"][row]), amount(read["high"][row])
        faults.append(f"row {row + 1}, {name}: {amount(score[row])} is not within its {low} to {high}")
    return DataFrame({column: read[end].fillna(score) for end, column in ends.items()})


def _projects(table: DataFrame, weights: WeightSet) -> Projects:
    corners = weights.extreme_points.to_numpy().T
    low, high = (
        table[[f"{name}_{end}" for name in weights.criteria]].to_numpy() @ corners for end in ("low", "high")
    )
    excludes = _relation(table, "excludes")
    return Projects(
        table["cost"].to_numpy(),
        low,
        high,
        _relation(table, "requires"),
        excludes | excludes.T,
        table["must_do"].to_numpy(),
        table["must_not"].to_numpy(),
    )


def _relation(table: DataFrame, column: str) -> NDArray[np.bool_]:
    place = {name: row for row, name in enumerate(table["opportunity"])}
    relation = np.zeros((len(table), len(table)), dtype=bool)
    for row, others in enumerate(table[column]):
        relation[row, [place[other] for other in others]] = True
    return relation


def _why_nothing_fits(table: DataFrame, budget: float) -> str:
    certain = table[table["must_do"]]
    needed, names = certain["cost"].sum(), ", ".join(certain["opportunity"])
    if needed > budget:
        return (
            f"No portfolio fits: the {len(certain)} must-do opportunities need {amount(needed)}, the budget "
            f"is {amount(budget)}. Raise the budget by {amount(needed - budget)}, or release one of: {names}."
        )
    return (
        f"No portfolio fits: the {len(certain)} must-do opportunities exclude each other, or require what "
        f"must not be done or what exceeds the budget, {amount(budget)}. Release one of: {names}."
    )
