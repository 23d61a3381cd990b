"""Per opportunity the share of the draws in which it is in the best plan."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SMALL_GAIN = 0.005  # of the plan's value; what it is worth to know a score counts from here on


def exhibit(
    table: pd.DataFrame, worth_knowing: pd.DataFrame, regret, made, engagement: Engagement
) -> Exhibit:
    """What is in the plan whoever is asked, what depends on it, and what would settle most.

    Args:
        table: From `prioritization.plan_frequency`, with titles.
        worth_knowing: From `prioritization.value_of_information`, with titles.
        regret: From `prioritization.regret`.
        made: The plan.
        engagement: The settings.
    """
    shown = table.sort_values(["frequency", "title"], ascending=[False, True])
    return Exhibit(
        title=_title(table),
        chart=chart(
            "intervals",
            shown.assign(depends=shown["verdict"].eq("depends")),
            name="title",
            value="frequency",
            form="percent",
            flag="depends",
            axis=label("frequency"),
            domain=[0, 1],
            percent=True,
        ),
        alt=say("alt"),
        findings=_findings(table, worth_knowing, regret, made),
        note=say("note", **as_facts(table.iloc[0], "draws", "exact", "gap")),
        tables=PLAN_TABLES,
    )


def _title(table: pd.DataFrame) -> Phrase:
    counts = {verdict: table["verdict"].eq(verdict).sum() for verdict in ("always", "never", "depends")}
    return say("title" if counts["depends"] else "title.settled", n_all=len(table), **counts)


def _findings(table: pd.DataFrame, worth_knowing: pd.DataFrame, regret, made) -> tuple[Phrase, ...]:
    depends, taken = table["verdict"].eq("depends"), table["opportunity"].isin(made.members)
    inside, outside = (table.loc[depends & side, "title"].tolist() for side in (taken, ~taken))
    return phrases(
        say("in", names=inside) if inside else None,
        say("out", names=outside) if outside else None,
        _settles(worth_knowing, made.value),
        say("regret.best")
        if regret.best == 1
        else say("regret", mean=regret.mean, p95=regret.p95, best=regret.best),
    )


def _settles(worth_knowing: pd.DataFrame, value: float) -> Phrase:
    """The score worth most to know; several where they are worth the same, as one expert gave them."""
    switching = worth_knowing[worth_knowing["switches"].gt(0)]
    gain = switching["evppi"].max() if len(switching) else 0.0
    if gain < SMALL_GAIN * abs(value):
        return say("settled")
    names = switching.loc[switching["evppi"].ge(gain - 1e-6), "title"].tolist()
    return say("settle", n=len(names), names=names, gain=gain)
