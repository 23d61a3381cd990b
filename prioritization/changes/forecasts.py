"""Forecasts of opportunities compared with results."""

from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd
from pandas import DataFrame
from scipy.stats import linregress, spearmanr
from scipy.stats import t as student

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.intervals import Z95, wilson
from prioritization.reading import number

FEWEST = 8
"""With fewer results, a line through them says more about chance than about scores."""


@dataclass(frozen=True)
class ForecastCheck:
    """How well forecasts came true. What too few results cannot say is missing.

    Attributes:
        n: Results that are filled in.
        bias: Mean of realised - likely; below 0 where too much was promised.
        bias_se: Its standard error.
        error: Mean of |realised - likely|.
        rank: Spearman's rank correlation of likely and realised; from 4 results.
        rank_low, rank_high: Its 95 % interval.
        inside: Share of the results within low to high.
        inside_low, inside_high: Its 95 % interval by Wilson.
    """

    n: int
    bias: float
    bias_se: float
    error: float
    rank: float
    rank_low: float
    rank_high: float
    inside: float
    inside_low: float
    inside_high: float


def forecast_check(results: DataFrame) -> ForecastCheck:
    """Hold forecasts against what was realised.

    Args:
        results: A row per opportunity: low, likely, high, and realised, which is blank where nothing has
            been measured yet; all in one unit.

    Returns:
        The check, over the rows with a realised value.

    Raises:
        ScoreError: The table has faults, or no result is filled in.

    Source:
        Bonett & Wright (2000), Psychometrika 65(1), p. 23-28 (interval of a rank correlation); Wilson
        (1927), Journal of the American Statistical Association 22(158), p. 209-212.

    Example:
        >>> three = DataFrame({"low": [1, 1, 1], "likely": [2, 3, 4], "high": 5, "realised": [1, 2, 6]})
        >>> check = forecast_check(three)
        >>> check.n, check.bias, round(check.error, 2), round(check.inside, 2)
        (3, 0.0, 1.33, 0.67)
    """
    done = _done(results, ["low", "likely", "high"], fewest=1)
    off = (done["realised"] - done["likely"]).to_numpy()
    n = len(off)
    inside = done["realised"].between(done["low"], done["high"]).mean()
    inside_low, inside_high = wilson(inside, n)
    rank, rank_low, rank_high = _rank(done)
    return ForecastCheck(
        n=n,
        bias=float(off.mean()),
        bias_se=float(off.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan"),
        error=float(np.abs(off).mean()),
        rank=rank,
        rank_low=rank_low,
        rank_high=rank_high,
        inside=float(inside),
        inside_low=float(inside_low),
        inside_high=float(inside_high),
    )


def forecast_checks(results: DataFrame, by: str) -> DataFrame:
    """Hold forecasts against what was realised, per kind of forecast.

    Args:
        results: As for `forecast_check`, with more than one kind of forecast.
        by: The column that says which kind a row is of.

    Returns:
        A row per kind that has a result, in the order of their first row: `by`, and the attributes of
        `ForecastCheck`.

    Raises:
        ScoreError: As `forecast_check`.

    Example:
        >>> both = {"amount": ["cost", "extra"], "low": 1, "likely": 2, "high": 3, "realised": [4, None]}
        >>> forecast_checks(DataFrame(both), "amount")[["amount", "n", "bias"]]
          amount  n  bias
        0   cost  1   2.0
    """
    known = results[results["realised"].notna()]
    checks = [{by: kind, **asdict(forecast_check(rows))} for kind, rows in known.groupby(by, sort=False)]
    return DataFrame(checks, columns=[by, *[part.name for part in fields(ForecastCheck)]])


def score_calibration(results: DataFrame) -> DataFrame:
    """Draw the line of what was realised over the score that was given.

    realised = intercept + slope·score

    Args:
        results: A row per opportunity: score, and realised, which is blank where nothing has been
            measured yet.

    Returns:
        One row: slope, slope_se, slope_low, slope_high (its 95 % interval), intercept, intercept_se (missing
        with too few results, or where all scores are equal), n (results that are filled in), needed (the
        fewest for a line).

    Raises:
        ScoreError: The table has faults.

    Example:
        >>> ten = DataFrame({"score": range(10), "realised": [1 + 2 * score for score in range(10)]})
        >>> score_calibration(ten)[["slope", "intercept", "n"]].round(6).iloc[0].tolist()
        [2.0, 1.0, 10.0]
    """
    done = _done(results, ["score"], fewest=0)
    line = (float("nan"),) * 6
    if len(done) >= FEWEST and done["score"].nunique() > 1:
        found = linregress(done["score"], done["realised"])
        half = student.ppf(0.975, len(done) - 2) * found.stderr
        ends = (found.slope - half, found.slope + half)
        line = (found.slope, found.stderr, *ends, found.intercept, found.intercept_stderr)
    slope = ["slope", "slope_se", "slope_low", "slope_high"]
    columns = [*slope, "intercept", "intercept_se", "n", "needed"]
    return DataFrame([(*line, len(done), FEWEST)], columns=columns)


def score_calibrations(results: DataFrame, by: str) -> DataFrame:
    """Draw the line of what was realised over the score, per group of those who scored.

    Args:
        results: As for `score_calibration`, with a column that says whose score it is.
        by: That column; a row without a group is left out.

    Returns:
        A row per group, in alphabetical order: `by`, and the columns of `score_calibration`.

    Raises:
        ScoreError: As `score_calibration`.

    Example:
        >>> both = DataFrame({"role": ["IT", "Sales"], "score": [7, 8], "realised": [10.0, None]})
        >>> score_calibrations(both, "role")[["role", "n", "needed"]].to_numpy().tolist()
        [['IT', 1, 8], ['Sales', 0, 8]]
    """
    lines = [score_calibration(rows).assign(**{by: group}) for group, rows in results.groupby(by)]
    return pd.concat(
        [score_calibration(results.head(0)).head(0).assign(**{by: ""}), *lines], ignore_index=True
    )


def _rank(done: DataFrame) -> tuple[float, float, float]:
    n = len(done)
    if n < 4 or done["likely"].nunique() == 1 or done["realised"].nunique() == 1:
        return (float("nan"),) * 3
    rank = float(spearmanr(done["likely"], done["realised"]).statistic)
    if abs(rank) > 1 - 1e-12:
        return rank, float("nan"), float("nan")
    half = Z95 * np.sqrt((1 + rank**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(rank) + np.array([-half, half]))
    return rank, float(low), float(high)


def _done(results: DataFrame, needed: list[str], fewest: int) -> DataFrame:
    """The rows with a result, as numbers."""
    columns = [str(name) for name in results.columns]
    faults = [
        f"column '{name}' is missing{did_you_mean(name, columns)}"
        for name in (*needed, "realised")
        if name not in columns
    ]
    if faults:
        raise ScoreError(fault_list("The results", faults))
    rows = results[results["realised"].notna()]
    cells = {name: [number(cell) for cell in rows[name]] for name in (*needed, "realised")}
    done = DataFrame(cells, index=np.flatnonzero(results["realised"].notna()) + 1, dtype=float)
    faults = [
        f"row {row}, {name}: '{rows[name].iloc[at]}' is not a finite number"
        for name in done
        for at, row in enumerate(done.index)
        if not np.isfinite(done[name].iloc[at])
    ]
    if "low" in done and not faults:
        wrong = done.index[~(done["low"].le(done["likely"]) & done["likely"].le(done["high"]))]
        faults = [f"row {row}: low, likely and high do not go up" for row in wrong]
    if len(done) < fewest:
        faults.append(f"{len(done)} results are filled in; {fewest} or more are needed")
    if faults:
        raise ScoreError(fault_list("The results", faults))
    return done
