"""The stage of every customer by the engagement's rules, and the way customers move between stages."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd

from workbook.engagement import Interval, Measure, Stage
from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

SHOWN = 3
"""Customers to show as an example of what is wrong."""
MOVES = ("stay", "rise", "fall", "leave")


def customer_stages(measures: "ibis.Table", stages: Sequence[Stage]) -> "ibis.Table":
    """Put every customer in exactly one stage.

    Args:
        measures: From `customer_measures`.
        stages: The rules; a stage takes a customer when all its rules hold.

    Returns:
        customer_id, stage.

    Raises:
        MeasureError: The rules take some customers twice or not at all; says how many, and shows three.

    Example:
        >>> import ibis
        >>> from workbook.engagement import Stage
        >>> rules = [Stage(name="few", rules={"orders": {"below": 3}}),
        ...          Stage(name="many", rules={"orders": {"at_least": 3}})]
        >>> measures = ibis.memtable({"customer_id": ["a", "b"], "orders": [1, 9]})
        >>> customer_stages(measures, rules).order_by("customer_id").to_pandas()["stage"].tolist()
        ['few', 'many']
    """
    import ibis

    holds = {stage.name: _holds(measures, stage) for stage in stages}
    times = _times(holds)
    taken = {f"in {name}": one for name, one in holds.items()}
    wrong = measures.mutate(times=times, **taken).filter(times != 1)
    if faults := wrong.count().to_pandas():
        raise MeasureError(_not_one_stage(wrong, list(holds), int(faults), int(measures.count().to_pandas())))
    cases = [(one, ibis.literal(name)) for name, one in holds.items()]
    return measures.select("customer_id", stage=ibis.cases(*cases, else_=ibis.null("string")))


def stages_next_quarter(measures: "ibis.Table", stages: Sequence[Stage]) -> "ibis.Table":
    """The stage that customers would be in at a later moment, if they ordered nothing more.

    Nobody has been there yet, so rules that do not fit there are no fault: who would be in no stage, or in
    several, has none.

    Args:
        measures: From `customer_measures`, of the orders known now, at that later moment.
        stages: The rules.

    Returns:
        customer_id, stage; blank where the rules do not give exactly one.

    Example:
        >>> import ibis
        >>> from workbook.engagement import Stage
        >>> rules = [Stage(name="here", rules={"recency_days": {"below": 91}})]
        >>> measures = ibis.memtable({"customer_id": ["a", "b"], "recency_days": [90, 91]})
        >>> later = stages_next_quarter(measures, rules).to_pandas()
        >>> later.set_index("customer_id")["stage"].dropna().to_dict()
        {'a': 'here'}
    """
    import ibis

    holds = {stage.name: _holds(measures, stage) for stage in stages}
    once = _times(holds) == 1
    cases = [(once & one, ibis.literal(name)) for name, one in holds.items()]
    return measures.select("customer_id", stage=ibis.cases(*cases, else_=ibis.null("string")))


def _times(holds: Mapping[str, "ibis.expr.types.BooleanValue"]) -> "ibis.expr.types.IntegerValue":
    return sum(one.ifelse(1, 0) for one in holds.values())


def _holds(measures: "ibis.Table", stage: Stage) -> "ibis.expr.types.BooleanValue":
    rules = [_inside(measures[measure], interval) for measure, interval in stage.rules.items()]
    return reduce(and_, rules)


def _inside(values: "ibis.Column", interval: Interval) -> "ibis.expr.types.BooleanValue":
    low = values >= interval.at_least if interval.at_least is not None else values.notnull()
    return low & (values < interval.below) if interval.below is not None else low


def _not_one_stage(wrong: "ibis.Table", names: list[str], faults: int, customers: int) -> str:
    lines = ["The stage rules in engagement.yml do not take every customer exactly once."]
    for words, some in (("in no stage", wrong.times == 0), ("in more than one stage", wrong.times > 1)):
        these = wrong.filter(some)
        n = int(these.count().to_pandas())
        if n:
            lines.append(f"  {n:,} of {customers:,} customers are {words}, for example:")
            shown = these.order_by("customer_id").limit(SHOWN).to_pandas()
            lines += [f"    {_facts(row, names)}" for row in shown.to_dict("records")]
    return "\n".join([*lines, "Change at_least and below so that the ranges meet without overlap."])


def _facts(row: dict, names: list[str]) -> str:
    """What a rule can see of a customer, and the stages that take it."""
    stages = ", ".join(name for name in names if row[f"in {name}"])
    seen = [f"{name} {row[name]:,.10g}" for name in get_args(Measure) if name in row]
    return ", ".join(seen) + (f": {stages}" if stages else "")


@tells("purchases", "value", "low", "high", "value_per_customer")
def in_stage_order(table: pd.DataFrame, stages: Sequence[Stage]) -> pd.DataFrame:
    """Put rows in the order of the stages.

    Args:
        table: With a column group; may have no rows and no columns at all.
        stages: Give the order.

    Returns:
        The same rows with a plain index; a table without rows gets the columns of an outlook.
    """
    if table.empty:
        return pd.DataFrame(columns=["group", "n", "purchases", "value", "low", "high", "value_per_customer"])
    names = [stage.name for stage in stages]
    return table.sort_values("group", key=lambda column: column.map(names.index), ignore_index=True)


@tells("n", "share", "low", "high", n="from_n", group="before")
def stage_transitions(before: "ibis.Table", after: "ibis.Table", stages: Sequence[Stage]) -> pd.DataFrame:
    """Where the customers of each stage were a period later.

    Args:
        before: customer_id, stage at the end of the earlier period.
        after: The same at the end of the later one.
        stages: Gives the order.

    Returns:
        before, after, n, from_n (customers in `before`), share (of from_n, 0 to 1), low and high (its
        95 % Wilson interval); every pair of stages with customers in `before`.
    """
    from statsmodels.stats.proportion import proportion_confint

    pairs = before.select("customer_id", before=before.stage).join(
        after.select("customer_id", after=after.stage), "customer_id"
    )
    names = [stage.name for stage in stages]
    cells = pd.MultiIndex.from_product([names, names], names=["before", "after"])
    counts = pairs.group_by("before", "after").aggregate(n=pairs.count()).to_pandas()
    table = counts.set_index(cells.names)["n"].reindex(cells, fill_value=0).reset_index()
    table["from_n"] = table.groupby("before")["n"].transform("sum")
    table = table[table["from_n"] > 0].reset_index(drop=True)
    low, high = proportion_confint(table["n"], table["from_n"], method="wilson")
    return table.assign(share=table["n"] / table["from_n"], low=low, high=high)


@tells("value", totals=["after"])
def value_of_moves(
    before: "ibis.Table", after: "ibis.Table", measures: "ibis.Table", stages: Sequence[Stage]
) -> pd.DataFrame:
    """What the customers of each move between stages bring now.

    Args:
        before: customer_id, stage at the end of the earlier period.
        after: The same at the end of the later one.
        measures: customer_id, cents (spent in the window, as of now).
        stages: Give the order.

    Returns:
        before, after, n, value; every pair of stages.
    """
    pairs = before.select("customer_id", before=before.stage).join(
        after.select("customer_id", after=after.stage), "customer_id"
    )
    worth = pairs.join(measures.select("customer_id", "cents"), "customer_id")
    found = worth.group_by("before", "after").aggregate(n=worth.count(), cents=worth.cents.sum()).to_pandas()
    names = [stage.name for stage in stages]
    cells = pd.MultiIndex.from_product([names, names], names=["before", "after"])
    table = found.set_index(cells.names).reindex(cells, fill_value=0).reset_index()
    return table.assign(value=table.pop("cents") / 100)


@tells()
def stage_moves(transitions: pd.DataFrame, worth: pd.DataFrame, stages: Sequence[Stage]) -> pd.DataFrame:
    """Count who stays, rises, falls and leaves.

    A customer rises by moving to a stage whose customers bring more on average, falls by moving to one whose
    customers bring less, and leaves by moving to a stage of customers who left; all others stay.

    Args:
        transitions: From `stage_transitions`; stages whose moves are hidden are left out.
        worth: group (stage) and value_per_customer; the same for both ends of a move.
        stages: Say which customers have left.

    Returns:
        before, move ("stay", "rise", "fall", "leave"), n, from_n, share (of from_n), low and high (its 95 %
        Wilson interval); four rows per stage of the customers who had not left and whose moves are shown.
    """
    from statsmodels.stats.proportion import proportion_confint

    left = [stage.name for stage in stages if stage.left]
    table = transitions[~transitions["before"].isin(left) & transitions["n"].notna()]
    brings = worth.set_index("group")["value_per_customer"].fillna(0.0)
    now, then = table["after"].map(brings), table["before"].map(brings)
    move = pd.Series("stay", index=table.index).mask(now > then, "rise").mask(now < then, "fall")
    move = move.mask(table["after"].isin(left), "leave")
    cells = pd.MultiIndex.from_product([table["before"].unique(), MOVES], names=["before", "move"])
    counts = table.assign(move=move).groupby(cells.names)["n"].sum().reindex(cells, fill_value=0)
    found = counts.reset_index()
    found["from_n"] = found.groupby("before")["n"].transform("sum")
    low, high = proportion_confint(found["n"], found["from_n"], method="wilson")
    return found.assign(share=found["n"] / found["from_n"], low=low, high=high)


@tells()
def stages_ahead(transitions: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Expect the size of each stage a period ahead, if customers move as they did in the last one.

    Args:
        transitions: From `stage_transitions`, of the last period; moves that are hidden are not known.
        now: group (stage), n.

    Returns:
        stage, n (now), expected (n times the shares, summed), low, high (the 95 % interval of chance alone:
        each customer moves by itself, at the shares as they were counted; that shares themselves change from
        quarter to quarter is not in it). New customers are not in it. A stage of which
        the moves are not known is expected to stay as it is.
    """
    names, n = now["group"].tolist(), now["n"].to_numpy()
    shares = transitions.pivot(index="before", columns="after", values="share").reindex(names, columns=names)
    unknown = shares.isna().all(axis="columns").to_numpy()
    chances = shares.fillna(0.0).to_numpy() + np.diag(unknown.astype(float))
    expected, spread = n @ chances, np.sqrt(n @ (chances * (1 - chances)))
    low, high = np.maximum(expected - Z95 * spread, 0), expected + Z95 * spread
    return pd.DataFrame({"stage": names, "n": n, "expected": expected, "low": low, "high": high})


