"""What recipes left out of an export, or changed in it, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, own, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, counts: Sequence[Mapping[str, Any]], engagement: Engagement) -> Exhibit:
    """What was left out or changed on the way in, with its share of rows and of money.

    Args:
        table: As `workbook.tables.coverage.deliveries` gives it.
        counts: The same counts, with what is said of each reason: said, in one or more languages.
        engagement: The settings.
    """
    shown = table.assign(
        what=labels("way_in." + table["kind"]),
        why=[own(count["said"]) if count["said"] else label(f"way_in.{count['reason']}") for count in counts],
        name=labels("table." + table["table"]),
    )
    columns = [
        Column("delivery", label("delivery")),
        Column("name", label("table")),
        Column("what", label("way_in")),
        Column("why", label("reason")),
        Column("n", label("rows"), "int"),
        Column("share", label("share_of_rows"), "percent1"),
    ]
    if table["amount"].notna().any():
        columns += [
            Column("amount", label("amount"), "money"),
            Column("amount_share", label("share_of_money"), "percent1"),
        ]
    return table_exhibit(
        shown,
        columns,
        title=_title(table),
        findings=phrases(say("refunded") if table["kind"].eq("changed").any() else None),
        note=say("note"),
        tables=tuple(dict.fromkeys(table["table"])),
    )


def _title(table: pd.DataFrame) -> Phrase:
    """The rows that do not count; or that all do."""
    left_out = table[table["kind"].eq("left_out")]
    rows = table.groupby("delivery")["of"].max().sum()
    if left_out.empty:
        return say("title.none")
    return say("title", n=left_out["n"].sum(), share=left_out["n"].sum() / rows)
