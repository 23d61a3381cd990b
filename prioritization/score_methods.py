"""Scores by a known method, from a table that has its columns: PIE, ICE, RICE, WSJF, value over effort."""

from collections.abc import Iterable, Mapping

import numpy as np
from pandas import DataFrame, Index, Series

from prioritization.errors import OpportunitiesError, ScoreError, amount, did_you_mean, fault_list
from prioritization.headings import bare_heading
from prioritization.known_columns import WORDS
from prioritization.own_scores import is_own, own_method
from prioritization.parsing import is_blank, numbers, shares
from prioritization.scoring.methods import METHODS, Method
from prioritization.table_file import with_line_numbers
from prioritization.unread_columns import candidates, unread_columns

PLAIN_NUMBERS = frozenset({"PIE", "ICE", "WSJF", "value over effort"})
"""Methods none of whose criteria is a share, which sheets write as 80%."""
UNLIKE = 11
"""Criteria whose largest values differ by more than this factor are on different scales."""
ALIASES = {
    **dict.fromkeys(
        ("business_value", "user_business_value", "user_or_business_value", "user_value"), "value"
    ),
    **dict.fromkeys(("job_size", "job_duration", "job_duration_size"), "size"),
    **dict.fromkeys(
        (
            *("rr_oe", "rr_oe_value", "risk_reduction_opportunity_enablement"),
            *("risk_reduction_and_opportunity_enablement", "risk_reduction_opportunity_enablement_value"),
        ),
        "risk_reduction",
    ),
    **{
        "potentieel": "potential",
        "potentie": "potential",
        "belang": "importance",
        "gemak": "ease",
        "bereik": "reach",
    },
    **{"zekerheid": "confidence", "vertrouwen": "confidence"},
    **{"inspanning": "effort", "waarde": "value", "omvang": "size"},
    **{"tijdkritiek": "time_criticality", "risicoreductie": "risk_reduction"},
}
LETTERS = {frozenset(name): name for name in ("pie", "ice", "rice")}
"""Columns that are called by a letter each, where no other of these letters is a column."""
SCORES = (
    *("pie_score", "ice_score", "rice_score", "wsjf_score", "pie", "ice", "rice", "wsjf"),
    *("priority_score", "feature_score", "idea_score", "total_score", "totaalscore", "prioriteitsscore"),
    "value",
)
"""Headings of scores that were computed elsewhere; the first of them counts."""


