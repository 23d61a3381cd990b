"""The plan: which opportunities, from which quarter, and what they are worth together."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.dependencies import waits_for
from prioritization.errors import InfeasibleError, LimitsError, fault_list
from prioritization.infeasibility import infeasibility_message
from prioritization.milp import Constraint, Milp
from prioritization.opportunities import MONEY, checked_opportunities
from prioritization.options import ACCELERATE, CONTINUE, START, STOP
from prioritization.plan_model import PlanModel, decisions
from prioritization.problem import Problem
from prioritization.pulp_bridge import EXACT
from prioritization.reading import is_number
from prioritization.repair import drop_idle, start_earlier
from prioritization.solver import solve
from prioritization.usage import binding_limits, limit_usage

IN_PLAN = (START, CONTINUE, ACCELERATE)


@dataclass(frozen=True, eq=False)
class Plan:
    """The chosen opportunities with their quarters, and the proven quality of the plan.

    Attributes:
        schedule: A row per opportunity, in the order of the input: opportunity, decision ("start",
            "continue", "accelerate", "stop" or "left out"), start and finish (quarters; missing where
            stopped or left out), reason ("must_do", "running", "prerequisite", "in_plan", "stopped" or
            "left_out"), detail (for a prerequisite, the opportunity that requires it; otherwise empty).
        value: Sum of the scores, less the discount for finishing later.
        bound: Upper bound on the value of any plan that keeps the limits.
        gap: (bound - value) / value; 0 for an optimal plan.
        status: "optimal" where that is proved, otherwise "feasible". It is never called proved where
            scores, or amounts within one limit, differ by more than a factor of ten million: a solver's
            tolerances hide the small ones.
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
        return tuple(self.schedule.loc[self.schedule["decision"].isin(IN_PLAN), "opportunity"])


def make_plan(
    problem: Problem,
    *,
    then: str | None = None,
    give_up: float = 0.0,
    gap: float = 0.0,
    time_limit: float = 60.0,
    solver: Literal["highs", "cbc"] = "highs",
) -> Plan:
    """Choose the opportunities, and their quarters, that are worth most within the limits.

    Cost and days are spread evenly over the quarters of an opportunity, and it finishes within the
    horizon. What it requires is finished before it starts. What is running goes on from the first
    quarter, with the cost, days and quarters that remain, unless it may go faster or stop. What is
    worth nothing is in the plan only where it must be. The same input gives the same plan, whatever
    the order of its rows.

    Args:
        problem: The opportunities and the limits.
        then: A second objective, among the plans that are worth as much as the best one found: a column
            whose sum over the plan is to be high, or, with a minus in front, low; such as "-cost". `npv` is
            money by the quarter of the start, as it is as an objective.
        give_up: The share of its worth that the best plan may give up for the second objective.
        gap: How far below the bound the plan may stay, as a share; 0 asks for the optimum.
        time_limit: Seconds after which the best plan found so far is handed over; with `then`, twice.
        solver: HiGHS, or CBC where it comes with PuLP.

    Returns:
        The plan.

    Raises:
        OpportunitiesError: The column of the second objective has faults.
        LimitsError: The terms of the search are not possible.
        InfeasibleError: No plan fits; the message lists the conflicts and their amounts.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> plan = make_plan(Problem(four, Limits(("2027Q1",), 10)))
        >>> plan.value, plan.members
        (16.5, ('B', 'C'))
    """
    _check_terms(gap, give_up, time_limit, solver)
    problem.refuse_conflicts()
    second = None if then is None else _second_values(then, problem)
    model = problem.model
    solved = solve(model.milp, gap=gap, time_limit=time_limit, solver=solver)
    if solved.status == "infeasible":
        raise InfeasibleError(infeasibility_message(model))
    values = solved.values
    if then is not None:
        milp = _second_milp(model, values, second, give_up)
        values = solve(milp, time_limit=time_limit, start=values, solver=solver).values
    return plan_of(problem, values, solved.bound)


def plan_of(problem: Problem, values: NDArray[np.float64], bound: float) -> Plan:
    """Convert a solution to a plan.

    Args:
        problem: The problem that was solved.
        values: A value per variable of its model.
        bound: Upper bound on the value of any plan.

    Returns:
        The plan.
    """
    model, table = problem.model, problem.table
    milp = model.milp
    starting = model.data.table["status"].eq("new")
    groups = [variables for variables, new in zip(model.data.variables, starting, strict=True) if new]
    kept = start_earlier(milp, drop_idle(milp, values), groups)
    value = float(milp.values @ kept)
    made = decisions(model, kept)
    gap = max(bound - value, 0.0) / (abs(value) or 1.0)
    exact = gap <= EXACT and milp.comparable
    usage = limit_usage(model, kept)
    schedule = _schedule(problem, made)
    out = schedule["decision"].isin(["left out", STOP]).to_numpy()
    return Plan(
        schedule=schedule,
        value=value,
        bound=value if exact else bound,
        gap=0.0 if exact else gap,
        status="optimal" if exact else "feasible",
        binding=binding_limits(usage, table[out]),
        usage=usage,
        objective=problem.objective,
    )


