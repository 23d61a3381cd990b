"""Exhibits of steps 4 and 5: processes and contact programmes."""

import pandas as pd

from workbook.exhibits import charts
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles


def essa(verdicts: pd.DataFrame, words: Words) -> Exhibit:
    """The verdict on each process step."""
    shown = verdicts.assign(
        verdict_name=words.labels("verdict." + verdicts["verdict"]),
        reason_name=[_reason(row, words) for row in verdicts.itertuples()],
        saved=[words.between(row.saved_low, row.saved_high, "int") for row in verdicts.itertuples()],
    )
    columns = [
        Column("process", words.label("process")),
        Column("step", words.label("step")),
        Column("hours", words.label("hours"), "int"),
        Column(
            "verdict_name",
            words.label("verdict"),
            tone=lambda row: "strong" if row["verdict"] != "keep" else "",
        ),
        Column("reason_name", words.label("reason"), tone=lambda row: "warn" if row["blocked"] else ""),
        Column("saved", words.label("saved"), kind="range"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="essa",
        title=titles.essa(verdicts, words),
        note=words.say("essa.note"),
        **words.rests_on("processes"),
    )


def _reason(row, words: Words) -> str:
    reason = words.label(f"reason.{row.reason}")
    return f"{words.label('blocked')}: {reason}" if row.blocked else reason


def savings(table: pd.DataFrame, words: Words) -> Exhibit:
    """Hours saved per verdict, from the low to the high assumption."""
    shown = table[table["saved_high"] > 0]
    shown = shown.assign(name=words.labels("verdict." + shown["verdict"]))
    return Exhibit(
        name="savings",
        title=titles.savings(table, words),
        chart=charts.ranges(
            shown, words, name="name", low="saved_low", high="saved_high", axis=words.label("saved")
        ),
        alt=words.say("savings.alt"),
        note=words.say("savings.note"),
        **words.rests_on("processes"),
    )


def programmes(table: pd.DataFrame, words: Words) -> Exhibit:
    """The contact programmes, with what the pressure rule withholds of each."""
    shown = table.assign(
        stage_name=[words.stage(name) for name in table["stage"]],
        class_name=words.labels("class." + table["class"]),
    )
    columns = [
        Column("programme", words.label("programme")),
        Column("stage_name", words.label("stage")),
        Column("class_name", words.label("class")),
        Column("objective", words.label("objective")),
        Column("kpi", words.label("kpi")),
        Column("planned", words.label("planned"), "int"),
        Column("sent", words.label("sent"), "int"),
        Column("withheld", words.label("withheld"), "int", lambda row: "warn" if row["withheld"] else ""),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="programmes",
        title=titles.programmes(table, words),
        note=words.say("programmes.note"),
        **words.rests_on("programmes", "touchpoints"),
    )
