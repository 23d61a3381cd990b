"""Faults of decisions whose cells contradict each other: delivered before it started, results of nothing."""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from workbook.tables.faults import Fault, RawTable

DATES = {"started_on": "datetime64[us]", "delivered_on": "datetime64[us]"}
RESULTS = ("realised_extra", "realised_protected")


def contradictions(table: RawTable, frame: pd.DataFrame, wrong: Mapping[str, Collection[int]]) -> list[Fault]:
    """Decisions of which one cell contradicts another; none of another table.

    Args:
        table: As it was read.
        frame: The values.
        wrong: The rows of each column with another fault.
    """
    if table.name != "decisions":
        return []
    names = ["decided", *DATES, "realised_cost", *RESULTS]
    given = frame.reindex(columns=names).astype(DATES)
    faulty = {row for name in ("decided", *DATES) for row in wrong.get(name, ())}
    given = given.drop(index=[*faulty])
    return [
        table.fault(message, name, rows.index[rows].tolist())
        for name, rows, message in _claims(given)
        if rows.any()
    ] + _turned_round(table, given)


def _claims(given: pd.DataFrame) -> Iterator[tuple[str, pd.Series, str]]:
    """Column, which rows of it are wrong, and what is wrong with them."""
    there, decided = given.notna(), given["decided"]
    postponed = "is given, and decided is postpone: what is postponed has not started"
    yield "started_on", there["started_on"] & decided.eq("postpone"), postponed
    stopped = "is given, and decided is stop: what is stopped is not delivered"
    yield "delivered_on", there["delivered_on"] & decided.eq("stop"), stopped
    unstarted = "is given, and started_on is blank; say when the work started"
    for name in ("delivered_on", "realised_cost"):
        yield name, there[name] & ~there["started_on"], unstarted
    undelivered = "is given, and delivered_on is blank; say when it was delivered, or leave the result out"
    for name in RESULTS:
        yield name, there[name] & ~there["delivered_on"], undelivered


def _turned_round(table: RawTable, given: pd.DataFrame) -> list[Fault]:
    """Deliveries that lie before the start."""
    early = given[given["delivered_on"] < given["started_on"]]
    return [
        table.fault(
            f"{row.delivered_on:%Y-%m-%d} is before started_on, {row.started_on:%Y-%m-%d}",
            "delivered_on",
            [row.Index],
        )
        for row in early.itertuples()
    ]
