"""Importance of each driver: its share of the variance of the outcome, over all orders of entry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pandas import DataFrame, Index, Series

from workbook.differences import first_against_others, holm
from workbook.drivers.correlations import Floats, Moments, fixed_by_others, is_sound
from workbook.drivers.found import Drivers
from workbook.drivers.found import left_out as who_is_left_out
from workbook.drivers.models import outcome_model, pairwise_model
from workbook.drivers.shares import MOST_EXACT, balanced_orders, johnson_shares, lmg_shares, sampled_shares
from workbook.errors import MeasureError
from workbook.hints import did_you_mean
from workbook.privacy import declare

ENOUGH_DRAWS = 0.9
"""Share of the bootstrap samples that must allow the regression for an interval to be given."""
MOST_EXACT_REDRAWN, ROUNDS = 15, 24
"""With more drivers, people drawn again are looked at in one round of orders; all in so many, beyond 22."""
METHODS = ("lmg", "johnson")
MISSING = ("complete", "pairwise")
COLUMNS = [
    *("driver", "importance", "low", "high", "share", "rank_low", "rank_high"),
    *("ahead", "ahead_low", "ahead_high", "johnson"),
    *("coefficient", "coefficient_low", "coefficient_high", "standard_error", "p", "p_holm"),
    *("vif", "performance", "rated", "n"),
]


def relative_importance(
    answers: DataFrame,
    outcome: str,
    drivers: Sequence[str],
    method: str = "lmg",
    weights: Series | None = None,
    clusters: Series | None = None,
    bootstrap: int = 1000,
    *,
    missing: str = "complete",
    seed: int = 0,
) -> Drivers:
    """Importance, effect and performance of each driver, with their intervals.

    Importance by LMG is exact up to 22 drivers; of more, orders of entry are drawn, and `error` says how far
    that leaves it off. The intervals are bootstrap percentiles over people; in simulations they cover the
    true value in 91 to 96 of 100 cases. A driver without any effect still has a positive importance when it
    goes together with drivers that have one: read `importance` beside `coefficient`, and no interval of an
    importance as a test. With so few respondents that samples of them often leave no regression, the
    interval is blank.

    Args:
        answers: A row per respondent; what was not answered is blank.
        outcome: The column to explain.
        drivers: The columns that may explain it. Those that do not vary, or that others fix, are set aside.
        method: "lmg", or "johnson" (relative weights).
        weights: How much each respondent counts, above 0, in the index of `answers`; the same if not given.
        clusters: Who is drawn together, in the index of `answers`: a person who answers in several waves, or
            a cluster of a sample. Each respondent by itself if not given.
        bootstrap: How often people are drawn again.
        missing: "complete": who has a blank is left out; "pairwise": each pair of columns rests on all who
            answered both.
        seed: Seed of all draws.

    Returns:
        The measures; `table`, most important first: driver, importance (share of variance; sums to `r2`),
        low, high (95 %), share (importance / r2), rank_low, rank_high (95 % of the samples), ahead,
        ahead_low, ahead_high (importance less that of the next one; blank for the last), johnson (importance
        by relative weights), coefficient, coefficient_low, coefficient_high (95 %), standard_error, p, p_holm
        (for the number of drivers), vif, performance (mean of all who rated it), rated (how many), n. Without
        rows, and with a reason, where nothing can be known.

    Raises:
        MeasureError: A column is not there or is named twice, or an argument is not possible.

    Source:
        Grömping (2006), Relative importance for linear regression in R, Journal of Statistical
        Software 17(1); after Lindeman, Merenda & Gold (1980).

    Example:
        >>> answers = DataFrame({"nps": [2, 5, 6, 9, 10, 8], "checkout": [1, 2, 3, 4, 5, 5]})
        >>> found = relative_importance(answers, "nps", ["checkout"])
        >>> found.table[["driver", "importance", "performance"]].round(2)
             driver  importance  performance
        0  checkout        0.89         3.33
    """
    _refuse(answers, outcome, drivers, method, missing, weights)
    ratings = answers[[outcome, *drivers]].astype(float)
    sample = _Sample(
        ratings,
        Series(np.arange(len(ratings)), ratings.index) if clusters is None else clusters,
        Series(1.0, ratings.index) if weights is None else weights.astype(float),
        missing,
        method,
        bootstrap,
        seed,
    )
    found = _by_rule(ratings, sample)
    if not ratings.isna().any(axis=None):
        return found
    other = _by_rule(ratings, replace(sample, missing=MISSING[missing == "complete"]))
    return replace(found, otherwise=None if other.reason else other)


def _refuse(
    answers: DataFrame, outcome: str, drivers: Sequence[str], method: str, missing: str, weights: Any
) -> None:
    faults = [
        f"'{one}' is not a column{did_you_mean(one, answers)}"
        for one in (outcome, *drivers)
        if one not in answers
    ]
    if len({outcome, *drivers}) < 1 + len(drivers):
        faults.append("a column is named twice")
    faults += [
        f"{name}: '{given}' is not one of {', '.join(known)}"
        for name, given, known in (("method", method, METHODS), ("missing", missing, MISSING))
        if given not in known
    ]
    if weights is not None and not (weights.reindex(answers.index) > 0).all():
        faults.append("weights: not every respondent has one above 0")
    if faults:
        raise MeasureError("Importance cannot be measured: " + "; ".join(faults) + ".")


@dataclass(frozen=True, eq=False)
class _Sample:
    """Whose answers the measures rest on, and how they are made of them."""

    cases: DataFrame
    people: Series
    weights: Series
    missing: str
    method: str
    bootstrap: int
    seed: int

    @property
    def moments(self) -> Moments:
        return Moments(self.cases.to_numpy(), self.weights.to_numpy(), self.people.factorize()[0])

    @property
    def drivers(self) -> Index:
        return self.cases.columns[1:]

    def without(self, names: Sequence[str]) -> "_Sample":
        return replace(self, cases=self.cases.drop(columns=list(names)))


def _by_rule(ratings: DataFrame, given: _Sample) -> Drivers:
    """The measures by one rule for what is missing."""
    has = ratings.notna()
    whole = has.all(axis=1) if given.missing == "complete" else has.iloc[:, 0] & has.iloc[:, 1:].any(axis=1)
    people, weights = given.people[whole], given.weights[whole]
    sample = replace(given, cases=ratings[whole], people=people, weights=weights)
    alike = [name for name in sample.drivers if len(people) > 1 and sample.cases[name].nunique() < 2]
    sample = sample.without(alike)
    facts = {"n_total": len(ratings), "alike": tuple(map(str, alike)), "missing": given.missing}
    facts |= {"people": people.nunique(), "outcome": str(ratings.columns[0])}
    if reason := _why_not(sample.cases, facts["people"]):
        return _nothing(reason, n=len(people) if len(sample.drivers) else 0, **facts)
    correlation = sample.moments.correlation()
    if not np.isfinite(correlation).all():
        return _nothing("apart", n=len(people), **facts)
    tied = [sample.drivers[at] for at in fixed_by_others(correlation[1:, 1:])]
    sample, facts["tied"] = sample.without(tied), tuple(map(str, tied))
    moments = sample.moments
    if not is_sound(moments.correlation()[None])[0]:
        return _nothing("apart", n=len(people), **facts)
    left_out = who_is_left_out(ratings.iloc[:, 0], sample.cases.index)
    return _measured(sample, moments, ratings, left_out=left_out, **facts)


def _why_not(cases: DataFrame, people: int) -> str:
    """Why nothing can be said of importance; empty where it may be."""
    if cases.shape[1] < 2 or people < 2 or len(cases) < cases.shape[1] + 1:
        return "few"
    return "alike" if cases.iloc[:, 0].nunique() == 1 else ""


def _nothing(reason: str, **facts: Any) -> Drivers:
    none = declare(DataFrame(columns=COLUMNS))
    nothing = first_against_others(Series(dtype=float), none, Series(dtype=int))
    return Drivers(none, float("nan"), reason=reason, differences=nothing, **facts)


def _measured(sample: _Sample, moments: Moments, ratings: DataFrame, **facts: Any) -> Drivers:
    names, correlation = sample.drivers, moments.correlation()
    shares, error = _importance(correlation, sample.method, sample.seed)
    importance = Series(shares, names)
    redrawn = moments.redrawn(sample.bootstrap, sample.seed)
    redrawn = redrawn[is_sound(redrawn)]
    if len(redrawn) < ENOUGH_DRAWS * sample.bootstrap:
        redrawn = np.empty((0, *correlation.shape))
    drawn = _redrawn(redrawn, correlation, shares, sample.method, sample.seed) if len(redrawn) else []
    drawn = DataFrame(drawn, columns=names, dtype=float)
    if sample.missing == "complete":
        effects = outcome_model(sample.cases, sample.people, sample.weights)
    else:
        effects = pairwise_model(sample.cases, correlation, redrawn)
    measures = {
        **_shares_and_ranks(importance, drawn),
        "johnson": Series(johnson_shares(correlation[None])[0], names),
        **_effects(effects),
        "performance": _means(ratings[names], sample.weights),
        "rated": ratings[names].notna().sum(),
        "n": len(sample.cases),
    }
    table = DataFrame(measures).rename_axis("driver").reset_index()[COLUMNS]
    return Drivers(
        declare(table.sort_values("importance", ascending=False, kind="stable", ignore_index=True)),
        float(importance.sum()),
        len(sample.cases),
        differences=first_against_others(importance, drawn, Series(len(sample.cases), names)),
        error=error,
        correlation=DataFrame(correlation, sample.cases.columns, sample.cases.columns),
        **facts,
    )


def _shares_and_ranks(importance: Series, drawn: DataFrame) -> dict[str, Series]:
    """Importance, its interval, its share, its rank, and how far it lies ahead of the next one."""
    ordered = importance.sort_values(ascending=False, kind="stable").index
    low, high = _ends(drawn)
    first, last = _ends(drawn.rank(axis=1, ascending=False, method="min"))
    ahead_low, ahead_high = _ends(drawn[ordered].diff(-1, axis=1))
    return {
        "importance": importance,
        "low": low,
        "high": high,
        "share": importance / importance.sum(),
        "rank_low": first,
        "rank_high": last,
        "ahead": importance[ordered].diff(-1),
        "ahead_low": ahead_low,
        "ahead_high": ahead_high,
    }


def _ends(drawn: DataFrame) -> tuple[Series, Series]:
    """Both ends of the 95 % interval of each column."""
    ends = drawn.quantile([0.025, 0.975])
    return ends.iloc[0], ends.iloc[1]


def _effects(effects: DataFrame) -> dict[str, Series]:
    by_name = effects.set_index("driver")
    renamed = {"coefficient": "coefficient", "coefficient_low": "low", "coefficient_high": "high"}
    found = {name: by_name[column] for name, column in renamed.items()}
    found |= {name: by_name[name] for name in ("standard_error", "p", "vif")}
    return found | {
        "p_holm": Series(holm(by_name["p"].fillna(1.0)), by_name.index).where(by_name["p"].notna())
    }


def _means(ratings: DataFrame, weights: Series) -> Series:
    """The weighted mean of all who rated."""
    counts = ratings.notna().mul(weights, axis=0)
    return ratings.mul(weights, axis=0).sum() / counts.sum()


def _importance(correlation: Floats, method: str, seed: int) -> tuple[Floats, float]:
    """The importance of each driver, and the largest standard error where orders were drawn."""
    drivers = len(correlation) - 1
    if method == "johnson":
        return johnson_shares(correlation[None])[0], 0.0
    if drivers <= MOST_EXACT:
        return lmg_shares(correlation[None])[0], 0.0
    found = sampled_shares(correlation[None], balanced_orders(drivers, ROUNDS, seed))[:, 0]
    rounds = found.reshape(ROUNDS, 2 * drivers, drivers).mean(axis=1)
    return rounds.mean(axis=0), float((rounds.std(axis=0, ddof=1) / np.sqrt(ROUNDS)).max())


def _redrawn(correlations: Floats, correlation: Floats, importance: Floats, method: str, seed: int) -> Floats:
    """The same of people drawn again; what drawn orders are off by for the people there are is taken out."""
    drivers = len(correlation) - 1
    if method == "johnson":
        return johnson_shares(correlations)
    if drivers <= MOST_EXACT_REDRAWN:
        return lmg_shares(correlations)
    found = sampled_shares(np.vstack([correlation[None], correlations]), balanced_orders(drivers, 1, seed))
    found = found.mean(axis=0)
    return found[1:] - found[0] + importance
