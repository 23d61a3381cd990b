"""Marketing maturity: what the organisation plans to do against what it is ready for."""

from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import tells

PHASES = ("product", "channel", "audience", "personal", "prescriptive")
"""The five phases; answer and phase 1 is the first."""
PRECONDITIONS = ("people", "tooling", "data")
PLAN, ORGANISATION = "plan", "organisation"
"""The dimensions that are no precondition: what is planned, and how the organisation works."""
LOW = 2
"""Up to this middle answer, of 5, a statement on the organisation is a gap."""
FEWEST = 5
"""Of fewer respondents it is not told how far they are apart: each would know the answers of the others."""
PHASE_OF_CLASS = {"service": 1, "legal": 1, "newsletter": 2, "promotion": 2, "lifecycle": 3, "triggered": 4}
PHASE_OF_PROFILE = 3
"""The phase that a programme asks for where it does not say so: by its class, or for one profile."""


@dataclass(frozen=True)
class ReadinessGap:
    """How far the plans run ahead of the preconditions.

    Attributes:
        planned: Phase (1 to 5) of the work that is planned; none where that was not answered.
        ready: Phase (1 to 5) of the weakest precondition; none where none is known.
        weakest: The preconditions that are in that phase.
        gap: Phases that the plans are ahead; negative when the preconditions are, none where not known.
    """

    planned: int | None
    ready: int | None
    weakest: tuple[str, ...]
    gap: int | None


