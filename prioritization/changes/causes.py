"""Causes of a change of plan: inputs changed one at a time, averaged over all orders (Shapley)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise, permutations
from math import factorial

import numpy as np
import pandas as pd
from pandas import DataFrame, Index, Series

from prioritization.errors import InfeasibleError, LimitsError
from prioritization.limits.setting import Limits
from prioritization.opportunities import DAYS, RELATIONS
from prioritization.plan_model import PlanModel, members, plan_model
from prioritization.problem import Problem
from prioritization.solver import solve

DONE = "done"
CAUSES = ("candidates", "scores", "panel", "costs", "capacity", "limits")
"""What differs between two periods, besides what is done."""
COSTS = ("cost", "quarters", "accelerated_quarters", "accelerated_cost")
Mix = frozenset[str]
"""The causes that are taken from the later period; the others are as they were."""


@dataclass(frozen=True, eq=False)
class ChangeCauses:
    """What moved the best plan, by cause.

    Attributes:
        value: A row per cause, "done" and then those of `CAUSES`: cause, change (its part of the change of
            the plan's value). They add up to `after - before`.
        moves: A row per opportunity that came in or went out, by id: opportunity, move (1 in, -1 out), a
            column per cause (its part; they add up to the move), main_cause (the largest in the direction
            of the move).
        before: Value of the best plan of the earlier period.
        after: The same of the later period.
        orders: How many orders of the causes had a plan at every step.
        all_orders: How many there are.
    """

    value: DataFrame
    moves: DataFrame
    before: float
    after: float
    orders: int
    all_orders: int


def change_causes(
    before: Problem,
    after: Problem,
    *,
    done: Collection[str] = (),
    panel: Sequence[str] = ("verdict",),
    gap: float = 0.0,
    time_limit: float = 60.0,
) -> ChangeCauses:
    """Put every move between two plans down to its causes.

    What is done leaves the earlier plan first: that is progress. Then the other causes go from before to
    after one at a time, in every order, and each gets the mean of what it changed (Shapley). A cause that did
    not change is left out. An order in which no plan fits on the way
    says nothing about value and is left out of the mean, for the plan as a whole. Where that is every
    order, or no plan fits without what is done, the causes cannot be told apart: their parts are blank, and
    `orders` is 0.

    The causes are:

    - done: what the best plan of the earlier period is worth less without what has been done since
    - candidates: which opportunities there are; a dependency on one that is not there lapses
    - scores: the objective, and what stopping loses
    - panel: the same, for opportunities on which a column of `panel` differs
    - costs: cost, quarters and days
    - capacity: days, overtime and its price; matched by position in the horizon, of which the last
      quarter is repeated where the other horizon is longer
    - limits: budget, horizon, discount and rules, and all other columns of the opportunities

    Args:
        before: The opportunities and the limits of the earlier period.
        after: Those of the later period, with the same objective.
        done: The opportunities that have been done since; those that the later period still has are not.
        panel: Columns that describe the panel, such as its verdict or its experts, where both tables
            have them.
        gap: How far below its bound each plan may stay. Above 0, a part may be that much of a plan's
            value off.
        time_limit: Seconds for each plan; there are 2 to the power of the causes that changed, 64 at most.

    Returns:
        The causes. Of plans that are worth the same, the solver gives one: an opportunity may move
        without any change of value.

    Raises:
        LimitsError: The objectives differ.
        InfeasibleError: No plan fits in a period.
        SolverError: No plan was found within the time limit.

    Source:
        Shapley (1953), Contributions to the Theory of Games II, p. 307-317; Shorrocks (2013), Journal of
        Economic Inequality 11(1), p. 99-126 (decomposition by it).

    Example:
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
        >>> after = Problem(two.assign(score=[7, 5]), Limits(("Q2",), 12))
        >>> causes = change_causes(Problem(two, Limits(("Q1",), 10)), after)
        >>> causes.value[causes.value["change"].ne(0)]
            cause  change
        2  scores     2.5
        6  limits     4.5
        >>> causes.moves[["opportunity", "move", "scores", "limits", "main_cause"]]
          opportunity  move  scores  limits main_cause
        0           A     1     0.5     0.5     scores
    """
    if before.objective != after.objective:
        raise LimitsError(f"objective: it is '{before.objective}' before and '{after.objective}' after")
    earlier, later = (_ready(problem) for problem in (before, after))
    whole = _Mixer(earlier, later, before.limits, after.limits, before.objective, tuple(panel))
    gone = earlier.index.isin(list(done)) & ~earlier.index.isin(later.index)
    mixer = replace(whole, before=earlier[~gone])
    causes = [cause for cause in CAUSES if mixer.differs(cause)]
    solved = {mix: _solved(mixer.model(mix), gap, time_limit) for mix in _mixes(causes)}
    first = _solved(whole.model(frozenset()), gap, time_limit) if gone.any() else solved[frozenset()]
    last = solved[frozenset(causes)]
    if first is None or last is None:
        raise InfeasibleError(f"No plan fits {'before' if first is None else 'after'}; make that plan first.")
    orders = [
        order for order in permutations(causes) if all(solved[mix] is not None for mix in _steps(order))
    ]
    parts = _parts(first, solved, orders, causes)
    return ChangeCauses(
        value=parts[""].rename("change").rename_axis("cause").reset_index(),
        moves=_moves(parts, first, last),
        before=float(first[""]),
        after=float(last[""]),
        orders=len(orders),
        all_orders=factorial(len(causes)),
    )


def _parts(
    first: Series, solved: dict[Mix, Series | None], orders: list[tuple[str, ...]], causes: list[str]
) -> DataFrame:
    """Each cause's part of the change, of the value and of each opportunity; blank without an order."""
    columns = first.index.union(solved[frozenset(causes)].index)
    parts = DataFrame(0.0 if orders else np.nan, index=[DONE, *CAUSES], columns=columns)
    if not orders:
        return parts
    worth = {
        mix: one.reindex(columns, fill_value=0.0).to_numpy() for mix, one in solved.items() if one is not None
    }
    parts.loc[DONE] = worth[frozenset()] - first.reindex(columns, fill_value=0.0).to_numpy()
    added = {cause: np.zeros(len(columns)) for cause in causes}
    for order in orders:
        for cause, (was, now) in zip(order, pairwise(_steps(order)), strict=True):
            added[cause] += worth[now] - worth[was]
    for cause in causes:
        parts.loc[cause] = added[cause] / len(orders)
    return parts


@dataclass(frozen=True, eq=False)
class _Mixer:
    """Inputs of which each cause is of the earlier or the later period."""

    before: DataFrame
    after: DataFrame
    limits_before: Limits
    limits_after: Limits
    objective: str
    panel: tuple[str, ...]

    def model(self, mix: Mix) -> PlanModel:
        """Write the plan in which these causes are of the later period."""
        table, limits = self.table(mix), self.limits(mix)
        if limits.capacity is not None:
            limits = replace(limits, capacity=_with_roles(limits, table))
        return plan_model(table, limits, self.objective)

    def table(self, mix: Mix) -> DataFrame:
        """Take the rows of one period, and of each column those of the period that the mix says."""
        rows, other = (self.after, self.before) if "candidates" in mix else (self.before, self.after)
        later = "candidates" in mix
        table, shared = rows.copy(), rows.index.intersection(other.index)
        at = rows.index.get_indexer(shared)
        for column in table.columns.intersection(other.columns):
            causes = self.causes(column, shared)
            taken = np.array([(cause in mix) != later for cause in causes], dtype=bool)
            if taken.any():
                cells = rows[column].astype(object).to_numpy(copy=True)
                cells[at[taken]] = other.loc[shared[taken], column].astype(object).to_numpy()
                table[column] = Series(cells, rows.index, dtype=rows[column].dtype)
        for column in RELATIONS:
            kept = [tuple(one for one in others if one in table.index) for others in table[column]]
            table[column] = Series(kept, table.index, dtype=object)
        return table.rename_axis("opportunity").reset_index()

    def causes(self, column: str, names: Index) -> list[str]:
        """Say to which cause each cell of a column belongs."""
        if column in COSTS or column.startswith(DAYS):
            return ["costs"] * len(names)
        if column not in (self.objective, "stop_loss", *self.panel):
            return ["limits"] * len(names)
        return ["panel" if name in self.moved_by_panel else "scores" for name in names]

    @cached_property
    def moved_by_panel(self) -> set[str]:
        """The opportunities on which a column that describes the panel differs."""
        columns = [one for one in self.panel if one in self.before and one in self.after]
        return {name for one in columns for name in self._moved(one)}

    def _moved(self, column: str) -> Iterator[str]:
        """The opportunities of both periods on which a column differs."""
        for name in self.before.index.intersection(self.after.index):
            if not _same(self.before.at[name, column], self.after.at[name, column]):
                yield name

    def limits(self, mix: Mix) -> Limits:
        """Take the limits of one period, with the capacity of the period that the mix says."""
        limits, other = self.limits_before, self.limits_after
        if "limits" in mix:
            limits, other = other, limits
        if ("capacity" in mix) == ("limits" in mix):
            return limits
        return replace(limits, capacity=_shifted(other, limits.quarters))

    def differs(self, cause: str) -> bool:
        """Say whether a cause changed at all."""
        if cause == "candidates":
            return set(self.before.index) != set(self.after.index)
        if cause == "capacity":
            moved = _shifted(self.limits_before, self.limits_after.quarters)
            return not _same_table(moved, _shifted(self.limits_after, self.limits_after.quarters))
        if cause == "limits" and not _same_limits(self.limits_before, self.limits_after):
            return True
        return cause in self.causes_of_moves

    @cached_property
    def causes_of_moves(self) -> set[str]:
        """The causes to which a cell belongs that differs between the periods."""
        shared = self.before.columns.intersection(self.after.columns)
        return {cause for column in shared for cause in self.causes(column, Index(self._moved(column)))}


def _ready(problem: Problem) -> DataFrame:
    problem.refuse_conflicts()
    return problem.table.set_index("opportunity")


def _mixes(causes: Sequence[str]) -> list[Mix]:
    return [frozenset(some) for size in range(len(causes) + 1) for some in combinations(causes, size)]


def _steps(order: Iterable[str]) -> list[Mix]:
    names = tuple(order)
    return [frozenset(names[:size]) for size in range(len(names) + 1)]


def _solved(model: PlanModel, gap: float, time_limit: float) -> Series | None:
    """Value of the best plan, under an empty name, and 1 per opportunity in it; none where nothing fits."""
    solution = solve(model.milp, gap=gap, time_limit=time_limit)
    if solution.status == "infeasible":
        return None
    names = model.data.table["opportunity"]
    inside = Series(names.isin(members(model, solution.values)).to_numpy(dtype=float), index=names.tolist())
    return pd.concat([Series({"": solution.objective}), inside])


def _moves(parts: DataFrame, first: Series, last: Series) -> DataFrame:
    was, now = (one.reindex(parts.columns, fill_value=0.0) for one in (first, last))
    moved = (now - was)[lambda change: change.ne(0)].drop("", errors="ignore").sort_index()
    table = parts[moved.index].T
    toward = table.mul(moved, axis="index")
    table.insert(0, "move", moved.astype(int))
    explained = toward.notna().all(axis="columns")
    table["main_cause"] = (
        toward[explained].idxmax(axis="columns").reindex(table.index).fillna("").astype("str")
    )
    return table.rename_axis("opportunity").rename_axis(columns=None).reset_index()


def _shifted(limits: Limits, quarters: tuple[str, ...]) -> DataFrame | None:
    """Capacity by position in another horizon."""
    if limits.capacity is None:
        return None
    taken = [limits.quarters[min(at, len(limits.quarters) - 1)] for at in range(len(quarters))]
    parts = [
        limits.capacity[limits.capacity["quarter"].eq(source)].assign(quarter=name)
        for source, name in zip(taken, quarters, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _with_roles(limits: Limits, table: DataFrame) -> DataFrame:
    """Give a role that only the other period has no days, rather than any number of them."""
    with_capacity = set(limits.capacity["role"].astype(str))
    roles = [name.removeprefix(DAYS) for name in table.columns if name.startswith(DAYS) and table[name].any()]
    none = [
        {"role": role, "quarter": limits.quarters[0], "days": 0.0}
        for role in roles
        if role not in with_capacity
    ]
    if not none:
        return limits.capacity
    return pd.concat([limits.capacity, DataFrame(none)], ignore_index=True).fillna(0.0)


def _same(one: object, other: object) -> bool:
    missing = [not isinstance(cell, tuple | list) and pd.isna(cell) for cell in (one, other)]
    return all(missing) if any(missing) else bool(one == other)


def _same_table(one: DataFrame | None, other: DataFrame | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.reset_index(drop=True).equals(other.reset_index(drop=True))


def _same_limits(one: Limits, other: Limits) -> bool:
    return vars(replace(one, capacity=None)) == vars(replace(other, capacity=None))
