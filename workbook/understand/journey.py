"""The journey map: what is known about each cell, in numbers and in words, and where it decides."""

import numpy as np
from pandas import DataFrame, Series

from workbook.privacy import tells
from workbook.understand.insight_links import insights_named

ENOUGH, SOURCES = 30, 2
"""From so many answers figures are evidence, and from so many different sources insights are."""
PAINS = 3
"""So many pains of a cell are told."""
DESCRIBED = ["journey", "parent", "phase", "touchpoint", "channel", "customer_goal", "company_goal"]
DESCRIBED += ["need", "activity", "owner"]


def evidence(journey: DataFrame, answers: Series, insights: DataFrame) -> DataFrame:
    """Whether enough is known about each cell of the journey.

    Args:
        journey: Table of cells; column touchpoint.
        answers: The number of answers per touchpoint.
        insights: Table of insights: touchpoint, source.

    Returns:
        In the index of `journey`: n (answers), insights (count), sources (that many different ones), evidence
        ("enough": 30 answers and insights of two sources; "some": an answer or an insight; else "none") and
        lacks ("figures", "insights" or "both", where it is not enough; else blank).

    Example:
        >>> cells = DataFrame({"touchpoint": ["checkout", "returns"]})
        >>> insights = DataFrame({"touchpoint": ["checkout"] * 2, "source": ["calls", "visits"]})
        >>> evidence(cells, Series({"checkout": 120}), insights)["evidence"].tolist()
        ['enough', 'none']
    """
    found = insights.assign(source=insights["source"].astype("object").fillna("")).groupby("touchpoint")
    counts = {"n": answers, "insights": found.size(), "sources": found["source"].nunique()}
    known = DataFrame(
        {name: journey["touchpoint"].map(count).fillna(0).astype(int) for name, count in counts.items()}
    )
    figures, words = known["n"].ge(ENOUGH), known["sources"].ge(SOURCES)
    some = known["n"].gt(0) | known["insights"].gt(0)
    mark = np.select([figures & words, some], ["enough", "some"], default="none")
    lacks = np.select([figures & words, figures, words], ["", "insights", "figures"], default="both")
    return known.assign(evidence=mark, lacks=lacks)


@tells()
def journey_map(
    journey: DataFrame,
    scores_by_touchpoint: DataFrame,
    insights: DataFrame,
    opportunities: DataFrame,
    volume: DataFrame,
) -> DataFrame:
    """What is known about each cell of the journey.

    Args:
        journey: Table of cells: journey, phase, touchpoint, [parent, channel, goals, need, activity, owner].
        scores_by_touchpoint: touchpoint, measure, score, low, high, n, as `scores` returns it by
            touchpoint, as may be shown.
        insights: Table of insights: insight, text, touchpoint, source, pain.
        opportunities: Table of opportunities: title, touchpoint, insights (the ids that each rests on).
        volume: touchpoint, contacts (of the period).

    Returns:
        One row per cell: the columns of `journey`, in its order; measure, score, low, high (95 % interval;
        blank without answers), contacts (blank where none were delivered), pains (the first three different
        ones), quote and quoted (the text of the first insight with a pain, else of the first, and its
        source), opportunities (titles of those at the touchpoint, or that rest on an insight of it) and the
        columns of `evidence`.
    """
    cells = journey.reindex(columns=DESCRIBED).reset_index(drop=True)
    measured = scores_by_touchpoint.set_index("touchpoint")
    at = cells["touchpoint"]
    scores = {name: at.map(measured[name]) for name in ("measure", "score", "low", "high")}
    said = dict(iter(insights.dropna(subset=["touchpoint"]).groupby("touchpoint")))
    told = [_told(said.get(place, insights.head(0))) for place in at]
    words = DataFrame(told, columns=["pains", "quote", "quoted"], index=cells.index)
    words = words.astype({"quote": "str", "quoted": "str"})
    titles = [_resting(opportunities, place, said.get(place, insights.head(0))) for place in at]
    contacts = at.map(volume.set_index("touchpoint")["contacts"]).astype("float64")
    known = evidence(cells, measured["n"], insights)
    return cells.assign(**scores, contacts=contacts, **words, opportunities=titles).join(known)


