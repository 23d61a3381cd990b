"""Which driver adds more than another in every model, and which only on average."""

import pandas as pd

from workbook.chapters import score_words
from workbook.drivers.found import Drivers
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit, with_facts
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(dominance: pd.DataFrame, found: Drivers, engagement: Engagement) -> Exhibit | None:
    """Whether the driver that adds most on average does so in every model.

    Args:
        dominance: From `driver_dominance`.
        found: From `relative_importance`.
        engagement: The settings.
    """
    if len(dominance) < 2:
        return None
    columns = [
        Column("driver", label("driver")),
        *[Column(name, say(name), "percent1") for name in ("alone", "importance", "last")],
        *[Column(name, say(name), "int") for name in ("complete", "conditional", "general")],
    ]
    made = table_exhibit(
        dominance,
        columns,
        title=_title(dominance),
        findings=_findings(dominance),
        note=say("note"),
        tables=("answers",),
    )
    return with_facts(made, **score_words.outcome(found.outcome, engagement))


def _title(dominance: pd.DataFrame) -> Phrase:
    first, others = dominance.iloc[0], len(dominance) - 1
    kinds = [kind for kind in ("complete", "conditional", "general") if first[kind] == others]
    return say(f"title.{kinds[0]}" if kinds else "title.none", driver=first["driver"])


def _findings(dominance: pd.DataFrame) -> tuple[Phrase, ...]:
    pairs = len(dominance) * (len(dominance) - 1) // 2
    helped = dominance.loc[dominance["last"] > dominance["alone"], "driver"].tolist()
    return phrases(
        say("pairs", n=dominance["complete"].sum(), pairs=pairs),
        say("helped", names=helped, n=len(helped)) if helped else None,
        say("sample"),
    )
