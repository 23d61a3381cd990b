"""The scores of all experts where the panel does not agree, and the reasons of both sides, unnamed."""

import pandas as pd

from workbook.chapters.prioritise._scale import axis, dot_form
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.phrases import Phrase, label, labels, phrases, sayer, show

say = sayer(__name__)
ENOUGH = 2  # experts, to see it differently


def exhibit(
    table: pd.DataFrame, scores: pd.DataFrame, experts: int, engagement: Engagement
) -> Exhibit | None:
    """How far single experts are apart, why, and where reasons are missing.

    Args:
        table: From `workbook.opportunities.unnamed_dissent`: title, side, score, remark.
        scores: From `workbook.opportunities.divided_scores`: title, score.
        experts: How many scored.
        engagement: The settings.
    """
    if experts < ENOUGH:
        return None
    form = dot_form(engagement)
    columns = [
        Column("title", label("title")),
        Column("side_name", label("side")),
        Column("score", label("score"), form),
        Column("remark", label("remark")),
    ]
    divided = len(table) > 0
    scale = engagement.score.scale
    return table_exhibit(
        table.assign(side_name=labels("side." + table["side"])),
        columns,
        title=say("title", low=show(scores["score"].min(), form), high=show(scores["score"].max(), form))
        if divided
        else say("title.none"),
        chart=chart(
            "strips",
            scores,
            name="title",
            value="score",
            axis=axis(engagement),
            **({"domain": list(scale)} if scale else {}),
        ),
        alt=say("alt"),
        findings=_findings(table) if divided else (say("none"),),
        note=say("note") if divided else "",
        tables=("scores",),
    )


def _findings(table: pd.DataFrame) -> tuple[Phrase, ...]:
    given = table["remark"].ne("")
    sides = table[given].groupby("title")["side"].nunique().reindex(table["title"].unique(), fill_value=0)
    silent, one_sided = (sides.index[sides.eq(n)].tolist() for n in (0, 1))
    return phrases(
        say("reasons") if sides.gt(1).any() else None,
        say("one_sided", names=one_sided) if one_sided else None,
        say("silent", names=silent) if silent else None,
    )
