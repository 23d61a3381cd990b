"""A map of the drivers of recommendation: importance against mean rating, each with its interval."""

import pandas as pd

from workbook.chapters import score_words
from workbook.differences import not_clearly_behind
from workbook.drivers.found import Drivers
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, chart, table_exhibit, with_facts
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
SIGNIFICANT = 0.05
POINTS = 100
ENOUGH, ENOUGH_PER_DRIVER = 50, 8
"""Respondents that a test of every driver asks for: so many, and so many per driver (Green 1991)."""
APART = 0.05
"""Shares of what is explained that differ by less are called about the same."""


def exhibit(found: Drivers, beside: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The driver that explains most, or all those that may explain as much, and which to improve first.

    Args:
        found: From `relative_importance`.
        beside: From `importance_and_performance`.
        engagement: The settings.
    """
    columns = [
        Column("driver", label("driver")),
        Column("weighs", say("weighs"), kind="range"),
        Column("rated", label("performance"), kind="range"),
    ]
    made = table_exhibit(
        beside.assign(
            weighs=_written(beside, "importance", "percent1"), rated=_written(beside, "performance", "dec1")
        ),
        columns,
        title=_title(found),
        findings=phrases(*_findings(found, beside), _chosen(engagement)),
        note=say("note"),
        tables=("answers",),
        chart=_map(beside),
        alt=say("alt"),
    )
    return with_facts(made, **score_words.outcome(found.outcome, engagement))


def leading(found: Drivers) -> list[str]:
    """The first driver, and those that may weigh as much as far as their differences can tell."""
    return [found.table["driver"].iloc[0], *not_clearly_behind(found.differences)]


def _written(beside: pd.DataFrame, measure: str, form: str) -> list[Phrase]:
    """The numbers of a measure with their intervals."""
    columns = (beside[name] for name in (measure, f"{measure}_low", f"{measure}_high"))
    return [
        say("with_interval", number=show(value, form), ends=between(low, high, form))
        for value, low, high in zip(*columns, strict=True)
    ]


def _map(beside: pd.DataFrame) -> dict | None:
    """Importance up, rating across, with the crosshair at their means and the diagonal of equal rank."""
    if beside.empty:
        return None
    kinds = [say("kind.other"), say("kind.improve")]
    x, y = beside["performance"], beside["importance"]
    return chart(
        "dot_map",
        beside.assign(kind=[kinds[int(improve)] for improve in beside["improve"]]),
        name="driver",
        x="performance",
        y="importance",
        kind="kind",
        kinds=kinds,
        x_low="performance_low",
        x_high="performance_high",
        y_low="importance_low",
        y_high="importance_high",
        x_form="num",
        y_form="percent",
        axes=[label("performance"), say("weighs")],
        cross=[beside["performance_mean"].iloc[0], beside["importance_mean"].iloc[0]],
        diagonal=[[x.min(), y.min()], [x.max(), y.max()]],
    )


def _priorities(beside: pd.DataFrame) -> tuple[Phrase, ...]:
    """What weighs more than average and is rated less, beyond chance; and what lies above the diagonal."""
    improve, above = (
        beside.loc[beside[name].astype(bool), "driver"].tolist() for name in ("improve", "above")
    )
    return phrases(
        say("improve", n=len(improve), names=improve) if improve else say("improve.none"),
        say("above", names=above) if above and above != improve else None,
    )


def _title(found: Drivers) -> Phrase:
    if found.table.empty:
        return say(f"title.{found.reason}", n_cases=found.n, n_total=found.n_total)
    first, names = found.table.iloc[0], leading(found)
    key = "title.close" if len(names) > 1 else "title.clear"
    return say(key, driver=first["driver"], names=names, importance=first["importance"])


def _findings(found: Drivers, beside: pd.DataFrame) -> tuple[Phrase, ...]:
    table = found.table
    aside = phrases(
        say("constant", names=found.alike) if found.alike else None,
        say("tied", names=found.tied) if found.tied else None,
    )
    if table.empty:
        return phrases(say(f"advice.{found.reason}"), *aside)
    clear = table["p_holm"] < SIGNIFICANT
    weak = table.loc[~clear, "driver"].tolist()
    negative = table.loc[clear & (table["coefficient"] < 0), "driver"].tolist()
    return phrases(
        _apart(found),
        *_priorities(beside),
        say("weak", names=weak) if weak else say("all"),
        say("negative", names=negative) if negative else None,
        _enough(found),
        _otherwise(found),
        say("association"),
        *aside,
    )


def _enough(found: Drivers) -> Phrase | None:
    """Whether there are as many respondents as a test of each of so many drivers asks for."""
    needed = ENOUGH + ENOUGH_PER_DRIVER * len(found.table)
    return say("thin", n=found.n, needed=needed, drivers=len(found.table)) if found.n < needed else None


def _otherwise(found: Drivers) -> Phrase | None:
    """How far the other rule for what is missing tells it otherwise, where that is more than a little."""
    if found.otherwise is None:
        return None
    other, own = (one.table.set_index("driver")["share"] for one in (found.otherwise, found))
    apart = (other - own).abs().dropna()
    if apart.empty or apart.max() < APART:
        return say("otherwise.alike", n=found.otherwise.n)
    name = apart.idxmax()
    return say("otherwise", driver=name, n=found.otherwise.n, share=other[name], own=own[name])


def _chosen(engagement: Engagement) -> Phrase | None:
    """What the client leaves out of the comparison."""
    names = engagement.drivers.left_out
    return say("chosen", names=names) if names else None


def _apart(found: Drivers) -> Phrase | None:
    """How far the first is ahead of the next one, and how often it comes first."""
    if found.differences.empty:
        return None
    next_one = found.differences.iloc[0]
    first = {"driver": next_one["first"], "share": next_one["share_first"]}
    if not_clearly_behind(found.differences):
        return say("chance", **first)
    points = {end: POINTS * next_one[end] for end in ("difference", "low", "high")}
    return say("nearest", other=next_one["other"], **first, **points)