@tells("value", "share_of_value", "moving", totals=["before"])
def inactive_next_quarter(
    measures: "ibis.Table",
    now: "ibis.Table",
    later: "ibis.Table",
    transitions: pd.DataFrame,
    stages: Sequence[Stage],
) -> pd.DataFrame:
    """Where the customers of each stage end up if they order nothing more, and what they bring now.

    Args:
        measures: customer_id, cents (spent in the window, as of now).
        now: customer_id, stage, from `customer_stages`.
        later: The same a period later, from `stages_next_quarter`.
        transitions: From `stage_transitions`, of the last period: how many in truth made the same move.
        stages: Give the order.

    Returns:
        before, after (blank: in no stage), n, value (that they brought in the window), share_of_customers and
        share_of_value (of all), moved, low and high (share of `before` that went to `after` in the last
        period, with its interval; blank where unknown), moving (value times that share); every
        pair with customers, also of who stays.
    """
    stays = now.select("customer_id", before=now.stage).left_join(
        later.select("customer_id", after=later.stage), "customer_id"
    )
    worth = stays.drop("customer_id_right").join(measures.select("customer_id", "cents"), "customer_id")
    found = worth.group_by("before", "after").aggregate(n=worth.count(), cents=worth.cents.sum()).to_pandas()
    cents = found.pop("cents")
    found["value"] = cents / 100
    found["share_of_customers"] = found["n"] / found["n"].sum()
    found["share_of_value"] = cents / cents.sum() if cents.sum() > 0 else 0.0
    names = [stage.name for stage in stages]
    ordered = found.sort_values(["before", "after"], key=lambda column: column.map(names.index, "ignore"))
    then = transitions[["before", "after", "share", "low", "high"]].rename(columns={"share": "moved"})
    found = ordered.merge(then, how="left", on=["before", "after"]).reset_index(drop=True)
    return found.assign(moving=found["value"] * found["moved"])
