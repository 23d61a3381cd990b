"""Read a client's database into a snapshot, so that a quarter can be run again on the same rows."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from workbook.engagement import Delivery
from workbook.errors import EngagementError
from workbook.files import sha256, write_whole
from workbook.intake.deliveries.delivery_files import ROOM, files_of
from workbook.intake.deliveries.process import in_process

AT, QUERY = b"read_at", b"query"


def read_database(folder: Path, delivery: Delivery, *, now: datetime, minutes: float) -> tuple[Path, int]:
    """Run the query of a delivery, and keep its rows as deliveries/NAME.parquet with the time and the query.

    Args:
        folder: The engagement.
        delivery: A delivery from a database.
        now: The time, which is kept with the rows.
        minutes: How long it may take.

    Returns:
        The snapshot, and its rows.

    Raises:
        EngagementError: The variable with the URL is not set; the database is away, slow or refuses; or it
            gives no rows. The last snapshot stays, and the message says of when it is.
    """
    variable = delivery.database[2:-1]
    if not os.environ.get(variable):
        raise EngagementError(
            f"The URL of the database '{delivery.name}' is not known: the environment has no {variable}.\n"
            f"Set it, as in: export {variable}=postgresql://user:password@host/database"
            f"{_stays(folder, delivery, now)}"
        )
    request = {"variable": variable, "query": delivery.query, "files": [f"database '{delivery.name}'"]}
    with tempfile.TemporaryDirectory(prefix="cxw-") as place:
        try:
            rows = in_process("query", request, Path(place), minutes=minutes)["rows"]
        except EngagementError as error:
            raise EngagementError(f"{error}{_stays(folder, delivery, now)}") from None
        if not rows:
            stays = _stays(folder, delivery, now)
            raise EngagementError(f"The query of '{delivery.name}' gives no rows.{stays}")
        (folder / ROOM).mkdir(exist_ok=True)
        kept = write_whole(
            folder / ROOM / f"{delivery.name}.parquet",
            lambda file: _write(Path(place) / "rows.parquet", file, delivery, now),
        )
    return kept, rows


def _write(rows: Path, file: Path, delivery: Delivery, now: datetime) -> None:
    """Copy a Parquet file piece by piece, with what is kept of how it came."""
    import pyarrow.parquet as pq

    source = pq.ParquetFile(rows)
    facts = {AT: now.isoformat(timespec="seconds").encode(), QUERY: sha256(delivery.query.encode()).encode()}
    schema = source.schema_arrow.with_metadata(facts)
    with pq.ParquetWriter(file, schema) as writer:
        for piece in source.iter_batches():
            writer.write_batch(piece.replace_schema_metadata(facts))


def read_at(folder: Path, delivery: Delivery) -> datetime | None:
    """When the snapshot of a database was read; none where there is none yet."""
    import pyarrow.parquet as pq

    files = files_of(folder, delivery) if delivery.database else []
    if not files:
        return None
    at = (pq.read_schema(files[0]).metadata or {}).get(AT)
    return datetime.fromisoformat(at.decode()) if at else None


def other_query(folder: Path, delivery: Delivery) -> bool:
    """Whether the snapshot of a database came from another query than engagement.yml has now."""
    import pyarrow.parquet as pq

    asked = (pq.read_schema(files_of(folder, delivery)[0]).metadata or {}).get(QUERY)
    return asked is not None and asked.decode() != sha256(delivery.query.encode())


def _stays(folder: Path, delivery: Delivery, now: datetime) -> str:
    at = read_at(folder, delivery)
    if at is None:
        return ""
    return f"\nThe snapshot of {at:%Y-%m-%d %H:%M} stays, and counts: it is {(now - at).days} days old."
