"""What opportunities cost and brought, beside what was forecast."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer, show

say = sayer(__name__)
FEW = 8
"""Fewer results than this say little about how well is forecast."""


def exhibit(results: pd.DataFrame, checks: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Whether forecasts come true.

    Args:
        results: From `workbook.decisions.results`.
        checks: From `prioritization.forecast_checks`, by amount.
        engagement: The settings.
    """
    if results.empty:
        return None
    ends = zip(results["low"], results["high"], strict=True)
    ranges = [between(low, high, "money") if low < high else show(None, "money") for low, high in ends]
    shown = results.assign(
        name=labels("amount." + results["amount"]),
        ends=ranges,
        difference=results["realised"] - results["likely"],
    )
    ranged = results[results["low"] < results["high"]]
    inside = ranged["realised"].between(ranged["low"], ranged["high"]).sum()
    return table_exhibit(
        shown,
        [
            Column("title", label("title")),
            Column("name", label("amount")),
            Column("ends", label("forecast_range"), kind="range"),
            Column("likely", label("likely"), "money"),
            Column("realised", label("realised"), "money"),
            Column("difference", label("off_forecast"), "money"),
        ],
        title=say("title", n=len(ranged), inside=inside) if len(ranged) else say("title.points"),
        findings=phrases(
            *[_found(row) for row in checks.itertuples()], say("few") if len(results) < FEW else None
        ),
        note=say("note"),
        tables=("decisions", "opportunities"),
    )


def _found(row) -> Phrase:
    """How far one kind of amount was off on average."""
    off = "as_forecast" if not row.bias else "more" if row.bias > 0 else "less"
    facts = {"n": row.n, "amount": label(f"amount.{row.amount}"), "bias": abs(row.bias)}
    if row.n < FEW:
        return say(f"off.{off}", **facts)
    return say(f"off.{off}.sure", **facts, error=row.error, se=row.bias_se)
