"""The one room that knows an engine: Ibis, on DuckDB unless engagement.yml names another."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis


@cache
def _connection(url: str) -> "ibis.BaseBackend":
    import ibis

    return ibis.connect(url)


def scan(file: Path, *, url: str) -> "ibis.Table":
    """A Parquet file as a table of the engine: nothing is read until a result is asked for.

    Args:
        file: A Parquet file.
        url: Which engine, as Ibis writes it: duckdb:// is DuckDB in this process.

    Returns:
        An Ibis table; only what a query asks for leaves the engine.
    """
    return _connection(url).read_parquet(str(file))
