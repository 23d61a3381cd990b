"""How partners move from stage to stage: a Markov chain, one step a quarter, that training changes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

PARTNERS = 1200
QUARTERS = pd.period_range("2016Q1", "2017Q4", freq="Q")
STAGES = ["new", "loyal", "occasional", "slipping", "lapsed"]
NEW, LOYAL, OCCASIONAL, SLIPPING, LAPSED = range(5)
NOT_YET = -1
JOINING = [0.34, 0.10, 0.10, 0.10, 0.10, 0.09, 0.09, 0.08]  # share of partners that join in each quarter

# Chances from stage (row) to stage next quarter (column), in the order of STAGES.
ALONE = np.array(
    [
        [0.00, 0.25, 0.45, 0.18, 0.12],
        [0.00, 0.80, 0.14, 0.05, 0.01],
        [0.00, 0.14, 0.58, 0.18, 0.10],
        [0.00, 0.04, 0.26, 0.22, 0.48],
        [0.00, 0.01, 0.05, 0.04, 0.90],
    ]
)
TRAINED = np.array(
    [
        [0.00, 0.45, 0.40, 0.10, 0.05],
        [0.00, 0.88, 0.09, 0.02, 0.01],
        [0.00, 0.32, 0.52, 0.10, 0.06],
        [0.00, 0.10, 0.40, 0.20, 0.30],
        [0.00, 0.01, 0.05, 0.04, 0.90],
    ]
)
TRAINING = np.array([0.2, 0.2, 0.2, 0.2, 0.0])  # share that attends in a quarter, by stage
EARLIEST, LATEST = 86, 3  # sales keep this many days from the borders of a quarter


@dataclass(frozen=True)
class Market:
    """What happened to every partner.

    Attributes:
        stage: Index in STAGES by partner and quarter, -1 before joining.
        trained: Whether the partner attended a training, by partner and quarter.
        first_offset: Days between the first sale and the end of the quarter of joining.
    """

    stage: NDArray
    trained: NDArray
    first_offset: NDArray


def market(rng: Generator) -> Market:
    """Run the chain.

    Args:
        rng: The source of chance.

    Returns:
        Stages, trainings and first sales.
    """
    joined = rng.choice(len(QUARTERS), PARTNERS, p=JOINING)
    stage = np.full((PARTNERS, len(QUARTERS)), NOT_YET)
    trained = np.zeros(stage.shape, dtype=bool)
    for quarter in range(len(QUARTERS)):
        if quarter:
            stage[:, quarter] = _next(stage[:, quarter - 1], trained[:, quarter - 1], rng)
        stage[joined == quarter, quarter] = NEW
        present = stage[:, quarter] != NOT_YET
        trained[:, quarter] = present & (rng.random(PARTNERS) < TRAINING[stage[:, quarter]])
    return Market(stage, trained, rng.integers(LATEST + 1, EARLIEST + 1, PARTNERS))


def _next(stage: NDArray, trained: NDArray, rng: Generator) -> NDArray:
    chances = np.where(trained[:, None], TRAINED[stage], ALONE[stage])
    drawn = (rng.random(PARTNERS)[:, None] > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
    return np.where(stage == NOT_YET, NOT_YET, drawn)


def first_sales(state: Market) -> pd.DatetimeIndex:
    """The day of each partner's first sale.

    Args:
        state: What happened to every partner.

    Returns:
        One day per partner.
    """
    joined = (state.stage == NOT_YET).sum(axis=1)
    return quarter_ends()[joined] - pd.to_timedelta(state.first_offset, unit="D")


def quarter_ends() -> pd.DatetimeIndex:
    """The first instant after each quarter.

    Returns:
        One moment per quarter.
    """
    return (QUARTERS + 1).to_timestamp()
