"""Where the customers of each stage were a quarter later."""

from collections.abc import Callable

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, moves: pd.DataFrame, ahead: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many of the largest stage are still there, the moves that matter, and where they lead.

    Args:
        table: Per stage before and after: n, share and its interval, as may be shown.
        moves: From `workbook.recognise.stages.stage_moves`.
        ahead: From `workbook.recognise.stages.stages_ahead`.
        engagement: The settings.
    """
    wide = table.pivot(index=["before", "from_n"], columns="after", values="share").reset_index()
    order = [stage.name for stage in engagement.stages]
    wide = wide.sort_values("before", key=lambda names: names.map(order.index), ignore_index=True)
    columns = [
        Column("stage", label("stage_before")),
        Column("from_n", label("n"), "int"),
        *[Column(name, named("stage", name), "percent", _stays(name)) for name in order if name in wide],
    ]
    return table_exhibit(
        wide.assign(stage=[named("stage", name) for name in wide["before"]]),
        columns,
        title=_title(table),
        findings=_findings(table, moves, ahead, engagement),
        note=say("note"),
        tables=("transactions",),
    )


def _stays(name: str) -> Callable[[pd.Series], str]:
    return lambda row: "strong" if row["before"] == name else ""


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
