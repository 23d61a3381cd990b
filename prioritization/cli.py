"""`prioritize`: the engine on its own, from a CSV file or a spreadsheet."""

from __future__ import annotations

import json
import math
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame

    from prioritization.limits.setting import Limits
    from prioritization.plan import Plan
    from prioritization.problem import Problem
    from prioritization.table_file import TableFile

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")

FAULT, NO_ANSWER = 2, 3
EXPLAINING = 10.0
"""The most seconds for each plan that is made to explain the plan."""
PAIR = re.compile(r",(?=[^,=]*=)")
"""The comma before 2027Q2=50000, and not that in 1.000,50."""
RAW = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON leaves as it is, and a terminal may obey."""
NOT_ASKED = "not_looked_into"
UNASKED = {
    **{"reason": NOT_ASKED, "value_lost": math.nan, "value_lost_at_least": math.nan},
    **{"makes_way": (), "blocker": None},
}

WORDS = {
    "must_do": "must be done",
    "running": "is running",
    "prerequisite": "another needs it",
    "in_plan": "in the plan",
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
    NOT_ASKED: "not looked into in the time given",
}


@app.command()
def prioritize(
    opportunities: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="A row per opportunity."),
    ],
    budget: Annotated[
        str | None,
        typer.Option(
            help="Money for the whole horizon, or per quarter: 2027Q1=100000,2027Q2=50000. Default: no limit."
        ),
    ] = None,
    quarters: Annotated[
        list[str] | None,
        typer.Option(help="Quarters in order, as 2027Q1,2027Q2 or repeated. Default: those of the capacity."),
    ] = None,
    capacity: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, readable=True, help="Its columns: role, quarter, days."),
    ] = None,
    objective: Annotated[str, typer.Option(help="The column that holds the value.")] = "score",
    score: Annotated[
        str | None, typer.Option(help="Compute the score by pie, ice, rice, wsjf or value-effort.")
    ] = None,
    then: Annotated[
        str | None,
        typer.Option(help="Among plans worth as much: a column to be high or, with a minus, low; -cost."),
    ] = None,
    discount: Annotated[
        float, typer.Option(help="Share of the value that is lost per quarter of waiting.")
    ] = 0.02,
    gap: Annotated[
        float, typer.Option(help="How far below the best the plan may stay, as a share from 0 up to 1.")
    ] = 0.0,
    time_limit: Annotated[
        float, typer.Option(help="Seconds to look for the plan, and as many again to explain it.")
    ] = 60.0,
    wip: Annotated[
        list[str] | None, typer.Option(help="The most a team works on in one quarter: team=2. Repeatable.")
    ] = None,
    at_most: Annotated[
        list[str] | None,
        typer.Option(help="The most with a value in a column: group:checkout=2. Repeatable."),
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option(help="The least with a value in a column: segment:families=1. Repeatable."),
    ] = None,
    change_at_once: Annotated[
        list[str] | None,
        typer.Option(help="The most changes under way in a quarter: phase:checkout=2. Repeatable."),
    ] = None,
    carry_over: Annotated[
        bool, typer.Option(help="Does what a quarter leaves unspent go to the next?")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Choose what to do, and in which quarter, within a budget and the days of each role.

    The table is CSV, xlsx, xls or ods. It has the columns **opportunity** and **score**, or those of a
    method: potential, importance, ease (PIE); impact, confidence, ease (ICE); reach, impact, confidence,
    effort (RICE); value, time criticality, risk reduction, size (WSJF); value, effort. It may have **title**,
    **cost**, **quarters** (how many it takes), **days_ROLE** (one column per role), **requires** and
    **excludes** (ids, separated by `;` or `,`), **must_do** (yes or no) and **status** (new or running). Also
    **must_not**, **earliest**, **deadline**, **accelerated_quarters**, **accelerated_cost**, **stop_loss**,
    **kind** (change or run), **team**, **maturity_needed** and **maturity_raises**.

    Without quarters there is no time: what an opportunity requires must be taken too, and that is all.

    Example: `prioritize opportunities.csv --budget 300000 --quarters 2027Q1,2027Q2 --capacity days.csv`

    Exit codes: **0** done; **2** faults in the input, or nothing fits; **3** no plan within the time limit.
    """
    from prioritization.errors import PrioritizationError, SolverError
    from prioritization.input_files import opportunities_in

    rules = {"wip": wip, "at-most": at_most, "at-least": at_least, "change-at-once": change_at_once}
    try:
        settings = _settings(budget, rules, gap, time_limit) | {
            "discount": discount,
            "carry_over": carry_over,
        }
        file = opportunities_in(opportunities, _method(score, objective), objective=objective)
        file, limits = _read(file, quarters or [], capacity, settings)
        table = file.table
        notes = [*file.notes, *_without_time(table, limits), *_without_cost(table, limits)]
        problem = _problem(table, limits, objective)
        plan = _planned(problem, then, gap, time_limit)
    except PrioritizationError as error:
        typer.echo(_escaped(str(error), keep="\n"), err=True)
        raise typer.Exit(NO_ANSWER if isinstance(error, SolverError) else FAULT) from None
    until = time.perf_counter() + time_limit
    ties = _ties(problem, plan, min(EXPLAINING, time_limit / 2))
    left_out = _left_out(problem, plan, gap, until - time.perf_counter())
    if as_json:
        text = json.dumps(_as_json(plan, left_out, ties, notes), indent=2, ensure_ascii=False)
        typer.echo(RAW.sub(lambda raw: f"\\u{ord(raw[0]):04x}", text))
    else:
        for note in notes:
            typer.echo(_escaped(note))
        _show(plan, left_out, ties, gap, titles=_titles(table))


