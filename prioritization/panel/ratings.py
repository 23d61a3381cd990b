"""Ratings of experts: the checked scores table, and a PIE score per expert and opportunity."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.parsing import is_blank, text, yes_or_no
from prioritization.reading import is_number, number
from prioritization.scoring.scores import pie_score

CRITERIA = ("potential", "importance", "ease")
KEY = ["expert", "round", "opportunity", "criterion"]


def pie_by_expert(scores: DataFrame) -> DataFrame:
    """Score every opportunity as each expert sees it.

    An expert who abstained on a criterion, or skipped one, has no PIE score for that opportunity
    in that round: two thirds of an opinion is not an opinion.

    Args:
        scores: A row per expert, round, opportunity and criterion (potential, importance, ease):
            `score` from 1 to 10; optionally `abstained`, yes/no, ja/nee or true/false, where the
            expert gave none. Ids are read as text.

    Returns:
        expert, round, opportunity, pie; sorted by round, opportunity and expert.

    Raises:
        ScoreError: Columns are missing, a score lies outside 1 to 10, a criterion is unknown, a
            round is not a number, `abstained` is neither yes nor no, or a score is given twice.

    Example:
        >>> given = pd.DataFrame({"expert": "ann", "round": 1, "opportunity": "returns",
        ...     "criterion": ["potential", "importance", "ease"], "score": [9, 10, 5]})
        >>> pie_by_expert(given)["pie"].tolist()
        [8.0]
    """
    return _pies(checked_scores(scores))


def checked_scores(scores: DataFrame, weights: Mapping[str, float] | None = None) -> DataFrame:
    """Check the scores table.

    Args:
        scores: As for `pie_by_expert`; with `weights` also `role`, one per expert.
        weights: Per role its weight, 0 or more. Experts of weight 0 count nowhere.

    Returns:
        The same rows: ids as text, `score` blank where the expert abstained, `abstained` as true or
        false, and `weight`, 1 without weights.

    Raises:
        ScoreError: As for `pie_by_expert`; or a role is blank or has no weight, an expert has two
            roles, or a weight is below 0. The message lists all faults.
    """
    needed = [*KEY, "score"] if weights is None else [*KEY, "score", "role"]
    missing = [f"column '{name}' is missing" for name in needed if name not in scores]
    if missing:
        raise ScoreError(fault_list("The experts' scores", missing))
    faults: list[str] = []
    table = _read(scores.reset_index(drop=True), faults)
    faults = _score_faults(table) + faults
    by_role = None if weights is None else _by_role(weights)
    faults += [] if by_role is None else _role_faults(table, by_role)
    if faults:
        raise ScoreError(fault_list("The experts' scores", faults))
    return table.assign(
        round=table["round"].map(number).astype(float if table["round"].map(number).mod(1).any() else int),
        score=table["score"].where(~table["abstained"]).map(number).astype(float),
        weight=1.0 if by_role is None else table["role"].map(by_role).astype(float),
    )


def pie_matrix(checked: DataFrame) -> tuple[DataFrame, Series]:
    """Set the experts' PIE scores side by side.

    Args:
        checked: Scores from `checked_scores`.

    Returns:
        A row per round and opportunity that was asked, sorted, a column per expert, blank where
        they have no PIE score; and each expert's weight, in the order of the columns. Experts of weight 0
        are left out.
    """
    heavy = checked[checked["weight"] > 0]
    asked = checked[["round", "opportunity"]].drop_duplicates().sort_values(["round", "opportunity"])
    pies = _pies(heavy).set_index(["round", "opportunity", "expert"])["pie"]
    wide = pies.unstack("expert").reindex(pd.MultiIndex.from_frame(asked))
    return wide, heavy.groupby("expert")["weight"].first().reindex(wide.columns)


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


def _pies(checked: DataFrame) -> DataFrame:
    wide = checked.pivot(index=["round", "opportunity", "expert"], columns="criterion", values="score")
    complete = wide.reindex(columns=list(CRITERIA)).dropna()
    pie = pie_score(complete["potential"], complete["importance"], complete["ease"])
    return pie.rename("pie").reset_index()[["expert", "round", "opportunity", "pie"]]


def _read(table: DataFrame, faults: list[str]) -> DataFrame:
    """Ids as text, so that 1 and "1 " are the same expert; abstained as yes or no, and no where absent."""
    ids = [name for name in ("expert", "opportunity", "criterion", "role") if name in table]
    read = {name: Series([text(value) for value in table[name]], table.index, dtype="str") for name in ids}
    return table.assign(**read, abstained=yes_or_no(table, "abstained", faults))


def _score_faults(table: DataFrame) -> list[str]:
    blanks = table[KEY].map(is_blank).stack()
    faults = [f"row {row + 1}, {column}: is blank" for row, column in blanks.index[blanks.astype(bool)]]
    values = table["score"].map(number).astype(float)
    for row in table.index[~table["abstained"] & ~values.between(1, 10)]:
        faults.append(f"row {row + 1}, score: {table.at[row, 'score']} is not within 1 to 10")
    for row in table.index[~table["criterion"].isin(CRITERIA) & table["criterion"].ne("")]:
        criterion = table.at[row, "criterion"]
        offer = did_you_mean(criterion, CRITERIA)
        faults.append(f"row {row + 1}, criterion: '{criterion}' is not one of {', '.join(CRITERIA)}{offer}")
    rounds = table["round"].map(number).astype(float)
    for row in table.index[~np.isfinite(rounds) & ~table["round"].map(is_blank).astype(bool)]:
        faults.append(f"row {row + 1}, round: '{table.at[row, 'round']}' is not a number, such as 1")
    read = table.assign(round=rounds)
    for row in table.index[read.duplicated(KEY) & np.isfinite(rounds)]:
        who = ", ".join(text(table.at[row, column]) for column in KEY)
        faults.append(f"row {row + 1}: a score of {who} is given twice")
    return faults


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
