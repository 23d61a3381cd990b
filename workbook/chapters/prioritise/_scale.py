"""The words for a score: its method, its scale, and what is near on that scale."""

from typing import Any

from workbook.engagement import Engagement
from workbook.phrases import Phrase, label, own, say

AGREED, MOVED = 2, 1
"""Points on the scale from 1 to 10 within which experts agree, and by which a median has moved."""


def axis(engagement: Engagement) -> Phrase:
    """The heading of an axis with scores."""
    scale, name = engagement.score.scale, label(f"method.{engagement.score.method}")
    return say("scale.axis", name=name, low=scale[0], high=scale[1]) if scale else name


def dot_form(engagement: Engagement) -> str:
    """How a score is written."""
    return "dec1" if engagement.score.scale else "num"


def how(engagement: Engagement) -> Phrase:
    """How a score is made of the criteria."""
    rule = engagement.score
    if rule.method == "formula":
        return say("scale.how.formula", formula=rule.formula)
    if rule.method == "weighted":
        parts = [
            say("scale.part", name=own(one.label or one.name), weight=one.weight) for one in rule.criteria
        ]
        return say("scale.how.weighted", parts=parts, low=rule.scale[0], high=rule.scale[1])
    return say(f"scale.how.{rule.method}")


def near(engagement: Engagement) -> dict[str, Any]:
    """Within how much experts agree, and by how much a median has moved."""
    if engagement.score.scale is None:
        return {"near": say("scale.near"), "moved": say("scale.moved")}
    low, high = engagement.score.scale
    point = (high - low) / 9
    return {
        "near": say("scale.points", n=AGREED * point),
        "moved": say("scale.points", n=MOVED * point),
    }
