"""The journey map with the leading score and the evidence in each cell."""

import pandas as pd

from workbook.chapters import score_words
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, sayer

say = sayer(__name__)
EVIDENCE_TONE = {"enough": "strong", "thin": "warn", "none": "warn"}
NAMED = 3  # touchpoints with too little evidence that the title names


def exhibit(cells: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How much of the journey has evidence, and where more is needed."""
    measure = next(iter(cells["measure"].dropna()), "nps")
    form = score_words.form(measure)
    rows = cells.assign(
        evidence_name=labels("evidence." + cells["evidence"]),
        ends=[between(*ends, form) for ends in zip(cells["low"], cells["high"], strict=True)],
    )
    columns = [
        Column("phase", label("phase")),
        Column("touchpoint", label("touchpoint")),
        Column("channel", label("channel")),
        Column("score", score_words.axis(measure), form),
        Column("ends", label("interval"), kind="range"),
        Column("n", label("n"), "int"),
        Column("insights", label("insights"), "int"),
        Column("evidence_name", label("evidence"), tone=lambda row: EVIDENCE_TONE.get(row["evidence"], "")),
    ]
    thin = cells[cells["evidence"].ne("enough")]
    return table_exhibit(
        rows,
        columns,
        title=_title(cells, thin),
        findings=(say("more", n=len(thin)) if len(thin) else say("enough"),),
        note=say("note"),
        tables=("journey", "answers", "insights"),
    )


def _title(cells: pd.DataFrame, thin: pd.DataFrame) -> Phrase:
    if thin.empty:
        return say("title.all", n=len(cells))
    names = thin["touchpoint"].unique()[:NAMED]
    return say("title", enough=len(cells) - len(thin), cells=len(cells), names=names)
