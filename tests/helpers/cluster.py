"""A standalone cluster of Spark on this machine: a master and workers, each a process of its own."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def _start(role: str, *words: str, logs: Path) -> subprocess.Popen:
    import pyspark

    home = Path(pyspark.__file__).parent
    settings = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(logs)}
    with (logs / f"{role.lower()}.log").open("ab") as log:
        return subprocess.Popen(
            [home / "bin" / "spark-class", f"org.apache.spark.deploy.{role.lower()}.{role}", *words],
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def end(process: subprocess.Popen) -> None:
    """Kill a worker or the master, with what it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """Start a master and workers of one core and a gigabyte; gives the URL and the workers."""
    port = str(free_port())
    url = f"spark://127.0.0.1:{port}"
    place = ("--host", "127.0.0.1", "--port", port, "--webui-port", str(free_port()))
    started = [_start("Master", *place, logs=folder)]
    for _ in range(workers):
        size = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", str(free_port()))
        started.append(_start("Worker", *size, url, logs=folder))
    try:
        yield url, started[1:]
    finally:
        for process in started:
            if process.poll() is None:
                end(process)
