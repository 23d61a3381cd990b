"""A recipe's SELECT: what is allowed by name runs, and nothing else."""

import pytest

from workbook.errors import EngagementError
from workbook.intake.deliveries.sql import statement

HEADINGS = ["Name", "Total", "Day"]
GOOD = 'SELECT row, "Name" AS customer_id, moment("Day") AS ordered_at, number("Total") AS amount FROM export'


def made(select: str, **options):
    given = {"recipe": "own", "headings": HEADINGS, "optional": (), "given": {}, "reasons": ()}
    return statement("transactions", select, **given | options)


def refusal(select: str, **options) -> str:
    with pytest.raises(EngagementError) as refused:
        made(select, **options)
    return str(refused.value)


def test_the_sql_that_runs_is_written_from_the_tree():
    written = made(f"{GOOD} -- a remark; DROP TABLE export")
    assert "DROP" not in written.sql.replace("/* a remark; DROP TABLE export */", "")
    assert written.columns == ("row", "customer_id", "ordered_at", "amount")
    assert [reading.reader for reading in written.readings] == ["moment", "number"]


@pytest.mark.parametrize(
    ("select", "told"),
    [
        ("DROP TABLE export", "it is not one SELECT"),
        (f"{GOOD}; SELECT 1", "it is not one SELECT"),
        ("SELECT * FROM export", "* is not allowed; name the columns"),
        ("SELECT row FROM read_csv('/etc/passwd')", "not allowed"),
        ("SELECT row FROM '/etc/passwd'", "'\"/etc/passwd\"' is not a table here"),
        ("SELECT row FROM other", "'other' is not a table here; the export is export"),
        ("SELECT row FROM information_schema.tables", "is not a table here"),
        ("SELECT row, getenv('HOME') AS customer_id FROM export", "getenv() is not allowed"),
        ('SELECT row, CAST("Total" AS INT) AS amount FROM export', "cast() is not allowed"),
        ('SELECT row, "Total"::INT AS amount FROM export', "cast() is not allowed"),
        ("SELECT row FROM export USING SAMPLE 10", "TABLESAMPLE is not allowed"),
        ("SELECT export.row AS row FROM export, export AS b", "a JOIN needs ON"),
        ("SELECT row, repeat('x', 1000000000) AS customer_id FROM export", "repeat() is not allowed"),
        ("SELECT row, strptime(\"Day\", '%Y') AS ordered_at FROM export", "is not allowed"),
        ("SELECT row, [1, 2] AS customer_id FROM export", "not allowed"),
        ("SELECT row, regexp_replace(\"Name\", 'a', 'b') AS customer_id FROM export", "takes 'g'"),
        (
            'SELECT row, "Nmae" AS customer_id FROM export',
            "column 'Nmae' is not in the export; did you mean 'Name'?",
        ),
        ('SELECT row, "$day" AS ordered_at FROM export', '"$day" is not under ask: in the head'),
        ('SELECT row, "Name" AS client FROM export', "'client' is no column of transactions"),
        ('SELECT "Name" AS customer_id FROM export', "it gives no column row"),
        (
            'SELECT row, "Name" AS customer_id, "Day" AS Customer_id FROM export',
            "'customer_id' is given twice",
        ),
        ("SELECT row, 'odd' AS left_out FROM export", "'odd' is not explained in the head"),
        (
            'SELECT row FROM export WHERE number("Total") > 1',
            "number() stands only in the columns of the last",
        ),
        (
            'WITH a AS (SELECT row, number("Total") AS t FROM export) SELECT row, t AS amount FROM a',
            "stands only in",
        ),
        ('SELECT row, number(sum("Total") OVER ()) AS amount FROM export', "reads a text, not a sum"),
        ('SELECT row, number("Total", "Day") AS amount FROM export', "number() takes one text"),
        (
            'SELECT row FROM export UNION ALL SELECT row, "Name" AS customer_id FROM export',
            "the same columns",
        ),
        ("SELECT row FROM (SELECT", "it is no SELECT that can be read"),
        ("PIVOT export ON Name", "it is not one SELECT"),
        ("SELECT row, (SELECT max(row) FROM export) + unnest([1]) AS amount FROM export", "not allowed"),
        (
            "WITH RECURSIVE a AS (SELECT row FROM export UNION ALL SELECT row FROM a) SELECT row FROM a",
            "RECURSIVE is not allowed",
        ),
        (
            'SELECT min(row) AS row, "Name" AS customer_id FROM export GROUP BY "Name" HAVING count(*) > 1',
            "HAVING leaves rows out without a word",
        ),
        ("SUMMARIZE export", "it is not one SELECT"),
        ("COPY export TO 'x.csv'", "it is not one SELECT"),
        ("ATTACH 'x.db'", "it is not one SELECT"),
    ],
)
def test_what_is_not_on_the_list_is_refused(select, told):
    assert told in refusal(select)


def test_all_faults_are_told_at_once():
    told = refusal('SELECT row, "Nmae" AS client, "Dya" AS ordered_at FROM export')
    assert "'Nmae'" in told and "'Dya'" in told and "'client'" in told


def test_an_optional_column_that_is_not_there_is_blank():
    written = made('SELECT row, "Channel" AS channel FROM export', optional=["Channel"])
    assert "CAST(NULL AS TEXT) AS channel" in written.sql


def test_a_column_that_the_delivery_names_stands_for_its_own():
    select = 'SELECT row, number("$cost") AS amount FROM export'
    assert 'NUMBER("Total")' in made(select, given={"cost": "total"}).sql
    assert "NUMBER('0')" in made(select, given={"cost": "=0"}).sql
    assert "NULL" in made(select, given={"cost": ""}).sql


def test_a_column_that_a_with_gives_is_not_the_optional_one_of_its_name():
    select = (
        'WITH lines AS (SELECT row, coalesce("Phone", "Name") AS phone FROM export)'
        " SELECT row, phone AS customer_id, lines.phone AS product FROM lines"
    )
    written = made(select, optional=["Phone"]).sql
    assert written.count("NULL") == 1 and "phone AS customer_id, lines.phone AS product" in written
