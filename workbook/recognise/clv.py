"""What customers will still buy, and for how much: BG/NBD and Gamma-Gamma by maximum likelihood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.errors import MeasureError

Array = NDArray[np.float64]
Loss = Callable[[Array], tuple[float, Array]]
"""Minus the log-likelihood of logarithms of parameters, and its gradient."""
EDGE = (1e-3, 1e3)
"""A parameter beyond these has run off: the data do not show where it ends. Time, money: in their mean."""
_SLOPE = 1e-4
"""The search has ended where the log-likelihood per customer is flatter than this."""
NODES = 200
"""At so many points an integral is added up."""
_ROWS = 20_000
"""The search begins on about so many rows."""


@dataclass(frozen=True)
class FittedModel:
    """Parameters of a model, found by maximum likelihood.

    Attributes:
        model: "bg_nbd" or "gamma_gamma".
        parameters: By name.
        errors: Their standard errors, from the curvature of the log-likelihood; missing for those in `edge`.
        covariance: Of the logarithms of the parameters; 0 for those in `edge`, which are held where they are.
        log_likelihood: At the maximum.
        n: Customers it was fitted on.
        edge: The parameters that ran off to the end of their range.
    """

    model: str
    parameters: dict[str, float]
    errors: dict[str, float]
    covariance: Array
    log_likelihood: float
    n: int
    edge: tuple[str, ...]


def bg_nbd(histories: pd.DataFrame) -> FittedModel:
    """Fit how often customers buy, and when they stop.

    While a customer is alive, purchases come at a constant rate; after each, the customer leaves with a
    constant chance. Rates differ between customers as a gamma distribution (r, alpha), chances as a
    beta distribution (a, b).

    Args:
        histories: A row per distinct history: frequency (purchases after the first), recency (time from
            the first purchase to the last), age (time from the first purchase to the end of the
            observation), n (customers with that history). Time in any one unit.

    Returns:
        The fit: r, alpha (in that unit), a, b.

    Raises:
        MeasureError: A history is impossible, fewer than two customers bought again, or the search found
            no maximum.

    Source:
        Fader, Hardie & Lee (2005), Marketing Science 24(2), p. 275-284.

    Example:
        >>> histories = pd.DataFrame({"frequency": [0, 1, 2, 6], "recency": [0, 10, 20, 36],
        ...                           "age": [30, 38, 35, 38], "n": [60, 15, 10, 15]})
        >>> round(bg_nbd(histories).log_likelihood, 2)
        -489.63
    """
    names = ["frequency", "recency", "age"]
    x, recency, age = (histories[name].to_numpy(dtype=float) for name in names)
    n = histories["n"].to_numpy(dtype=float)
    impossible = ~((x >= 0) & (recency >= 0) & (recency <= age) & ((x > 0) | (recency == 0)))
    if impossible.any():
        raise MeasureError(
            f"{n[impossible].sum():,.0f} customers have an impossible history, the first with "
            f"frequency, recency and age {histories.loc[impossible, names].iloc[0].tolist()}; "
            "recency lies between 0 and age."
        )
    _need_repeat_buyers(n[x > 0].sum())
    middle = float(np.average(age, weights=n))
    units = np.array([1.0, middle, 1.0, 1.0])
    columns = x, recency, age, n
    return _fit(
        "bg_nbd", ("r", "alpha", "a", "b"), _buying_loss, columns, np.array([1.0, 1.0, 1.0, 2.0]), units
    )


def _need_repeat_buyers(n: float) -> None:
    if n < 2:
        raise MeasureError(
            f"{n:.0f} customers bought on a second day, and at least 2 are needed to expect anything from; "
            "take a longer period."
        )


def _buying_loss(frequency: Array, recency: Array, age: Array, n: Array) -> Loss:
    """Minus the log-likelihood and its gradient.

    What depends on one column only is looked up among its distinct values. Long columns are multiplied and
    summed without BLAS, whose threads cost more than they save.
    """
    from scipy.special import digamma, gammaln

    x, x_at = np.unique(frequency, return_inverse=True)
    t, t_at = np.unique(recency, return_inverse=True)
    ages, age_at = np.unique(age, return_inverse=True)
    per_x, per_age = np.bincount(x_at, n), np.bincount(age_at, n)
    x_per_age = np.bincount(age_at, n * frequency)
    again = frequency > 0
    xs, ts, last, m = x_at[again], t_at[again], age_at[again], n[again]
    purchases_before = np.maximum(x, 1) - 1

    def loss(logs: Array) -> tuple[float, Array]:
        r, alpha, a, b = np.exp(logs)
        log_age, log_t, rate = np.log(alpha + ages), np.log(alpha + t), (r + x)[xs]
        # As if every customer were still alive.
        bought = gammaln(r + x) - gammaln(r) + r * logs[1]
        stayed = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        total = per_x @ (bought + stayed) - (r * per_age + x_per_age) @ log_age
        # Whoever bought again may have left after the last purchase: the odds of that.
        longer = log_age[last] - log_t[ts]
        log_odds = (logs[2] - np.log(b + purchases_before))[xs] + rate * longer
        alive = np.exp(-log_odds)
        total += (m * (log_odds + np.log1p(alive))).sum()
        gone = m / (1 + alive)
        weighted = gone * rate
        by_age = r * per_age + x_per_age - np.bincount(last, weighted, len(ages))
        by_t = np.bincount(ts, weighted, len(t))
        lost, all_n = digamma(a + b) - digamma(a + b + x), per_x.sum()
        gradient = [
            per_x @ (digamma(r + x) - digamma(r))
            + all_n * logs[1]
            - per_age @ log_age
            + (gone * longer).sum(),
            all_n * r / alpha - by_age @ (1 / (alpha + ages)) - by_t @ (1 / (alpha + t)),
            per_x @ lost + gone.sum() / a,
            per_x @ (lost + digamma(b + x) - digamma(b))
            - np.bincount(xs, gone, len(x)) @ (1 / (b + purchases_before)),
        ]
        return -total, -np.array(gradient) * np.exp(logs)

    return loss


def gamma_gamma(spending: pd.DataFrame) -> FittedModel:
    """Fit how much customers spend at a time.

    What a customer spends varies from time to time around that customer's own mean, and the means
    differ between customers; neither depends on how often the customer buys.

    Args:
        spending: A row per distinct history: frequency (purchases after the first, 1 or more), monetary
            (their mean amount, above 0), n (customers with that history).

    Returns:
        The fit: p, q, v (money).

    Raises:
        MeasureError: Fewer than two customers bought again, an amount is 0 or below, or the search found
            no maximum.

    Source:
        Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), p. 415-430; Fader & Hardie (2013),
        The Gamma-Gamma Model of Monetary Value.

    Example:
        >>> spending = pd.DataFrame({"frequency": [1, 2, 2, 3], "monetary": [10.0, 20.0, 35.0, 60.0],
        ...                          "n": [40, 30, 20, 5]})
        >>> round(gamma_gamma(spending).log_likelihood, 2)
        -351.06
    """
    frequency, mean, n = (spending[name].to_numpy(dtype=float) for name in ("frequency", "monetary", "n"))
    none = ~((mean > 0) & (frequency >= 1))
    if none.any():
        raise MeasureError(
            f"{n[none].sum():,.0f} customers have no purchase after the first, or a mean amount of 0 or "
            "below; leave them out."
        )
    _need_repeat_buyers(n.sum())
    units = np.array([1.0, 1.0, float(np.average(mean, weights=n))])
    columns = frequency, mean, n
    return _fit("gamma_gamma", ("p", "q", "v"), _spending_loss, columns, np.array([4.0, 4.0, 1.0]), units)


def _spending_loss(frequency: Array, mean: Array, n: Array) -> Loss:
    from scipy.special import digamma, gammaln

    x, x_at = np.unique(frequency, return_inverse=True)
    per_x, spent, n_x = np.bincount(x_at, n), frequency * mean, n * frequency
    logs_spent, log_means = (n_x * np.log(spent)).sum(), (n * np.log(mean)).sum()

    def loss(logs: Array) -> tuple[float, Array]:
        p, q, v = np.exp(logs)
        log_all, one_over = np.log(v + spent), 1 / (v + spent)
        sums, sums_x = (n * log_all).sum(), (n_x * log_all).sum()
        total = per_x @ (gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * logs[2])
        total += p * logs_spent - log_means - p * sums_x - q * sums
        gradient = [
            per_x @ (x * (digamma(p * x + q) - digamma(p * x))) + logs_spent - sums_x,
            per_x @ (digamma(p * x + q) - digamma(q) + logs[2]) - sums,
            n.sum() * q / v - ((p * n_x + q * n) * one_over).sum(),
        ]
        return -total, -np.array(gradient) * np.exp(logs)

    return loss


def _fit(
    model: str,
    names: Sequence[str],
    loss_on: Callable[..., Loss],
    columns: Sequence[Array],
    start: Array,
    units: Array,
) -> FittedModel:
    """Maximise over the logarithms of the parameters, which are all above 0, from `start` in `units`.

    `columns` are what `loss_on` takes; the last one is the number of customers.
    """
    low, high = np.log(EDGE[0] / 10 * units), np.log(EDGE[1] * 10 * units)
    loss, n = _per_customer(loss_on, columns)
    every = max(1, len(columns[0]) // _ROWS)
    part = loss if every == 1 else _per_customer(loss_on, [column[::every] for column in columns])[0]
    logs = _searched(part, np.log(start * units), low, high)
    logs = _improved(loss, logs, _information(part, logs, _inside(logs, units)))
    if logs is None or not _inside(logs, units).all():
        logs = _searched(loss, np.log(start * units), low, high)
    value, gradient = loss(logs)
    slope = np.abs(np.clip(logs - gradient, low, high) - logs).max()
    if not (np.isfinite(value) and slope < _SLOPE):
        raise MeasureError(
            f"The model {model} has no maximum on these {n:,.0f} customers: the search ended on a "
            f"slope of {slope:.2g}."
        )
    inside = _inside(logs, units)
    covariance = _covariance(_information(loss, logs, inside) * n, inside)
    parameters, errors = np.exp(logs), np.where(inside, np.sqrt(np.diag(covariance)), np.nan)
    return FittedModel(
        model,
        dict(zip(names, parameters.tolist(), strict=True)),
        dict(zip(names, (errors * parameters).tolist(), strict=True)),
        covariance,
        -float(value * n),
        round(n),
        tuple(name for name, kept in zip(names, inside, strict=True) if not kept),
    )


def _per_customer(loss_on: Callable[..., Loss], columns: Sequence[Array]) -> tuple[Loss, float]:
    loss, n = loss_on(*columns), float(columns[-1].sum())

    def mean_loss(logs: Array) -> tuple[float, Array]:
        value, gradient = loss(logs)
        return value / n, gradient / n

    return mean_loss, n


def _inside(logs: Array, units: Array) -> NDArray[np.bool_]:
    return (logs > np.log(EDGE[0] * units)) & (logs < np.log(EDGE[1] * units))


def _searched(loss: Loss, start: Array, low: Array, high: Array) -> Array:
    from scipy.optimize import minimize

    options = {"maxiter": 1000, "maxcor": 20, "ftol": 1e-15, "gtol": 1e-8}
    bounds = list(zip(low, high, strict=True))
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x


def _improved(loss: Loss, logs: Array, information: Array) -> Array | None:
    """The maximum next to `logs`, by Newton's steps with one information for all; nothing where they fail."""
    if len(information) < len(logs) or not _curved(information):
        return None
    for _ in range(15):
        step = np.linalg.solve(information, loss(logs)[1])
        if not np.abs(step).max() < 1:
            return None
        logs = logs - step
        if np.abs(step).max() < 1e-7:
            return logs
    return None


