"""Which order lines and customers a rule concerns, and what is done with them."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, phrases, sayer, show

say = sayer(__name__)
TOLD = ("silent", "nobody", "reused", "repeated", "order_twice", "refunded", "never_bought", "spelling")
FROM_SHARE = {
    "silent": 0.07,  # of the quarter's days, about a week; orders may not have been delivered yet
    "repeated": 0.05,  # of the lines looked at; from here on a file may have been delivered twice
    "order_twice": 0.05,
}
LOOKED_AT = ("repeated", "order_twice")
"""Rules for which only some lines can be looked at; where there are none, nothing is known."""


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many of the order lines count, and what the rules leave out or change."""
    unseen = table["rule"].isin(LOOKED_AT) & table["of"].eq(0)
    shown = table.assign(
        name=labels("rule." + table["rule"]),
        found=[
            say("unseen") if blind else show(n, "int") for blind, n in zip(unseen, table["n"], strict=True)
        ],
        action=labels("action." + table["rule"] + unseen.map({True: ".unseen", False: ""})),
    )
    columns = [
        Column("name", label("rule")),
        Column("found", label("lines_or_customers"), kind="number"),
        Column("of", label("of"), "int"),
        Column("share", label("share"), "percent1"),
        Column("action", label("action")),
    ]
    nobody = table.set_index("rule").loc["nobody"]
    return table_exhibit(
        shown,
        columns,
        title=say("title", share=1 - nobody["n"] / nobody["of"], lines=nobody["of"]),
        findings=phrases(None if nobody["n"] else say("clean"), *_told(table)),
        note=say("note"),
        tables=("transactions",),
    )


def _told(table: pd.DataFrame) -> list[Phrase]:
    """The rules that concern enough lines or customers to matter."""
    rows = table.set_index("rule")
    return [
        say(rule, n=rows.at[rule, "n"], share=rows.at[rule, "share"])
        for rule in TOLD
        if rows.at[rule, "n"] and rows.at[rule, "share"] > FROM_SHARE.get(rule, 0)
    ]
