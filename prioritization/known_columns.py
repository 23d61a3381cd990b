"""Columns under the headings that trackers and people give them, in English or Dutch."""

import re
from collections.abc import Iterable

from pandas import DataFrame

from prioritization.durations import duration_unit
from prioritization.errors import OpportunitiesError, fault_list
from prioritization.headings import (
    DUTCH,
    KNOWN,
    OTHERS,
    bare_heading,
    id_heading,
    plain_heading,
    title_heading,
)

WORDS = {
    **DUTCH,
    **dict.fromkeys(("costs", "estimated_cost", "cost_estimate", "geschatte_kosten", "investment"), "cost"),
    **dict.fromkeys(("investering", "kosten", "cost", "budget", "begroting"), "cost"),
    **dict.fromkeys(
        ("depends_on", "dependencies", "blocked_by", "afhankelijk_van", "voorwaarde"), "requires"
    ),
    **dict.fromkeys(("inward_issue_link_blocks", "requires_first"), "requires"),
    **dict.fromkeys(("with", "together_with", "samen", "samen_met"), "together"),
    **dict.fromkeys(("not_with", "niet_met", "niet_samen_met"), "excludes"),
    **{
        "mandatory": "must_do",
        "state": "status",
        "stand": "status",
        "stage": "status",
        "voortgang": "status",
    },
}
"""What headings mean that the engine writes otherwise."""
POINTS = (
    *("story_points", "story_point_estimate", "storypoints", "points", "punten", "effort", "inspanning"),
    *("estimate", "schatting", "job_size", "job_duration", "job_duration_size"),
)
"""Headings of a cost in another unit than money; the first of them counts."""


IN_ONES = ("cost", "accelerated_cost", "stop_loss", "quarters")
SCALED = re.compile(
    r"[([].*(?:\bk\b|k[€$£]|[€$£] ?k|\d[.,]?000|\bm\b|mln|million|miljoen|duizend|thousand|\bper\b|/).*[)\]]"
)
"""An explanation in brackets that says that amounts are not in ones, or not of the whole."""
STATUS = re.compile(r"(?:current|workflow|feature|idea|card|issue|item|initiative|project)_(?:status|state)")
"""Headings of the status, beside those in `WORDS`."""
DAYS = re.compile(r"(?:days|dagen)[\s_-]+(?P<first>.+)|(?P<last>.+?)[\s_-]+(?:days|dagen)", re.IGNORECASE)
"""Headings of the days of a role."""


def is_known_word(heading: str) -> bool:
    """Say whether a heading means something to the engine, whichever word it is.

    Example:
        >>> is_known_word("Kosten (€)"), is_known_word("Labels")
        (True, False)
    """
    bare = bare_heading(heading)
    return (
        bare in (*WORDS, *POINTS, *KNOWN, *OTHERS)
        or bare.startswith("days_")
        or bool(id_heading([heading]))
        or bool(STATUS.fullmatch(bare) or duration_unit(heading))
    )


def with_known_columns(
    table: DataFrame, used: set[str] | None = None, *, points_as_cost: bool = False
) -> tuple[DataFrame, list[str]]:
    """Rename columns to what the engine calls them, and find the ids and titles.

    Args:
        table: A row per opportunity, as its file holds it.
        used: The headings of columns that are read and keep their name are added.
        points_as_cost: Take effort or points as the cost where there is no column of money.

    Returns:
        The table, and sentences on what was read as what.

    Raises:
        OpportunitiesError: Two columns seem to be the same one.

    Example:
        >>> sheet = DataFrame({"Key": ["P-1"], "Summary": ["Login"], "Kosten": ["5"]})
        >>> table, notes = with_known_columns(sheet)
        >>> sorted(map(str, table.columns))
        ['Key', 'Summary', 'cost', 'opportunity', 'title']
        >>> notes
        ['Opportunities are named by column Key.', 'Read as known columns: Kosten as cost, Summary as title.']
    """
    notes, read, used = [], _renamed(table.columns), set() if used is None else used
    table = table.rename(columns=read)
    ids = "" if "opportunity" in table else id_heading(table.columns)
    if ids:
        names = table[ids]
        parted = names.map(lambda cell: isinstance(cell, str) and ";" in cell).astype(bool)
        table = table.assign(opportunity=names.mask(parted, names.astype(str).str.replace(";", ",")))
        said = ", with a comma for each ; in them" if parted.any() else ""
        used.add(ids)
        notes.append(f"Opportunities are named by column {ids.rstrip('.')}{said}.")
    bare = {bare_heading(name): name for name in table.columns[::-1] if name not in (ids, "opportunity")}
    if "title" not in table and (title := title_heading(bare.values())):
        table, read = table.assign(title=table[title]), read | {title: "title"}
        used.add(title)
    if read:
        notes.append(f"Read as known columns: {', '.join(f'{old} as {new}' for old, new in read.items())}.")
    points = next((bare[word] for word in POINTS if word in bare), "")
    if points_as_cost and points and "cost" not in table:
        table = table.assign(cost=table[points])
        used.add(points)
        notes.append(f"Column {points} is taken as the cost, so the budget counts in its unit.")
    return table, notes


def _renamed(headings: Iterable[str]) -> dict[str, str]:
    """Per heading that means a column which is not there, that column."""
    names = [str(name) for name in headings]
    meant = {name: word for name in names if name not in KNOWN and (word := _meant(name)) not in ("", name)}
    read = {name: other for name, other in meant.items() if other not in names}
    faults = [
        f"header: '{first}' and '{name}' both seem to be {other}; take one out, or call one {other}"
        for name, other in read.items()
        if (first := next(one for one, same in read.items() if same == other)) != name
    ]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return read


def _meant(name: str) -> str:
    """What the engine calls a column; empty where it knows none, or it holds durations."""
    if duration_unit(name):
        return ""
    if days := DAYS.fullmatch(name):
        return plain_heading(f"days_{(days['first'] or days['last']).strip('()[] ')}")
    bare = bare_heading(name)
    if STATUS.fullmatch(bare):
        return "status"
    meant = WORDS.get(bare, bare if bare in (*KNOWN, "score", "together") else "")
    return "" if meant in IN_ONES and SCALED.search(name.lower()) else meant
