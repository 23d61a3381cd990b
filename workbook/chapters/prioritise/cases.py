"""The business case of each opportunity: what it costs and brings, when it pays back, what waiting costs."""

from dataclasses import replace

import pandas as pd

from workbook.chapters.prioritise._worth import business
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.intervals import Z95
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
TABLES = ("opportunities",)
LISTED = 12
"""So many cases fit on a sheet with what they mean."""


def exhibit(table: pd.DataFrame, given: pd.DataFrame, nps: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which opportunities pay for themselves.

    Args:
        table: From `case_table`, the most valuable first.
        given: What was assumed, from `case_inputs`.
        nps: What a point of NPS goes with, from `nps_terms`.
        engagement: The settings.
    """
    if table.empty:
        return Exhibit(title="", findings=_by_nps(given, nps), tables=TABLES)
    years = engagement.plan.case_quarters / 4
    columns = [
        Column("title", label("title")),
        Column("cost", label("cost"), "estimate"),
        Column("extra_year", say("extra_year", business=business(engagement)), "estimate"),
        Column("protected_year", say("protected_year", business=business(engagement)), "estimate"),
        *([Column("by_nps", say("by_nps"), kind="range")] if table["nps_year"].notna().any() else []),
        Column("range", say("value", n=years), kind="range"),
        Column("back", label("payback"), kind="number"),
        Column("waiting_cost", label("waiting"), "estimate"),
    ]
    shown = table.assign(
        range=[between(row.npv_low, row.npv_high, "estimate") for row in table.itertuples()],
        by_nps=[between(row.nps_year_low, row.nps_year_high, "estimate") for row in table.itertuples()],
        back=[_back(quarters) for quarters in table["payback"]],
    )
    made = table_exhibit(
        shown.head(LISTED),
        columns,
        title=_title(table, years),
        findings=(*_findings(table, given), *_by_nps(given, nps)),
        note=say(
            "note",
            discount=engagement.plan.discount,
            years=years,
            cost=say("note.people" if engagement.plan.day_rates else "note.money"),
        ),
        tables=(*TABLES, *_measured_in(given, nps)),
    )
    return replace(made, rows_in_all=len(shown))


def _measured_in(given: pd.DataFrame, nps: pd.DataFrame) -> tuple[str, ...]:
    """The other tables that a case rests on where a change in NPS counts."""
    if given["nps_year"].isna().all():
        return ()
    return ("answers", "transactions") if nps["source"].eq("measured").all() else ("transactions",)


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
    paying = table[table["npv"].gt(0) & table["waiting_cost"].gt(0)]
    dearest = paying.loc[paying["waiting_cost"].idxmax()] if len(paying) else None
    blank = given.loc[~given["estimated"] & given["nps_change"].isna(), "title"].tolist()
    return phrases(
        say("loses", n=len(surely), names=surely) if surely else None,
        None if dearest is None else say("waiting", title=dearest["title"], amount=dearest["waiting_cost"]),
        say("blank", n=len(blank), names=blank) if blank else None,
    )


def _by_nps(given: pd.DataFrame, nps: pd.DataFrame) -> tuple[Phrase, ...]:
    """Which cases rest on a change in NPS, which do not, and what a point of it was taken to go with."""
    changes = given[given["nps_change"].notna()]
    if changes.empty:
        return ()
    terms, counted = nps.iloc[0], changes["nps_year"].notna()
    if not counted.any():
        key = "unmeasured" if pd.isna(terms["retention_per_point"]) else "no_revenue"
        return (say(key, names=changes["title"].tolist()),)
    rests = changes.loc[changes["rests_on_nps"], "title"].tolist()
    beside = changes.loc[~changes["rests_on_nps"], "title"].tolist()
    return phrases(
        say("rests", n=len(rests), names=rests) if rests else None,
        say("beside", names=beside) if beside else None,
        _slope(terms),
    )


def _slope(terms: pd.Series) -> Phrase:
    """Per ten points of NPS, in percentage points: per point it is too small to read."""
    slope, half = terms["retention_per_point"], Z95 * terms["retention_per_point_error"]
    facts = {"slope": 1000 * slope, "low": 1000 * (slope - half), "high": 1000 * (slope + half)}
    facts |= {"revenue": terms["revenue_at_stake"]}
    if terms["source"] == "declared":
        return say("slope.declared", **facts)
    return say("slope.unclear" if abs(slope) <= half else "slope.measured", **facts)
