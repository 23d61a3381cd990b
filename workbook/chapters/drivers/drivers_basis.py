"""What the drivers rest on, and what they cannot say: for a reader who decides."""

import pandas as pd

from workbook.chapters import score_words
from workbook.drivers.found import Drivers
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit, with_facts
from workbook.phrases import Phrase, phrases, sayer, show

say = sayer(__name__)
LITTLE = 0.05
"""A change in a share, or in an error as a share of itself, below this is little."""


def exhibit(found: Drivers, basis: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """The limits of the finding, each from its number.

    Args:
        found: From `relative_importance`.
        basis: From `drivers_basis`.
        engagement: The settings.
    """
    if basis.empty:
        return None
    facts = basis.iloc[0].to_dict()
    rows = [
        ("dates", say("dates.value", n=facts["waves"], first=facts["first"], last=facts["last"])),
        ("n", say("n.value", n=facts["n"], respondents=facts["respondents"])),
        ("r2", say("r2.value", r2=facts["r2"], adjusted=facts["r2_adjusted"])),
        ("weighting", say("weighting.yes" if facts["weighted"] else "weighting.no")),
        ("missing", say(f"missing.{found.missing}")),
        ("tests", show(facts["tests"], "int")),
    ]
    table = pd.DataFrame({"fact": [say(name) for name, _ in rows], "value": [value for _, value in rows]})
    made = table_exhibit(
        table,
        [Column("fact", say("fact")), Column("value", say("value"))],
        title=say("title", unexplained=facts["unexplained"]),
        findings=phrases(
            say("cause"), say("rest", unexplained=facts["unexplained"]), *_counted(facts), _who(found)
        ),
        note=say("note"),
        tables=("answers",),
    )
    return with_facts(made, **score_words.outcome(found.outcome, engagement))


def _counted(facts: dict) -> tuple[Phrase | None, ...]:
    """What weights and people who come back change."""
    ratio, moves = facts["error_ratio"], facts["weight_moves"]
    return (
        None
        if pd.isna(ratio)
        else say("repeated.little" if abs(ratio - 1) < LITTLE else "repeated", ratio=ratio),
        None if pd.isna(moves) else say("weights.little" if moves < LITTLE else "weights", moves=moves),
    )


def _who(found: Drivers) -> Phrase | None:
    """For whom it does not speak."""
    others = found.left_out
    if others is None:
        return None
    clear = others.low > 0 or others.high < 0
    return say("who.differ" if clear else "who.alike", n=others.n)
