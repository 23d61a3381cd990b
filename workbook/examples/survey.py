"""An illustrative survey: ratings with a known driver structure, tied to what customers did."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame

COMMON = 0.45  # what a respondent's ratings share, in satisfaction points
OWN = 0.75  # what each rating has of its own
NOT_USED = 0.1  # share of respondents who did not use a touchpoint
COMMENTING = 0.25  # share of respondents who explain themselves
MORE = 0.5  # share of the others who say something of any touchpoint
SATISFIED = 4  # from this rating on, what is said of a touchpoint is good


def answers(
    respondents: DataFrame,
    structure: DataFrame,
    effects: DataFrame,
    comments: DataFrame,
    rng: Generator,
) -> DataFrame:
    """Let respondents answer: satisfaction and importance 1-5, NPS 0-10 per touchpoint and for the whole.

    A rating is the touchpoint's level, plus what the respondent's behaviour does to it, plus what all of
    a respondent's ratings share, plus chance. The NPS of the whole relation is linear in the ratings, with
    the drivers as coefficients, so a regression of one on the other should find the drivers again.

    Args:
        respondents: respondent_id, customer_id, at, profile, and the behaviours, standardised.
        structure: Per touchpoint its phase, level, driver (NPS points per satisfaction point), importance,
            and `stressed_by`: the profile to whom it matters more.
        effects: behaviour, touchpoint, effect in satisfaction points per standard deviation.
        comments: touchpoint, tone (good or bad), comment.
        rng: The source of chance.

    Returns:
        The answers table. The whole relation has no touchpoint; a touchpoint not used has no ratings.
    """
    ratings = _ratings(respondents, structure, effects, rng)
    relation = _relation(ratings, structure, rng)
    used = rng.random(ratings.shape) > NOT_USED
    recommended = 8.0 + 1.2 * (ratings - 3.7) + rng.normal(0, 0.9, ratings.shape)
    words = _comments(ratings, used, relation, structure.index, comments, rng)
    blocks = [
        _whole(respondents, relation),
        _per_touchpoint(
            respondents, structure, "nps", np.where(used, _whole_points(recommended, 0, 10), np.nan), words
        ),
        _per_touchpoint(respondents, structure, "satisfaction", np.where(used, ratings, np.nan)),
        _per_touchpoint(respondents, structure, "importance", _importance(respondents, structure, rng)),
    ]
    table = pd.concat(blocks).astype(dict.fromkeys(["touchpoint", "phase", "comment"], "str"))
    return table.sort_values(["at", "respondent_id"], kind="stable", ignore_index=True)


def standardised(behaviour: DataFrame) -> DataFrame:
    """Behaviours with mean 0 and deviation 1, so that their effects compare.

    Args:
        behaviour: One column per behaviour.

    Returns:
        The same rows and columns.
    """
    return (behaviour - behaviour.mean()) / behaviour.std(ddof=0)


def _ratings(respondents: DataFrame, structure: DataFrame, effects: DataFrame, rng: Generator) -> NDArray:
    shape = len(respondents), len(structure)
    weights = effects.pivot(index="behaviour", columns="touchpoint", values="effect").fillna(0.0)
    weights = weights.reindex(columns=structure.index, fill_value=0.0)
    behaviour = respondents[list(weights.index)].to_numpy(float) @ weights.to_numpy(float)
    chance = rng.normal(0, COMMON, (shape[0], 1)) + rng.normal(0, OWN, shape)
    return _whole_points(structure["level"].to_numpy() + behaviour + chance, 1, 5)


def _relation(ratings: NDArray, structure: DataFrame, rng: Generator) -> NDArray:
    pull = (ratings - structure["level"].to_numpy()) @ structure["driver"].to_numpy()
    return _whole_points(7.85 + pull + rng.normal(0, 1.0, len(ratings)), 0, 10)


def _importance(respondents: DataFrame, structure: DataFrame, rng: Generator) -> NDArray:
    profile, stressed_by = (
        each.to_numpy(object) for each in (respondents["profile"], structure["stressed_by"])
    )
    mean = structure["importance"].to_numpy() + (profile[:, None] == stressed_by)
    return _whole_points(mean + rng.normal(0, 0.8, mean.shape), 1, 5)


def _comments(
    ratings: NDArray,
    used: NDArray,
    relation: NDArray,
    touchpoints: pd.Index,
    comments: DataFrame,
    rng: Generator,
) -> NDArray:
    """Detractors explain their worst touchpoint, the others their best; some more say something of any."""
    unhappy = relation <= 6
    worst = np.where(used, ratings, np.inf).argmin(axis=1)
    best = np.where(used, ratings, -np.inf).argmax(axis=1)
    subject = np.where(unhappy, worst, best)
    pool = comments.groupby(["touchpoint", "tone"])["comment"].agg(list)
    words = np.full(ratings.shape, None, dtype=object)
    explained = rng.random(len(ratings)) < COMMENTING
    for row in np.flatnonzero(explained):
        tone = "bad" if unhappy[row] else "good"
        words[row, subject[row]] = rng.choice(pool[touchpoints[subject[row]], tone])
    own = np.random.default_rng(len(ratings))  # so that what else is drawn stays as it is
    for row in np.flatnonzero(~explained & used.any(axis=1) & (own.random(len(ratings)) < MORE)):
        place = own.choice(np.flatnonzero(used[row]))
        tone = "good" if ratings[row, place] >= SATISFIED else "bad"
        words[row, place] = own.choice(pool[touchpoints[place], tone])
    return words


def _whole(respondents: DataFrame, relation: NDArray) -> DataFrame:
    about = respondents[["respondent_id", "at", "customer_id"]]
    return about.assign(question="nps", score=relation, touchpoint=None, phase=None, comment=None)[_COLUMNS]


def _per_touchpoint(
    respondents: DataFrame, structure: DataFrame, question: str, scores: NDArray, words: NDArray | None = None
) -> DataFrame:
    people, places = (index.ravel() for index in np.indices(scores.shape))
    about = respondents[["respondent_id", "at", "customer_id"]].iloc[people].reset_index(drop=True)
    block = about.assign(
        question=question,
        score=scores.ravel(),
        touchpoint=structure.index.to_numpy()[places],
        phase=structure["phase"].to_numpy()[places],
        comment=None if words is None else words.ravel(),
    )
    return block.loc[block["score"].notna(), _COLUMNS]


def _whole_points(values: NDArray, lowest: int, highest: int) -> NDArray:
    return np.clip(np.rint(values), lowest, highest)


_COLUMNS = ["respondent_id", "at", "question", "score", "customer_id", "touchpoint", "phase", "comment"]
