"""Plans behind sliders: each move makes the plan anew, and says what came in and what went out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pandas import DataFrame

from prioritization.anytime import improving_plans
from prioritization.errors import InfeasibleError, LimitsError, did_you_mean, fault_list
from prioritization.limits.setting import Limits
from prioritization.plan import Plan, plan_values
from prioritization.problem import Problem
from prioritization.reading import is_number

MOST = 10.0
"""The furthest that a slider goes, as a multiple of what there is."""
STEP = 0.05
"""How much more of a limit its price is told for, as a share of what there is."""
SETTINGS = ("budget", "days", "must_do", "must_not")


class SliderPlans:
    """Plans of one backlog under limits that somebody moves.

    Args:
        opportunities: As `checked_opportunities` describes them, with npv where money is to be told.
        limits: The limits before anything is moved.
        objective: The column that holds the value.
        money: Whether money is told besides.
        time_limit: Seconds for each of the two searches of a move.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> plans = SliderPlans(four, Limits(("2027Q1",), 10))
        >>> plans.moved({"budget": 1.1})["enters"]
        ['D']
    """

    def __init__(
        self,
        opportunities: DataFrame,
        limits: Limits,
        objective: str = "score",
        *,
        money: bool = False,
        time_limit: float = 3.0,
    ) -> None:
        self._base, self._limits, self._objective = opportunities, limits, objective
        self._time_limit, self._tells_money = time_limit, money
        self._better: Iterator[Plan] = iter(())
        self._problem = Problem(opportunities, limits, objective)
        *_, self._first = improving_plans(self._problem, time_limit=time_limit)
        self._last = self._before = self._first
        self._setting, self._made = _key({}), {_key({}): self._first}  # the last plan of each setting
        self._same_scores = True
        self._given = self._problem.table.set_index("opportunity")[["must_do", "must_not"]].astype(bool)

    def sliders(self) -> dict[str, Any]:
        """What can be moved: the money in all, and the days of each role in all.

        Returns:
            As JSON holds it: budget (None where money is not limited), days (role → days).
        """
        days = self._limits.days().sum(axis=1) if self._limits.capacity is not None else {}
        budget = None if self._limits.budget is None else float(sum(self._limits.quarterly_budget()))
        return {"budget": budget, "days": {str(role): float(total) for role, total in dict(days).items()}}

    def moved(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Make the plan that is there at once after a move.

        Args:
            settings: budget (a multiple of what there is), days (role → multiple), must_do and must_not
                (ids); what is not named stays as it was at the start.

        Returns:
            As JSON holds it: possible, why (where no plan fits), and of the plan value, bound, share (of what
            is possible, at least), cost, money (None where it is not told), members (opportunity, decision,
            start), enters and leaves (against the plan before anything was moved), came and went (against the
            plan before this move), more_value and more_money (than that plan; None where the scores are
            others since, or money is not told), and final (is nothing better to come?).

        Raises:
            LimitsError: The settings have faults; the message lists all.
        """
        self._refuse_faults(settings)
        before, its_money = self._last, self._money(self._last)
        try:
            self._problem = Problem(self._table(settings), self._moved_limits(settings), self._objective)
            self._setting = _key(settings)
            known = self._made.get(self._setting, before)  # a way back leads to the plan that was there
            self._better = improving_plans(self._problem, known, time_limit=self._time_limit)
            plan = next(self._better)
        except InfeasibleError as error:
            self._better = iter(())
            return {"possible": False, "why": str(error), "final": True}
        self._before, self._before_money, self._last = before, its_money, plan
        self._made[self._setting] = plan
        self._comparable, self._same_scores = self._same_scores, True
        return self._told(plan, final=plan.gap == 0)

    def rescored(self, opportunities: DataFrame) -> None:
        """Go on with other scores of the same opportunities, as when criteria get other weights.

        Args:
            opportunities: As at the start, with their new scores.
        """
        self._base, self._same_scores, self._made = opportunities, False, {}

    def price(self, settings: Mapping[str, Any], limit: str, *, time_limit: float = 1.0) -> dict[str, Any]:
        """Say what a little more of a limit would bring to the plan of the last move.

        Args:
            settings: Those of the last move.
            limit: "budget", or a role.
            time_limit: Seconds for each of the two searches.

        Returns:
            As JSON holds it: limit, more (money, or days: 5 % of what there is before anything is moved),
            value (what the plan is worth more with it, at least), enters and leaves, and proven (is it what
            the best plans differ by?).

        Raises:
            LimitsError: The settings have faults, or there is no such limit.
        """
        self._refuse_faults(settings)
        there = self.sliders()
        totals = there["days"] | ({} if there["budget"] is None else {"budget": there["budget"]})
        if limit not in totals:
            raise LimitsError(f"'{limit}' is no limit of this plan{did_you_mean(limit, totals)}")
        problem = Problem(self._table(settings), self._moved_limits(_wider(settings, limit)), self._objective)
        *_, plan = improving_plans(problem, self._last, time_limit=time_limit)
        return {
            "limit": limit,
            "more": STEP * totals[limit],
            "value": max(0.0, float(plan.value - self._last.value)),
            **_differences("enters", "leaves", plan, self._last),
            "proven": plan.gap == 0 and self._last.gap == 0,
        }

    def refined(self) -> dict[str, Any] | None:
        """Look further after a move.

        Returns:
            As `moved`; None where there is nothing better to come.
        """
        plan = next(self._better, None)
        if plan is None:
            return None
        self._last = self._made[self._setting] = plan
        return self._told(plan, final=plan.gap == 0)

    def _told(self, plan: Plan, *, final: bool) -> dict[str, Any]:
        made = plan.schedule[plan.schedule["opportunity"].isin(plan.members)]
        costs = self._problem.table.set_index("opportunity")["cost"]
        members = [
            {"opportunity": str(row.opportunity), "decision": row.decision, "start": row.start}
            for row in made.sort_values(["start", "opportunity"]).itertuples()
        ]
        share = 1.0 if plan.bound <= 0 else min(1.0, plan.value / plan.bound)
        money = self._money(plan)
        return {
            "possible": True,
            "why": "",
            "value": float(plan.value),
            "bound": float(plan.bound),
            "share": share,
            "cost": float(costs[list(plan.members)].sum()),
            "money": money,
            "more_value": float(plan.value - self._before.value) if self._comparable else None,
            "more_money": None if money is None else money - self._before_money,
            "members": members,
            **_differences("enters", "leaves", plan, self._first),
            **_differences("came", "went", plan, self._before),
            "final": final,
        }

    def _money(self, plan: Plan) -> float | None:
        if not self._tells_money:
            return None
        values = plan_values(self._problem.model, plan)
        return float(self._problem.values_by("npv") @ values)

    def _table(self, settings: Mapping[str, Any]) -> DataFrame:
        base = self._base.drop(columns=["must_do", "must_not"], errors="ignore")
        names = base["opportunity"].astype(str)
        must, never = set(settings.get("must_do", ())), set(settings.get("must_not", ()))
        was = {column: names.map(self._given[column]) for column in ("must_do", "must_not")}
        return base.assign(
            must_do=(was["must_do"] & ~names.isin(never)) | names.isin(must),
            must_not=(was["must_not"] & ~names.isin(must)) | names.isin(never),
        )

    def _moved_limits(self, settings: Mapping[str, Any]) -> Limits:
        limits, by = self._limits, float(settings.get("budget", 1.0))
        if limits.budget is not None:
            per_quarter = limits.quarterly_budget()
            moved = dict(zip(limits.quarters, [by * amount for amount in per_quarter], strict=True))
            limits = replace(
                limits, budget=moved if isinstance(limits.budget, Mapping) else by * limits.budget
            )
        if limits.capacity is not None:
            by_role = limits.capacity["role"].astype(str).map(settings.get("days", {})).fillna(1.0)
            days = limits.capacity["days"].astype(float) * by_role.astype(float)
            limits = replace(limits, capacity=limits.capacity.assign(days=days))
        return limits

    def _refuse_faults(self, settings: Mapping[str, Any]) -> None:
        known, roles = list(self._base["opportunity"].astype(str)), list(self.sliders()["days"])
        faults = [
            f"'{name}' is not one of {', '.join(SETTINGS)}" for name in settings if name not in SETTINGS
        ]
        multiples = {"budget": settings.get("budget", 1.0), **dict(settings.get("days", {}))}
        faults += [
            f"{name}: {value!r} is not a number from 0 to {MOST:g}"
            for name, value in multiples.items()
            if not (is_number(value, 0) and value <= MOST)
        ]
        faults += [
            f"days: '{role}' is not a role{did_you_mean(role, roles)}"
            for role in settings.get("days", {})
            if role not in roles
        ]
        wanted = {kind: list(settings.get(kind, ())) for kind in ("must_do", "must_not")}
        faults += [
            f"{kind}: '{name}' is not an opportunity{did_you_mean(name, known)}"
            for kind, names in wanted.items()
            for name in names
            if name not in known
        ]
        faults += [
            f"'{name}' cannot be in must_do and in must_not"
            for name in wanted["must_do"]
            if name in wanted["must_not"]
        ]
        if faults:
            raise LimitsError(fault_list("The sliders", faults))


def _key(settings: Mapping[str, Any]) -> str:
    """A setting, in whichever order it is given: a limit that is where it was is as if not named."""
    days = {role: by for role, by in settings.get("days", {}).items() if by != 1.0}
    marks = {kind: sorted(settings.get(kind, ())) for kind in ("must_do", "must_not")}
    return json.dumps({"budget": float(settings.get("budget", 1.0)), "days": days, **marks}, sort_keys=True)


def _wider(settings: Mapping[str, Any], limit: str) -> dict[str, Any]:
    """The settings with a little more of one limit."""
    if limit == "budget":
        return {**settings, "budget": settings.get("budget", 1.0) + STEP}
    days = dict(settings.get("days", {}))
    return {**settings, "days": days | {limit: days.get(limit, 1.0) + STEP}}


def _differences(came: str, went: str, plan: Plan, other: Plan) -> dict[str, list[str]]:
    return {
        came: [name for name in plan.members if name not in other.members],
        went: [name for name in other.members if name not in plan.members],
    }
