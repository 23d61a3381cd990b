"""Rows, customers and dates per input table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, own, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, remarks: Mapping[str, Any], engagement: Engagement) -> Exhibit:
    """What the report rests on.

    Args:
        table: Rows, customers and dates per table.
        remarks: As `Period.input_remarks` gives them.
        engagement: The settings.
    """
    made_up = table["table"].isin(engagement.illustrative)
    shown = table.assign(
        name=labels("table." + table["table"]),
        kind=labels(made_up.map({True: "made_up.yes", False: "made_up.no"})),
    )
    columns = [
        Column("name", label("table")),
        Column("rows", label("rows"), "int"),
        Column("customers", say("customers"), "int"),
        Column("first", label("first"), "date"),
        Column("last", label("last"), "date"),
        Column("kind", label("made_up")),
    ]
    names = shown.loc[made_up, "name"].tolist()
    undated = shown.loc[shown["last"].isna(), "name"].tolist()
    return table_exhibit(
        shown,
        columns,
        title=_title(shown),
        findings=phrases(
            own(engagement.about),
            *[
                say("read", name=name, at=datetime.fromisoformat(at).date())
                for name, at in remarks["read"].items()
            ],
            None if remarks["since"] else _begins(table),
            _unscored(remarks, engagement),
            _blanks(remarks["blanks"]),
            say("cut") if shown["last"].notna().any() else None,
            undated and say("undated", names=undated),
            names and say("illustrative", names=names),
        ),
        source=say("source"),
        tables=tuple(table["table"]),
    )


def _unscored(remarks: Mapping[str, Any], engagement: Engagement) -> Phrase | None:
    """Answers without a score; that none is 0 may mean that a 0 was exported as nothing."""
    if not remarks["unscored"]:
        return None
    suspect = not remarks["zeros"] and engagement.nps_scale.startswith("0")
    return say("unscored.no_zero" if suspect else "unscored", n=remarks["unscored"])


def _blanks(words: Mapping[str, Mapping[str, int]]) -> Phrase | None:
    """Cells with a word such as NULL, which were read as blank; the check names their columns."""
    if not words:
        return None
    tables = labels("table." + name for name in dict.fromkeys(place.partition(".")[0] for place in words))
    return say("blanks", n=sum(n for found in words.values() for n in found.values()), names=tables)


def _begins(table: pd.DataFrame) -> Phrase | None:
    """Since when customers can be known: who ordered before the first line looks new."""
    orders = table[table["table"].eq("transactions")]
    return None if orders.empty else say("begins", first=orders["first"].iloc[0])


def _title(table: pd.DataFrame) -> Phrase:
    """The order lines where there are any, else the tables."""
    orders = table[table["table"].eq("transactions")]
    if orders.empty:
        return say("title.tables", n=len(table), names=table["name"].tolist())
    [line] = orders.to_dict("records")
    return say("title", rows=line["rows"], n_customers=line["customers"], last=line["last"])
