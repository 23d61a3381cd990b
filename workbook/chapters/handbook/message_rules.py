"""Which message goes first, and how many one customer may get."""

import pandas as pd

from workbook.chapters.apply._rules import all_rules
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The order of the classes, and the rules that hold.

    Args:
        table: As `workbook.apply.briefings.message_order` gives it.
        engagement: The settings.
    """
    rules = all_rules(engagement.contact)
    shown = table.assign(
        name=labels("class." + table["class"]),
        counts=[say("exempt" if exempt else "counts") for exempt in table["exempt"]],
        in_order=[
            say("programmes", names=list(names)) if len(names) else say("none")
            for names in table["programmes"]
        ],
    )
    columns = [
        Column("place", say("place"), "int"),
        Column("name", label("class")),
        Column("counts", say("pressure")),
        Column("in_order", say("in_order")),
    ]
    ties = [say("programmes", names=list(names)) for names in table["tied"] if len(names)]
    return table_exhibit(
        shown,
        columns,
        title=say("title", rule=rules[0]),
        findings=phrases(
            say("same_moment"),
            say("further", rules=rules[1:]) if len(rules) > 1 else None,
            say("ties", names=ties) if ties else None,
        ),
        note=say("note"),
        tables=("programmes",),
    )
