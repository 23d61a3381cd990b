"""The only module with a backend: Ibis, on DuckDB unless engagement.yml names another."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from workbook.errors import BackendError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from pyspark.sql import SparkSession

PIECE = 100_000
"""How many rows leave a backend at once."""
SPARK = "spark://"
WRONG = ("polars",)
"""Engines of Ibis that give other values than the rest, without a word."""
LOCAL = re.compile(r"local(\[.+\])?")
"""How Spark names this machine as its master: local, local[2], local[*]."""
SECRET = re.compile(r"pass|pwd|secret|token|key|cred|auth|sig", re.IGNORECASE)
"""Names of settings in a URL whose values are not shown."""
PATIENCE = 60
"""How many seconds a cluster has to give a session its first worker."""
SPARK_EXTRA = "pip install 'cx-workbook[spark]'"


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
    except ImportError as error:
        raise BackendError(_unusable(url, f"{error}", _to_install(url))) from None
    except Exception as error:  # each driver, network and Java has errors of its own
        raise BackendError(_unusable(url, str(error))) from None  # the cause may repeat the password
    return backend


def _unusable(url: str, reason: str, install: str = "") -> str:
    """Error text for an unusable backend, without the user, the password and the settings in its URL."""
    address, first = _without_secrets(url, reason)
    way_out = "Write it as duckdb:// or spark://local[2]; Spark needs Java and: " + SPARK_EXTRA
    return f"The backend '{address}' of engagement.yml cannot be used: {first}\n{install}{way_out}"


def _without_secrets(url: str, reason: str) -> tuple[str, str]:
    """The address that a URL names, and the first line of an error about it, without what is secret."""
    address, secrets = _address(url)
    first = next(iter(reason.replace(url, address).strip().splitlines()), "it does not say why")
    if any(re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", first) for secret in secrets):
        first = "its driver refuses it (in words that repeat a part of the address, so they are left out)."
    return address, first


def query(url: str, sql: str) -> "Iterator[pa.RecordBatch]":
    """What a query gives, piece by piece.

    Args:
        url: The database, as Ibis writes it: postgresql://user:password@host/database, sqlite:///file,
            duckdb:///file, mysql://…
        sql: One SELECT, in the words of that database.

    Raises:
        BackendError: It cannot be reached, what it needs is not installed, or it refuses the query; without
            the user and the password.
    """
    import ibis

    try:
        yield from ibis.connect(url).sql(sql).to_pyarrow_batches()
    except ImportError as error:
        raise BackendError(f"The database cannot be used: {error}.\n{_to_install(url)}".rstrip()) from None
    except Exception as error:  # each driver and network has errors of its own
        address, reason = _without_secrets(url, str(error))
        raise BackendError(f"The database {address} gives nothing: {reason}") from None


def _address(url: str) -> tuple[str, set[str]]:
    """The part of a URL that may be shown, and the parts that may not; a password may hold / @ and ?."""
    scheme, mark, rest = url.partition("://") if "://" in url else ("", "", url)
    user, _, place = rest.rpartition("@")
    place, _, settings = place.partition("?")
    if "?" in user:  # a setting with an @, or a password with a ?: nobody can tell
        place = "…"
    hidden = [user, *(value for key, value in parse_qsl(settings) if SECRET.search(key))]
    parts = {part for text in hidden for part in (text, unquote(text), *re.split(r"[/@:?#&=%]+", text))}
    parts |= {part for text in hidden for part in re.split(r"[/@:?#&=]+", unquote(text))}
    return f"{scheme}{mark}{place}", parts - {""}


def _to_install(url: str) -> str:
    """The command that installs what a backend needs; empty for a URL without one."""
    import ibis

    name = re.match(r"(\w+)://", url)
    if not name or url.startswith(SPARK):
        return ""
    extra = {"postgresql": "postgres"}.get(name[1], name[1])
    return f"Install it with: pip install 'ibis-framework[{extra}]=={ibis.__version__}'\n"


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
    if not LOCAL.fullmatch(place) and not _has_workers(session):
        session.stop()
        raise ConnectionError(
            f"no worker of the cluster came within {PATIENCE} seconds: none is there, or another session"
            " holds all cores (limit that one: ?spark.cores.max=4 behind its URL)."
        )
    return ibis.pyspark.connect(session)


def _has_workers(session: "SparkSession") -> bool:
    """Whether a cluster gives a session a worker in time; without one, a query waits for ever."""
    workers = session.sparkContext._jsc.sc().getExecutorMemoryStatus()
    for _ in range(PATIENCE * 4):
        if workers.size() > 1:  # the first is this process
            return True
        sleep(0.25)
        workers = session.sparkContext._jsc.sc().getExecutorMemoryStatus()
    return False


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
    except NotImplementedError:
        raise BackendError(_unusable(url, "it reads no Parquet files.")) from None


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
        with rows.to_pyarrow_batches(chunk_size=PIECE) as pieces:
            yield pieces
        return
    from pyarrow.dataset import dataset

    with TemporaryDirectory(dir=beside.parent, prefix=f".{beside.name}.") as room:
        rows.to_parquet_dir(Path(room) / "pieces")
        yield dataset(Path(room) / "pieces", format="parquet").to_batches()
