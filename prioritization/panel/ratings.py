"""Ratings of experts: the checked scores table, and one score per expert and opportunity."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.parsing import is_blank, text, yes_or_no
from prioritization.reading import is_number, number
from prioritization.scoring.methods import PIE, Method

KEY = ["expert", "round", "opportunity", "criterion"]
TEN_POINTS = (1, 10)
"""The scale on which the rules of agreement stand."""
MIDDLE = 5
"""Where the median of scores without a scale stands on it."""


def expert_scores(scores: DataFrame, method: Method = PIE) -> DataFrame:
    """Score every opportunity as each expert sees it.

    An expert who abstained on a criterion, or skipped one, has no score for that opportunity in that round:
    two thirds of an opinion is not an opinion.

    Args:
        scores: A row per expert, round, opportunity and criterion of the method: `score` in the range of the
            criterion; optionally `abstained`, yes/no, ja/nee or true/false, where the expert gave none, and
            `remark`. Ids are read as text.
        method: How the criteria become one score; PIE (potential, importance and ease from 1 to 10) when not
            given.

    Returns:
        expert, round, opportunity, score, remark (the expert's remarks on the criteria, a line each; blank
        where there are none); sorted by round, opportunity and expert.

    Raises:
        ScoreError: Columns are missing, a score lies outside its range, a criterion is unknown, a round is
            not a number, `abstained` is neither yes nor no, or a score is given twice; or the method has no
            score for what was given.

    Example:
        >>> given = pd.DataFrame({"expert": "ann", "round": 1, "opportunity": "returns",
        ...     "criterion": ["potential", "importance", "ease"], "score": [9, 10, 5]})
        >>> expert_scores(given)["score"].tolist()
        [8.0]
    """
    checked = checked_scores(scores, method=method)
    return _scores(checked, method).merge(_remarks(checked, method), how="left")


def checked_scores(
    scores: DataFrame, weights: Mapping[str, float] | None = None, *, method: Method = PIE
) -> DataFrame:
    """Check the scores table.

    Args:
        scores: As for `expert_scores`; with `weights` also `role`, one per expert.
        weights: Per role its weight, 0 or more. Experts of weight 0 count nowhere.
        method: As for `expert_scores`.

    Returns:
        The same rows: ids as text, `score` blank where the expert abstained, `abstained` as true or
        false, and `weight`, 1 without weights.

    Raises:
        ScoreError: As for `expert_scores`; or a role is blank or has no weight, an expert has two
            roles, or a weight is below 0. The message lists all faults.
    """
    needed = [*KEY, "score"] if weights is None else [*KEY, "score", "role"]
    missing = [f"column '{name}' is missing" for name in needed if name not in scores]
    if missing:
        raise ScoreError(fault_list("The experts' scores", missing))
    faults: list[str] = []
    table = _read(scores.reset_index(drop=True), faults)
    faults = _score_faults(table, method) + faults
    by_role = None if weights is None else _by_role(weights)
    faults += [] if by_role is None else _role_faults(table, by_role)
    if faults:
        raise ScoreError(fault_list("The experts' scores", faults))
    return table.assign(
        round=table["round"].map(number).astype(float if table["round"].map(number).mod(1).any() else int),
        score=table["score"].where(~table["abstained"]).map(number).astype(float),
        weight=1.0 if by_role is None else table["role"].map(by_role).astype(float),
    )


def score_matrix(checked: DataFrame, method: Method = PIE) -> tuple[DataFrame, Series]:
    """Set the experts' scores side by side.

    Args:
        checked: Scores from `checked_scores`.
        method: As for `expert_scores`.

    Returns:
        A row per round and opportunity that was asked, sorted, a column per expert, blank where
        they have no score; and each expert's weight, in the order of the columns. Experts of weight 0
        are left out.
    """
    heavy = checked[checked["weight"] > 0]
    asked = checked[["round", "opportunity"]].drop_duplicates().sort_values(["round", "opportunity"])
    given = _scores(heavy, method).set_index(["round", "opportunity", "expert"])["score"]
    wide = given.unstack("expert").reindex(pd.MultiIndex.from_frame(asked))
    return wide, heavy.groupby("expert")["weight"].first().reindex(wide.columns)


def points(wide: DataFrame, method: Method = PIE) -> DataFrame:
    """Put scores on the scale from 1 to 10 on which the rules of agreement stand.

    A score with a scale goes from its ends to 1 and 10. One without an end has its opportunity's median, over
    all rounds, at 5: two points are then 40 % of it, and what lies beyond 1 or 10 counts as 1 or 10.

    Args:
        wide: Scores from `score_matrix`.
        method: As for `expert_scores`.

    Returns:
        The same shape.
    """
    if method.scale == TEN_POINTS:
        return wide
    if method.scale is not None:
        low, high = method.scale
        return 1 + 9 * (wide - low) / (high - low)
    middle = wide.stack().dropna().groupby(level="opportunity").median().abs()
    middle = middle.where(middle > 0, 1.0).reindex(wide.index.get_level_values("opportunity"))
    return (MIDDLE * wide.div(middle.to_numpy(), axis="index")).clip(*TEN_POINTS)


def latest_round(table: DataFrame) -> DataFrame:
    """Keep each opportunity's latest round: what is not asked again stands as it was.

    Args:
        table: Scores, or panel scores: rows with `opportunity` and `round`.

    Returns:
        The rows of the last round in which their opportunity was asked.

    Example:
        >>> panel = pd.DataFrame({"opportunity": ["chat", "returns", "chat"], "round": [1, 1, 2]})
        >>> latest_round(panel)[["opportunity", "round"]].to_numpy().tolist()
        [['returns', 1], ['chat', 2]]
    """
    return table[table["round"].eq(table.groupby("opportunity")["round"].transform("max"))]


def _scores(checked: DataFrame, method: Method) -> DataFrame:
    keys = ["round", "opportunity", "expert"]
    wide = checked.pivot(index=keys, columns="criterion", values="score")
    complete = wide.reindex(columns=list(method.columns)).dropna()
    columns = dict(complete.items())
    if method.per_opportunity is not None:
        listed = method.per_opportunity.set_axis(method.per_opportunity.index.map(text))
        further = listed.reindex(complete.index.get_level_values("opportunity")).set_axis(complete.index)
        columns |= dict(further.items())
    score = method.compute(**columns).rename("score")
    return score.reset_index()[["expert", "round", "opportunity", "score"]]


def _remarks(given: DataFrame, method: Method) -> DataFrame:
    """The remarks of each expert on an opportunity, in the order of the criteria, a line each."""
    keys = ["expert", "round", "opportunity"]
    remarks = given.assign(
        order=given["criterion"].map(method.columns.index),
        remark=given.get("remark", Series(None, index=given.index, dtype="str")).astype("str"),
    )
    remarks = remarks[remarks["remark"].str.strip().fillna("").ne("")].sort_values("order")
    lines = remarks.groupby(keys)["remark"].agg(lambda s: "\n".join(s.unique()))
    return lines.astype("str").reset_index()


def _read(table: DataFrame, faults: list[str]) -> DataFrame:
    """Ids as text, so that 1 and "1 " are the same expert; abstained as yes or no, and no where absent."""
    ids = [name for name in ("expert", "opportunity", "criterion", "role") if name in table]
    read = {name: Series([text(value) for value in table[name]], table.index, dtype="str") for name in ids}
    return table.assign(**read, abstained=yes_or_no(table, "abstained", faults))


def _score_faults(table: DataFrame, method: Method) -> list[str]:
    blanks = table[KEY].map(is_blank).stack()
    faults = [f"row {row + 1}, {column}: is blank" for row, column in blanks.index[blanks.astype(bool)]]
    values = table["score"].map(number).astype(float)
    for row in table.index[~table["abstained"] & ~_allowed(values, table["criterion"], method)]:
        asked = method.ranges.get(table.at[row, "criterion"], next(iter(method.ranges.values())))
        faults.append(f"row {row + 1}, score: {table.at[row, 'score']} is not {asked}")
    criteria = method.columns
    for row in table.index[~table["criterion"].isin(criteria) & table["criterion"].ne("")]:
        criterion = table.at[row, "criterion"]
        offer = did_you_mean(criterion, criteria)
        faults.append(f"row {row + 1}, criterion: '{criterion}' is not one of {', '.join(criteria)}{offer}")
    rounds = table["round"].map(number).astype(float)
    for row in table.index[~np.isfinite(rounds) & ~table["round"].map(is_blank).astype(bool)]:
        faults.append(f"row {row + 1}, round: '{table.at[row, 'round']}' is not a number, such as 1")
    read = table.assign(round=rounds)
    for row in table.index[read.duplicated(KEY) & np.isfinite(rounds)]:
        who = ", ".join(text(table.at[row, column]) for column in KEY)
        faults.append(f"row {row + 1}: a score of {who} is given twice")
    return faults


def _allowed(values: Series, criterion: Series, method: Method) -> Series:
    """Which scores are in the range of their criterion; of an unknown one, in that of the first."""
    first, *others = method.ranges.items()
    allowed = first[1].holds(values)
    for name, asked in others:
        allowed = allowed.where(criterion.ne(name), asked.holds(values))
    return allowed


def _by_role(weights: Mapping[str, float]) -> dict[str, float]:
    if not isinstance(weights, Mapping):
        raise ScoreError(f"weights: {weights!r} is not a weight per role; give them as {{'it': 1}}.")
    return {text(role): weight for role, weight in weights.items()}


def _role_faults(table: DataFrame, weights: Mapping[str, float]) -> list[str]:
    faults = [f"row {row + 1}, role: is blank" for row in table.index[table["role"].eq("")]]
    there = table[table["role"].ne("")]
    for role, rows in there.groupby("role").groups.items():
        if role not in weights:
            offer = did_you_mean(role, weights)
            faults.append(f"row {rows[0] + 1}, role: '{role}' has no weight{offer}")
    for expert, roles in there.groupby("expert")["role"].unique().items():
        if len(roles) > 1:
            faults.append(f"expert '{expert}' has {len(roles)} roles ({', '.join(roles)}); give one")
    for role, weight in weights.items():
        if not is_number(weight, low=0):
            faults.append(f"weights: {weight!r} of '{role}' is not a finite number of 0 or more")
    if not faults and not table["role"].map(weights).gt(0).any():
        faults = ["weights: no expert has a role with a weight above 0"]
    return faults