def _information(loss: Loss, at: Array, free: NDArray[np.bool_], step: float = 1e-5) -> Array:
    """How the log-likelihood curves in the free parameters, by differences of its gradient."""
    moves, here = np.eye(len(at))[free] * step, loss(at)[1]
    rows = [(loss(at + move)[1] - here)[free] / step for move in moves]
    information = np.reshape(rows, (len(moves), len(moves)))
    return (information + information.T) / 2


def _curved(information: Array) -> bool:
    return bool(np.isfinite(information).all() and np.linalg.eigvalsh(information).min(initial=np.inf) > 0)


def _covariance(information: Array, free: NDArray[np.bool_]) -> Array:
    """The inverse of the information; missing where that is flat, 0 where a parameter is held."""
    covariance = np.zeros((len(free), len(free)))
    covariance[np.ix_(free, free)] = np.linalg.inv(information) if _curved(information) else np.nan
    return covariance


def probability_alive(fit: FittedModel, histories: pd.DataFrame) -> pd.Series:
    """Chance that a customer still buys, given the history.

    Args:
        fit: From `bg_nbd`.
        histories: frequency, recency, age, in the unit of the fit.

    Returns:
        0 to 1, in the index of `histories`. Of who never bought again it is 1: this model lets nobody
        leave before the second purchase.

    Source:
        Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model.
    """
    from scipy.special import expit

    r, alpha, a, b = fit.parameters.values()
    x, recency, age = (histories[name].to_numpy(dtype=float) for name in ("frequency", "recency", "age"))
    log_odds = np.log(a / (b + np.maximum(x, 1) - 1)) + (r + x) * np.log((alpha + age) / (alpha + recency))
    return pd.Series(np.where(x > 0, expit(-log_odds), 1.0), index=histories.index)


