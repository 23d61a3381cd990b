"""A client's database, read into a snapshot: a real PostgreSQL server, SQLite and DuckDB files."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from postgres import PASSWORD, programs, server
from typer.testing import CliRunner

from workbook.cli import app
from workbook.engagement import engagement_from
from workbook.errors import EngagementError
from workbook.intake.deliveries.database import other_query, read_at, read_database
from workbook.store import create

NOW = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)
ROWS = [("K1", "2026-05-01 10:00:00", 12.5), ("K2", "2026-05-02 11:00:00", 20.0)]
QUERY = "SELECT klant AS customer_id, besteld AS ordered_at, bedrag AS amount FROM orders ORDER BY klant"


def delivery(query: str = QUERY):
    facts = {"name": "shop", "database": "${CLIENT_DB}", "query": query, "table": "transactions"}
    return engagement_from({"client": "Acme", "deliveries": [facts]}).deliveries[0]


@pytest.fixture
def shop(tmp_path):
    """A database of SQLite with two orders; gives its URL."""
    with sqlite3.connect(tmp_path / "shop.sqlite") as data:
        data.execute("CREATE TABLE orders (klant TEXT, besteld TEXT, bedrag REAL)")
        data.executemany("INSERT INTO orders VALUES (?, ?, ?)", ROWS)
    return f"sqlite:///{tmp_path / 'shop.sqlite'}"


@pytest.fixture
def client(tmp_path):
    folder = create(tmp_path / "client", language="en", sheets=["customers"])
    with (folder / "engagement.yml").open("a", encoding="utf-8") as settings:
        settings.write(
            "\ndeliveries:\n  - name: shop\n    database: ${CLIENT_DB}\n    table: transactions\n"
            f"    query: {QUERY}\n"
        )
    return folder


def run(*words, code: int = 0) -> str:
    outcome = CliRunner().invoke(app, [str(word) for word in words])
    assert outcome.exit_code == code, outcome.output
    return outcome.output


def test_a_database_is_read_once_and_its_rows_stay(client, shop, monkeypatch):
    assert "the database of 'shop' was not read yet; read it with: cx-workbook import client" in run(
        "check", client, code=3
    )
    monkeypatch.setenv("CLIENT_DB", shop)
    assert "Read from database shop: 2 rows" in run("import", client)
    assert "transactions             2 rows" in run("check", client)
    Path(shop.removeprefix("sqlite:///")).unlink()
    monkeypatch.delenv("CLIENT_DB")
    assert "transactions             2 rows" in run("check", client)
    kept = [file.read_bytes() for file in client.rglob("*") if file.is_file()]
    assert not any(shop.encode() in content for content in kept)


def test_the_snapshot_says_when_it_was_read_and_with_which_query(tmp_path, shop, monkeypatch):
    monkeypatch.setenv("CLIENT_DB", shop)
    file, rows = read_database(tmp_path, delivery(), now=NOW, minutes=1)
    assert (file.name, rows, read_at(tmp_path, delivery())) == ("shop.parquet", 2, NOW)
    assert not other_query(tmp_path, delivery())
    assert other_query(tmp_path, delivery("SELECT 1 AS amount"))


def test_a_database_that_is_away_leaves_the_last_snapshot_and_says_its_age(tmp_path, shop, monkeypatch):
    monkeypatch.setenv("CLIENT_DB", shop)
    file, _ = read_database(tmp_path, delivery(), now=NOW, minutes=1)
    before = file.read_bytes()
    monkeypatch.setenv("CLIENT_DB", "duckdb:///nowhere/shop.duckdb")
    with pytest.raises(
        EngagementError, match="The snapshot of 2026-11-03 09:12 stays, and counts: it is 27 days"
    ):
        read_database(tmp_path, delivery(), now=NOW + timedelta(days=27, hours=3), minutes=1)
    assert file.read_bytes() == before


def test_a_query_that_gives_no_rows_leaves_the_last_snapshot(tmp_path, shop, monkeypatch):
    monkeypatch.setenv("CLIENT_DB", shop)
    read_database(tmp_path, delivery(), now=NOW, minutes=1)
    with pytest.raises(EngagementError, match=r"'shop' gives no rows\.\nThe snapshot"):
        read_database(
            tmp_path, delivery(QUERY.replace("ORDER", "WHERE bedrag > 99 ORDER")), now=NOW, minutes=1
        )


def test_a_slow_query_is_stopped(tmp_path, shop, monkeypatch):
    monkeypatch.setenv("CLIENT_DB", shop)
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS amount FROM n"
    )
    with pytest.raises(EngagementError, match=r"took more than 0\.05 minutes, and was stopped"):
        read_database(tmp_path, delivery(endless), now=NOW, minutes=0.05)


def test_without_the_variable_it_says_how_to_set_it(tmp_path, monkeypatch):
    monkeypatch.delenv("CLIENT_DB", raising=False)
    with pytest.raises(EngagementError, match="the environment has no CLIENT_DB"):
        read_database(tmp_path, delivery(), now=NOW, minutes=1)


def test_a_duckdb_file_can_be_read(tmp_path, monkeypatch):
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as data:
        data.execute(
            "CREATE TABLE orders AS SELECT 'K1' AS klant, DATE '2026-05-01' AS besteld, 12.5 AS bedrag"
        )
    monkeypatch.setenv("CLIENT_DB", f"duckdb:///{tmp_path / 'shop.duckdb'}")
    assert read_database(tmp_path, delivery(), now=NOW, minutes=1)[1] == 1


def test_import_without_a_database_asks_for_a_file(tmp_path):
    folder = create(tmp_path / "client", language="en")
    assert "Give a file" in run("import", folder, code=3)


@pytest.mark.slow
@pytest.mark.skipif(
    programs() is None, reason="There is no PostgreSQL on this machine: apt-get install postgresql"
)
def test_postgresql_is_read_with_its_types_and_no_password_is_ever_shown(client, monkeypatch):
    import psycopg

    with server() as (host, port):
        with psycopg.connect(host=host, port=port, user="cx", password=PASSWORD, dbname="postgres") as data:
            data.execute("CREATE TABLE orders (klant text, besteld timestamptz, bedrag numeric(10, 2))")
            data.execute("INSERT INTO orders VALUES ('K1', '2026-05-01 10:00+02', 12.50), ('K2', now(), 20)")
        url = f"postgresql://cx:{quote(PASSWORD, safe='')}@{host}:{port}/postgres"
        monkeypatch.setenv("CLIENT_DB", url)
        assert "Read from database shop: 2 rows" in run("import", client)
        assert "transactions             2 rows" in run("check", client)
        for wrong in (
            url.replace("postgres?", "x?").replace("cx:", "cy:"),
            url.replace("%2F", "%2G"),
            url + "x",
        ):
            monkeypatch.setenv("CLIENT_DB", wrong)
            told = run("import", client, code=3)
            assert "The snapshot of" in told
            assert PASSWORD not in told and quote(PASSWORD, safe="") not in told and "w:rd" not in told
    assert "The snapshot of" in run("import", client, code=3)
