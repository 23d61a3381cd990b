"""Bootstrap of a panel: draws of the scores, for the uncertainty of the plan."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.errors import ScoreError
from prioritization.panel.ratings import checked_scores, latest_round, score_matrix
from prioritization.panel.verdicts import panel_scores
from prioritization.reading import is_count
from prioritization.scoring.methods import PIE, Method


def panel_draws(
    scores: DataFrame,
    draws: int,
    seed: int,
    weights: Mapping[str, float] | None = None,
    *,
    method: Method = PIE,
) -> DataFrame:
    """Draw panels from the panel, and take from each a score for every opportunity.

    In every draw as many experts as there are, are drawn with replacement, once for all opportunities:
    who scores high, scores high throughout. An opportunity that is "agreed" gets the median of those
    drawn. Any other gets the score of the first one drawn who scored
    it: which camp is right is not known, and the middle between two camps is nobody's opinion. Where
    none of those drawn scored it, further ones are drawn until one did.

    Args:
        scores: As for `panel_scores`; each opportunity's latest round counts.
        draws: How many panels, 1 or more.
        seed: Seed of the draws.
        weights: As for `panel_scores`; experts are drawn in proportion to their weight.
        method: As for `expert_scores`.

    Returns:
        A row per draw, a column per opportunity: scores by the method. Opportunities on which nobody
        scored are absent. Adding an opportunity does not change the draws of the others, as long as
        the experts are the same.

    Raises:
        ScoreError: As for `panel_scores`, nobody scored, or `draws` is below 1.

    Source:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 6 (experts are the units).

    Example:
        >>> scores = pd.DataFrame([(expert, 1, "returns", criterion, score)
        ...     for expert, score in {"ann": 2, "bob": 9}.items()
        ...     for criterion in ("potential", "importance", "ease")],
        ...     columns=["expert", "round", "opportunity", "criterion", "score"])
        >>> sorted(panel_draws(scores, draws=100, seed=1)["returns"].unique().tolist())
        [2.0, 9.0]
    """
    if not is_count(draws):
        raise ScoreError(f"{draws!r} draws say nothing; give 1 or more, such as 1000.")
    panel = latest_round(panel_scores(scores, weights, method=method)).sort_values("opportunity")
    panel = panel[panel["n"] > 0]
    wide, weight = score_matrix(checked_scores(scores, weights, method=method), method)
    if weight.empty:
        raise ScoreError("Nobody scored any opportunity: there is no panel to draw from. Score first.")
    given = wide.loc[pd.MultiIndex.from_frame(panel[["round", "opportunity"]])].to_numpy()
    drawn, others = _panels(weight, draws, np.random.default_rng(seed))
    columns = {
        name: _agreed(row[drawn], row[others]) if verdict == "agreed" else _one(row[drawn], row[others])
        for name, verdict, row in zip(panel["opportunity"], panel["verdict"], given, strict=True)
    }
    return DataFrame(columns, index=pd.RangeIndex(draws, name="draw")).rename_axis(columns="opportunity")


def _panels(weight: Series, draws: int, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """Experts by position: those drawn with replacement, and all of them in a random order."""
    heavy = weight.to_numpy()
    drawn = rng.choice(len(heavy), (draws, len(heavy)), p=heavy / heavy.sum())
    return drawn, np.argsort(rng.exponential(size=drawn.shape) / heavy, axis=1)


def _agreed(drawn: NDArray, others: NDArray) -> NDArray:
    """The median of each row, without blanks."""
    ordered, n = np.sort(drawn, axis=1), (~np.isnan(drawn)).sum(axis=1)
    rows = np.arange(len(drawn))
    middle = (ordered[rows, np.maximum(n - 1, 0) // 2] + ordered[rows, n // 2]) / 2
    return np.where(n > 0, middle, _one(drawn, others))


def _one(drawn: NDArray, others: NDArray) -> NDArray:
    """The first score of each row, without blanks."""
    in_turn = np.hstack([drawn, others])
    return in_turn[np.arange(len(in_turn)), (~np.isnan(in_turn)).argmax(axis=1)]
