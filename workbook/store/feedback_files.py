"""Feedback for who can act on it: a workbook per team."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.files import write_sheets
from workbook.store.period import Period

COMMENTS = Path("customers", "feedback.parquet")  # in the store
FOLDER = "feedback"  # in the report's folder


@dataclass(frozen=True)
class FeedbackWords:
    """The words in the files with feedback.

    Attributes:
        teams: What each team is called; its file too.
        topics: What each topic is called.
        headings: Above the columns of a team's file.
        sheet: The name of its sheet.
        note: The name of the sheet with what to know, and its lines.
    """

    teams: Mapping[str, str]
    topics: Mapping[str, str]
    headings: Sequence[str]
    sheet: str
    note: tuple[str, Sequence[str]]


def write_feedback(folder: Path, period: Period, words: FeedbackWords) -> None:
    """Write a workbook for each team that has comments.

    Args:
        folder: Of the report; the files go to its folder feedback.
        period: The quarter.
        words: What stands in the files.
    """
    kept = period.store / COMMENTS
    rows = pd.read_parquet(kept) if kept.exists() else pd.DataFrame({"team": []})
    taken: set[str] = set()
    for team, of_team in rows.groupby("team"):
        name = _file_name(words.teams.get(team, team), taken)
        sheets = {words.sheet: _lines(of_team, words), words.note[0]: [[line] for line in words.note[1]]}
        write_sheets(folder / FOLDER / f"{name}.xlsx", sheets)


def _file_name(team: str, taken: set[str]) -> str:
    plain = re.sub(r"\W+", "-", team.casefold()).strip("-") or "team"
    name = next(name for name in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if name not in taken)
    taken.add(name)
    return name


def _lines(rows: pd.DataFrame, words: FeedbackWords) -> Iterable[Sequence[Any]]:
    """One line per comment, without the number of who wrote it."""
    yield words.headings
    for row in rows.sort_values(["at", "comment"]).itertuples():
        topics = ", ".join(words.topics.get(name, name) for name in row.topics)
        yield row.at.date().isoformat(), topics, row.touchpoint, row.question, row.score, row.comment
