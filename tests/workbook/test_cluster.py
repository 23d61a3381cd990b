"""Half of step 1 on a standalone cluster of Spark with its default settings: the values of DuckDB."""

import shutil
import subprocess
import sys
import threading
from copy import deepcopy
from dataclasses import replace

import pandas as pd
import pytest
from cluster import cluster, end
from starts import QUARTER, start

from workbook.method import shipped_steps
from workbook.notebook_run import NotebookRun
from workbook.store import pinned_period

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'cx-workbook[spark]'")
pytestmark = [
    pytest.mark.ci,
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="There is no Java on the path; Spark needs 17"),
]
MID_RUN = 12
"""Seconds after the step begins: it has read the orders by then, and has not ended."""
LAST = "stage_transitions"


def tables(folder, progress=lambda step, state: None):
    """What the cells of step 1 make, up to the moves between stages."""
    one, step = NotebookRun(pinned_period(folder, QUARTER), {}), shipped_steps()["1_recognise"]
    half = deepcopy(step.notebook)
    del half["cells"][1 + [cell["id"] for cell in half["cells"]].index(LAST) :]
    about, left = half["metadata"]["cx_workbook"], {cell["id"] for cell in half["cells"]}
    about["gives"] = [stem for stem in about["gives"] if stem in left]
    vars(one)["method"] = one.method | {"1_recognise": replace(step, notebook=half)}
    progress("1_recognise", "running")
    one.run("1_recognise")
    progress("1_recognise", "done")
    made = sorted((folder / ".store" / QUARTER / "tables").glob("*.parquet"))
    return {file.stem: pd.read_parquet(file) for file in made}


def test_a_cluster_that_loses_a_worker_in_mid_run_finds_what_duckdb_finds(tmp_path):
    expected = tables(start(tmp_path / "plain", "orders"))
    on_cluster, killed = start(tmp_path / "spread", "orders"), threading.Event()
    (tmp_path / "logs").mkdir()
    with cluster(tmp_path / "logs", workers=2) as (url, workers):
        with (on_cluster / "engagement.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"\nbackend: {url}\n")

        def kill() -> None:
            end(workers[0])
            killed.set()

        def progress(step: str, state: str) -> None:
            if (step, state) == ("1_recognise", "running"):
                threading.Timer(MID_RUN, kill).start()
            if (step, state) == ("1_recognise", "done"):
                assert killed.is_set(), "the step was over before the worker was killed"

        found = tables(on_cluster, progress)
    assert list(found) == list(expected) and len(expected) > 5
    for name, table in expected.items():
        pd.testing.assert_frame_equal(found[name], table, rtol=1e-9, check_dtype=False, obj=name)


def test_a_cluster_without_workers_is_told_in_time(tmp_path):
    with cluster(tmp_path, workers=0) as (url, _):
        code = f"from workbook import backend; backend.PATIENCE = 2; backend.connection({url!r})"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert f"BackendError: The backend '{url}' of engagement.yml cannot be used: no worker" in told.stderr
    assert "came within 2 seconds" in told.stderr
