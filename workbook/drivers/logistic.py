"""Logistic regression of what happened or did not, and its effects in percentage points."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from workbook.drivers.shares import Floats, averaged_gains

STEEP = 8.0
"""From so large a step in the logit over the range of a column on, it is looked at whether it separates."""
FEW_PER_COLUMN = 10
"""Rows of the rarer outcome per column that a logistic regression asks for (Peduzzi et al. 1996)."""
STEPS, SETTLED = 40, 1e-10
INTERCEPT = "(intercept)"


@dataclass(frozen=True, eq=False)
class LogisticModel:
    """A fitted logistic regression.

    Attributes:
        coefficients: By name of column, the intercept among them; in logits.
        covariance: Of the coefficients, by name.
        deviance: −2 times the logarithm of the likelihood.
        penalised: Whether Firth's penalty holds the coefficients, as some columns separate what happened from
            what did not; weights and repeated people do not count then.
        design: The columns, the intercept among them.
        happened: 1 or 0 per row.
        weights: How much each row counts.
    """

    coefficients: Series
    covariance: DataFrame
    deviance: float
    penalised: bool
    design: DataFrame = field(repr=False)
    happened: Floats = field(repr=False)
    weights: Floats = field(repr=False)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.happened)

    @property
    def events(self) -> int:
        """Rows in which it happened."""
        return int(self.happened.sum())

    @cached_property
    def chances(self) -> Floats:
        """The fitted chance of each row."""
        from scipy.special import expit

        return expit(self.design.to_numpy() @ self.coefficients.to_numpy())

    @cached_property
    def pulls(self) -> DataFrame:
        """How far each row moves the coefficients, rows × columns."""
        x, chances = self.design.to_numpy(), self.chances
        information = (x * (self.weights * chances * (1 - chances))[:, None]).T @ x
        surprise = self.weights * (self.happened - chances)
        moved = np.linalg.solve(information, (x * surprise[:, None]).T).T
        return DataFrame(moved, self.design.index, self.design.columns)

    @property
    def errors(self) -> Series:
        """Standard errors of the coefficients."""
        return Series(np.sqrt(np.diag(self.covariance)), self.coefficients.index)

    @property
    def per_column(self) -> float:
        """Rows of the rarer outcome per column that may explain it."""
        columns = sum(name != INTERCEPT for name in self.coefficients.index)
        return min(self.events, self.n - self.events) / max(columns, 1)


def logistic_model(
    happened: Series, columns: DataFrame, people: Series | None = None, weights: Series | None = None
) -> LogisticModel:
    """Regress whether something happened on all columns at once.

    Errors hold where people come back in several rows or rows have weights (sandwich); without either they
    are those of maximum likelihood. Where columns separate what happened from what did not, no likelihood is
    the largest: Firth's penalty is put on it.

    Args:
        happened: True or false, or 1 and 0, per row; both occur.
        columns: Numbers, in the same index; no blanks, and none fixes another. The intercept is added where
            there is no column `(intercept)`, and left out where that one holds zeros only.
        people: Who each row is of; each row is its own if not given.
        weights: How much each row counts, above 0; all the same if not given.

    Returns:
        The model.

    Source:
        Liang & Zeger (1986), Biometrika 73(1), p. 13-22 (errors); Firth (1993), Biometrika 80(1), p. 27-38;
        Heinze & Schemper (2002), Statistics in Medicine 21, p. 2409-2419.

    Example:
        >>> happened = Series([0, 0, 1, 0, 1, 1, 0, 1])
        >>> model = logistic_model(happened, DataFrame({"trained": [0, 0, 0, 0, 1, 1, 1, 1]}))
        >>> model.coefficients.round(2).to_dict(), model.events
        ({'(intercept)': -1.1, 'trained': 2.2}, 4)
    """
    design = columns.astype(float)
    if INTERCEPT not in design:
        design.insert(0, INTERCEPT, 1.0)
    y = happened.astype(float).to_numpy()
    design = design.loc[:, design.ne(0).any()]
    weight = np.ones(len(y)) if weights is None else (weights / weights.mean()).to_numpy(float)
    known = _plain(y, design, people, weight, robust=weights is not None)
    if known is None or (_is_steep(known.coefficients, design) and separates(y > 0, design.to_numpy())):
        return _penalised(y, design)
    return known


def _plain(
    y: Floats, design: DataFrame, people: Series | None, weight: Floats, *, robust: bool
) -> LogisticModel | None:
    """The model of the largest likelihood; nothing where the search for it fails."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    errors: dict = {"cov_type": "HC1"} if robust else {}
    if people is not None and people.duplicated().any():
        errors = {"cov_type": "cluster", "cov_kwds": {"groups": people.factorize()[0]}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of weights, and of separation, which is looked for below
        try:
            model = GLM(y, design, family=Binomial(), var_weights=weight).fit(**errors)
        except (ValueError, np.linalg.LinAlgError):
            return None
    covariance = model.cov_params()
    if not np.isfinite(covariance.to_numpy()).all():
        return None
    return LogisticModel(model.params, covariance, float(model.deviance), False, design, y, weight)


def _is_steep(coefficients: Series, design: DataFrame) -> bool:
    return bool((coefficients.abs() * (design.max() - design.min())).max() > STEEP)


def separates(happened: NDArray[np.bool_], columns: Floats) -> bool:
    """Whether a sum of weighted columns is never above 0 where it did not happen, nor below it where it did.

    Args:
        happened: Per row.
        columns: Rows × columns, the intercept among them.

    Returns:
        Whether there is such a sum, other than 0 in every row (complete or quasi-complete separation).

    Source:
        Albert & Anderson (1984), Biometrika 71(1), p. 1-10; by linear programming: Konis (2007), Linear
        programming algorithms for detecting separated data in binary logistic regression models.

    Example:
        >>> separates(np.array([False, False, True]), np.array([[1.0, 1], [1, 2], [1, 3]]))
        True
    """
    from scipy.optimize import linprog

    signed = np.unique(columns * np.where(happened, 1.0, -1.0)[:, None], axis=0)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1))
    return bool(found.status == 0 and -found.fun > 1e-7)


