"""The log of sign-ups: papers are received, checked, asked for again, checked by a second one, and approved.

Planted: a loop (papers are asked for again, and checked again), a long wait (before the second check), a
clock an hour behind at one desk, and cases that have not ended at the end of the year.
"""

from collections.abc import Iterator

import pandas as pd
from numpy.random import Generator
from pandas import DataFrame

PROCESS = "Sign-up"
RECEIVED, CHECKED, ASKED = "Papers received", "Check the company papers", "Ask for papers again"
SECOND, APPROVED = "Second check of papers", "Approve the partner"
A_MONTH, MONTHS = 90, 6
AGAIN = 0.4
"""Share of the checks after which papers are asked for again."""
WAITS = {CHECKED: 30, ASKED: 4, SECOND: 90, APPROVED: 8}
"""Hours that a case waits before each, on average."""
LATE_DESK, BEHIND = "Desk 3", pd.Timedelta(hours=1)
FIRST, END = pd.Timestamp("2017-07-01"), pd.Timestamp("2018-01-01")


def event_log(rng: Generator) -> DataFrame:
    """The events of half a year of sign-ups, by time.

    Args:
        rng: The source of chance.

    Returns:
        process, case, activity, at, performer, lifecycle; a check has its start as well.
    """
    cases = A_MONTH * MONTHS
    begins = FIRST + pd.to_timedelta(rng.uniform(0, (END - FIRST).total_seconds(), cases), unit="s")
    rows = [row for number, at in enumerate(sorted(begins), start=1) for row in _case(number, at, rng)]
    table = DataFrame(rows, columns=["case", "activity", "at", "performer", "lifecycle"])
    table = table[table["at"] < END].sort_values(["at", "case"], kind="stable", ignore_index=True)
    table.insert(0, "process", PROCESS)
    return table.assign(at=table["at"].astype("datetime64[us]"))


def _case(number: int, at: pd.Timestamp, rng: Generator) -> Iterator[tuple]:
    """One sign-up, from the papers to the approval."""
    case, desk = f"S{number:04d}", f"Desk {rng.integers(1, 5)}"

    def after(at: pd.Timestamp, activity: str) -> pd.Timestamp:
        return (at + pd.Timedelta(hours=float(rng.gamma(2, WAITS[activity] / 2)))).floor("min")

    yield case, RECEIVED, (at := at.floor("min")), "Portal", "complete"
    while True:
        begin = after(at, CHECKED)
        at = begin + pd.Timedelta(minutes=22)
        yield case, CHECKED, begin, desk, "start"
        yield case, CHECKED, (at - BEHIND if desk == LATE_DESK else at), desk, "complete"
        if rng.random() >= AGAIN:
            break
        yield case, ASKED, (at := after(at, ASKED)), desk, "complete"
    yield case, SECOND, (at := after(at, SECOND)), "Risk", "complete"
    yield case, APPROVED, after(at, APPROVED), "Portal", "complete"
