"""What the partners do: sales that fit their stage, messages, trainings and service contacts.

Sales are placed so that the stage rules of the settings give back the chain's stage exactly, with some
days to spare at each border.
"""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame

from workbook.examples.partners_customers import MARKETS
from workbook.examples.partners_stages import (
    EARLIEST,
    LAPSED,
    LATEST,
    LOYAL,
    NEW,
    NOT_YET,
    PARTNERS,
    Market,
    quarter_ends,
)

OPENING = 0.45  # share that opens the newsletter, whatever the stage; it changes nothing
DAY_AMOUNT = {"small": 60.0, "medium": 160.0, "large": 500.0}

# By stage, but for lapsed: between which days before the quarter's end sales lie, between which one of them
# certainly lies, and on how many days there are sales.
SPAN = np.array([[3, 86], [3, 86], [3, 86], [46, 86]])
CERTAIN = np.array([[3, 86], [3, 30], [3, 36], [46, 86]])
SALES_DAYS = np.array([[2, 12], [17, 25], [1, 11], [1, 8]])


def transactions(state: Market, partners: DataFrame, rng: Generator) -> DataFrame:
    """One row per partner per day with sales.

    Args:
        state: What happened to every partner.
        partners: The customers table.
        rng: The source of chance.

    Returns:
        The transactions table, by time.
    """
    partner, quarter = np.nonzero((state.stage != NOT_YET) & (state.stage != LAPSED))
    stage = state.stage[partner, quarter]
    row, column = np.nonzero(_selling(stage, state.first_offset[partner], rng))
    who = partners.iloc[partner[row]].reset_index(drop=True)
    day = quarter_ends()[quarter[row]] - pd.to_timedelta(LATEST + column, unit="D")
    usual = who["size"].map(DAY_AMOUNT).to_numpy() * np.where(stage[row] == LOYAL, 1.3, 1.0)
    table = DataFrame(
        {
            "customer_id": who["customer_id"],
            "ordered_at": day + pd.to_timedelta(rng.integers(7 * 60, 23 * 60, len(row)), unit="min"),
            "amount": np.round(usual * rng.lognormal(-0.18, 0.6, len(row)), 2),
            "order_id": who["customer_id"] + day.strftime("-%y%m%d"),
            "product_group": np.where(
                rng.random(len(row)) < 0.85, who["market"], rng.choice(MARKETS, len(row))
            ),
            "channel": rng.choice(["web", "app"], len(row), p=[0.6, 0.4]),
        }
    )
    return table.sort_values(["ordered_at", "customer_id"], ignore_index=True)


def touchpoints(state: Market, partners: DataFrame, rng: Generator) -> DataFrame:
    """Messages sent, trainings attended, warnings, return problems and calls.

    Args:
        state: What happened to every partner.
        partners: The customers table.
        rng: The source of chance.

    Returns:
        The touchpoints table, by time.
    """
    present = state.stage != NOT_YET
    active = present & (state.stage != LAPSED)
    opened = present & (rng.random(present.shape) < OPENING)
    trouble = rng.gamma(2.0, 0.5, (PARTNERS, 1))  # some partners meet more of everything
    kinds = [
        ("Newsletter", "e-mail", "grow", "opened", opened),
        ("Newsletter", "e-mail", "grow", "sent", present & ~opened),
        ("Training", "webinar", "grow", "attended", state.trained),
        ("Quality warning", "e-mail", "sell", "sent", active * rng.poisson(0.3 * trouble, present.shape)),
        ("Returns", "portal", "deliver", "problem", active * rng.poisson(0.8 * trouble, present.shape)),
        ("Partner service", "phone", "grow", "called", active * rng.poisson(0.6 * trouble, present.shape)),
    ]
    blocks = [
        _contacts(counts, partners, rng).assign(
            touchpoint=name, channel=channel, phase=phase, outcome=outcome
        )
        for name, channel, phase, outcome, counts in kinds
    ]
    return pd.concat(blocks).sort_values(["at", "customer_id"], kind="stable", ignore_index=True)


def _selling(stage: NDArray, first_offset: NDArray, rng: Generator) -> NDArray:
    """Whether there are sales, by partner-quarter and by day before the quarter's end."""
    new = stage == NEW
    span, certain = SPAN[stage], CERTAIN[stage]
    span[new, 1] = certain[new, 0] = certain[new, 1] = first_offset[new]
    low, high = SALES_DAYS[stage].T
    wanted = np.minimum(rng.integers(low, high + 1), span[:, 1] - span[:, 0] + 1)
    days = np.arange(LATEST, EARLIEST + 1)
    turn = rng.random((len(stage), len(days)))
    turn[(days < span[:, :1]) | (days > span[:, 1:])] = 2.0
    turn[np.arange(len(stage)), rng.integers(certain[:, 0], certain[:, 1] + 1) - LATEST] = -1.0
    return turn.argsort(axis=1).argsort(axis=1) < wanted[:, None]


def _contacts(counts: NDArray, partners: DataFrame, rng: Generator) -> DataFrame:
    partner, quarter = (np.repeat(index, counts.ravel()) for index in map(np.ravel, np.indices(counts.shape)))
    at = quarter_ends()[quarter] - pd.to_timedelta(rng.integers(1, 90, len(quarter)), unit="D")
    who = partners.iloc[partner]
    return DataFrame(
        {"customer_id": who["customer_id"].array, "at": np.maximum(at.to_numpy(), who["since"].to_numpy())}
    )
