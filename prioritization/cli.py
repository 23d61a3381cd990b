"""`prioritize`: the engine on its own, from a CSV file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pandas import DataFrame

    from prioritization.plan import Plan

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")

ONE_QUARTER = "now"


@app.command()
def prioritize(
    opportunities: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV file, a row per opportunity."),
    ],
    budget: Annotated[float, typer.Option(help="Money for the whole horizon.")],
    quarters: Annotated[
        list[str] | None,
        typer.Option(help="Quarters in order, as 2027Q1,2027Q2 or repeated. Default: those of the capacity."),
    ] = None,
    capacity: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, readable=True, help="CSV file: role, quarter, days."),
    ] = None,
    objective: Annotated[str, typer.Option(help="The column that holds the value.")] = "score",
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Choose what to do, and in which quarter, within a budget and the days of each role.

    The table has the columns **opportunity** and **score**, and may have **cost**, **quarters** (how
    many it takes), **days_ROLE** (one column per role), **requires** and **excludes** (ids, separated
    by `;`), **must_do** (yes or no) and **status** (new or running).

    Example: `prioritize opportunities.csv --budget 300000 --quarters 2027Q1,2027Q2 --capacity days.csv`
    """
    from prioritization.errors import PrioritizationError

    try:
        plan, left_out = _plan(opportunities, budget, quarters or [], capacity, objective)
    except PrioritizationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(_as_json(plan, left_out), indent=2, ensure_ascii=False))
    else:
        _show(plan, left_out)


def _plan(
    opportunities: Path, budget: float, quarters: list[str], capacity: Path | None, objective: str
) -> tuple[Plan, DataFrame]:
    from prioritization.csv_table import csv_table
    from prioritization.explain import why_left_out
    from prioritization.limits import Limits
    from prioritization.plan import make_plan

    table = csv_table(opportunities)
    days = csv_table(capacity) if capacity else None
    limits = Limits(_quarters(quarters, days), budget, days)
    plan = make_plan(table, limits, objective=objective)
    return plan, why_left_out(table, limits, plan)


def _quarters(given: list[str], days: DataFrame | None) -> tuple[str, ...]:
    named = [name.strip() for several in given for name in several.split(",") if name.strip()]
    if not named and days is not None and "quarter" in days:
        named = sorted(days["quarter"].dropna().unique())
    return tuple(named) or (ONE_QUARTER,)


def _as_json(plan: Plan, left_out: DataFrame) -> dict[str, object]:
    tables = {"schedule": plan.schedule, "left_out": left_out, "binding": plan.binding, "usage": plan.usage}
    numbers = {"value": plan.value, "bound": plan.bound, "gap": plan.gap, "status": plan.status}
    return numbers | {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}


def _show(plan: Plan, left_out: DataFrame) -> None:
    from rich.console import Console

    console = Console()
    certainty = "optimal" if plan.status == "optimal" else f"at most {plan.gap:.1%} below the best"
    console.print(f"Plan worth {plan.value:,.2f} ({certainty})")
    members = plan.schedule[plan.schedule["decision"].ne("left out")]
    console.print(_rich(members[["opportunity", "decision", "start", "finish", "reason"]], "In the plan"))
    if len(left_out):
        console.print(_rich(left_out, "Left out"))


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
