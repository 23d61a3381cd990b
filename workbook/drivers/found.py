"""What was found of the drivers of an outcome, and of whom it tells."""

from dataclasses import dataclass, field

from pandas import DataFrame, Index, Series


@dataclass(frozen=True, eq=False)
class Drivers:
    """What is linked to the outcome.

    Attributes:
        table: One row per driver, as `relative_importance` describes it.
        r2: Share of the variance of the outcome that all drivers explain together, 0 to 1.
        n: Respondents that the table rests on.
        n_total: Respondents in all.
        alike: Drivers that were set aside, as all rated them the same: what does not vary explains nothing.
        tied: Drivers that were set aside, as others fix them exactly.
        reason: Why the table has no rows: "few" (respondents), "alike" (all gave the same outcome) or
            "apart" (too few rated the same drivers); empty where it has.
        differences: How far the first driver lies above each of the others, as
            `workbook.differences.first_against_others` gives it.
        people: How many people the respondents are; fewer where some answered more than once.
        left_out: Who gave the outcome and is not in the model, beside who is.
        missing: Whether it rests on who rated all drivers ("complete"), or per pair on who rated both
            ("pairwise").
        error: The largest standard error of an importance because orders of entry were drawn; 0 where all
            were looked at.
        otherwise: Of incomplete answers, the same by the other rule for what is missing; none where nothing
            is missing or it cannot be told.
        correlation: Of the outcome, first, and the drivers, by name; empty where the table has no rows.
        outcome: What is to be explained, by its name.
    """

    table: DataFrame
    r2: float
    n: int
    n_total: int
    alike: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    reason: str = ""
    differences: DataFrame = field(default_factory=DataFrame)
    people: int = 0
    left_out: "LeftOut | None" = None
    missing: str = "complete"
    error: float = 0.0
    otherwise: "Drivers | None" = None
    correlation: DataFrame = field(default_factory=DataFrame)
    outcome: str = "nps"


@dataclass(frozen=True)
class LeftOut:
    """Whether respondents who are left out of the model gave another outcome than those who are in it.

    Attributes:
        n: How many gave the outcome and are left out.
        mean: Their mean outcome.
        mean_in: That of who is in.
        low: Lower end of the 95 % interval of the difference, left out less in.
        high: Upper end of the same.

    Source:
        Welch (1947), Biometrika 34(1-2), p. 28-35.
    """

    n: int
    mean: float
    mean_in: float
    low: float
    high: float


def left_out(outcome: Series, cases: Index) -> LeftOut | None:
    """Hold who gave the outcome and is not in a model beside who is.

    Args:
        outcome: Of all respondents; blank where it was not given.
        cases: Those in the model.

    Returns:
        The comparison; none where they are too few to compare.
    """
    from scipy.stats import ttest_ind

    inside = outcome.index.isin(cases)
    out, within = outcome[~inside].dropna(), outcome[inside]
    if len(out) < 2 or not (out.var() + within.var()) > 0:
        return None
    ends = ttest_ind(out, within, equal_var=False).confidence_interval()
    return LeftOut(len(out), float(out.mean()), float(within.mean()), float(ends.low), float(ends.high))
