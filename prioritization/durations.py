"""How many quarters opportunities take, from a column of durations in quarters, months or years."""

import re

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, amount, fault_list
from prioritization.parsing import is_blank
from prioritization.written_numbers import lone_number

NAMES = frozenset(("duration", "duur", "tijdsduur", "doorlooptijd", "looptijd", "leadtime"))
COUNTS = frozenset(("number", "aantal"))
BESIDE = frozenset(
    (
        *("in", "of", "the", "van", "de", "het", "project", "estimated", "est", "expected", "planned"),
        *("geschat", "geschatte", "verwacht", "verwachte", "gepland", "geplande", "needed", "nodig"),
        *("whole", "hele", "total", "totale"),
    )
)
"""Words that may stand beside the name or the unit, as in Geschatte doorlooptijd in maanden."""
UNITS = {
    **dict.fromkeys(("quarter", "quarters", "kwartaal", "kwartalen", "q", "qtr", "qtrs"), "quarters"),
    **dict.fromkeys(("month", "months", "mo", "mths", "maand", "maanden", "mnd", "mnden"), "months"),
    **dict.fromkeys(("year", "years", "yr", "yrs", "jaar", "jaren", "jr"), "years"),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "weken"), "weeks"),
    **dict.fromkeys(("day", "days", "dag", "dagen"), "days"),
    **dict.fromkeys(("hour", "hours", "uur", "uren"), "hours"),
    **dict.fromkeys(("sprint", "sprints"), "sprints"),
}
PER_QUARTER = {"quarters": 1, "months": 3, "years": 0.25}
"""The units of which a quarter has a fixed number."""
HEADING = re.compile(r"(?P<name>[^([]*)(?:[([](?P<unit>[^)\]]*)[)\]])?\W*")
WITH_UNIT = re.compile(r"(?P<number>\d[\d.,]*)\s*(?P<unit>[^\W\d_]+)\.?")
WAY_OUT = "write whole quarters, in a column called quarters"


def duration_unit(heading: object) -> str:
    """Say in which unit a column holds durations.

    Args:
        heading: As somebody wrote it, in English or Dutch.

    Returns:
        Quarters where it names no unit; a unit that is not known as it is written; empty where the column
        holds no durations: of a number of days or hours it is not said whether they are of work.

    Example:
        >>> duration_unit("Doorlooptijd"), duration_unit("Lead time"), duration_unit("Duur (weken)")
        ('quarters', 'quarters', 'weeks')
        >>> duration_unit("Aantal maanden"), duration_unit("Duration (rounds)"), duration_unit("Job duration")
        ('months', 'rounds', '')
    """
    written = re.sub(r"^custom field \((.*)\)$", r"\1", str(heading).strip().lower())
    parts = HEADING.fullmatch(re.sub(r"\blead[\s_-]time\b", "leadtime", written))
    if parts is None:
        return ""
    name, explained = (re.findall(r"[^\W\d_]+", part or "") for part in parts.group("name", "unit"))
    if not set(name) <= {*NAMES, *COUNTS, *BESIDE, *UNITS}:
        return ""
    rest = [word for word in (*name, *explained) if word not in NAMES | COUNTS | BESIDE]
    unit = " ".join(dict.fromkeys(UNITS.get(word, word) for word in rest))
    if NAMES & set(name):
        return unit or "quarters"
    return unit if COUNTS & set(name) and unit in (*PER_QUARTER, "weeks") else ""


def with_quarters(table: DataFrame, used: set[str], *, timed: bool = True) -> tuple[DataFrame, list[str]]:
    """Read how many quarters each opportunity takes; months and years become quarters.

    Args:
        table: A row per opportunity, as its file holds it.
        used: The heading of the column that is read is added.
        timed: Does time count in the plan? Else durations are left alone.

    Returns:
        The table with `quarters`, where there is a column of durations, and sentences on what was read.

    Raises:
        OpportunitiesError: Two columns seem to be it, or durations are no whole number of quarters.

    Example:
        >>> sheet = DataFrame({"Idee": ["A", "B"], "Duur (maanden)": ["6", "1 kwartaal"]})
        >>> table, notes = with_quarters(sheet, set())
        >>> table["quarters"].tolist(), notes
        (['2', '1'], ['Column Duur (maanden) is read as quarters: 6 months as 2.'])
    """
    name, unit = _durations(table)
    if not name:
        return table, []
    used.add(name)
    if name != "quarters" and not timed:
        return table, [f"{name} does not count, as no quarters were given."]
    if unit not in PER_QUARTER:
        fault = f"column '{name}' is in {unit}, of which a quarter has no fixed number; {WAY_OUT}"
        raise OpportunitiesError(fault_list("The opportunities", [fault]))
    faults, converted = [], []
    cells = [
        _quarters(cell, unit, f"row {row}, {name}", faults, converted)
        for row, cell in enumerate(table[name], start=1)
    ]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    example = f": {converted[0]}" if converted else ""
    said = [f"Column {name} is read as quarters{example}."] if name != "quarters" or converted else []
    return table.assign(quarters=Series(cells, table.index, dtype=object)), said


def _durations(table: DataFrame) -> tuple[str, str]:
    """The column of durations and its unit, in quarters if there is one so; empty where there is none."""
    if "quarters" in table:
        return "quarters", "quarters"
    units = {name: unit for name in table if (unit := duration_unit(name)) and table[name].notna().any()}
    for wanted in PER_QUARTER:
        there = [name for name, unit in units.items() if unit == wanted]
        if len(there) > 1:
            both = f"'{there[0]}' and '{there[1]}' both seem to be quarters"
            fault = f"header: {both}; take one out, or call one quarters"
            raise OpportunitiesError(fault_list("The opportunities", [fault]))
        if there:
            return there[0], wanted
    return next(iter(units.items()), ("", ""))


def _quarters(cell: object, unit: str, where: str, faults: list[str], converted: list[str]) -> object:
    """A duration in quarters; a fault is added where it is no whole number of them."""
    own = WITH_UNIT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    number, unit = (own["number"], UNITS.get(own["unit"].lower(), own["unit"])) if own else (cell, unit)
    if is_blank(cell) or unit == "quarters":
        return number  # checked with the other columns
    try:
        quarters = lone_number(str(number)) / PER_QUARTER[unit]
    except KeyError:
        faults.append(f"{where}: '{cell}' is no number of quarters, months or years; {WAY_OUT}")
        return None
    except ValueError as error:
        faults.append(f"{where}: {error}")
        return None
    if quarters % 1:
        faults.append(f"{where}: {number} {unit} are no whole number of quarters; {WAY_OUT}")
    converted.append(f"{number} {unit} as {amount(quarters)}")
    return f"{quarters:g}"
