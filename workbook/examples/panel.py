"""An illustrative expert panel: twelve people score every opportunity blind, in two rounds and a last one."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, Timestamp

EXPERTS = [f"E{number:02d}" for number in range(1, 13)]
CRITERIA = ["potential", "importance", "ease"]
CAMP = 2.5  # how far each camp stays from the middle on a question that splits the panel
ABSTAINING = 0.02  # share of expert x opportunity without a score
RECONSIDERED = 0.05  # share of the scores that move by a point in the last round


def scores(judged: DataFrame, split: DataFrame, days: list[str], rng: Generator) -> DataFrame:
    """Score the opportunities around their true scores.

    In round 2 experts move towards each other, except on the opportunities in `split`: there two camps
    stay apart on potential and importance. The last expert gives nearly all tens. Round 3 asks about those
    in `split` again, after the group has talked: nearly everyone stays with what was said.

    Args:
        judged: opportunity, potential, importance, ease: the true scores, 1 to 10.
        split: opportunity, for, against: what each camp says.
        days: The day of each of the three rounds.
        rng: The source of chance.

    Returns:
        The scores table; an expert who abstains leaves the score empty.
    """
    given = _rounds(judged, judged["opportunity"].isin(split["opportunity"]).to_numpy(), rng)
    given[:, -1] = rng.choice([9, 10], given[:, -1].shape, p=[0.1, 0.9])
    axes = {"round": [1, 2], "expert": EXPERTS, "opportunity": judged["opportunity"], "criterion": CRITERIA}
    table = pd.MultiIndex.from_product(axes.values(), names=axes).to_frame(index=False)
    silent = np.broadcast_to((rng.random(given.shape[:3]) < ABSTAINING)[..., None], given.shape)
    table["score"] = np.where(silent, np.nan, given).ravel()
    table["at"] = _moments(given.shape, days[:2], rng)
    table["abstained"] = silent.ravel()
    table["remark"] = _remarks(table, split)
    columns = ["expert", "round", "opportunity", "criterion", "score", "at", "abstained", "remark"]
    table = table.sort_values(["round", "expert"], kind="stable", ignore_index=True)[columns]
    return pd.concat([table, _again(table, split, days[2], rng)], ignore_index=True)


def _again(table: DataFrame, split: DataFrame, day: str, rng: Generator) -> DataFrame:
    """The last round: what was said of the split opportunities in round 2, but for a point here and there."""
    said = table[table["round"].eq(2) & table["opportunity"].isin(split["opportunity"])]
    moves = rng.choice([-1, 0, 1], len(said), p=[RECONSIDERED / 2, 1 - RECONSIDERED, RECONSIDERED / 2])
    later = Timestamp(day).normalize() - said["at"].dt.normalize().iloc[0]
    return said.assign(round=3, score=(said["score"] + moves).clip(1, 10), at=said["at"] + later)


def _rounds(judged: DataFrame, splits: NDArray, rng: Generator) -> NDArray:
    """Scores by round, expert, opportunity and criterion."""
    middle = judged[CRITERIA].to_numpy(float)
    side = np.where(np.arange(len(EXPERTS)) % 2, -CAMP, CAMP)[:, None, None]
    truth = middle + side * splits[:, None] * np.array([1, 1, 0])
    habit = rng.normal(0, 0.5, (len(EXPERTS), 1, 1))
    apart = habit + rng.normal(0, 1.6, truth.shape)
    closer = 0.35 * apart + rng.normal(0, 0.4, truth.shape)
    return np.clip(np.rint(truth + np.stack([apart, closer])), 1, 10)


def _moments(shape: tuple[int, ...], days: list[str], rng: Generator) -> NDArray:
    """Each expert works down the list, about 40 seconds a score."""
    starts = np.array([Timestamp(day) + pd.Timedelta(hours=13) for day in days], dtype="datetime64[s]")
    pauses = rng.integers(20, 60, (shape[0], shape[1], shape[2] * shape[3])).cumsum(axis=2)
    return (starts[:, None, None] + pauses.astype("timedelta64[s]")).astype("datetime64[us]").ravel()


def _remarks(table: DataFrame, split: DataFrame) -> pd.Series:
    """Two experts of each camp say why, in round 2."""
    said = [
        {
            "expert": expert,
            "opportunity": row["opportunity"],
            "round": 2,
            "criterion": "potential",
            "remark": row[side],
        }
        for row in split.to_dict("records")
        for side, camp in (("for", EXPERTS[0:3:2]), ("against", EXPERTS[1:4:2]))
        for expert in camp
    ]
    keys = ["expert", "opportunity", "round", "criterion"]
    return table[keys].merge(DataFrame(said), how="left", on=keys)["remark"].where(~table["abstained"])
