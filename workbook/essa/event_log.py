"""Event logs of processes: which cases count, what follows what, variants, rework and waiting."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.backend import cached
from workbook.directly_follows import QUARTILES, directly_follows
from workbook.essa_rules import EssaRules
from workbook.privacy import declare, hidden, tells

if TYPE_CHECKING:
    import ibis

HOUR, DAY = 3600, 86400
"""Seconds."""
TEAM = 3
"""Of two people each knows the pace of the other."""
PLACES = 256
"""Of longer cases, the order of what comes after so many events is not told apart."""
VARIANTS = 6
"""So many variants of each process are told."""
LONGEST = 480
"""Minutes of a working day."""
COMMON = 0.05
"""What comes directly before an activity counts as a way to it from this share of its events."""
CASE = ["line", "case"]


@dataclass(frozen=True)
class EventLog:
    """The events of the cases that ended in a period, each with those before it in its case.

    Attributes:
        steps: In the backend, a row per event: line (number of the process), case, second (since 1970), code
            (of the activity), place (in its case, from 0), before and before_2 (codes of the events before
            it), gap (seconds since the one before); missing where there is none.
        activities: In memory, by code: process, line, activity, per_month (of the period), performers,
            minutes (median, from start to completion; missing without starts).
        quality: What was looked at: process, rule, n, of.
    """

    steps: "ibis.Table"
    activities: DataFrame
    quality: DataFrame


def event_log(
    log: "ibis.Table", processes: DataFrame, rules: EssaRules, *, start: datetime, end: datetime
) -> EventLog:
    """The cases of a log that ended in a period, in the order in which their events happened.

    Of the same case, activity and second one event counts. Events stand by their time, whatever the order of
    delivery; those of the same second by the order of the steps in table processes, then by name. Rows whose
    lifecycle is "start" only tell how many minutes an activity takes, and whether clocks run back.

    A case ends with one of `rules.closing`, where its process has one; else it has ended when nothing
    happened to it for `rules.quiet_days`. It ended in the period if that day lies in it.

    Args:
        log: Table of events: process, case, activity, at, performer, lifecycle.
        processes: Table of process steps: process, step.
        rules: How cases end.
        start: First instant of the period.
        end: First instant after it.

    Returns:
        The log; `quality` has, per process, rows "open" (cases without an end, of all that have one or not),
        "clock" (completions before their own start, of those that have a start), "tied" (events of the same
        second as the one before in their case, of all that have one before) and "days" (events without a time
        of day, of all).
    """
    rows = log.mutate(second=log.at.epoch_seconds().cast("int64"))
    is_start = (rows.lifecycle == "start").fill_null(False)
    events, starts = rows.filter(~is_start), rows.filter(is_start)
    activities = _activities(events, processes, start, end)
    activities = activities.merge(_minutes(starts, events, start), on=["process", "activity"], how="left")
    steps, ended = _steps(events, activities, rules, start=start, end=end)
    quality = _quality(ended, activities, steps, starts, events)
    return EventLog(steps.filter(steps.ended).drop("ended", "case_last"), activities, quality)


def _activities(events: "ibis.Table", processes: DataFrame, start: datetime, end: datetime) -> DataFrame:
    """Each activity, by code: in the order of the steps of its process, then by name."""
    within = events.at >= start
    found = events.group_by("process", "activity").aggregate(
        n=events.count(),
        in_period=within.ifelse(1, 0).sum(),
        days=(events.second % DAY == 0).ifelse(1, 0).sum(),
    )
    table = found.to_pandas()
    who = events.filter(within, events.performer.notnull())
    each = who.group_by("process", "activity", "performer").aggregate(n=who.count())
    people = each.group_by("process", "activity").aggregate(performers=each.count()).to_pandas()
    listed = processes[["process", "step"]].rename(columns={"step": "activity"})
    table = table.merge(people, on=["process", "activity"], how="left")
    table = table.merge(listed.assign(place=range(len(listed))), on=["process", "activity"], how="left")
    table = table.sort_values(["process", "place", "activity"], ignore_index=True)
    months = (end - start).days / (365.25 / 12)
    return table.assign(
        line=table["process"].astype("category").cat.codes.astype("int64"),
        code=np.arange(len(table), dtype="int64"),
        per_month=table["in_period"] / months,
        performers=table["performers"].astype("Int64"),
        listed=table["place"].notna(),
    ).drop(columns="place")


def _minutes(starts: "ibis.Table", events: "ibis.Table", since: datetime) -> DataFrame:
    """The median minutes from a start to the completion of the same activity, where that can be work.

    The first start of a case goes with its first completion, the second with the second. What takes longer
    than a working day has nights in it: it is elapsed time, and no handling.
    """
    import ibis

    names = ["process", "activity"]
    if not starts.count().to_pandas():
        none = dict.fromkeys((*names, "minutes", "timed"), ())
        return DataFrame(none).astype(dict.fromkeys(names, "str"))
    key = ["process", "case", "activity"]
    turn = ibis.row_number().over(ibis.window(group_by=key, order_by="second")).cast("int64")
    began = starts.select(*key, "second").distinct().select(*key, began="second", turn=turn)
    done = events.select(*key, "second").distinct().select(*key, done="second", turn=turn)
    both = done.join(began, [*key, "turn"])
    both = both.filter(both.done >= int(pd.Timestamp(since).timestamp()), both.done >= both.began)
    took = ((both.done - both.began) / 60).median()
    found = both.group_by(*names).aggregate(minutes=took, timed=both.case.nunique()).to_pandas()
    return found[found["minutes"] <= LONGEST]


def _steps(
    events: "ibis.Table", activities: DataFrame, rules: EssaRules, *, start: datetime, end: datetime
) -> tuple["ibis.Table", "ibis.Table"]:
    """Each event with those before it in its case, and whether its case ended in the period."""
    import ibis

    known = ibis.memtable(activities[["process", "activity", "line", "code"]], schema=_KNOWN)
    joined = events.join(known, ["process", "activity"])
    once = joined.group_by("line", "case", "second", "code").aggregate(n=joined.count())
    way = ibis.window(group_by=CASE, order_by=["second", "code"])
    whole = ibis.window(group_by=CASE, order_by=["second", "code"], preceding=None, following=None)
    closing = activities.loc[activities["activity"].isin(rules.closing), "code"].tolist()
    closes = once.code.isin(closing).ifelse(1, 0) if closing else ibis.literal(0)
    rows = once.mutate(
        before=once.code.lag().over(way),
        before_2=once.code.lag(2).over(way),
        gap=once.second - once.second.lag().over(way),
        place=ibis.row_number().over(way).cast("int64"),
        case_last=once.second.max().over(whole),
        closed=closes.max().over(whole) if closing else closes,
    ).drop("n")
    lines = activities.loc[activities["code"].isin(closing), "line"].unique().tolist()
    named = rows.line.isin(lines) if lines else ibis.literal(False)
    first, last = (int(moment.timestamp()) for moment in map(pd.Timestamp, (start, end)))
    quiet = rules.quiet_days * DAY
    by_name = named & (rows.closed == 1) & rows.case_last.between(first, last - 1)
    by_quiet = ~named & rows.case_last.between(first - quiet, last - quiet - 1)
    is_open = ibis.ifelse(named, rows.closed == 0, rows.case_last >= last - quiet)
    steps = cached(rows.mutate(ended=by_name | by_quiet, is_open=is_open).drop("closed"))
    cases = steps.filter(steps.place == 0)
    counts = cases.group_by("line").aggregate(
        open=cases.is_open.ifelse(1, 0).sum(), ended=cases.ended.ifelse(1, 0).sum()
    )
    return steps.drop("is_open"), counts


def _processes(activities: DataFrame) -> Series:
    """The name of each process, by its number."""
    return activities.drop_duplicates("line").set_index("line")["process"]


_KNOWN = {"process": "string", "activity": "string", "line": "int64", "code": "int64"}


@tells()
def _quality(
    cases: "ibis.Table",
    activities: DataFrame,
    steps: "ibis.Table",
    starts: "ibis.Table",
    events: "ibis.Table",
) -> DataFrame:
    names = _processes(activities)
    counts = cases.to_pandas().set_index("line").reindex(names.index, fill_value=0)
    moves = steps.filter(steps.before.notnull())
    tied = moves.group_by("line").aggregate(n=moves.count(), tied=(moves.gap == 0).ifelse(1, 0).sum())
    tied = tied.to_pandas().set_index("line").reindex(names.index, fill_value=0)
    sums = activities.groupby("line")[["days", "n"]].sum()
    clock = _clock(starts, events).reindex(names, fill_value=0)
    found = {
        "open": (counts["open"], counts["open"] + counts["ended"]),
        "clock": (clock["back"].set_axis(names.index), clock["n"].set_axis(names.index)),
        "tied": (tied["tied"], tied["n"]),
        "days": (sums["days"], sums["n"]),
    }
    rows = [(names[line], rule, n[line], of[line]) for line in names.index for rule, (n, of) in found.items()]
    return DataFrame(rows, columns=["process", "rule", "n", "of"]).astype({"n": "int64", "of": "int64"})


def _clock(starts: "ibis.Table", events: "ibis.Table") -> DataFrame:
    """Per process how many activities of a case completed for the first time before they first started."""
    key = ["process", "case", "activity"]
    if not starts.count().to_pandas():
        return DataFrame({"back": [], "n": []}, dtype="int64")
    began = starts.group_by(*key).aggregate(began=starts.second.min())
    done = events.group_by(*key).aggregate(done=events.second.min())
    both = began.join(done, key)
    found = both.group_by("process").aggregate(
        back=(both.done < both.began).ifelse(1, 0).sum(), n=both.count()
    )
    return found.to_pandas().set_index("process")


@tells("share", "hours", "hours_low", "hours_high", "waited", "back", n="cases", totals=("code",))
def log_flow(log: EventLog) -> DataFrame:
    """Which activity directly follows which, and how long cases wait in between.

    Args:
        log: From `event_log`.

    Returns:
        One row per process and two activities, most often first: process, before, after, n, cases, from_n,
        share (of those from `before`), hours (median), hours_low and hours_high (quartiles), waited (hours of
        all together) and back (of n, those to where the case came from just before).

    Source:
        As `workbook.directly_follows.directly_follows`.
    """
    table = directly_follows(log.steps, log.activities["activity"].tolist(), who="case")
    process = log.activities["process"].to_numpy(object)[table["code_before"]]
    hours = dict(zip(("hours_low", "hours", "hours_high"), QUARTILES, strict=True))
    table = table.rename(columns={"some": "cases", "code_after": "code"}).assign(
        process=pd.Series(process, table.index, dtype="str"),
        waited=table["total"] / HOUR,
        **{name: table[part] / HOUR for name, part in hours.items()},
    )
    counts = ["process", "before", "after", "n", "cases", "from_n", "share"]
    return table[[*counts, *hours, "waited", "back", "code"]]


def log_activities(log: EventLog, flow: DataFrame) -> DataFrame:
    """How often each activity is done, done again, and waited for.

    Args:
        log: From `event_log`.
        flow: Its `log_flow`.

    Returns:
        One row per activity, by process and mean place in its cases: process, activity, listed (whether it is
        a step of table processes), per_month (events a month of the period), performers, minutes (median, of
        `timed` cases; missing where fewer than TEAM people do it: it would be the pace of one of them),
        n (events of cases that ended), cases, again (of n, those after the first of their case), rework
        (again / n), wait_hours (mean, before it), ways (activities that come directly before it at least one
        time in twenty), place (mean, from 1) and arrived (cases that came to it from another activity:
        of those the wait tells).
    """
    each = log.steps.group_by("code", *CASE).aggregate(n=log.steps.count(), spots=log.steps.place.sum())
    sums = each.group_by("code").aggregate(
        n=each.n.sum(),
        cases=each.count(),
        spots=each.spots.sum(),
        arrived=(each.spots > 0).ifelse(1, 0).sum(),
    )
    sums = sums.to_pandas().set_index("code")
    table = log.activities.set_index("code").drop(columns="n").join(sums)
    into = flow.groupby(["process", "after"])[["n", "waited"]].sum()
    often = flow["n"] >= COMMON * flow.groupby(["process", "after"])["n"].transform("sum")
    ways = flow[often].groupby(["process", "after"]).size()
    key = pd.MultiIndex.from_frame(table[["process", "activity"]])
    waited, n_into = (into[name].reindex(key).to_numpy(float) for name in ("waited", "n"))
    n, cases, arrived = (table[name].fillna(0).astype("int64") for name in ("n", "cases", "arrived"))
    table = table.assign(
        n=n,
        cases=cases,
        arrived=arrived,
        timed=table["timed"].fillna(0).astype("int64"),
        minutes=table["minutes"].astype(float).mask(table["performers"].lt(TEAM).fillna(False)),
        again=(n - cases).astype(float),
        rework=(n - cases) / n.where(n > 0),
        place=1 + table["spots"].astype(float) / n.where(n > 0),
        wait_hours=np.divide(waited, n_into, out=np.full(len(table), np.nan), where=n_into > 0),
        ways=pd.Series(ways.reindex(key).to_numpy(float), table.index).astype("Int64"),
    )
    columns = ["process", "activity", "listed", "per_month", "performers", "minutes", "n", "cases", "again"]
    ordered = table.sort_values(["line", "place"], kind="stable", ignore_index=True)
    told = ordered[[*columns, "rework", "wait_hours", "ways", "place", "arrived", "timed"]]
    own = declare(told, "rework", "again", "n", "ways", "place", n="cases")
    return declare(declare(own, "wait_hours", n="arrived"), "minutes", n="timed")


def _signed(log: EventLog) -> "ibis.Table":
    """A row per case that ended: line, case, n, first and last second, and two sums that tell its order.

    Two cases of the same activities in the same order have the same sums; of others, one pair in 10^18 has.
    """
    import ibis

    rng = np.random.default_rng(2016)
    steps = log.steps.mutate(spot=ibis.least(log.steps.place, PLACES - 1))
    there = steps.select("code", "spot").distinct().order_by("code", "spot").to_pandas()
    weights = rng.integers(1, 2**31, (len(there), 2))
    columns = there.astype("int64").assign(one=weights[:, 0], two=weights[:, 1])
    table = ibis.memtable(columns, schema=dict.fromkeys(columns, "int64"))
    weighed = steps.join(table, ["code", "spot"])
    return weighed.group_by(*CASE).aggregate(
        n=weighed.count(),
        first=weighed.second.min(),
        last=weighed.second.max(),
        one=weighed.one.sum(),
        two=weighed.two.sum(),
    )


@tells("share", "hours", n="cases")
def log_variants(log: EventLog, *, minimum: int) -> DataFrame:
    """The ways that most cases take from begin to end, and how long they take.

    Args:
        log: From `event_log`.
        minimum: Ways of fewer cases are counted, and not told.

    Returns:
        One row per way, by process and the one of most cases first: process, steps (activities in order),
        cases, share (of those of the process), hours (median from first to last event), variants (all that
        there are), in_all (cases of the process), told (of those, cases whose way is told).
    """
    import ibis

    signed = cached(_signed(log))
    ways = signed.group_by("line", "one", "two").aggregate(
        cases=signed.count(), example=signed.case.min(), hours=(signed["last"] - signed["first"]).median()
    )
    ways = cached(ways)
    totals = ways.group_by("line").aggregate(variants=ways.count(), in_all=ways.cases.sum()).to_pandas()
    order = ibis.window(group_by="line", order_by=[ways.cases.desc(), ways.example])
    ranked = ways.mutate(rank=ibis.row_number().over(order))
    most = ranked.filter(ranked["rank"] < VARIANTS, ranked.cases >= minimum)
    table = most.select("line", "cases", "hours", case=most.example).to_pandas()
    examples = ibis.memtable(table[CASE], schema={"line": "int64", "case": "string"})
    events = log.steps.join(examples, CASE).select(*CASE, "place", "code").to_pandas()
    names = log.activities["activity"].to_numpy(object)
    told = events.sort_values([*CASE, "place"]).groupby(CASE)["code"].agg(lambda codes: names[codes].tolist())
    table = table.merge(told.rename("steps").reset_index(), on=CASE).merge(totals, on="line")
    table = table.assign(
        process=table["line"].map(_processes(log.activities)),
        share=table["cases"] / table["in_all"],
        hours=table["hours"].astype(float) / HOUR,
        told=table.groupby("line")["cases"].transform("sum"),
    ).astype(dict.fromkeys(("cases", "variants", "in_all", "told"), "int64"))
    table = table.sort_values(["process", "cases", "case"], ascending=[True, False, True], ignore_index=True)
    return table[["process", "steps", "cases", "share", "hours", "variants", "in_all", "told"]]


@tells("hours", "hours_low", "hours_high", "reworked", n="cases")
def log_cases(log: EventLog) -> DataFrame:
    """How long the cases of each process take from their first event to their last, and how many repeat work.

    Args:
        log: From `event_log`.

    Returns:
        One row per process, by name: process, cases (that ended in the period), events, hours (median),
        hours_low, hours_high (quartiles) and reworked (share of the cases with an activity done again).
    """
    each = log.steps.group_by(*CASE, "code").aggregate(
        n=log.steps.count(), first=log.steps.second.min(), last=log.steps.second.max()
    )
    cases = each.group_by(*CASE).aggregate(
        events=each.n.sum(), most=each.n.max(), took=each["last"].max() - each["first"].min()
    )
    parts = {f"q_{name}": cases.took.quantile(part) for name, part in QUARTILES.items()}
    found = cases.group_by("line").aggregate(
        cases=cases.count(), events=cases.events.sum(), again=(cases.most > 1).ifelse(1, 0).sum(), **parts
    )
    table = found.to_pandas().sort_values("line", ignore_index=True)
    process = _processes(log.activities)
    ends = {f"hours{end}": table[f"q_{name}"].astype(float) / HOUR for end, name in _ENDS.items()}
    table = table.assign(process=table["line"].map(process), reworked=table["again"] / table["cases"], **ends)
    table = table.astype({"cases": "int64", "events": "int64"})
    return table[["process", "cases", "events", "hours", "hours_low", "hours_high", "reworked"]]


_ENDS = {"": "middle", "_low": "low", "_high": "high"}
FILLED = {
    "minutes": "minutes",
    "per_month": "per_month",
    "variants": "ways",
    "performers": "performers",
    "rework_rate": "rework",
    "wait_hours": "wait_hours",
}
"""Columns of process steps that a log fills where the sheet leaves them blank."""


def filled_from_log(
    processes: DataFrame, activities: DataFrame, *, minimum: int
) -> tuple[DataFrame, DataFrame]:
    """Process steps with what the log of their process tells, where the table leaves it blank.

    Args:
        processes: Table of process steps.
        activities: From `log_activities`.
        minimum: What fewer cases do fills nothing but how often it is done and by how many people.

    Returns:
        The process steps, and what was filled: process, step, column, value.

    Example:
        >>> from workbook.privacy import declare
        >>> steps = DataFrame({"process": ["returns"], "step": ["check"], "per_month": [None]})
        >>> seen = DataFrame({"process": ["returns"], "activity": ["check"], "per_month": [40.0]})
        >>> filled_from_log(steps, declare(seen), minimum=10)[1].values.tolist()
        [['returns', 'check', 'per_month', 40.0]]
    """
    key = pd.MultiIndex.from_frame(processes[["process", "step"]])
    shown = hidden(activities, minimum)
    known = shown.set_index(["process", "activity"]).reindex(key).set_axis(processes.index)
    table, parts = processes.copy(), []
    for column, seen in FILLED.items():
        if column not in table or seen not in known:
            continue
        values = known[seen].astype(float)
        blank = table[column].isna() & values.notna()
        table[column] = table[column].astype("Float64").fillna(values.round() if seen in _WHOLE else values)
        part = table.loc[blank, ["process", "step"]].assign(column=column, value=values[blank])
        parts.append(part)
    names = ["process", "step", "column", "value"]
    empty = DataFrame(columns=names)
    return table, pd.concat([empty, *[part for part in parts if len(part)]], ignore_index=True)


_WHOLE = ("ways", "performers")
