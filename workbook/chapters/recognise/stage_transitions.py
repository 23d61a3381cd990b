"""Where the customers of each stage were a quarter later, as a flow."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, chart, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)
AXES = [label("stage_before"), label("stage_now")]


def exhibit(
    table: pd.DataFrame,
    moves: pd.DataFrame,
    ahead: pd.DataFrame,
    worth: pd.DataFrame,
    earlier: pd.DataFrame,
    engagement: Engagement,
) -> Exhibit:
    """How many of the largest stage are still there, the moves that matter, and where they lead.

    Args:
        table: Per stage before and after: n, share and its interval, as may be shown.
        moves: From `workbook.recognise.stages.stage_moves`.
        ahead: From `workbook.recognise.stages.stages_ahead`.
        worth: From `workbook.recognise.stages.value_of_moves`, as may be shown.
        earlier: The table as it was reported a quarter before; without rows where it was not.
        engagement: The settings.
    """
    stages = {stage.name: named("stage", stage.name) for stage in engagement.stages}
    ends, then = ["before", "after"], earlier.reindex(columns=["before", "after", "share"])
    rows = table.merge(worth[[*ends, "value"]], how="left", on=ends)
    rows = rows.merge(then.rename(columns={"share": "share_then"}), how="left", on=ends)
    rows = rows.assign(
        stage=rows["before"].map(stages),
        later=rows["after"].map(stages),
        text=[say("band", n=row.n, value=row.value) for row in rows.itertuples()],
        kind=[say("stays" if row.before == row.after else "moves_on") for row in rows.itertuples()],
    )
    columns = [
        Column("stage", label("stage_before")),
        Column("later", label("stage_now")),
        Column("n", label("n"), "int"),
        Column("share", label("share_of_stage"), "percent", _stays),
        Column("share_then", label("share_last_quarter"), "percent"),
        Column("value", label("revenue"), "money"),
    ]
    some = rows[rows["n"].fillna(1).gt(0)]
    return table_exhibit(
        some,
        columns,
        title=_title(table),
        chart=chart("flow", rows, before="stage", after="later", n="n", text="text", kind="kind", axes=AXES)
        if rows["n"].gt(0).any()
        else None,
        alt=say("alt"),
        findings=_findings(table, moves, ahead, engagement),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _stays(row: pd.Series) -> str:
    return "strong" if row["before"] == row["after"] else ""


def _title(table: pd.DataFrame) -> Phrase:
    """Of the stages in which anybody stayed, the one with most customers."""
    stays = table[table["before"].eq(table["after"]) & table["share"].notna()]
    if stays.empty:
        return say("title.none" if table.empty else "few")
    stayed = stays[stays["share"].gt(0)]
    top = (stays if stayed.empty else stayed).nlargest(1, "from_n").iloc[0]
    return say("title", stage=named("stage", top["before"]), **as_facts(top, "share", "low", "high"))


def _findings(
    table: pd.DataFrame, moves: pd.DataFrame, ahead: pd.DataFrame, engagement: Engagement
) -> tuple[Phrase, ...]:
    away = table[table["before"].ne(table["after"]) & table["n"].gt(0) & table["share"].notna()]
    if away.empty:
        return (say("none" if table.empty else "few"),)
    top = away.loc[away["n"].idxmax()]
    stages = {end: named("stage", top[end]) for end in ("before", "after")}
    totals, few = moves.groupby("move")["n"].sum(), max(engagement.minimum_group, 1)
    known = ahead[ahead["expected"].gt(0)]
    change = known.loc[(known["expected"] - known["n"]).abs().idxmax()]
    return phrases(
        say("most", **as_facts(top, "n", "share", "low", "high"), **stages),
        say("moves", n=totals.sum(), **(totals / totals.sum()).to_dict()) if totals.sum() >= few else None,
        say(
            "ahead",
            stage=named("stage", change["stage"]),
            **as_facts(change, "n", "expected", "low", "high"),
        ),
    )