def expected_purchases(fit: FittedModel, histories: pd.DataFrame, horizon: float) -> pd.Series:
    """Purchases to expect of a customer after the end of the observation, given the history.

    Args:
        fit: From `bg_nbd`.
        histories: frequency, recency, age, in the unit of the fit.
        horizon: How far ahead, in that unit; 0 or more.

    Returns:
        A number per row, in the index of `histories`.

    Raises:
        MeasureError: The model gives no number for some history.

    Source:
        Fader, Hardie & Lee (2005), eq. 10; written with Euler's transformation of the hypergeometric
        function, which stays finite for frequent buyers. Where customers all leave alike (large a and b) it
        does not, and the integral that it solves is added up instead.

    Example:
        >>> fit = FittedModel("bg_nbd", {"r": 0.692, "alpha": 4.897, "a": 1879.26, "b": 10000.0},
        ...                   {}, np.empty(0), 0.0, 40, ())
        >>> known = pd.DataFrame({"frequency": [0, 4], "recency": [0, 30], "age": [30, 38]})
        >>> expected_purchases(fit, known, 52.18).round(2).tolist()
        [0.86, 2.38]
    """
    from scipy.special import hyp2f1

    r, alpha, a, b = fit.parameters.values()
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6  # The formula has a hole at 1, and is smooth around it.
    pairs = histories.groupby(["frequency", "age"], sort=False)
    x, age = pairs.size().reset_index()[["frequency", "age"]].to_numpy(dtype=float).T
    z, c = horizon / (alpha + age + horizon), a + b + x - 1
    with np.errstate(all="ignore"):
        if_alive = c / (a - 1) * (1 - (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z))
    off = ~np.isfinite(if_alive)
    if off.any():
        if_alive[off] = _purchases_added_up(fit, x[off], age[off], horizon)
    expected = probability_alive(fit, histories) * if_alive[pairs.ngroup().to_numpy()]
    if not np.isfinite(expected).all():
        raise MeasureError(
            f"The model of purchases gives no number for {(~np.isfinite(expected)).sum():,} histories: its "
            "parameters ran off. Use what customers bought before."
        )
    return expected


