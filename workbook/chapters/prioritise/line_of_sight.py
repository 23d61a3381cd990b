"""What the plan does where customers are least well served, and where it does nothing."""

from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)
TOP = 3
"""Of so many needs and so many drivers the page says what the plan does about them."""
WORTHWHILE = 10
"""The opportunity score from which a need is worth acting on (Ulwick 2002)."""


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Whether the plan goes where the need is.

    Args:
        table: From `workbook.line_of_sight`.
        engagement: The settings.
    """
    if table.empty:
        return None
    needs, links = table["opportunity_score"].notna().any(), table["importance"].notna().any()
    columns = [
        Column("touchpoint", label("touchpoint")),
        *([Column("opportunity_score", label("opportunity_score"), "dec1")] if needs else []),
        *([Column("importance", label("share_of_variance"), "percent")] if links else []),
        Column("does", label("in_the_plan")),
        *([Column("waits", label("decision.left out"))] if table["waiting"].map(len).any() else []),
    ]
    shown = table.assign(
        does=[_does(row) for row in table.itertuples()],
        waits=[say("names", names=list(row.waiting)) for row in table.itertuples()],
    )
    return table_exhibit(
        shown,
        columns,
        title=_title(table),
        findings=tuple(untouched(table)),
        note=say("note", counts=_counts(engagement)),
        tables=("opportunities", "answers"),
    )


def _counts(engagement: Engagement) -> Phrase:
    """Whether the plan counts needs and links, and by how much."""
    evidence = engagement.plan.evidence
    if not engagement.plan.counts_evidence:
        return say("counts.not")
    facts = {"need": evidence.need, "importance": evidence.importance}
    return say("counts", **facts, panel=1 - evidence.need - evidence.importance)


def _does(row: Any) -> Phrase:
    starts = [
        say("from", title=title, quarter=quarter)
        for title, quarter in zip(row.planned, row.quarters, strict=True)
    ]
    names = [*starts, *[say("delivered", title=title) for title in row.delivered]]
    return say("names", names=names) if names else label("nothing")


def _title(table: pd.DataFrame) -> Phrase:
    most = list(_most_pressing(table))
    if not most:
        return say("title.none")
    first = most[0]
    facts = _facts(first)
    return say("title" if facts["names"] else "title.untouched", reason=_reason(first), **facts)


def touched(table: pd.DataFrame, asked: Collection[str]) -> tuple[list[Phrase], list[str]]:
    """What the plan does about the most pressing needs and drivers, and what is asked for that is elsewhere.

    Args:
        table: From `workbook.line_of_sight`.
        asked: The titles that a board is asked for: where these are comes first.
    """
    rows = [row for row in _most_pressing(table) if len(row.planned)]
    rows = sorted(rows, key=lambda row: not set(row.planned) & set(asked))
    said = [say("touched", reason=_reason(row), quarter=row.quarters[0], **_facts(row)) for row in rows]
    there = {title for row in rows for title in row.planned}
    return said, [title for title in asked if title not in there]


def untouched(table: pd.DataFrame) -> list[Phrase]:
    """The most pressing needs and drivers about which the plan does nothing."""
    return [_nothing(row) for row in _most_pressing(table) if not len(row.planned)]


def _nothing(row: Any) -> Phrase:
    key = "waiting" if len(row.waiting) else "done" if len(row.delivered) else "nothing"
    return say(f"untouched.{key}", reason=_reason(row), **_facts(row))


def _most_pressing(table: pd.DataFrame) -> Iterator[Any]:
    worst = table["need_rank"].le(TOP) & table["opportunity_score"].ge(WORTHWHILE)
    strong = table["driver_rank"].le(TOP) & table["effect"]
    return table[worst | strong].itertuples()


def _reason(row: Any) -> Phrase:
    """Why it is pressing: a need badly met, a strong link with recommendation, or both."""
    need = row.need_rank <= TOP and row.opportunity_score >= WORTHWHILE
    link = row.driver_rank <= TOP and row.effect
    most = ".most" if row.need_rank == 1 else ""
    key = f"reason.{'both' if link else 'need'}{most}" if need else "reason.driver"
    return say(key, score=row.opportunity_score)


def _facts(row: Any) -> dict[str, Any]:
    return {
        "touchpoint": row.touchpoint,
        "names": list(row.planned),
        "waiting": list(row.waiting),
        "delivered": list(row.delivered),
    }
