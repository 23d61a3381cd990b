"""How partners serve: norms kept, scores, strikes, small beside large; or why there is nothing to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbook.backend import cached
from workbook.engagement import Norm, StrikeRule
from workbook.privacy import declare
from workbook.recognise.fairness import kept_by_size, misses_by_chance, size_classes, size_differences
from workbook.recognise.quality_score import quality_scores, score_by_quarter, score_changes
from workbook.recognise.service_norms import (
    kept_by_norm,
    kept_changes,
    kept_together,
    last_quarter,
    norm_results,
    quarter_names,
    quarter_number,
)
from workbook.recognise.strikes import partner_strikes, strikes, strikes_by_norm

if TYPE_CHECKING:
    import ibis

SHOWN = 8
"""Quarters of which the score is shown."""
COMPARED = 4
"""Quarters over which small and large partners are compared."""
SIZES = {"1": "small", "4": "large"}
"""Of four classes by number of cases, the fewest and the most."""
ENDS = ("small", "small_low", "small_high", "large", "large_low", "large_high", "difference", "low", "high")
SIDE_BY_SIDE = [f"{measure}_{end}" for measure in ("kept", "met_share") for end in ENDS]
SIDE_BY_SIDE += ["chance_small", "chance_large"]
"""What is measured of small and large partners."""
CHANGE = ["change", "change_low", "change_high"]
OF_NORMS = ["kept", "share_kept", "low", "high", *CHANGE]
"""What is measured of the partners judged on a norm."""
OF_SCORES = ["score", "low", "high", *CHANGE, "given", "expired"]
"""What is measured of the partners who have a score."""
POINTS = 100


@dataclass(frozen=True, eq=False)
class ServiceQuality:
    """How partners do against the norms at the end of a quarter; tables without rows where that is not known.

    Attributes:
        norms: norm, judged, kept, share_kept, low, high (0 to 1), n_both, change, change_low, change_high
            (percentage points since the quarter before; the intervals hold for all norms together).
        scores: quarter, n, score, low, high, n_both, change, change_low, change_high, as
            `quality_score.score_by_quarter` says, and given and expired (strikes); the last eight quarters.
        strikes: Of the partners with cases in the quarter: n, given, expired, active (strikes), at_risk
            (partners); one row, or none.
        sizes: Per norm that both are judged on, small partners (the fourth part with the fewest cases, over
            four quarters) beside large ones: norm, n (partners of the smaller group), and for measure kept
            and within, as `fairness.kept_by_size` says: MEASURE_small, MEASURE_small_low,
            MEASURE_small_high, the same with large (0 to 1), MEASURE_difference, MEASURE_low, MEASURE_high
            (percentage points, for all norms together); n_small, n_large, chance_small, chance_large (of
            a miss in a quarter, were all equally good).
        together: How many partners kept and missed the same norms, as `service_norms.kept_together` says.
        partners: A row per partner, as `partner_quality` gives it; None where nothing is known.
        reason: Why there is nothing: "none" (no norms, no rows), "no_norms", "no_cases" (in the quarter),
            "not_judged" (too few cases in the quarter); empty where there is.
    """

    norms: pd.DataFrame
    scores: pd.DataFrame
    strikes: pd.DataFrame
    sizes: pd.DataFrame
    together: pd.DataFrame = field(default_factory=pd.DataFrame)
    partners: "ibis.Table | None" = None
    reason: str = ""


def service_quality(
    service: "ibis.Table", norms: Sequence[Norm], rule: StrikeRule, *, end: datetime
) -> ServiceQuality:
    """Hold partners against the norms.

    Args:
        service: The input table of service, with the rows before `end`.
        norms: The norms; there may be none.
        rule: When strikes expire, and how many are too many.
        end: First instant after the quarter.

    Returns:
        The measures. No norms, or no cases to hold against them, is a result and no error.
    """
    if reason := _nothing_to_hold(service, norms, end):
        return _nothing(reason)
    results = cached(norm_results(service, norms, end=end))
    by_norm = kept_by_norm(results, norms)
    now = by_norm[by_norm["quarter"].eq(_name(end))].drop(columns=["quarter", "partners", "n", "met"])
    if not now["judged"].any():
        return _nothing("not_judged")
    changes = kept_changes(results, norms, end=end)
    changes = changes.rename(columns={"low": "change_low", "high": "change_high"})
    changes[CHANGE] *= POINTS
    given, scores = cached(strikes(results, rule)), cached(quality_scores(results, norms))
    standing = cached(_standing(results, given, rule, end))
    recent = results.filter(results.judged, results.quarter > last_quarter(end) - COMPARED)
    return ServiceQuality(
        **_declared(
            norms=now.merge(changes, on="norm"),
            scores=_scores(scores, given),
            strikes=_together(standing),
            sizes=_sizes(recent, norms),
        ),
        together=kept_together(results, norms, end=end),
        partners=partner_quality(standing, scores, end=end),
    )


def _declared(
    norms: pd.DataFrame, scores: pd.DataFrame, strikes: pd.DataFrame, sizes: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables with what each tells of partners."""
    scores = declare(scores, *OF_SCORES)
    return {
        "norms": declare(declare(norms, *OF_NORMS, n="judged"), *CHANGE, n="n_both"),
        "scores": declare(scores, *CHANGE, n="n_both"),
        "strikes": declare(strikes, "given", "expired", "active", "at_risk"),
        "sizes": declare(sizes, *SIDE_BY_SIDE),
    }


