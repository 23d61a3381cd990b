"""Which phase of maturity the data of customers have reached, measured and not asked."""

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.maturity_rules import MaturityRules
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

MEASURES = ("one_key", "history_months", "consent", "survey", "offline")
MONTH = 365 / 12  # a year of orders is twelve months, leap year or not


def data_counts(
    orders: "ibis.Table",
    customers: "ibis.Table",
    answers: DataFrame,
    offline: DataFrame,
    *,
    since: datetime,
    end: datetime,
) -> DataFrame:
    """Count what the measures of the data are made of; only counts leave the backend.

    Args:
        orders: Order lines up to the end of the quarter: customer_id (blank where unknown), ordered_at.
        customers: customer_id, consent (blank where unknown).
        answers: customer_id (blank where unknown), at.
        offline: Per offline source: of (its customers), n (of them, known online).
        since: From when answers count.
        end: First instant after the quarter.

    Returns:
        measure, n and of, a row for each of MEASURES; for history_months n is the days of orders and of is
        blank. Where there is nothing to measure, both are blank.
    """
    lines = orders.aggregate(
        of=orders.count(), n=orders.customer_id.count(), first=orders.ordered_at.min()
    ).to_pandas()
    people = customers.aggregate(
        of=customers.count(), asked=customers.consent.count(), n=customers.consent.ifelse(1, 0).sum()
    ).to_pandas()
    ordered, everyone, known = int(lines["of"][0]), int(people["of"][0]), int(people["asked"][0])
    days = (pd.Timestamp(end) - lines["first"][0].normalize()).days if ordered else np.nan
    there = float(offline["of"].sum())
    rows = [
        ("one_key", lines["n"][0], ordered or np.nan),
        ("history_months", days, np.nan),
        ("consent", people["n"][0] if known else np.nan, everyone if known else np.nan),
        ("survey", answers.loc[answers["at"] >= since, "customer_id"].nunique(), everyone or np.nan),
        ("offline", offline["n"].sum(), there or np.nan),
    ]
    return DataFrame(rows, columns=["measure", "n", "of"]).astype({"n": float, "of": float})


@tells("n", "value", "phase", "next", n="of")
def data_phase(counts: DataFrame, rules: MaturityRules) -> DataFrame:
    """Say of each measure which phase it allows.

    Args:
        counts: From `data_counts`.
        rules: From which value which phase holds.

    Returns:
        The rows of `counts` with value (a share, or months; blank where there is nothing to measure), phase
        (1 to 5) and next (the value from which the next phase holds; blank in phase 5).

    Example:
        >>> counts = DataFrame({"measure": ["one_key"], "n": [900.0], "of": [1000.0]})
        >>> data_phase(counts, MaturityRules())[["value", "phase", "next"]].values.tolist()
        [[0.9, 4.0, 0.95]]
    """
    steps = np.array([getattr(rules, name) for name in counts["measure"]])
    months = counts["measure"].eq("history_months")
    value = (counts["n"] / counts["of"]).mask(months, counts["n"] / MONTH)
    reached = (value.to_numpy()[:, None] >= steps).sum(axis=1)
    ahead = [row[at] if at < len(row) else np.nan for row, at in zip(steps, reached, strict=True)]
    return counts.assign(
        value=value,
        phase=Series(1.0 + reached, counts.index).where(value.notna()),
        next=Series(ahead, counts.index, dtype=float).where(value.notna()),
    )
