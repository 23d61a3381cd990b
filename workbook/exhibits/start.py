"""Exhibits of step 0: what came in, and are we ready."""

import pandas as pd

from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles


def coverage(table: pd.DataFrame, words: Words) -> Exhibit:
    """Rows, customers and dates per input table."""
    made_up = (
        table["table"].isin(words.engagement.illustrative).map({True: "made_up.yes", False: "made_up.no"})
    )
    shown = table.assign(
        name=words.labels("table." + table["table"]),
        kind=words.labels(made_up),
    )
    columns = [
        Column("name", words.label("table")),
        Column("rows", words.label("rows"), "int"),
        Column("customers", words.label("customers_known"), "int"),
        Column("first", words.label("first"), "date"),
        Column("last", words.label("last"), "date"),
        Column("kind", words.label("made_up")),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="coverage",
        title=titles.coverage(table, words),
        source=words.say("coverage.source"),
        illustrative=words.illustrative(*table["table"]),
    )


def maturity(table: pd.DataFrame, gap, words: Words) -> Exhibit:
    """Phase per dimension: what is planned against what there is."""
    shown = table.assign(
        name=words.labels("dimension." + table["dimension"]),
        phase_name=[f"{phase} · {words.label(f'phase.{phase}')}" for phase in table["phase"]],
    )
    columns = [
        Column("name", words.label("dimension")),
        Column(
            "phase_name",
            words.label("phase"),
            tone=lambda row: "strong" if row["phase"] >= gap.planned else "warn",
        ),
        Column("lowest", words.label("lowest"), "int"),
        Column("highest", words.label("highest"), "int"),
        Column("n", words.label("n"), "int"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="maturity",
        title=titles.maturity(gap, words),
        note=words.say("maturity.note"),
        **words.rests_on("readiness"),
    )
