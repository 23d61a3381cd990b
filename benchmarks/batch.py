"""What is claimed about a batch of many clients, as ratios within one run of this program.

    python benchmarks/batch.py [N]    N clients in the batch; 12 without a number

Clients are copies of the example partners with the last 900 order lines, one quarter. Wall seconds a client:
of `cx-workbook batch`, of a loop over Papermill on the command line per notebook (two clients), and of the
floor: all code cells of a client in one process without a kernel, on all cores at once.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from runs import BIN, QUARTER, floor, keep_lines, made, measured

from workbook.method import STEPS, shipped_steps

LOOPED = 2


def loop(folder: Path) -> float:
    """Wall seconds of Papermill for each notebook, one after the other."""
    total = 0.0
    for step in STEPS:
        given = ("-p", "engagement", folder.name, "-p", "period", QUARTER)
        words = ("papermill", "--no-progress-bar", str(shipped_steps()[step].file), os.devnull, *given)
        total += measured(str(BIN / words[0]), *words[1:], cwd=folder.parent)[0]
    return total


def main(clients: int) -> None:
    """Print seconds per client, and how often a batch is as quick as the loop."""
    with tempfile.TemporaryDirectory() as place:
        first = made(Path(place) / "first", "partners")
        keep_lines(first, 900)
        copies = [shutil.copytree(first, Path(place) / "batch" / f"c{n:03}") for n in range(clients)]
        words = ("batch", *[folder.name for folder in copies], "--period", QUARTER, "--quiet")
        batched = measured(str(BIN / "cx-workbook"), *words, cwd=copies[0].parent)[0] / clients
        looped = [loop(shutil.copytree(first, Path(place) / f"l{n}" / "acme")) for n in range(LOOPED)]
        least = floor(first)[0] / (os.cpu_count() or 1)
    per_client = sum(looped) / LOOPED
    print(f"batch {batched:.1f} s a client, loop {per_client:.1f} s, floor {least:.1f} s")
    print(f"a batch is {per_client / batched:.1f} times as quick as the loop   goal 10")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 12)
