"""Faults of process steps: answers that contradict each other, steps that depend on what is not there."""

from collections.abc import Iterator, Mapping

import pandas as pd

from workbook.essa_rules import QUESTIONS
from workbook.hints import did_you_mean
from workbook.tables.faults import Fault, RawTable
from workbook.tables.ids import names_in

MOST_NAMES = 1_000
"""More processes or activities than this are no kinds of work."""


def too_many_names(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    """Columns of an event log that name each case or each event, and not a kind of work.

    Args:
        frames: The values of the tables, or of a piece of the log.
        raw: The tables as read.
    """
    log = frames.get("event_log", pd.DataFrame())
    if "event_log" not in raw:
        return []
    message = (
        f"has more than {MOST_NAMES:,} different names; it names a kind of work, as 'Check the form': what"
    )
    return [
        raw["event_log"].fault(f"{message} tells one case from another belongs in column case", name)
        for name in ("process", "activity")
        if name in log and log[name].nunique() > MOST_NAMES
    ]


def contradicting_steps(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    """Process steps whose answers and verdict cannot all be so, and those that wait for an unknown step.

    A round of steps that wait for each other is no fault: the report tells it.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
    """
    steps = frames.get("processes", pd.DataFrame())
    if "processes" not in raw or not {"process", "step"} <= set(steps):
        return []
    table = raw["processes"]
    faults = [
        table.fault(message, column, steps.index[rows].tolist())
        for column, rows, message in _claims(steps)
        if rows.any()
    ]
    return faults + table.faults_by_row(_unknown_steps(steps), "depends_on")


def _claims(steps: pd.DataFrame) -> Iterator[tuple[str, pd.Series, str]]:
    """Column, which rows of it are wrong, and what is wrong with them."""
    verdict = steps.reindex(columns=["verdict"])["verdict"].astype("str")
    answers = steps.reindex(columns=QUESTIONS).astype("boolean")
    after = pd.Series(False, steps.index)
    for at, name in enumerate(QUESTIONS):
        yes, no = (answers[name].eq(answer).fillna(False).astype(bool) for answer in (True, False))
        earlier = " or ".join(QUESTIONS[:at])
        yield name, yes & after, f"is yes, and {earlier} is yes as well; the questions end at the first yes"
        other = verdict.notna() & verdict.ne(name)
        way_out = f"answer it no, or make the verdict {name}"
        yield (
            "verdict",
            yes & ~after & other,
            f"is another than {name}, and {name} is answered yes; {way_out}",
        )
        denied = f"is {name}, and {name} is answered no; leave one of them blank"
        yield "verdict", no & verdict.eq(name), denied
        after |= yes


def _unknown_steps(steps: pd.DataFrame) -> dict[int, str]:
    """Per row what is wrong with the steps that it names."""
    wrong = {}
    named = steps.reindex(columns=["depends_on"])["depends_on"].dropna()
    known = steps.groupby("process")["step"].agg(list)
    for row, cell in named.items():
        process = steps.at[row, "process"]
        there = known.get(process, [])
        for name in names_in(cell):
            if name not in there:
                hint = did_you_mean(name, there) or "; name steps as they stand there, with ; between"
                wrong[row] = f"'{name}' is not a step of process '{process}'{hint}"
    return wrong
