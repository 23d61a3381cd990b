"""NPS per touchpoint, last quarter and this one."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer

say = sayer(__name__)
SIGNIFICANT = 0.05


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Whether any touchpoint's NPS changed beyond chance."""
    ends = zip(table["low"], table["high"], strict=True)
    columns = [
        Column("touchpoint", label("touchpoint")),
        Column("nps_before", label("nps_before"), "signed"),
        Column("nps_after", label("nps_after"), "signed"),
        Column("change", label("change"), "signed"),
        Column("ends", label("interval"), kind="range"),
        Column("p", label("p"), "p"),
    ]
    compared = len(table) > 0
    return table_exhibit(
        table.assign(ends=[between(*pair, "signed") for pair in ends]),
        columns,
        title=_title(table) if compared else say("title.few"),
        findings=phrases(say("rule", n=len(table)), _both(table)) if compared else (),
        note=say("note"),
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
    certain = certain_changes(table)
    if certain.empty:
        return say("title.none", n=len(table))
    top = certain.loc[certain["change"].abs().idxmax()]
    return say("title", **as_facts(top, "touchpoint", "change", "low", "high"))
