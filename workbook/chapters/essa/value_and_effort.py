"""The steps by what they are worth to customers and the hours that they take."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.essa import EssaRules
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SHOWN = 14
"""So many dots can be told apart, with a key that fits beside them."""
NAMED = 4


def exhibit(table: pd.DataFrame, rules: EssaRules, engagement: Engagement) -> Exhibit:
    """Which work is for machines, once it is simple, and which work to give people time for.

    Args:
        table: From `workbook.essa.savings.value_and_effort`.
        rules: From which hours a step takes much.
        engagement: The settings.
    """
    people = table["people"].astype(bool)
    shown = table.head(SHOWN)
    kinds = [say("kind.digital"), say("kind.people")]
    dots = shown.assign(kind=[kinds[int(one)] for one in shown["people"]])
    more = len(table) - len(shown)
    return Exhibit(
        title=_title(table, people, rules.automate_value),
        chart=chart(
            "dot_map",
            dots,
            name="step",
            x="hours",
            y="customer_value",
            kind="kind",
            kinds=kinds,
            x_form="num",
            y_form="num",
            axes=[label("hours"), say("value")],
            cross=[rules.heavy_hours, rules.automate_value],
        ),
        alt=say("alt"),
        findings=phrases(
            _named("digital", table[~people & table["hours"].ge(rules.heavy_hours)]),
            _named("people", table[people]),
            say("more", n=more) if more else None,
        ),
        note=say("note", value=rules.automate_value, hours=rules.heavy_hours),
        tables=("processes",),
    )


def _title(table: pd.DataFrame, people: pd.Series, value: float) -> Phrase:
    if table.empty:
        return say("title.none")
    hours = table.loc[~people, "hours"].sum()
    return say("title", share=hours / max(table["hours"].sum(), 1e-9), n=people.sum(), value=value)


def _named(key: str, rows: pd.DataFrame) -> Phrase | None:
    names = rows["step"].head(NAMED).tolist()
    return say(key, n=len(rows), names=names, hours=rows["hours"].sum()) if names else None
