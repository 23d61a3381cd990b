"""What came of last quarter's decisions: started, delivered, and at what cost; recorded or assumed."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Whether what was planned has started and was delivered, and who says so.

    Args:
        table: From `workbook.decisions.decision_tracker`.
        engagement: The settings.
    """
    if table.empty:
        return None
    optional = [
        Column("planned_cost", label("planned_cost"), "money"),
        Column("realised_cost", label("realised_cost"), "money"),
        Column("remark", label("remark_of_decision")),
    ]
    shown = table.assign(outcome=[_outcome(row) for row in table.itertuples()])
    return table_exhibit(
        shown.fillna({"team": "", "remark": ""}),
        [
            Column("title", label("title")),
            Column("team", label("team")),
            Column(
                "outcome", label("outcome"), tone=lambda row: "" if row["basis"] == "recorded" else "idle"
            ),
            *[column for column in optional if table[column.name].notna().any()],
        ],
        title=say("title", starts=_starts(table), deliveries=_deliveries(table)),
        findings=phrases(_assumed(table), _cost(table)),
        note=say("note"),
        tables=("decisions", *PLAN_TABLES),
    )


def _outcome(row) -> Phrase:
    """What became of one opportunity, with the day where it was recorded."""
    if row.basis == "unlisted":
        return say("outcome.unlisted")
    if row.basis != "recorded":
        state = "delivered" if row.delivered else "started" if row.started else "waiting"
        return say(f"outcome.{state}.{row.basis}")
    if row.decided == "stop":
        return _decided("stopped", row)
    if row.delivered:
        return say("outcome.delivered", day=row.delivered_on)
    if row.started:
        return say("outcome.started", day=row.started_on)
    return _decided("postponed", row) if row.decided == "postpone" else say("outcome.waiting")


def _decided(key: str, row) -> Phrase:
    named = isinstance(row.decided_by, str) and row.decided_by
    if named:
        return say(f"outcome.{key}.by", day=row.decided_on, who=row.decided_by)
    return say(f"outcome.{key}", day=row.decided_on)


def _starts(table: pd.DataFrame) -> Phrase:
    if table["planned"].isna().all():
        return say("starts.unknown")
    planned = table[table["planned"].astype(bool)]
    if planned.empty:
        return say("starts.none")
    begun = planned[planned["started"]]
    return say("starts", n=len(planned), started=len(begun), how=_how(begun))


def _deliveries(table: pd.DataFrame) -> Phrase:
    done = table[table["delivered"]]
    return say("deliveries", n=len(done), how=_how(done)) if len(done) else say("deliveries.none")


def _how(rows: pd.DataFrame) -> Phrase:
    """How many of them were recorded and how many are assumed; nothing where all were recorded."""
    assumed = rows["basis"].eq("assumed").sum()
    if not assumed:
        return ""
    if assumed == len(rows):
        return say("how.assumed")
    return say("how", recorded=len(rows) - assumed, assumed=assumed)


def _assumed(table: pd.DataFrame) -> Phrase | None:
    names = table.loc[table["basis"].eq("assumed") & table["started"], "title"].tolist()
    return say("assumed", names=names) if names else None


def _cost(table: pd.DataFrame) -> Phrase | None:
    """What the delivered ones have cost, beside what was planned for them."""
    known = table[table["delivered"] & table["realised_cost"].notna()]
    if known.empty:
        return None
    return say(
        "cost", n=len(known), realised=known["realised_cost"].sum(), planned=known["planned_cost"].sum()
    )
