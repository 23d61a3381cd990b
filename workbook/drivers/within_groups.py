"""Whether the drivers do the same within each group of respondents as in all of them together."""

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import holm
from workbook.drivers.correlations import fixed_columns
from workbook.drivers.models import answer_sheets, design_errors
from workbook.privacy import declare

PER_DRIVER = 10
"""Respondents per driver that a group has to have to be looked at by itself."""
COLUMNS = ["driver", "group", "coefficient", "low", "high", "pooled", "apart_p", "n"]
TOLD = ("coefficient", "low", "high")


@dataclass(frozen=True, eq=False)
class WithinGroups:
    """The effect of each driver in each group.

    Attributes:
        table: One row per driver and group, as `drivers_within` describes it.
        groups: How many respondents each group has that was looked at.
        small: How many each group has that was too small to be looked at.
        p: The probability that the drivers do the same in all groups, for all drivers together.
        needed: Respondents that a group has to have.
        outcome: What is explained.
    """

    table: DataFrame
    groups: dict[str, int]
    small: dict[str, int]
    p: float = float("nan")
    needed: int = 0
    outcome: str = ""


def drivers_within(
    cases: DataFrame, groups: Series, people: Series | None = None, weights: Series | None = None
) -> WithinGroups:
    """Regress the outcome on the drivers in each group, and test whether they do the same in all.

    One regression with every driver in every group; errors as in `workbook.drivers.models.outcome_model`.

    Args:
        cases: First column the outcome, then one per driver; respondents with a blank are left out, and so
            are drivers that do not vary in a group, or that others fix there.
        groups: The group of each respondent, in the index of `cases`; who has none is left out.
        people: As for `outcome_model`.
        weights: As there.

    Returns:
        The measures; `table`: driver, group, coefficient, low, high (95 %), pooled (the coefficient in all
        groups together, each with a level of its own), apart_p (that the driver does the same in all groups;
        by Holm for the number of drivers), n (respondents of the group). Without rows where fewer than two
        groups are large enough, all gave the same outcome, or too few people answered.

    Source:
        Chow (1960), Econometrica 28(3), p. 591-605, as a Wald test with errors that hold for people who come
        back.
    """
    whole = cases.dropna()
    name = groups.reindex(whole.index)
    needed = PER_DRIVER * (cases.shape[1] - 1)
    counts = name.value_counts().sort_index()
    large = counts[counts >= max(needed, 1)]
    sizes = {
        "groups": {str(one): int(n) for one, n in large.items()},
        "small": {str(one): int(n) for one, n in counts.items() if one not in large.index},
        "needed": needed,
        "outcome": str(cases.columns[0]),
    }
    inside = whole[name.isin(large.index)]
    name = name[inside.index].astype("str")
    varies = inside.iloc[:, 1:].groupby(name).nunique().gt(1).all()
    drivers = [driver for driver in inside.columns[1:] if varies[driver]] if len(large) > 1 else []
    tied = {driver for _, part in inside[drivers].groupby(name) for driver in fixed_columns(part)}
    drivers = [driver for driver in drivers if driver not in tied]
    persons = len(inside) if people is None else people[inside.index].nunique()
    if not drivers or inside.iloc[:, 0].nunique() < 2 or persons <= len(large) * (len(drivers) + 1):
        return WithinGroups(declare(DataFrame(columns=COLUMNS)), **sizes)
    levels = DataFrame({one: name.eq(one).astype(float) for one in sizes["groups"]})
    own = {(driver, one): inside[driver] * level for driver in drivers for one, level in levels.items()}
    model = _fitted(inside.iloc[:, 0], DataFrame(own), levels, people, weights)
    pooled = _fitted(inside.iloc[:, 0], inside[drivers], levels, people, weights)
    ends = model.conf_int()
    contrasts = {driver: _contrast(list(own), driver, list(levels), len(model.params)) for driver in drivers}
    apart = holm([_p(model, contrast) for contrast in contrasts.values()])
    table = DataFrame(
        [
            {
                "driver": driver,
                "group": one,
                "coefficient": model.params.iloc[at],
                "low": ends.iloc[at, 0],
                "high": ends.iloc[at, 1],
                "pooled": pooled.params.iloc[drivers.index(driver)],
                "apart_p": apart[drivers.index(driver)],
                "n": sizes["groups"][one],
            }
            for at, (driver, one) in enumerate(own)
        ]
    )
    p = _p(model, np.vstack(list(contrasts.values())))
    return WithinGroups(declare(table, *TOLD, group="group"), p=p, **sizes)


def groups_of(answers: DataFrame, members: DataFrame) -> Series:
    """The group of each respondent, by the customer who answered.

    Args:
        answers: Table of answers: respondent_id, customer_id, [at].
        members: customer_id, and in its second column the group.

    Returns:
        The group by answer sheet (`answer_sheets`); blank of who is in none.

    Example:
        >>> answers = DataFrame({"respondent_id": ["r1", "r2"], "customer_id": ["a", None]})
        >>> groups_of(answers, DataFrame({"customer_id": ["a"], "segment": ["high"]})).to_dict()
        {'r1': 'high', 'r2': nan}
    """
    found = answers["customer_id"].map(members.set_index("customer_id").iloc[:, 0])
    found = found.set_axis(answer_sheets(answers))
    return found[~found.index.duplicated()]


def _fitted(
    outcome: Series, columns: DataFrame, levels: DataFrame, people: Series | None, weights: Series | None
):
    from statsmodels.regression.linear_model import WLS

    design = np.column_stack([columns, levels])
    weight = 1.0 if weights is None else weights[outcome.index] / weights[outcome.index].mean()
    who = None if people is None else people[outcome.index]
    return WLS(outcome, DataFrame(design, outcome.index), weights=weight).fit(
        use_t=True, **design_errors(who)
    )


def _contrast(columns: list, driver: str, groups: list[str], size: int) -> np.ndarray:
    """One row per group but the first: its coefficient of the driver less that of the first."""
    rows = np.zeros((len(groups) - 1, size))
    for row, group in enumerate(groups[1:]):
        rows[row, columns.index((driver, group))] = 1.0
        rows[row, columns.index((driver, groups[0]))] = -1.0
    return rows


def _p(model, contrast: np.ndarray) -> float:
    return float(np.squeeze(model.f_test(contrast).pvalue))
