"""Importance of each driver of recommendation, with its interval."""

from workbook.drivers.importance import MOST_DRIVERS, Drivers
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
SIGNIFICANT = 0.05


def exhibit(found: Drivers, engagement: Engagement) -> Exhibit:
    """The driver that explains most, or all those whose intervals reach as far."""
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
    """The drivers whose intervals reach as far as the first one's."""
    return found.table.loc[found.table["high"].ge(found.table["low"].iloc[0]), "driver"].tolist()


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
        say("weak", names=weak) if weak else say("all"),
        say("negative", names=negative) if negative else None,
        say("association"),
        constant,
    )
