"""What is claimed about the speed of the contact policy simulator, as ratios within one run.

    python benchmarks/apply.py [1000000]        customers

The pressure rule replayed on 30 programmes in a quarter, against the same in SQL written by hand for DuckDB:
per customer a fold over the list of messages. Each runs in a process of its own, on one thread, from a
generated Parquet file: CPU seconds and peak memory. Both have to withhold the same messages.
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import duckdb
import ibis
import pandas as pd

from benchmarks.in_a_process import alone, measured
from workbook.apply.messages import messages_due
from workbook.apply.pressure import replay
from workbook.backend import scan
from workbook.engagement import ContactRule

START, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
CLAIM, MEMORY = 1.5, 1024
PROGRAMMES, LIMIT, DAYS = 30, 3, 14
CLASSES = ("service", "legal", "triggered", "lifecycle", "promotion", "newsletter")
GENERATED = """
copy (
    select 'C' || customer as customer_id,
        timestamp '2017-10-01' + to_days((hash(programme * 97) % 88 + hash(customer) % 4)::int) as "at",
        'P' || lpad(programme::varchar, 2, '0') as touchpoint,
        null::varchar as campaign, 'sent' as outcome
    from range({customers}) people(customer), range({programmes}) kinds(programme)
    where hash(customer * 31 + programme * 7919) % 3 > 0
) to '{file}' (format parquet)
"""
BY_HAND = """
with coded as (
    select customer_id, epoch("at")::bigint * 64 + place as packed
    from '{file}' join kinds using (touchpoint)
    where exempt = 0 and "at" >= timestamp '{start}' and "at" < timestamp '{end}'
), folded as (
    select list_reduce(
        list_prepend([0]::bigint[], list(packed order by packed).list_transform(lambda one: [one])),
        lambda kept, one: case
            when len(list_filter(kept[-{limit}:], lambda old: old // 64 > one[1] // 64 - {seconds})) < {limit}
            then list_concat(kept, one) else kept end
    ) as kept
    from coded group by customer_id
)
select packed % 64 as place, count(*) from (select unnest(kept[2:]) as packed from folded) group by all
"""


def programmes() -> pd.DataFrame:
    names = [f"P{place:02}" for place in range(PROGRAMMES)]
    classes = [CLASSES[place % len(CLASSES)] for place in range(PROGRAMMES)]
    return pd.DataFrame({"programme": names, "class": classes, "channel": "mail", "weight": 1.0})


def by_hand(file: str, limit: str, folder: str) -> dict[str, int]:
    connected = duckdb.connect(config={"memory_limit": limit, "temp_directory": folder, "threads": 1})
    order = programmes().sort_values(
        ["class", "programme"], key=lambda part: part.map(CLASSES.index) if part.name == "class" else part
    )
    exempt = order["class"].isin(["service", "legal"]).astype(int)
    kinds = pd.DataFrame({"touchpoint": order["programme"], "place": range(PROGRAMMES), "exempt": exempt})
    connected.register("kinds", kinds)
    facts = {"file": file, "start": START, "end": END, "limit": LIMIT, "seconds": DAYS * 86400}
    sent = connected.execute(BY_HAND.format(**facts)).fetchall()
    return {kinds["touchpoint"].iloc[place]: n for place, n in sent}


def ours(file: str, limit: str, folder: str) -> dict[str, int]:
    url = f"duckdb://?memory_limit={limit}&temp_directory={folder}&threads=1"
    nobody = ibis.memtable({"customer_id": ["nobody"], "stage": ["new"]})
    due = messages_due(scan(Path(file), url=url), programmes(), nobody, ["new"])
    rows = replay(due, ContactRule(limit=LIMIT, window_days=DAYS), start=START, end=END).messages
    classes = programmes().set_index("programme")["class"]
    counts = rows[rows["withheld_by"] == ""].groupby("programme")["n"].sum()
    return {name: int(n) for name, n in counts.items() if classes[name] not in ("service", "legal")}


def pressure(customers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "touchpoints.parquet")
        sizes = {"customers": customers, "programmes": PROGRAMMES, "file": file}
        duckdb.connect().execute(GENERATED.format(**sizes))
        runs = {way: measured(__file__, way, file, "600MB") for way in ("by_hand", "ours")}
        (hand, hand_mb, told), (mine, mine_mb, found) = (runs[way] for way in ("by_hand", "ours"))
        assert told == found, "they withhold other messages"
        verdict = "ok" if mine <= CLAIM * hand and mine_mb <= MEMORY else "MISSED"
        print(
            f"{verdict:6} {customers:,} customers, {PROGRAMMES} programmes, a quarter: {mine / hand:.2f}"
            f" times the CPU of SQL by hand (at most {CLAIM}): {mine:.1f} s against {hand:.1f} s,"
            f" {mine_mb:,.0f} MB (at most {MEMORY:,}) against {hand_mb:,.0f} MB"
        )


if __name__ == "__main__":
    if len(sys.argv) == 4:
        alone({"by_hand": by_hand, "ours": ours}, *sys.argv[1:])
    else:
        pressure(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
