"""Each partner against the service norms: how many cases, how many within, and whether the norm was kept."""

from collections.abc import Sequence
from datetime import datetime
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.differences import first_against_others, redrawn_means
from workbook.engagement import MILLION, Norm
from workbook.errors import MeasureError

if TYPE_CHECKING:
    import ibis


def norm_results(service: "ibis.Table", norms: Sequence[Norm], *, end: datetime) -> "ibis.Table":
    """What each partner did on each norm in each quarter; the rows of a quarter add up.

    A norm is judged when there are at least `minimum` cases. It is kept when at most the allowed share of
    the cases is outside it, counted in whole cases, so exactly on the limit is kept.

    Args:
        service: customer_id, at, norm, n (cases), met (cases within the norm).
        norms: The norms, with different names.
        end: First instant after the period; later rows do not count.

    Returns:
        A row per partner, quarter and norm with cases: customer_id, quarter (4 · year + quarter − 1), norm,
        n, met, share (of the cases, 0 to 1: within an at_least norm, outside an at_most norm), judged, kept
        (0 or 1; missing when not judged).

    Raises:
        MeasureError: The last quarter has no rows.

    Example:
        >>> import ibis, pandas as pd
        >>> service = ibis.memtable(pd.DataFrame({"customer_id": "a", "norm": "on time", "met": [9, 29],
        ...     "at": pd.to_datetime(["2017-10-02", "2017-10-09"]), "n": [10, 30]}))
        >>> norms = [Norm(name="on time", at_least=0.95)]
        >>> norm_results(service, norms, end=datetime(2018, 1, 1)).to_pandas().iloc[0].to_dict()
        {'customer_id': 'a', 'quarter': 8071, 'norm': 'on time', 'n': 40, 'met': 38, 'share': 0.95,
         'judged': True, 'kept': 1}
    """
    import ibis

    _refuse_no_rows(service, end)
    rows = service.filter(service.at < ibis.timestamp(end))
    total = rows.group_by("customer_id", "norm", quarter=quarter_number(rows.at)).aggregate(
        n=rows.n.sum().cast("int64"), met=rows.met.sum().cast("int64")
    )
    total = total.filter(total.n > 0)
    missed = total.n - total.met
    allowed = ibis.cases(*[(total.norm == norm.name, norm.allowed) for norm in norms])
    minimum = ibis.cases(*[(total.norm == norm.name, norm.minimum) for norm in norms])
    outside = total.norm.isin([norm.name for norm in norms if norm.at_most is not None])
    judged = total.n >= minimum
    kept = (missed * MILLION <= total.n * allowed).cast("int64")
    return total.select(
        "customer_id",
        "quarter",
        "norm",
        "n",
        "met",
        share=outside.ifelse(missed, total.met).cast("float64") / total.n.cast("float64"),
        judged=judged,
        kept=judged.ifelse(kept, ibis.null("int64")),
    )


def quarter_number(at: "ibis.Column") -> "ibis.Column":
    """The number of the quarter of each moment: 4 · year + quarter − 1.

    Args:
        at: Dates or moments.
    """
    return at.year().cast("int64") * 4 + at.quarter().cast("int64") - 1


def last_quarter(end: datetime) -> int:
    """The number of the quarter that ends at `end`: 4 · year + quarter − 1.

    Example:
        >>> last_quarter(datetime(2018, 1, 1))
        8071
    """
    return end.year * 4 + (end.month - 1) // 3 - 1


