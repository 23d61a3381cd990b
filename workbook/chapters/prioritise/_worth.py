"""What a plan is worth, in points of the panel or in money: whichever the plan is to have most of."""

import pandas as pd

from workbook.phrases import Phrase, say

MONEY = "npv"
NEGLIGIBLE = 1e-6
"""A smaller difference in what a plan is worth is only rounding."""


def worth(value: float, objective: str) -> Phrase:
    """What a plan is worth: "69.7 points", or an amount of money."""
    return say("label.worth.npv" if objective == MONEY else "label.worth.score", n=value)


def difference(value: float, objective: str) -> Phrase:
    """What a plan loses or gains: points to two decimals, or an amount of money."""
    return say("label.difference.npv" if objective == MONEY else "label.difference.score", n=value)


def lost(least: float, most: float, objective: str) -> Phrase:
    """What a plan loses: one amount where it is known, else both bounds."""
    if pd.isna(least) or pd.isna(most) or abs(most - least) < 0.005 * max(1.0, abs(most)):
        return difference(most, objective)
    end = difference(most, objective)
    return (
        say("label.lost.between", least=difference(least, objective), most=end)
        if least > 0
        else say("label.lost.at_most", most=end)
    )


def is_tie(value: float) -> bool:
    """Whether a difference in what a plan is worth is only rounding."""
    return abs(value) < NEGLIGIBLE
