"""Dissent in a panel: experts far from the median with their remarks, and notes on uninformative scores."""

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from prioritization.panel.ratings import CRITERIA, checked_scores, latest_round, pie_matrix
from prioritization.panel.verdicts import panel_scores

FAR_MADS, FAR_POINTS, FAR_NEEDED = 3, 2, 5
MAD_TO_SD = 1.4826
MOSTLY, MOSTLY_NEEDED = 0.8, 6


def panel_notes(scores: DataFrame) -> DataFrame:
    """Note what a moderator should look at before the scores are used. Nothing is left out for it.

    - "outlier": an expert's PIE score is more than 3 scaled median absolute deviations and at least 2
      points from the panel's median, on an opportunity with at least 5 scores; value: the distance.
    - "all_high", "all_low": at least 80 % of an expert's scores, of at least 6, lie within a point of
      the end of the scale (9 and 10, or 1 and 2); value: that share.
    - "same_score": otherwise, at least 80 % of an expert's scores, of at least 6, are the same; value: that
      share.
    - "ceiling", "floor": at least 80 % of the experts, of at least 2, give an opportunity a PIE score
      of 9 or more, or of 2 or less; value: that share.

    Args:
        scores: As for `pie_by_expert`; each opportunity's latest round counts.

    Returns:
        note, expert, opportunity, value; expert is blank for the panel as a whole, opportunity is
        blank for an expert as a whole. Sorted by note, opportunity and expert.

    Raises:
        ScoreError: As for `pie_by_expert`.

    Source:
        Leys, Ley, Klein, Bernard & Licata (2013), Journal of Experimental Social Psychology 49(4),
        p. 764-766 (3 scaled deviations); the other limits are rules of this method.
    """
    given = latest_round(checked_scores(scores)).astype({"expert": "str", "opportunity": "str"})
    wide = pie_matrix(given)[0].droplevel("round")
    notes = pd.concat([_outliers(wide), _habits(given), _ends(wide)])
    types = {"note": "str", "expert": "str", "opportunity": "str", "value": float}
    return notes[[*types]].astype(types).sort_values(["note", "opportunity", "expert"], ignore_index=True)


def dissent(scores: DataFrame, weights: Mapping[str, float] | None = None, *, per_side: int = 3) -> DataFrame:
    """List the experts furthest from the median where the panel does not agree, with their remarks.

    Args:
        scores: As for `panel_scores`; optionally `remark`. Each opportunity's latest round counts.
        weights: As for `panel_scores`.
        per_side: How many experts above the median, and as many below; at the same distance those
            with a remark go first.

    Returns:
        opportunity, expert, score (the expert's PIE), distance (from the panel's median, in points), remark
        (the expert's remarks on the criteria, a line each; blank where there are none); by opportunity,
        from the highest score to the lowest.

    Raises:
        ScoreError: As for `panel_scores`.

    Source:
        Dalkey & Helmer (1963), Management Science 9(3), p. 458-467: who differs is asked why.
    """
    given = checked_scores(scores, weights)
    panel = latest_round(panel_scores(scores, weights))
    divided = panel.loc[panel["verdict"].ne("agreed"), ["round", "opportunity", "median"]]
    pies = pie_matrix(given)[0].stack().rename("score").dropna().reset_index()
    positions = pies.merge(divided).merge(_remarks(given), how="left")
    positions["distance"] = positions["score"] - positions["median"]
    dissenting = positions[positions["distance"].abs() > 1e-9]
    furthest_first = dissenting.assign(
        far=dissenting["distance"].abs().round(9), silent=dissenting["remark"].isna()
    ).sort_values(["opportunity", "far", "silent", "expert"], ascending=[True, False, True, True])
    kept = furthest_first.groupby(["opportunity", furthest_first["distance"] > 0]).head(per_side)
    kept = kept.sort_values(["opportunity", "score", "expert"], ascending=[True, False, True])
    return kept[["opportunity", "expert", "score", "distance", "remark"]].reset_index(drop=True)


def _outliers(wide: DataFrame) -> DataFrame:
    distance = wide.sub(wide.median(axis="columns"), axis="index").round(9)
    limit = (FAR_MADS * MAD_TO_SD * distance.abs().median(axis="columns")).round(9)
    far = distance.abs().gt(limit, axis="index") & distance.abs().ge(FAR_POINTS)
    enough = wide.notna().sum(axis="columns") >= FAR_NEEDED
    outliers = distance[far & enough.to_numpy()[:, None]].stack().dropna()
    return outliers.rename("value").reset_index().assign(note="outlier")


def _habits(given: DataFrame) -> DataFrame:
    scores = given.dropna(subset="score").groupby("expert")["score"]
    enough = scores.size() >= MOSTLY_NEEDED
    high, low = scores.agg(lambda s: s.ge(9).mean()), scores.agg(lambda s: s.le(2).mean())
    same = scores.agg(lambda s: s.value_counts(normalize=True).max())
    same = same.where((high < MOSTLY) & (low < MOSTLY))
    shares = DataFrame({"all_high": high, "all_low": low, "same_score": same})
    return _mostly(shares[enough])


def _ends(wide: DataFrame) -> DataFrame:
    n = wide.notna().sum(axis="columns")
    rounded = wide.round(9)
    shares = DataFrame({"ceiling": rounded.ge(9).sum(axis=1) / n, "floor": rounded.le(2).sum(axis=1) / n})
    return _mostly(shares[n >= 2])


def _mostly(shares: DataFrame) -> DataFrame:
    """A note per share of at least 80 %."""
    values = shares.rename_axis(columns="note").stack().rename("value")
    return values[values.round(9) >= MOSTLY].reset_index()


def _remarks(given: DataFrame) -> DataFrame:
    order = given["criterion"].map(CRITERIA.index)
    remarks = given.assign(
        order=order, remark=given.get("remark", pd.Series(None, index=given.index, dtype="str"))
    )
    remarks = remarks[remarks["remark"].astype("str").str.strip().fillna("").ne("")].sort_values("order")
    keys = ["round", "opportunity", "expert"]
    lines = remarks.astype({"remark": "str"}).groupby(keys)["remark"].agg(lambda s: "\n".join(s.unique()))
    return lines.astype("str").reset_index()
