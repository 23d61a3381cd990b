"""Import an export: recognise it, look at what it gives, and write the delivery into engagement.yml."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from workbook.engagement import Delivery, Engagement, engagement_from
from workbook.errors import EngagementError
from workbook.files import write_text, writing
from workbook.hints import did_you_mean
from workbook.intake.deliveries.database import read_database
from workbook.intake.deliveries.delivered import load_delivery
from workbook.intake.deliveries.delivery_files import ROOM, files_of
from workbook.intake.deliveries.header import same_heading
from workbook.intake.deliveries.mapping import Guess, date_order, guesses, likely_table, proposal
from workbook.intake.deliveries.process import in_process
from workbook.intake.deliveries.recipe import OWN, Recipe, open_recipe, recipe_of
from workbook.intake.deliveries.recognise import (
    Sheet,
    asks,
    columns_of,
    guessed_questions,
    pattern_for,
    question_of,
    recognised,
    sheet_with,
    words_of,
)
from workbook.intake.deliveries.settings_file import with_delivery
from workbook.intake.engagement_file import open_engagement
from workbook.tables import TABLES, RawTable, check


@dataclass(frozen=True)
class Import:
    """What importing a file gives.

    Attributes:
        file: The file.
        recipe: The recipe that fits.
        delivery: The delivery to write into engagement.yml.
        tables: What it makes.
        counts: What is left out or changed, as `load` counts it.
        guessed: The questions that were guessed, by column.
        unread: Sheets, and files of an archive, that have other headings.
        dates: The order of day and month that was guessed; blank where it was not.
        offers: What the recipe can read besides, of a column that `with` names.
        unasked: Columns of a survey that hold something and are not read.
    """

    file: Path
    recipe: Recipe
    delivery: Delivery
    tables: tuple[RawTable, ...]
    counts: tuple[dict[str, Any], ...]
    guessed: Mapping[str, Mapping[str, str]]
    unread: tuple[str, ...] = ()
    dates: str = ""
    offers: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A recipe that was made up for an export that none is known for.

    Attributes:
        file: Of the recipe, in the engagement.
        text: Of the recipe.
        table: The table that it makes.
        found: Which column of the export seems to hold which of ours.
    """

    file: Path
    text: str
    table: str
    found: tuple[Guess, ...]


def look(
    folder: Path, engagement: Engagement, file: Path, *, recipe: str = "", table: str = "", **settings: Any
) -> Import | Proposal:
    """See what a file gives; nothing is written.

    Args:
        folder: The engagement.
        engagement: Its settings.
        file: The export.
        recipe: The name of the recipe; recognised by the headings when left out.
        table: The table that an export holds that no recipe is known for.
        settings: Of the delivery: with, questions, decimal, dates, zone.

    Raises:
        EngagementError: The file cannot be read; two recipes fit; or it is not known which table it holds.
        TablesError: What it gives has faults; the message lists them all.
    """
    if not file.is_file():
        raise EngagementError(f"There is no file {file.name} in {file.parent}.")
    sheets = _first_rows(file, engagement)
    before = _delivered_before(folder, engagement, file)
    if before and not settings and recipe in ("", before.recipe):
        return _made(folder, engagement, file, before, {})
    if file.name[0] in ".~":
        raise EngagementError(
            f"{file.name} would not be read: its name begins with '{file.name[0]}'. Rename it."
        )
    if recipe:
        known = open_recipe(recipe, folder)
        sheet = sheet_with(known, sheets) or sheets[0]
    elif fitting := recognised(folder, sheets):
        known, sheet = fitting
    else:
        return _proposed(folder, file, sheets[0], table)
    if before and set(known.selects) & set(recipe_of(before, folder).selects):
        raise EngagementError(
            f"{file.name} belongs to a delivery of engagement.yml already (files: {before.files}), and would"
            " count twice. Change the settings of that delivery there."
        )
    guessed, dates = {}, ""
    if not known.head.dates and not settings.get("dates"):
        dates = _told_order(sheet, known)
        settings |= {"dates": dates}
    if asks(known) and not settings.get("questions"):
        guessed = _guessed(file, engagement, known, sheet, settings.get("with", {}))
    facts = {"files": _pattern(folder, engagement, file), "recipe": known.name, **settings}
    facts["questions"] = settings.get("questions") or guessed
    done = _made(folder, engagement, file, _delivery(engagement, facts), guessed)
    offers = tuple(name for name in known.head.ask if not done.delivery.with_.get(name))
    return replace(done, dates=dates, offers=offers, unasked=_unasked(known, sheet, done.delivery))