def _purchases_added_up(fit: FittedModel, frequency: Array, age: Array, horizon: float) -> Array:
    """Purchases to expect of who is alive: the mean over the chance p to leave after a purchase.

    Of p, which is beta distributed with a and b + frequency, (1 - (1 + p·horizon/(alpha+age))^-(r+frequency))
    / p are expected.
    """
    from scipy.special import betaincinv, roots_legendre

    r, alpha, a, b = fit.parameters.values()
    at, weights = roots_legendre(NODES)
    p = np.maximum(betaincinv(a, b + frequency[:, None], (at + 1) / 2), np.finfo(float).tiny)
    ahead = np.log1p(p * (horizon / (alpha + age))[:, None])
    return (-np.expm1(-(r + frequency)[:, None] * ahead) / p) @ (weights / 2)


def expected_spending(fit: FittedModel, spending: pd.DataFrame) -> pd.Series:
    """Mean amount to expect of a customer's next purchases.

    Args:
        fit: From `gamma_gamma`.
        spending: frequency and monetary; of who never bought again, frequency 0 and any monetary.

    Returns:
        Money per row: between the customer's own mean and that of all, nearer to its own the more often
        it bought.

    Raises:
        MeasureError: q is 1 or below: amounts differ so much that the mean over all customers has no end.
    """
    start, per_money = spending_line(fit, spending["frequency"])
    spent = (spending["frequency"] * spending["monetary"]).where(spending["frequency"] > 0, 0.0)
    return start + per_money * spent


def spending_line(fit: FittedModel, frequency: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The amount to expect of the next purchases, as a line over what a customer has spent.

    Args:
        fit: From `gamma_gamma`.
        frequency: Purchases after the first.

    Returns:
        Where the line starts (money), and by how much it rises per unit of money spent on those purchases.

    Raises:
        MeasureError: q is 1 or below: amounts differ so much that the mean over all customers has no end.
    """
    p, q, v = fit.parameters.values()
    if q <= 1:
        raise MeasureError(
            f"Amounts differ too much between customers for a mean: q is {q:.2f}, and has to be above 1. "
            "Check the largest amounts, or use what customers spent before."
        )
    below = p * frequency + q - 1
    return p * v / below, p / below
