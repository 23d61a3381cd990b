"""How the organisation works, and what its gaps mean for the plan."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The statements that hold least, and what to do before the plan starts.

    Args:
        table: As `workbook.apply.maturity.organisation` gives it.
        engagement: The settings.
    """
    if table.empty:
        return Exhibit(title="", findings=(say("not_asked"),), tables=("readiness",))
    gaps = table[table["gap"]]
    columns = [
        Column("statement", say("statement")),
        Column("answer", say("answer"), "num", tone=lambda row: "warn" if row["gap"] else ""),
        *(
            [Column("lowest", label("lowest"), "int"), Column("highest", label("highest"), "int")]
            if table["lowest"].notna().any()
            else []
        ),
        Column("n", label("n"), "int"),
    ]
    themes = list(dict.fromkeys(name for name in gaps["theme"] if name))
    return table_exhibit(
        table,
        columns,
        title=_title(table, gaps),
        findings=phrases(*[say(f"means.{theme}") for theme in themes]),
        note=say("note"),
        tables=("readiness",),
    )


def _title(table: pd.DataFrame, gaps: pd.DataFrame) -> Phrase:
    if gaps.empty:
        return say("title.none", n=len(table))
    return say("title", n=len(gaps), n_all=len(table), names=gaps["statement"].tolist())
