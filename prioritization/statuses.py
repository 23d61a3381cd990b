"""Statuses in the words of trackers and people: what is new, running, done or cancelled."""

import re

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, fault_list, few
from prioritization.headings import bare_heading
from prioritization.parsing import id_lists, text

WORDS = {
    "new": (
        *("new", "to do", "todo", "open", "backlog", "selected for development", "ready", "planned"),
        *("proposed", "idea", "candidate", "not started", "reopened", "approved", "funnel", "draft"),
        *("triage", "unscheduled", "unstarted", "under consideration", "under review", "ready to develop"),
        *("ready for development", "new idea", "planning", "scheduled", "accepted for planning", "discovery"),
        *("on hold", "parked", "deferred", "postponed", "later", "next", "icebox", "inbox", "to be done"),
        *("wensenlijst", "in overweging", "ingepland", "geparkeerd", "uitgesteld", "nog te doen", "concept"),
        *("nieuw", "te doen", "gepland", "idee", "niet gestart", "voorgesteld", "goedgekeurd", "kandidaat"),
    ),
    "running": (
        *("running", "in progress", "doing", "started", "active", "wip", "in development", "in review"),
        *("development", "in ontwikkeling", "in development", "executing", "in testing", "under way"),
        *("in test", "testing", "implementing", "ongoing", "review", "building"),
        *("lopend", "loopt", "bezig", "in uitvoering", "in behandeling", "gestart", "actief", "mee bezig"),
    ),
    "done": (
        *("done", "closed", "resolved", "finished", "complete", "completed", "released", "shipped", "live"),
        *("accepted", "deployed", "implemented", "launched", "merged", "geaccepteerd", "uitgerold"),
        *("delivered", "gereed", "klaar", "afgerond", "gedaan", "opgeleverd", "voltooid", "gesloten"),
    ),
    "cancelled": (
        *("cancelled", "canceled", "rejected", "won't do", "wont do", "dropped", "duplicate", "removed"),
        *(
            "will not implement",
            "not planned",
            "abandoned",
            "declined",
            "discarded",
            "niet doen",
            "ingetrokken",
        ),
        *("geannuleerd", "vervallen", "afgewezen", "geschrapt"),
    ),
}
LISTS = ("list_name", "list", "lijst", "column", "kolom", "board_column")
"""Headings of the list in which a card stands."""
MET = {
    "requires": ("done", "cancelled"),
    "together": ("done", "cancelled"),
    "excludes": ("cancelled", "done"),
}
"""Per relation, the status of another that settles it, and the one that makes it impossible."""
MEANINGS = {word: status for status, words in WORDS.items() for word in words}


def with_known_statuses(table: DataFrame) -> tuple[DataFrame, list[str]]:
    """Read the words for a status; what is done or cancelled leaves the table.

    What requires something that is done, waits for it no longer; likewise for other relations.

    Args:
        table: A row per opportunity, with `opportunity`, as its file holds it.

    Returns:
        The table without what is done or cancelled, and sentences on what was read as what.

    Raises:
        OpportunitiesError: A status is not known, what is required is cancelled or what is excluded is done,
            or nothing is left.

    Example:
        >>> rows = {"opportunity": ["A", "B", "C"], "status": ["Done", "In Progress", None],
        ...     "requires": [None, None, "A; B"]}
        >>> table, notes = with_known_statuses(DataFrame(rows))
        >>> table.to_dict("list")
        {'opportunity': ['B', 'C'], 'status': ['running', 'new'], 'requires': [(), ('B',)]}
        >>> notes
        ['Done or cancelled, so not planned: A (Done).', 'Running, so going on: B (In Progress).']
    """
    if "status" not in table or "opportunity" not in table:
        return table, []
    words = table["status"].map(_word)
    read = words.map(lambda word: "new" if word == "" else MEANINGS.get(word, ""))
    gone = read.isin(["done", "cancelled"])
    kept = table.assign(status=read)
    faults = _unknown(table["status"], read.eq(""))
    for name in (relation for relation in MET if relation in table):
        kept[name] = _still_open(kept, name, faults)
    if gone.all() and len(table):
        faults.append("status: all of them are done or cancelled; there is nothing to plan")
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    told = table["opportunity"].map(text) + " (" + table["status"].map(text) + ")"
    notes = [f"Done or cancelled, so not planned: {few(told[gone])}."] if gone.any() else []
    goes_on = read.eq("running") & words.ne("running")
    notes += [f"Running, so going on: {few(told[goes_on])}."] if goes_on.any() else []
    return kept[~gone], notes


def with_lists_as_status(table: DataFrame, used: set[str] | None = None) -> tuple[DataFrame, str]:
    """Take the lists of a board as statuses, where there are none and each list is called as one.

    Args:
        table: A row per opportunity, as its file holds it.
        used: The heading of the column that is read is added.

    Returns:
        The table, and the sentence that says so; empty where that is not done.

    Example:
        >>> board = DataFrame({"opportunity": ["A", "B"], "List Name": ["Backlog", "Doing"]})
        >>> with_lists_as_status(board)[1]
        'Read as status: List Name.'
    """
    lists = next((name for name in table if bare_heading(name) in LISTS), None)
    if lists is None or "status" in table or not all(_word(cell) in MEANINGS for cell in table[lists]):
        return table, ""
    if used is not None:
        used.add(lists)
    return table.assign(status=table[lists]), f"Read as status: {lists}."


def _word(cell: object) -> str:
    return re.sub(r"[\s_-]+", " ", text(cell).lower().replace("’", "'"))


def _still_open(table: DataFrame, name: str, faults: list[str]) -> list[tuple[str, ...]]:
    """What each still requires, excludes or belongs to; what cannot be any more is a fault."""
    lists = id_lists(table[name], set(table["opportunity"].map(text)))
    status = dict(zip(table["opportunity"].map(text), table["status"], strict=True))
    met, broken = MET[name]
    faults += [
        f"row {row}, {name}: '{other}' is {broken}; take it out, or the opportunity"
        for row, (others, own) in enumerate(zip(lists, table["status"], strict=True), start=1)
        for other in others
        if status.get(other) == broken and own not in ("done", "cancelled")
    ]
    return [tuple(other for other in others if status.get(other) != met) for others in lists]


def _unknown(cells: Series, unknown: Series) -> list[str]:
    """A sentence per word that is not known, with its rows."""
    rows: dict[str, list[str]] = {}
    for row, (cell, odd) in enumerate(zip(cells, unknown, strict=True), start=1):
        if odd:
            rows.setdefault(text(cell), []).append(str(row))
    return [
        f"status: '{word}' ({'rows' if len(at) > 1 else 'row'} {', '.join(at)}) is not known; write new,"
        " running, done or cancelled"
        for word, at in rows.items()
    ]
