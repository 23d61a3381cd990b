"""Scores of opportunities: columns in, a column out. A score never depends on the other rows.

Single numbers are refused: put them in a column, as `pd.Series([9])`.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import ScoreError, amount, did_you_mean, fault_list
from prioritization.reading import is_number


def pie_score(potential: Series, importance: Series, ease: Series) -> Series:
    """Score opportunities by potential, importance and ease.

    (potential + importance + ease) / 3

    Args:
        potential: How much can be improved, 1 to 10.
        importance: How much it matters to the business, 1 to 10. Same index.
        ease: How easy it is to do, 1 to 10. Same index.

    Returns:
        Scores from 1 to 10, in the index of `potential`.

    Raises:
        ScoreError: A value lies outside 1 to 10, or the indexes differ.

    Source:
        Goward (2012), You Should Test That!, ch. 4.

    Example:
        >>> pie_score(pd.Series([9]), pd.Series([10]), pd.Series([5])).tolist()
        [8.0]
    """
    _refuse_outside({"potential": potential, "importance": importance, "ease": ease}, low=1, high=10)
    return (potential + importance + ease) / 3


def pie_product(potential: Series, importance: Series, ease: Series) -> Series:
    """Multiply potential, importance and ease: a variant of PIE that ranks differently.

    potential * importance * ease

    Weak on one criterion weighs heavier than in `pie_score`: (10, 10, 1) is above (6, 6, 6) by the
    mean and below it by the product. Never hold one against the other.

    Args:
        potential: As for `pie_score`.
        importance: As for `pie_score`.
        ease: As for `pie_score`.

    Returns:
        Scores from 1 to 1000, in the index of `potential`.

    Raises:
        ScoreError: As for `pie_score`.

    Source:
        A variant in use of Goward (2012), You Should Test That!, ch. 4.

    Example:
        >>> pie_product(pd.Series([10, 6]), pd.Series([10, 6]), pd.Series([1, 6])).tolist()
        [100, 216]
    """
    _refuse_outside({"potential": potential, "importance": importance, "ease": ease}, low=1, high=10)
    return potential * importance * ease


def ice_score(impact: Series, confidence: Series, ease: Series) -> Series:
    """Score ideas for growth by impact, confidence and ease.

    (impact + confidence + ease) / 3

    Args:
        impact: How much it does when it works, 1 to 10.
        confidence: How sure that it works, 1 to 10. Same index.
        ease: How easy it is to do, 1 to 10. Same index.

    Returns:
        Scores from 1 to 10, in the index of `impact`.

    Raises:
        ScoreError: A value lies outside 1 to 10, or the indexes differ.

    Source:
        Ellis & Brown (2017), Hacking Growth, ch. 4.

    Example:
        >>> ice_score(pd.Series([7]), pd.Series([4]), pd.Series([8])).round(2).tolist()
        [6.33]
    """
    _refuse_outside({"impact": impact, "confidence": confidence, "ease": ease}, low=1, high=10)
    return (impact + confidence + ease) / 3


def rice_score(reach: Series, impact: Series, confidence: Series, effort: Series) -> Series:
    """Score projects by how much impact they are expected to have per unit of work.

    reach * impact * confidence / effort

    Args:
        reach: Customers reached in a period, 0 or more.
        impact: What it does to each of them, 0 or more (0.25 minimal to 3 massive).
        confidence: Share of certainty, 0 to 1. Same index.
        effort: Work, such as person-months; above 0. Same index.

    Returns:
        Scores of 0 or more, in the index of `reach`.

    Raises:
        ScoreError: A value is not finite or lies outside its range, or the indexes differ.

    Source:
        McBride (2016), RICE: simple prioritization for product managers, Intercom.

    Example:
        >>> rice_score(pd.Series([5000]), pd.Series([3]), pd.Series([0.5]), pd.Series([6])).tolist()
        [1250.0]
    """
    columns = {"reach": reach, "impact": impact, "confidence": confidence, "effort": effort}
    _refuse(_kind_faults(columns))
    faults = _index_faults(columns) + _amount_faults({"reach": reach, "impact": impact})
    faults += _range_faults({"confidence": confidence}, 0, 1) + _amount_faults({"effort": effort}, above=True)
    _refuse(faults)
    return reach * impact * confidence / effort


def wsjf_score(value: Series, time_criticality: Series, risk_reduction: Series, size: Series) -> Series:
    """Score jobs by the cost of delaying them per unit of their size: weighted shortest job first.

    (value + time_criticality + risk_reduction) / size

    Args:
        value: To customers and business, 0 or more, on any scale that the four columns share.
        time_criticality: How fast that value fades, 0 or more. Same index.
        risk_reduction: Risk taken away, or opportunity opened, 0 or more. Same index.
        size: Of the job; above 0. Same index.

    Returns:
        Scores of 0 or more, in the index of `value`.

    Raises:
        ScoreError: A value is not finite or lies outside its range, or the indexes differ.

    Source:
        Reinertsen (2009), The Principles of Product Development Flow, ch. 7; Scaled Agile Framework,
        WSJF.

    Example:
        >>> wsjf_score(pd.Series([13]), pd.Series([8]), pd.Series([5]), pd.Series([8])).tolist()
        [3.25]
    """
    delay = {"value": value, "time_criticality": time_criticality, "risk_reduction": risk_reduction}
    _refuse(_kind_faults(delay | {"size": size}))
    faults = _index_faults(delay | {"size": size}) + _amount_faults(delay)
    _refuse(faults + _amount_faults({"size": size}, above=True))
    return (value + time_criticality + risk_reduction) / size


def value_effort_score(value: Series, effort: Series) -> Series:
    """Score opportunities by what they are worth per unit of work.

    value / effort

    Args:
        value: To customers and business, 0 or more, on any scale.
        effort: Work, on any scale; above 0. Same index.

    Returns:
        Scores of 0 or more, in the index of `value`.

    Raises:
        ScoreError: A value is not finite or lies outside its range, or the indexes differ.

    Source:
        Karlsson & Ryan (1997), A cost-value approach for prioritizing requirements, IEEE Software 14(5).

    Example:
        >>> value_effort_score(pd.Series([8]), pd.Series([2])).tolist()
        [4.0]
    """
    columns = {"value": value, "effort": effort}
    _refuse(_kind_faults(columns))
    _refuse(
        _index_faults(columns)
        + _amount_faults({"value": value})
        + _amount_faults({"effort": effort}, above=True)
    )
    return value / effort


def weighted_score(criteria: DataFrame, weights: Mapping[str, float]) -> Series:
    """Score opportunities by criteria of one's own, each with a declared weight.

    sum(weight * criterion) / sum(weight)

    Only the proportion of the weights counts: 2 and 1 is the same as two thirds and one third.
    Criteria are taken as they are. Bring them to one scale first, by a rule that does not look at
    the other rows.

    Args:
        criteria: A row per opportunity, a column per criterion.
        weights: Per column its weight, 0 or more; they name exactly the columns.

    Returns:
        Scores on the scale of the criteria, in the index of `criteria`.

    Raises:
        ScoreError: A criterion has no weight, a weight has no criterion, a weight is below 0 or all
            are 0, or a value is not finite.

    Source:
        Keeney & Raiffa (1976), Decisions with Multiple Objectives, ch. 3 (additive value).

    Example:
        >>> criteria = pd.DataFrame({"revenue": [8, 2], "effort": [2, 8]})
        >>> weighted_score(criteria, {"revenue": 2, "effort": 1}).tolist()
        [6.0, 4.0]
    """
    if not isinstance(criteria, DataFrame) or not isinstance(weights, Mapping):
        _refuse(["give criteria as a table (pandas DataFrame) and weights per column, as {'revenue': 2}"])
    faults = _weight_faults(criteria.columns.tolist(), weights) + _kind_faults(dict(criteria.items()))
    _refuse(faults + _finite_faults(criteria.select_dtypes(["integer", "floating"])))
    total = sum(weights.values())
    score = sum(criteria[name] * (weight / total) for name, weight in weights.items())
    return score.rename("score")


def opportunity_score(importance: Series, satisfaction: Series) -> Series:
    """Score how underserved each need is.

    importance + max(importance - satisfaction, 0)

    Args:
        importance: Share of answers 4 or 5 on a 1-5 scale, times 10 (0 to 10), within one segment.
        satisfaction: The same for satisfaction. Same index.

    Returns:
        Scores from 0 to 20, in the index of `importance`.

    Raises:
        ScoreError: A value lies outside 0 to 10, or the indexes differ.

    Source:
        Ulwick (2002), Harvard Business Review 80(1), p. 91-97.

    Example:
        >>> opportunity_score(pd.Series([9.0]), pd.Series([3.0])).tolist()
        [15.0]
    """
    _refuse_outside({"importance": importance, "satisfaction": satisfaction}, low=0, high=10)
    return importance + (importance - satisfaction).clip(lower=0)


def opportunity_band(score: Series) -> Series:
    """Name how large an opportunity each score means.

    Above 15 "extreme", 12 to 15 "high", 10 to 12 "worthwhile", below 10 "not" an opportunity.

    Args:
        score: Opportunity scores, 0 to 20.

    Returns:
        One band per score, in the index of `score`.

    Raises:
        ScoreError: A score lies outside 0 to 20.

    Source:
        Ulwick (2005), What Customers Want, ch. 3.

    Example:
        >>> opportunity_band(pd.Series([15.1, 15.0, 10.0, 8.1])).tolist()
        ['extreme', 'high', 'worthwhile', 'not']
    """
    _refuse_outside({"score": score}, low=0, high=20)
    exact = score.round(9)  # 7.000000000000001 + 5 is 12
    bands = np.select([exact > 15, exact >= 12, exact >= 10], ["extreme", "high", "worthwhile"], "not")
    return pd.Series(bands, index=score.index, name="band", dtype="str")


def _refuse_outside(columns: dict[str, Series], *, low: float, high: float) -> None:
    _refuse(_kind_faults(columns))
    _refuse(_index_faults(columns) + _range_faults(columns, low, high))


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ScoreError(fault_list("The scores", faults))


def _kind_faults(columns: dict[str, Series]) -> list[str]:
    """What is no column, or a column of something else than numbers."""
    faults = []
    for name, values in columns.items():
        if not isinstance(values, Series):
            faults.append(f"{name}: {values!r} is not a column; give columns, such as pd.Series([9])")
        elif len(values) and (values.dtype.kind not in "iuf"):
            faults.append(f"{name}: holds {values.dtype}, not numbers; pd.to_numeric makes numbers of text")
    return faults


def _index_faults(columns: dict[str, Series]) -> list[str]:
    (first, reference), *others = columns.items()
    return [
        f"{name}: its index differs from that of {first}"
        for name, values in others
        if not values.index.equals(reference.index)
    ]


def _range_faults(columns: dict[str, Series], low: float, high: float) -> list[str]:
    return [
        f"row {row}, {name}: {_cell(value)} is not within {low} to {high}"
        for name, values in columns.items()
        for row, value in enumerate(_plain(values), start=1)
        if not low <= value <= high
    ]


def _amount_faults(columns: dict[str, Series], *, above: bool = False) -> list[str]:
    allowed = "above 0" if above else "of 0 or more"
    return [
        f"row {row}, {name}: {_cell(value)} is not a finite number {allowed}"
        for name, values in columns.items()
        for row, value in enumerate(_plain(values), start=1)
        if not (0 < value < np.inf or (value == 0 and not above))
    ]


def _finite_faults(table: DataFrame) -> list[str]:
    return [
        f"row {row}, {name}: {_cell(value)} is not a finite number"
        for name, values in table.items()
        for row, value in enumerate(_plain(values), start=1)
        if not np.isfinite(value)
    ]


def _plain(values: Series) -> list[float]:
    return values.to_numpy(dtype=float, na_value=np.nan).tolist()


def _weight_faults(criteria: list[str], weights: Mapping[str, float]) -> list[str]:
    faults = [f"criterion '{name}' has no weight" for name in criteria if name not in weights]
    faults += [
        f"criterion '{name}' appears twice" for name in sorted({n for n in criteria if criteria.count(n) > 1})
    ]
    for name, weight in weights.items():
        if name not in criteria:
            faults.append(f"weight '{name}' is of no criterion{did_you_mean(str(name), map(str, criteria))}")
        if not is_number(weight, low=0):
            faults.append(f"weight '{name}': {_cell(weight)} is not a finite number of 0 or more")
    if not faults and not sum(weights.values()):
        faults = ["weights: all are 0; give at least one criterion a weight above 0"]
    return faults


def _cell(value: object) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return repr(value)
    return "a blank" if pd.isna(value) else amount(value)
