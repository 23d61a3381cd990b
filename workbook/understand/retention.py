"""Whether customers who recommend us come back more often: shares per group, and the slope per NPS point."""

import numpy as np
from pandas import DataFrame, Series, get_dummies

from workbook.differences import people
from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.privacy import declare, tells
from workbook.understand.answers import answers_to, independent_answers, weighted_shares
from workbook.understand.scores import adds

NPS = Question(kind="nps")
LEAST_ANSWERS = 100
LEAST_OF_A_KIND = 10
"""So many have to come back, and so many to stay away, before a slope is estimated."""
GROUPS = {100.0: "promoter", 0.0: "passive", -100.0: "detractor"}
ESTIMATES = ["slope", "slope_error", "slope_low", "slope_high"]
DIFFERENCES = ["difference", "difference_low", "difference_high"]


def came_back(answers: DataFrame, bought: DataFrame, *, last: str) -> DataFrame:
    """Put beside each answer about the relation whether its customer bought in the quarter after it.

    Only customers who bought in the quarter of their answer count: others had left already, or had yet to
    come. Of more answers by one customer in a quarter the last one counts.

    Args:
        answers: Table of answers: at, question, score, touchpoint (blank: the relation), customer_id,
            [weight, cluster].
        bought: A row per customer and quarter with a purchase: customer_id, quarter ("2017Q4").
        last: The last quarter of which all purchases are known.

    Returns:
        A row per customer and quarter before `last` with an answer: customer_id, wave ("2017Q3"), points
        (what the answer adds to the NPS: 100, 0 or -100), back (bool), weight,
        cluster (blank for who was not drawn in one).

    Example:
        >>> import pandas as pd
        >>> answers = DataFrame({"customer_id": ["a", "b"], "question": "nps", "score": [9, 3]})
        >>> answers = answers.assign(at=pd.Timestamp("2017-02-01"), touchpoint=None)
        >>> bought = DataFrame({"customer_id": ["a", "b", "a"], "quarter": ["2017Q1", "2017Q1", "2017Q2"]})
        >>> came_back(answers, bought, last="2017Q2")[["points", "back"]].values.tolist()
        [[100.0, True], [-100.0, False]]
    """
    rows = answers_to(answers, "nps")
    rows = rows[rows["touchpoint"].isna() & rows["customer_id"].notna()].sort_values("at", kind="stable")
    wave = rows["at"].dt.to_period("Q")
    rows = rows.assign(wave=wave.astype("str"), after=(wave + 1).astype("str"))
    rows = rows.drop_duplicates(["customer_id", "wave"], keep="last")
    rows = rows[rows["after"] <= last].astype({"customer_id": "str"})
    purchases = set(zip(bought["customer_id"].astype("str"), bought["quarter"], strict=True))
    active, back = (
        Series([key in purchases for key in zip(rows["customer_id"], rows[when], strict=True)], rows.index)
        for when in ("wave", "after")
    )
    table = DataFrame(
        {
            "customer_id": rows["customer_id"],
            "wave": rows["wave"],
            "points": adds(rows["score"], NPS),
            "back": back.astype(bool),
            "weight": rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0),
            "cluster": rows.get("cluster", Series(None, index=rows.index, dtype="str")),
        }
    )
    return table[active.astype(bool)].reset_index(drop=True)


@tells("back", "low", "high", n="customers")
def retention_by_nps(rated: DataFrame) -> DataFrame:
    """Share of promoters, passives and detractors who came back in the quarter after their answer.

    Args:
        rated: As `came_back` gives it.

    Returns:
        A row per group with answers, promoters first: group ("promoter", "passive", "detractor"), n
        (answers), customers, back (share, 0 to 1), low, high (95 %, on the number of independent answers:
        weights, more answers by one customer and clusters are allowed for).

    Source:
        Interval: Wilson (1927), Journal of the American Statistical Association 22(158), p. 209-212.

    Example:
        >>> rated = DataFrame({"customer_id": list("abcd"), "points": [100.0, 100.0, -100.0, -100.0]})
        >>> rated = rated.assign(back=[True, True, True, False], weight=1.0)
        >>> retention_by_nps(rated)[["group", "back"]].values.tolist()
        [['promoter', 1.0], ['detractor', 0.5]]
    """
    from statsmodels.stats.proportion import proportion_confint

    shares = weighted_shares(rated, rated[["back"]], ["points"]).sort_values("points", ascending=False)
    customers = shares["points"].map(rated.groupby("points")["customer_id"].nunique())
    share = shares["back"]
    spread = (share * (1 - share)).sort_index()
    n = independent_answers(rated, rated["back"] * 1.0, ["points"], spread=spread)[shares.index]
    low, high = proportion_confint(share * n, n, method="wilson")
    table = shares.assign(
        group=shares["points"].map(GROUPS).astype("str"), customers=customers, low=low, high=high
    )
    return table[["group", "n", "customers", "back", "low", "high"]].reset_index(drop=True)


