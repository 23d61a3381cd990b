"""Which team gets which topics, and whether there is a file with its comments."""

import pandas as pd

from workbook.chapters.understand._topics import topic_names
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(teams: pd.DataFrame, totals: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What goes to whom.

    Args:
        teams: As `workbook.feedback.topics.teams` gives them.
        totals: Of `workbook.feedback.topics.totals`, one row.
        engagement: The settings.
    """
    rows = [row._asdict() for row in teams.itertuples()]
    shown = teams.assign(
        name=[named("team", team) for team in teams["team"]],
        listed=[say("topics", names=topic_names([*row["topics"], *row["few"]], engagement)) for row in rows],
        file=[say("file", n=row["handed"]) if row["handed"] else say("no_file") for row in rows],
    )
    columns = [
        Column("name", label("team")),
        Column("listed", say("listed")),
        Column("n", say("people"), "int"),
        Column("comments", say("comments"), "int"),
        Column("file", say("its_file")),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(shown, totals.iloc[0]),
        findings=phrases(say("files") if teams["handed"].any() else None, say("masked")),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers", *(["touchpoints"] if totals["contacts"].iloc[0] else [])),
    )


def _title(shown: pd.DataFrame, whole: pd.Series) -> Phrase:
    if shown.empty:
        return say("title.none")
    first = shown.loc[shown["comments"].eq(shown["comments"].max()), "name"].tolist()
    key = "title" if len(first) == 1 else "title.tie"
    return say(key, names=first, count=shown["comments"].max(), comments=whole["comments"])
