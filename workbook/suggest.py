"""Suggest opportunities from what the steps found: a sheet in which a person accepts what is to count."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.chapters.prioritise.opportunity_evidence import finding_facts
from workbook.errors import RunError
from workbook.files import write_sheets
from workbook.findings import MONEY, collected, with_likeness
from workbook.intake import find
from workbook.intake.accepted import ACCEPT, SUGGESTIONS, TABLE, answered_rows
from workbook.phrases import label, named, say
from workbook.render.words import Words
from workbook.store import open_period

FILLED_IN = (
    "opportunity",
    "title",
    "touchpoint",
    "phase",
    "team",
    "kind",
    "cost",
    "extra_low",
    "extra_likely",
    "extra_high",
    "insights",
    "maturity_raises",
)
TO_READ = ("evidence", "source", "n", "direction", "alike", "assumed")
HEADINGS = (ACCEPT, *FILLED_IN, *TO_READ)
ABOUT = ("accept", "cost", "raises", "alike", "again")
"""What the second sheet explains."""


def suggest(engagement: str | Path, period: str, language: str | None = None) -> tuple[Path, int, int]:
    """Write suggestions.xlsx: what the last run of a quarter found, as rows of table opportunities.

    A row in which a person has filled in column accept stays as it is, and is not suggested again.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter.
        language: Of the titles and the evidence; the engagement's own when none is given.

    Returns:
        The file, the number of new suggestions, and of the rows that were answered already.

    Raises:
        RunError: The quarter was not run yet.
        StoreError: A row that was answered cannot be read back; nothing is written.
    """
    folder, quarter = find(engagement), open_period(engagement, period)
    if not (quarter.store / "tables").is_dir():
        raise RunError(
            f"{folder.name} has no tables of {period} to suggest from.\n"
            f"First: cx-workbook run {folder.name} --period {period}"
        )
    words = Words(language or quarter.engagement.language, quarter.engagement)
    answered = answered_rows(folder)
    found = with_likeness(collected(quarter.result), quarter.inputs(TABLE))
    new = found[~found["id"].isin([row["opportunity"] for row in answered])]
    rows = [*answered, *[_row(finding, words) for finding in new.to_dict("records")]]
    headings = list(dict.fromkeys([*HEADINGS, *[name for row in answered for name in row]]))
    sheet = [headings, *[[row.get(name) for name in headings] for row in rows]]
    about = [words.text(say(f"suggest.about.{name}")) for name in ABOUT]
    name = words.text(say("suggest.sheet"))
    write_sheets(folder / SUGGESTIONS, {TABLE: sheet, name: [[line] for line in about]})
    return folder / SUGGESTIONS, len(new), len(answered)


def _row(finding: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """A finding as a row of table opportunities, without what only a person can say."""
    source = finding["source"]
    facts = finding_facts(source, finding["subject"], finding["n"], finding["strength"], words.engagement)
    if _is_there(finding["verdict"]):
        facts["verdict"] = label(f"verdict.{finding['verdict']}")
    kept = ("touchpoint", "phase", *MONEY, "maturity_raises", "n", "direction")
    return {
        "opportunity": finding["id"],
        "title": words.text(say(f"suggest.title.{source}", **facts)),
        "team": words.text(named("team", finding["team"])) if _is_there(finding["team"]) else None,
        "kind": "change",
        "evidence": words.text(say(f"suggest.evidence.{source}", **facts)),
        "source": source,
        "alike": "; ".join([*finding["listed"], *finding["alike"]]) or None,
        "assumed": words.text(say("suggest.assumed")) if _is_there(finding["extra_likely"]) else None,
        "insights": finding["insight"] if _is_there(finding["insight"]) else None,
        **{name: _plain(finding[name]) for name in kept},
    }


def _is_there(value: object) -> bool:
    return value is not None and value == value and value != ""


def _plain(value: Any) -> Any:
    """A value of a cell: money in cents, nothing where it is missing."""
    if not _is_there(value):
        return None
    return round(value, 2) if isinstance(value, float) else value
