"""What changes in a panel when one expert less is asked."""

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from prioritization.panel.quantiles import row_quantile
from prioritization.panel.ratings import checked_scores, latest_round, score_matrix
from prioritization.panel.verdicts import judged_panel
from prioritization.scoring.methods import PIE, Method


def one_expert_less(
    scores: DataFrame, weights: Mapping[str, float] | None = None, *, method: Method = PIE
) -> DataFrame:
    """Leave out each expert in turn, and say on which opportunities the verdict or the rank changes.

    Args:
        scores: As for `panel_scores`; each opportunity's latest round counts.
        weights: As for `panel_scores`.
        method: As for `expert_scores`.

    Returns:
        A row per opportunity that was scored, by id: opportunity, verdict (of the whole panel), others
        (without how many single experts it is another), rank (by the median, 1 is the highest), rank_low and
        rank_high (the best and the worst rank when one is left out). With one expert nothing is left: others
        is 0 and the ranks are the rank.

    Raises:
        ScoreError: As for `panel_scores`.

    Source:
        Tukey (1958), Annals of Mathematical Statistics 29(2), p. 614 (leaving out one at a time).

    Example:
        >>> given = {"a": 5, "b": 5, "c": 10}.items()
        >>> rows = [(expert, 1, "faq", criterion, score) for expert, score in given
        ...     for criterion in ("potential", "importance", "ease")]
        >>> columns = ["expert", "round", "opportunity", "criterion", "score"]
        >>> one_expert_less(DataFrame(rows, columns=columns))[["verdict", "others"]].to_numpy().tolist()
        [['no consensus', 1]]
    """
    given = checked_scores(scores, weights, method=method)
    whole = _ranked(given, method)
    experts = given.loc[given["weight"] > 0, "expert"].unique()
    without = [
        _ranked(given[given["expert"].ne(expert)], method).reindex(whole.index)
        for expert in experts
        if len(experts) > 1
    ]
    ranks = pd.concat([whole["rank"], *[one["rank"] for one in without]], axis="columns")
    others = sum((one["verdict"].ne(whole["verdict"]).astype(int) for one in without), 0 * whole["rank"])
    table = whole.assign(others=others.astype(int), rank_low=ranks.min(axis=1), rank_high=ranks.max(axis=1))
    columns = ["opportunity", "verdict", "others", "rank", "rank_low", "rank_high"]
    return table.reset_index()[columns]


def scores_one_less(
    scores: DataFrame, weights: Mapping[str, float] | None = None, *, method: Method = PIE
) -> DataFrame:
    """Leave out each expert in turn, and take the median score of the others.

    Args:
        scores: As for `panel_scores`; each opportunity's latest round counts.
        weights: As for `panel_scores`.
        method: As for `expert_scores`.

    Returns:
        A row per expert who is left out, a column per opportunity that was scored. What no other expert
        scored keeps its score. Of a panel of one there is no row.

    Raises:
        ScoreError: As for `panel_scores`.

    Example:
        >>> given = {"a": 5, "b": 5, "c": 10}.items()
        >>> rows = [(expert, 1, "faq", criterion, score) for expert, score in given
        ...     for criterion in ("potential", "importance", "ease")]
        >>> columns = ["expert", "round", "opportunity", "criterion", "score"]
        >>> scores_one_less(DataFrame(rows, columns=columns))["faq"].to_dict()
        {'a': 7.5, 'b': 7.5, 'c': 5.0}
    """
    given = checked_scores(scores, weights, method=method)
    wide, weight = score_matrix(given, method)
    latest = wide.groupby("opportunity").tail(1).dropna(how="all").droplevel("round").sort_index()
    whole = row_quantile(latest, 0.5, weight)
    experts = latest.columns if len(latest.columns) > 1 else latest.columns[:0]
    rows = [row_quantile(latest.drop(columns=one), 0.5, weight.drop(one)) for one in experts]
    return DataFrame(rows, index=pd.Index(experts, name="expert"), columns=whole.index).fillna(whole)


def _ranked(given: DataFrame, method: Method) -> DataFrame:
    panel = latest_round(judged_panel(given, method))
    panel = panel[panel["n"] > 0].set_index("opportunity").sort_index()
    return panel.assign(rank=panel["median"].round(9).rank(ascending=False, method="min").astype(int))[
        ["verdict", "rank"]
    ]
