"""From an insight to its evidence and to what rests on it, and back."""

import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import tells
from workbook.tables.ids import names_in


@tells()
def insight_links(insights: DataFrame, opportunities: DataFrame, answers: DataFrame) -> DataFrame:
    """Each insight with what it rests on, and the opportunities that rest on it.

    Args:
        insights: Table of insights: insight, text, [source, evidence, touchpoint, profile].
        opportunities: Table of opportunities: opportunity, title, [insights (ids, with a ; between)].
        answers: Answers of the quarter: touchpoint, respondent_id, [comment].

    Returns:
        One row per insight, in their order: insight, text, source, evidence, touchpoint, profile, respondents
        (people who answered about its touchpoint), comments (of those), opportunities and titles (lists: who
        names it).

    Example:
        >>> known = DataFrame({"insight": ["I1", "I2"], "touchpoint": ["till", None]})
        >>> plans = DataFrame({"opportunity": ["O1"], "title": ["Faster"], "insights": ["I1"]})
        >>> told = DataFrame({"touchpoint": ["till"], "respondent_id": ["r"], "comment": ["Long line"]})
        >>> insight_links(known, plans, told)[["respondents", "comments", "titles"]].values.tolist()
        [[1, 1, ['Faster']], [0, 0, []]]
    """
    columns = ["insight", "text", "source", "evidence", "touchpoint", "profile"]
    table = insights.reindex(columns=columns).reset_index(drop=True)
    about = answers.reindex(columns=["touchpoint", "respondent_id", "comment"]).groupby("touchpoint")
    counts = {"respondents": about["respondent_id"].nunique(), "comments": about["comment"].count()}
    for name, count in counts.items():
        table[name] = table["touchpoint"].map(count).fillna(0).astype(int)
    links = _links(opportunities)
    for name in ("opportunity", "title"):
        by_insight = links.groupby("insight")[name].agg(list)
        table["opportunities" if name == "opportunity" else "titles"] = [
            by_insight.get(insight, []) for insight in table["insight"]
        ]
    return table


@tells()
def without_insight(opportunities: DataFrame) -> DataFrame:
    """The opportunities that name no insight: opportunity, title.

    Example:
        >>> without_insight(DataFrame({"opportunity": ["O1"], "title": ["Faster"]})).values.tolist()
        [['O1', 'Faster']]
    """
    listed = opportunities.reindex(columns=["opportunity", "title", "insights"])
    named = pd.Series([bool(each) for each in insights_named(listed["insights"])], listed.index, dtype=bool)
    return listed.loc[~named, ["opportunity", "title"]].reset_index(drop=True)


def insights_named(column: Series) -> list[list[str]]:
    """The insights that each opportunity names.

    Example:
        >>> insights_named(Series(["I1; I2", None]))
        [['I1', 'I2'], []]
    """
    return [names_in(cell) for cell in column]


def _links(opportunities: DataFrame) -> DataFrame:
    """One row per opportunity and insight that it names."""
    listed = opportunities.reindex(columns=["opportunity", "title", "insights"])
    links = listed.assign(insight=insights_named(listed["insights"])).explode("insight")
    return links.dropna(subset=["insight"])
