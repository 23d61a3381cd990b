"""Whether what goes with promoters goes with detractors too: one regression per border of the groups."""

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import holm
from workbook.drivers.correlations import fixed_columns
from workbook.drivers.logistic import (
    INTERCEPT,
    LogisticModel,
    average_effects,
    logistic_model,
    logistic_shares,
)
from workbook.drivers.shares import MOST_EXACT_LOGISTIC
from workbook.privacy import declare

BORDERS = {"not_detractor": 7, "promoter": 9}
"""From which answer on somebody is no detractor, and from which on a promoter."""
POINTS = 100
COLUMNS = [
    *("driver", "not_detractor", "not_detractor_low", "not_detractor_high", "not_detractor_p"),
    *("promoter", "promoter_low", "promoter_high", "promoter_p"),
    *("not_detractor_share", "promoter_share", "apart_p", "n"),
]


@dataclass(frozen=True, eq=False)
class Promoters:
    """What goes with being no detractor, and with being a promoter.

    Attributes:
        table: One row per driver, as `promoters_and_detractors` describes it.
        n: Respondents in it.
        counts: How many of them are detractors, passives and promoters.
        chi2: Brant's test that a driver does the same at both borders, for all drivers together.
        df: Its degrees of freedom.
        p: Its probability.
        per_driver: Respondents of the rarest group per driver.
        penalised: The borders at which drivers separate the groups, so that a penalty holds the effects.
        reason: Why the table has no rows: "few", "one_group" or "other" (another question leads);
            empty where it has.
    """

    table: DataFrame
    n: int
    counts: dict[str, int]
    chi2: float = float("nan")
    df: int = 0
    p: float = float("nan")
    per_driver: float = float("nan")
    penalised: tuple[str, ...] = ()
    reason: str = ""


def promoters_and_detractors(
    cases: DataFrame, people: Series | None = None, weights: Series | None = None
) -> Promoters:
    """Hold the drivers of being no detractor beside those of being a promoter.

    Args:
        cases: First column "nps" (0 to 10), then one per driver; respondents with a blank are
            left out, and so are drivers that do not vary or that others fix.
        people: As for `workbook.drivers.logistic.logistic_model`.
        weights: As there.

    Returns:
        The measures; `table`, what goes most with promoters first: driver; not_detractor and promoter (what
        one point more of the rating goes with, in the chance to be one; percentage points, with …_low,
        …_high, 95 %, and …_p, by Holm); not_detractor_share and promoter_share (of McFadden's R², averaged
        over all models; blank of more than 12 drivers); apart_p (Brant's test of the driver, by Holm); n.

    Source:
        Brant (1990), Biometrics 46(4), p. 1171-1178; respondents per driver: Peduzzi et al. (1996), Journal
        of Clinical Epidemiology 49(12), p. 1373-1379.
    """
    whole = cases.dropna()
    if whole.columns[0] != "nps":
        return Promoters(declare(DataFrame(columns=COLUMNS)), len(whole), {}, reason="other")
    drivers = [name for name in whole.columns[1:] if whole[name].nunique() > 1]
    tied = fixed_columns(whole[drivers])
    drivers = [name for name in drivers if name not in tied]
    score, ratings = whole.iloc[:, 0], whole[drivers]
    who = None if people is None else people[whole.index]
    weight = None if weights is None else weights[whole.index]
    groups = {"detractors": score <= 6, "passives": score.between(7, 8), "promoters": score >= 9}
    counts = {name: int(group.sum()) for name, group in groups.items()}
    facts = {"n": len(whole), "counts": counts}
    persons = len(whole) if who is None else who.nunique()
    reason = "few" if persons <= 2 * (len(drivers) + 1) or not drivers else ""
    reason = reason or ("one_group" if min(counts.values()) == 0 else "")
    if reason:
        return Promoters(declare(DataFrame(columns=COLUMNS)), reason=reason, **facts)
    models = {name: logistic_model(score >= border, ratings, who, weight) for name, border in BORDERS.items()}
    penalised = tuple(name for name, model in models.items() if model.penalised)
    table = {"driver": drivers}
    for name, model in models.items():
        effects = average_effects(model, weight)
        for end, suffix in (("effect", ""), ("low", "_low"), ("high", "_high")):
            table[name + suffix] = POINTS * effects[end]
        table[f"{name}_p"] = effects["p_holm"]
        shares = _shares(score >= BORDERS[name], ratings, weight, penalised)
        table[f"{name}_share"] = shares
    chi2, p, own = brant(list(models.values()), who, robust=weights is not None)
    table |= {"apart_p": holm(own), "n": len(whole)}
    return Promoters(
        declare(DataFrame(table)[COLUMNS].sort_values("promoter", ascending=False, ignore_index=True)),
        chi2=chi2,
        df=len(drivers),
        p=p,
        per_driver=min(model.per_column for model in models.values()),
        penalised=penalised,
        **facts,
    )


