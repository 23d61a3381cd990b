"""Options of each opportunity: every start quarter, and for running work to continue, accelerate or stop."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.dependencies import waits_for
from prioritization.horizon import first_from, last_until
from prioritization.opportunities import MONEY, later_columns

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits

START, CONTINUE, ACCELERATE, STOP = "start", "continue", "accelerate", "stop"


def plan_options(table: DataFrame, limits: Limits, objective: str) -> DataFrame:
    """List the options of every opportunity.

    Args:
        table: Checked opportunities, with a plain index from 0.
        limits: What a plan may use.
        objective: The column that holds the value.

    Returns:
        A row per option, in the order of `table` and then of the first quarter:

        - row: position of the opportunity in `table`
        - decision: "start", "continue", "accelerate" or "stop"
        - start: index of the quarter in which it begins
        - quarters: how many it takes; 0 for what is done in the quarter in which it starts
        - cost: money, the price of going faster included
        - value: what it adds to a plan, less the discount for finishing later; for "stop", what is lost

    Example:
        >>> from prioritization import Limits, checked_opportunities
        >>> one = checked_opportunities(DataFrame({"opportunity": ["login"], "score": [8], "quarters": 2}))
        >>> limits = Limits(("Q1", "Q2", "Q3"), 0, discount=0.1)
        >>> plan_options(one, limits, "score")[["decision", "start", "value"]].round(2)
          decision  start  value
        0    start      0   7.20
        1    start      1   6.48
    """
    takes = table["quarters"].clip(lower=1)
    last = last_quarters(table, limits)
    running = table["status"].eq("running")
    barred = table["must_not"].to_numpy()
    first = earliest_starts(table, limits)
    latest = np.where(running, np.minimum(last - takes + 1, 0), last - takes + 1)
    scheduled = _expand(table, ~barred & (latest >= first), CONTINUE, first, latest - first + 1, "quarters")
    scheduled.loc[~running.to_numpy()[scheduled["row"]], "decision"] = START
    faster = running & table["accelerated_quarters"].le(last + 1) & ~barred
    accelerated = _expand(table, faster, ACCELERATE, first, 1, "accelerated_quarters")
    stops = running & ~table["must_do"] & (barred | table["stop_loss"].notna())
    stopped = _expand(table, stops, STOP, first, 1, "quarters")
    options = pd.concat([scheduled, accelerated, stopped], ignore_index=True)
    ordered = options.sort_values(["row", "decision", "start"], ignore_index=True)
    return _with_cost_and_value(ordered, table, limits, objective)


def earliest_starts(table: DataFrame, limits: Limits) -> NDArray[np.intp]:
    """Find the first quarter in which each opportunity can start: its own date, and what it waits for.

    Args:
        table: Checked opportunities, with a plain index from 0.
        limits: Hold the horizon.

    Returns:
        An index per row, which may lie beyond the horizon; 0 for what is running.
    """
    dates = np.array(
        [first_from(name, limits.quarters) if name else 0 for name in table["earliest"]], dtype=np.intp
    )
    first = np.where(table["status"].eq("running"), 0, dates)
    if not table["requires"].map(bool).any():
        return first
    names = table["opportunity"].tolist()
    place = {name: row for row, name in enumerate(names)}
    waits = dict(zip(names, waits_for(table), strict=True))
    fastest = table["accelerated_quarters"].fillna(table["quarters"]).to_numpy().astype(int)
    for name in TopologicalSorter(waits).static_order():
        ready = [first[place[other]] + fastest[place[other]] for other in waits[name]]
        first[place[name]] = max([first[place[name]], *ready])
    return first


def last_quarters(table: DataFrame, limits: Limits) -> NDArray[np.intp]:
    """Find the last quarter in which each opportunity may still be worked on.

    Args:
        table: Checked opportunities, with a plain index from 0.
        limits: Hold the horizon.

    Returns:
        The index of the deadline, or of the end of the horizon; -1 for a deadline that has passed.
    """
    last = len(limits.quarters) - 1
    dates = [last_until(name, limits.quarters) if name else last for name in table["deadline"]]
    return np.minimum(last, np.array(dates, dtype=np.intp))


def value_when_finished(score: float, finished: int, limits: Limits) -> float:
    """Value an opportunity by when it is finished.

    score·(1 - discount)^(finished - 1)

    Args:
        score: Its value when finished in the first quarter.
        finished: Quarters from the beginning until it is finished, 1 or more.
        limits: Holds the discount per quarter.

    Returns:
        What it adds to a plan.

    Example:
        >>> from prioritization import Limits
        >>> round(value_when_finished(8.0, 3, Limits(("Q1", "Q2", "Q3"), 0, discount=0.1)), 2)
        6.48
    """
    return score * (1 - limits.discount) ** (finished - 1)


def share_done(options: DataFrame, quarter: int) -> NDArray[np.float64]:
    """Compute the share of each option that is done by the end of a quarter.

    Work and money are spread evenly over its quarters.

    Args:
        options: Rows of `plan_options`: start, quarters.
        quarter: Index of the quarter to look back from.

    Returns:
        Shares from 0 to 1.

    Example:
        >>> share_done(DataFrame({"start": [0, 1, 2], "quarters": 2}), quarter=1).tolist()
        [1.0, 0.5, 0.0]
    """
    takes = options["quarters"].to_numpy().clip(min=1)
    return np.clip((quarter - options["start"].to_numpy() + 1) / takes, 0.0, 1.0)


def share_in(options: DataFrame, quarter: int) -> NDArray[np.float64]:
    """Compute the share of each option that is done within a quarter.

    Args:
        options: Rows of `plan_options`: start, quarters.
        quarter: Index of the quarter.

    Returns:
        Shares from 0 to 1.
    """
    takes = options["quarters"].to_numpy().clip(min=1)
    start = options["start"].to_numpy()
    return np.where((start <= quarter) & (quarter < start + takes), 1.0 / takes, 0.0)


def _expand(
    table: DataFrame, who: pd.Series, decision: str, first: NDArray, many: NDArray, column: str
) -> DataFrame:
    """List `many` options per opportunity in `who`, one per start quarter from `first` on."""
    rows = np.flatnonzero(who)
    counts = np.broadcast_to(many, len(table))[rows].astype(int)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    taken = table[column].to_numpy()[rows]
    return DataFrame(
        {
            "row": np.repeat(rows, counts),
            "decision": np.full(counts.sum(), decision, dtype=object),
            "start": np.repeat(first[rows], counts) + offset,
            "quarters": np.repeat(taken, counts).astype(int),
        }
    )


def _with_cost_and_value(options: DataFrame, table: DataFrame, limits: Limits, objective: str) -> DataFrame:
    """Add cost and value to each option."""
    row, decision = options["row"].to_numpy(), options["decision"]
    cost = table["cost"].to_numpy()[row] + np.where(
        decision.eq(ACCELERATE), table["accelerated_cost"].to_numpy()[row], 0.0
    )
    worth = _worth(options, table, limits, objective)
    stop = decision.eq(STOP).to_numpy()
    lost = table["stop_loss"].fillna(0.0).to_numpy()[row]
    return options.assign(cost=np.where(stop, 0.0, cost), value=np.where(stop, 0.0 - lost, worth))


def _worth(options: DataFrame, table: DataFrame, limits: Limits, objective: str) -> NDArray[np.float64]:
    """Value each option, as if nothing were stopped.

    A score counts from when it is finished. A net present value holds the time of building it, so that
    only a later start lowers it: as its own columns say, or by the discount.
    """
    row, start = options["row"].to_numpy(), options["start"].to_numpy()
    if objective != MONEY:
        finished = start + options["quarters"].to_numpy().clip(min=1)
        return value_when_finished(table[objective].to_numpy()[row], finished, limits)
    values = table[[MONEY, *later_columns(table, objective)]].to_numpy()
    last = np.minimum(start, values.shape[1] - 1)
    return value_when_finished(values[row, last], start - last + 1, limits)
