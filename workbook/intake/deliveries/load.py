"""The process that turns a delivery into tables; its memory, its time and what it may open are limited.

It reads the files, has no more access to any file, runs the SELECTs, and writes what they give.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.engagement import Delivery, Question
from workbook.errors import WorkbookError
from workbook.files import sha256_of
from workbook.intake.deliveries.export import (
    CHUNK,
    FAULTS_SHOWN,
    Export,
    ask,
    carry_down,
    drop_overlap,
    fault,
    quoted,
)
from workbook.intake.deliveries.header import ASKED_COLUMNS, ROWS_SEARCHED, renamed, same_heading
from workbook.intake.deliveries.readers import ORDERS, WRONG, macros
from workbook.intake.deliveries.recipe import Recipe, recipe_of
from workbook.intake.deliveries.rows_of import sources
from workbook.intake.deliveries.sql import EXPORT, SPECIAL, Reading, Statement, reads_questions, statement
from workbook.tables import TABLES

if TYPE_CHECKING:
    import duckdb

ROWS_PEEKED = 500
REASON_SHOWN = 40
"""How much of a reason is shown that no head explains; it may be a text of the export."""
MEMORY, ADDRESSES = "1GB", 8_000_000_000
OVERLAP, UNANSWERED, UNUSED = "overlap", "unanswered", "unused"
"""What is left out of any delivery: orders that a later file has too, questions without an answer, and rows
of which the recipe makes nothing."""


def load(request: dict[str, Any], work: Path) -> dict[str, Any]:
    """Read the files of a delivery, run its recipe, and write a Parquet file per table.

    Args:
        request: folder (of the engagement), files, delivery, questions and zone (settings of the engagement).
        work: Where to write, and to put what takes room meanwhile.

    Returns:
        parts, columns, tables (rows of each), unread (sheets with other headings),
        left_out and changed (table, reason, n, amount), faults.
    """
    import duckdb

    delivery = Delivery.model_validate(request["delivery"])
    recipe = recipe_of(delivery, Path(request["folder"]))
    data = duckdb.connect(str(work / "delivery.duckdb"))
    data.execute(f"SET memory_limit = '{MEMORY}'")
    data.execute(f"SET temp_directory = '{work / 'room'}'")
    export = Export(data, recipe, delivery)
    files = [Path(file) for file in request["files"]]
    faults = [] if recipe.head.key else _twice(files)
    unread = _read(export, files, work, faults)
    if faults or not export.parts:
        return {"faults": faults}
    data.execute("SET enable_external_access = false")
    data.execute("SET lock_configuration = true")
    head = recipe.head
    layout = {"decimal": delivery.decimal or head.decimal, "dates": delivery.dates or head.dates}
    for macro in macros(**layout, zone=delivery.zone or head.zone, zone_here=request["zone"]):
        data.execute(macro)
    carry_down(data, head.carried, export)
    overlap = drop_overlap(data, head.key, export)
    questions = {name: Question.model_validate(facts) for name, facts in request["questions"].items()}
    faults = [*export.faults, *ask(data, delivery, questions, export)]
    faults += [
        fault(
            "engagement.yml",
            f"deliveries: recipe {recipe.name} needs to know, under with, {name}: {head.ask[name]};"
            f' when importing: --with "{name}=COLUMN"',
        )
        for name in head.needs
        if not delivery.with_.get(name)
    ]
    reasons = {*head.left_out, *head.changed, UNANSWERED}
    made = []
    for table, select in recipe.selects.items():
        made.append(
            statement(
                table,
                select,
                recipe=recipe.name,
                headings=[*export.columns, *ASKED_COLUMNS],
                optional=head.optional,
                given={name: delivery.with_.get(name, "") for name in head.ask},
                reasons=reasons,
            )
        )
    counts: list[dict[str, Any]] = []
    tables: dict[str, int] = {}
    for one in made:
        faults += [
            wrong for reading in one.readings for wrong in _unread(data, reading, export, layout["dates"])
        ]
        before = len(counts)
        tables[one.table] = _make(data, one, work, counts)
        faults += _unexplained(recipe.name, counts[before:], reasons | {UNUSED})
        faults += _doubled(data, one, recipe, export)
        if overlap and one is made[0]:
            counts.append(_overlapping(one.table, overlap, tables[one.table]))
    for count in counts:
        count["said"] = (head.left_out | head.changed).get(count["reason"], {})
    return {
        "parts": export.parts,
        "columns": export.columns,
        "tables": tables,
        "counts": counts,
        "unread": unread,
        "faults": faults,
    }


def _twice(files: list[Path]) -> list[dict[str, Any]]:
    """Files with the same content; without a key of the order, their rows would count twice."""
    first: dict[str, str] = {}
    names = [(file.name, first.setdefault(sha256_of(file), file.name)) for file in files]
    message = "has the content of {}, and would count twice; take one of them away"
    return [fault(name, message.format(other)) for name, other in names if name != other]


def _read(export: Export, files: list[Path], work: Path, faults: list[dict[str, Any]]) -> list[str]:
    """Load all files; of a workbook or archive those sheets that have the headings of the recipe.

    Returns:
        The sheets and files of an archive that hold rows, and have other headings.
    """
    unread = []
    (work / "unfolded").mkdir()
    for file in files:
        tried = 0
        before = len(export.parts)
        try:
            for name, rows in sources(file, work / "unfolded"):
                tried += 1
                if not export.add(name, rows()) and next(rows(), None) is not None:
                    unread.append(name)
        except (ValueError, OSError) as error:
            faults.append(fault(file.name, f"cannot be read: {error}"))
            continue
        if len(export.parts) == before:
            missing = _missing(file, export.recipe, export.delivery, work) if tried else ["any table"]
            message = f"does not have the columns of recipe '{export.recipe.name}': {', '.join(missing)}"
            faults.append(fault(file.name, message))
    return unread


def _missing(file: Path, recipe: Recipe, delivery: Delivery, work: Path) -> list[str]:
    """The headings that are not in the row of a file that has the most of them."""
    also = recipe.head.also | delivery.columns
    best: set[str] = set()
    for _, rows in sources(file, work / "unfolded"):
        for _, row in itertools.islice(rows(), ROWS_SEARCHED):
            found = {same_heading(cell) for cell in renamed(row, also)}
            best = max(best, found & {same_heading(name) for name in recipe.head.matches}, key=len)
    return [f"'{name}'" for name in recipe.head.matches if same_heading(name) not in best]


def _overlapping(table: str, n: int, rows: int) -> dict[str, Any]:
    """The count of rows whose order stands in a later file too."""
    return {"table": table, "kind": "left_out", "reason": OVERLAP, "n": n, "of": rows + n}


def _unread(
    data: "duckdb.DuckDBPyConnection", reading: Reading, export: Export, dates: str
) -> Iterator[dict[str, Any]]:
    """The texts that a reader cannot read, with their rows; and amounts in several currencies."""
    rows = data.execute(
        f"SELECT text, place, list_sort(list(DISTINCT row))[1:{FAULTS_SHOWN}] FROM ({reading.sql})"
        f" GROUP BY ALL ORDER BY min(row) LIMIT {FAULTS_SHOWN}"
    ).fetchall()
    for text, column, places in rows:
        named = [export.place(row) for row in places]
        for file in dict.fromkeys(file for file, _ in named):
            rows_of = [row for name, row in named if name == file]
            message = f"'{text}' {WRONG[reading.reader].format(dates=ORDERS[dates])}"
            yield fault(file, message, rows_of, column)
    if reading.reader == "number":
        signs = data.execute(
            f"SELECT DISTINCT currency_sign(text) AS sign, place FROM ({reading.texts})"
            " WHERE sign <> '' ORDER BY sign"
        ).fetchall()
        if len(signs) > 1:
            found = ", ".join(sign for sign, _ in signs)
            message = f"holds amounts in several currencies ({found}); export them apart, or convert them"
            yield fault(export.parts[0][0], message, column=signs[0][1])


def _unexplained(recipe: str, counts: list[dict[str, Any]], reasons: set[str]) -> list[dict[str, Any]]:
    """Reasons that come out of a recipe and that its head does not explain."""
    odd = [count for count in counts if count["reason"] not in reasons]
    return [
        fault(
            f"recipe {recipe}",
            f"table '{count['table']}': {count['kind']} gives '{count['reason'][:REASON_SHOWN]}'"
            f" ({count['n']:,}), which is not explained in the head",
        )
        for count in odd[:FAULTS_SHOWN]
    ]


def _doubled(
    data: "duckdb.DuckDBPyConnection", made: Statement, recipe: Recipe, export: Export
) -> Iterator[dict[str, Any]]:
    """Rows that count more than once, as by a JOIN that finds several; in a survey they may."""
    for used in () if reads_questions(recipe.selects[made.table]) else made.used:
        rows = data.execute(
            f'SELECT "row" FROM ({used}) WHERE "row" IS NOT NULL GROUP BY "row" HAVING count(*) > 1'
            f" ORDER BY 1 LIMIT {FAULTS_SHOWN}"
        ).fetchall()
        if rows:
            name, _ = export.place(rows[0][0])
            places = [row for part, row in (export.place(row) for (row,) in rows) if part == name]
            message = (
                f"counts more than once in table '{made.table}' of recipe '{recipe.name}'; look at its JOIN"
                " and at its column row"
            )
            yield fault(name, message, places)


def _make(
    data: "duckdb.DuckDBPyConnection", made: Statement, work: Path, counts: list[dict[str, Any]]
) -> int:
    """Run a SELECT, count what it leaves out and changes, and write the rest; returns its rows."""
    import pyarrow.parquet as pq

    data.execute(f"CREATE TABLE made AS {made.sql}")
    money = "sum(amount)" if "amount" in made.columns else "NULL"
    people = "count(DISTINCT customer_id)" if "customer_id" in made.columns else "NULL"
    of, of_amount = data.execute(f"SELECT count(*), {money} FROM made").fetchone()
    kinds = {"left_out": "left_out IS NOT NULL", "changed": "changed IS NOT NULL"}
    if "left_out" in made.columns:
        kinds["changed"] += " AND left_out IS NULL"
    for kind, rows in kinds.items():
        if kind in made.columns:
            found = data.execute(
                f"SELECT {kind}, count(*), {money}, {people} FROM made WHERE {rows} GROUP BY 1 ORDER BY 1"
            )
            names = ("reason", "n", "amount", "people")
            shares = {"table": made.table, "kind": kind, "of": of, "of_amount": of_amount}
            counts += [shares | dict(zip(names, row, strict=True)) for row in found.fetchall()]
    used = 'SELECT "row" FROM made'
    if made.grouped:  # a row stands for several: what they were taken from
        used = " UNION ALL ".join(f"({rows})" for rows in made.used)
    taken = f'SELECT "row" FROM ({used}) WHERE "row" IS NOT NULL'
    every, unused = data.execute(
        f'SELECT count(*), count(*) FILTER ("row" NOT IN ({taken})) FROM {EXPORT}'
    ).fetchone()
    nothing = {"table": made.table, "kind": "left_out", "reason": UNUSED, "n": unused, "of": every}
    counts += [nothing] if unused else []
    filled = _filled(data, made)
    given = [name for name in TABLES[made.table].columns if name in filled]
    given += [name for name in filled if name not in given]
    counting = "WHERE left_out IS NULL" if "left_out" in made.columns else ""
    result = data.execute(
        f'SELECT "row", {", ".join(map(quoted, given))} FROM made {counting} ORDER BY "row"'
    ).to_arrow_reader(CHUNK)
    rows = 0
    with pq.ParquetWriter(work / f"{made.table}.parquet", result.schema) as writer:
        for batch in result:
            writer.write_batch(batch)
            rows += batch.num_rows
    data.execute("DROP TABLE made")
    return rows


def _filled(data: "duckdb.DuckDBPyConnection", made: Statement) -> list[str]:
    """The columns that hold something, and those that have to be there."""
    names = [name for name in made.columns if name not in SPECIAL]
    counts = data.execute(
        f"SELECT {', '.join(f'count({quoted(name)})' for name in names)} FROM made"
    ).fetchone()
    columns = TABLES[made.table].columns
    needed = {name for name in names if name in columns and columns[name].required}
    return [name for name, n in zip(names, counts, strict=True) if n or name in needed]


def peek(request: dict[str, Any], work: Path) -> dict[str, Any]:
    """The first rows of every table of some files.

    Args:
        request: files.
        work: An empty folder, for what is unfolded.

    Returns:
        sources: name and rows of each.
    """
    found = []
    for file in map(Path, request["files"]):
        try:
            for name, rows in sources(file, work):
                first = [row for _, row in itertools.islice(rows(), ROWS_PEEKED)]
                found.append({"name": name, "rows": first})
        except (ValueError, OSError) as error:
            return {"error": f"{file.name} cannot be read: {error}."}
    return {"sources": found}


def query(request: dict[str, Any], work: Path) -> dict[str, Any]:
    """Write what a query of a database gives to rows.parquet.

    Args:
        request: variable (of the environment, with the URL) and query.
        work: An empty folder.

    Returns:
        rows.
    """
    import pyarrow.parquet as pq

    from workbook import backend

    pieces = backend.query(os.environ[request["variable"]], request["query"])
    first = next(pieces, None)
    if first is None:
        return {"rows": 0}
    rows = 0
    with pq.ParquetWriter(work / "rows.parquet", first.schema) as writer:
        for piece in itertools.chain([first], pieces):
            writer.write_batch(piece)
            rows += piece.num_rows
    return {"rows": rows}


def _limit(seconds: int) -> None:
    """Bind memory and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Load what the request in the folder named on the command line asks for, and write the outcome there."""
    work = Path(sys.argv[1])
    request = json.loads((work / "request.json").read_text(encoding="utf-8"))
    _limit(request["seconds"])
    try:
        outcome = {"load": load, "peek": peek, "query": query}[request["job"]](request, work)
    except WorkbookError as error:
        outcome = {"error": str(error)}
    except MemoryError:
        outcome = {
            "error": "It takes more memory than a delivery may have; deliver it in parts, or as Parquet."
        }
    (work / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    main()
