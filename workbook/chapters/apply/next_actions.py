"""The next action of each group of customers, and why it is that one."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer

say = sayer(__name__)
MOST = 8


def exhibit(candidates: pd.DataFrame, groups: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many customers have a next action, and for how many it rests on what was measured.

    Args:
        candidates: From `workbook.apply.next_action.action_candidates`.
        groups: From `workbook.apply.audience.group_sizes`.
        engagement: The settings.
    """
    chosen = candidates[candidates["chosen"]].sort_values("n", ascending=False, kind="stable")
    rows = chosen.assign(
        whom=[_whom(row.stage, row.profile) for row in chosen.itertuples()],
        ends=[_ends(row) for row in chosen.itertuples()],
        why=[label(f"next_action.{reason}") for reason in chosen["reason"]],
    )
    columns = [
        Column("whom", say("whom")),
        Column("n", label("customers"), "int"),
        Column("programme", say("action"), tone=lambda _: "strong"),
        Column("channel", say("channel")),
        Column("share", say("response"), "percent1"),
        Column("ends", label("interval"), kind="range"),
        Column("why", say("why")),
    ]
    total, with_one = groups["n"].sum(), chosen["n"].sum()
    measured = chosen.loc[chosen["reason"].eq("value"), "n"].sum()
    return table_exhibit(
        rows.head(MOST),
        columns,
        title=say("title", n=with_one, total=total) if with_one else say("title.none"),
        findings=phrases(
            _measured(measured, with_one),
            say("without", n=total - with_one) if total > with_one else None,
            say("more", n=len(rows) - MOST) if len(rows) > MOST else None,
        ),
        note=say("note", n=engagement.contact.limit, days=engagement.contact.window_days),
        tables=("programmes", "touchpoints", "transactions", "customers"),
    )


def _measured(n: int, of: int) -> Phrase | None:
    """For how many the choice rests on what was measured."""
    if not of:
        return None
    return say("measured", n=n, of=of) if n else say("unmeasured")


def _whom(stage: str, profile: str) -> Phrase:
    name = named("stage", stage)
    return say("with_profile", stage=name, profile=profile) if profile else name


def _ends(row: tuple) -> Phrase:
    return NO_VALUE if pd.isna(row.share) else between(row.low, row.high, "percent1")
