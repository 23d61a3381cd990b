"""What is claimed about the speed of paths along the journey, as ratios within one run.

    python benchmarks/journey.py [10]        millions of contacts

Contacts that count, which touchpoint follows which and how soon, and the paths most taken, against the same
in SQL written by hand for DuckDB. Each runs in a process of its own, on one thread, from a generated Parquet
file: CPU seconds and peak memory. Both import the same before the clock starts, and have to find the same.
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
from workbook.engagement import JourneyRule
from workbook.understand.contacts import journey_contacts
from workbook.understand.paths import journey_paths, top_paths

START, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
CLAIM = 1.25
TOUCHPOINTS = 12
GENERATED = """
copy (
    select
        'C' || (hash(i * 7919) % {customers}) as customer_id,
        (timestamp '2017-10-01' + to_seconds((hash(i * 31) % 7948800)::bigint)) as "at",
        'T' || lpad((hash(i * 13) % {touchpoints})::varchar, 2, '0') as touchpoint,
        'H' || (hash(i * 17) % 4) as channel,
        null::varchar as phase,
        'S' as source
    from range({rows}) contacts(i)
) to '{file}' (format parquet)
"""
COUNTED = """
create temp table once as
select customer_id, epoch("at")::bigint as second, touchpoint, min(channel) as channel
from '{file}' where customer_id is not null and "at" >= timestamp '{start}' and "at" < timestamp '{end}'
group by all;
create temp table steps as
with busy as (
    select distinct customer_id from (
        select customer_id, second // 86400 as day, count(*) as n from once group by all
    ) where n > 500
), lagged as (
    select customer_id, second, touchpoint,
        lag(second) over way as earlier, lag(second, 2) over way as earlier_2,
        lag(touchpoint) over way as one, lag(touchpoint, 2) over way as two
    from once where customer_id not in (select customer_id from busy)
    window way as (partition by customer_id order by second, touchpoint)
)
select customer_id, second, touchpoint, coalesce(second - earlier > 2592000, true) as is_first,
    case when second - earlier <= 2592000 then one end as before,
    case when second - earlier <= 2592000 and earlier - earlier_2 <= 2592000 then two end as before_2,
    case when second - earlier <= 2592000 then second - earlier end as gap
from lagged
"""
FOLLOWS = """
with each as (
    select before, touchpoint, customer_id, count(*) as n,
        count(*) filter (before_2 = touchpoint and before != touchpoint) as back
    from steps where before is not null group by all
), counted as (
    select before, touchpoint, sum(n) as n, count(*) as customers, sum(back) as back from each group by all
), waits as (
    select before, touchpoint, quantile_cont(gap, [0.25, 0.5, 0.75]) as days
    from steps where before is not null group by all
)
select before, touchpoint, n, customers, back, days from counted join waits using (before, touchpoint)
order by n desc, before, touchpoint
"""
PATHS = """
with moved as (
    select * from steps where is_first or before != touchpoint
), ahead as (
    select customer_id, is_first, touchpoint as step_0,
        {leads}
    from moved window way as (partition by customer_id order by second, touchpoint)
), told as (
    select customer_id, step_0, {told}, {more} as more from ahead where is_first
), each as (select *, count(*) as n from told group by all)
select step_0, {names}, more, sum(n) as n, count(*) as customers from each
group by all order by customers desc, n desc limit 10
"""


def by_hand(file: str, limit: str, folder: str) -> list:
    connected = duckdb.connect(config={"memory_limit": limit, "temp_directory": folder, "threads": 1})
    connected.execute(COUNTED.format(file=file, start=START, end=END))
    follows = connected.execute(FOLLOWS).fetchall()
    steps = range(1, 6)
    leads = ", ".join(
        f"lead(touchpoint, {at}) over way as code_{at}, lead(is_first, {at}) over way as ends_{at}"
        for at in steps
    )
    open_ = {
        at: " and ".join(f"not coalesce(ends_{step}, true)" for step in range(1, at + 1)) for at in steps
    }
    told = ", ".join(f"case when {open_[at]} then code_{at} end as step_{at}" for at in range(1, 5))
    names = ", ".join(f"step_{at}" for at in range(1, 5))
    paths = PATHS.format(leads=leads, told=told, names=names, more=open_[5])
    return [
        [list(row[:5]) for row in follows],
        sorted(row[-1] for row in connected.execute(paths).fetchall()),
    ]


def ours(file: str, limit: str, folder: str) -> list:
    url = f"duckdb://?memory_limit={limit}&temp_directory={folder}&threads=1"
    names = [f"T{at:02}" for at in range(TOUCHPOINTS)]
    journey = pd.DataFrame({"phase": "all", "touchpoint": names})
    found = journey_contacts(scan(Path(file), url=url), journey, JourneyRule(), start=START, end=END)
    follows = journey_paths(found)[["before", "after", "n", "customers", "back"]]
    return [follows.values.tolist(), sorted(top_paths(found)["customers"].tolist())]


def main(millions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, rows = str(Path(folder) / "touchpoints.parquet"), millions * 1_000_000
        sizes = {"rows": rows, "customers": rows // 20, "touchpoints": TOUCHPOINTS, "file": file}
        duckdb.connect().execute(GENERATED.format(**sizes))
        runs = {way: [measured(__file__, way, file, "3GB") for _ in range(2)] for way in ("by_hand", "ours")}
        (hand, hand_mb, told), (mine, mine_mb, found) = (min(runs[way]) for way in ("by_hand", "ours"))
        assert told == found, "they find other things"
        verdict = "ok" if mine <= CLAIM * hand else "MISSED"
        print(
            f"{verdict:6} {millions} million contacts: {mine / hand:.2f} times the CPU of SQL by hand (at"
            f" most {CLAIM}): {mine:.1f} s against {hand:.1f} s, {mine_mb:,.0f} MB against {hand_mb:,.0f} MB"
        )


if __name__ == "__main__":
    if len(sys.argv) == 4:
        alone({"by_hand": by_hand, "ours": ours}, *sys.argv[1:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 10)
