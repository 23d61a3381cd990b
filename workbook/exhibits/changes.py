"""Exhibits of step 7: what moved in the plan and why, and what customers say now."""

import pandas as pd

from workbook.exhibits.decide import PLAN_TABLES
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles
from workbook.wording.titles import AS_PLANNED


def moves(changes: pd.DataFrame, words: Words) -> Exhibit:
    """Last quarter's plan and this one, per opportunity, with what moved it."""
    first = changes["move"].eq("new").all()
    shown = changes.iloc[:0] if first else changes
    told = shown["main_cause"].fillna("").ne("") & ~shown["move"].isin(AS_PLANNED)
    causes = "cause." + shown["main_cause"].where(told, "")
    shown = shown.assign(name=words.labels("move." + shown["move"]), why=words.labels(causes))
    shown["why"] = shown["why"].where(told, "")
    columns = [
        Column("title", words.label("title")),
        Column("name", words.label("move"), tone=lambda row: "" if row["move"] == "unchanged" else "strong"),
        Column("why", words.label("main_cause")),
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


def causes(found, compared: bool, words: Words) -> Exhibit:
    """What made the best plan worth more or less than a quarter ago, by cause; they add up."""
    value = found.value
    rows = value.assign(
        name=words.labels("cause." + value["cause"]),
        text=[words.show(part, "signed1") for part in value["change"]],
    )
    ends = pd.DataFrame(
        {
            "name": words.labels(["before", "after"]),
            "text": [words.show(worth, "dec1") for worth in (found.before, found.after)],
        }
    )
    shown = pd.concat([ends.iloc[:1], rows[["name", "text"]], ends.iloc[1:]])
    return table_exhibit(
        shown if compared and found.orders else shown.iloc[:0],
        [Column("name", words.label("cause")), Column("text", words.label("points"), kind="number")],
        words,
        name="causes",
        title=titles.causes(found, compared, words),
        note=words.say("causes.note") if compared else "",
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