def _settings(
    budget: str | None, rules: dict[str, list[str] | None], gap: float, time_limit: float
) -> dict[str, object]:
    """What the options say, as `Limits` takes it; every fault in them at once."""
    from prioritization.errors import LimitsError, fault_list

    faults: list[str] = []
    money = None if budget is None else _budget(budget, faults)
    counts = {name: _counts(name, given or [], faults) for name, given in rules.items()}
    if not 0 <= gap < 1:
        faults.append(f"--gap: {gap:g} is not a share from 0 up to 1, such as 0.01")
    if not time_limit > 0:
        faults.append(f"--time-limit: {time_limit:g} is not a number of seconds above 0")
    if faults:
        raise LimitsError(fault_list("The options", faults))
    rules = {name.replace("-", "_"): count for name, count in counts.items()}
    return {"budget": money, "work_in_progress": rules.pop("wip"), **rules}


def _budget(given: str, faults: list[str]) -> float | dict[str, float] | None:
    if "=" not in given:
        return _money(given, faults)
    pairs = [pair.partition("=") for pair in PAIR.split(given)]
    names = [name.strip() for name, _, _ in pairs]
    faults += [f"--budget: '{name}' appears twice" for name in sorted(set(names)) if names.count(name) > 1]
    return {name: _money(money, faults) for name, (_, _, money) in zip(names, pairs, strict=True)}


def _money(written: str, faults: list[str]) -> float | None:
    from prioritization.written_numbers import lone_number

    try:
        return lone_number(written)
    except ValueError as error:
        way_out = "" if "write" in str(error) else "; write 300000, or 2027Q1=100000,2027Q2=50000"
        faults.append(f"--budget: {error}{way_out}")
        return None


def _counts(option: str, given: list[str], faults: list[str]) -> dict[str | tuple[str, str], int]:
    """Read "team=2", or, of a column and a value, "group:checkout=2"."""
    paired = option != "wip"
    counts: dict[str | tuple[str, str], int] = {}
    for written in given:
        name, _, count = (part.strip() for part in written.rpartition("="))
        column, _, value = (part.strip() for part in name.partition(":"))
        key = (column, value) if paired else name
        if not all(key) or not re.fullmatch(r"[0-9]+", count):
            example = "group:checkout=2" if paired else "team=2"
            faults.append(f"--{option}: '{written}' is not written as {example}")
        elif key in counts:
            faults.append(f"--{option}: '{name}' appears twice")
        else:
            counts[key] = int(count)
    return counts


def _method(score: str | None, objective: str) -> str | None:
    from prioritization.errors import LimitsError

    if score is not None and objective != "score":
        raise LimitsError(f"--score: the value is in column '{objective}'; leave out --score or --objective.")
    return score


def _read(
    file: TableFile, quarters: list[str], capacity: Path | None, settings: dict[str, object]
) -> tuple[TableFile, Limits]:
    from prioritization.errors import LimitsError
    from prioritization.input_files import capacity_in
    from prioritization.limits.setting import Limits
    from prioritization.table_file import TableFile, with_line_numbers

    if not capacity:
        return file, Limits(_quarters(quarters, None), **settings)
    days = capacity_in(capacity)
    try:
        limits = Limits(_quarters(quarters, days.table), capacity=days.table, **settings)
    except LimitsError as error:
        raise LimitsError(with_line_numbers(str(error), days.table.index)) from None
    return TableFile(file.table, (*file.notes, *days.notes)), limits


