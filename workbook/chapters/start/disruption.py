"""Which product groups can go digital, and where new entrants are to be expected."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Where the product groups stand, beside the four named examples.

    Args:
        table: As `workbook.apply.disruption.disruption` gives it.
        engagement: The settings.
    """
    rows = table.to_dict("records")
    shown = table.assign(
        what=[row["name"] if row["own"] else say(f"example.{row['name']}") for row in rows],
        reading=[_reading(row) for row in rows],
    )
    columns = [
        Column("what", say("name")),
        Column("emotion", say("emotion"), "int"),
        Column("distribution_cost", say("cost"), "int"),
        Column(
            "reading",
            say("reading"),
            tone=lambda row: "warn" if row["own"] and row["cell"] == "entrants" else "",
        ),
    ]
    own = table[table["own"]]
    return table_exhibit(
        shown,
        columns,
        title=_title(own),
        findings=phrases(*[_cell(name, own) for name in ("digital", "low_chance", "mixed")]),
        note=say("note"),
        tables=("product_groups",),
    )


def _reading(row: dict) -> Phrase:
    cell = say(f"cell.{row['cell']}")
    return say("interpretation", cell=cell) if row["interpretation"] else cell


def _title(own: pd.DataFrame) -> Phrase:
    names = own.loc[own["cell"].eq("entrants"), "name"].tolist()
    return say("title", n=len(names), names=names) if names else say("title.none", n=len(own))


def _cell(name: str, own: pd.DataFrame) -> Phrase | None:
    names = own.loc[own["cell"].eq(name), "name"].tolist()
    return say(f"finding.{name}", n=len(names), names=names) if names else None