def plan_values(model: PlanModel, plan: Plan) -> NDArray[np.float64]:
    """Write a plan as a value per variable of a model.

    Args:
        model: The model of the problem that `plan` solves, or of one like it.
        plan: The plan, with the days of overtime that it buys.

    Returns:
        A value per variable; what the plan holds and the model does not know is left out.
    """
    data = model.data
    quarters = np.array(data.limits.quarters, dtype=object)
    names = data.table["opportunity"].to_numpy()[data.options["row"]]
    first = np.where(data.done, quarters[data.options["start"]], "")
    made = plan.schedule
    starts = made["start"].where(made["decision"].isin(IN_PLAN), "")
    taken = set(zip(made["opportunity"], made["decision"], starts, strict=True))
    chosen = [float(key in taken) for key in zip(names, data.options["decision"], first, strict=True)]
    used = plan.usage[plan.usage["kind"].eq("overtime")].set_index(["role", "quarter"])["used"].to_dict()
    bought = data.overtime[["role", "quarter"]].itertuples(index=False)
    return np.array([*chosen, *(used.get((role, quarters[quarter]), 0.0) for role, quarter in bought)])


def search_faults(gap: object, time_limit: object) -> list[str]:
    """Find the faults in the terms of a search.

    Args:
        gap: How far below the bound a plan may stay; to be a share from 0 to below 1.
        time_limit: To be a number of seconds above 0.

    Returns:
        A sentence per fault.

    Example:
        >>> search_faults(1, 60.0)
        ['gap: 1 is not a share from 0 to below 1, such as 0.01']
    """
    faults = []
    if not is_number(gap, 0, 1) or gap == 1:
        faults.append(f"gap: {gap!r} is not a share from 0 to below 1, such as 0.01")
    if not is_number(time_limit, 0) or time_limit == 0:
        faults.append(f"time_limit: {time_limit!r} is not a number of seconds above 0")
    return faults


def _check_terms(gap: float, give_up: float, time_limit: float, solver: str) -> None:
    faults = search_faults(gap, time_limit)
    if not is_number(give_up, 0, 1) or give_up == 1:
        faults.append(f"give_up: {give_up!r} is not a share from 0 to below 1, such as 0.02")
    if solver not in ("highs", "cbc"):
        faults.append(f"solver: '{solver}' is not one of highs, cbc")
    if faults:
        raise LimitsError(fault_list("The terms of the search", faults))


def _second_milp(
    model: PlanModel, values: NDArray[np.float64], worth: NDArray[np.float64], give_up: float
) -> Milp:
    """The MILP of the second objective, among plans worth as much as `values`, less what may be given up."""
    milp = model.milp
    variables = np.flatnonzero(milp.values)
    reached = float(milp.values @ values)
    least = reached - abs(reached) * max(give_up, EXACT)
    floor = Constraint("value", "", -1, variables, milp.values[variables], low=least)
    return replace(milp, values=worth, constraints=(*milp.constraints, floor))


def _second_values(then: str, problem: Problem) -> NDArray[np.float64]:
    """Coefficient of each variable in the second objective: money spent or brought in, or a column's sum."""
    column, data = then.removeprefix("-"), problem.model.data
    if column == MONEY:
        worth = problem.values_by(MONEY)
    elif column == "cost":
        worth = np.concatenate([data.options["cost"], data.overtime["price"]])
    else:
        counted = checked_opportunities(problem.opportunities, column).sort_values("opportunity")[column]
        each = counted.to_numpy()[data.options["row"]] * data.done
        worth = np.concatenate([each, np.zeros(len(data.overtime))])
    return -worth if then.startswith("-") else worth


def _schedule(problem: Problem, made: DataFrame) -> DataFrame:
    table, limits = problem.table, problem.limits
    needed_by = _needed_by(table, set(made["opportunity"]))
    by_name = made.set_index("opportunity")
    decisions = by_name["decision"].to_dict()
    first = by_name["start"].to_dict()
    last = (by_name["start"] + by_name["quarters"].clip(lower=1) - 1).to_dict()
    rows = []
    facts = table[["opportunity", "must_do", problem.objective]]
    for name, must_do, score in facts.itertuples(index=False):
        decision = decisions.get(name, "left out")
        reason, detail = _reason(must_do, decision, score, needed_by.get(name, ""))
        in_plan = decision in IN_PLAN
        start = limits.quarters[first[name]] if in_plan else None
        finish = limits.quarters[last[name]] if in_plan else None
        rows.append((name, decision, start, finish, reason, detail))
    return DataFrame(rows, columns=["opportunity", "decision", "start", "finish", "reason", "detail"])


def _reason(must_do: bool, decision: str, score: float, needed_by: str) -> tuple[str, str]:
    """Why a member is in; a prerequisite is one whose own score could not have brought it in."""
    if decision not in IN_PLAN:
        return ("stopped" if decision == STOP else "left_out"), ""
    if decision != START:
        return "running", ""
    if must_do:
        return "must_do", ""
    return ("prerequisite", needed_by) if needed_by and score <= 0 else ("in_plan", "")


def _needed_by(table: DataFrame, members: set[str]) -> dict[str, str]:
    """Per prerequisite in the plan, the first member by id that waits for it."""
    waits = sorted(zip(table["opportunity"], waits_for(table), strict=True), reverse=True)
    return {other: name for name, others in waits if name in members for other in others}
