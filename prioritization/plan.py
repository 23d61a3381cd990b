"""The plan: which opportunities, from which quarter, and what they are worth together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pandas import DataFrame

from prioritization.collisions import refuse_collisions, unexplained
from prioritization.errors import InfeasibleError
from prioritization.limits import Limits, check_roles
from prioritization.links import prerequisites, waits_for
from prioritization.model import Model, plan_model, value_when_finished
from prioritization.opportunities import checked_opportunities
from prioritization.solver import EXACT, Solution, solution
from prioritization.usage import binding_limits, limit_usage


@dataclass(frozen=True, eq=False)
class Plan:
    """What to do, from which quarter, and how good that is.

    Attributes:
        schedule: A row per opportunity, in the order of the input: opportunity, decision ("start",
            "continue" or "left out"), start and finish (quarters; missing where left out), reason
            ("must_do", "running", "prerequisite", "in_plan" or "left_out"), detail (for a
            prerequisite, the opportunity that requires it; otherwise empty).
        value: What the plan is worth: scores, less the discount for finishing later.
        bound: What no plan within the limits can exceed.
        gap: (bound - value) / value; 0 for an optimal plan.
        status: "optimal" where that is proved, otherwise "feasible".
        binding: The limits that hold the plan back: kind, role, quarter, used, limit.
        usage: All limits: quarter, kind, role, used, limit. Budget is cumulative.
        objective: The column that holds the scores.
    """

    schedule: DataFrame
    value: float
    bound: float
    gap: float
    status: Literal["optimal", "feasible"]
    binding: DataFrame
    usage: DataFrame
    objective: str = "score"

    @property
    def members(self) -> tuple[str, ...]:
        """The opportunities in the plan, in the order of the input."""
        return tuple(self.schedule.loc[self.schedule["decision"].ne("left out"), "opportunity"])


def make_plan(
    opportunities: DataFrame,
    limits: Limits,
    *,
    objective: str = "score",
    gap: float = 0.0,
    time_limit: float = 60.0,
) -> Plan:
    """Choose the opportunities, and their quarters, that are worth most within the limits.

    Cost and days are spread evenly over the quarters of an opportunity, and it finishes within the
    horizon. What it requires is finished before it starts. What is running continues from the first
    quarter, with the cost, days and quarters that remain. What is worth nothing is in the plan only
    where it must be. The same input gives the same plan, whatever the order of its rows.

    Args:
        opportunities: As `checked_opportunities` describes them.
        limits: What the plan may use.
        objective: The column that holds the value.
        gap: How far below the bound the plan may stay, as a share; 0 asks for the optimum.
        time_limit: Seconds after which the best plan found so far is handed over.

    Returns:
        The plan.

    Raises:
        OpportunitiesError: The opportunities have faults.
        LimitsError: The limits lack a role that the opportunities need.
        InfeasibleError: What must be in the plan does not fit; the message says by how much.
        SolverError: No plan was found within the time limit.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> plan = make_plan(four, Limits(("2027Q1",), 10))
        >>> plan.value, plan.members
        (16.5, ('B', 'C'))
    """
    table = checked_opportunities(opportunities, objective)
    check_roles(table, limits)
    refuse_collisions(table, limits)
    model = plan_model(table, limits, objective)
    solved = solution(model.problem, gap=gap, time_limit=time_limit)
    if solved.status == "infeasible":
        raise InfeasibleError(unexplained(table, limits))
    starts = _without_idle(_chosen(model, solved), table, objective)
    return _plan(table, starts, limits, objective, solved.bound * model.unit)


def _chosen(model: Model, solved: Solution) -> dict[str, int]:
    return {
        name: start
        for name, own in model.starts.items()
        for start, label in own.items()
        if solved.values[label] > 0.5
    }


def _without_idle(starts: dict[str, int], table: DataFrame, objective: str) -> dict[str, int]:
    """Release what is worth nothing and needed by nothing: the solver does not care, a team does."""
    named = table["must_do"] | table["status"].eq("running") | table[objective].gt(0)
    worthy = table.loc[named & table["opportunity"].isin(list(starts)), "opportunity"]
    kept = set(worthy) | prerequisites(table, worthy)
    return {name: start for name, start in starts.items() if name in kept}


def _plan(table: DataFrame, starts: Mapping[str, int], limits: Limits, objective: str, proved: float) -> Plan:
    members = table.set_index("opportunity").loc[list(starts)]
    value = sum(
        value_when_finished(members.at[name, objective], start + members.at[name, "quarters"], limits)
        for name, start in starts.items()
    )
    gap = (proved - value) / (value or 1.0)
    exact = gap <= EXACT
    usage = limit_usage(table, starts, limits)
    return Plan(
        schedule=_schedule(table, starts, limits, objective),
        value=value,
        bound=value if exact else proved,
        gap=0.0 if exact else gap,
        status="optimal" if exact else "feasible",
        binding=binding_limits(usage, table[~table["opportunity"].isin(list(starts))]),
        usage=usage,
        objective=objective,
    )


def _schedule(table: DataFrame, starts: Mapping[str, int], limits: Limits, objective: str) -> DataFrame:
    needed_by = _needed_by(table, starts)
    rows = []
    for _, row in table.iterrows():
        name = row["opportunity"]
        if name not in starts:
            rows.append((name, "left out", None, None, "left_out", ""))
            continue
        first, last = starts[name], starts[name] + row["quarters"] - 1
        decision = "continue" if row["status"] == "running" else "start"
        reason, detail = _reason(row["must_do"], decision, row[objective], needed_by.get(name, ""))
        rows.append((name, decision, limits.quarters[first], limits.quarters[last], reason, detail))
    return DataFrame(rows, columns=["opportunity", "decision", "start", "finish", "reason", "detail"])


def _reason(must_do: bool, decision: str, score: float, needed_by: str) -> tuple[str, str]:
    """Why a member is in; a prerequisite is one whose own score could not have brought it in."""
    if decision == "continue":
        return "running", ""
    if must_do:
        return "must_do", ""
    return ("prerequisite", needed_by) if needed_by and score == 0 else ("in_plan", "")


def _needed_by(table: DataFrame, starts: Mapping[str, int]) -> dict[str, str]:
    """Per prerequisite in the plan, the first member by id that waits for it."""
    waits = sorted(zip(table["opportunity"], waits_for(table), strict=True), reverse=True)
    return {other: name for name, others in waits if name in starts for other in others}