def _penalised(y: Floats, design: DataFrame) -> LogisticModel:
    from firthmodels import FirthLogisticRegression
    from scipy.special import expit

    x = design.to_numpy()
    beta = FirthLogisticRegression(fit_intercept=False).fit(x, y.astype(int)).coef_
    chances = expit(x @ beta)
    covariance = np.linalg.inv((x * (chances * (1 - chances))[:, None]).T @ x)
    return LogisticModel(
        Series(beta, design.columns),
        DataFrame(covariance, design.columns, design.columns),
        float(-2 * np.log(np.where(y > 0, chances, 1 - chances)).sum()),
        True,
        design,
        y,
        np.ones(len(y)),
    )


def average_effects(
    model: LogisticModel, weights: Series | None = None, *, only: Sequence[str] | None = None
) -> DataFrame:
    """What one more of each column goes with, in the chance that it happens, averaged over the rows.

    Of a column of zeros and ones: the chance with one less that without. Of any other: the slope.

    Args:
        model: From `logistic_model`.
        weights: How much each row counts in the average; all the same if not given.
        only: The columns to tell of; all but the intercept if not given.

    Returns:
        In the order of the columns: column, effect, low, high (95 %; shares of 1), p, p_holm.

    Source:
        Bartus (2005), The Stata Journal 5(3), p. 309-329; errors by the delta method.

    Example:
        >>> happened = Series([0, 0, 1, 0, 1, 1, 0, 1])
        >>> columns = DataFrame({"trained": [0, 0, 0, 0, 1, 1, 1, 1]})
        >>> average_effects(logistic_model(happened, columns))["effect"].round(2).tolist()
        [0.5]
    """
    from scipy.special import expit, ndtr

    from workbook.differences import holm
    from workbook.intervals import Z95

    design, beta = model.design.to_numpy(), model.coefficients.to_numpy()
    weight = np.ones(len(design)) if weights is None else weights.to_numpy(float)
    share, logit = weight / weight.sum(), design @ beta
    told = list(only or model.design.columns.drop(INTERCEPT, errors="ignore"))
    effects, errors = [], []
    for at in model.design.columns.get_indexer(told):
        x = design[:, at]
        if np.isin(x, [0, 1]).all():
            high, low = expit(logit + beta[at] * (1 - x)), expit(logit - beta[at] * x)
            effect = share @ (high - low)
            up, down = share * high * (1 - high), share * low * (1 - low)
            slope = (up - down) @ design
            slope[at] = up.sum()
        else:
            chance = expit(logit)
            spread = chance * (1 - chance)
            effect = share @ spread * beta[at]
            slope = (share * spread * (1 - 2 * chance)) @ design * beta[at]
            slope[at] += share @ spread
        effects.append(float(effect))
        errors.append(float(np.sqrt(slope @ model.covariance.to_numpy() @ slope)))
    effect, error = np.array(effects), np.array(errors)
    p = 2 * ndtr(-np.abs(effect) / error)
    ends = {"low": effect - Z95 * error, "high": effect + Z95 * error}
    return DataFrame({"column": told, "effect": effect, **ends, "p": p, "p_holm": holm(p)})


