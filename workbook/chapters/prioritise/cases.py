"""The business case of each opportunity: what it costs and brings, when it pays back, what waiting costs."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
TABLES = ("opportunities",)


def exhibit(table: pd.DataFrame, given: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which opportunities pay for themselves.

    Args:
        table: From `case_table`, the most valuable first.
        given: What was assumed, from `case_inputs`.
        engagement: The settings.
    """
    years = engagement.plan.case_quarters / 4
    columns = [
        Column("title", label("title")),
        Column("cost", label("cost"), "estimate"),
        Column("extra_year", label("extra_a_year"), "estimate"),
        Column("protected_year", label("protected_a_year"), "estimate"),
        Column("range", say("value", n=years), kind="range"),
        Column("back", label("payback"), kind="number"),
        Column("waiting_cost", label("waiting"), "estimate"),
    ]
    shown = table.assign(
        range=[between(row.npv_low, row.npv_high, "estimate") for row in table.itertuples()],
        back=[_back(quarters) for quarters in table["payback"]],
    )
    return table_exhibit(
        shown,
        columns,
        title=_title(table, years),
        findings=_findings(table, given),
        note=say("note", discount=engagement.plan.discount, years=years),
        tables=TABLES,
    )


def _back(quarters: float) -> Phrase:
    return say("never") if pd.isna(quarters) else show(quarters, "int")


def _title(table: pd.DataFrame, years: float) -> Phrase:
    pays = table["npv"].gt(0)
    facts = {"n": pays.sum(), "n_all": len(table), "years": years}
    if not pays.any():
        return say("title.none", **facts)
    best = table.loc[table["npv"].idxmax()]
    return say("title", title=best["title"], npv=best["npv"], **facts)


def _findings(table: pd.DataFrame, given: pd.DataFrame) -> tuple[Phrase, ...]:
    surely = table.loc[table["npv_high"].lt(0), "title"].tolist()
    dearest = table.loc[table["waiting_cost"].idxmax()]
    blank = given.loc[~given["estimated"], "title"].tolist()
    return phrases(
        say("loses", n=len(surely), names=surely) if surely else None,
        say("waiting", title=dearest["title"], amount=dearest["waiting_cost"])
        if dearest["waiting_cost"] > 0
        else None,
        say("blank", n=len(blank), names=blank) if blank else None,
    )
