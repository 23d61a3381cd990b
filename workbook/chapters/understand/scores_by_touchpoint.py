"""The leading score per touchpoint with its interval, lowest first, and that of the relation."""

import pandas as pd

from workbook.chapters import score_words
from workbook.differences import not_clearly_behind
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, between, phrases, sayer, show

say = sayer(__name__)


def exhibit(
    table: pd.DataFrame, relation: pd.DataFrame, apart: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """The lowest touchpoint, and whether it is clearly the lowest.

    Args:
        table: The leading score per touchpoint, as may be shown.
        relation: That of the relation, as may be shown; one row, or none. It may be of another question.
        apart: How far the lowest lies below each of the others, from `score_differences`.
        engagement: The settings.
    """
    shown = table.dropna(subset=["score"]).sort_values("score")
    names = [say("group", touchpoint=row.touchpoint, count=row.n) for row in shown.itertuples()]
    return Exhibit(
        title=_title(shown, apart),
        chart=_chart(shown.assign(name=names)),
        alt=say("alt", name=score_words.axis(shown["measure"].iloc[0])) if len(shown) else "",
        findings=_findings(table, relation, apart, engagement),
        note=_note(table, engagement),
        tables=("answers",),
    )


def _chart(shown: pd.DataFrame) -> dict | None:
    if shown.empty:
        return None
    measure = shown["measure"].iloc[0]
    return chart(
        "intervals",
        shown,
        name="name",
        value="score",
        form=score_words.form(measure),
        axis=score_words.axis(measure),
        zero=measure in score_words.POINTS,
    )


def _note(table: pd.DataFrame, engagement: Engagement) -> Phrase:
    minimum = engagement.minimum_group
    if table.empty:
        return say("note.none", minimum=minimum)
    return say("note", what=score_words.definition(table.iloc[0], engagement), minimum=minimum)


def _title(shown: pd.DataFrame, apart: pd.DataFrame) -> Phrase:
    if len(shown) < 2:
        return say("title.few")
    low, close = shown.iloc[0], not_clearly_behind(apart)
    if len(apart):  # of several with the same score the one that was held against the others
        low = shown.set_index("touchpoint", drop=False).loc[apart["first"].iloc[0]]
    key = "title.close" if close else "title.clear"
    return say(key, touchpoint=low["touchpoint"], names=close, **score_words.told(low))


def _apart(table: pd.DataFrame, apart: pd.DataFrame) -> Phrase | None:
    """How far the next one is, or how often the lowest comes out lowest."""
    if apart.empty:
        return None
    next_one, measure = apart.iloc[0], table["measure"].iloc[0]
    if not_clearly_behind(apart):
        return say("chance", touchpoint=next_one["first"], share=next_one["share_first"])
    written = score_words.gap_form(measure)
    return say(
        "nearest",
        other=next_one["other"],
        difference=show(-next_one["difference"], written),
        ends=between(-next_one["high"], -next_one["low"], written),
        unit=score_words.unit(measure),
    )


def _findings(
    table: pd.DataFrame, relation: pd.DataFrame, apart: pd.DataFrame, engagement: Engagement
) -> tuple[Phrase, ...]:
    smallest = [
        say("smallest", touchpoint=row.touchpoint, n_answers=row.n)
        for row in table.nsmallest(1, "n").itertuples()
    ]
    return phrases(_apart(table, apart), _relation(relation, engagement), *smallest, say("respondents"))


def _relation(relation: pd.DataFrame, engagement: Engagement) -> Phrase:
    if relation.empty:
        return say("none")
    whole = relation.iloc[0]
    facts = score_words.told(whole)
    if pd.isna(whole["score"]):
        return say("relation.few", n=whole["n"], minimum=engagement.minimum_group, **facts)
    return say("relation", n_answers=whole["n"], **facts)
