"""The answer to a file and its limits: the plan, and all that explains it, in the time given."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pandas import DataFrame, concat

from prioritization.command.asked import asked_ids
from prioritization.command.remarks import idle_limits
from prioritization.errors import LimitsError, OpportunitiesError, PrioritizationError
from prioritization.explain.alternatives import next_best_plans
from prioritization.explain.left_out import COLUMNS, why_left_out
from prioritization.explain.prices import limit_prices
from prioritization.explain.solved_plan import without
from prioritization.limits.setting import Limits
from prioritization.parsing import text
from prioritization.plan import Plan, make_plan
from prioritization.problem import Problem
from prioritization.table_file import with_line_numbers

EXPLAINING = 10.0
"""The most seconds for each plan that is made to explain the plan."""
MORE = 0.1
"""By which share of itself a limit is widened, to tell what more of it would bring."""
NOT_ASKED = "not_looked_into"
NOT_ESTIMATED, NOT_SCORED = "not_estimated", "not_scored"
UNASKED = {
    **{"reason": NOT_ASKED, "value_lost": math.nan, "value_lost_at_least": math.nan},
    **{"makes_way": (), "blocker": None},
}


@dataclass(frozen=True, eq=False)
class Search:
    """How a plan is looked for: column of the value, second objective, gap and seconds."""

    objective: str = "score"
    then: str | None = None
    gap: float = 0.0
    time_limit: float = 60.0


@dataclass(frozen=True, eq=False)
class Answer:
    """A plan and its explanation.

    Attributes:
        problem: The opportunities and limits, checked.
        search: How it was looked for.
        plan: The plan.
        left_out: A row per opportunity left out, as `why_left_out` gives it; "not_estimated" for one without
            a cost, "not_scored" for one without a score.
        limits: Those that hold the plan back, and the budget where something is left out: kind, role,
            quarter, used, limit.
        prices: What a little more of each limit brings, as `limit_prices` gives it; None where that was
            not found out in time.
        ties: Another plan that is worth as much; None where it was not found out whether there is one.
        notes: Sentences on what was read, computed and assumed.
        asked: Ids that were asked about.
    """

    problem: Problem
    search: Search
    plan: Plan
    left_out: DataFrame
    limits: DataFrame
    prices: DataFrame | None
    ties: DataFrame | None
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """Per opportunity its title; empty where there are none."""
        table = self.problem.table
        if "title" not in table:
            return {}
        pairs = zip(table["opportunity"], table["title"], strict=True)
        return {text(name): text(title) for name, title in pairs}


def answer(
    table: DataFrame,
    limits: Limits,
    search: Search,
    *,
    barred: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
    why: Sequence[str] = (),
) -> Answer:
    """Make a plan, and explain it in as much time again.

    Args:
        table: Opportunities, with the places in their file as index.
        limits: Limits on the plan.
        search: How it is looked for.
        barred: Why, per id that is not planned as something of it is not known.
        notes: Sentences on what was read, computed and assumed.
        why: Ids or titles that are asked about.

    Returns:
        The plan and its explanation.

    Raises:
        PrioritizationError: As `make_plan` does, with the lines of the file.
    """
    seconds = search.time_limit if search.then is None else search.time_limit / 2
    try:
        problem = Problem(table, limits, search.objective)
        asked_about = asked_ids(problem, why)
        plan = make_plan(problem, then=search.then, gap=search.gap, time_limit=seconds)
    except (OpportunitiesError, LimitsError) as error:
        raise type(error)(with_line_numbers(str(error), table.index)) from None
    until = time.perf_counter() + search.time_limit
    ties = tied_plans(problem, plan, min(EXPLAINING, search.time_limit / 2))
    left_out = reasons(problem, plan, search.gap, (until - time.perf_counter()) * 0.75)
    known = zip(left_out["opportunity"], left_out["reason"], strict=True)
    left_out = left_out.assign(reason=[(barred or {}).get(name, reason) for name, reason in known])
    asked = limits_to_price(plan)
    prices = prices_of_more(problem, replace(plan, binding=asked), search.gap, until - time.perf_counter())
    said = (*notes, *idle_limits(problem.table, limits))
    return Answer(problem, search, plan, left_out, asked, prices, ties, said, tuple(asked_about))


def tied_plans(problem: Problem, plan: Plan, seconds: float) -> DataFrame | None:
    """Find another plan that is worth as much; None where it is not found out whether there is one."""
    try:
        others = next_best_plans(problem, plan, k=1, time_limit=seconds)
    except PrioritizationError:
        return None
    ties = others[others["tied"].astype(bool)]
    unproved = others["lost_at_least"].lt(others["lost"]) & others["lost_at_least"].le(0)
    return None if ties.empty and unproved.any() else ties


def reasons(problem: Problem, plan: Plan, gap: float, seconds: float) -> DataFrame:
    """Say why each is left out, until the time is up."""
    try:
        return why_left_out(problem, plan, gap=gap, time_limit=EXPLAINING, total=seconds)
    except PrioritizationError:  # the plan is there; what is not explained is said not to be
        out = without(plan.schedule["opportunity"], plan.members)
        return DataFrame([{"opportunity": name, **UNASKED} for name in out], columns=COLUMNS)


def limits_to_price(plan: Plan) -> DataFrame:
    """The limits that hold a plan back, and the budget, of which it is always asked what more brings."""
    budget = plan.usage[plan.usage["kind"].eq("budget")].tail(1)
    if plan.binding["kind"].eq("budget").any() or len(plan.members) == len(plan.schedule) or budget.empty:
        return plan.binding
    return concat([plan.binding, budget[plan.binding.columns]], ignore_index=True)


def prices_of_more(problem: Problem, plan: Plan, gap: float, seconds: float) -> DataFrame | None:
    """Say what a tenth more of each limit in `plan.binding` brings; None where the time is up."""
    each = min(EXPLAINING, seconds / (2 * len(plan.binding) + 1))
    if each <= 0:
        return None
    try:
        return limit_prices(problem, plan, step=MORE, gap=gap, time_limit=each)
    except PrioritizationError:
        return None
