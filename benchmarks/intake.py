"""What is claimed about the time and memory of the check of large tables, as ratios within one run.

    python benchmarks/intake.py [20] [csv] [parquet]        millions of order lines, and the kinds of file

`cx-workbook check` of generated order lines against pandas that reads the same file and does nothing with it,
each in a process of its own: CPU seconds and peak memory.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import duckdb

GENERATED = """
copy (
    select
        'C' || (hash(i * 7919) % {customers}) as customer_id,
        timestamp '2016-07-01' + to_seconds((hash(i * 31) % 47433600)::bigint) as ordered_at,
        round((hash(i * 13) % 20000) / 100.0 - 8, 2)::double as amount,
        'O' || (i // 3) as order_id,
        'web' as channel,
        'G' || (hash(i * 17) % 40) as product_group
    from range({lines}) lines(i)
) to '{file}' (format {kind})
"""
SETTINGS = "client: Many lines\ncurrency: EUR\nstages: [{name: new, rules: {age_days: {at_least: 0}}}]\n"
CHECKED = "from workbook.store import checked_inputs as c, open_engagement as o; c(p, o(p))"
READ = {
    "csv": "import pandas; pandas.read_csv(f, dtype='str')",
    "parquet": "import pandas; pandas.read_parquet(f)",
}
START = "import sys; from pathlib import Path; p = Path(sys.argv[1]); f = next((p / 'data').iterdir()); "


def measured(code: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of Python code in a process of its own."""
    child = subprocess.Popen([sys.executable, "-c", START + code, str(folder)], cwd=sys.path[0])
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{code} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024


def main(millions: float, kinds: list[str]) -> None:
    print(f"{millions:g} million order lines{'CPU s':>14}{'of pandas':>12}{'MB':>8}{'of pandas':>12}")
    for kind in kinds:
        with tempfile.TemporaryDirectory() as room:
            folder = Path(room) / "many"
            (folder / "data").mkdir(parents=True)
            (folder / "engagement.yml").write_text(SETTINGS)
            lines, file = int(millions * 1e6), folder / "data" / f"transactions.{kind}"
            duckdb.sql(GENERATED.format(lines=lines, customers=lines // 20, file=file, kind=kind))
            (read_s, read_mb), (s, mb) = measured(READ[kind], folder), measured(CHECKED, folder)
            print(f"{kind:<25}{s:>14.1f}{s / read_s:>12.2f}{mb:>8.0f}{mb / read_mb:>12.2f}", flush=True)


if __name__ == "__main__":
    sizes = [float(word) for word in sys.argv[1:] if word[0].isdigit()]
    main(sizes[0] if sizes else 20, [word for word in sys.argv[1:] if word in READ] or list(READ))
