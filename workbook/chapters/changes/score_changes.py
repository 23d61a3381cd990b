"""The leading score per touchpoint, last quarter and this one."""

import pandas as pd

from workbook.chapters import score_words
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SIGNIFICANT = 0.05


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Whether any touchpoint's score changed beyond chance."""
    if table.empty:
        return Exhibit(title=say("title.few"), tables=("answers",))
    measure = table["measure"].iloc[0]
    form, change = score_words.form(measure), score_words.change_form(measure)
    columns = [
        Column("touchpoint", label("touchpoint")),
        Column("score_before", label("score_then"), form),
        Column("score_after", label("score_now"), form),
        Column("change", label("change"), change),
        Column("ends", label("interval"), kind="range"),
        Column("p", label("p"), "p"),
    ]
    ends = [score_words.changed(row)["ends"] for row in table.to_dict("records")]
    return table_exhibit(
        table.assign(ends=ends),
        columns,
        title=_title(table),
        findings=phrases(say("rule", n=len(table)), _both(table)),
        note=say("note", name=score_words.axis(measure)),
        tables=("answers",),
    )


def certain_changes(table: pd.DataFrame) -> pd.DataFrame:
    """The changes beyond chance, each tested at 5 % over the number of touchpoints compared (Bonferroni)."""
    return table[table["p"] < SIGNIFICANT / len(table)]


def _both(table: pd.DataFrame) -> Phrase | None:
    """Whether people answered in both waves, and so what the test allows for."""
    most = int(table["n_both"].max())
    return say("both", n=most) if most else None


def _title(table: pd.DataFrame) -> Phrase:
    certain, name = certain_changes(table), score_words.name(table["measure"].iloc[0])
    if certain.empty:
        return say("title.none", n=len(table), name=name)
    top = certain.loc[certain["change"].abs().idxmax()]
    return say("title", touchpoint=top["touchpoint"], **score_words.changed(top) | {"name": name})