def _made(
    folder: Path,
    engagement: Engagement,
    file: Path,
    delivery: Delivery,
    guessed: Mapping[str, Mapping[str, str]],
) -> Import:
    tables, outcome = load_delivery(folder, engagement, delivery, [file])
    check({table.name: table for table in tables}, engagement)
    counts = tuple({"delivery": file.name, **count} for count in outcome["counts"])
    unread = tuple(outcome["unread"])
    return Import(file, recipe_of(delivery, folder), delivery, tuple(tables), counts, guessed, unread)


def _told_order(sheet: Sheet, recipe: Recipe) -> str:
    """The order of day and month that the dates in the first rows tell; blank where none does."""
    cells = [cell for filled in columns_of(sheet, recipe).values() for cell in filled]
    order = date_order(cells)
    return order if order != "ymd" else ""


def _unasked(recipe: Recipe, sheet: Sheet, delivery: Delivery) -> tuple[str, ...]:
    """The columns of a survey that a recipe does not read, though they hold something."""
    if not asks(recipe):
        return ()
    head = recipe.head
    named = [*head.matches, *head.optional, *head.also, *delivery.with_.values(), *delivery.questions]
    passed = {same_heading(name) for name in named}
    columns = columns_of(sheet, recipe)
    return tuple(name for name, cells in columns.items() if cells and same_heading(name) not in passed)


def _guessed(
    file: Path, engagement: Engagement, recipe: Recipe, sheet: Sheet, given: dict[str, str]
) -> dict[str, dict[str, str]]:
    labels = [label for question in engagement.questions.values() for label in question.labels]
    named = [*recipe.head.matches, *recipe.head.optional, *given.values()]
    columns, words = columns_of(sheet, recipe), words_of(sheet, recipe)
    if guessed := guessed_questions(columns, named, words=words, labels=labels):
        return guessed
    unknown = [name for name, cells in columns.items() if name not in named and cells]
    raise EngagementError(
        f"{file.name} is a survey, and it is not known which column holds which question.\n"
        f'Say it, as in: --question "{unknown[0] if unknown else "Q1"}=nps"\n'
        f"Columns: {', '.join(unknown)}"
    )


def _delivered_before(folder: Path, engagement: Engagement, file: Path) -> Delivery | None:
    """The delivery whose pattern takes a file of this name."""
    name = _inside(folder, file) or file.name
    return next((delivery for delivery in engagement.deliveries if fnmatch(name, delivery.files)), None)


def _inside(folder: Path, file: Path) -> str:
    """The path of a file in the folder of deliveries; blank where it lies elsewhere."""
    room = (folder / ROOM).resolve()
    place = file.resolve()
    return place.relative_to(room).as_posix() if place.is_relative_to(room) else ""


def _pattern(folder: Path, engagement: Engagement, file: Path) -> str:
    """A pattern for the file and those that will follow it; its name where others would come with it."""
    name = _inside(folder, file) or file.name
    pattern = Path(name).with_name(pattern_for(file.name)).as_posix()
    others = [place for place in (folder / ROOM).glob(pattern) if place.resolve() != file.resolve()]
    used = {place for delivery in engagement.deliveries for place in files_of(folder, delivery)}
    return name if set(others) - used else pattern


