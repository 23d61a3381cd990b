"""Programmes in order of what they bring: which ones the days of the teams have room for, and when."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import tells

USED = ("quarter", "kind", "role", "used")
NO_USE = DataFrame({name: Series(dtype="str" if name != "used" else float) for name in USED})
"""What holds where no plan was made: nothing is used."""
NO_SCHEDULE = DataFrame({name: Series(dtype="str") for name in ("opportunity", "decision", "start")})


def days_left(capacity: DataFrame, used: DataFrame, quarters: list[str]) -> DataFrame:
    """The days of each role that the plan leaves for programmes.

    Args:
        capacity: Table of capacity: role, quarter, days; rows with role "budget" hold money.
        used: What the plan uses: quarter, kind, role, used; NO_USE without a plan.
        quarters: The quarters of the plan.

    Returns:
        role, quarter, days (never below 0: what overtime covers is not there for programmes).

    Example:
        >>> capacity = DataFrame({"role": ["data"], "quarter": ["2018Q1"], "days": [16.0]})
        >>> used = DataFrame({"quarter": ["2018Q1"], "kind": "capacity", "role": "data", "used": 9.0})
        >>> days_left(capacity, used, ["2018Q1"])["days"].tolist()
        [7.0]
    """
    there = capacity[capacity["quarter"].isin(quarters) & capacity["role"].str.lower().ne("budget")]
    taken = used[used["kind"].eq("capacity")].groupby(["role", "quarter"])["used"].sum()
    rows = there.groupby(["role", "quarter"], sort=False)["days"].sum()
    left = (rows - taken.reindex(rows.index).fillna(0)).clip(lower=0)
    return left.rename("days").reset_index()


def candidates(briefs: DataFrame, first: str) -> DataFrame:
    """The programmes that are still to be set up, as the engine takes opportunities.

    What runs already is no candidate, nor is what nothing is known of the worth of. Service and legal
    messages have to be sent: they weigh more than all others together.

    Args:
        briefs: From `workbook.apply.briefings.briefings`: programme, always, runs, start, target_value,
            [maturity_needed] and a column of days per role.
        first: The first quarter of the plan.

    Returns:
        opportunity (the programme), score, quarters, earliest, maturity_needed, and the days per role.

    Example:
        >>> briefs = DataFrame({"programme": ["Mailing", "Welcome", "Recall"], "target_value": [9.0, 5, None],
        ...                     "always": [False, False, True], "runs": False,
        ...                     "start": pd.to_datetime(["2017-02-01", "2018-02-01", "2018-05-01"])})
        >>> candidates(briefs, "2018Q1")[["opportunity", "score", "earliest"]].values.tolist()
        [['Welcome', 5.0, '2018Q1'], ['Recall', 6.0, '2018Q2']]
    """
    new, must = ~is_running(briefs, first), briefs["always"]
    rows = briefs[new & (must | briefs["target_value"].gt(0))].reset_index(drop=True)
    score = rows["target_value"].where(~rows["always"], 1 + rows["target_value"].clip(0).sum())
    starts = pd.to_datetime(rows.get("start", Series(pd.NaT, rows.index)))
    quarters = starts.dt.to_period("Q").astype("object").where(starts.notna(), first).astype("str")
    days = {name: rows[name].fillna(0.0) for name in rows if name.startswith("days_")}
    needed = rows.get("maturity_needed", Series(float("nan"), rows.index))
    return DataFrame({"opportunity": rows["programme"], "score": score}).assign(
        quarters=1, earliest=quarters.where(quarters > first, first), maturity_needed=needed, **days
    )


def readiness(listed: DataFrame, phases: DataFrame) -> dict[str, int] | None:
    """The phases that limit what can be set up; none where no candidate asks for one, or none is known.

    Args:
        listed: From `candidates`.
        phases: dimension, phase, as `workbook.apply.maturity.maturity` gives it.
    """
    there = _there(phases)
    return there.to_dict() if len(there) and listed["maturity_needed"].notna().any() else None


def _there(phases: DataFrame) -> Series:
    return phases.set_index("dimension")["phase"].drop("plan", errors="ignore").astype(int)


def is_running(briefs: DataFrame, first: str) -> Series:
    """Whether each programme has begun: before the first quarter of the plan, or as messages of it show."""
    return briefs["runs"] | _is_before(briefs, "start", first)


def _is_before(briefs: DataFrame, column: str, first: str) -> Series:
    days = pd.to_datetime(briefs.get(column, Series(pd.NaT, briefs.index)))
    return days.lt(pd.Period(first, freq="Q").start_time)


def scheduled(
    listed: DataFrame, limits: Any, problem: Callable[..., Any], plan: Callable[..., Any]
) -> DataFrame:
    """Let the engine choose; without a candidate there is nothing to choose.

    Args:
        listed: From `candidates`.
        limits: The engine's limits.
        problem: Makes the engine's problem of both.
        plan: Solves it.

    Returns:
        opportunity, decision, start.
    """
    return NO_SCHEDULE if listed.empty else plan(problem(listed, limits)).schedule[[*NO_SCHEDULE]]


@tells()
def programme_plan(briefs: DataFrame, schedule: DataFrame, phases: DataFrame, first: str) -> DataFrame:
    """Every programme with what becomes of it, those that bring most first.

    Args:
        briefs: From `workbook.apply.briefings.briefings`.
        schedule: From `scheduled`.
        phases: As `readiness` takes them.
        first: The first quarter of the plan.

    Returns:
        programme, stage, class, owner, people, target_value, maturity_needed, days (of all roles), state
        ("running", "ended", "starts", "no room", "too early": asks for a later phase than there is, "nobody":
        nobody is there to send it to, "worth unknown")
        and start (the quarter).
    """
    found = schedule.set_index("opportunity")
    needed = briefs.get("maturity_needed", Series(float("nan"), briefs.index)).astype(float)
    state = Series("worth unknown", briefs.index).mask(briefs["programme"].isin(found.index), "no room")
    state = state.mask(briefs["people"].eq(0), "nobody")
    state = state.mask(state.eq("no room") & needed.gt(_there(phases).min()), "too early")
    state = state.mask(briefs["programme"].map(found["decision"]).eq("start"), "starts")
    days = [name for name in briefs if name.startswith("days_")]
    table = briefs.assign(
        state=state.mask(is_running(briefs, first), "running").mask(
            _is_before(briefs, "end", first), "ended"
        ),
        start=briefs["programme"].map(found["start"]),
        days=briefs[days].sum(axis="columns", min_count=1) if days else float("nan"),
        maturity_needed=needed,
    )
    kept = ["programme", "stage", "class", "owner", "people", "target_value", "maturity_needed", "days"]
    return table.sort_values("target_value", ascending=False, kind="stable", ignore_index=True)[
        [*kept, "state", "start"]
    ]
