"""Exhibits of steps 6 and 7: scores, plan, and what moved."""

from collections.abc import Sequence

import pandas as pd

from workbook.exhibits import charts
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles
from workbook.wording.findings import is_tie

TIE = 1e-6  # a difference in the plan's score that is only rounding
PLAN_TABLES = ("opportunities", "capacity", "scores")


def panel(table: pd.DataFrame, words: Words) -> Exhibit:
    """Median score per opportunity with its interval; without consensus stands out."""
    shown = table.dropna(subset=["median"]).sort_values("median", ascending=False)
    shown = shown.assign(split=shown["verdict"].ne("agreed"))
    return Exhibit(
        name="panel",
        title=titles.panel(table, words),
        chart=charts.intervals(
            shown,
            words,
            name="title",
            value="median",
            spec="dec1",
            flag="split",
            axis=words.label("pie"),
            domain=[1, 10],
        ),
        alt=words.say("panel.alt"),
        note=words.say("panel.note"),
        **words.rests_on("scores"),
    )


def plan(schedule: pd.DataFrame, quarters: Sequence[str], words: Words) -> Exhibit:
    """The opportunities in the plan, with the quarters in which they are worked on."""
    members = schedule[schedule["decision"].isin(["start", "continue"])].sort_values(
        ["start", "finish", "title"]
    )
    shown = members.assign(
        decision_name=words.labels("decision." + members["decision"]), **dict.fromkeys(quarters, "")
    )
    columns = [
        Column("title", words.label("title")),
        Column("decision_name", words.label("decision")),
        Column("score", words.label("score"), "dec1"),
        Column("cost", words.label("cost"), "money"),
        *[Column(quarter, quarter, tone=_busy(quarter)) for quarter in quarters],
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="plan",
        title=titles.plan(schedule, words),
        note=words.say("plan.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def _busy(quarter: str):
    return lambda row: "busy" if row["start"] <= quarter <= row["finish"] else "idle"


def usage(table: pd.DataFrame, binding: pd.DataFrame, words: Words) -> Exhibit:
    """Budget and days per role and quarter: used against available."""
    tight = set(zip(binding["kind"], binding["role"], binding["quarter"], strict=True))
    specs = table["kind"].map({"budget": "money"}).fillna("num")
    shown = table.assign(name=[_limit_name(row, words) for row in table.itertuples()])
    shown["cell"] = [
        f"{words.show(used, spec)} / {words.show(limit, spec)}"
        for used, limit, spec in zip(table["used"], table["limit"], specs, strict=True)
    ]
    shown["tight"] = [
        key in tight for key in zip(table["kind"], table["role"], table["quarter"], strict=True)
    ]
    cells = shown.pivot(index="name", columns="quarter", values=["cell", "tight"])
    cells = cells.reindex(dict.fromkeys(shown["name"]))
    quarters = list(dict.fromkeys(table["quarter"]))
    flat = pd.DataFrame({"name": cells.index})
    for quarter in quarters:
        flat[quarter] = cells["cell"][quarter].to_numpy()
        flat[f"{quarter} tight"] = cells["tight"][quarter].to_numpy()
    return table_exhibit(
        flat,
        [Column("name", words.label("limit")), *[Column(q, q, tone=_tight(q)) for q in quarters]],
        words,
        name="usage",
        title=titles.usage(binding, words),
        note=words.say("usage.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def _limit_name(row, words: Words) -> str:
    if row.kind == "budget":
        return words.label("limit.budget")
    return f"{words.label(row.role)} ({words.label('days')})"


def _tight(quarter: str):
    return lambda row: "warn" if row[f"{quarter} tight"] else ""


def left_out(reasons: pd.DataFrame, words: Words) -> Exhibit:
    """The opportunities that wait, each with the reason."""
    shown = reasons.assign(why=[_why(row, words) for row in reasons.itertuples()])
    columns = [
        Column("title", words.label("title")),
        Column("score", words.label("score"), "dec1"),
        Column("cost", words.label("cost"), "money"),
        Column("why", words.label("reason")),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="left_out",
        title=titles.left_out(reasons, words),
        note=words.say("left_out.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def _why(row, words: Words) -> str:
    if row.verdict == "unscored":
        return words.say("why.unscored")
    variant = ""
    if row.reason == "worth_less":
        variant = ".alone" if not len(row.makes_way_titles) else ".tie" if is_tie(row.value_lost) else ""
    return words.say(
        f"why.{row.reason}{variant}",
        names=list(row.makes_way_titles),
        lost=row.value_lost,
        blocker=words.label(str(row.blocker)),
    )


def moves(changes: pd.DataFrame, words: Words) -> Exhibit:
    """Last quarter's plan and this one, per opportunity."""
    first = changes["move"].eq("new").all()
    shown = changes.iloc[:0] if first else changes
    shown = shown.assign(name=words.labels("move." + shown["move"]))
    columns = [
        Column("title", words.label("title")),
        Column("name", words.label("move"), tone=lambda row: "" if row["move"] == "unchanged" else "strong"),
        Column("start_before", words.label("start_before")),
        Column("start_after", words.label("start_after")),
        Column("score_before", words.label("score_before"), "dec1"),
        Column("score_after", words.label("score_after"), "dec1"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="moves",
        title=titles.moves(changes, words),
        note="" if first else words.say("moves.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def nps_change(table: pd.DataFrame, words: Words) -> Exhibit:
    """NPS per touchpoint, last quarter and this one."""
    ends = zip(table["low"], table["high"], strict=True)
    shown = table.assign(interval=[words.between(low, high, "signed") for low, high in ends])
    columns = [
        Column("touchpoint", words.label("touchpoint")),
        Column("nps_before", words.label("nps_before"), "signed"),
        Column("nps_after", words.label("nps_after"), "signed"),
        Column("change", words.label("change"), "signed"),
        Column("interval", words.label("interval"), kind="range"),
        Column("p", words.label("p"), "p"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="nps_change",
        title=titles.nps_change(table, words),
        note=words.say("nps_change.note") if len(table) else "",
        **words.rests_on("answers"),
    )