def _first_rows(file: Path, engagement: Engagement) -> list[Sheet]:
    with tempfile.TemporaryDirectory(prefix="cxw-") as place:
        request = {"files": [str(file)]}
        outcome = in_process("peek", request, Path(place), minutes=engagement.run.minutes)
    sheets = [Sheet(**source) for source in outcome["sources"] if source["rows"]]
    if not sheets:
        raise EngagementError(f"{file.name} holds no rows.")
    return sheets


def _delivery(engagement: Engagement, facts: Mapping[str, Any]) -> Delivery:
    """A delivery, checked as engagement.yml is."""
    given = {key: value for key, value in facts.items() if value}
    return engagement_from({"client": engagement.client, "deliveries": [given]}).deliveries[0]


def _proposed(folder: Path, file: Path, sheet: Sheet, table: str) -> Proposal:
    columns = columns_of(sheet)
    table = table or likely_table(list(columns))
    if table not in TABLES:
        hint = did_you_mean(table, TABLES) if table else ""
        raise EngagementError(
            f"No recipe has the headings of {file.name}, and it is not clear which table it holds{hint}.\n"
            f"Say which, as in: --table transactions\nHeadings: {', '.join(columns)}"
        )
    found = tuple(guesses(table, columns))
    name = "".join(sign if sign.isalnum() else "-" for sign in file.stem.lower()).strip("-") or "own"
    return Proposal(folder / OWN / f"{name}.sql", proposal(table, found, columns, file.stem), table, found)


def read_databases(folder: Path, engagement: Engagement, *, now: datetime) -> dict[str, int]:
    """Read every database of an engagement anew.

    Args:
        folder: The engagement.
        engagement: Its settings.
        now: The time, which is kept with the rows.

    Returns:
        Per delivery its rows.

    Raises:
        EngagementError: No delivery comes from a database; or as `read_database`.
    """
    named = [delivery for delivery in engagement.deliveries if delivery.database]
    if not named:
        raise EngagementError(
            f"No delivery of {folder.name} comes from a database. Give a file, as in: cx-workbook import"
            f" {folder.name} orders.csv"
        )
    minutes = engagement.run.minutes
    return {one.name: read_database(folder, one, now=now, minutes=minutes)[1] for one in named}


def keep(folder: Path, done: Import) -> Path:
    """Put the file into the engagement, and write the delivery into engagement.yml unless it says it already.

    Returns:
        Where the file is now.

    Raises:
        EngagementError: Another file has its name, or nothing can be added to engagement.yml.
        StoreError: They cannot be written.
    """
    place = folder / ROOM / done.file.name
    inside = _inside(folder, done.file)
    if not inside and place.exists() and place.read_bytes() != done.file.read_bytes():
        raise EngagementError(
            f"{ROOM}/{place.name} is there already, with other content. Give the new file another name."
        )
    settings = folder / "engagement.yml"
    text = settings.read_text(encoding="utf-8-sig")
    if done.delivery not in open_engagement(folder).deliveries:
        text = with_delivery(text, done.delivery)
    with writing(place):
        place.parent.mkdir(exist_ok=True)
        if not inside and not place.exists():
            draft = place.with_name(f".{place.name}.partial")
            draft.write_bytes(done.file.read_bytes())
            draft.replace(place)
    write_text(settings, text)
    return done.file if inside else place


def keep_proposal(made: Proposal) -> None:
    """Write a proposed recipe into the engagement.

    Raises:
        EngagementError: There is one of its name.
    """
    if made.file.exists():
        raise EngagementError(
            f"{OWN}/{made.file.name} is there already. Use it with --as {made.file.stem}, or remove it first."
        )
    with writing(made.file):
        made.file.parent.mkdir(exist_ok=True)
    write_text(made.file, made.text)


__all__ = ["Import", "Proposal", "keep", "keep_proposal", "look", "question_of", "read_databases"]
