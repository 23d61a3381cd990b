"""Themes: what insights have in common, and how many votes each theme got."""

from pandas import DataFrame

from workbook.privacy import tells

QUOTED = 3
"""So many insights are quoted of a theme."""


@tells()
def themes(insights: DataFrame) -> DataFrame:
    """Put insights together by theme, the one with most votes first.

    Args:
        insights: Table of insights: text, theme, votes (of the theme, in each of its rows), source, [job,
            need, pain]. Rows without a theme are left out.

    Returns:
        One row per theme: theme, votes (added up over sources; missing where nobody voted), insights, jobs,
        needs and pains (counts), and texts (the first of them).

    Example:
        >>> rows = DataFrame({"theme": "Speed", "votes": 6, "source": "w", "text": ["Fast", "Soon"]})
        >>> themes(rows)[["theme", "votes", "insights"]].values.tolist()
        [['Speed', 6, 2]]
    """
    rows = insights.dropna(subset=["theme"]).reset_index(drop=True)
    rows = rows.reindex(columns=["theme", "votes", "source", "text", "job", "need", "pain"])
    grouped = rows.groupby("theme", sort=False)
    by_source = rows.groupby(["theme", "source"], sort=False, dropna=False)["votes"].max().astype("Int64")
    found = DataFrame(
        {
            "votes": by_source.groupby("theme", sort=False).sum(min_count=1),
            "insights": grouped.size(),
            **{f"{kind}s": grouped[kind].count() for kind in ("job", "need", "pain")},
            "texts": grouped["text"].agg(lambda texts: texts.head(QUOTED).tolist()),
        }
    )
    return found.sort_values("votes", ascending=False, kind="stable").reset_index()
