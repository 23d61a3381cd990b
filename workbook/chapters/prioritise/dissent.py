"""The scores furthest from the median where the panel does not agree, with their reasons, unnamed."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How far single experts are apart, and where reasons are missing."""
    columns = [
        Column("title", label("title")),
        Column("side_name", label("side")),
        Column("score", label("score"), "dec1"),
        Column("remark", label("remark")),
    ]
    divided = len(table) > 0
    return table_exhibit(
        table.assign(side_name=labels("side." + table["side"])),
        columns,
        title=say("title", low=table["score"].min(), high=table["score"].max())
        if divided
        else say("title.none"),
        findings=_findings(table) if divided else (say("none"),),
        note=say("note") if divided else "",
        tables=("scores",),
    )


def _findings(table: pd.DataFrame) -> tuple[Phrase, ...]:
    reasons = table["remark"].ne("").groupby(table["title"], sort=False).any()
    silent = reasons.index[~reasons].tolist()
    return phrases(
        say("reasons") if reasons.any() else None,
        say("silent", names=silent) if silent else None,
    )
