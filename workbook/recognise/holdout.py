"""Whether the expected value can be trusted: a period held out, plain rules, and what speaks against it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.privacy import tells
from workbook.recognise.clv import FittedModel, bg_nbd, gamma_gamma
from workbook.recognise.histories import (
    DAYS_PER_WEEK,
    WEEKS_PER_QUARTER,
    customer_histories,
    customer_values,
    distinct_histories,
    distinct_spending,
)
from workbook.recognise.purchases import orders

if TYPE_CHECKING:
    import ibis

FEWEST = 1000
"""With fewer customers the parameters say little."""
CORRELATION = 0.3
"""Where amounts and frequency go together more than this (Cohen: medium), the models do not fit together."""
INTERVALS = 2
"""A customer is to be observed for so many of its times between purchases, half of the customers at least."""
VAGUE = 1
"""A standard error above so many times the parameter: the data do not show its size."""
YEAR = 52 * DAYS_PER_WEEK
"""Days back to the same day of the week a year before."""
PREDICTORS = ("same_again", "last_year", "model")
"""The plain rules first; "last_year" where the data reach so far back."""
RANKINGS = ("past_spend", "same_again", "model")


def held_out(transactions: "ibis.Table", *, end: datetime, holdout_days: int) -> "ibis.Table":
    """What was expected of each customer in the last days, and what came.

    The models are fitted on what was known at the start of those days, on customers who had bought by then.

    Args:
        transactions: Order lines, as `workbook.recognise.purchases` counts them.
        end: First instant after the period.
        holdout_days: Days to hold out, counted back from `end`; at most half of the days observed.

    Returns:
        customer_id and, in whole cents and in days with a purchase: purchases_model, cents_model (expected),
        purchases_same_again and cents_same_again (in as many days before), cents_past_spend (ever before),
        purchases_actual and cents_actual; where the data begin 52 weeks before the days held out or earlier,
        purchases_last_year and cents_last_year (in the same days 52 weeks before). Refunds are left out of
        all of them.

    Raises:
        MeasureError: There are too few days before those held out, or the models cannot be fitted.
    """
    start = end - timedelta(days=holdout_days)
    histories = customer_histories(transactions, end=start)
    distinct = distinct_histories(histories)
    before = round(distinct["age"].max() * DAYS_PER_WEEK) + 1 if len(distinct) else 0
    if not 1 <= holdout_days <= before:
        raise MeasureError(
            f"{holdout_days} days cannot be held out: there are purchases over {before} days before them. "
            "Hold out 1 day to half of all days."
        )
    values = customer_values(
        histories,
        bg_nbd(distinct),
        gamma_gamma(distinct_spending(histories)),
        quarters=holdout_days / DAYS_PER_WEEK / WEEKS_PER_QUARTER,
        discount=0,
    )
    expected = values.select("customer_id", purchases_model=values.purchases, cents_model=values.cents)
    bought = _bought(transactions, start, end, a_year_back=holdout_days <= YEAR <= before)
    return expected.join(bought, "customer_id").select(*expected.columns, *bought.drop("customer_id").columns)


def _bought(transactions: "ibis.Table", start: datetime, end: datetime, *, a_year_back: bool) -> "ibis.Table":
    """Days with a purchase and cents per customer: held out, before them as long, a year, and ever."""
    import ibis

    order = orders(transactions, end=end)
    order = order.filter(order.bought == 1)
    day = order.group_by("customer_id", "day").aggregate(cents=order.cents.sum())
    after = day.day >= ibis.date(start)
    same = ~after & (day.day >= ibis.date(start - (end - start)))
    sums = {
        "purchases_same_again": same.cast("int64").sum(),
        "cents_same_again": day.cents.sum(where=same),
        "cents_past_spend": day.cents.sum(where=~after),
        "purchases_actual": after.cast("int64").sum(),
        "cents_actual": day.cents.sum(where=after),
    }
    if a_year_back:
        first, last = (ibis.date(moment - timedelta(days=YEAR)) for moment in (start, end))
        then = (day.day >= first) & (day.day < last)
        sums |= {
            "purchases_last_year": then.cast("int64").sum(),
            "cents_last_year": day.cents.sum(where=then),
        }
    return day.group_by("customer_id").aggregate(
        **{name: total.fill_null(0).cast("int64") for name, total in sums.items()}
    )


@tells("predicted", "actual", "error", "chance", n="customers")
def period_errors(held: "ibis.Table") -> pd.DataFrame:
    """How far off the whole period was, of the model and of the plain rules.

    Args:
        held: From `held_out`.

    Returns:
        measure ("purchases", "value"), predictor ("same_again": as many days before; "last_year": the same
        days a year before, where they are known; "model"), customers, predicted, actual, error (predicted /
        actual − 1; missing where nothing was bought), chance (how far off, as a share of what was predicted,
        the chance of single customers alone may take it: 95 %, from their squared errors, customers
        independent), prefer (the smallest absolute error of the measure; where equal, the plain rule).
    """
    measures = {"purchases": 1, "cents": 100}
    predictors = [name for name in PREDICTORS if f"cents_{name}" in held.columns]
    facts = {"customers": held.count()}
    for measure in measures:
        actual = held[f"{measure}_actual"]
        facts[f"{measure}_actual"] = actual.sum()
        for predictor in predictors:
            predicted = held[f"{measure}_{predictor}"]
            off = (actual - predicted).cast("float64")
            facts[f"{measure}_{predictor}"] = predicted.sum()
            facts[f"{measure}_{predictor}_off"] = (off * off).sum()
    found = held.aggregate(**facts).to_pandas().iloc[0].astype(float)
    rows = [
        (
            "value" if measure == "cents" else measure,
            predictor,
            int(found["customers"]),
            found[f"{measure}_{predictor}"] / unit,
            found[f"{measure}_actual"] / unit,
            Z95 * np.sqrt(found[f"{measure}_{predictor}_off"]) / unit,
        )
        for measure, unit in measures.items()
        for predictor in predictors
    ]
    table = pd.DataFrame(rows, columns=["measure", "predictor", "customers", "predicted", "actual", "chance"])
    table["error"] = table["predicted"] / table["actual"].where(table["actual"] > 0) - 1
    table["chance"] = table["chance"] / table["predicted"].where(table["predicted"] > 0)
    nearest = (table["predicted"] - table["actual"]).abs().groupby(table["measure"]).idxmin()
    table["prefer"] = table.index.isin(nearest)
    return table[["measure", "predictor", "customers", "predicted", "actual", "error", "chance", "prefer"]]


@tells("found", "share_of_value")
def ranking_scores(held: "ibis.Table") -> pd.DataFrame:
    """How well the best tenth by each ranking foretold the best tenth of the period held out.

    Equal customers are ranked by customer_id; a tenth is rounded up to whole customers.

    Args:
        held: From `held_out`.

    Returns:
        predictor ("past_spend", "same_again", "model"), n (customers in the tenth), found (share of the
        actual best tenth that the ranking's best tenth holds), share_of_value (share of what was spent in the
        period that its best tenth spent; missing where nothing was), prefer (the largest share_of_value;
        where equal, the plainest rule).
    """
    import ibis

    def best(column: str) -> "ibis.Value":
        first = ibis.window(order_by=[ibis.desc(held[column]), held.customer_id])
        return ibis.row_number().over(first) * 10 < held.count()

    names = {name: f"cents_{name}" for name in (*RANKINGS, "actual")}
    marked = held.select("cents_actual", **{f"best_{name}": best(column) for name, column in names.items()})
    facts = {"n": marked.best_actual.cast("int64").sum(), "all": marked.cents_actual.sum()}
    for name in RANKINGS:
        chosen = marked[f"best_{name}"]
        facts[f"found_{name}"] = (chosen & marked.best_actual).cast("int64").sum()
        facts[f"cents_{name}"] = marked.cents_actual.sum(where=chosen).fill_null(0)
    found = marked.aggregate(**facts).to_pandas().iloc[0].astype(float)
    spent = found["all"] if found["all"] > 0 else np.nan
    table = pd.DataFrame(
        [
            (name, int(found["n"]), found[f"found_{name}"], found[f"cents_{name}"] / spent)
            for name in RANKINGS
        ],
        columns=["predictor", "n", "found", "share_of_value"],
    )
    table["found"] = table["found"] / table["n"]
    return table.assign(prefer=table.index == table["share_of_value"].fillna(0).idxmax())


def doubts(
    buying: FittedModel, spending: FittedModel, histories: pd.DataFrame, amounts: pd.DataFrame
) -> pd.DataFrame:
    """What speaks against the models on these customers.

    Args:
        buying: From `bg_nbd`.
        spending: From `gamma_gamma`.
        histories: From `distinct_histories`.
        amounts: From `distinct_spending`.

    Returns:
        A row per doubt: doubt, found, low, high (95 %; missing where it is no estimate), limit, raised.
        "few_customers": customers, fewer than 1,000. "short": the median time that customers are observed, in
        times between purchases (the median over repeat buyers of recency / frequency), below 2. "correlated":
        the rank correlation of frequency and mean amount among repeat buyers, when its interval reaches
        beyond ±.3. "vague: r" and so on, a row per parameter: its standard error as a share of its value,
        above 1; infinite for a parameter that ran off to the end of its range.

    Source:
        Spearman (1904); interval of Bonett & Wright (2000), Psychometrika 65(1), p. 23-28.
    """
    again = histories[histories["frequency"] > 0]
    between = _median(again["recency"] / again["frequency"], again["n"])
    observed = _median(histories["age"], histories["n"]) / between if between > 0 else np.inf
    rho, low, high = _rank_correlation(amounts)
    vague = [
        (f"vague: {name}", vagueness, np.nan, np.nan, VAGUE, vagueness > VAGUE)
        for fit in (buying, spending)
        for name, vagueness in _vagueness(fit).items()
    ]
    return pd.DataFrame(
        [
            ("few_customers", buying.n, np.nan, np.nan, FEWEST, buying.n < FEWEST),
            ("short", observed, np.nan, np.nan, INTERVALS, observed < INTERVALS),
            ("correlated", rho, low, high, CORRELATION, not (low > -CORRELATION and high < CORRELATION)),
            *vague,
        ],
        columns=["doubt", "found", "low", "high", "limit", "raised"],
    )


def _vagueness(fit: FittedModel) -> dict[str, float]:
    """Standard errors as shares of the parameters; infinite where the data do not show one."""
    shares = {name: error / fit.parameters[name] for name, error in fit.errors.items()}
    return {name: share if np.isfinite(share) else np.inf for name, share in shares.items()}


def _median(values: pd.Series, n: pd.Series) -> float:
    """The smallest value that half of the customers do not exceed."""
    order = values.sort_values(kind="stable").index
    return float(values[order].iloc[np.searchsorted(n[order].cumsum(), n.sum() / 2)])


def _rank_correlation(amounts: pd.DataFrame) -> tuple[float, float, float]:
    """Spearman's, of rows that stand for n customers each, with its interval."""
    n = amounts["n"].to_numpy(dtype=float)
    ranks = np.array([_middle_ranks(amounts[name], amounts["n"]) for name in ("frequency", "monetary")])
    spread = np.cov(ranks, fweights=n.astype(int), ddof=0)
    if n.sum() <= 3 or spread.diagonal().min() == 0:
        return np.nan, np.nan, np.nan
    rho = float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))
    wide = Z95 * np.sqrt((1 + rho**2 / 2) / (n.sum() - 3))
    z = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    return rho, float(np.tanh(z - wide)), float(np.tanh(z + wide))


def _middle_ranks(values: pd.Series, n: pd.Series) -> np.ndarray:
    """The mean rank of the customers that share a value."""
    per_value = n.groupby(values).sum()
    middle = per_value.cumsum() - (per_value - 1) / 2
    return values.map(middle).to_numpy(dtype=float)