def _shares(happened: Series, ratings: DataFrame, weights: Series | None, penalised: tuple) -> np.ndarray:
    if penalised or ratings.shape[1] > MOST_EXACT_LOGISTIC:
        return np.full(ratings.shape[1], np.nan)
    shares = logistic_shares(happened, ratings, weights)
    return (shares / shares.sum()).to_numpy()


def brant(
    models: list[LogisticModel], people: Series | None = None, *, robust: bool = False
) -> tuple[float, float, np.ndarray]:
    """Test whether columns do the same at every border of an ordered outcome (proportional odds).

    Args:
        models: From `logistic_model`, one per border, in their order, of the same rows and columns.
        people: Who each row is of, where people come back.
        robust: Whether rows have weights: the errors then come from the rows themselves.

    Returns:
        χ² of all columns together, its probability, and the probability of each column by itself.

    Source:
        Brant (1990), Assessing proportionality in the proportional odds model for ordinal logistic
        regression, Biometrics 46(4), p. 1171-1178.
    """
    from scipy.stats import chi2 as chi2_distribution

    names = [name for name in models[0].coefficients.index if name != INTERCEPT]
    size, borders = len(names), len(models)
    slopes = np.concatenate([model.coefficients[names] for model in models])
    if robust or (people is not None and people.duplicated().any()):
        covariance = _from_rows(models, names, people)
    else:
        covariance = _from_models(models, names)
    contrast = np.hstack([np.tile(np.eye(size), (borders - 1, 1)), -np.eye((borders - 1) * size)])
    gaps, spread = contrast @ slopes, contrast @ covariance @ contrast.T
    own = []
    for at in range(size):
        picked = np.arange(at, len(gaps), size)
        own.append(_wald(gaps[picked], spread[np.ix_(picked, picked)]))
    whole = _wald(gaps, spread)
    ends = chi2_distribution.sf([whole, *own], [len(gaps), *[borders - 1] * size])
    return whole, float(ends[0]), ends[1:]


def _wald(gaps: np.ndarray, spread: np.ndarray) -> float:
    return float(gaps @ np.linalg.solve(spread, gaps))


def _from_models(models: list[LogisticModel], names: list[str]) -> np.ndarray:
    """The covariance of slopes at several borders, as the models have it: who is above a higher border is
    above a lower one too.
    """
    design = models[0].design.to_numpy()
    chances = [model.chances for model in models]
    inverse = [np.linalg.inv((design * (c * (1 - c))[:, None]).T @ design) for c in chances]
    at = [models[0].coefficients.index.get_loc(name) for name in names]
    blocks = [
        [
            (
                inverse[a]
                @ ((design * (np.minimum(one, other) - one * other)[:, None]).T @ design)
                @ inverse[b]
            )[np.ix_(at, at)]
            for b, other in enumerate(chances)
        ]
        for a, one in enumerate(chances)
    ]
    return np.block(blocks)


def _from_rows(models: list[LogisticModel], names: list[str], people: Series | None) -> np.ndarray:
    """The same from how far each person moves the slopes."""
    moved = np.hstack([model.pulls[names] for model in models])
    if people is not None:
        moved = DataFrame(moved).groupby(people.factorize()[0]).sum().to_numpy()
    return moved.T @ moved * len(moved) / (len(moved) - 1)
