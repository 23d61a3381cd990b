"""Dissent in a panel: experts far from the median with their remarks, and notes on uninformative scores."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.panel.ratings import checked_scores, expert_scores, latest_round, points, score_matrix
from prioritization.panel.verdicts import panel_scores
from prioritization.scoring.methods import PIE, Method

FAR_MADS, FAR_POINTS, FAR_NEEDED = 3, 2, 5
MAD_TO_SD = 1.4826
MOSTLY, MOSTLY_NEEDED = 0.8, 6


def panel_notes(scores: DataFrame, *, method: Method = PIE) -> DataFrame:
    """Note what a moderator should look at before the scores are used. Nothing is left out for it.

    - "outlier": an expert's score is more than 3 scaled median absolute deviations and at least 2
      points from the panel's median, on an opportunity with at least 5 scores; value: the distance.
    - "all_high", "all_low": at least 80 % of an expert's scores, of at least 6, lie within a ninth of
      the end of the scale (from 1 to 10: 9 and 10, or 1 and 2); value: that share.
    - "same_score": otherwise, at least 80 % of an expert's scores, of at least 6, are the same; value: that
      share.
    - "ceiling", "floor": at least 80 % of the experts, of at least 2, give an opportunity a score
      of 9 or more, or of 2 or less; value: that share.

    Points are those of the scale from 1 to 10 on which `points` puts the scores. Criteria and scores without
    an end have no note on ends.

    Args:
        scores: As for `expert_scores`; each opportunity's latest round counts.
        method: As for `expert_scores`.

    Returns:
        note, expert, opportunity, value; expert is blank for the panel as a whole, opportunity is
        blank for an expert as a whole. Sorted by note, opportunity and expert.

    Raises:
        ScoreError: As for `expert_scores`.

    Source:
        Leys, Ley, Klein, Bernard & Licata (2013), Journal of Experimental Social Psychology 49(4),
        p. 764-766 (3 scaled deviations); the other limits are rules of this method.
    """
    given = latest_round(checked_scores(scores, method=method)).astype(
        {"expert": "str", "opportunity": "str"}
    )
    wide = points(score_matrix(given, method)[0], method).droplevel("round")
    ends = _ends(wide) if method.scale else None
    notes = pd.concat([_outliers(wide), _habits(given, method), ends])
    types = {"note": "str", "expert": "str", "opportunity": "str", "value": float}
    return notes[[*types]].astype(types).sort_values(["note", "opportunity", "expert"], ignore_index=True)


def dissent(
    scores: DataFrame,
    weights: Mapping[str, float] | None = None,
    *,
    per_side: int = 3,
    method: Method = PIE,
) -> DataFrame:
    """List the experts furthest from the median where the panel does not agree, with their remarks.

    Who gave no reason in the latest round is heard with the last one given before, if that was on the same
    side of the median. Both sides are heard: where none of those furthest on one side made a remark, the
    furthest of that side who did takes the place of the last.

    Args:
        scores: As for `panel_scores`; optionally `remark`. Each opportunity's latest round counts.
        weights: As for `panel_scores`.
        per_side: How many experts above the median, and as many below; at the same distance those
            with a remark go first.
        method: As for `expert_scores`.

    Returns:
        opportunity, expert, score (by the method), distance (from the panel's median), remark
        (the expert's remarks on the criteria, a line each; blank where there are none); by opportunity,
        from the highest score to the lowest.

    Raises:
        ScoreError: As for `panel_scores`.

    Source:
        Dalkey & Helmer (1963), Management Science 9(3), p. 458-467: who differs is asked why.
    """
    given = checked_scores(scores, weights, method=method)
    panel = latest_round(panel_scores(scores, weights, method=method))
    divided = panel.loc[panel["verdict"].ne("agreed"), ["round", "opportunity", "median"]]
    every = expert_scores(given[given["weight"] > 0], method)
    positions = every.merge(divided)
    positions["distance"] = positions["score"] - positions["median"]
    positions["remark"] = positions["remark"].fillna(_said_before(every, positions))
    dissenting = positions[positions["distance"].abs() > 1e-9]
    side = ["opportunity", "above"]
    furthest_first = dissenting.assign(
        above=dissenting["distance"].gt(0),
        far=dissenting["distance"].abs().round(9),
        silent=dissenting["remark"].isna(),
    ).sort_values([*side, "far", "silent", "expert"], ascending=[True, True, False, True, True])
    place = furthest_first.groupby(side).cumcount()
    heard = furthest_first[~furthest_first["silent"]].groupby(side).head(1).index
    first = place.where(~place.index.isin(heard), place.clip(upper=per_side - 1.5))
    kept = furthest_first.assign(place=first).sort_values("place").groupby(side).head(per_side)
    kept = kept.sort_values(["opportunity", "score", "expert"], ascending=[True, False, True])
    return kept[["opportunity", "expert", "score", "distance", "remark"]].reset_index(drop=True)


def _said_before(every: DataFrame, positions: DataFrame) -> Series:
    """Per position the expert's last remark of an earlier round whose score was on the same side."""
    who = ["opportunity", "expert"]
    before = every.dropna(subset="remark").merge(
        positions[[*who, "round", "median", "distance"]], on=who, suffixes=("", "_now")
    )
    same_side = (before["score"] - before["median"]) * before["distance"] > 0
    said = before[same_side & before["round"].lt(before["round_now"])].sort_values("round")
    last = said.groupby(who)["remark"].last().rename("before")
    return positions.join(last, on=who)["before"]


def _outliers(wide: DataFrame) -> DataFrame:
    distance = wide.sub(wide.median(axis="columns"), axis="index").round(9)
    limit = (FAR_MADS * MAD_TO_SD * distance.abs().median(axis="columns")).round(9)
    far = distance.abs().gt(limit, axis="index") & distance.abs().ge(FAR_POINTS)
    enough = wide.notna().sum(axis="columns") >= FAR_NEEDED
    outliers = distance[far & enough.to_numpy()[:, None]].stack().dropna()
    return outliers.rename("value").reset_index().assign(note="outlier")


def _habits(given: DataFrame, method: Method) -> DataFrame:
    given = given.dropna(subset="score")
    low, high = (
        given["criterion"].map({name: getattr(one, end) for name, one in method.ranges.items()}).astype(float)
        for end in ("low", "high")
    )
    step = (high - low) / 9
    scores = given.assign(
        all_high=given["score"].ge(high - step - 1e-9),
        all_low=given["score"].le(low + step + 1e-9) & step.lt(np.inf),
    ).groupby("expert")
    shares = scores[["all_high", "all_low"]].mean()
    same = scores["score"].agg(lambda s: s.value_counts(normalize=True).max())
    shares["same_score"] = same.where(shares.lt(MOSTLY).all(axis="columns"))
    return _mostly(shares[scores.size() >= MOSTLY_NEEDED])


def _ends(wide: DataFrame) -> DataFrame:
    n = wide.notna().sum(axis="columns")
    rounded = wide.round(9)
    shares = DataFrame({"ceiling": rounded.ge(9).sum(axis=1) / n, "floor": rounded.le(2).sum(axis=1) / n})
    return _mostly(shares[n >= 2])


def _mostly(shares: DataFrame) -> DataFrame:
    """A note per share of at least 80 %."""
    values = shares.rename_axis(columns="note").stack().rename("value")
    return values[values.round(9) >= MOSTLY].reset_index()
