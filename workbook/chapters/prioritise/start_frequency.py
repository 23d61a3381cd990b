"""Per opportunity the share of the draws in which it starts in each quarter: whether, and when."""

from collections.abc import Sequence

import pandas as pd

from workbook.chapters.prioritise._worth import MONEY, is_tie, lost
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SETTLED = 0.95
"""From this lower bound on, a share of the draws is as good as all."""
OFTEN = 0.5
UNSEEN = 0.0005
"""A share of what the plan is worth that reads as 0.0 %."""
LITTLE = 0.005
"""A smaller share of what the plan is worth hardly matters."""
NEVER_SHOWN = 0.005
"""A share that reads as 0 %."""


def exhibit(
    table: pd.DataFrame,
    moves: pd.DataFrame,
    fewer: pd.DataFrame,
    made,
    quarters: Sequence[str],
    engagement: Engagement,
) -> Exhibit | None:
    """Of what is in the plan it says when it starts, how sure that is, and what another quarter costs.

    Args:
        table: From `prioritization.start_frequency`, with titles; a blank quarter is not in the plan.
        moves: From `prioritization.other_starts`, with titles.
        fewer: From `prioritization.plan_one_less`.
        made: The plan.
        quarters: Those of the plan.
        engagement: The settings.
    """
    if made.objective != MONEY and fewer["panels"].eq(0).all():
        return None
    members = table[table["opportunity"].isin(made.members)]
    planned = made.schedule.set_index("opportunity")["start"]
    wide = members.pivot(index=["opportunity", "title"], columns="quarter", values="frequency").reset_index()
    wide["planned"] = wide["opportunity"].map(planned)
    wide = wide.sort_values(["planned", "title"], ignore_index=True)
    columns = [
        Column("title", label("title")),
        *(_column(quarter, quarter) for quarter in quarters),
        _column("", label("decision.left out")),
    ]
    return table_exhibit(
        wide,
        columns,
        title=_title(members, wide),
        findings=_findings(members, moves, made),
        note=say("note", draws=table["draws"].iloc[0]),
        tables=PLAN_TABLES,
    )


def _column(quarter: str, heading: Phrase) -> Column:
    """A column of shares; the quarter of the plan stands out, and where else it starts half of the time."""

    def tone(row: pd.Series) -> str:
        if row[quarter] < NEVER_SHOWN:
            return "idle"
        return "busy" if quarter and row["planned"] == quarter else "warn" if row[quarter] >= OFTEN else ""

    return Column(quarter, heading, "percent", tone)


def _settled(members: pd.DataFrame) -> pd.Series:
    """Per title, whether it starts in one quarter in nearly every draw."""
    return members[members["quarter"].ne("")].groupby("title")["low"].max().ge(SETTLED)


def _moves(members: pd.DataFrame) -> pd.Series:
    """Per title, whether it starts in more than one quarter, as far as the table shows it."""
    starts = members[members["quarter"].ne("") & members["frequency"].ge(NEVER_SHOWN)]
    return starts.groupby("title")["quarter"].nunique().gt(1)


def _title(members: pd.DataFrame, wide: pd.DataFrame) -> Phrase:
    settled = _settled(members)
    if wide.empty:
        return say("title.none")
    if settled.all():
        return say("title.all")
    loose = _moves(members).reindex(settled.index[~settled], fill_value=False)
    moving, n = int(loose.sum()), int(settled.sum())
    rest = phrases(
        say("title.moves", n=moving) if moving else None,
        say("title.unsure", n=len(loose) - moving) if moving < len(loose) else None,
    )
    rest = say("title.rest", parts=rest)
    return say("title", n=n, n_all=len(wide), rest=rest) if n else say("title.no", n=len(wide), rest=rest)


def _findings(members: pd.DataFrame, moves: pd.DataFrame, made) -> tuple[Phrase, ...]:
    settled = _settled(members)
    inside = members[members["quarter"].eq("")].set_index("title")["high"].le(1 - SETTLED)
    only_when = [title for title in settled.index if inside[title] and not settled[title]]
    lines = [_move(row, made) for row in moves.itertuples()]
    return phrases(say("when", names=only_when) if only_when else None, *lines)


def _move(row, made) -> Phrase:
    """What another start quarter costs."""
    facts = {"title": row.title, "quarter": row.quarter, "other": row.other}
    share = row.value_lost / abs(made.value)
    if is_tie(row.value_lost) or share < UNSEEN:
        return say("move.tie", **facts)
    if share < LITTLE:
        return say("move.little", **facts, share=share)
    return say(
        "move", **facts, share=share, lost=lost(row.value_lost_at_least, row.value_lost, made.objective)
    )
