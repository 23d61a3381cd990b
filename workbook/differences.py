"""Whether the first of several is clearly first: people drawn again, and the differences tested together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbook.privacy import declare

DRAWS, CLEAR, AT_ONCE = 1999, 0.05, 50
MEASURES = ["difference", "low", "high", "p", "share_first"]


def per_person(rows: pd.DataFrame, values: pd.Series, names: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each person answered on each of several measures, side by side.

    Who answers in several waves, or in a group that was drawn together, is one person: such answers hang
    together.

    Args:
        rows: Answers: respondent_id, [customer_id, cluster, weight]; a blank weight counts as 1.
        values: The value of each answer; in the index of `rows`.
        names: The measure that each answer is about; in the same index.

    Returns:
        Weighted sums of the values, and sums of the weights (0 where there is no answer): one row per person,
        one column per measure, sorted.

    Example:
        >>> rows = pd.DataFrame({"respondent_id": ["r1", "r1", "r2"], "customer_id": ["a", "a", "a"]})
        >>> totals, weights = per_person(rows, pd.Series([1.0, 0.0, 3.0]), pd.Series(["x", "y", "x"]))
        >>> totals.values.tolist(), weights.values.tolist()
        ([[4.0, 0.0]], [[2.0, 1.0]])
    """
    weight = rows.get("weight", pd.Series(1.0, index=rows.index)).fillna(1.0)
    table = pd.DataFrame({"person": people(rows), "name": names, "total": values * weight, "weight": weight})
    wide = {"index": "person", "columns": "name", "aggfunc": "sum", "fill_value": 0.0}
    return table.pivot_table(values="total", **wide), table.pivot_table(values="weight", **wide)


def people(rows: pd.DataFrame) -> pd.Series:
    """Whose answer each is: of a group drawn together, else of the customer, else of the respondent.

    Example:
        >>> rows = pd.DataFrame({"respondent_id": ["r1", "r2"], "customer_id": ["a", None]})
        >>> people(rows).tolist()
        ['customer_id a', 'respondent_id r2']
    """
    found = pd.Series(None, index=rows.index, dtype="str")
    for column in ("cluster", "customer_id", "respondent_id"):
        if column in rows:
            found = found.fillna(f"{column} " + rows[column].astype("str").where(rows[column].notna()))
    return found


