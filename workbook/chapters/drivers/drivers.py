"""Importance of each driver of recommendation, with its interval."""

from workbook.differences import not_clearly_behind
from workbook.drivers.importance import MOST_DRIVERS, Drivers
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SIGNIFICANT = 0.05
POINTS = 100


def exhibit(found: Drivers, engagement: Engagement) -> Exhibit:
    """The driver that explains most, or all those that may explain as much."""
    return Exhibit(
        title=_title(found),
        chart=chart(
            "intervals",
            found.table,
            name="driver",
            value="importance",
            form="percent1",
            axis=label("driver_importance"),
            percent=True,
            zero=True,
        ),
        alt=say("alt"),
        findings=_findings(found),
        note=say("note"),
        tables=("answers",),
    )


def leading(found: Drivers) -> list[str]:
    """The first driver, and those that may weigh as much as far as their differences can tell."""
    return [found.table["driver"].iloc[0], *not_clearly_behind(found.differences)]


def _title(found: Drivers) -> Phrase:
    if found.table.empty:
        facts = {"n": len(found.names), "names": found.names, "most": MOST_DRIVERS}
        return say(f"title.{found.reason}", n_cases=found.n, n_total=found.n_total, **facts)
    first, names = found.table.iloc[0], leading(found)
    key = "title.close" if len(names) > 1 else "title.clear"
    return say(key, driver=first["driver"], names=names, importance=first["importance"])


def _findings(found: Drivers) -> tuple[Phrase, ...]:
    table = found.table
    constant = say("constant", names=found.alike) if found.alike else None
    if table.empty:
        return phrases(say(f"advice.{found.reason}"), constant)
    clear = table["p"] < SIGNIFICANT
    weak = table.loc[~clear, "driver"].tolist()
    negative = table.loc[clear & (table["coefficient"] < 0), "driver"].tolist()
    return phrases(
        _apart(found),
        say("weak", names=weak) if weak else say("all"),
        say("negative", names=negative) if negative else None,
        say("association"),
        constant,
    )


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
