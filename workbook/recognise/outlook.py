"""What customers will still bring, as far as that can be said: the models, and what became of them before."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.backend import cached
from workbook.engagement import OutlookRule
from workbook.errors import MeasureError
from workbook.privacy import declare
from workbook.recognise.clv import FittedModel, bg_nbd, gamma_gamma
from workbook.recognise.histories import (
    customer_values,
    distinct_histories,
    distinct_spending,
    expected_totals,
)
from workbook.recognise.holdout import doubts, held_out, period_errors, ranking_scores

if TYPE_CHECKING:
    import ibis

OF_ERRORS = ["predicted", "actual", "error", "chance"]
"""What is measured of the days held out."""
OF_RANKS = ["found", "share_of_value"]
"""What is measured of the tenth that a ranking puts first."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """What to expect of the customers of now.

    Attributes:
        expected: Per group what it is expected to bring, as `histories.expected_totals` says, with intervals
            that also hold the error of the check; without rows where the models cannot be fitted.
        total: The same over all customers; one row, or none.
        errors: How far off they were on the days held out, as `holdout.period_errors` says; may be empty.
        ranks: Who was put first, as `holdout.ranking_scores` says; may be empty.
        doubts: The doubts that are raised, as `holdout.doubts` names them.
        reason: "few" (no outlook: fewer than two customers bought again), "unfit" (no outlook: none fits),
            "unchecked" (an outlook, and no check); empty where there are both.
        models: How often customers buy and what they spend, as fitted; none where they cannot be.
    """

    expected: pd.DataFrame
    total: pd.DataFrame
    errors: pd.DataFrame
    ranks: pd.DataFrame
    doubts: tuple[str, ...]
    reason: str = ""
    models: tuple[FittedModel, FittedModel] | None = None

    @property
    def prefer(self) -> str:
        """What came nearest to the revenue of the days held out: "model", a plain rule, or "" unknown."""
        if self.errors.empty:
            return ""
        value = self.errors[self.errors["measure"].eq("value") & self.errors["prefer"]]
        return str(value["predictor"].iloc[0])

    @property
    def times_off(self) -> float:
        """How many times too high or too low the model was on the days held out; 1 where not known."""
        if self.errors.empty or self.silent:
            return 1.0
        model = self.errors[self.errors["measure"].eq("value") & self.errors["predictor"].eq("model")].iloc[0]
        if not model["predicted"] > 0:
            return 1.0
        ratio = model["predicted"] / model["actual"]
        return float(max(ratio, 1 / ratio))

    def allowing_for_error(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table of what is expected, whose intervals also hold an error as large as on the days held out.

        Args:
            table: value, low, high.

        Example:
            >>> off = {"measure": "value", "predictor": "model", "predicted": 125.0, "actual": 100.0}
            >>> none, errors = pd.DataFrame(), pd.DataFrame([off | {"error": 0.25}])
            >>> found = Outlook(none, none, errors, none, ())
            >>> found.allowing_for_error(pd.DataFrame({"value": [10.0], "low": [9.8], "high": [10.2]}))
               value  low  high
            0   10.0  8.0  12.5
        """
        return table.assign(
            low=np.minimum(table["low"], table["value"] / self.times_off),
            high=np.maximum(table["high"], table["value"] * self.times_off),
        )

    @property
    def silent(self) -> bool:
        """Whether nothing came in on the days held out, so that no error is a share of it."""
        return not self.errors.empty and bool(
            self.errors.loc[self.errors["measure"].eq("value"), "error"].isna().any()
        )

    @property
    def vague(self) -> bool:
        """Whether a parameter is known hardly at all, so that an interval would be too narrow."""
        return "vague" in self.doubts

    @property
    def sure(self) -> bool:
        """Whether to plan on it: nearer than the plain rule, and no parameter is known hardly at all."""
        return self.prefer == "model" and not self.vague


def outlook(
    transactions: "ibis.Table",
    histories: "ibis.Table",
    groups: "ibis.Table",
    *,
    end: datetime,
    rule: OutlookRule,
    discount: float,
) -> Outlook:
    """Expect what customers bring, and check it on days that the models have not seen.

    Args:
        transactions: Order lines, as `workbook.recognise.purchases` counts them.
        histories: From `workbook.recognise.histories.customer_histories`, at `end`.
        groups: customer_id and, in its second column, the group.
        end: First instant after the period.
        rule: How far ahead, and how many days to hold out.
        discount: The share of its value that money loses per quarter.

    Returns:
        The outlook. Too few repeat buyers, no model that fits, or too little without the days held out is a
        result and no error: the outlook, or its check, is empty, and `reason` says why.
    """
    none = pd.DataFrame()
    no_errors = declare(pd.DataFrame(columns=["measure", "predictor", "customers", *OF_ERRORS, "prefer"]))
    no_ranks = declare(pd.DataFrame(columns=["predictor", "n", *OF_RANKS, "prefer"]))
    rhythm, amounts = distinct_histories(histories), distinct_spending(histories)
    if amounts["n"].sum() < 2:
        return Outlook(none, none, no_errors, no_ranks, (), "few")
    try:
        buying, spending = bg_nbd(rhythm), gamma_gamma(amounts)
        ahead = {"quarters": rule.quarters, "discount": discount}
        expected = expected_totals(histories, buying, spending, groups, **ahead)
        total = expected_totals(histories, buying, spending, **ahead)
    except MeasureError:
        return Outlook(none, none, no_errors, no_ranks, (), "unfit")
    found = doubts(buying, spending, rhythm, amounts)
    raised = tuple(found.loc[found["raised"], "doubt"].str.split(":").str[0].drop_duplicates())
    try:
        held = cached(held_out(transactions, end=end, holdout_days=rule.holdout_days))
        errors, ranks = period_errors(held), ranking_scores(held)
    except MeasureError:
        return Outlook(expected, total, no_errors, no_ranks, raised, "unchecked", (buying, spending))
    found = Outlook(expected, total, errors, ranks, raised, models=(buying, spending))
    return replace(found, expected=found.allowing_for_error(expected), total=found.allowing_for_error(total))


def planned_values(
    found: Outlook, histories: "ibis.Table", *, rule: OutlookRule, discount: float
) -> "ibis.Table | None":
    """What each customer is expected to bring, where that may be planned on; none elsewhere.

    Args:
        found: From `outlook`.
        histories: From `workbook.recognise.histories.customer_histories`.
        rule: How far ahead.
        discount: The share of its value that money loses per quarter.

    Returns:
        As `workbook.recognise.histories.customer_values`.
    """
    if found.models is None or not found.sure:
        return None
    return customer_values(histories, *found.models, quarters=rule.quarters, discount=discount)
