"""Whom each programme is for, and who really got it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from pandas import DataFrame

from workbook.apply.messages import NO_STAGE
from workbook.apply.pressure import Replay
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

GROUP = ["stage", "profile"]


@tells()
def group_sizes(stages: "ibis.Table", customers: "ibis.Table") -> DataFrame:
    """How many customers there are per stage and profile.

    Args:
        stages: customer_id, stage; at the end of the period.
        customers: Table of customers: customer_id, profile.

    Returns:
        stage, profile ("" for who has none), n.
    """
    known = grouped(stages, customers)
    return known.group_by(*GROUP).aggregate(n=known.count()).order_by(*GROUP).to_pandas()


def grouped(stages: "ibis.Table", customers: "ibis.Table") -> "ibis.Table":
    """The stage and the profile of each customer, "" for who has none; as `group_sizes` takes them."""
    known = stages.left_join(customers.select("customer_id", "profile"), "customer_id")
    known = known.select("customer_id", "stage", "profile")
    return known.mutate(
        profile=known.profile.fill_null("")
    )  # apart: Ibis joins no column that a join computes


@tells()
def audience_now(programmes: DataFrame, sizes: DataFrame) -> DataFrame:
    """How many customers fit the audience rule of each programme: its stage, and its profile if it has one.

    Args:
        programmes: Table of programmes: programme, stage, profile.
        sizes: From `group_sizes`.

    Returns:
        One row per programme, in the order of `programmes`: programme, stage, profile (blank for all), now
        (customers).
    """
    columns = ["programme", "stage", "profile"]
    rows = programmes[columns].merge(sizes, on="stage", how="left", suffixes=("", "_of"))
    fits = rows["profile"].isna() | rows["profile"].eq(rows["profile_of"])
    now = rows["n"].where(fits, 0).groupby(rows["programme"]).sum()
    return programmes[columns].assign(now=programmes["programme"].map(now).fillna(0).astype("int64"))


@tells("n", "share", "low", "high", n="from_n", group="programme")
def audience_reached(programmes: DataFrame, replayed: Replay, stages: Sequence[str]) -> DataFrame:
    """In which stage those were who got a message of each programme.

    Args:
        programmes: Table of programmes: programme, stage.
        replayed: From `workbook.apply.pressure.replay`: by the stage at the start of the period.
        stages: Names of the stages, in order.

    Returns:
        One row per programme that reached anyone and stage, the last one blank for customers in none:
        programme, stage, intended (whether the programme is for that stage), n (customers who got it),
        from_n (who got it in all), share, low and high (its 95 % Wilson interval).

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, p. 209-212.

    Example:
        >>> reach = DataFrame({"programme": "Hello", "stage": ["new", "old"], "customers": [3, 9]})
        >>> programmes = DataFrame({"programme": ["Hello"], "stage": ["new"]})
        >>> reached = audience_reached(programmes, Replay(DataFrame(), reach, DataFrame()), ["new", "old"])
        >>> reached[["stage", "intended", "share"]].values.tolist()
        [['new', True, 0.25], ['old', False, 0.75], ['', False, 0.0]]
    """
    from statsmodels.stats.proportion import proportion_confint

    got = replayed.reach[replayed.reach["customers"] > 0]
    names = [name for name in programmes["programme"] if name in set(got["programme"])]
    cells = pd.MultiIndex.from_product([names, [*stages, NO_STAGE]], names=["programme", "stage"])
    counts = got.groupby(cells.names)["customers"].sum().reindex(cells, fill_value=0)
    table = counts.rename("n").reset_index()
    table["from_n"] = table.groupby("programme")["n"].transform("sum")
    meant = programmes.set_index("programme")["stage"].reindex(table["programme"]).to_numpy()
    low, high = proportion_confint(table["n"], table["from_n"], method="wilson")
    shares = {"share": table["n"] / table["from_n"], "low": low, "high": high}
    table.insert(2, "intended", table["stage"].eq(meant))
    return table.assign(**shares)
