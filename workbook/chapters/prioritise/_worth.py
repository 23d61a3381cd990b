"""What a plan is worth, in points of the panel or in money: whichever the plan is to have most of."""

import pandas as pd

from workbook.choices import MONEY
from workbook.engagement import Engagement
from workbook.phrases import Phrase, label, say

NEGLIGIBLE = 1e-6
"""A smaller difference in what a plan is worth is only rounding."""


def worth(value: float, objective: str) -> Phrase:
    """What a plan is worth: "69.7 points", or an amount of money."""
    return say("worth.money" if objective == MONEY else "worth.points", n=value)


def difference(value: float, objective: str) -> Phrase:
    """What a plan loses or gains: points to two decimals, or an amount of money."""
    return say("worth.difference.money" if objective == MONEY else "worth.difference.points", n=value)


def lost(least: float, most: float, objective: str) -> Phrase:
    """What a plan loses: one amount where it is known, else both bounds."""
    if pd.isna(least) or pd.isna(most) or abs(most - least) < 0.005 * max(1.0, abs(most)):
        return difference(most, objective)
    end = difference(most, objective)
    return (
        say("worth.between", least=difference(least, objective), most=end)
        if least > 0
        else say("worth.at_most", most=end)
    )


def business(engagement: Engagement) -> Phrase:
    """What benefits are counted in: business in full, or the margin on it."""
    return label("business.margin" if engagement.plan.margin < 1 else "business.full")


def is_tie(value: float) -> bool:
    """Whether a difference in what a plan is worth is only rounding."""
    return abs(value) < NEGLIGIBLE
