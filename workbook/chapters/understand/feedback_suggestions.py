"""Words that comments without a topic share: topics that the codebook may lack."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, sayer

say = sayer(__name__)


def exhibit(suggestions: pd.DataFrame, without: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the codebook may lack.

    Args:
        suggestions: As `workbook.feedback.suggestions.suggestions` gives them.
        without: One row: comments (of the year), without (those without a topic).
        engagement: The settings.
    """
    shown = suggestions.assign(
        word=[say("term", text=term) for term in suggestions["term"]],
        said=[say("quoted", text=text) for text in suggestions["quote"]],
    )
    columns = [
        Column("word", say("word")),
        Column("n", say("people"), "int"),
        Column("elsewhere", say("elsewhere"), "int"),
        Column("said", say("quote")),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(suggestions, without.iloc[0]),
        findings=(say("what_to_do") if len(suggestions) else say("nothing"),),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _title(suggestions: pd.DataFrame, whole: pd.Series) -> Phrase:
    if suggestions.empty:
        return say("title.none", n=whole["without"], comments=whole["comments"])
    return say(
        "title", names=suggestions["term"].head(3).tolist(), n=whole["without"], comments=whole["comments"]
    )
