"""A score for each partner that is fair to small ones, and its trend."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.engagement import MILLION, Norm
from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.recognise.service_norms import quarter_names

if TYPE_CHECKING:
    import ibis


def norm_chances(results: "ibis.Table", norms: Sequence[Norm]) -> pd.DataFrame:
    """The chance that a partner with these cases keeps the norm in truth, given how all partners do.

    True shares differ between partners as a beta distribution, fitted to the judged results of all quarters
    by the method of moments, where each counts once. A result moves that distribution by its own cases:
    three cases hardly, three hundred wholly. Where partners differ no more than by chance, they are taken
    together as one. A norm with a single judged result starts from Jeffreys' prior, one on which nobody is
    judged is left out.

    Args:
        results: From `norm_results`.
        norms: The norms.

    Returns:
        A row per norm and different (n, met) of a judged result: norm, n, met, results (how many there
        are), limit (least true share of cases within the norm), weight, alpha, beta (of the distribution),
        average (chance for a partner of whom nothing is known, 0 to 1), chance (0 to 1).

    Raises:
        MeasureError: No result has enough cases to be judged.

    Source:
        Kleinman (1973), Journal of the American Statistical Association 68(341), p. 46-54.
    """
    from scipy.stats import beta

    judged = results.filter(results.judged)
    counts = judged.group_by("norm", "n", "met").aggregate(results=judged.count())
    table = counts.order_by("norm", "n", "met").to_pandas()
    if table.empty:
        raise MeasureError(_nobody_judged(results, norms))
    known = pd.DataFrame(
        {"norm": n.name, "limit": 1 - n.allowed / MILLION, "weight": n.weight} for n in norms
    )
    fits = {name: _beta_distribution(rows) for name, rows in table.groupby("norm")}
    prior = pd.DataFrame.from_dict(fits, orient="index", columns=["alpha", "beta"])
    table = table.merge(known, on="norm").join(prior, on="norm")
    missed = table["n"] - table["met"]
    table["average"] = beta.sf(table["limit"], table["alpha"], table["beta"])
    table["chance"] = beta.sf(table["limit"], table["alpha"] + table["met"], table["beta"] + missed)
    return table


def _beta_distribution(counts: pd.DataFrame) -> tuple[float, float]:
    times, k = counts["results"], counts["results"].sum()
    if k < 2:
        return 0.5, 0.5
    share = counts["met"] / counts["n"]
    mean, by_chance = (times * share).sum() / k, (times / counts["n"]).sum() / k
    spread = (times * (share - mean) ** 2).sum() / (k - 1)
    if mean in (0, 1) or by_chance == 1 or (alike := spread / (mean * (1 - mean))) <= by_chance:
        met, n = (times * counts["met"]).sum(), (times * counts["n"]).sum()
        return met + 0.5, n - met + 0.5
    strength = max((1 - by_chance) / (alike - by_chance) - 1, 1.0)
    return mean * strength, (1 - mean) * strength


def _nobody_judged(results: "ibis.Table", norms: Sequence[Norm]) -> str:
    most = results.group_by("norm").aggregate(k=results.count(), n=results.n.max()).order_by("norm")
    table = most.to_pandas().set_index("norm")
    needed = {norm.name: norm.minimum for norm in norms}
    lines = [
        f"  {name}: at most {row.n:,}, and {needed[name]:,} are needed" for name, row in table.iterrows()
    ]
    first = f"0 of {table['k'].sum():,} results have enough cases to be judged."
    way_out = "Lower `minimum` of the norms in engagement.yml, or add rows."
    return "\n".join([first, *lines, way_out])


def quality_scores(results: "ibis.Table", norms: Sequence[Norm]) -> "ibis.Table":
    """Score each partner from 0 to 100: the share of the norms, by weight, that it keeps in truth.

    100 times the weighted mean of `norm_chances`, where a plain score has 1 for a norm kept and 0 for one
    missed. With many cases the two agree; with few, a miss costs less and a success brings less. A norm
    that was not judged counts as for the average partner, so it neither lifts nor lowers.

    Args:
        results: From `norm_results`.
        norms: The norms.

    Returns:
        A row per partner and quarter with a judged norm: customer_id, quarter (an integer), judged, kept
        (norms), n (their cases), score, se, low, high (0 to 100; the 95 % interval of what is true of the
        partner).

    Raises:
        MeasureError: No result has enough cases to be judged.

    Source:
        Efron & Morris (1975), Journal of the American Statistical Association 70(350), p. 311-319.
    """
    import ibis

    table = norm_chances(results, norms)
    average = table.drop_duplicates("norm")
    part = 100 * table["weight"] / average["weight"].sum()
    start = (part * table["average"])[average.index].sum()
    doubt, before = (part**2 * table[column] * (1 - table[column]) for column in ("chance", "average"))
    gains = table[["norm", "n", "met"]].assign(
        gain=part * (table["chance"] - table["average"]), doubt=doubt - before
    )
    judged = results.filter(results.judged).join(ibis.memtable(gains), ["norm", "n", "met"])
    sums = judged.group_by("customer_id", "quarter").aggregate(
        judged=judged.count(),
        kept=judged.kept.sum().cast("int64"),
        n=judged.n.sum().cast("int64"),
        score=judged.gain.sum() + float(start),
        se=(judged.doubt.sum() + float(before[average.index].sum())).clip(lower=0.0).sqrt(),
    )
    half = Z95 * sums.se
    return sums.mutate(low=(sums.score - half).clip(lower=0.0), high=(sums.score + half).clip(upper=100.0))


def score_changes(scores: "ibis.Table") -> "ibis.Table":
    """Each partner's change of the score since the quarter before.

    Args:
        scores: From `quality_scores`.

    Returns:
        A row per partner and quarter with a score in the quarter before too: customer_id, quarter (an
        integer), score, before, change, se, low, high (points; the 95 % interval of the change).
    """
    earlier = scores.select("customer_id", quarter=scores.quarter + 1, before="score", se_before="se")
    both = scores.join(earlier, ["customer_id", "quarter"])
    both = both.mutate(change=both.score - both.before, se=(both.se**2 + both.se_before**2).sqrt())
    half = Z95 * both.se
    both = both.mutate(low=both.change - half, high=both.change + half)
    return both.select("customer_id", "quarter", "score", "before", "change", "se", "low", "high")


def score_by_quarter(scores: "ibis.Table") -> pd.DataFrame:
    """The mean score per quarter, and its change among the partners with a score in both quarters.

    Every partner counts once, whatever its size. The intervals are over partners (t, n − 1 degrees of
    freedom); the change is paired.

    Args:
        scores: From `quality_scores`.

    Returns:
        quarter (as 2017Q4), n (partners), score, low, high (points), n_both, change, change_low,
        change_high (missing without partners in both; intervals missing with one).
    """
    table = _means(scores, "score")
    table = table.assign(low=table["low"].clip(lower=0), high=table["high"].clip(upper=100))
    changed = _means(score_changes(scores), "change").add_prefix("change_")
    changed = changed.rename(columns={"change_n": "n_both", "change_change": "change"})
    table = table.join(changed).reset_index()
    table["n_both"] = table["n_both"].fillna(0).astype("int64")
    return table.assign(quarter=quarter_names(table["quarter"]))


def _means(table: "ibis.Table", column: str) -> pd.DataFrame:
    from scipy.stats import t

    measured = table[column]
    sums = table.group_by("quarter").aggregate(
        **{"n": table.count(), column: measured.mean(), "spread": measured.var(how="sample")}
    )
    means = sums.to_pandas().sort_values("quarter").set_index("quarter")
    half = t.ppf(0.975, means["n"] - 1) * np.sqrt(means.pop("spread").astype("float64") / means["n"])
    return means.assign(low=means[column] - half, high=means[column] + half)
