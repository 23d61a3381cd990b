"""How often the codebook and the topics that were learned agree with what people gave."""

import pandas as pd

from workbook.chapters.understand._topics import topic_names
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, sayer

say = sayer(__name__)


def exhibit(accuracy: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which topics are learned well enough to be used.

    Args:
        accuracy: As `workbook.feedback.classifier.accuracy` gives it.
        engagement: The settings.
    """
    shown = accuracy.assign(
        name=topic_names(accuracy["topic"], engagement),
        use=[say("used") if used else say("unused") for used in accuracy["used"]],
    )
    columns = [
        Column("name", say("topic")),
        Column("n", say("labelled"), "int"),
        Column("rule_precision", say("rule_precision"), "percent"),
        Column("rule_recall", say("rule_recall"), "percent"),
        Column("precision", say("precision"), "percent"),
        Column("recall", say("recall"), "percent"),
        Column("accuracy", say("accuracy"), "percent"),
        Column("baseline", say("baseline"), "percent"),
        Column("use", say("use")),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(shown, engagement),
        findings=(say("how"),),
        note=say("note", precision=engagement.codebook.precision),
        tables=("answers",),
    )


def _title(shown: pd.DataFrame, engagement: Engagement) -> Phrase:
    used = shown.loc[shown["used"].astype(bool), "name"].tolist()
    if shown.empty:
        return say("title.few")
    return say(
        "title" if used else "title.none", names=used, n=len(shown), labelled=shown["labelled"].iloc[0]
    )