def quarter_names(quarters: pd.Series) -> pd.Series:
    """Name quarters as a reader does.

    Example:
        >>> quarter_names(pd.Series([8071, 8072])).tolist()
        ['2017Q4', '2018Q1']
    """
    return (quarters // 4).astype("str") + "Q" + (quarters % 4 + 1).astype("str")


def _refuse_no_rows(service: "ibis.Table", end: datetime) -> None:
    """Refuse a table that says nothing of the quarter."""
    import ibis

    last = quarter_number(service.at).max(where=service.at < ibis.timestamp(end))
    counts = service.aggregate(rows=service.count(), last=last).to_pandas().iloc[0]
    if pd.isna(counts["last"]) or counts["last"] < last_quarter(end):
        until = "none is earlier" if pd.isna(counts["last"]) else f"the last are of {_name(counts['last'])}"
        raise MeasureError(
            f"Table 'service' cannot be used: 0 of {int(counts['rows']):,} rows are of "
            f"{_name(last_quarter(end))}; {until}.\nAdd the rows of this quarter, or leave the table out."
        )


def _name(quarter: float) -> str:
    return quarter_names(pd.Series([int(quarter)]))[0]


def kept_by_norm(results: "ibis.Table", norms: Sequence[Norm]) -> pd.DataFrame:
    """How many partners kept each norm in each quarter; a complete count, not a sample.

    Args:
        results: From `norm_results`.
        norms: Gives the order.

    Returns:
        quarter (as 2017Q4), norm, partners (with cases), judged (with enough cases), kept, share_kept (of
        judged, 0 to 1; missing when nobody is judged), low, high (95 %: what another quarter like it could
        give), n (cases), met; every norm in every quarter.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22(158), p. 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    found = results.group_by("quarter", "norm").aggregate(
        partners=results.count(),
        judged=results.judged.cast("int64").sum(),
        kept=results.kept.sum().fill_null(0),
        n=results.n.sum(),
        met=results.met.sum(),
    )
    table = found.to_pandas().astype({"n": "int64", "met": "int64", "kept": "int64", "judged": "int64"})
    names = [norm.name for norm in norms]
    cells = pd.MultiIndex.from_product([sorted(table["quarter"].unique()), names], names=["quarter", "norm"])
    table = table.set_index(cells.names).reindex(cells, fill_value=0).reset_index()
    judged = table["judged"].where(table["judged"] > 0)
    table["share_kept"] = table["kept"] / judged
    table["low"], table["high"] = proportion_confint(table["kept"], judged, method="wilson")
    table["quarter"] = quarter_names(table["quarter"])
    columns = ["quarter", "norm", "partners", "judged", "kept", "share_kept", "low", "high", "n", "met"]
    return table[columns]


def kept_together(results: "ibis.Table", norms: Sequence[Norm], *, end: datetime) -> pd.DataFrame:
    """How many partners kept and missed the same norms in the quarter.

    Args:
        results: From `norm_results`.
        norms: The norms.
        end: First instant after the quarter.

    Returns:
        A row per combination: a column per norm (1 kept, 0 missed, blank not judged) and, last, partners.
    """
    names = [norm.name for norm in norms]
    rows = results.filter(results.judged, results.quarter == last_quarter(end))
    kept = {f"kept_{at}": rows.kept.max(where=rows.norm == name) for at, name in enumerate(names)}
    each = rows.group_by("customer_id").aggregate(**kept)
    found = each.group_by(list(kept)).aggregate(partners=each.count()).order_by(list(kept)).to_pandas()
    return found.set_axis([*names, "partners"], axis="columns")


def kept_differences(together: pd.DataFrame, shown: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """How far the norm that is kept least lies below each of the others, over the same partners.

    Args:
        together: From `kept_together`.
        shown: norm, share_kept (blank where hidden) and judged.
        seed: Seed of the draws.

    Returns:
        As `workbook.differences.first_against_others` returns it, as shares.

    Example:
        >>> together = pd.DataFrame({"on time": [1, 1], "replies": [0, 1], "partners": [40, 10]})
        >>> shown = pd.DataFrame({"norm": ["on time", "replies"], "share_kept": [1, 0.2], "judged": 50})
        >>> kept_differences(together, shown, seed=1)[["first", "difference"]].values.tolist()
        [['replies', -0.8]]
    """
    known = shown.dropna(subset=["share_kept"]).set_index("norm")
    kept = together[list(known.index)].astype("float64")
    draws = redrawn_means(
        kept.fillna(0.0), kept.notna().astype(float), ends=(0, 1), seed=seed, people=together["partners"]
    )
    return first_against_others(known["share_kept"], draws, known["judged"], lowest=True)


def kept_changes(results: "ibis.Table", norms: Sequence[Norm], *, end: datetime) -> pd.DataFrame:
    """How much more often each norm is kept than a quarter before, by the same partners.

    The intervals hold for all norms together: each is at 1 − 5 % / number of norms.

    Args:
        results: From `norm_results`.
        norms: Gives the order.
        end: First instant after the quarter.

    Returns:
        norm, n_both (partners judged in both quarters), change (of the share that kept it, −1 to 1), low,
        high (missing without partners in both); a row per norm.

    Source:
        Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37(4), p. 479-488; Bonferroni.

    Example:
        >>> import ibis
        >>> results = ibis.memtable({"customer_id": list("abcabc"), "norm": "on time", "judged": True,
        ...     "quarter": [8070] * 3 + [8071] * 3, "kept": [0, 0, 1, 1, 0, 1]})
        >>> found = kept_changes(results, [Norm(name="on time", at_least=0.95)], end=datetime(2018, 1, 1))
        >>> found[["n_both", "change", "low", "high"]].round(4).values.tolist()
        [[3.0, 0.3333, -0.4559, 0.8559]]
    """
    last = last_quarter(end)
    judged = results.filter(results.judged)
    then = judged.filter(judged.quarter == last - 1).select("customer_id", "norm", before="kept")
    now = judged.filter(judged.quarter == last).select("customer_id", "norm", "kept")
    both = now.join(then, ["customer_id", "norm"])
    found = both.group_by("norm").aggregate(
        n_both=both.count(),
        gained=(both.kept > both.before).cast("int64").sum(),
        lost=(both.kept < both.before).cast("int64").sum(),
    )
    table = found.to_pandas().set_index("norm").reindex([norm.name for norm in norms], fill_value=0)
    n, gained, lost = (table[name].astype("float64") for name in ("n_both", "gained", "lost"))
    more, less = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = NormalDist().inv_cdf(1 - 0.025 / len(norms)) * np.sqrt(
        (more + less - (more - less) ** 2) / (n + 2)
    )
    known = n > 0
    return pd.DataFrame(
        {
            "norm": table.index,
            "n_both": table["n_both"].astype("int64").to_numpy(),
            "change": ((gained - lost) / n.where(known)).to_numpy(),
            "low": (more - less - half).clip(lower=-1).where(known).to_numpy(),
            "high": (more - less + half).clip(upper=1).where(known).to_numpy(),
        }
    )