def _quarters(given: list[str], days: DataFrame | None) -> tuple[str, ...]:
    """As given, or those of the capacity: by name where all are as 2027Q1, otherwise as the file has them."""
    from prioritization.horizon import NAMED_QUARTER, NO_TIME
    from prioritization.parsing import quarter

    named = [quarter(name) for several in given for name in several.split(",") if name.strip()]
    if not named and days is not None and "quarter" in days:
        named = list(dict.fromkeys(name for name in days["quarter"] if name))
        named = sorted(named) if all(map(NAMED_QUARTER.fullmatch, named)) else named
    return tuple(named) or NO_TIME


def _without_time(table: DataFrame, limits: Limits) -> list[str]:
    """That columns about time do not count in a plan without quarters."""
    if not limits.timeless:
        return []
    timed = [name for name in ("quarters", "earliest", "deadline") if name in table and table[name].any()]
    if not timed and "requires" not in table:
        return []
    columns = f"; {' and '.join(timed)} {'do' if len(timed) > 1 else 'does'} not count" if timed else ""
    return [
        f"No quarters were given, so there is no time in this plan{columns}: what is required is taken too."
        " Plan in time with --quarters 2027Q1,2027Q2."
    ]


def _without_cost(table: DataFrame, limits: Limits) -> list[str]:
    """Which opportunities a budget does not hold back, as their cost is blank."""
    if limits.budget is None or "cost" not in table or table["cost"].notna().all():
        return []
    free = table.loc[table["cost"].isna(), "opportunity"].astype(str).tolist()
    more = f" and {len(free) - 5} more" if len(free) > 5 else ""
    return [f"Without a cost, so the budget does not hold them back: {', '.join(free[:5])}{more}."]


def _titles(table: DataFrame) -> dict[str, str]:
    from prioritization.parsing import text

    if "title" not in table:
        return {}
    return {text(name): text(title) for name, title in zip(table["opportunity"], table["title"], strict=True)}


def _problem(table: DataFrame, limits: Limits, objective: str) -> Problem:
    from prioritization.errors import LimitsError, OpportunitiesError
    from prioritization.headings import mistaken_headings
    from prioritization.problem import Problem
    from prioritization.table_file import with_line_numbers

    if limits.budget is not None and "cost" not in table and not mistaken_headings(table):
        raise LimitsError(
            "The budget would hold nothing back: the table has no column 'cost'.\n"
            "Add it, or leave out --budget."
        )
    try:
        return Problem(table, limits, objective)
    except (OpportunitiesError, LimitsError) as error:
        raise type(error)(with_line_numbers(str(error), table.index)) from None


def _planned(problem: Problem, then: str | None, gap: float, time_limit: float) -> Plan:
    from prioritization.errors import OpportunitiesError
    from prioritization.plan import make_plan
    from prioritization.table_file import with_line_numbers

    seconds = time_limit if then is None else time_limit / 2
    try:
        return make_plan(problem, then=then, gap=gap, time_limit=seconds)
    except OpportunitiesError as error:
        raise OpportunitiesError(with_line_numbers(str(error), problem.opportunities.index)) from None


def _ties(problem: Problem, plan: Plan, seconds: float) -> DataFrame | None:
    """Another plan that is worth as much; None where it is not found out whether there is one."""
    from prioritization.errors import PrioritizationError
    from prioritization.explain.alternatives import next_best_plans

    try:
        others = next_best_plans(problem, plan, k=1, time_limit=seconds)
    except PrioritizationError:
        return None
    ties = others[others["tied"].astype(bool)]
    unproved = others["lost_at_least"].lt(others["lost"]) & others["lost_at_least"].le(0)
    return None if ties.empty and unproved.any() else ties


def _left_out(problem: Problem, plan: Plan, gap: float, seconds: float) -> DataFrame:
    """Why each is left out, until the time is up."""
    from pandas import DataFrame

    from prioritization.errors import PrioritizationError
    from prioritization.explain.left_out import COLUMNS, why_left_out
    from prioritization.explain.solved_plan import without

    try:
        return why_left_out(problem, plan, gap=gap, time_limit=EXPLAINING, total=seconds)
    except PrioritizationError:  # the plan is there; what is not explained is said not to be
        out = without(plan.schedule["opportunity"], plan.members)
        return DataFrame([{"opportunity": name, **UNASKED} for name in out], columns=COLUMNS)


