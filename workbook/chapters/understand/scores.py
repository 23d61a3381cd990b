"""Every question of the quarter with its score, how it changed, and how the days of the survey lie."""

import pandas as pd

from workbook.chapters import score_words
from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer, show

say = sayer(__name__)
BUSY = 0.5
"""A wave of which more answers than this share fell on two days says mostly what those days were like."""


def exhibit(
    table: pd.DataFrame, days: pd.DataFrame, response: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """Which score changed most since it was last asked, if any did clearly.

    Args:
        table: From `workbook.understand.waves.scores_now`, as may be shown.
        days: From `workbook.understand.field_days.field_days`, of all waves so far.
        response: From `workbook.understand.field_days.response`.
        engagement: The settings.
    """
    columns = [
        Column("asked", say("asked")),
        Column("told", say("about")),
        Column("n", label("n"), "int"),
        Column("written", say("score"), kind="range"),
    ]
    if table["wave_before"].notna().any():
        columns += [Column("moved", say("change"), kind="range"), Column("p_holm", label("p_holm"), "p")]
    return table_exhibit(
        _worded(table, engagement),
        columns,
        title=_title(table, engagement),
        findings=phrases(*_days(days), _response(response), _mixed(table)),
        note=_note(table, engagement),
        tables=("answers",),
    )


def _worded(table: pd.DataFrame, engagement: Engagement) -> pd.DataFrame:
    rows = table.to_dict("records")
    return table.assign(
        asked=[score_words.asked_as(row["question"], engagement) for row in rows],
        told=[say(f"about.{row['about']}") for row in rows],
        written=[
            say("cell", **score_words.told(row)) if pd.notna(row["score"]) else say("few") for row in rows
        ],
        moved=[_moved(row) for row in rows],
    )


def _moved(row: dict) -> Phrase:
    if pd.isna(row["wave_before"]):
        return say("first")
    if pd.isna(row["change"]):
        return say("few")
    return say(
        "moved", wave=row["wave_before"], **score_words.changed(row, low="change_low", high="change_high")
    )


def _title(table: pd.DataFrame, engagement: Engagement) -> Phrase:
    shown, known = table.dropna(subset=["score"]), table.dropna(subset=["change"])
    if shown.empty:
        return say("title.few")
    clear = known[known["p_holm"].lt(CLEAR)].sort_values("p")
    if len(clear):
        top = clear.iloc[0]
        form = score_words.form(top["measure"])
        facts = score_words.told(top) | score_words.changed(top, low="change_low", high="change_high")
        key = "title.up" if top["change"] > 0 else "title.down"
        return say(
            key,
            wave=top["wave_before"],
            before=show(top["score_before"], form),
            about=say(f"of.{top['about']}"),
            **facts,
        )
    lead = shown.iloc[0]
    facts = {"about": say(f"of.{lead['about']}"), **score_words.told(lead)}
    return say("title.same" if len(known) else "title.first", n=len(known), **facts)


def _days(days: pd.DataFrame) -> list[Phrase]:
    """How the days of the last wave lie, and which waves overlap or run over the end of a quarter."""
    if days.empty:
        return []
    last = days.iloc[-1]
    found = [say("days", first=last["first"], last=last["last"], n=last["days"])]
    if last["days"] > 1 and last["on_two"] > BUSY:
        found.append(say("days.busy", share=last["on_two"]))
    over = days[days["overlaps"].notna()]
    found += [say("days.overlap", wave=row.wave, other=row.overlaps) for row in over.tail(1).itertuples()]
    split = days.loc[days["is_named"] & days["quarters"].gt(1), "wave"].tolist()
    return [*found, say("days.split", names=split)] if split else found


def _response(response: pd.DataFrame) -> Phrase:
    row = response.iloc[0]
    if pd.isna(row["share"]):
        return say("response.unknown")
    return say(
        "response", share=row["share"], answered=row["answered"], asked=row["answered"] + row["unanswered"]
    )


def _mixed(table: pd.DataFrame) -> Phrase | None:
    return say("mixed") if table["about"].eq("touchpoints").any() else None


def _note(table: pd.DataFrame, engagement: Engagement) -> Phrase:
    asked = table.drop_duplicates("question").to_dict("records")
    what = [score_words.definition(row, engagement) for row in asked]
    key = "note" if table["wave_before"].notna().any() else "note.first"
    return say(key, what=what, minimum=engagement.minimum_group)