def _told(rows: DataFrame) -> tuple[list[str], str | None, str | None]:
    """The pains in some insights, and a quote with its source."""
    if rows.empty:
        return [], None, None
    pains = rows["pain"].dropna()
    first = rows.loc[pains.index[0]] if len(pains) else rows.iloc[0]
    source = first["source"]
    return pains.drop_duplicates().head(PAINS).tolist(), first["text"], None if source != source else source


def _resting(opportunities: DataFrame, touchpoint: str, said: DataFrame) -> list[str]:
    """The titles of opportunities at a touchpoint, or that rest on what was said of it."""
    ids = set(said["insight"])
    rests = np.array(
        [bool(ids & {*named}) for named in insights_named(opportunities["insights"])], dtype=bool
    )
    return opportunities.loc[opportunities["touchpoint"].eq(touchpoint) | rests, "title"].tolist()


@tells()
def decisive_moments(cells: DataFrame, importance: DataFrame) -> DataFrame:
    """Where the goals of customer and company meet, it matters, and it goes worse than elsewhere.

    A cell is decisive where both goals are filled in, importance lies above the median of the touchpoints
    and the score below theirs. It is clearly so where neither 95 % interval reaches across its median.

    Args:
        cells: From `journey_map`.
        importance: touchpoint, importance, importance_low, importance_high (0 to 10), as
            `workbook.understand.needs.needs` gives them and as may be shown.

    Returns:
        One row per cell with a score, importance or both goals, the lowest score first: journey, phase,
        touchpoint, both goals, owner, opportunities, measure, score, low, high, importance, importance_low,
        importance_high, important_from and low_under (the medians; blank where none is known), goals_meet,
        important, low_score, decisive and clear (bool).

    Example:
        >>> cells = DataFrame({"touchpoint": list("abc"), "score": [-20.0, 5.0, 30.0]})
        >>> cells = cells.assign(low=0.0, high=1.0, customer_goal="Pay", company_goal="Sell")
        >>> asked = DataFrame({"touchpoint": list("abc"), "importance": [9.0, 5.0, 2.0]})
        >>> asked = asked.assign(importance_low=0.0, importance_high=9.0)
        >>> found = decisive_moments(cells, asked)
        >>> found.loc[found["decisive"], "touchpoint"].tolist()
        ['a']
    """
    asked = importance.set_index("touchpoint")
    names = ["importance", "importance_low", "importance_high"]
    rows = cells.assign(**{name: cells["touchpoint"].map(asked[name]).astype(float) for name in names})
    each = rows.drop_duplicates("touchpoint")
    from_, under = each["importance"].median(), each["score"].median()
    rows = rows.assign(
        important_from=from_,
        low_under=under,
        goals_meet=rows[["customer_goal", "company_goal"]].notna().all(axis="columns"),
        important=rows["importance"].gt(from_),
        low_score=rows["score"].lt(under),
    )
    decisive = rows["goals_meet"] & rows["important"] & rows["low_score"]
    clear = decisive & rows["importance_low"].gt(from_) & rows["high"].lt(under)
    rows = rows.assign(decisive=decisive, clear=clear)
    known = rows["goals_meet"] | rows[["score", "importance"]].notna().any(axis="columns")
    columns = ["journey", "phase", "touchpoint", "customer_goal", "company_goal", "owner", "opportunities"]
    columns += ["measure", "score", "low", "high", *names, "important_from", "low_under", "goals_meet"]
    columns += ["important", "low_score", "decisive", "clear"]
    return rows[known].reindex(columns=columns).sort_values("score", kind="stable", ignore_index=True)