def redrawn_means(
    totals: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    ends: tuple[float, float],
    seed: int,
    people: pd.Series | None = None,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Means of several measures when people are drawn again, each with all of its own answers.

    Two people are added to each measure, one at either end of the scale: without them a measure on which a
    handful of people agree would look certain.

    Args:
        totals: Weighted sum of what a person answered: one row per person, one column per measure.
        weights: Sum of the weights of those answers, 0 where there is none; like `totals`.
        ends: The lowest and the highest answer of the scale.
        seed: Seed of the draws.
        people: How many people a row stands for; one each if not given.
        draws: How often people are drawn.

    Returns:
        One row per draw, one column per measure; missing where nobody who answered was drawn.

    Source:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap; the added people: Agresti & Caffo (2000),
        The American Statistician 54(4), p. 280-288.

    Example:
        >>> answers = pd.DataFrame({"a": [1.0, 0.0] * 50, "b": [1.0] * 100})
        >>> means = redrawn_means(answers, answers * 0 + 1, ends=(0, 1), seed=1)
        >>> means.mean().round(2).tolist()
        [0.5, 0.99]
    """
    if totals.empty:
        return totals.reindex(range(draws))
    names, rng = totals.columns, np.random.default_rng(seed)
    n = np.ones(len(totals)) if people is None else people.to_numpy(float)
    answered = (weights > 0).mul(n, axis=0).sum().clip(lower=1)
    usual = np.diag(weights.mul(n, axis=0).sum() / answered)  # the mean weight of who answered
    sums = np.vstack([totals, *[usual * end for end in ends]])
    counts = np.vstack([weights, usual, usual])
    chances = np.concatenate([n, np.ones(2 * len(names))])
    size = round(chances.sum())
    parts = [min(AT_ONCE, draws - start) for start in range(0, draws, AT_ONCE)]
    with np.errstate(invalid="ignore"):
        means = [
            (drawn @ sums) / (drawn @ counts)
            for drawn in (rng.multinomial(size, chances / chances.sum(), size=part) for part in parts)
        ]
    return pd.DataFrame(np.clip(np.vstack(means), *ends), columns=names)  # rounding lies a hair outside


def first_against_others(
    estimates: pd.Series, draws: pd.DataFrame, n: pd.Series, *, lowest: bool = False
) -> pd.DataFrame:
    """Compare the first of several with each of the others, as they differ in the same draws.

    Args:
        estimates: The measure per name.
        draws: The same measures drawn again: one row per draw, one column per name.
        n: How many people each rests on, per name.
        lowest: Whether the lowest comes first; the highest if not.

    Returns:
        One row per other, nearest first: first, other, difference (first less other), low, high (the 95 %
        interval of that one difference), p (two-sided, corrected by Holm for the number of others),
        share_first (of the draws in which the first comes first) and fewest (the smaller n). No rows where
        there is nothing to compare.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6(2), p. 65-70.

    Example:
        >>> draws = pd.DataFrame({"a": [5.0, 6.0, 7.0] * 50, "b": [1.0, 2.0, 3.0] * 50})
        >>> found = first_against_others(pd.Series({"a": 6.0, "b": 2.0}), draws, pd.Series({"a": 9, "b": 8}))
        >>> found[["other", "difference", "low", "share_first", "fewest"]].values.tolist()
        [['b', 4.0, 4.0, 1.0, 8]]
    """
    if len(estimates) < 2:
        return declare(pd.DataFrame(columns=["first", "other", *MEASURES, "fewest"]), *MEASURES, n="fewest")
    first, *others = estimates.sort_values(ascending=lowest, kind="stable").index
    gaps = draws[others].rsub(draws[first], axis=0).fillna(0.0)
    tail = np.minimum(gaps.le(0).sum(), gaps.ge(0).sum())
    best = draws.eq(draws.agg("min" if lowest else "max", axis="columns"), axis=0)[first]
    table = pd.DataFrame(
        {
            "first": first,
            "other": others,
            "difference": (estimates[first] - estimates[others]).to_numpy(float),
            "low": gaps.quantile(0.025).to_numpy(float),
            "high": gaps.quantile(0.975).to_numpy(float),
            "p": holm(np.minimum(2 * (tail + 1) / (len(draws) + 1), 1)),
            "share_first": best.mean(),
            "fewest": [min(n[first], n[other]) for other in others],
        }
    )
    return declare(table, *MEASURES, n="fewest")


def holm(p: Sequence[float]) -> np.ndarray:
    """Correct probabilities for how many differences are tested together.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6(2), p. 65-70.

    Example:
        >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
        [0.03, 0.06, 0.06]
    """
    raw = np.asarray(p, dtype=float)
    order = np.argsort(raw, kind="stable")
    adjusted = np.empty(len(raw))
    adjusted[order] = np.minimum(np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1)), 1)
    return adjusted


def holm_of_known(p: pd.Series) -> pd.Series:
    """Probabilities corrected by Holm, for as many as are known.

    Example:
        >>> holm_of_known(pd.Series([0.01, None, 0.04])).tolist()
        [0.02, nan, 0.04]
    """
    known = p.dropna()
    return pd.Series(holm(known), known.index).reindex(p.index)


def not_clearly_behind(differences: pd.DataFrame) -> list[str]:
    """The others that may as well come first, as `first_against_others` compared them.

    Example:
        >>> not_clearly_behind(pd.DataFrame({"other": ["b", "c"], "p": [0.2, 0.01]}))
        ['b']
    """
    return differences.loc[~differences["p"].lt(CLEAR), "other"].tolist()
