"""Where both goals meet, it matters and the score is low: who owns it, and what is planned there."""

from dataclasses import replace

import pandas as pd

from workbook.chapters import score_words
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)


def exhibit(cells: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The decisive moments, or which part of the rule nothing is known of.

    Args:
        cells: From `workbook.understand.journey.decisive_moments`.
        engagement: The settings.
    """
    found = cells[cells["decisive"]]
    measure = next(iter(cells["measure"].dropna()), "nps")
    form = score_words.form(measure)
    rows = found.assign(
        place=[say("place", phase=row.phase, touchpoint=row.touchpoint) for row in found.itertuples()],
        important=[
            _with_ends(row.importance, row.importance_low, row.importance_high, "dec1")
            for row in found.itertuples()
        ],
        scored=[_with_ends(row.score, row.low, row.high, form) for row in found.itertuples()],
        who=[row.owner if isinstance(row.owner, str) else say("nobody") for row in found.itertuples()],
        plans=[
            say("plans", titles=list(row.opportunities)) if len(row.opportunities) else say("no_plans")
            for row in found.itertuples()
        ],
        sure=[say("clear" if clear else "near") for clear in found["clear"]],
    )
    columns = [
        Column("place", label("touchpoint")),
        Column("customer_goal", label("lane.customer_goal")),
        Column("company_goal", label("lane.company_goal")),
        Column("important", label("importance")),
        Column("scored", score_words.axis(measure)),
        Column("who", label("lane.owner")),
        Column("plans", label("lane.opportunities")),
        Column("sure", label("how_sure")),
    ]
    made = table_exhibit(
        rows,
        columns,
        title=_title(cells, found),
        findings=_findings(cells, found, form),
        note=_rule(cells, form) if len(found) else "",
        tables=("journey", "answers", "opportunities"),
    )
    return replace(made, cards=True)


def _with_ends(value: float, low: float, high: float, form: str) -> Phrase:
    return say("with_ends", value=show(value, form), ends=between(low, high, form))


def _missing(cells: pd.DataFrame) -> list[Phrase]:
    """What the rule needs and is not there."""
    known = {
        "goals": cells["goals_meet"].any(),
        "importance": cells["importance"].notna().any(),
        "score": cells["score"].notna().any(),
    }
    return [say(f"missing.{what}") for what, there in known.items() if not there]


def _title(cells: pd.DataFrame, found: pd.DataFrame) -> Phrase:
    if len(found):
        names = found["touchpoint"].drop_duplicates().tolist()
        return say("title", n=len(names), names=names)
    return say("title.unknown" if _missing(cells) else "title.none")


def _findings(cells: pd.DataFrame, found: pd.DataFrame, form: str) -> tuple[Phrase, ...]:
    if missing := _missing(cells):
        return tuple(missing)
    counts = {name: int(cells[name].sum()) for name in ("goals_meet", "important", "low_score")}
    without = found[[not isinstance(owner, str) for owner in found["owner"]]]
    idle = found[found["opportunities"].map(len).eq(0)]
    return phrases(
        None if len(found) else _rule(cells, form),
        None if len(found) else say("counts", cells=len(cells), **counts),
        say("unowned", names=without["touchpoint"].tolist()) if len(without) else None,
        say("unplanned", names=idle["touchpoint"].tolist()) if len(idle) else None,
        say("stated"),
    )


def _rule(cells: pd.DataFrame, form: str) -> Phrase:
    """The rule, with its two lines."""
    lines = cells.iloc[0]
    return say("rule", important=lines["important_from"], low=show(lines["low_under"], form))
