"""What goes before a move to a more valuable stage, and before a fall."""

import pandas as pd

from workbook.drivers.logistic import FEW_PER_COLUMN
from workbook.drivers.stage_moves import StageDrivers
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.phrases import Phrase, between, phrases, sayer, show
from workbook.recognise.stage_periods import BREADTH, CHANNEL, MET, SEVERAL

say = sayer(__name__)
CLEAR = 0.05


def exhibit(rise: StageDrivers, fall: StageDrivers, table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What customers met and did in the quarter before they rose, held against those who did not.

    Args:
        rise: From `stage_drivers`, of moves up.
        fall: The same of moves down.
        table: The drivers of both, as published: move, and the columns of `stage_drivers`.
        engagement: The settings.
    """
    if table.empty:
        return Exhibit(
            title=say(f"title.{rise.reason}"),
            findings=(say(f"advice.{rise.reason}"),),
            tables=("transactions", "touchpoints"),
        )
    up = table[table["move"] == "rise"]
    columns = [
        Column("what", say("driver")),
        Column("move_name", say("move")),
        Column("n", say("n"), "int"),
        Column("shares", say("shares"), kind="range"),
        Column("plain", say("effect"), kind="range"),
        Column("own", say("own"), kind="range"),
    ]
    rows = table.assign(
        what=[driver_name(name) for name in table["driver"]],
        move_name=[say(f"move.{move}") for move in table["move"]],
        shares=[_shares(row) for row in table.to_dict("records")],
        plain=[_effect(row, "") for row in table.to_dict("records")],
        own=[_effect(row, "own_") for row in table.to_dict("records")],
    )
    return table_exhibit(
        rows,
        columns,
        title=_title(up, rise),
        findings=_findings(rise, fall, table),
        note=say("note", least=engagement.minimum_group),
        tables=("transactions", "touchpoints"),
        chart=_chart(up),
        alt=say("alt"),
    )


def driver_name(driver: str) -> Phrase:
    """What was met or done: a touchpoint or channel by its own name, else what the engine counts."""
    if driver.startswith(CHANNEL):
        return say("by_channel", channel=driver.removeprefix(CHANNEL))
    return say(f"own.{driver}") if driver in (BREADTH, SEVERAL) else driver.removeprefix(MET)


def _clear(table: pd.DataFrame, rise: StageDrivers) -> pd.DataFrame:
    """What is clear beside the customer's own share so far; by itself where that is unknown."""
    p = table["own_p_holm"] if rise.quarters > 1 else table["p_holm"]
    return table[p < CLEAR]


def _title(up: pd.DataFrame, rise: StageDrivers) -> Phrase:
    if up.empty:
        return say(f"title.{rise.reason}")
    clear = _clear(up, rise)
    clear = clear[clear["effect"] > 0]
    if clear.empty:
        return say("title.none")
    names = [driver_name(name) for name in clear["driver"]]
    return say(
        "title.one", driver=names[0], points=clear.iloc[0]["effect"], others=len(names) - 1, n=len(names)
    )


def _findings(rise: StageDrivers, fall: StageDrivers, table: pd.DataFrame) -> tuple[Phrase, ...]:
    up, down = (table[table["move"] == move] for move in ("rise", "fall"))
    eager = up[up["p_holm"].lt(CLEAR) & up["own_p_holm"].ge(CLEAR)]
    less = _clear(up, rise)
    less = less[less["effect"] < 0]
    held = _clear(down, fall)
    held, falls = held[held["effect"] < 0], held[held["effect"] > 0]
    nothing = up[up["p_holm"].ge(CLEAR)]
    alike, tied = (list(dict.fromkeys([*one, *other])) for one, other in _set_aside(rise, fall))
    return phrases(
        say("followed", n=rise.quarters, customers=rise.customers, moved=rise.moved, periods=rise.n)
        if len(up)
        else None,
        say("held", names=_names(held)) if len(held) else None,
        say("less", names=_names(less)) if len(less) else None,
        say("more_falls", names=_names(falls)) if len(falls) else None,
        say("eager", names=_names(eager), n=len(eager)) if len(eager) else None,
        say("nothing", names=_names(nothing)) if len(nothing) else None,
        say("once") if rise.quarters == 1 else None,
        say("alike", names=_names_of(alike)) if alike else None,
        say("tied", names=_names_of(tied)) if tied else None,
        say("thin", per=rise.per_column) if rise.per_column < FEW_PER_COLUMN else None,
        say("penalised") if rise.penalised or fall.penalised else None,
        say("association"),
    )


def _set_aside(rise: StageDrivers, fall: StageDrivers) -> list[tuple]:
    """What was not looked at, of either move."""
    return [(rise.alike, fall.alike), (rise.tied, fall.tied)]


def _names(table: pd.DataFrame) -> list[Phrase]:
    return _names_of(table["driver"])


def _names_of(drivers) -> list[Phrase]:
    return [driver_name(name) for name in drivers]


def _shares(row: dict) -> Phrase:
    if pd.isna(row["with_moved"]):
        return say("hidden")
    return say("with_without", having=row["with_moved"], lacking=row["without_moved"])


def _effect(row: dict, which: str) -> Phrase:
    if pd.isna(row[f"{which}effect"]):
        return say("unknown")
    ends = between(row[f"{which}low"], row[f"{which}high"], "signed1")
    return say("with_interval", effect=show(row[f"{which}effect"], "signed1"), ends=ends)


def _chart(up: pd.DataFrame) -> dict | None:
    known = up.dropna(subset=["effect"])
    if known.empty:
        return None
    return chart(
        "intervals",
        known.assign(what=[driver_name(name) for name in known["driver"]]),
        name="what",
        value="effect",
        form="signed1",
        axis=say("axis"),
        zero=True,
    )
