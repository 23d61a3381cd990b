"""`prioritize`: the engine on its own, from a CSV file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pandas import DataFrame

    from prioritization.limits import Limits
    from prioritization.plan import Plan

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")

ONE_QUARTER = "now"
FAULT, NO_ANSWER = 2, 3
QUICKEST, EXPLAINING = 1.0, 10.0
"""The fewest and the most seconds for each plan that is made to explain the plan."""

WORDS = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "another needs it",
    "in_plan": "worth it",
    "must_not": "must not be done",
    "too_long": "takes longer than the horizon",
    "deadline": "cannot be finished by its deadline",
    "earliest": "starts too late to be finished",
    "requires": "what it waits for cannot be done in time",
    "readiness": "a precondition is not ready for it",
    "too_expensive": "costs more than the whole budget",
    "no_capacity": "needs more days than there are",
    "excluded": "excluded by one that must be in",
    "at_most": "its group is full",
    "work_in_progress": "its team can take on nothing",
    "cannot": "no plan can hold it",
    "worth_less": "fits, but pushes out something better",
    "stop": "better stopped",
    "undecided": "not found out in the time given",
}


@app.command()
def prioritize(
    opportunities: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV file, a row per opportunity."),
    ],
    budget: Annotated[
        str, typer.Option(help="Money for the whole horizon, or per quarter: 2027Q1=100000,2027Q2=50000.")
    ],
    quarters: Annotated[
        list[str] | None,
        typer.Option(help="Quarters in order, as 2027Q1,2027Q2 or repeated. Default: those of the capacity."),
    ] = None,
    capacity: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, readable=True, help="CSV file: role, quarter, days."),
    ] = None,
    objective: Annotated[str, typer.Option(help="The column that holds the value.")] = "score",
    then: Annotated[
        str | None,
        typer.Option(help="Among plans worth as much: a column to be high or, with a minus, low; -cost."),
    ] = None,
    discount: Annotated[
        float, typer.Option(help="Share of the value that is lost per quarter of waiting.")
    ] = 0.02,
    gap: Annotated[
        float, typer.Option(min=0, help="How far below the best the plan may stay, as a share.")
    ] = 0.0,
    time_limit: Annotated[
        float, typer.Option(min=0, help="Seconds to look for the plan, and as many to explain it.")
    ] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Choose what to do, and in which quarter, within a budget and the days of each role.

    The table has the columns **opportunity** and **score**, and may have **cost**, **quarters** (how
    many it takes), **days_ROLE** (one column per role), **requires** and **excludes** (ids, separated
    by `;`), **must_do** (yes or no) and **status** (new or running).

    Example: `prioritize opportunities.csv --budget 300000 --quarters 2027Q1,2027Q2 --capacity days.csv`

    Exit codes: **0** done; **2** faults in the input, or nothing fits; **3** no plan within the time limit.
    """
    from prioritization.errors import PrioritizationError, SolverError

    try:
        table, limits = _read(opportunities, budget, quarters or [], capacity, discount)
        plan, left_out, ties = _planned(table, limits, objective, then, gap, time_limit)
    except PrioritizationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NO_ANSWER if isinstance(error, SolverError) else FAULT) from None
    if as_json:
        typer.echo(json.dumps(_as_json(plan, left_out, ties), indent=2, ensure_ascii=False))
    else:
        _show(plan, left_out, ties)


def _read(
    opportunities: Path, budget: str, quarters: list[str], capacity: Path | None, discount: float
) -> tuple[DataFrame, Limits]:
    from prioritization.csv_table import csv_table, said_in_lines
    from prioritization.errors import LimitsError
    from prioritization.limits import Limits

    table = csv_table(opportunities)
    days = csv_table(capacity) if capacity else None
    try:
        return table, Limits(_quarters(quarters, days), _budget(budget), days, discount=discount)
    except LimitsError as error:
        raise error if days is None else LimitsError(said_in_lines(str(error), days.index)) from None


