"""What directly follows what, and how soon: for paths of customers and for cases of an event log."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import ibis

QUARTILES = {"low": 0.25, "middle": 0.5, "high": 0.75}


def directly_follows(steps: "ibis.Table", names: Sequence[str], *, who: str) -> pd.DataFrame:
    """Which activity directly follows which, and how soon.

    Args:
        steps: In the backend, a row per event: the column `who`, code, before and before_2 (codes of the
            events before it; missing where there is none) and gap (seconds since the one before).
        names: The activity of each code.
        who: The column that tells customers, or cases, apart.

    Returns:
        One row per two activities, most often first: code_before, code_after, before, after, n (steps), some
        (how many customers or cases), from_n (steps from `before`), share (of those, 0 to 1), low, middle and
        high (quartiles of the seconds between), total (their sum) and back (of n, those to where it came from
        just before).

    Source:
        Directly-follows relation: van der Aalst (2016), Process Mining, section 6.2. Quantiles: linear
        interpolation, type 7 of Hyndman & Fan (1996), The American Statistician 50(4), p. 361-365.
    """
    moves = steps.filter(steps.before.notnull())
    pair = ["before", "code"]
    returns = (moves.before_2 == moves.code) & (moves.before != moves.code)
    each = moves.group_by(*pair, who).aggregate(
        n=moves.count(), back=returns.sum().fill_null(0), total=moves.gap.sum()
    )
    found = each.group_by(*pair).aggregate(
        n=each.n.sum(), some=each.count(), back=each.back.sum(), total=each.total.sum()
    )
    waits = moves.group_by(*pair).aggregate(
        **{name: moves.gap.quantile(part) for name, part in QUARTILES.items()}
    )
    table = found.to_pandas().merge(waits.to_pandas(), on=pair)
    table = table.sort_values(["n", *pair], ascending=[False, True, True], ignore_index=True)
    table["from_n"] = table.groupby("before")["n"].transform("sum")
    named = np.array(names, dtype=object)
    codes = {"code_before": table["before"].astype("int64"), "code_after": table["code"].astype("int64")}
    table = table.assign(
        **codes,
        share=table["n"] / table["from_n"],
        after=pd.Series(named[codes["code_after"]], table.index, dtype="str"),
        before=pd.Series(named[codes["code_before"]], table.index, dtype="str"),
        **{name: table[name].astype(float) for name in (*QUARTILES, "total")},
    )
    counts = dict.fromkeys(("n", "some", "from_n", "back"), "int64")
    columns = [*codes, "before", "after", "n", "some", "from_n", "share", *QUARTILES, "total", "back"]
    return table.astype(counts)[columns]