def scored(
    table: DataFrame, method: str | None = None, used: set[str] | None = None
) -> tuple[DataFrame, str]:
    """Add a column `score` to a table without one that has the columns of one method.

    Args:
        table: A row per opportunity; headings in any case, English or Dutch.
        method: As for `method_named`; where the columns of several methods are there, or to compute the
            score anew.
        used: Headings of columns that were read; those of which the score is made are added.

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
    found, used = headings_by_name(table), set() if used is None else used
    has_score = "score" in table and bool(table["score"].notna().any())
    if method is None or not has_score:
        used.add("score")
    if method is None and has_score:
        return table, ""
    chosen = _chosen(table, found, method, used)
    if chosen is None:
        return _as_score(table, found, used)
    if missing := [name for name in chosen.columns if name not in found]:
        hint = did_you_mean(missing[0], found)
        others = candidates(_others(table, found, chosen, used), missing[0])
        raise OpportunitiesError(
            f"No score by {chosen.name}: column '{missing[0]}' is missing{hint or '.'}{others}"
        )
    used.update(str(found[name]) for name in chosen.columns)
    score, said = _score(chosen, DataFrame({name: table[found[name]] for name in chosen.columns}))
    columns = ", ".join(str(found[name]) for name in chosen.columns)
    work = next((found[name] for name in ("effort", "size") if name in chosen.columns), "cost")
    if _is_cost(table, work):
        said += f" {work} counts twice: it lowers the score, and the budget counts in it."
    return table.assign(
        score=score
    ), f"Scores by {chosen.name}: {chosen.formula}, of columns {columns}.{said}"


def method_named(written: str, known: Iterable[str]) -> Method:
    """Find a method by its name, or read one as it is typed.

    Args:
        written: One of `METHODS`, or as for `own_method`.
        known: The columns that there are, as `bare_heading` writes them.

    Returns:
        The method.

    Raises:
        OpportunitiesError: It is none.
    """
    if written in METHODS:
        return METHODS[written]
    if is_own(written):
        try:
            return own_method(written, list(known))
        except ScoreError as error:
            raise OpportunitiesError(f"--score: {error}") from error
    raise OpportunitiesError(
        f"--score: '{written}' is not one of {', '.join(METHODS)}{did_you_mean(written, METHODS)}\n"
        'Or type weights, as "revenue=2, ease=1", or a formula, as "value / (effort + 1)".'
    )


def _chosen(
    table: DataFrame, found: Mapping[str, object], method: str | None, used: set[str]
) -> Method | None:
    """The method that was asked for, or the one whose columns are there; None where none is."""
    if method is not None:
        return method_named(method, found)
    there = [name for name, each in METHODS.items() if set(each.columns) <= set(found)]
    if len(there) > 1:
        names = " and ".join(METHODS[name].name for name in there)
        ways = " or ".join(f"--score {name}" for name in there)
        raise OpportunitiesError(f"The columns of {names} are there: say by which to score, with {ways}.")
    if not there:
        _refuse_nearly(table, found, used)
        return None
    return METHODS[there[0]]


def criterion(heading: str) -> str:
    """A criterion as its method names it.

    Example:
        >>> criterion("Belang"), criterion("Job size")
        ('importance', 'size')
    """
    bare = bare_heading(heading)
    return ALIASES.get(bare, bare)


def criteria_in(table: DataFrame, method: str | None = None) -> list[str]:
    """Name the columns of a table that a method may need, and those that may be a score.

    Args:
        table: A row per opportunity.
        method: As for `scored`; what it names itself counts too.

    Example:
        >>> criteria_in(DataFrame(columns=["Idee", "Waarde", "Kosten"]))
        ['Waarde']
    """
    needed = {*SCORES, *(column for method in METHODS.values() for column in method.columns)}
    found = headings_by_name(table)
    if method is not None and is_own(method):
        needed |= set(method_named(method, found).columns)
    return [str(heading) for name, heading in found.items() if name in needed]


def _as_score(table: DataFrame, found: Mapping[str, object], used: set[str]) -> tuple[DataFrame, str]:
    """The score from a column such as "PIE score" or "Value", which stands there without its method."""
    heading = next((found[name] for name in SCORES if name in found), None)
    if heading is None or "score" in table:
        return table, ""
    used.add(str(heading))
    return table.assign(score=table[heading]), f"Scores are column {heading}."


def _refuse_nearly(table: DataFrame, found: Mapping[str, object], used: set[str]) -> None:
    """Refuse the columns of a method of which one is missing."""
    for method in METHODS.values():
        missing = [name for name in method.columns if name not in found]
        if len(missing) == 1 and len(method.columns) > 2:
            raise OpportunitiesError(
                f"There is no column 'score', and of {method.name} column '{missing[0]}' is missing"
                f"{did_you_mean(missing[0], table.columns) or '.'} Add one of them."
                f"{candidates(_others(table, found, method, used), missing[0])}"
            )


def _others(table: DataFrame, found: Mapping[str, object], method: Method, used: set[str]) -> list[str]:
    """The columns that are neither read nor criteria of a method."""
    return unread_columns(table, used | {str(found[name]) for name in method.columns if name in found})


def headings_by_name(table: DataFrame) -> dict[str, object]:
    """Find the headings of columns that a method or formula may name, in its words or the file's.

    Example:
        >>> headings_by_name(DataFrame(columns=["Business value"]))["value"]
        'Business value'
    """
    plain = {bare_heading(name): name for name in table.columns[::-1]}
    method = LETTERS.get(frozenset(plain) & frozenset("price"))
    initials = {name[0]: name for name in METHODS[method].columns} if method else {}
    plain = {initials.get(name, name): heading for name, heading in plain.items()}
    named = {ALIASES.get(name, name): heading for name, heading in plain.items()} | plain
    others = {**WORDS, **ALIASES}.items()
    return {word: named[name] for word, name in others if name in named} | named


def _score(method: Method, cells: DataFrame) -> tuple[Series, str]:
    """The scores, blank where all criteria are blank, and what else is to be said of them."""
    given = ~cells.map(is_blank).all(axis="columns")
    lines = Index(np.flatnonzero(given) + 1, name="row")
    plain = cells[given].reset_index(drop=True)
    faults: list[str] = []
    as_shares = method.name not in PLAIN_NUMBERS
    read = {name: (shares if as_shares else numbers)(plain, name, faults) for name in method.columns}
    if faults:
        message = fault_list("The opportunities", faults)
        raise OpportunitiesError(with_line_numbers(message, lines))
    said = ""
    if method is METHODS["rice"] and read["confidence"].between(1, 100, inclusive="right").all():
        read["confidence"], said = read["confidence"] / 100, " Confidence was read as percentages."
    said += _unlike(read) if method.name == "weighted criteria" else ""
    try:
        score = method.compute(**read)
    except ScoreError as error:
        raise OpportunitiesError(with_line_numbers(str(error), lines)) from error
    return score.set_axis(cells.index[given]).reindex(cells.index), said


def _is_cost(table: DataFrame, heading: object) -> bool:
    return "cost" in table and heading != "cost" and table["cost"].equals(table[heading])


def _unlike(read: Mapping[str, Series]) -> str:
    """The sentence that says that criteria are not on one scale; empty where they may be."""
    most = {name: column.max() for name, column in read.items()}
    low, high = min(most, key=most.get), max(most, key=most.get)
    if most[high] <= most[low] * UNLIKE:
        return ""
    return (
        f" Their scales differ: {low} goes up to {amount(most[low])}, {high} to {amount(most[high])}; the"
        " weights count only on one scale."
    )
