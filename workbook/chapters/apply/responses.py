"""What came of messages: responses and orders soon after, and what a control group says they add."""

import pandas as pd

from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, phrases, sayer

say = sayer(__name__)
MOST = 12


def exhibit(
    table: pd.DataFrame, uplift: pd.DataFrame, programmes: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """How far responses run apart, and what programmes add where a control group tells.

    Args:
        table: From `workbook.apply.responses.responses`, as may be shown.
        uplift: From `workbook.apply.responses.uplift`, as may be shown.
        programmes: Table of programmes: programme, kpi, target.
        engagement: The settings.
    """
    days = engagement.contact.response_days
    rows = table.merge(programmes[["programme", "kpi", "target"]], on="programme", how="left")
    rows = rows.sort_values("customers", ascending=False, kind="stable")
    rows = rows.assign(responded_ends=_ends(rows, "responded"), ordered_ends=_ends(rows, "ordered"))
    known = table["responded_share"].notna()
    columns = [
        Column("programme", label("programme")),
        Column("customers", label("customers"), "int"),
        *(_columns("responded", say("responded")) if known.any() else []),
        *_columns("ordered", say("ordered", n=days)),
        *([Column("kpi", label("kpi"))] if rows["kpi"].notna().any() else []),
        *([Column("target", say("target"))] if rows["target"].notna().any() else []),
    ]
    return table_exhibit(
        rows.head(MOST),
        columns,
        title=_title(table[known]),
        findings=phrases(*_added(uplift, table, engagement)),
        note=say("note", n=days),
        tables=("programmes", "touchpoints", "transactions"),
    )


def _columns(name: str, heading: Phrase) -> list[Column]:
    return [
        Column(f"{name}_share", heading, "percent1"),
        Column(f"{name}_ends", label("interval"), kind="range"),
    ]


def _ends(rows: pd.DataFrame, name: str) -> list[Phrase]:
    shares = rows[[f"{name}_share", f"{name}_low", f"{name}_high"]].itertuples(index=False)
    return [NO_VALUE if pd.isna(share) else between(low, high, "percent1") for share, low, high in shares]


def _title(known: pd.DataFrame) -> Phrase:
    if known.empty:
        return say("title.none")
    least, most = (known.loc[known["responded_share"].agg(which)] for which in ("idxmin", "idxmax"))
    if len(known) == 1:
        return say("title.one", programme=most["programme"], share=most["responded_share"])
    facts = {"most": most["programme"], "highest": most["responded_share"]}
    return say("title", least=least["programme"], lowest=least["responded_share"], **facts)


def _added(uplift: pd.DataFrame, table: pd.DataFrame, engagement: Engagement) -> list[Phrase | None]:
    """What each programme with a control group adds, or that it is not known."""
    small = uplift[uplift["uplift"].isna()]
    told = [_uplift(row, engagement) for row in uplift.dropna(subset=["uplift"]).itertuples()]
    without = sorted(set(table["programme"]) - set(uplift["programme"]))
    return [
        *told,
        *[say("small", programme=row.programme, n=int(row.controls)) for row in small.itertuples()],
        say("no_control", names=without, n=len(without)) if without else None,
    ]


def _uplift(row: tuple, engagement: Engagement) -> Phrase:
    facts = {name: getattr(row, name) for name in ("programme", "share", "control_share")}
    facts |= {name: 100 * getattr(row, name) for name in ("uplift", "low", "high")}
    alike = say("alike") if row.p >= CLEAR else say("unlike", gap=100 * row.before_gap)
    clear = "clear" if row.low > 0 or row.high < 0 else "unclear"
    counts = {"n": int(row.controls), "days": engagement.contact.response_days, "alike": alike}
    return say(f"uplift.{clear}", **facts, **counts)