def _planned(
    table: DataFrame, limits: Limits, objective: str, then: str | None, gap: float, time_limit: float
) -> tuple[Plan, DataFrame, DataFrame]:
    """The plan, what is left out of it, and another plan that is worth as much if there is one."""
    from prioritization.csv_table import said_in_lines
    from prioritization.errors import LimitsError, OpportunitiesError
    from prioritization.explain.alternatives import next_best_plans
    from prioritization.explain.left_out import why_left_out
    from prioritization.plan import make_plan

    try:
        plan = make_plan(table, limits, objective=objective, then=then, gap=gap, time_limit=time_limit)
    except (OpportunitiesError, LimitsError) as error:
        raise type(error)(said_in_lines(str(error), table.index)) from None
    out = len(plan.schedule) - len(plan.members)
    seconds = min(max(time_limit / (out + 1), QUICKEST), EXPLAINING)
    others = next_best_plans(table, limits, plan, k=1, time_limit=EXPLAINING)
    left_out = why_left_out(table, limits, plan, gap=gap, time_limit=seconds)
    return plan, left_out, others[others["tied"].astype(bool)]


def _quarters(given: list[str], days: DataFrame | None) -> tuple[str, ...]:
    named = [name.strip() for several in given for name in several.split(",") if name.strip()]
    if not named and days is not None and "quarter" in days:
        named = sorted(days["quarter"].dropna().unique())
    return tuple(named) or (ONE_QUARTER,)


def _budget(given: str) -> float | dict[str, float]:
    from prioritization.errors import LimitsError

    try:
        if "=" not in given:
            return float(given)
        pairs = [pair.partition("=") for pair in given.split(",")]
        return {quarter.strip(): float(money) for quarter, _, money in pairs}
    except ValueError:
        raise LimitsError(
            f"--budget: '{given}' is no amount; write 300000, or 2027Q1=100000,2027Q2=50000."
        ) from None


def _as_json(plan: Plan, left_out: DataFrame, ties: DataFrame) -> dict[str, object]:
    tables = {"schedule": plan.schedule, "left_out": left_out, "binding": plan.binding, "usage": plan.usage}
    tables |= {"ties": ties}
    numbers = {"value": plan.value, "bound": plan.bound, "gap": plan.gap, "status": plan.status}
    return numbers | {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}


def _show(plan: Plan, left_out: DataFrame, ties: DataFrame) -> None:
    from rich.console import Console

    console = Console()
    certainty = (
        "no plan is worth more"
        if plan.status == "optimal"
        else f"the best found in the time given; the best there is may be worth up to {plan.gap:.1%} more"
    )
    console.print(f"Plan worth {plan.value:,.2f} ({certainty})")
    members = plan.schedule[plan.schedule["start"].notna()]
    shown = members[["opportunity", "decision", "start", "finish", "reason"]]
    console.print(_rich(shown.assign(reason=shown["reason"].map(WORDS)), "In the plan"))
    if len(left_out):
        told = left_out.assign(reason=left_out["reason"].map(WORDS)).drop(columns="value_lost_at_least")
        console.print(_rich(told.rename(columns={"blocker": "in the way"}), "Left out"))
    if len(plan.binding):
        binding = plan.binding.assign(kind=plan.binding["kind"].str.replace("_", " "))
        console.print(_rich(binding, "What holds the plan back"))
    for tie in ties.itertuples():
        changes = [f"{verb} {', '.join(who)}" for verb, who in _moves(tie) if who]
        console.print(f"Another plan is worth as much: {'; '.join(changes)}.", markup=False)


def _moves(tie: tuple) -> list[tuple[str, tuple[str, ...]]]:
    return [("take in", tie.enters), ("leave out", tie.leaves)]


def _rich(table: DataFrame, title: str) -> object:
    from rich.markup import escape
    from rich.table import Table

    shown = Table(title=title, title_justify="left")
    for column in table.columns:
        shown.add_column(column.replace("_", " "))
    for row in table.itertuples(index=False):
        shown.add_row(*(escape(_cell(value)) for value in row))
    return shown


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return "" if value != value else f"{value:,.2f}"
    return "" if value is None else str(value)
