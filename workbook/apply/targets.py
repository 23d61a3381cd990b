"""Targets per stage: what one point more of its customers moving on, or staying, is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.differences import holm_of_known
from workbook.engagement import Stage
from workbook.intervals import Z95
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

POINT = 0.01
ENDS = ("", "_low", "_high")


@tells(
    *("share", "low", "high", *(f"{name}{end}" for name in ("worth", "point") for end in ENDS), "p"),
    n="fewest",
    group="stage",
)
def stage_targets(
    before: "ibis.Table",
    after: "ibis.Table",
    measures: "ibis.Table",
    worth: DataFrame,
    stages: Sequence[Stage],
) -> DataFrame:
    """What one point more conversion would be worth per stage, if it brings what those who moved bring.

    Customers convert by moving to a stage whose customers bring more on average; from the stage where they
    bring most, by staying. What a conversion is worth is what those who did brought in the window, less what
    those who did not brought. That is a difference, and no proof of an effect.

    Args:
        before: customer_id, stage; at the start of the period.
        after: The same at its end.
        measures: customer_id, cents (spent in the window that ends with the period).
        worth: group (stage), n and value_per_customer at the end of the period.
        stages: Give the order, and say which customers have left.

    Returns:
        One row per stage with customers at the start, in order: stage, aim ("rise" or "stay"), n (customers
        now), from_n (at the start), converted, share (of from_n), low, high (95 %, Wilson), worth, worth_low,
        worth_high (per conversion; 95 %, Welch), point, point_low, point_high (of one point more of n), p
        (that it differs from the highest point, by Holm; blank for that one) and fewest (who did or did not).

    Source:
        Welch (1947), Biometrika 34, p. 28-35; Wilson (1927); Holm (1979).
    """
    from statsmodels.stats.proportion import proportion_confint

    brings = worth.set_index("group")["value_per_customer"].fillna(0.0)
    brings = brings.reindex([stage.name for stage in stages]).dropna()
    pairs = _pairs(before, after, measures)
    pairs = pairs[pairs["before"].isin(brings.index) & pairs["after"].isin(brings.index)]
    rises = pairs["after"].map(brings) > pairs["before"].map(brings)
    top = pairs["before"].eq(brings.idxmax()) if len(brings) else rises
    done = rises.where(~top, pairs["after"].eq(pairs["before"]))
    rows = [
        {"stage": name, "aim": "stay" if name == brings.idxmax() else "rise"}
        | _compared(pairs[of & done], pairs[of & ~done])
        for name in brings.index
        if (of := pairs["before"].eq(name)).any()
    ]
    table = DataFrame(rows, columns=_ROW)
    low, high = proportion_confint(table["converted"], table["from_n"], method="wilson")
    now = table["stage"].map(worth.set_index("group")["n"])
    points = {f"point{end}": POINT * now * table[f"worth{end}"] for end in ENDS}
    shares = {"share": table["converted"] / table["from_n"], "low": low, "high": high}
    table = table.assign(n=now, **shares, **points)
    return table.assign(p=_apart(table["point"], POINT * now * table["error"]))[_COLUMNS]


_ROW = ["stage", "aim", "from_n", "converted", "worth", "error", "worth_low", "worth_high", "fewest"]
_COLUMNS = ["stage", "aim", "n", "from_n", "converted", "share", "low", "high"]
_COLUMNS += [*(f"worth{end}" for end in ENDS), *(f"point{end}" for end in ENDS), "p", "fewest"]


def _pairs(before: "ibis.Table", after: "ibis.Table", measures: "ibis.Table") -> DataFrame:
    """Per two stages how many customers moved between them, and the sum and squares of what they bring."""
    moved = before.select("customer_id", before=before.stage)
    moved = moved.join(after.select("customer_id", after=after.stage), "customer_id")
    brought = measures.select("customer_id", value=measures.cents.cast("float64") / 100)
    moved = moved.join(brought, "customer_id")
    sums = {"total": moved.value.sum(), "squares": (moved.value * moved.value).sum()}
    return moved.group_by("before", "after").aggregate(n=moved.count(), **sums).to_pandas()


def _compared(done: DataFrame, others: DataFrame) -> dict[str, float]:
    """Who converted beside who did not: what they bring more, and how sure that is."""
    from scipy.stats import t

    n = np.array([done["n"].sum(), others["n"].sum()], dtype=float)
    counts = {"from_n": int(n.sum()), "converted": int(n[0]), "fewest": int(n.min())}
    if n.min() < 2:
        return counts | dict.fromkeys(("worth", "error", "worth_low", "worth_high"), np.nan)
    means = np.array([done["total"].sum(), others["total"].sum()]) / n
    squares = np.array([done["squares"].sum(), others["squares"].sum()])
    errors = np.maximum(squares - n * means**2, 0) / (n - 1) / n
    error, worth = float(np.sqrt(errors.sum())), float(means[0] - means[1])
    freedom = errors.sum() ** 2 / (errors**2 / (n - 1)).sum() if error else np.inf
    reach = error * (t.ppf(0.975, freedom) if np.isfinite(freedom) else Z95)
    return counts | {"worth": worth, "error": error, "worth_low": worth - reach, "worth_high": worth + reach}


def _apart(points: Series, errors: Series) -> Series:
    """Whether each point is worth less than the highest one."""
    from scipy.stats import norm

    if points.notna().sum() < 2:
        return pd.Series(np.nan, points.index)
    first = points.idxmax()
    spread = np.sqrt(errors**2 + errors[first] ** 2)
    p = pd.Series(2 * norm.sf((points[first] - points) / spread), points.index)
    return holm_of_known(p.drop(first)).reindex(points.index)
