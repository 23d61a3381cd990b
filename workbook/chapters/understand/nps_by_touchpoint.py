"""NPS per touchpoint with its interval, lowest first, and that of the relation."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, relation: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The lowest touchpoint, and whether it is clearly the lowest.

    Args:
        table: NPS per touchpoint, as may be shown.
        relation: NPS of the relation, as may be shown; one row, or none.
        engagement: The settings.
    """
    shown = table.dropna(subset=["nps"]).sort_values("nps")
    names = [say("group", touchpoint=row.touchpoint, count=row.n) for row in shown.itertuples()]
    return Exhibit(
        title=_title(shown),
        chart=chart(
            "intervals",
            shown.assign(name=names),
            name="name",
            value="nps",
            form="signed",
            axis=label("nps"),
            zero=True,
        ),
        alt=say("alt"),
        findings=_findings(table, relation, engagement),
        note=say("note.1-10" if engagement.nps_scale == "1-10" else "note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _title(shown: pd.DataFrame) -> Phrase:
    if len(shown) < 2:
        return say("title.few")
    low, following = shown.iloc[0], shown.iloc[1]
    key = "title.clear" if low["high"] < following["low"] else "title.close"
    return say(key, touchpoint=low["touchpoint"], nps=low["nps"], other=following["touchpoint"])


def _findings(table: pd.DataFrame, relation: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    smallest = [
        say("smallest", touchpoint=row.touchpoint, n_answers=row.n)
        for row in table.nsmallest(1, "n").itertuples()
    ]
    return phrases(_relation(relation, engagement), *smallest, say("respondents"))


def _relation(relation: pd.DataFrame, engagement: Engagement) -> Phrase:
    if relation.empty:
        return say("none")
    whole = relation.iloc[0]
    if pd.isna(whole["nps"]):
        return say("relation.few", n=whole["n"], minimum=engagement.minimum_group)
    return say("relation", n_answers=whole["n"], **as_facts(whole, "nps", "low", "high"))
