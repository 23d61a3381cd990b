"""A change in NPS as existing business protected, where an opportunity gives one."""

from pandas import DataFrame, isna

from workbook.business_cases import A_YEAR, PROTECTED
from workbook.engagement import Engagement
from workbook.intervals import Z95
from workbook.privacy import hidden, tells

CHANGES = ["nps_change", "nps_change_error"]
FACTORS = ["retention_per_point", "retention_per_point_error", "revenue_at_stake"]
NOT_MEASURED = DataFrame(columns=["why", "slope", "slope_error"])
"""The slope where step 2 had nothing to measure it from."""


@tells()
def nps_terms(measured: DataFrame, totals: DataFrame, settings: Engagement) -> DataFrame:
    """What a point of NPS goes with, and how much business is at stake.

    Args:
        measured: As `workbook.understand.retention.retention_per_point` gives it, as may be shown; no rows
            where nothing was measured.
        totals: As `workbook.recognise.quarter_totals.quarter_totals` gives it, the oldest quarter first.
        settings: A slope that is declared in them takes the place of the measured one; the revenue of a
            smaller group than they show does not count.

    Returns:
        One row: source ("declared", "measured" or "unknown"), why (blank where a slope is known; else as
        measured, "few" where a group was too small to show, "asked" where nothing was measured),
        retention_per_point, retention_per_point_error (shares of revenue per quarter per point of NPS, taken
        as those of customers), revenue_at_stake (per quarter: the mean of the last four).

    Example:
        >>> from workbook.engagement import engagement_from
        >>> from workbook.privacy import declare
        >>> declared = {"retention_per_nps_point": {"value": 0.001, "error": 0.0}}
        >>> acme = engagement_from({"client": "Acme", "plan": declared})
        >>> totals = DataFrame({"quarter": ["2017Q3", "2017Q4"], "revenue": [10.0, 30.0], "n": [50, 60]})
        >>> nps_terms(NOT_MEASURED, declare(totals, "revenue"), acme)["revenue_at_stake"].item()
        20.0
    """
    revenue = hidden(totals, settings.minimum_group)["revenue"].tail(A_YEAR).mean()
    declared = settings.plan.retention_per_nps_point
    if declared:
        source, why, slope, error = "declared", None, declared.value, declared.error
    elif len(measured) and measured["slope"].notna().all():
        source, why, slope, error = "measured", None, *measured.iloc[0][["slope", "slope_error"]]
    else:
        given = measured["why"].iloc[0] if len(measured) else "asked"
        source, why, slope, error = "unknown", "few" if isna(given) else given, None, None
    row = {"source": source, "why": why} | dict(zip(FACTORS, (slope, error, revenue), strict=True))
    return DataFrame([row]).astype(dict.fromkeys(FACTORS, float) | {"source": "str", "why": "str"})


@tells()
def nps_changes(options: DataFrame, terms: DataFrame) -> DataFrame:
    """Put together what the engine makes protected business of.

    Args:
        options: The candidates: opportunity, [nps_change, nps_change_error].
        terms: As `nps_terms` gives it.

    Returns:
        A row per candidate, as `prioritization.nps_benefit` takes it: opportunity, nps_change,
        nps_change_error, retention_per_point, retention_per_point_error, revenue_at_stake; 0 for what is not
        known, of which `with_nps` counts nothing.
    """
    changes = options.reindex(columns=["opportunity", *CHANGES]).assign(**terms[FACTORS].iloc[0])
    return changes.astype(dict.fromkeys([*CHANGES, *FACTORS], float)).fillna(0.0)


@tells()
def with_nps(options: DataFrame, benefit: DataFrame, terms: DataFrame) -> DataFrame:
    """Let a change in NPS count as protected business where the intake does not estimate it.

    What is estimated in the intake counts, and what follows from NPS stands beside it: they are the same
    business, and are never added.

    Args:
        options: The candidates: opportunity, [low, likely and high of protected, a year, and nps_change].
        benefit: As `prioritization.nps_benefit` gives it, in the same order.
        terms: As `nps_terms` gives it.

    Returns:
        The rows, with protected_shared (as `prioritization.nps_benefit` gives it, 0 where it does not count),
        nps_change, nps_year (protected business a year that follows from it), nps_year_low,
        nps_year_high (95 %), and rests_on_nps (bool): it is what counts as low, likely and high of protected.

    Example:
        >>> options = DataFrame({"opportunity": ["O1"], "nps_change": 2.0})
        >>> ends = {"protected_low": 1.0, "protected_likely": 5.0, "protected_high": 9.0}
        >>> benefit = DataFrame({"opportunity": ["O1"], "protected": 5.0, "standard_error": 1.0, **ends})
        >>> benefit["protected_shared"] = 0.5
        >>> terms = DataFrame([dict.fromkeys(FACTORS, 1.0)])
        >>> with_nps(options, benefit, terms)[["protected_likely", "nps_year"]].values.tolist()
        [[20.0, 20.0]]
    """
    change = options.reindex(columns=["nps_change"])["nps_change"].astype(float)
    protected = options.reindex(columns=PROTECTED).astype(float)
    by_nps = A_YEAR * benefit.set_index(options.index)[["protected", "standard_error", *PROTECTED]]
    by_nps = by_nps[change.notna() & bool(terms[FACTORS].notna().all(axis=None))].reindex(options.index)
    year, half = by_nps["protected"], by_nps["standard_error"] * Z95
    rests = year.notna() & protected.isna().all(axis=1)
    return options.assign(
        **protected.mask(rests, by_nps[PROTECTED]),
        protected_shared=benefit.set_index(options.index)["protected_shared"].where(rests, 0.0),
        nps_change=change,
        nps_year=year,
        nps_year_low=year - half,
        nps_year_high=year + half,
        rests_on_nps=rests,
    )
