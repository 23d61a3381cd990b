"""The answer to a file and its limits: the plan, and all that explains it, in the time given."""

import math
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pandas import DataFrame, concat

from prioritization.command.asked import asked_ids
from prioritization.command.figures import Figures
from prioritization.command.remarks import idle_limits
from prioritization.dependencies import companions
from prioritization.errors import LimitsError, OpportunitiesError, PrioritizationError, names
from prioritization.explain.alternatives import next_best_plans
from prioritization.explain.left_out import COLUMNS, why_left_out
from prioritization.explain.prices import joint_prices, limit_prices
from prioritization.explain.solved_plan import without
from prioritization.limits.setting import Limits
from prioritization.parsing import text
from prioritization.plan import Plan, make_plan
from prioritization.problem import Problem
from prioritization.table_file import with_line_numbers

EXPLAINING = 10.0
"""The most seconds for each plan that is made to explain the plan."""
JOINT = 16
"""So many plans are made at most for what several limits bring together."""
MORE = 0.1
"""By which share of itself a limit is widened, to tell what more of it would bring."""
NOTHING = 1e-9
"""The share of what a plan is worth that counts as none."""
NOT_ASKED = "not_looked_into"
NOT_ESTIMATED, NOT_SCORED = "not_estimated", "not_scored"
UNASKED = {
    **{"reason": NOT_ASKED, "value_lost": math.nan, "value_lost_at_least": math.nan},
    **{"makes_way": (), "enters": (), "blocker": None},
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
        joint: What several limits bring together where none does by itself, as `joint_prices` gives it; None
            where one does, or where that was not found out in time.
        settled: Per opportunity that is done or cancelled, its row: opportunity, status (the word of the
            file) and title.
        figures: How numbers are written.
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
    joint: DataFrame | None = None
    settled: Mapping[str, tuple] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)

    @cached_property
    def companions(self) -> dict[str, tuple[str, ...]]:
        """Per opportunity those that are in the plan with it, or not at all."""
        return companions(self.problem.table)

    def named(self, ids: Iterable[str]) -> str:
        """Name opportunities in a sentence: by title, with the id where several have that title."""
        shown = [(self.titles.get(one) or one, one) for one in ids]
        return names([f"{title} ({one})" if self._titles[title] > 1 else title for title, one in shown])

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(self.titles.values())

    def points(self, value: float) -> str:
        """Write an amount of what a plan is worth, in points or in the column that was asked for."""
        unit = "points" if self.search.objective == "score" else f"of {self.search.objective}"
        return f"{self.figures.fixed(value)} {unit}"

    def pays(self, price: tuple) -> bool:
        """Say whether more of a limit brings anything, of a row of `prices`."""
        return price.value_up - self.plan.value > max(abs(self.plan.value), 1.0) * NOTHING

    @cached_property
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
    settled: DataFrame | None = None,
    figures: Figures | None = None,
) -> Answer:
    """Make a plan, and explain it in as much time again.

    Args:
        table: Opportunities, with the places in their file as index.
        limits: Limits on the plan.
        search: How it is looked for.
        barred: Why, per id that is not planned as something of it is not known.
        notes: Sentences on what was read, computed and assumed.
        why: Ids or titles that are asked about.
        settled: What the file holds and is done or cancelled, as `OpportunitiesFile` has it.
        figures: How numbers are written.

    Returns:
        The plan and its explanation.

    Raises:
        PrioritizationError: As `make_plan` does, with the lines of the file.
    """
    seconds = search.time_limit if search.then is None else search.time_limit / 2
    try:
        problem = Problem(table, limits, search.objective)
        asked_about = asked_ids(problem.table, why, settled)
        plan = make_plan(problem, then=search.then, gap=search.gap, time_limit=seconds)
    except (OpportunitiesError, LimitsError) as error:
        raise type(error)(with_line_numbers(str(error), table.index)) from None
    until = time.perf_counter() + search.time_limit
    ties = tied_plans(problem, plan, min(EXPLAINING, search.time_limit / 2))
    left_out = reasons(problem, plan, search.gap, (until - time.perf_counter()) * 0.75)
    known = zip(left_out["opportunity"], left_out["reason"], strict=True)
    left_out = left_out.assign(reason=[(barred or {}).get(name, reason) for name, reason in known])
    figures = figures or Figures()
    found = Answer(
        *(problem, search, plan, left_out, limits_to_price(plan), None, ties),
        (*notes, *idle_limits(problem.table, limits, figures)),
        tuple(asked_about),
        settled={} if settled is None else {row.opportunity: row for row in settled.itertuples()},
        figures=figures,
    )
    return with_prices(found, until - time.perf_counter())


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


def with_prices(answer: Answer, seconds: float) -> Answer:
    """Add what a tenth more of each limit brings, and of several at once where no one of them does.

    Args:
        answer: A plan and the limits that hold it back, without prices.
        seconds: How long that may take.

    Returns:
        The answer, as far as the time went.
    """
    until = time.perf_counter() + seconds
    plan = replace(answer.plan, binding=answer.limits)
    each = min(EXPLAINING, seconds / (2 * len(plan.binding) + 1))
    if each <= 0:
        return answer
    try:
        prices = limit_prices(
            answer.problem, plan, step=MORE, narrower=False, gap=answer.search.gap, time_limit=each
        )
        answer = replace(answer, prices=prices)
        each = min(EXPLAINING, (until - time.perf_counter()) / JOINT)
        if each <= 0 or len(prices) < 2 or any(map(answer.pays, prices.itertuples())):
            return answer
        joint = joint_prices(answer.problem, plan, step=MORE, gap=answer.search.gap, time_limit=each)
    except PrioritizationError:
        return answer
    return replace(answer, joint=joint)
