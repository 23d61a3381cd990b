"""The one room that knows a backend: Ibis, on DuckDB unless engagement.yml names another."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from workbook.errors import BackendError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

SPARK = "spark://"
WRONG = ("polars",)
"""Engines of Ibis that give other values than the rest, without a word."""
LOCAL = re.compile(r"local(\[.+\])?")
"""How Spark names this machine as its master: local, local[2], local[*]."""
SECRET = re.compile(r"//[^/@]*@")
"""The user and the password in a URL."""


@cache
def connection(url: str) -> "ibis.BaseBackend":
    """The backend behind a URL.

    Args:
        url: As Ibis writes it: duckdb:// is DuckDB in this process, and
            duckdb://?memory_limit=2GB&temp_directory=/scratch one that spills what does not fit in so much
            memory. spark://local[4] is Apache Spark on this machine, spark://host:7077 a cluster;
            settings of Spark come after a question mark: spark://local[4]?spark.driver.memory=4g

    Raises:
        BackendError: There is no such backend, or what it needs is not installed.
    """
    import ibis

    if url.partition("://")[0] in WRONG:
        raise BackendError(_unusable(url, "it gives other values than the other backends."))
    try:
        backend = _spark(url) if url.startswith(SPARK) else ibis.connect(url)
    except Exception as error:  # each backend raises what its driver, its network or its Java trips over
        raise BackendError(_unusable(url, str(error))) from error
    return backend


def _unusable(url: str, reason: str) -> str:
    """What is told of a backend that cannot be used: without what the URL says after a ? or before an @."""
    backend = SECRET.sub("//", url.partition("?")[0])
    first = next(iter(SECRET.sub("//", reason.replace(url, backend)).splitlines()), "it does not say why")
    return (
        f"The backend '{backend}' of engagement.yml cannot be used: {first}\n"
        "Write it as duckdb:// or spark://local[2]; Spark needs Java and: pip install 'cx-workbook[spark]'"
    )


def _spark(url: str) -> "ibis.BaseBackend":
    """Spark, one session per process; Ibis's own URL fails on the settings that are fixed at its start."""
    import ibis
    from pyspark.sql import SparkSession

    master, _, settings = url.partition("?")
    place = master.removeprefix(SPARK) or "local[*]"
    options = {
        "spark.master": place if LOCAL.fullmatch(place) else master,
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.config(map=options | dict(parse_qsl(settings))).getOrCreate()
    return ibis.pyspark.connect(session)


def scan(file: Path, *, url: str) -> "ibis.Table":
    """A Parquet file as a table of the backend: nothing is read until a result is asked for.

    Args:
        file: A Parquet file.
        url: Which backend, as `connection` takes it.

    Returns:
        An Ibis table; only what a query asks for leaves the backend.

    Raises:
        BackendError: As `connection`; or the backend reads no Parquet.
    """
    backend = connection(url)
    try:
        return backend.read_parquet(str(file))
    except NotImplementedError as error:
        raise BackendError(_unusable(url, "it reads no Parquet files.")) from error


def cached(rows: "ibis.Table") -> "ibis.Table":
    """A table that the backend computes once, for several questions; it goes when the process ends."""
    rows.limit(0).to_pandas()  # Ibis hands Spark the tables made in memory with a query, and not with a cache
    return rows.cache()


@contextmanager
def batches(rows: "ibis.Table", *, beside: Path) -> "Iterator[Iterator[pa.RecordBatch]]":
    """A table computed by its backend, piece by piece.

    DuckDB hands the pieces over. Spark would collect them all first, so its workers write them to a folder,
    which on a cluster has to be one that they and this machine share.

    Args:
        rows: What to compute.
        beside: A file in the folder where Spark may put its pieces; they are gone afterwards.
    """
    if rows.get_backend().name != "pyspark":
        with rows.to_pyarrow_batches() as pieces:
            yield pieces
        return
    from pyarrow.dataset import dataset

    with TemporaryDirectory(dir=beside.parent, prefix=f".{beside.name}.") as room:
        rows.to_parquet_dir(Path(room) / "pieces")
        yield dataset(Path(room) / "pieces", format="parquet").to_batches()
