"""The MILP of a plan under every draw of the scores and costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.milp import Milp
from prioritization.opportunities import MONEY, later_columns
from prioritization.options import plan_options
from prioritization.parsing import text
from prioritization.plan_model import PlanModel, plan_model
from prioritization.problem import Problem
from prioritization.reading import number

FEWEST = 80
"""With fewer draws, not even what is in every time can be called always in."""
SLACK = 1e-6
"""Tolerance on a constraint, written in thousandths, for a plan that still fits."""


@dataclass(frozen=True, eq=False)
class Linear:
    """Numbers that move in a straight line with one number per opportunity.

    Attributes:
        fixed: What they are where that number is 0.
        slope: What one unit of it adds.
    """

    fixed: NDArray[np.float64]
    slope: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DrawnModel:
    """A model of which the scores, and perhaps the costs, are drawn.

    Attributes:
        model: The model; its constraints and variables are the same in every draw.
        scores: A line per draw, a column per opportunity in the order of the model.
        costs: The same.
        values: Value of each variable of the MILP, by score.
        weights: Weights by cost of each constraint of the MILP with costs in it; none where no costs
            are drawn.
    """

    model: PlanModel
    scores: NDArray[np.float64]
    costs: NDArray[np.float64]
    values: Linear
    weights: Mapping[int, Linear]

    @cached_property
    def owner(self) -> NDArray[np.intp]:
        """Opportunity of each variable of the MILP; overtime, which no draw changes, has the first."""
        bought = np.zeros(len(self.model.data.overtime), dtype=np.intp)
        return np.concatenate([self.model.data.options["row"].to_numpy(), bought])

    def milp(self, draw: int) -> Milp:
        """Build the MILP of one draw.

        Args:
            draw: Its line.

        Returns:
            The MILP.
        """
        constraints, owner = list(self.model.milp.constraints), self.owner
        for line, by_cost in self.weights.items():
            paid = self.costs[draw, owner[constraints[line].variables]]
            constraints[line] = replace(constraints[line], weights=by_cost.fixed + by_cost.slope * paid)
        worth = self.values.fixed + self.values.slope * self.scores[draw, owner]
        return replace(self.model.milp, values=worth, constraints=tuple(constraints))

    def membership(self, solutions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say how much of each opportunity is done.

        Args:
            solutions: A line per solution, a value per variable.

        Returns:
            A line per solution, a share per opportunity.
        """
        n = len(self.model.data.options)
        return self._by_opportunity(solutions[:, :n] * self.model.data.done, np.arange(n))

    def worth(self, solutions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Value solutions under every draw.

        Args:
            solutions: A line per solution, a value per variable.

        Returns:
            A line per draw, a column per solution.
        """
        moving = self._by_opportunity(solutions * self.values.slope, np.arange(solutions.shape[1]))
        return solutions @ self.values.fixed + self.scores @ moving.T

    def fits(self, solutions: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Say whether solutions stay within the limits at the costs of every draw.

        Args:
            solutions: A line per solution, a value per variable; within every limit that costs do not change.

        Returns:
            A line per draw, a column per solution.
        """
        fit = np.ones((len(self.scores), len(solutions)), dtype=bool)
        for line, by_cost in self.weights.items():
            constraint = self.model.milp.constraints[line]
            taken = solutions[:, constraint.variables]
            used = (
                taken @ by_cost.fixed
                + self.costs @ self._by_opportunity(taken * by_cost.slope, constraint.variables).T
            )
            fit &= (used <= constraint.high + SLACK * constraint.unit) & (
                used >= constraint.low - SLACK * constraint.unit
            )
        return fit

    def _by_opportunity(
        self, amounts: NDArray[np.float64], variables: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Add up variables by the opportunity that they belong to."""
        whose = self.owner[variables][:, None] == np.arange(len(self.model.data.table))
        return amounts @ whose.astype(float)


def drawn_model(
    problem: Problem, scores: DataFrame, costs: DataFrame | None, *, fewest: int = FEWEST
) -> DrawnModel:
    """Build the model of a plan of which the scores, and perhaps the costs, are drawn.

    Value is a straight line in the score, and what is paid one in the cost: two models each give it. Where
    npv is drawn, npv_1, npv_2, … move by the same amount.

    Args:
        problem: The opportunities and the limits.
        scores: A row per draw, a column per opportunity; those without a column keep their score.
        costs: The same of costs, with as many rows: row by row one draw.
        fewest: With fewer draws they are refused.

    Returns:
        The model with its draws.

    Raises:
        InfeasibleError: Arithmetic shows that no plan fits.
        ScoreError: The draws have faults; the message lists all of them.
    """
    table, limits, objective = problem.table, problem.limits, problem.objective
    problem.refuse_conflicts()
    _refuse_faults(table, scores, costs, objective, fewest)
    model, weights = problem.model, {}
    scored = (_valued(model.data.table, objective, worth) for worth in (0.0, 1.0))
    fixed, one = (plan_options(rows, limits, objective)["value"].to_numpy() for rows in scored)
    values = Linear(
        np.concatenate([fixed, model.milp.values[len(fixed) :]]),
        np.concatenate([one - fixed, np.zeros(len(model.data.overtime))]),
    )
    if costs is not None:
        model, twice = (plan_model(table.assign(cost=float(by)), limits, objective) for by in (1, 2))
        pairs = zip(model.milp.constraints, twice.milp.constraints, strict=True)
        for line, (one, other) in enumerate(pairs):
            if not np.array_equal(one.weights, other.weights):
                weights[line] = Linear(2 * one.weights - other.weights, other.weights - one.weights)
    ordered = model.data.table
    paid = table.set_index("opportunity")["cost"][ordered["opportunity"]].to_numpy()
    score = ordered[objective].to_numpy()
    names = ordered["opportunity"].tolist()
    return DrawnModel(
        model=model,
        scores=_filled(scores, names, score, len(scores)),
        costs=_filled(costs, names, paid, len(scores)),
        values=values,
        weights=weights,
    )


def _valued(table: DataFrame, objective: str, worth: float) -> DataFrame:
    """The opportunities where all are worth so much; of money, a later start as much less as it was."""
    later = {name: table[name] - table[objective] + worth for name in later_columns(table, objective)}
    return table.assign(**{objective: worth}, **later)


def _filled(frame: DataFrame | None, names: list[str], defaults: NDArray, draws: int) -> NDArray[np.float64]:
    """A column per name: the draws, or its own number throughout."""
    filled = np.tile(defaults.astype(float), (draws, 1))
    for name in [] if frame is None else frame.columns:
        filled[:, names.index(text(name))] = frame[name].to_numpy(dtype=float)
    return filled


def _refuse_faults(
    table: DataFrame, scores: DataFrame, costs: DataFrame | None, objective: str, fewest: int
) -> None:
    for what, frame in (("scores", scores), ("costs", DataFrame() if costs is None else costs)):
        if not isinstance(frame, DataFrame):
            raise ScoreError(f"{what}: {frame!r} is not a table of draws; give a pandas DataFrame.")
    ids = table["opportunity"].tolist()
    faults = _draw_faults(scores, "score", ids, -np.inf if objective == MONEY else 0.0)
    if len(scores) < fewest:
        faults.append(f"{len(scores)} draws say too little; give {fewest} or more, such as 1000")
    if costs is not None:
        faults += _draw_faults(costs, "cost", ids, 0.0)
        if len(costs) != len(scores):
            faults.append(f"{len(scores)} draws of scores and {len(costs)} of costs; row by row they are one")
    if faults:
        raise ScoreError(fault_list("The draws", faults))


def _draw_faults(frame: DataFrame, what: str, ids: list[str], least: float) -> list[str]:
    names = [text(name) for name in frame.columns]
    faults = [
        f"{what} of '{name}': there is no such opportunity{did_you_mean(name, ids)}"
        for name in dict.fromkeys(names)
        if name not in ids
    ]
    faults += [
        f"{what} of '{name}' appears twice" for name in sorted({n for n in names if names.count(n) > 1})
    ]
    for place, name in enumerate(names):
        column = np.array([number(value) for value in frame.iloc[:, place]], dtype=float)
        for wrong, fault in ((~np.isfinite(column), "no finite number"), (column < least, "below 0")):
            if wrong.any():
                count, first = int(wrong.sum()), int(wrong.argmax()) + 1
                faults.append(f"{what} of '{name}': {fault} in {count} draws, the first is row {first}")
    return faults
