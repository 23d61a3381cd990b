"""How partners serve consumers: cases per norm and quarter, and how many of them are within the norm.

Orders follow from the sales, questions and returns from the orders. Partners differ, and what goes wrong
shows in their contacts: warnings go with late and cancelled orders, return problems with slow returns.
Small and large partners are alike, save on the norm whose `small` is not 0.
"""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame

from workbook.examples.partners_stages import QUARTERS
from workbook.examples.written import table

ORDER = 12.0  # what an order brings, on average
MISHAP = 0.25  # log odds that each contact about trouble takes off


def service(tables: dict[str, DataFrame], rng: Generator) -> DataFrame:
    """One row per partner, norm and quarter with cases.

    Args:
        tables: customers, transactions and touchpoints.
        rng: The source of chance.

    Returns:
        The service table, by time.
    """
    norms, partners = table("partners", "norms"), tables["customers"]
    orders = np.round(_per_quarter(tables["transactions"], partners, "amount") / ORDER).astype(int)
    small = partners["size"].eq("small").to_numpy()[:, None]
    blocks = [
        _block(norm, orders, small * norm.small - MISHAP * _mishaps(norm.contact, tables), partners, rng)
        for norm in norms.itertuples()
    ]
    rows = pd.concat(blocks)
    return rows.sort_values(["at", "customer_id", "norm"], kind="stable", ignore_index=True)


def _mishaps(touchpoint: str, tables: dict[str, DataFrame]) -> NDArray:
    contacts = tables["touchpoints"]
    met = contacts[contacts["touchpoint"].eq(touchpoint)].assign(amount=1)
    return _per_quarter(met.rename(columns={"at": "ordered_at"}), tables["customers"], "amount")


def _per_quarter(rows: DataFrame, partners: DataFrame, column: str) -> NDArray:
    """The sum of a column by partner and quarter."""
    wide = rows.pivot_table(
        index="customer_id", columns=rows["ordered_at"].dt.to_period("Q"), values=column, aggfunc="sum"
    )
    return wide.reindex(index=partners["customer_id"], columns=QUARTERS).fillna(0).to_numpy()


def _block(norm, orders: NDArray, shift: NDArray, partners: DataFrame, rng: Generator) -> DataFrame:
    """The cases of one norm: by chance, around each partner's own level."""
    n = rng.binomial(orders, norm.cases)
    own = rng.normal(0, norm.spread, (len(n), 1))
    odds = np.log(norm.level / (1 - norm.level)) + own + norm.rise * np.arange(len(QUARTERS)) + shift
    met = rng.binomial(n, 1 / (1 + np.exp(-odds)))
    partner, quarter = np.nonzero(n)
    return DataFrame(
        {
            "customer_id": partners["customer_id"].to_numpy()[partner],
            "at": QUARTERS.end_time.normalize()[quarter].as_unit("us"),
            "norm": norm.norm,
            "n": n[partner, quarter],
            "met": met[partner, quarter],
        }
    )
