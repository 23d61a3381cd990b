"""Scores by a known method, from a table that has its columns: PIE, ICE, RICE, WSJF, value over effort."""

from collections.abc import Mapping

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, ScoreError, did_you_mean, fault_list
from prioritization.headings import bare_heading
from prioritization.parsing import is_blank, numbers, shares
from prioritization.scoring.methods import METHODS

SHARES = {("rice", "confidence")}
"""Columns that hold shares of 1, which sheets write as 80%."""
ALIASES = {
    **{"business_value": "value", "user_business_value": "value", "user_value": "value"},
    **{
        "job_size": "size",
        "risk_reduction_opportunity_enablement": "risk_reduction",
        "rr_oe": "risk_reduction",
    },
    **{
        "potentieel": "potential",
        "potentie": "potential",
        "belang": "importance",
        "gemak": "ease",
        "bereik": "reach",
    },
    **{"zekerheid": "confidence", "inspanning": "effort", "waarde": "value", "omvang": "size"},
    **{"tijdkritiek": "time_criticality", "risicoreductie": "risk_reduction"},
}
LETTERS = {frozenset(name): name for name in ("pie", "ice", "rice")}
"""Columns that are called by a letter each, where no other of these letters is a column."""
SCORES = (
    *("pie_score", "ice_score", "rice_score", "wsjf_score", "pie", "ice", "rice", "wsjf"),
    *("priority_score", "total_score", "totaalscore", "value"),
)
"""Headings of scores that were computed elsewhere; the first of them counts."""


def scored(table: DataFrame, method: str | None = None) -> tuple[DataFrame, str]:
    """Add a column `score` to a table without one that has the columns of one method.

    Args:
        table: A row per opportunity; headings in any case, English or Dutch.
        method: One of `METHODS`, where the columns of several are there, or to compute the score anew.

    Returns:
        The table with `score`, blank where all its criteria are blank, and the sentence that says by which
        method or from which column; the table as it is and no sentence where it has a score already, or none
        can be told.

    Raises:
        OpportunitiesError: The columns of several methods are there, or of one all but one; those of the
            named method are not, it is not known, or a cell is no number in its range.

    Example:
        >>> sheet = DataFrame({"Potential": [9], "Importance": [10], "Ease": [5]})
        >>> table, note = scored(sheet)
        >>> table["score"].tolist(), note
        ([8.0], 'Scores by PIE: (potential + importance + ease) / 3, of columns Potential, Importance, Ease.')
    """
    if method is not None and method not in METHODS:
        raise OpportunitiesError(f"--score: '{method}' is not one of {', '.join(METHODS)}.")
    found = _found(table)
    there = [name for name, each in METHODS.items() if set(each.columns) <= set(found)]
    if method is None and "score" in table and table["score"].notna().any():
        return table, ""
    if method is None and not there:
        _refuse_nearly(found, [str(name) for name in table.columns])
        return _as_score(table, found)
    if method is None and len(there) > 1:
        names = " and ".join(METHODS[name].name for name in there)
        ways = " or ".join(f"--score {name}" for name in there)
        raise OpportunitiesError(f"The columns of {names} are there: say by which to score, with {ways}.")
    chosen = METHODS[method or there[0]]
    if missing := [name for name in chosen.columns if name not in found]:
        raise OpportunitiesError(f"No score by {chosen.name}: column '{missing[0]}' is missing.")
    key = method or there[0]
    score = _score(key, DataFrame({name: table[found[name]] for name in chosen.columns}))
    columns = ", ".join(str(found[name]) for name in chosen.columns)
    return table.assign(score=score), f"Scores by {chosen.name}: {chosen.formula}, of columns {columns}."


def criterion(heading: str) -> str:
    """A criterion as its method names it.

    Example:
        >>> criterion("Belang"), criterion("Job size")
        ('importance', 'size')
    """
    bare = bare_heading(heading)
    return ALIASES.get(bare, bare)


def criteria_in(table: DataFrame) -> list[str]:
    """Name the columns of a table that a method may need, and those that may be a score.

    Example:
        >>> criteria_in(DataFrame(columns=["Idee", "Waarde", "Kosten"]))
        ['Waarde']
    """
    needed = {*SCORES, *(column for method in METHODS.values() for column in method.columns)}
    return [str(heading) for name, heading in _found(table).items() if name in needed]


def _as_score(table: DataFrame, found: Mapping[str, object]) -> tuple[DataFrame, str]:
    """The score from a column such as "PIE score" or "Value", which stands there without its method."""
    heading = next((found[name] for name in SCORES if name in found), None)
    if heading is None or "score" in table:
        return table, ""
    return table.assign(score=table[heading]), f"Scores are column {heading}."


def _refuse_nearly(found: Mapping[str, object], headings: list[str]) -> None:
    """Refuse the columns of a method of which one is missing."""
    for method in METHODS.values():
        missing = [name for name in method.columns if name not in found]
        if len(missing) == 1 and len(method.columns) > 2:
            raise OpportunitiesError(
                f"There is no column 'score', and of {method.name} column '{missing[0]}' is missing"
                f"{did_you_mean(missing[0], headings)}. Add one of them."
            )


def _found(table: DataFrame) -> dict[str, object]:
    """Per column that a method may need, the heading under which it is there."""
    plain = {bare_heading(name): name for name in table.columns[::-1]}
    method = LETTERS.get(frozenset(plain) & frozenset("price"))
    initials = {name[0]: name for name in METHODS[method].columns} if method else {}
    plain = {initials.get(name, name): heading for name, heading in plain.items()}
    return {ALIASES.get(name, name): heading for name, heading in plain.items()} | {
        name: heading for name, heading in plain.items() if name not in ALIASES
    }


def _score(method: str, cells: DataFrame) -> Series:
    faults: list[str] = []
    plain = cells.reset_index(drop=True)
    given = ~plain.map(is_blank).all(axis="columns")
    read = {
        name: (shares if (method, name) in SHARES else numbers)(plain.where(given, 1), name, faults)
        for name in METHODS[method].columns
    }
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    try:
        return METHODS[method].compute(**read).where(given).set_axis(cells.index)
    except ScoreError as error:
        raise OpportunitiesError(str(error)) from error
