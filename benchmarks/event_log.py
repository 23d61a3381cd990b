"""What is claimed about the speed of reading event logs, as a ratio within one run.

    python benchmarks/event_log.py [5]        millions of events

Which activity follows which and how soon, variants, rework and throughput, against the same in SQL written by
hand for DuckDB. Each runs in a process of its own, on one thread, from a generated Parquet file: CPU seconds
and peak memory. Both import the same before the clock starts, and have to find the same.
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import duckdb
import pandas as pd

from benchmarks.in_a_process import alone, measured
from workbook.backend import scan
from workbook.essa.event_log import event_log, log_activities, log_cases, log_flow, log_variants
from workbook.essa_rules import EssaRules

START, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
CLAIM = 1.25
ACTIVITIES, PER_CASE = 12, 6
# A case takes its activities more or less in turn, and some of them again.
GENERATED = """
copy (
    select 'returns' as process, 'R' || number as "case",
        'A' || lpad(
            ((spot + hash(number * 31 + spot) % 2 + hash(number) % 7) % {activities})::varchar, 2, '0'
        ) as activity,
        timestamp '2017-10-01' + to_seconds((hash(number * 7919) % 4320000 + spot * 7200
            + hash(number * 13 + spot) % 86400)::bigint) as "at",
        'D' || (hash(number * 17) % 40) as performer, 'complete' as lifecycle
    from range({cases}) cases(number), range({per_case}) spots(spot)
) to '{file}' (format parquet)
"""
STEPS = """
create temp table counted as
select process, activity, count(*) as n,
    count(*) filter (epoch("at")::bigint % 86400 = 0) as days, count(distinct performer) as performers
from '{file}' where "at" >= timestamp '{start}' group by all;
create temp table steps as
with once as (
    select process, "case", epoch("at")::bigint as second, activity from '{file}' group by all
), lagged as (
    select *, lag(activity) over way as before, lag(activity, 2) over way as before_2,
        second - lag(second) over way as gap, row_number() over way as place,
        max(second) over (partition by process, "case" order by second, activity
            rows between unbounded preceding and unbounded following) as last
    from once window way as (partition by process, "case" order by second, activity)
)
select * from lagged
where last >= epoch(timestamp '{start}') - 2592000 and last < epoch(timestamp '{end}') - 2592000
"""
FLOW = """
with each as (
    select before, activity, "case", count(*) as n,
        count(*) filter (before_2 = activity and before != activity) as back
    from steps where before is not null group by all
), counted as (
    select before, activity, sum(n) as n, count(*) as cases, sum(back) as back from each group by all
), waits as (
    select before, activity, quantile_cont(gap, [0.25, 0.5, 0.75]) as hours
    from steps where before is not null group by all
)
select before, activity, n, cases, back, hours from counted join waits using (before, activity)
order by n desc, before, activity
"""
AGAIN = """
select activity, sum(n), count(*)
from (select activity, "case", count(*) as n from steps group by all) group by all order by activity
"""
VARIANTS = """
with ways as (
    select "case", string_agg(activity, '>' order by place) as way, max(second) - min(second) as took
    from steps group by all
)
select way, count(*) as cases, median(took), count(*) over () as variants
from ways group by way order by cases desc, way limit 6
"""
CASES = """
with each as (
    select "case", activity, count(*) as n, min(second) as low, max(second) as high from steps group by all
), cases as (
    select "case", sum(n) as n, max(n) as most, max(high) - min(low) as took from each group by all
)
select count(*), sum(n), count(*) filter (most > 1), quantile_cont(took, [0.25, 0.5, 0.75]) from cases
"""


def by_hand(file: str, limit: str, folder: str) -> list:
    connected = duckdb.connect(config={"memory_limit": limit, "temp_directory": folder, "threads": 1})
    connected.execute(STEPS.format(file=file, start=START, end=END))
    flow = [list(row[:5]) for row in connected.execute(FLOW).fetchall()]
    again = [list(row) for row in connected.execute(AGAIN).fetchall()]
    ways = connected.execute(VARIANTS).fetchall()
    cases = connected.execute(CASES).fetchall()[0]
    return [flow, again, [row[1] for row in ways], ways[0][3], list(cases[:3])]


def ours(file: str, limit: str, folder: str) -> list:
    url = f"duckdb://?memory_limit={limit}&temp_directory={folder}&threads=1"
    steps = pd.DataFrame({"process": "returns", "step": [f"A{at:02}" for at in range(ACTIVITIES)]})
    log = event_log(scan(Path(file), url=url), steps, EssaRules(), start=START, end=END)
    flow = log_flow(log)
    again = log_activities(log, flow).sort_values("activity")[["activity", "n", "cases"]]
    ways, cases = log_variants(log, minimum=1), log_cases(log).iloc[0]
    reworked = round(cases["reworked"] * cases["cases"])
    return [
        flow[["before", "after", "n", "cases", "back"]].values.tolist(),
        again.values.tolist(),
        ways["cases"].tolist(),
        int(ways["variants"].iloc[0]),
        [int(cases["cases"]), int(cases["events"]), reworked],
    ]


def main(millions: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, cases = str(Path(folder) / "event_log.parquet"), int(millions * 1_000_000 / PER_CASE)
        sizes = {"cases": cases, "per_case": PER_CASE, "activities": ACTIVITIES, "file": file}
        duckdb.connect().execute(GENERATED.format(**sizes))
        runs = {way: [measured(__file__, way, file, "3GB") for _ in range(2)] for way in ("by_hand", "ours")}
        (hand, hand_mb, told), (mine, mine_mb, found) = (min(runs[way]) for way in ("by_hand", "ours"))
        assert told == found, f"they find other things: {told} {found}"
        verdict = "ok" if mine <= CLAIM * hand else "MISSED"
        print(
            f"{verdict:6} {millions:g} million events: {mine / hand:.2f} times the CPU of SQL by hand (at"
            f" most {CLAIM}): {mine:.1f} s against {hand:.1f} s, {mine_mb:,.0f} MB against {hand_mb:,.0f} MB"
        )


if __name__ == "__main__":
    if len(sys.argv) == 4:
        alone({"by_hand": by_hand, "ours": ours}, *sys.argv[1:])
    else:
        main(float(sys.argv[1]) if sys.argv[1:] else 5)
