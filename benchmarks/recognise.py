"""What is claimed about the speed and memory of the first step, as ratios within one run.

    python benchmarks/recognise.py [1] [10] [50]        millions of order lines

RFM, stages and transitions, against the same in SQL written by hand for DuckDB. Each runs in a process of its
own, on one thread, from a generated Parquet file: CPU seconds and peak memory. Both import the same before
the clock starts.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import duckdb
import statsmodels.stats.proportion  # noqa: F401 (what the measures import when they are first used)

from workbook.backend import connection, scan
from workbook.engagement import Stage
from workbook.files import write_rows
from workbook.recognise.rfm import customer_measures, rfm_cells, rfm_scores
from workbook.recognise.stages import customer_stages, stage_transitions

ENDS = datetime(2018, 1, 1), datetime(2017, 10, 1)
WINDOW = 91
LIMITS = {1: "600MB", 10: "600MB", 50: "3GB"}  # of the engine, per million lines; what is more it spills
GENERATED = """
copy (
    select
        'C' || (hash(i * 7919) % {customers}) as customer_id,
        timestamp '2016-07-01' + to_seconds((hash(i * 31) % 47433600)::bigint) as ordered_at,
        round((hash(i * 13) % 20000) / 100.0 - 8, 2)::double as amount,
        'O' || (i // 3) as order_id,
        'G' || (hash(i * 17) % 40) as product_group
    from range({lines}) lines(i)
) to '{file}' (format parquet)
"""
MEASURES = """
create temp table {name} as
with orders as (
    select customer_id, order_id, min(ordered_at::date) as day, sum(round(amount * 100)::bigint) as cents
    from '{file}' where customer_id is not null and ordered_at < timestamp '{end}'
    group by customer_id, order_id
), customers as (
    select
        customer_id,
        min(day) filter (cents > 0) as first, max(day) filter (cents > 0) as last,
        count(*) filter (cents > 0 and day > date '{end}' - {window}) as orders,
        coalesce(sum(cents) filter (day > date '{end}' - {window}), 0) as cents,
        count(*) filter (cents > 0) as purchases, sum(cents) as spent
    from orders group by customer_id
), groups as (
    select customer_id, count(*) as breadth from (
        select distinct customer_id, product_group from '{file}'
        where amount > 0 and ordered_at < timestamp '{end}' and ordered_at::date > date '{end}' - {window}
    ) group by customer_id
)
select customer_id, date '{end}' - first as age_days, date '{end}' - last as recency_days, orders, cents,
    coalesce(breadth, 0) as breadth, purchases, spent,
    case when date '{end}' - first < 91 then 'new'
         when date '{end}' - last >= 182 then 'lapsed' when date '{end}' - last >= 91 then 'slipping'
         when orders >= 3 then 'loyal' else 'occasional' end as stage
from customers left join groups using (customer_id) where first is not null
"""
SCORES = """
with scored as (
    select spent,
        (rank() over (order by -recency_days) - 1) * 5 // count(*) over () + 1 as r,
        (rank() over (order by purchases) - 1) * 5 // count(*) over () + 1 as f
    from now
) select r, f, count(*), sum(spent) from scored group by r, f order by r, f
"""
MOVES = """
select past.stage, now.stage, count(*) from past join now using (customer_id) group by all order by all
"""


def by_hand(file: str, folder: str, limit: str) -> list:
    settings = {"memory_limit": limit, "temp_directory": folder, "threads": 1}
    connection = duckdb.connect(config=settings)
    for name, end in zip(("now", "past"), ENDS, strict=True):
        connection.execute(MEASURES.format(name=name, file=file, end=end, window=WINDOW))
    connection.execute(f"copy (from now) to '{folder}/now.parquet'")
    return [connection.execute(SCORES).fetchall(), connection.execute(MOVES).fetchall()]


def ours(file: str, folder: str, limit: str) -> list:
    url = f"duckdb://?memory_limit={limit}&temp_directory={folder}&threads=1"
    known = {"age_days": {"at_least": 91}}
    here = known | {"recency_days": {"below": 91}}
    stages = [
        Stage(name="new", rules={"age_days": {"below": 91}}),
        Stage(name="loyal", rules=here | {"orders": {"at_least": 3}}),
        Stage(name="occasional", rules=here | {"orders": {"below": 3}}),
        Stage(name="slipping", rules=known | {"recency_days": {"at_least": 91, "below": 182}}),
        Stage(name="lapsed", rules=known | {"recency_days": {"at_least": 182}}),
    ]
    found = []
    for name, end in zip(("now", "past"), ENDS, strict=True):
        kept = Path(folder) / f"{name}.parquet"
        write_rows(kept, customer_measures(scan(Path(file), url=url), end=end, window_days=WINDOW))
        measures = scan(kept, url=url)
        found.append((measures, customer_stages(measures, stages)))
    (now, stages_now), (_, stages_past) = found
    cells = rfm_cells(rfm_scores(now))
    moves = stage_transitions(stages_past, stages_now, stages)
    cells, moves = cells[cells["n"] > 0], moves[moves["n"] > 0]
    scores = zip(*(cells[name].tolist() for name in ("recency_score", "frequency_score", "n")), strict=True)
    pairs = zip(*(moves[name].tolist() for name in ("before", "after", "n")), strict=True)
    return [list(scores), sorted(pairs)]


def measured(way: str, file: str, limit: str) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of one way in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, __file__, way, file, folder, limit], stdout=subprocess.PIPE
        )
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{way} failed on {file}")
    return float(said), used.ru_maxrss / 1024


def told(claim: str, found: float, held_to: float, remark: str = "") -> None:
    verdict = "ok" if found <= held_to else "MISSED"
    print(f"{verdict:6} {claim}: {found:.2f} (at most {held_to}) {remark}", flush=True)


def compared(millions: int, folder: str) -> float:
    file = f"{folder}/{millions}.parquet"
    lines = millions * 1_000_000
    duckdb.connect().execute(GENERATED.format(lines=lines, customers=max(lines // 10, 1), file=file))
    hand, own = (measured(way, file, LIMITS[millions]) for way in ("by_hand", "ours"))
    remark = f"({own[0]:.1f} s and {own[1]:.0f} MB against {hand[0]:.1f} s and {hand[1]:.0f} MB)"
    told(f"{millions} million lines, CPU against SQL by hand", own[0] / hand[0], 1.25, remark)
    told(f"{millions} million lines, peak memory against the same", own[1] / hand[1], 1.2)
    return own[0]


if __name__ == "__main__":
    if sys.argv[1] in ("ours", "by_hand"):
        connection("duckdb://").raw_sql("select 1")
        began = time.process_time()
        {"ours": ours, "by_hand": by_hand}[sys.argv[1]](*sys.argv[2:])
        print(time.process_time() - began)
    else:
        with tempfile.TemporaryDirectory() as room:
            spent = {int(size): compared(int(size), room) for size in sys.argv[1:]}
        if {10, 50} <= spent.keys():
            told("growth of CPU from 10 to 50 million lines", spent[50] / spent[10], 5.5)
