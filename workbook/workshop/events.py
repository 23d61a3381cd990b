"""The live file of a workshop: every event is appended and stays as it was."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.errors import WorkshopError

VERSION = 2
"""The format of the file; `PRAGMA user_version` holds it."""
TABLES = """
create table events (
    id integer primary key, at text not null, seat text not null, kind text not null, data text not null,
    key text not null, unique (seat, key)
) strict;
create table names (seat text primary key, name text not null) strict;
"""
MIGRATIONS = {1: "update events set data = json_set(data, '$.spread', 0) where kind = 'round';"}
"""Per older format, what makes the next one of it: since 2 a round says how widely it is to be spread."""


class LiveFileError(WorkshopError):
    """The live file cannot be read or written; what was to be written can be sent again."""


@dataclass(frozen=True)
class Event:
    """What happened once.

    Attributes:
        id: Its number in the file, from 1.
        at: When, as the server's clock said: UTC, ISO 8601.
        seat: Who: a seat, "facilitator" or "server".
        kind: What, as `workbook.workshop.session` knows it.
        data: The rest of it.
    """

    id: int
    at: str
    seat: str
    kind: str
    data: Mapping[str, Any]


class EventFile:
    """A workshop's SQLite file: events are only added, and an answered one survives a crash.

    Names stand in a table apart, so that they can be destroyed and the scores stay.

    Args:
        path: The file; it is made where it is not there.

    Raises:
        WorkshopError: It is no such file, was made by a newer version, or cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = EventFile(Path(folder) / "2026Q3.sqlite")
        ...     first = file.append("S1", "ready", {}, key="1", at="2026-09-21T10:00:00Z")
        ...     again = file.append("S1", "ready", {}, key="1", at="2026-09-21T10:00:05Z")
        ...     file.close()
        >>> first.id, again.id, again.at
        (1, 1, '2026-09-21T10:00:00Z')
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._data = sqlite3.connect(path, isolation_level=None)
            with ExitStack() as failed:
                failed.callback(self._data.close)  # so that what cannot be used is not locked either
                self._data.execute("pragma journal_mode = wal")
                self._data.execute("pragma synchronous = full")
                self._migrate()
                failed.pop_all()

    def append(self, seat: str, kind: str, data: Mapping[str, Any], *, key: str, at: str) -> Event:
        """Add an event, on disk when this returns; one that was sent before stays as it was.

        Args:
            seat: Who.
            kind: What.
            data: The rest of it, as JSON holds it.
            key: Of the sender's own: what is sent again under the same key is the same event.
            at: When, UTC.

        Returns:
            The event as it stands in the file.

        Raises:
            LiveFileError: It could not be written.
        """
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        with self._told():
            self._data.execute(
                "insert into events (at, seat, kind, data, key) values (?, ?, ?, ?, ?)"
                " on conflict (seat, key) do nothing",
                (at, seat, kind, text, key),
            )
        return self.sent(seat, key)

    def sent(self, seat: str, key: str) -> Event | None:
        """What somebody has sent under a key; None where there is nothing."""
        with self._told():
            row = self._data.execute(
                "select id, at, seat, kind, data from events where seat = ? and key = ?", (seat, key)
            ).fetchone()
        return row and _event(row)

    def events(self, after: int = 0) -> Iterator[Event]:
        """Read the events in the order in which they came.

        Args:
            after: The number of the last one that is known.
        """
        with self._told():
            rows = self._data.execute(
                "select id, at, seat, kind, data from events where id > ? order by id", (after,)
            ).fetchall()
        return map(_event, rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within it is there whole, or not at all; within another one it is part of that."""
        if self._data.in_transaction:
            yield
            return
        with self._told():
            self._data.execute("begin immediate")
        try:
            yield
            with self._told():
                self._data.execute("commit")
        finally:
            if self._data.in_transaction:  # what failed, its commit too; SQLite may have ended it itself
                self._data.execute("rollback")

    def name(self, seat: str, name: str) -> None:
        """Keep the name of who sits on a seat, in place of an earlier one."""
        with self._told():
            self._data.execute("insert or replace into names (seat, name) values (?, ?)", (seat, name))

    def names(self) -> dict[str, str]:
        """The names by seat; none where they were destroyed."""
        with self._told():
            return dict(self._data.execute("select seat, name from names order by seat").fetchall())

    def destroy_names(self) -> None:
        """Delete every name, from the file's free pages too."""
        with self._told():
            self._data.execute("pragma secure_delete = on")
            self._data.execute("delete from names")
            self._data.execute("pragma wal_checkpoint(truncate)")
            self._data.execute("vacuum")

    def backup(self, to: Path) -> None:
        """Copy the file as it is now, with what still stands in its log.

        Args:
            to: The copy; it must not be there.
        """
        if to.exists():
            raise WorkshopError(f"{to.name} is there already; give another name for the backup.")
        with self._told(), closing(sqlite3.connect(to)) as copy:
            self._data.backup(copy)

    def close(self) -> None:
        """Close the file; its log goes into it."""
        self._data.close()

    def _migrate(self) -> None:
        (version,) = self._data.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise WorkshopError(
                f"{self.path.name} was made by a newer version (format {version}, this one knows {VERSION});"
                " update cx-workbook."
            )
        known = self._data.execute("select count(*) from sqlite_master").fetchone()[0]
        if version == 0 and known:
            raise WorkshopError(f"{self.path.name} is no file of a workshop; move it away.")
        steps = [TABLES] if version == 0 else [MIGRATIONS[step] for step in range(version, VERSION)]
        if steps:
            script = "\n".join(steps)
            self._data.executescript(f"begin; {script} pragma user_version = {VERSION}; commit;")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite or the disk says, as an error of ours."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            way_out = (
                "Nothing that was confirmed is lost; make room or give the folder back its rights, and send"
                " it again."
            )
            if type(error) is sqlite3.DatabaseError:  # malformed, or no database at all
                way_out = "It was damaged from outside; put a backup in its place, or move it away."
            raise LiveFileError(f"{self.path} cannot be used: {error}. {way_out}") from error


def _event(row: tuple[int, str, str, str, str]) -> Event:
    number, at, seat, kind, data = row
    return Event(number, at, seat, kind, json.loads(data))
