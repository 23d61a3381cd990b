"""What is claimed about the time of a run, as ratios within one run of this program.

    python benchmarks/runs.py [chain] [run] [again] [scores] [language] [small]    all without a name

The example grocer, one quarter. CPU seconds are of all processes that were started.

chain      a full run, against Papermill on the command line per notebook and then nbconvert; beside it the
           floor, all code cells in one process without a kernel
again      a run with nothing changed, against the full run
scores     a run after other workshop scores, against the full run, and which steps it ran
language   a second language, against the first
small      seconds of a full run of an engagement with 900 order lines
"""

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import pandas as pd

from workbook.method import STEPS, shipped_steps

QUARTER = "2017Q4"
BIN = Path(sys.executable).parent
FLOOR = """
import json, sys
from pathlib import Path
for step in sys.argv[3:]:
    names = {"__name__": "__main__"}
    for cell in json.loads(Path(step).read_text())["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
            names |= {"engagement": sys.argv[1], "period": sys.argv[2]}
"""


def measured(*words: str, cwd: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a command, with all that it started."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def line(name: str, one: tuple[float, float], other: tuple[float, float], goal: str = "") -> None:
    """Print two measurements and their ratios."""
    ratios = [part / whole for part, whole in zip(one, other, strict=True)]
    print(
        f"{name:<44} wall {one[0]:6.1f} / {other[0]:6.1f} s = {ratios[0]:.3f}   "
        f"CPU {one[1]:6.1f} / {other[1]:6.1f} s = {ratios[1]:.3f}   {goal}",
        flush=True,
    )


def run(folder: Path, *more: str) -> tuple[float, float]:
    """A run by the command."""
    words = ("run", folder.name, "--period", QUARTER, "--quiet", *more)
    return measured(str(BIN / "cx-workbook"), *words, cwd=folder.parent)


def chain(folder: Path) -> tuple[float, float]:
    """Papermill on the command line for each notebook, one after the other, then nbconvert for each."""
    executed = folder.parent / "executed"
    executed.mkdir()
    total = (0.0, 0.0)
    for step in STEPS:
        output = str(executed / f"{step}.ipynb")
        given = ["-p", "engagement", folder.name, "-p", "period", QUARTER]
        papermill = [
            str(BIN / "papermill"),
            "--no-progress-bar",
            str(shipped_steps()[step].file),
            output,
            *given,
        ]
        for words in (papermill, [str(BIN / "jupyter"), "nbconvert", "--to", "html", output]):
            total = tuple(map(sum, zip(total, measured(*words, cwd=folder.parent), strict=True)))
    return total


def floor(folder: Path) -> tuple[float, float]:
    """All code cells in one process, without a kernel."""
    steps = [str(shipped_steps()[step].file) for step in STEPS]
    return measured(sys.executable, "-c", FLOOR, folder.name, QUARTER, *steps, cwd=folder.parent)


def made(room: Path, example: str = "grocer") -> Path:
    """An example engagement that was never run."""
    room.mkdir()
    measured(str(BIN / "cx-workbook"), "new", "acme", "--example", example, "--quiet", cwd=room)
    return room / "acme"


def keep_lines(folder: Path, n: int) -> None:
    """Of the order lines only the last."""
    file = folder / "data" / "transactions.parquet"
    pd.read_parquet(file).sort_values("ordered_at").tail(n).to_parquet(file, index=False)


def other_scores(folder: Path) -> None:
    """One expert thinks again."""
    with sqlite3.connect(folder / "workshop.sqlite") as workshop:
        expert = "select min(expert) from scores"
        changed = workshop.execute(
            f"update scores set score = score + 1 where score < 8 and expert = ({expert})"
        ).rowcount
    if not changed:
        raise SystemExit("no score was changed: nothing is measured")


def steps_that_ran(folder: Path, since: float) -> list[str]:
    """The steps whose facts are newer than a time."""
    facts = (folder / ".store" / QUARTER / "notebooks").rglob("*.json")
    return sorted(file.stem for file in facts if file.stat().st_mtime > since)


def main(asked: set[str]) -> None:
    """Print what is asked for, or all."""
    asked = asked or {"chain", "again", "scores", "language", "small"}
    with tempfile.TemporaryDirectory() as place:
        folder = made(Path(place) / "run")
        full = run(folder)
        if "chain" in asked:
            line("a full run ÷ the chain of commands", full, chain(made(Path(place) / "chain")), "goal .3")
            line("  all code cells in one process ÷ a full run", floor(made(Path(place) / "floor")), full)
        if "again" in asked:
            line("a run with nothing changed ÷ a full run", run(folder), full, "goal .05")
        if "scores" in asked:
            other_scores(folder)
            since = time.time()
            line("a run after other scores ÷ a full run", run(folder), full)
            print(f"  ran: {', '.join(steps_that_ran(folder, since))}")
        if "language" in asked:
            line("a second language ÷ the first", run(folder, "--language", "nl"), full, "goal .1")
        if "small" in asked:
            small = made(Path(place) / "small", "partners")
            keep_lines(small, 900)
            wall, cpu = run(small)
            print(f"{'a full run on 900 order lines':<44} wall {wall:6.1f} s   CPU {cpu:6.1f} s")


if __name__ == "__main__":
    main(set(sys.argv[1:]))
