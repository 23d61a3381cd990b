"""`prioritize`: the engine on its own, from a CSV file or a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")

FAULT, NO_ANSWER = 2, 3
EXAMPLE = Path("backlog.xlsx")

Table = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A row per opportunity: CSV, xlsx, xls or ods.", show_default=False),
]


def _file(help_text: str) -> typer.models.OptionInfo:
    return typer.Option(exists=True, dir_okay=False, readable=True, help=help_text)


@app.command()
def prioritize(
    opportunities: Table = None,
    budget: Annotated[
        str | None,
        typer.Option(
            help="Money for the whole plan, or per quarter: 2027Q1=100000,2027Q2=50000. Default: no limit."
        ),
    ] = None,
    quarters: Annotated[
        list[str] | None,
        typer.Option(
            help="How many: 4; or which: 2027Q1..2027Q4 or 2027Q1,2027Q2. Default: those of the capacity."
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="The first quarter, with --quarters 4. Default: the next from today.")
    ] = None,
    capacity: Annotated[
        Path | None,
        _file("Days: columns role, quarter, days; or roles down and quarters across, or the reverse."),
    ] = None,
    objective: Annotated[str, typer.Option(help="The column that holds the value.")] = "score",
    score: Annotated[
        str | None,
        typer.Option(
            help="Compute the score by pie, ice, rice, wsjf or value-effort; by weights, as"
            " 'revenue=2, ease=1'; or by a formula, as 'value / (effort + 1)'."
        ),
    ] = None,
    scores: Annotated[
        Path | None,
        _file("Scores of experts: columns expert, opportunity, criterion, score, and perhaps round."),
    ] = None,
    blank_cost: Annotated[
        str | None,
        typer.Option(help="What a blank cost counts as, such as 0. Default: not planned under a budget."),
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
        typer.Option(
            help="The most of kind change under way in a quarter, with a value in a column: phase:checkout=2."
            " Repeatable."
        ),
    ] = None,
    why: Annotated[
        list[str] | None,
        typer.Option(help="Why one, by id or title, is in the plan, or what it would take. Repeatable."),
    ] = None,
    carry_over: Annotated[
        bool, typer.Option(help="Does what a quarter leaves unspent go to the next?")
    ] = True,
    decimals: Annotated[
        str | None,
        typer.Option(help="comma or point, where 30.000 could be either; numbers are written so too."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the plan as a page too.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write the plan as a spreadsheet too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    example: Annotated[
        bool,
        typer.Option("--example", help="Write a file to start from: backlog.xlsx or FILE; - prints it."),
    ] = False,
) -> None:
    """Choose what to do, and in which quarter, within a budget and the days of each role.

    The table is CSV, xlsx, xls or ods. It has the columns **opportunity** and **score**, or those of a
    method: potential, importance, ease (PIE); impact, confidence, ease (ICE); reach, impact, confidence,
    effort (RICE); value, time criticality, risk reduction, size (WSJF); value, effort. It may have **title**,
    **cost**, **quarters** (how many it takes), **days_ROLE** (one column per role), **requires**,
    **excludes** and **together** (ids or titles, separated by `;` or `,`), **must_do** (yes or no) and
    **status** (new, running, done or cancelled). Also **must_not**, **earliest**, **deadline**,
    **accelerated_quarters**, **accelerated_cost**, **stop_loss**, **kind** (change or run), **team**,
    **maturity_needed** and **maturity_raises**. Words of trackers are known, in English and Dutch: Feature,
    Issue key, Summary, Idee, Kosten, Doorlooptijd (maanden), To Do, In
    Progress. What was read as what is said, and what was not read.

    Without quarters there is no time: what an opportunity requires must be taken too, and that is all.

    Example: `prioritize opportunities.csv --budget 300000 --quarters 4 --start 2027Q1 --capacity days.csv`

    Exit codes: **0** done; **2** faults in the input, or nothing fits; **3** no plan within the time limit.
    """
    if example:
        _report(lambda: _example(opportunities))
        return
    _report(
        lambda: _planned(
            _there(opportunities),
            {"objective": objective, "then": then, "gap": gap, "time_limit": time_limit},
            {
                **{"budget": budget, "quarters": tuple(quarters or ()), "start": start, "capacity": capacity},
                **{"score": score, "scores": scores, "blank_cost": blank_cost, "discount": discount},
                **{
                    "rules": {
                        "wip": wip,
                        "at-most": at_most,
                        "at-least": at_least,
                        "change-at-once": change_at_once,
                    }
                },
                "decimals": decimals,
                **{"carry_over": carry_over, "outputs": {"--html": html, "--xlsx": xlsx}},
            },
            why=why or [],
            json_only=as_json,
        )
    )


def _there(file: Path | None) -> Path:
    if file is None:
        raise typer.BadParameter("give a file, or make one to start from with --example", param_hint="FILE")
    if not file.is_file():
        raise typer.BadParameter(f"'{file}' is not a file that is there", param_hint="FILE")
    return file


def _report(act: Callable[[], None]) -> None:
    """Do it, or say what is in the way, with the exit code of its kind."""
    from prioritization.errors import PrioritizationError, SolverError

    try:
        act()
    except PrioritizationError as error:
        from prioritization.command.wording import plain

        typer.echo(plain(_with_way_out(str(error)), keep="\n"), err=True)
        raise typer.Exit(NO_ANSWER if isinstance(error, SolverError) else FAULT) from None


def _with_way_out(message: str) -> str:
    unsure = "can be a thousand or a fraction" in message
    return f"{message}\nOr say which: --decimals comma, or --decimals point." if unsure else message


def _planned(
    file: Path, search: dict[str, Any], asked: dict[str, Any], *, why: list[str], json_only: bool
) -> None:
    from prioritization.command.answer import Search, answer
    from prioritization.command.as_json import as_json
    from prioritization.command.inputs import Asked, inputs
    from prioritization.command.output_files import write_answer
    from prioritization.command.terminal import show
    from prioritization.command.wording import wording

    terms = Search(**search)
    given = inputs(Asked(file, terms, **asked), date.today())
    found = answer(
        *(given.table, given.limits, terms),
        **{"barred": given.barred, "notes": given.notes, "why": why},
        **{"settled": given.settled, "figures": given.figures},
    )
    words = wording(found)
    if json_only:
        typer.echo(as_json(found, words.remarks))
    else:
        show(words)
    for sentence in write_answer(words, file.name, *asked["outputs"].values()):
        typer.echo(sentence, err=json_only)


def _example(file: Path | None) -> None:
    from prioritization.command.example import example_csv, write_example

    typer.echo(example_csv() if str(file) == "-" else write_example(file or EXAMPLE), nl=str(file) != "-")
