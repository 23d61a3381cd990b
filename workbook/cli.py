"""The command line `cx-workbook`: make an engagement, check it, run a quarter, report, open the lab."""

import gc
import json
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbook.errors import (
    BackendError,
    EngagementError,
    ParameterError,
    RunError,
    StoreError,
    TablesError,
    WorkbookError,
)

if TYPE_CHECKING:
    from workbook.batch import Outcome
    from workbook.engagement import Language
    from workbook.intake.deliveries import imports
    from workbook.lab.copies import Copies
    from workbook.store import Forgotten

EPILOG = (
    "A first report in three commands: cx-workbook new acme --example grocer; cx-workbook check acme; "
    "cx-workbook run acme --period 2017Q4.  Exit codes: 0 done; 2 the command's options are off; 3 a name, "
    "the settings or the tables have faults; 4 a step failed; 130 stopped from the keyboard."
)
app = typer.Typer(
    help="From customer data and conversations to a plan per quarter, and a report for who decides.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich takes longer than all else that a help text needs
    pretty_exceptions_enable=False,
)

STOPPED = 130
ROWS_SHOWN = 5
COLUMNS_SHOWN = 10
Where = Annotated[Path, typer.Argument(help="The engagement: its name, or the path of its folder.")]
Period = Annotated[str, typer.Option(help="The quarter to report on, as 2017Q4.")]
Tongue = Annotated[str | None, typer.Option(help="Language, such as nl; otherwise the engagement's own.")]
Tongues = Annotated[
    str | None,
    typer.Option("--language", help="Language of the report, or several as en,nl; otherwise its own."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome, or the errors, as JSON.")]


@app.command()
def new(
    name: Annotated[Path, typer.Argument(help="The folder to make; its last part is the engagement's name.")],
    example: Annotated[
        str | None,
        typer.Option(help="Fill it with an example: grocer (real purchases) or partners (generated)."),
    ] = None,
    at_hand: Annotated[
        str | None,
        typer.Option(
            "--with",
            help="What is at hand, several as orders,survey: orders, survey, workshop, processes, contacts,"
            " or names of tables. intake.xlsx gets the sheets for it; asked for when left out.",
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="Of the report and the explanations, such as nl.")] = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make an engagement folder: engagement.yml, intake.xlsx with an explanation at each column, data/.

    Start with what there is: orders, a survey, a workshop, processes or contacts; the rest can come later.
    Without --example the tables hold one grey example row each, which is not read. Fill them in, then run
    `cx-workbook check`.
    """
    with _told(as_json):
        from workbook import store
        from workbook.examples import example as built
        from workbook.store.folder import tables_for

        [language] = _languages(language)
        filled = built(example) if example else None
        if at_hand is None and filled is None and not (quiet or as_json) and sys.stdin.isatty():
            at_hand = typer.prompt(_asked(language), default="", show_default=False)
        starts = _parts(at_hand)
        sheets = {"sheets": tables_for(starts)} if starts else {}
        folder = store.create(name, language=language, example=filled, **sheets)
        tell = _teller(folder)
    period = "2017Q4" if example else "2026Q3"
    done = tell("made", folder=shlex.quote(str(folder)), period=period)
    _say({"engagement": str(folder)}, done, quiet, as_json)


@app.command()
def check(
    engagement: Where,
    period: Annotated[
        str | None, typer.Option(help="A quarter, as 2017Q4: what its report will hold, and what it lacks.")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Check settings and tables; lists every fault with file, sheet, row and column."""
    with _told(as_json):
        from workbook import backend, store
        from workbook.intake import input_notes
        from workbook.own_notebooks import engagement_steps, moved_on, own_files

        folder = store.find(engagement)
        settings = store.open_engagement(folder)
        _all_faults(lambda: engagement_steps(folder), lambda: store.checked_inputs(folder, settings))
        if "backend" in settings.model_fields_set:
            backend.connection(settings.backend)
        rows = {name: facts["rows"] for name, facts in store.input_facts(folder).items() if facts["rows"]}
        tell = _teller(folder)
        notes = input_notes(folder)
        chapters = _chapters(folder, period) if period else {}
        own, moved = list(own_files(folder)), moved_on(engagement_steps(folder))
    lines = [
        tell("rows", table=f"{name:<14}", count=f"{tell('count', n=n):>12}", n=n) for name, n in rows.items()
    ]
    lines += _notes(notes, tell)
    lines += [tell("own", names=", ".join(own))] if own else []
    lines += [tell(f"own.{state}", step=step, **facts) for step, (state, facts) in moved.items()]
    lines += [tell("chapters", period=period)] if period else []
    for step, facts in chapters.items():
        counts = {"step": f"{step:<14}", "n": len(facts["shown"]), "all": facts["all"]}
        lacking = ", ".join(facts["lacking"])
        key = "chapter.lacking" if lacking else "chapter"
        lines.append(tell(key, lacking=lacking, **counts))
    facts = {"rows": rows, **notes, "own_notebooks": own}
    facts |= {"shipped_since": {step: state for step, (state, _) in moved.items()}}
    facts |= {"chapters": chapters} if period else {}
    _say(facts, "\n".join([tell("usable", name=folder.name), *lines]), quiet, as_json)


def _notes(notes: dict[str, Any], tell: Callable[..., str]) -> list[str]:
    """What was left out or changed on the way in, read as nothing, or not read at all."""
    lines = []
    lines += [_count(count, tell) for count in notes["left_out"]]
    lines += [tell("added", n=notes["added"])] if notes["added"] > 0 else []
    for delivery, columns in notes["changed"].items():
        for kind, names in columns.items():
            lines += [tell(f"columns.{kind}", delivery=delivery, names=", ".join(names))] if names else []
    for place, words in notes["blanks"].items():
        found = ", ".join(f"'{word}' ({n:,})" for word, n in words.items())
        lines.append(tell("blanks", place=place, found=found))
    lines += [tell("without_role", **notes["without_role"])] if notes["without_role"] else []
    unread = notes["unread"]
    return [*lines, *([tell("unread", files=", ".join(unread))] if unread else [])]


def _count(count: dict[str, Any], tell: Callable[..., str]) -> str:
    """What a recipe left out or changed."""
    from workbook.phrases import label, own

    reason = own(count["said"]) if count["said"] else label(f"way_in.{count['reason']}")
    return tell(count["kind"], delivery=count["delivery"], n=count["n"], reason=reason)


def _all_faults(*looks: Callable[[], Any]) -> None:
    """Look at several things, and raise what is wrong with any of them in one error."""
    errors = []
    for look in looks:
        try:
            look()
        except (EngagementError, TablesError) as error:
            errors.append(error)
    if errors:
        told = errors[0] if len(errors) == 1 else TablesError("\n".join(map(str, errors)))
        told.faults = tuple(fault for error in errors for fault in getattr(error, "faults", ()))
        raise told


def _chapters(folder: Path, period: str) -> dict[str, dict[str, Any]]:
    """Per step how many exhibits it has, which of them will be shown, and what the others lack."""
    from workbook import candidates_left
    from workbook.method import needed_for_the_plan
    from workbook.own_notebooks import engagement_steps
    from workbook.store import open_period

    quarter = open_period(folder, period)
    at_hand = candidates_left.at_hand(quarter)
    candidates_left.refuse_gaps_in_capacity(quarter, at_hand, needed_for_the_plan())
    return {
        name: {
            "all": len(step.exhibits),
            "shown": [stem for stem, needed in step.exhibits.items() if needed <= at_hand],
            "lacking": step.lacking(at_hand),
        }
        for name, step in engagement_steps(folder).items()
    }


@app.command("import")
def import_(
    engagement: Where,
    file: Annotated[
        Path | None, typer.Argument(help="The export. Without one, the databases of engagement.yml are read.")
    ] = None,
    recipe: Annotated[
        str, typer.Option("--as", help="The recipe, as shopify-orders; recognised when left out.")
    ] = "",
    table: Annotated[
        str, typer.Option(help="The table that an export holds that no recipe is known for.")
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option("--with", help="A column that the recipe asks for, as segment=Klantsegment."),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(help="A column of a survey, as Q7=nps or Q9_1=satisfaction:delivery."),
    ] = None,
    dates: Annotated[str, typer.Option(help="The order of day and month in its dates: dmy or mdy.")] = "",
    decimal: Annotated[str, typer.Option(help="The decimal mark of its numbers: . or ,")] = "",
    zone: Annotated[str, typer.Option(help="The time zone of its times, as UTC.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it gives, and write nothing.")
    ] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Take an export as it comes: recognise it, show what it gives, and write it into engagement.yml.

    The file is copied to deliveries/ in the engagement. Of an export that no recipe is known for, a recipe is
    proposed in recipes/: look at it, and use it with --as.
    """
    with _told(as_json):
        from workbook import store
        from workbook.intake.deliveries import imports

        folder = store.find(engagement)
        tell = _teller(folder)
        if file is None:
            rows = imports.read_databases(
                folder, store.open_engagement(folder), now=datetime.now().astimezone()
            )
            text = "\n".join(tell("import.read", name=name, n=n) for name, n in rows.items())
            _say({"read": rows}, text, quiet, as_json)
            return
        settings: dict[str, Any] = {"dates": dates, "decimal": decimal, "zone": zone}
        settings["with"] = dict(_pair(text, "--with", "segment=Klantsegment") for text in column or [])
        settings["questions"] = dict(imports.question_of(text) for text in question or [])
        given = {name: value for name, value in settings.items() if value}
        options = {"recipe": recipe, "table": table, **given}
        found = imports.look(folder, store.open_engagement(folder), file, **options)
        if isinstance(found, imports.Proposal):
            text, facts = _proposed(found, tell, dry_run)
            if not dry_run:
                imports.keep_proposal(found)
        else:
            text, facts = _imported(found, tell, dry_run, engagement)
            if not dry_run:
                imports.keep(folder, found)
    _say(facts | {"dry_run": dry_run}, text, quiet, as_json)


def _imported(
    found: "imports.Import", tell: Callable[..., str], dry_run: bool, engagement: Path
) -> tuple[str, dict[str, Any]]:
    """What an export gives: its first rows, what is left out, and what was guessed."""
    from workbook.phrases import label, own

    name = found.file.name
    lines = [tell("import.recipe", file=name, recipe=found.recipe.name, title=own(found.recipe.head.title))]
    for table in found.tables:
        lines += [tell("import.table", table=table.name, n=len(table.frame))]
        shown = table.frame.head(ROWS_SHOWN).to_string(index=False, na_rep="", max_colwidth=30)
        lines += [f"    {line}" for line in shown.splitlines()]
    lines += [_count(count, tell) for count in found.counts]
    lines += [tell("unread", files=", ".join(found.unread))] if found.unread else []
    for column, asked in found.guessed.items():
        lines.append(tell("import.guessed", column=column, question=":".join(asked.values())))
    lines += [tell("import.dates", order=label(f"dates.{found.dates}"))] if found.dates else []
    if found.unasked:
        more = len(found.unasked) - COLUMNS_SHOWN
        names = [f"'{name}'" for name in found.unasked[:COLUMNS_SHOWN]] + [f"+{more}"] * (more > 0)
        lines.append(tell("import.unasked", names=", ".join(names)))
    if found.offers:
        lines.append(tell("import.offers", names=", ".join(found.offers), first=found.offers[0]))
    done = {"file": name, "pattern": found.delivery.files, "folder": shlex.quote(str(engagement))}
    lines.append(tell("import.dry" if dry_run else "import.kept", **done))
    rows = {table.name: len(table.frame) for table in found.tables}
    return "\n".join(lines), {
        "recipe": found.recipe.name,
        "rows": rows,
        "left_out": found.counts,
        "guessed": found.guessed,
        "dates": found.dates,
        "offers": found.offers,
        "unasked": found.unasked,
        "unread": found.unread,
    }


def _proposed(
    found: "imports.Proposal", tell: Callable[..., str], dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """A recipe that was made up: the whole of it, and what to do with it."""
    name = f"{found.file.parent.name}/{found.file.name}"
    last = tell("import.dry" if dry_run else "import.proposed", file=name, recipe=found.file.stem)
    return f"{found.text}\n{last}", {"proposed": name, "table": found.table}


@app.command()
def run(
    engagement: Where,
    period: Period,
    only: Annotated[
        str | None,
        typer.Option(help="Run this one step again, such as 3_drivers; the others must be up to date."),
    ] = None,
    language: Tongues = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A parameter of the notebooks, as draws=2000; can be given several times."
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Run the steps of a quarter and write its report.

    Steps that are up to date are skipped. The report is reports/NAME/QUARTER/report.html beside the
    engagement folder; when a step fails, the last report stays as it was.
    """
    with _told(as_json):
        from workbook.intake import find
        from workbook.method import step_named
        from workbook.notebooks import parameter_from_text
        from workbook.own_notebooks import engagement_steps
        from workbook.runs import run as run_steps

        given = dict(_pair(text) for text in setting or [])
        steps = engagement_steps(find(engagement)) if given or only else {}
        with _progress(engagement, shown=not (quiet or as_json)) as progress:
            outcome = run_steps(
                engagement,
                period,
                made_at=datetime.now().astimezone(),
                only=step_named(only, steps) if only else None,
                languages=_languages(language),
                parameters={
                    key: parameter_from_text(key, text, steps.values()) for key, text in given.items()
                },
                progress=progress,
            )
    facts = {"report": str(outcome.report), "manifest": str(outcome.manifest), "seconds": outcome.seconds}
    _say(facts, _teller(engagement)("report", report=str(outcome.report)), quiet, as_json)


@app.command()
def batch(
    engagements: Annotated[
        list[str], typer.Argument(help="The engagements: folders, or a pattern such as 'clients/*/'.")
    ],
    period: Period,
    jobs: Annotated[
        str, typer.Option(help="How many at a time; auto is one per core, as far as memory allows.")
    ] = "auto",
    minutes: Annotated[float, typer.Option(min=0.01, help="What one engagement may take in all.")] = 60.0,
    memory: Annotated[
        float | None, typer.Option(min=0.1, help="GB that one engagement may take in all.")
    ] = None,
    language: Tongues = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Run a quarter of many engagements, and say in a line what became of each.

    One that fails harms no other; its last good report stays. What is finished is not run again: after a
    stop, the same command goes on where it was. The exit code is 0 where every engagement has its report,
    and 4 where some have none.
    """
    with _told(as_json):
        from workbook.batch import batch as run_batch

        most = _jobs(jobs)
        with _batch_progress(folders := _folders(engagements), shown=not (quiet or as_json)) as tell:
            outcomes = run_batch(
                folders,
                period,
                made_at=datetime.now().astimezone(),
                jobs=most,
                minutes=minutes,
                gigabytes=memory,
                languages=_languages(language),
                told=tell,
            )
    failed = [one for one in outcomes if one.state == "failed"]
    facts = {"period": period, "failed": len(failed), "engagements": [vars(one) for one in outcomes]}
    _say(facts, f"{len(outcomes) - len(failed)} of {len(outcomes)} have their report.", quiet, as_json)
    if failed:
        raise typer.Exit(CODES[RunError])


def _jobs(text: str) -> int | None:
    if text != "auto" and not (text.isdecimal() and int(text)):
        raise ParameterError(f"--jobs takes auto or a number from 1; found '{text}'")
    return None if text == "auto" else int(text)


def _folders(named: list[str]) -> list[Path]:
    """The folders that are named, or fit a pattern that the shell has left as it was; not that of reports."""
    found: list[Path] = []
    for name in map(Path, named):
        base = Path(name.anchor)
        fits = [] if name.exists() else sorted(base.glob(str(name.relative_to(base))))
        found += fits or [name]
    return [one for one in found if one.name != "reports" or (one / "engagement.yml").exists()]


@contextmanager
def _batch_progress(folders: list[Path], *, shown: bool) -> Iterator[Callable[["Outcome"], None]]:
    """A line per engagement on the terminal, above how far the batch is."""
    if not shown:
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    width = max(len(folder.name) for folder in folders)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        batch_bar = bars.add_task("", total=len(folders))

        def tell(outcome: "Outcome") -> None:
            sign, what = ("✗", outcome.error) if outcome.state == "failed" else ("✓", outcome.report)
            first, *more = what.splitlines()
            name = Path(outcome.engagement).name
            typer.echo(f"{sign} {name:<{width}} {outcome.seconds:6.1f} s  {first}{' …' if more else ''}")
            bars.advance(batch_bar)

        yield tell


@app.command()
def report(
    engagement: Where, period: Period, language: Tongues = None, quiet: Quiet = False, as_json: AsJson = False
) -> None:
    """Write the report again from the notebooks as they ran, for instance after a change of template."""
    with _told(as_json):
        from workbook.runs import render

        now = datetime.now().astimezone()
        outcome = render(engagement, period, made_at=now, languages=_languages(language))
    done = _teller(engagement)("report", report=str(outcome.report))
    _say({"report": str(outcome.report)}, done, quiet, as_json)


@app.command()
def codebook(engagement: Where, as_json: AsJson = False) -> None:
    """Show the topics that comments are sorted into: by which words, and for which team.

    They are those of the starter books of the market, with what codebook.yml changes. What is shown can be
    copied to codebook.yml, whole or in part, and changed there.
    """
    with _told(as_json):
        import yaml

        from workbook.intake import find, open_engagement

        settings = open_engagement(find(engagement))
        topics = {
            name: topic.model_dump(mode="json", exclude_defaults=True)
            for name, topic in settings.topics.items()
        }
    text = yaml.safe_dump({"books": [], "topics": topics}, allow_unicode=True, sort_keys=False, width=100)
    _say({"topics": topics}, text.rstrip(), False, as_json)


@app.command()
def suggest(
    engagement: Where, period: Period, language: Tongue = None, quiet: Quiet = False, as_json: AsJson = False
) -> None:
    """Write suggestions.xlsx: what the last run found, as opportunities that a person accepts or not.

    Each row says what it rests on, and what it may be the same as. Fill in accept (yes or no), what it costs
    and the days it takes: the next run counts the accepted rows beside table opportunities. Rows that are
    filled in stay as they are when suggestions are made again.
    """
    with _told(as_json):
        from workbook.suggest import suggest as write_suggestions

        file, new, answered = write_suggestions(engagement, period, language)
    facts = {"file": str(file), "new": new, "answered": answered}
    tell = _teller(file.parent)
    _say(facts, tell("suggested", file=str(file), n=new, answered=answered), quiet, as_json)


@app.command()
def forget(
    engagement: Where,
    customer: Annotated[str, typer.Argument(help="The customer_id, or the person's id in a source.")],
    source: Annotated[
        str | None, typer.Option(help="The source that it is an id of, where several have it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count the rows, and change nothing.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Take a person out of the engagement, for good, and print how many rows went from each file.

    Nothing is asked first: look with --dry-run. Searched are intake.xlsx, the CSV and Parquet files in
    data/, the store, the lab's drafts, and crm.csv and crm.xlsx of every report. What is written is
    complete before the first file is replaced, and every other line stays as it is. With a secret key
    (CX_WORKBOOK_KEY) the person's pseudonyms go on a list in the engagement, forgotten.json, so that later
    deliveries are left without them; without one, a new delivery has to come without this person.
    """
    with _told(as_json):
        from workbook import store

        folder = store.find(engagement)
        done = store.forget(folder, customer, source=source, dry_run=dry_run)
    facts = {"rows": done.rows, "listed": done.listed, "unsure": done.unsure, "dry_run": dry_run}
    facts |= {"remains": done.remains, "unsearched": done.unsearched}
    _say(facts, "\n".join(_forgotten(done, dry_run, _teller(folder))), quiet, as_json)


def _forgotten(done: "Forgotten", dry_run: bool, tell: Callable[..., str]) -> list[str]:
    """What was done, what has to be done, and what cannot be done."""
    rows = [
        tell("forget.rows", file=f"{file:<48}", count=f"{tell('count', n=n):>8}")
        for file, n in done.rows.items()
    ]
    return [
        tell("forget.would" if dry_run else "forget.done"),
        *(rows or [tell("forget.nothing")]),
        *[tell("forget.remains", file=file) for file in done.remains],
        *[tell("forget.unsearched", file=file) for file in done.unsearched],
        *([tell("forget.unsure", count=done.unsure)] if done.unsure else []),
        *([tell("forget.formulas")] if done.formulas else []),
        tell("forget.listed" if done.listed else "forget.unlisted"),
        tell("forget.stays"),
    ]


Person = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        help="Whose copies: everybody has their own. The name you are logged in with when left out.",
    ),
]


@app.command()
def lab(
    engagement: Where,
    period: Period,
    language: Tongue = None,
    person: Person = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Open JupyterLab on your own copy of the notebooks.

    The copies are made once per quarter and person, in the engagement's notebooks/QUARTER/NAME/LANGUAGE, with
    the parameters filled in; what you change there is yours, and `cx-workbook run` does not use it until you
    `cx-workbook adopt` it. Run the quarter once before, so that each notebook finds what it needs.
    """
    with _told(as_json=False):
        import subprocess

        from workbook.lab.copies import copy_notebooks, person_folder
        from workbook.shipped import shipped
        from workbook.store import open_period

        quarter = open_period(engagement, period)
        [language] = _languages(language) or [quarter.engagement.language]
        copies = copy_notebooks(quarter, language, person_folder(person))
        for line in _about_copies(copies, _teller(quarter.folder)):
            typer.echo(line)
        options = ["--ServerApp.terminals_enabled=False", *([] if browser else ["--no-browser"])]
        root = ["--ServerApp.root_dir", str(copies.folder)]
        command = [sys.executable, "-m", "jupyter", "lab", *root, *options]
        # A board's Lab has no terminal, no console and no news of Jupyter; its kernels say errors in words.
        ours = str(shipped("templates") / "lab")
        found = {name: [ours, os.environ.get(name)] for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH")}
        paths = {name: os.pathsep.join(filter(None, places)) for name, places in found.items()}
        environment = os.environ | paths
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # so that what stops this command stops the Lab
    raise typer.Exit(subprocess.call(command, env=environment))


def _about_copies(copies: "Copies", tell: Callable[..., str]) -> list[str]:
    place = "/".join(copies.folder.parts[-4:])
    earlier = ", ".join(copies.earlier)
    return [
        *([tell("lab.earlier", names=earlier, place=place)] if copies.earlier else []),
        *([tell("lab.dropped", n=copies.dropped)] if copies.dropped else []),
    ]


@app.command()
def workshop(
    engagement: Where,
    period: Annotated[str, typer.Option(help="The quarter that is planned from, as 2017Q4.")],
    share: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="This machine's address in the room's network, so that phones can join; without it only this"
            " machine can. Whoever is on that network can then ask for a seat, and what is sent is not"
            " encrypted: use a network that you trust, not a guest wifi.",
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 8765,
    rounds: Annotated[int, typer.Option(min=1, max=9, help="How many rounds there may be.")] = 3,
    quorum: Annotated[
        int,
        typer.Option(
            min=1, max=100, help="The percentage of the experts who must answer for a round to count."
        ),
    ] = 50,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the last one.")] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Delete every name when the workshop is closed; roles stay.")
    ] = False,
    rehearsal: Annotated[
        bool,
        typer.Option(
            "--rehearsal", help="Practise with twenty made-up experts; nothing of it goes to the engagement."
        ),
    ] = False,
    sheets: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=60,
            help="Write forms for so many experts instead, as a workbook and to print: for a group without a"
            " network.",
        ),
    ] = None,
    scores: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Read filled forms in as a round, all or nothing; with --resume as the next one of the last"
            " workshop.",
        ),
    ] = None,
) -> None:
    """Hold a workshop: experts score on phones and laptops, and see together where they differ.

    Prints the address of the room and the facilitator's link; keep that link to yourself. Every answer is
    on disk when it is shown as saved. Stop with Ctrl-C and go on with --resume; closing the workshop on the
    facilitator's page writes minutes to workshop/ and hands scores and decisions on to workshop.sqlite, which
    `cx-workbook run` reads.
    """
    with _told(as_json=False):
        import asyncio

        from workbook.engagement_folder import folder_of
        from workbook.workshop.opening import hold, words_of
        from workbook.workshop.terms import LOCAL, Terms

        # Without pandas: the server of a workshop is small, and its notebook's kernel has the tables.
        folder = folder_of(engagement)
        if folder is None:
            raise EngagementError(f"There is no engagement '{engagement}' here: no engagement.yml in it.")
        terms = Terms(share or LOCAL, port, quorum, rounds, resume, anonymous, rehearsal)
        words = words_of(folder)

        def tell(key: str, **facts: str | int) -> str:
            return words[key].format(**facts)

        def clock() -> str:
            return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

        if sheets or scores:
            from workbook.workshop.forms.exchange import make_forms, take_forms

            if sheets:
                files = asyncio.run(make_forms(folder, period, terms, sheets))
                typer.echo(tell("workshop.sheets", files="\n".join(f"  {file}" for file in files)))
            if scores:
                taken = asyncio.run(take_forms(folder, period, terms, scores, clock))
                typer.echo(tell("workshop.scores", **vars(taken)))
            return

        def announce(room: str, facilitator: str, beamer: str) -> None:
            typer.echo(tell("workshop.shared" if share else "workshop.local"))
            typer.echo(tell("workshop.links", room=room, facilitator=facilitator, beamer=beamer))

        session = asyncio.run(hold(folder, period, terms, announce, clock))
        ended = "workshop.rehearsed" if rehearsal else "workshop.closed"
        typer.echo(tell(ended if session.closed else "workshop.stopped"))


@app.command()
def adopt(
    engagement: Where,
    step: Annotated[
        str, typer.Argument(help="The step, such as 2_understand, or the name of your notebook.")
    ],
    period: Annotated[str, typer.Option(help="The quarter of the copy, as 2017Q4.")],
    language: Tongue = None,
    person: Person = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of your own notebook of that name.")
    ] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make your copy of a notebook in the Lab the client's own, which `cx-workbook run` uses from then on.

    The copy in notebooks/QUARTER/NAME/LANGUAGE goes to notebooks/, without the parameters and outputs of its
    quarter. `cx-workbook check` tells when the notebook that ships has changed since.
    """
    with _told(as_json):
        from workbook.adopt import adopt as adopted

        languages = _languages(language)
        language = languages[0] if languages else None
        file = adopted(engagement, step, period, language, person, replace=replace)
        done = _teller(engagement)("adopted", file=file.name)
    _say({"notebook": str(file)}, done, quiet, as_json)


def _languages(text: str | None) -> list["Language"]:
    """The languages that are named, each once; none when nothing is."""
    from workbook.catalogues import languages

    named, known = _parts(text), languages()
    if text is not None and not named:
        raise ParameterError(f"--language takes {' or '.join(known)}; found '{text}'")
    if unknown := [name for name in named if name not in known]:
        raise ParameterError(f"--language takes {' or '.join(known)}; found '{unknown[0]}'")
    return named


def _parts(text: str | None) -> list[str]:
    """What is named in a list with commas, each once."""
    return list(dict.fromkeys(part.strip() for part in (text or "").split(",") if part.strip()))


def _asked(language: str) -> str:
    """The question what is at hand."""
    from workbook.catalogues import catalogue
    from workbook.store.folder import STARTS

    return catalogue(language)["terminal"]["at_hand"].format(starts=", ".join(STARTS))


def _teller(engagement: Path) -> Callable[..., str]:
    """What the terminal says, in the language of the engagement."""
    from workbook.intake import find, open_engagement
    from workbook.phrases import say
    from workbook.render.words import Words

    settings = open_engagement(find(engagement))
    words = Words(settings.language, settings)
    return lambda key, **facts: words.text(say(f"terminal.{key}", **facts))


def _pair(text: str, option: str = "--set", example: str = "draws=2000") -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise ParameterError(f"{option} takes NAME=VALUE, such as {example}; found '{text}'")
    return name.strip(), value.strip()


def _say(facts: dict[str, Any], text: str, quiet: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts))
    elif not quiet:
        typer.echo(text)


CODES: dict[type[WorkbookError], int] = {
    ParameterError: 2,
    EngagementError: 3,
    BackendError: 3,
    TablesError: 3,
    StoreError: 4,
    RunError: 4,
}


@contextmanager
def _told(as_json: bool) -> Iterator[None]:
    """Tell an error of ours in its own words, without a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(
            "Stopped. The last report is as it was; what was finished is kept for the next run.", err=True
        )
        raise typer.Exit(STOPPED) from None
    except WorkbookError as error:
        if as_json:
            faults = [vars(fault) for fault in getattr(error, "faults", ())]
            typer.echo(json.dumps({"error": str(error), "faults": faults}))
        else:
            typer.echo(str(error), err=True)
        raise typer.Exit(next((code for kind, code in CODES.items() if isinstance(error, kind)), 4)) from None
    except ValueError as error:
        if not type(error).__module__.startswith("pyarrow"):
            raise
        damaged = f"A kept table cannot be read: {str(error).partition('.')[0]}."
        typer.echo(f"{damaged}\nRemove the folder .store of the engagement, and run again.", err=True)
        raise typer.Exit(CODES[StoreError]) from None


@contextmanager
def _progress(engagement: Path, *, shown: bool) -> Iterator[Callable[[str, str], None]]:
    """A line per step on the terminal, with what it is doing."""
    if not shown:
        yield lambda step, state: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<14}"),
        TextColumn("{task.fields[state]}"),
    )
    bars = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))
    tasks: dict[str, Any] = {}
    words: dict[str, str] = {}

    def told(key: str) -> str:
        if key not in words:
            words[key] = _teller(engagement)(key)
        return words[key]

    def tell(step: str, state: str) -> None:
        bars.start()
        if step not in tasks:
            name = told("step.report") if step == "report" else step
            tasks[step] = bars.add_task(name, total=1, state=told(state))
        bars.update(tasks[step], state=told(state), completed=0 if state == "running" else 1)

    try:
        yield tell
    finally:
        if tasks:
            bars.stop()


def main() -> None:
    """The command. Stopped from the keyboard it ends at once, without waiting for threads."""
    gc.set_threshold(50_000, 20, 100)  # to look for garbage while importing takes a third of the time
    for name in ("SIGTERM", "SIGHUP"):  # to be stopped from outside ends as tidily as from the keyboard
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        app()
    except SystemExit as end:
        if end.code != STOPPED:
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(STOPPED)