def _as_json(
    plan: Plan, left_out: DataFrame, ties: DataFrame | None, notes: Sequence[str] = ()
) -> dict[str, object]:
    tables = {"schedule": plan.schedule, "left_out": left_out, "binding": plan.binding, "usage": plan.usage}
    tables |= {"ties": ties}
    numbers = {"value": plan.value, "bound": plan.bound, "gap": plan.gap, "status": plan.status}
    return (
        {"notes": list(notes)}
        | numbers
        | {
            name: None if table is None else json.loads(table.to_json(orient="records"))
            for name, table in tables.items()
        }
    )


def _show(
    plan: Plan,
    left_out: DataFrame,
    ties: DataFrame | None,
    gap: float,
    *,
    titles: Mapping[str, str] | None = None,
) -> None:
    from rich.console import Console

    from prioritization.horizon import NO_TIME

    console = Console()
    console.print(f"Plan worth {plan.value:,.2f} ({_certainty(plan, gap)})")
    members = plan.schedule[plan.schedule["start"].notna()]
    when = [] if set(members["start"]) <= set(NO_TIME) else ["start", "finish"]
    view = members[["opportunity", "decision", *when, "reason"]].assign(reason=members["reason"].map(_word))
    console.print(_rich(_titled(view, titles), "In the plan"))
    if len(left_out):
        reasons = left_out.assign(reason=left_out["reason"].map(_word)).drop(columns="value_lost_at_least")
        reasons = _titled(reasons, titles)
        console.print(_rich(reasons.rename(columns={"blocker": "in the way"}), "Left out"))
    unasked = int(left_out["reason"].eq(NOT_ASKED).sum())
    if unasked:
        console.print(
            f"Why they are left out was not looked into for {unasked} of {len(left_out)}, in the time given; "
            "a longer --time-limit tells."
        )
    if len(plan.binding):
        binding = plan.binding.assign(kind=plan.binding["kind"].str.replace("_", " "))
        console.print(_rich(binding, "What holds the plan back"))
    if ties is None and plan.status == "optimal":
        console.print("Whether another plan is worth as much was not found out in the time given.")
    for tie in () if ties is None else ties.itertuples():
        changes = [f"{verb} {', '.join(who)}" for verb, who in _moves(tie) if who]
        console.print(_escaped(f"Another plan is worth as much: {'; '.join(changes)}."), markup=False)


def _titled(rows: DataFrame, titles: Mapping[str, str] | None) -> DataFrame:
    """The rows with the title of each opportunity beside its id, where there are titles."""
    if not titles:
        return rows
    named = rows.copy()
    named.insert(1, "title", rows["opportunity"].map(titles))
    return named


def _certainty(plan: Plan, asked: float) -> str:
    """What is proved of the plan. A share is rounded up: less than what is left open is not promised."""
    open_to = math.ceil(plan.gap * 10_000) / 100 if math.isfinite(plan.gap) else math.inf
    if plan.status == "optimal":
        return "no plan is worth more"
    if plan.gap <= asked + 1e-9:
        most, allowed = min(open_to, asked * 100), asked * 100
        return f"at most {most:g} % below the best possible; you asked for {allowed:g} %"
    return f"the best found in the time given; the best there is may be worth up to {open_to:g} % more"


def _word(reason: str) -> str:
    return WORDS.get(reason, reason.replace("_", " "))


def _escaped(text: str, keep: str = "") -> str:
    """Text with what a terminal would obey written out, as \\x1b."""
    return "".join(
        sign if sign.isprintable() or sign in keep else sign.encode("unicode_escape").decode()
        for sign in text
    )


def _moves(tie: tuple) -> list[tuple[str, tuple[str, ...]]]:
    return [("take in", tie.enters), ("leave out", tie.leaves)]


def _rich(table: DataFrame, title: str) -> object:
    from rich.markup import escape
    from rich.table import Table

    view = Table(title=title, title_justify="left")
    for column in table.columns:
        view.add_column(column.replace("_", " "))
    for row in table.itertuples(index=False):
        view.add_row(*(escape(_escaped(_cell(value))) for value in row))
    return view


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return "" if value != value else f"{value:,.2f}"
    return "" if value is None else str(value)
