"""Stability of a panel between rounds: agreement alone is no reason to stop."""

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.panel.consensus import refuse_no_permutations
from prioritization.panel.ratings import checked_scores, points, score_matrix
from prioritization.scoring.methods import PIE, Method

STABLE = 0.15
"""The share of net person-changes below which opinions count as settled."""
EXACT = 12
"""Up to so many experts who moved, every pattern of signs is tried."""
NEEDED = 2
"""Experts who scored in both rounds, for a word on stability."""


def round_stability(
    scores: DataFrame, *, seed: int, permutations: int = 9_999, method: Method = PIE
) -> DataFrame:
    """Hold every round against the one before.

    Only experts who scored an opportunity in both rounds count, each as one person. Their scores are
    put in bins of a whole point of the scale from 1 to 10 (7 holds 6.5 up to 7.5). Net person-changes are
    half the sum of what the bins differ: two experts who change places have changed nothing for the panel.

    The p tests another question, and decides nothing: whether the panel as a whole went up or down.
    Under no shift every expert's change could as well have had the other sign. All patterns of signs
    are tried with up to 12 experts who moved, else random ones.

    Args:
        scores: As for `expert_scores`, with the rounds in one table.
        seed: Seed of the random patterns.
        permutations: How many, 1 or more.
        method: As for `expert_scores`.

    Returns:
        A row per opportunity and round from its second: opportunity, round, round_before (the last in
        which it was asked), n (experts who scored in both), changes (net, in persons), changed (as a
        share of n), stable (below 0.15; blank with n below 2), shift (mean change, in points), p.

    Raises:
        ScoreError: As for `expert_scores`, or `permutations` is below 1.

    Source:
        Scheibe, Skutsch & Schofer (1975), Experiments in Delphi methodology, in Linstone & Turoff,
        The Delphi Method, p. 262-287 (15 %); Fisher (1935), The Design of Experiments, section 21
        (signs).

    Example:
        >>> criteria = ["potential", "importance", "ease"] * 4
        >>> scores = pd.DataFrame({"expert": ["ann"] * 3 + ["bob"] * 3 + ["ann"] * 3 + ["bob"] * 3,
        ...     "round": [1] * 6 + [2] * 6, "opportunity": "returns", "criterion": criteria,
        ...     "score": [4] * 3 + [8] * 3 + [6] * 3 + [8] * 3})
        >>> round_stability(scores, seed=1)[["n", "changes", "changed", "stable", "shift", "p"]]
           n  changes  changed  stable  shift    p
        0  2      1.0      0.5   False    1.0  1.0
    """
    refuse_no_permutations(permutations)
    wide, _ = score_matrix(checked_scores(scores, method=method), method)
    table = round_changes(points(wide, method))
    moves = (wide - _before(wide)).loc[table.index]
    rng = np.random.default_rng(seed)
    table["shift"] = moves.mean(axis="columns")
    table["p"] = [_sign_flip_p(move[~np.isnan(move)], rng, permutations) for move in moves.to_numpy()]
    table = table.reset_index()
    return table[["opportunity", "round", *table.columns.drop(["opportunity", "round"])]]


def round_changes(wide: DataFrame) -> DataFrame:
    """Count the net person-changes since the round before.

    Args:
        wide: Scores on the scale from 1 to 10, as `points` gives them.

    Returns:
        round_before, n, changes, changed and stable as in `round_stability`; a row per row of `wide`
        whose opportunity was asked in an earlier round.
    """
    before = _before(wide)
    both = wide.notna() & before.notna()
    now, then = _bins(wide.where(both)), _bins(before.where(both))
    apart = sum((now.eq(point).sum(axis=1) - then.eq(point).sum(axis=1)).abs() for point in range(1, 11))
    n = both.sum(axis="columns")
    table = DataFrame({"round_before": _round_before(wide), "n": n, "changes": apart / 2})
    table["changed"] = table["changes"] / n.where(n > 0)
    table["stable"] = table["changed"].lt(STABLE).astype("boolean").where(n >= NEEDED)
    return table.dropna(subset="round_before").astype({"round_before": wide.index.levels[0].dtype})


def _before(wide: DataFrame) -> DataFrame:
    return wide.groupby(level="opportunity").shift()


def _round_before(wide: DataFrame) -> pd.Series:
    rounds = wide.index.get_level_values("round").to_series(index=wide.index)
    return rounds.groupby(level="opportunity").shift()


def _bins(scores: DataFrame) -> DataFrame:
    return np.floor(scores.round(9) + 0.5)


def _sign_flip_p(moves: NDArray, rng: np.random.Generator, permutations: int) -> float:
    """Chance of a mean change this far from 0 when every sign could be the other; blank without experts."""
    if not len(moves):
        return np.nan
    moved = moves[np.abs(moves) > 1e-9]
    if len(moved) <= EXACT:
        signs = np.array(list(product([-1, 1], repeat=len(moved))))
        return float((np.abs(signs @ moved) >= np.abs(moved.sum()) - 1e-9).mean())
    signs = rng.choice([-1, 1], (permutations, len(moved)))
    extreme = (np.abs(signs @ moved) >= np.abs(moved.sum()) - 1e-9).sum()
    return float((1 + extreme) / (1 + permutations))