def retention_per_point(rated: DataFrame) -> DataFrame:
    """How much more often customers come back for each point of NPS.

    back = slope · points + level of the quarter + rest

    A group's NPS is the mean of its points (100, 0 and -100), so a slope per point of a customer is one per
    point of NPS. Customers are compared within the quarter of their answer, by least squares; the errors
    allow for customers who answered more than once, and for clusters. It is an association: it does not show
    that a customer who is made to recommend us stays.

    Args:
        rated: As `came_back` gives it.

    Returns:
        One row: n (answers), customers, why (blank where there is a slope; else "answers", fewer than 100;
        "back", fewer than 10 who came back or who did not; "same", all answers of a quarter in one group),
        slope, slope_error, slope_low, slope_high (share of customers per quarter per point of NPS),
        difference, difference_low, difference_high (share of promoters less that of detractors who came
        back, in the same model; blank without one of the two groups), fewest (customers in the smallest
        group that has any).

    Source:
        Errors: Liang & Zeger (1986), Biometrika 73(1), p. 13-22.

    Example:
        >>> rated = DataFrame({"customer_id": range(120), "wave": "2017Q1", "weight": 1.0})
        >>> rated = rated.assign(points=[100.0, -100.0] * 60, back=[True, True, True, False] * 30)
        >>> retention_per_point(rated)[["slope", "difference"]].round(6).values.tolist()
        [[0.0025, 0.5]]
    """
    groups = rated.groupby("points")["customer_id"].nunique()
    facts = {"n": len(rated), "customers": rated["customer_id"].nunique(), "why": _why(rated)}
    facts |= dict.fromkeys([*ESTIMATES, *DIFFERENCES], np.nan) | {
        "fewest": groups.min() if len(groups) else 0
    }
    if facts["why"] is None:
        facts |= dict(zip(ESTIMATES, _slope(rated, rated[["points"]]), strict=True))
        if {100.0, -100.0} <= set(groups.index):
            kinds = DataFrame({"promoter": rated["points"].eq(100), "passive": rated["points"].eq(0)})
            estimate, _, low, high = _slope(rated, kinds.loc[:, kinds.any()])
            facts |= dict(zip(DIFFERENCES, (estimate, low, high), strict=True))
    table = DataFrame([facts]).astype({"why": "str"})
    return declare(table, *ESTIMATES, *DIFFERENCES, n="fewest")


def _why(rated: DataFrame) -> str | None:
    """Why there is no slope."""
    if len(rated) < LEAST_ANSWERS:
        return "answers"
    if min(rated["back"].sum(), (~rated["back"]).sum()) < LEAST_OF_A_KIND:
        return "back"
    return "same" if rated.groupby("wave")["points"].nunique().max() == 1 else None


def _slope(rated: DataFrame, design: DataFrame) -> tuple[float, float, float, float]:
    """What goes with the first column of a design: estimate, standard error, and 95 % interval."""
    from statsmodels.regression.linear_model import WLS

    first = design.columns[0]
    design = design.join(get_dummies(rated["wave"])).astype(float)
    groups = {"groups": people(rated).factorize()[0]}
    model = WLS(rated["back"].astype(float), design, weights=rated["weight"])
    fitted = model.fit(cov_type="cluster", cov_kwds=groups)
    estimate, error = float(fitted.params[first]), float(fitted.bse[first])
    return estimate, error, estimate - Z95 * error, estimate + Z95 * error