def partner_quality(standing: "ibis.Table", scores: "ibis.Table", *, end: datetime) -> "ibis.Table":
    """Where each partner stands at the end of a quarter, for who looks after it.

    Args:
        standing: customer_id, active (strikes), at_risk; a row per partner with cases in the quarter.
        scores: From `workbook.recognise.quality_score.quality_scores`.
        end: First instant after the quarter.

    Returns:
        A row per row of `standing`: customer_id, quality_score, quality_low, quality_high (0 to 100, and the
        95 % interval; missing where too few cases were judged), quality_change, quality_change_low,
        quality_change_high (points since the quarter before; missing without a score in it), strikes
        (active), at_risk. Scores have one decimal.
    """
    last, changes = last_quarter(end), score_changes(scores)
    rows = standing.select("customer_id", "at_risk", strikes="active")
    scored = {"quality_score": "score", "quality_low": "low", "quality_high": "high"}
    moved = {"quality_change": "change", "quality_change_low": "low", "quality_change_high": "high"}
    for table, columns in ((scores, scored), (changes, moved)):
        now = table.filter(table.quarter == last)
        rounded = {name: now[column].round(1) for name, column in columns.items()}
        rows = rows.left_join(now.select("customer_id", **rounded), "customer_id").drop("customer_id_right")
    return rows.select("customer_id", *scored, *moved, "strikes", "at_risk")


def _nothing_to_hold(service: "ibis.Table", norms: Sequence[Norm], end: datetime) -> str:
    if not norms:
        return "no_norms" if int(service.count().to_pandas()) else "none"
    rows = service.filter(service.n > 0, quarter_number(service["at"]) == last_quarter(end))
    return "" if int(rows.count().to_pandas()) else "no_cases"


def _nothing(reason: str) -> ServiceQuality:
    columns = {
        "norms": ["norm", "judged", "kept", "share_kept", "low", "high", "n_both", *CHANGE],
        "scores": ["quarter", "n", "score", "low", "high", "n_both", *CHANGE, "given", "expired"],
        "strikes": ["n", "given", "expired", "active", "at_risk"],
        "sizes": ["norm", "n", "n_small", "n_large", *SIDE_BY_SIDE],
    }
    tables = {name: pd.DataFrame(columns=names, dtype="float64") for name, names in columns.items()}
    for name, text in (("norms", "norm"), ("scores", "quarter"), ("sizes", "norm")):
        tables[name] = tables[name].astype({text: "str"})
    return ServiceQuality(**_declared(**tables), reason=reason)


def _name(end: datetime) -> str:
    return quarter_names(pd.Series([last_quarter(end)]))[0]


def _scores(scores: "ibis.Table", given: "ibis.Table") -> pd.DataFrame:
    counted = strikes_by_norm(given).groupby("quarter", as_index=False)[["given", "expired"]].sum()
    return score_by_quarter(scores).merge(counted, on="quarter").tail(SHOWN).reset_index(drop=True)


def _standing(results: "ibis.Table", given: "ibis.Table", rule: StrikeRule, end: datetime) -> "ibis.Table":
    """Strikes of who is there: partners who stopped keep theirs, and are not at risk of anything."""
    present = results.filter(results.quarter == last_quarter(end)).select("customer_id").distinct()
    found = present.left_join(partner_strikes(given, rule, end=end), "customer_id")
    counts = {name: found[name].fill_null(0) for name in ("given", "expired", "active")}
    return found.select("customer_id", **counts, at_risk=found.at_risk.fill_null(False))


def _together(standing: "ibis.Table") -> pd.DataFrame:
    counts = {name: standing[name].sum().cast("int64") for name in ("given", "expired", "active")}
    at_risk = standing.at_risk.cast("int64").sum().cast("int64")
    return standing.aggregate(n=standing.count(), **counts, at_risk=at_risk).to_pandas()


def _sizes(judged: "ibis.Table", norms: Sequence[Norm]) -> pd.DataFrame:
    """Small and large partners side by side, per norm."""
    classes = cached(size_classes(judged))
    by_size = kept_by_size(judged, classes, list(SIZES)).replace({"size_class": SIZES})
    found = size_differences(by_size, *SIZES.values())
    if found.empty:
        return _nothing("").sizes
    found[["difference", "low", "high"]] *= POINTS
    apart = found.pivot(index="norm", columns="measure", values=["difference", "low", "high"])
    apart.columns = [f"{measure}_{name}" for name, measure in apart.columns]
    wide = by_size.pivot(index="norm", columns=["measure", "size_class"], values=["share", "low", "high"])
    wide.columns = [
        f"{measure}_{size}{'' if name == 'share' else f'_{name}'}" for name, measure, size in wide.columns
    ]
    n = found[found["measure"].eq("kept")].set_index("norm")[["partners_small", "partners_large"]]
    n = n.set_axis(["n_small", "n_large"], axis="columns")
    chance = misses_by_chance(judged, classes, norms, list(SIZES)).replace({"size_class": SIZES})
    chance = chance.pivot(index="norm", columns="size_class", values="chance").add_prefix("chance_")
    table = n.assign(n=n.min(axis="columns")).join([wide, apart, chance])
    table = table.reindex([norm.name for norm in norms if norm.name in table.index])
    return table.reset_index()[["norm", "n", "n_small", "n_large", *SIDE_BY_SIDE]]
