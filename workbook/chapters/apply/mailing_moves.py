"""Which mailings to move by a few days, so that the pressure rules withhold the least."""

from datetime import timedelta

import pandas as pd

from workbook.apply.moves import Moves
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, phrases, sayer, show

say = sayer(__name__)
MOST = 12


def exhibit(table: pd.DataFrame, moves: Moves, engagement: Engagement) -> Exhibit:
    """What the moves save together, and which one saves most by itself.

    Args:
        table: The mailings, as published: `Moves.table`.
        moves: From `workbook.apply.moves.mailing_moves`.
        engagement: The settings.
    """
    made = table[table["days"] != 0]
    facts = {"most": engagement.contact.move_days, "now": table["withheld"].sum()}
    if made.empty:
        return Exhibit(title=_none(table, facts), findings=(say("note.mailing"),), tables=("touchpoints",))
    rows = made.assign(
        mailing=[_name(row) for row in made.itertuples()],
        from_day=[show(day, "day") for day in made["on"]],
        to_day=[show(row.on + timedelta(days=row.days), "day") for row in made.itertuples()],
        by=[say("later" if days > 0 else "earlier", n=abs(days)) for days in made["days"]],
    )
    columns = [
        Column("mailing", say("mailing")),
        Column("n", say("messages"), "int"),
        Column("from_day", say("from")),
        Column("to_day", say("to_day"), tone=lambda _: "strong"),
        Column("by", say("move")),
        Column("withheld", say("now"), "int"),
        Column("withheld_then", say("then"), "int"),
    ]
    then = table["withheld_then"].sum()
    return table_exhibit(
        rows.head(MOST),
        columns,
        title=say("title", n=len(made), then=then, most=made["days"].abs().max(), now=facts["now"]),
        findings=phrases(_alone(made), _others(moves), _sample(moves), _more(made)),
        note=say("note", most=engagement.contact.move_days),
        tables=("programmes", "touchpoints"),
    )


def _name(row: pd.Series) -> Phrase:
    return say("named", programme=row.programme, campaign=row.campaign) if row.campaign else row.programme


def _none(table: pd.DataFrame, facts: dict) -> Phrase:
    if table.empty:
        return say("title.no_mailings")
    return say("title.none", **facts) if facts["now"] else say("title.nothing")


def _alone(made: pd.DataFrame) -> Phrase | None:
    """What one move saves by itself."""
    best = made.loc[made["alone"].idxmax()]
    if best["alone"] <= 0 or len(made) == 1:
        return None
    day = show(best["on"] + timedelta(days=int(best["days"])), "day")
    return say("alone", mailing=_name(best), day=day, n=best["alone"])


def _others(moves: Moves) -> Phrase | None:
    return say("others", n=moves.others) if moves.others else None


def _sample(moves: Moves) -> Phrase | None:
    return say("sample", n=moves.customers, every=moves.every) if moves.every > 1 else None


def _more(made: pd.DataFrame) -> Phrase | None:
    return say("more", n=len(made) - MOST) if len(made) > MOST else None
