"""The programmes in order of worth, and which ones the teams have room for."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, named, phrases, sayer, show

say = sayer(__name__)
WAITS = ("no room", "too early", "worth unknown")
OPEN = (*WAITS, "nobody")


def exhibit(table: pd.DataFrame, left: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What is set up when, what waits, and why.

    Args:
        table: As `workbook.apply.programme_plan.programme_plan` gives it.
        left: The days that the plan leaves: role, quarter, days.
        engagement: The settings.
    """
    rows = table.to_dict("records")
    shown = table.assign(
        stage_name=[named("stage", row["stage"]) for row in rows],
        class_name=labels("class." + table["class"]),
        what=[_state(row) for row in rows],
    )
    columns = [
        Column("programme", label("programme")),
        Column("stage_name", label("stage")),
        Column("people", say("people"), "int"),
        Column("target_value", say("worth"), "money"),
        Column("days", say("days"), "num"),
        Column("what", say("what"), tone=lambda row: "warn" if row["state"] in OPEN else ""),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(table),
        findings=phrases(*_reasons(table), _room(left)),
        note=say("note"),
        tables=("programmes", "capacity"),
    )


def _title(table: pd.DataFrame) -> Phrase:
    starting = table.loc[table["state"].eq("starts"), "programme"].tolist()
    n = int(table["state"].eq("running").sum())
    running = say("running", n=n) if n else say("none_running")
    if not starting:
        return say("title.none", running=running)
    return say("title", n=len(starting), names=starting, running=running)


def _state(row: dict) -> Phrase:
    if row["state"] == "starts":
        return say("starts", quarter=show(row["start"], "quarter"))
    if row["state"] == "too early":
        phase = int(row["maturity_needed"])
        return say("state.too early", n=phase, phase=label(f"phase.{phase}"))
    return say(f"state.{row['state']}")


def _reasons(table: pd.DataFrame) -> list[Phrase]:
    """What waits, by its reason."""
    waiting = {state: table.loc[table["state"].eq(state), "programme"].tolist() for state in WAITS}
    return [say(f"waits.{state}", n=len(names), names=names) for state, names in waiting.items() if names]


def _room(left: pd.DataFrame) -> Phrase | None:
    """The days there are, in the first quarter."""
    first = left[left["quarter"].eq(left["quarter"].min())]
    told = [say("role", role=named("role", row.role), n=row.days) for row in first.itertuples()]
    return say("room", quarter=show(first["quarter"].iloc[0], "quarter"), roles=told) if told else None
