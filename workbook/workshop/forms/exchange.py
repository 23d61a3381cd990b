"""What the command does with forms: make them for a quarter, and take filled ones into a workshop."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from workbook.catalogues import languages
from workbook.workshop.events import EventFile
from workbook.workshop.forms.paper import write_paper
from workbook.workshop.forms.read import read_forms, whole
from workbook.workshop.forms.record import record
from workbook.workshop.forms.spreadsheet import write_forms
from workbook.workshop.notebook_link import NotebookLink
from workbook.workshop.opening import open_file
from workbook.workshop.questions import asked_about, panel_by
from workbook.workshop.room import Room
from workbook.workshop.session_files import FOLDER, held_once, session_file
from workbook.workshop.terms import Terms


@dataclass(frozen=True)
class Taken:
    """What was read in.

    Attributes:
        forms: How many were filled in.
        answers: How many opportunities were answered whole, over all forms.
        round: The round that they are.
    """

    forms: int
    answers: int
    round: int


async def make_forms(folder: Path, period: str, terms: Terms, forms: int) -> list[Path]:
    """Write forms to fill in, as a workbook and as a page to print, in every language.

    Args:
        folder: The engagement's folder.
        period: The quarter that is planned from.
        terms: How the workshop is held.
        forms: For how many experts.

    Returns:
        The files, in the engagement's folder `workshop`.

    Raises:
        WorkshopError: The engagement cannot be used.
        StoreError: A file cannot be written.
    """
    link = NotebookLink(folder, period)
    try:
        await link.start()
        setting = await asked_about(link, terms)
    finally:
        await link.stop()
    files = []
    for language in languages():
        stem = folder / FOLDER / f"{period}-forms.{language}"
        files.append(write_forms(stem.with_name(f"{stem.name}.xlsx"), setting, forms, language))
        files.append(write_paper(stem.with_name(f"{stem.name}.html"), setting, forms, language))
    return files


async def take_forms(
    folder: Path, period: str, terms: Terms, files: Sequence[Path], clock: Callable[[], str]
) -> Taken:
    """Read filled forms into a workshop, as its next round: all of it or nothing.

    Args:
        folder: The engagement's folder.
        period: The quarter that is planned from.
        terms: How the workshop is held; with `resume` the forms are the next round of the last one.
        files: The workbooks.
        clock: Gives this moment, UTC, ISO 8601.

    Raises:
        WorkshopError: A form has faults, which are all listed; or the round cannot be.
    """
    path = session_file(folder, period, resume=terms.resume)
    link = NotebookLink(folder, period)
    try:
        await link.start()
        setting = await asked_about(link, terms)
        forms = read_forms(files, setting)
        with held_once(path), closing(EventFile(path)) as file, file.together():
            open_file(file, setting, terms, clock)
            room = Room(file, panel_by(link), clock)
            number = record(room, forms)
    finally:
        await link.stop()
    return Taken(len(forms), whole(forms, room.session.criteria), number)
