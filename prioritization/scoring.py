"""Scores of opportunities: columns in, a column out."""

import numpy as np
import pandas as pd
from pandas import Series

from prioritization.errors import ScoreError, amount, fault_list


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
    (first, reference), *others = columns.items()
    faults = [
        f"{name}: its index differs from that of {first}"
        for name, values in others
        if not values.index.equals(reference.index)
    ]
    for name, values in columns.items():
        for row, value in values[~values.between(low, high)].items():
            faults.append(f"row {row}, {name}: {_found(value)} is not within {low} to {high}")
    if faults:
        raise ScoreError(fault_list("The scores", faults))


def _found(value: float) -> str:
    return "a blank" if pd.isna(value) else amount(value)
