"""One way of doing some work, in a process of its own: CPU seconds, peak memory and what it found."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def measured(script: str, way: str, file: str, limit: str) -> tuple[float, float, Any]:
    """CPU seconds, peak memory in MB and what was found, of one way of a script that calls `alone`."""
    words = [sys.executable, script, way, file, limit]
    told = subprocess.run(
        words, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."}
    )
    return tuple(json.loads(told.stdout.splitlines()[-1]))


def alone(ways: Mapping[str, Callable[[str, str, str], Any]], way: str, file: str, limit: str) -> None:
    """Do one of the ways on a file, and print what `measured` reads."""
    import duckdb

    from workbook.backend import connection

    folder = str(Path(file).parent)
    duckdb.connect().execute("select 1")
    connection(f"duckdb://?memory_limit={limit}&temp_directory={folder}&threads=1")
    before = time.process_time()
    found = ways[way](file, limit, folder)
    spent = time.process_time() - before
    print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found]))
