"""What was said in workshops and interviews, by theme and by votes."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)


def exhibit(themes: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which theme got most votes, and what was said of each.

    Args:
        themes: From `workbook.understand.themes.themes`.
        engagement: The settings.
    """
    rows = themes.assign(said=[say("said", texts=texts) for texts in themes["texts"]])
    columns = [
        Column("theme", label("theme")),
        Column("votes", label("votes"), "int"),
        Column("jobs", label("jobs"), "int"),
        Column("needs", label("needs"), "int"),
        Column("pains", label("pains"), "int"),
        Column("said", label("said")),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(themes),
        findings=(say("meaning"),),
        note=say("note"),
        tables=("insights",),
    )


def _title(themes: pd.DataFrame) -> Phrase:
    votes = themes["votes"].dropna()
    if votes.sum() == 0:
        return say("title.none", n=len(themes), insights=themes["insights"].sum())
    first = themes.loc[themes["votes"].eq(votes.max()), "theme"].tolist()
    key = "title" if len(first) == 1 else "title.tie"
    return say(key, names=first, n=votes.max(), votes=votes.sum())