@tells()
def maturity(readiness: DataFrame, measured: DataFrame) -> DataFrame:
    """Phase of each dimension: the median answer, rounded down; of the data as it was measured.

    Args:
        readiness: Table of answers: respondent (blank where there is one), statement, dimension ("plan" for
            what is planned, "people", "tooling" and "data" for the preconditions), answer (phase, 1 to 5).
        measured: phase (blank where not known) of each measure of the data; the weakest counts.

    Returns:
        One row per dimension, in order of appearance: dimension, n (answers), respondents (missing where
        none is named: one person or a group may have answered), answered (the
        median answer, rounded down; missing without one), lowest and highest (the least and the greatest of
        the respondents' own medians, rounded down; missing of fewer than FEWEST), measured (phase;
        only of the data) and phase: measured where it is, else answered.

    Example:
        >>> readiness = DataFrame({"dimension": ["plan", "plan", "data"], "answer": [4, 5, 2],
        ...                        "respondent": None})
        >>> maturity(readiness, DataFrame({"phase": [5.0, 3.0]}))["phase"].tolist()
        [4, 3]
    """
    answers = readiness[readiness["dimension"].ne(ORGANISATION)].dropna(subset=["answer"])
    answers = answers.assign(respondent=answers["respondent"].astype("object").fillna(""))
    own = answers.groupby(["dimension", "respondent"], sort=False)["answer"].median().groupby("dimension")
    given = answers.groupby("dimension", sort=False)
    table = DataFrame({"n": given["answer"].count(), "respondents": given["respondent"].nunique()})
    many, named = table["respondents"].ge(FEWEST), given["respondent"].agg(lambda who: who.ne("").any())
    table["respondents"] = table["respondents"].astype("Int64").where(named)
    table["answered"] = given["answer"].median()
    table["lowest"], table["highest"] = own.min().where(many), own.max().where(many)
    weakest = measured["phase"].min()
    if not pd.isna(weakest) and "data" not in table.index:
        table.loc["data", ["n", "respondents"]] = 0
    table["measured"] = Series(weakest, table.index).where(table.index == "data")
    table["phase"] = table["measured"].fillna(table["answered"])
    whole = ["answered", "lowest", "highest", "measured"]
    table[whole] = table[whole].astype(float).apply(lambda column: column // 1).astype("Int64")
    counts = {"n": int, "phase": int}
    return table.astype(counts).rename_axis("dimension").reset_index()


def readiness_gap(maturity_table: DataFrame) -> ReadinessGap:
    """How far the plans run ahead of the weakest precondition.

    Args:
        maturity_table: dimension, phase, as `maturity` returns it.

    Returns:
        The gap, and which preconditions make it.

    Example:
        >>> table = DataFrame({"dimension": ["plan", "people", "data"], "phase": [4, 3, 2]})
        >>> readiness_gap(table)
        ReadinessGap(planned=4, ready=2, weakest=('data',), gap=2)
    """
    phases = maturity_table.set_index("dimension")["phase"]
    preconditions = phases.drop(PLAN, errors="ignore")
    planned = int(phases[PLAN]) if PLAN in phases else None
    ready = int(preconditions.min()) if len(preconditions) else None
    weakest = tuple(preconditions.index[preconditions.eq(ready)]) if len(preconditions) else ()
    gap = planned - ready if planned is not None and ready is not None else None
    return ReadinessGap(planned, ready, weakest, gap)


def phase_needed(programmes: DataFrame) -> Series:
    """The phase of maturity that each programme asks for: as it says, or by a rule.

    The rule: a message of service or law 1, a newsletter or promotion 2, one for the stage in life or for one
    profile 3, one that an event triggers 4.

    Args:
        programmes: Table of programmes: class, [profile, maturity_needed].

    Example:
        >>> rows = {"class": ["newsletter", "newsletter", "triggered"], "profile": [None, "Starter", None]}
        >>> phase_needed(DataFrame(rows)).tolist()
        [2.0, 3.0, 4.0]
    """
    by_class = programmes["class"].map(PHASE_OF_CLASS).astype(float)
    for_one = programmes.get("profile", Series(None, programmes.index)).notna()
    by_rule = by_class.mask(for_one, by_class.clip(lower=PHASE_OF_PROFILE))
    stated = programmes.get("maturity_needed", Series(float("nan"), programmes.index))
    return stated.astype("Float64").astype(float).fillna(by_rule)


@tells()
def asks_more(opportunities: DataFrame, programmes: DataFrame, ready: int | None) -> DataFrame:
    """What asks for a later phase than the preconditions have reached.

    Args:
        opportunities: Table of opportunities: title, maturity_needed.
        programmes: Table of programmes: programme, class, profile, maturity_needed.
        ready: The phase of the weakest precondition; none where it is not known.

    Returns:
        kind ("opportunity" or "programme"), name, needed (phase), stated (whether the table says so, or the
        rule of `phase_needed` does) and ahead (phases that are missing), the furthest ahead first.

    Example:
        >>> one = DataFrame({"title": ["Advice per partner"], "maturity_needed": [4]})
        >>> none = DataFrame({"programme": [], "class": [], "profile": [], "maturity_needed": []})
        >>> asks_more(one, none, 2)[["name", "ahead"]].values.tolist()
        [['Advice per partner', 2]]
    """
    listed = opportunities.assign(kind="opportunity", name=opportunities["title"], stated=True)
    planned = programmes.assign(kind="programme", name=programmes["programme"])
    planned["stated"], planned["maturity_needed"] = (
        planned["maturity_needed"].notna(),
        phase_needed(programmes),
    )
    columns = ["kind", "name", "maturity_needed", "stated"]
    both = [rows[columns].astype("object") for rows in (listed, planned) if len(rows)]
    rows = pd.concat(both, ignore_index=True) if both else DataFrame(columns=columns)
    needed = pd.to_numeric(rows["maturity_needed"]).astype(float)
    later = rows.assign(needed=needed)[needed > (len(PHASES) if ready is None else ready)]
    later = later.astype({"needed": int, "stated": bool}).assign(
        ahead=later["needed"].astype(int) - (ready or 0)
    )
    order = later.sort_values(["ahead", "kind"], ascending=[False, True], kind="stable", ignore_index=True)
    return order[["kind", "name", "needed", "stated", "ahead"]]


@tells()
def organisation(readiness: DataFrame) -> DataFrame:
    """What the organisation says of how it works, statement by statement.

    Args:
        readiness: Table of answers: statement, dimension, theme (blank where none is given), answer (1 to 5).

    Returns:
        Of the statements in dimension "organisation": statement, theme, n (answers), answer (the median),
        lowest, highest (missing of fewer than FEWEST answers) and gap (whether the median is 2 or lower), the
        lowest first.

    Example:
        >>> rows = {"statement": ["Goals are shared"] * 2, "dimension": "organisation", "theme": "goals"}
        >>> organisation(DataFrame(rows).assign(answer=[2, 1]))[["answer", "gap"]].values.tolist()
        [[1.5, True]]
    """
    rows = readiness[readiness["dimension"].eq(ORGANISATION)].dropna(subset=["answer"])
    rows = rows.assign(theme=rows["theme"].astype("object").fillna(""), answer=rows["answer"].astype(float))
    given = rows.groupby(["statement", "theme"], sort=False)["answer"]
    table = given.agg(n="count", answer="median", lowest="min", highest="max").reset_index()
    ends = table[["lowest", "highest"]].where(table["n"].ge(FEWEST))
    table = table.assign(gap=table["answer"] <= LOW, lowest=ends["lowest"], highest=ends["highest"])
    return table.sort_values("answer", kind="stable", ignore_index=True)
