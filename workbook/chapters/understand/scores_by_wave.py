"""Scores over all waves of the survey: of the relation first, and then per touchpoint."""

from typing import Any

import pandas as pd

from workbook.chapters import score_words
from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, phrases, sayer, show

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Where the relation stands now and stood in the first wave, and whether the difference is clear.

    Args:
        table: From `workbook.understand.waves.scores_by_wave`, as may be shown.
        engagement: The settings.

    Returns:
        Nothing where there was one wave only.
    """
    shown = table.dropna(subset=["score"])
    if shown["wave"].nunique() < 2:
        return None
    asked = shown.drop_duplicates("question")
    return Exhibit(
        title=_title(shown),
        chart=_chart(shown, engagement),
        alt=say("alt"),
        findings=phrases(_tested(_leading(shown))),
        note=say(
            "note",
            what=[score_words.definition(row, engagement) for row in asked.to_dict("records")],
            minimum=engagement.minimum_group,
        ),
        tables=("answers",),
    )


def _chart(shown: pd.DataFrame, engagement: Engagement) -> dict | None:
    measures = shown["measure"].unique()
    numbers = zip(shown["score"], shown["measure"].map(score_words.form), strict=True)
    return chart(
        "small_multiples",
        shown.assign(name=_names(shown, engagement), text=[show(*number) for number in numbers]),
        panel="name",
        x="wave",
        y="score",
        text="text",
        axis=score_words.axis(measures[0]) if len(measures) == 1 else "",
        zero=set(measures) <= {*score_words.POINTS, *score_words.PERCENT},
        apart="measure" if len(measures) > 1 else "",
    )


def _leading(shown: pd.DataFrame) -> pd.DataFrame:
    """The waves of the question that leads the relation."""
    relation = shown[shown["touchpoint"].isna()]
    return relation[relation["question"].eq(relation["question"].iloc[0])] if len(relation) else relation


def _names(shown: pd.DataFrame, engagement: Engagement) -> list[Phrase]:
    """The heading of each small chart, with what is measured or asked where that differs between them."""
    relation = shown[shown["touchpoint"].isna()]
    asked, measured = relation["question"].nunique() > 1, relation["measure"].nunique()
    several = shown["measure"].nunique() > 1
    names = []
    for row in shown.itertuples():
        of = say("relation") if pd.isna(row.touchpoint) else row.touchpoint
        if pd.isna(row.touchpoint) and asked and measured < relation["question"].nunique():
            of = say("of", name=of, what=score_words.asked_as(row.question, engagement))
        elif several:
            of = say("of", name=of, what=score_words.axis(row.measure))
        names.append(of)
    return names


def _tested(relation: pd.DataFrame) -> Phrase | None:
    """Whether the same people answered in both waves."""
    if len(relation) < 2:
        return None
    return say("tested" if relation["n_both"].iloc[-1] else "tested.others", n=relation["n_both"].iloc[-1])


def _title(shown: pd.DataFrame) -> Phrase:
    relation = _leading(shown)
    if len(relation) < 2:
        return _title_of_touchpoints(shown)
    last = relation.iloc[-1]
    clear = last["change_low"] > 0 or last["change_high"] < 0
    return say("title.changed" if clear else "title", **_between(relation))


def _title_of_touchpoints(shown: pd.DataFrame) -> Phrase:
    """Where the relation was not measured twice: the touchpoint that changed most clearly, if one did."""
    now = shown[shown["wave"].eq(shown["wave"].max()) & shown["change"].notna()]
    if now.empty:
        return say("title.waves", n=shown["wave"].nunique())
    clear = now[now["p"].lt(CLEAR)].sort_values("p", kind="stable")
    if clear.empty:
        return say("title.same", n=len(now), name=score_words.name(now["measure"].iloc[0]))
    series = shown[shown["touchpoint"].eq(clear["touchpoint"].iloc[0])]
    return say("title.touchpoint", touchpoint=clear["touchpoint"].iloc[0], **_between(series))


def _between(series: pd.DataFrame) -> dict[str, Any]:
    """The first and the last wave of a series as facts of a sentence."""
    first, last = series.iloc[0], series.iloc[-1]
    return {
        "before": score_words.told(first)["score"],
        "first": first["wave"],
        "wave": last["wave"],
        **score_words.told(last),
        **score_words.changed(last, low="change_low", high="change_high"),
    }