def logistic_shares(happened: Series, columns: DataFrame, weights: Series | None = None) -> Series:
    """Share of McFadden's R² per column: what it adds, averaged over all models.

    Args:
        happened: As for `logistic_model`.
        columns: As there, at most 12: every set of them is fitted.
        weights: As there.

    Returns:
        By name; they sum to McFadden's R² of all together. Blank where columns separate.

    Source:
        Azen & Traxel (2009), Using dominance analysis to determine predictor importance in logistic
        regression, Journal of Educational and Behavioral Statistics 34(3), p. 319-347.

    Example:
        >>> happened = Series([0, 0, 1, 0, 1, 1, 0, 1])
        >>> logistic_shares(happened, DataFrame({"trained": [0, 0, 0, 0, 1, 1, 1, 1]})).round(3).to_dict()
        {'trained': 0.189}
    """
    x = columns.to_numpy(float)
    x = np.column_stack([np.ones(len(x)), (x - x.mean(axis=0)) / x.std(axis=0)])
    y = happened.to_numpy(float)
    weight = np.ones(len(x)) if weights is None else (weights / weights.mean()).to_numpy(float)
    subsets = np.arange(2 ** (x.shape[1] - 1))
    inside = np.column_stack([np.ones(len(subsets)), subsets[:, None] >> np.arange(x.shape[1] - 1) & 1])
    surprise = _deviances(y, x, weight, inside)
    return Series(averaged_gains((1 - surprise / surprise[0])[None])[0], columns.columns)


def _deviances(y: Floats, x: Floats, weight: Floats, inside: Floats) -> Floats:
    """The deviance of every model at once, by Newton's method: 1 where a column is inside it."""
    from scipy.special import expit

    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    beta = np.zeros_like(inside)
    outside = np.apply_along_axis(np.diag, 1, 1 - inside)
    for _ in range(STEPS):
        chance = expit(x @ beta.T)
        spread = weight[:, None] * chance * (1 - chance)
        curve = (spread.T @ products).reshape(len(inside), x.shape[1], x.shape[1])
        curve = curve * inside[:, :, None] * inside[:, None, :] + outside
        step = np.linalg.solve(curve, (inside * ((y - chance.T) * weight @ x))[..., None])[..., 0]
        beta += step
        if np.abs(step).max() < SETTLED:
            break
    else:
        return np.full(len(inside), np.nan)
    chance = expit(x @ beta.T)
    return -2 * weight @ np.log(np.where(y[:, None] > 0, chance, 1 - chance))
