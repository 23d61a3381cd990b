"""The stage of every customer by the engagement's rules, and the way customers move between stages."""

from collections.abc import Sequence

import pandas as pd

from workbook.engagement import Interval, Stage
from workbook.errors import MeasureError


def customer_stages(measures: pd.DataFrame, stages: Sequence[Stage]) -> pd.DataFrame:
    """Put every customer in exactly one stage.

    Args:
        measures: From `customer_measures`.
        stages: The rules; a stage takes a customer when all its rules hold.

    Returns:
        customer_id, stage.

    Raises:
        MeasureError: The rules take some customers twice or not at all; says how many, and shows three.

    Example:
        >>> from workbook.engagement import Stage
        >>> rules = [Stage(name="few", rules={"orders": {"below": 3}}),
        ...          Stage(name="many", rules={"orders": {"at_least": 3}})]
        >>> measures = pd.DataFrame({"customer_id": ["a", "b"], "orders": [1, 9]})
        >>> customer_stages(measures, rules)["stage"].tolist()
        ['few', 'many']
    """
    holds = pd.DataFrame({stage.name: _all_hold(measures, stage) for stage in stages})
    times = holds.sum(axis="columns")
    if (times != 1).any():
        raise MeasureError(_not_one_stage(measures, holds, times))
    return pd.DataFrame({"customer_id": measures["customer_id"], "stage": holds.idxmax(axis="columns")})


def _all_hold(measures: pd.DataFrame, stage: Stage) -> pd.Series:
    holds = pd.Series(True, index=measures.index)
    for measure, interval in stage.rules.items():
        holds &= _inside(measures[measure], interval)
    return holds


def _inside(values: pd.Series, interval: Interval) -> pd.Series:
    low = values.ge(interval.at_least) if interval.at_least is not None else True
    high = values.lt(interval.below) if interval.below is not None else True
    return low & high


def _not_one_stage(measures: pd.DataFrame, holds: pd.DataFrame, times: pd.Series) -> str:
    lines = ["The stage rules in engagement.yml do not take every customer exactly once."]
    for words, wrong in (("in no stage", times == 0), ("in more than one stage", times > 1)):
        if wrong.any():
            shown = measures[wrong].head(3).drop(columns="customer_id").to_dict("records")
            lines.append(f"  {wrong.sum():,} of {len(times):,} customers are {words}, for example:")
            lines += [
                f"    {_facts(row, holds.loc[index])}"
                for row, index in zip(shown, times.index[wrong], strict=False)
            ]
    return "\n".join([*lines, "Change at_least and below so that the ranges meet without overlap."])


def _facts(row: dict, holds: pd.Series) -> str:
    stages = ", ".join(holds.index[holds])
    return ", ".join(f"{name} {value:g}" for name, value in row.items()) + (f": {stages}" if stages else "")


def stage_transitions(before: pd.DataFrame, after: pd.DataFrame, stages: Sequence[Stage]) -> pd.DataFrame:
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

    pairs = before.merge(after, on="customer_id", suffixes=("_before", "_after"))
    names = [stage.name for stage in stages]
    cells = pd.MultiIndex.from_product([names, names], names=["before", "after"])
    counts = pairs.groupby(["stage_before", "stage_after"]).size()
    table = counts.reindex(cells, fill_value=0).rename("n").reset_index()
    table["from_n"] = table.groupby("before")["n"].transform("sum")
    table = table[table["from_n"] > 0].reset_index(drop=True)
    low, high = proportion_confint(table["n"], table["from_n"], method="wilson")
    return table.assign(share=table["n"] / table["from_n"], low=low, high=high)
