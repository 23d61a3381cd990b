"""Deliveries in the whole: parts, faults with their rows, orders that stand in two files, limits."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from deliveries import client_with, folder_with

from workbook.engagement import engagement_from
from workbook.errors import EngagementError, TablesError
from workbook.intake.deliveries.delivered import changed_columns, delivered, files_of, with_deliveries
from workbook.tables import RawTable, check

SHOPIFY = "Name,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"


def orders(folder: Path, name: str, *lines: str) -> None:
    (folder / "deliveries").mkdir(exist_ok=True)
    (folder / "deliveries" / name).write_text(SHOPIFY + "\n".join(lines) + "\n", encoding="utf-8")


def order(number: int, total: str = "10.00", price: str = "10.00", day: str = "2026-05-01 10:00:00 +0200"):
    return f"#{number},a{number}@example.nl,paid,{total},{day},1,Mug,{price}"


def shop(**settings):
    return client_with("shopify-orders", {"files": "*.csv"} | settings)


def faults(folder: Path, client) -> str:
    came = delivered(folder, client)
    with pytest.raises(TablesError) as refused:
        check(came.tables, client)
    return str(refused.value)


def test_every_text_that_cannot_be_read_is_told_with_file_row_and_column(tmp_path):
    orders(tmp_path, "may.csv", order(1), order(2, total='"12,50"'), order(3, day="1 May"))
    orders(tmp_path, "june.csv", order(4), order(5, price="free"))
    told = faults(tmp_path, shop())
    assert "may.csv cannot be used: 2 faults" in told
    assert "row 3, Total: '12,50' is not a number" in told
    assert "row 4, Created at: '1 May' is not a date with the year first" in told
    assert "june.csv" in told and "row 3, Lineitem price: 'free' is not a number" in told


def test_a_row_that_is_left_out_has_no_fault(tmp_path):
    line = order(2, total="?").replace("paid", "voided")
    orders(tmp_path, "may.csv", order(1), line)
    assert check(delivered(tmp_path, shop()).tables, shop())["transactions"]["amount"].tolist() == [10.0]


def test_amounts_in_two_currencies_are_refused(tmp_path):
    orders(tmp_path, "may.csv", order(1, total="€ 10.00"), order(2, total="$ 10.00"))
    assert "Total: holds amounts in several currencies (EUR, USD)" in faults(tmp_path, shop())


def test_the_parts_of_a_delivery_are_read_together_and_a_fault_of_the_table_names_its_part(tmp_path):
    orders(tmp_path, "april.csv", order(1))
    orders(tmp_path, "may.csv", order(2), order(3, day="1850-01-01 10:00:00 +0000"))
    told = faults(tmp_path, shop())
    assert "row 3 of may.csv, ordered_at: 1850-01-01 lies outside" in told


def test_an_order_that_stands_in_two_files_counts_once_as_the_later_has_it(tmp_path):
    orders(tmp_path, "2026-04.csv", order(1), order(2, total="10.00"))
    orders(tmp_path, "2026-05.csv", order(2, total="30.00"), order(3))
    came = delivered(tmp_path, shop())
    made = check(came.tables, shop())["transactions"]
    assert dict(zip(made["order_id"], made["amount"], strict=True)) == {"#1": 10.0, "#2": 30.0, "#3": 10.0}
    [count] = came.counts
    assert (count["reason"], count["n"], count["of"]) == ("overlap", 1, 4)


def test_rows_of_which_a_recipe_makes_nothing_are_counted(tmp_path):
    orders(tmp_path, "may.csv", order(1), order(2), order(3))
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "some.sql").write_text(
        "---\ntitle: {en: Some}\nabout: one order\nmatches: [Name]\n---\n-- customers\n"
        'SELECT row, "Name" AS customer_id FROM export WHERE "Name" = \'#2\'\n',
        encoding="utf-8",
    )
    [count] = delivered(tmp_path, client_with("some", {"files": "*.csv"})).counts
    assert (count["reason"], count["n"], count["of"]) == ("unused", 2, 3)


OWN = 'row, "Name" AS customer_id, moment("Created at") AS ordered_at, number("Total") AS amount'


def own(folder: Path, select: str):
    """A client whose delivery has a recipe of its own."""
    (folder / "recipes").mkdir()
    head = "---\ntitle: {en: Own}\nabout: all orders\nmatches: [Name]\n---\n-- transactions\n"
    (folder / "recipes" / "own.sql").write_text(f"{head}{select}\n", encoding="utf-8")
    return client_with("own", {"files": "*.csv"})


def test_rows_that_are_filtered_before_they_are_grouped_are_counted(tmp_path):
    orders(tmp_path, "may.csv", order(1), order(2), order(3))
    grouped = (
        OWN.replace("row,", "min(row) AS row,").replace('moment("', 'min(moment("').replace('at")', 'at"))')
    )
    grouped = grouped.replace('number("Total")', 'sum(number("Total"))')
    client = own(tmp_path, f'SELECT {grouped} FROM export WHERE "Name" <> \'#2\' GROUP BY "Name"')
    [count] = delivered(tmp_path, client).counts
    assert (count["reason"], count["n"], count["of"]) == ("unused", 1, 3)


@pytest.mark.parametrize(
    "reason", ["if(\"Name\" = '#1', 'odd', NULL)", "'o' || 'dd'", "nullif(\"Lineitem name\", 'odd')"]
)
def test_a_reason_that_the_head_does_not_explain_is_refused_however_it_is_made(reason, tmp_path):
    orders(tmp_path, "may.csv", order(1).replace("Mug", "Odd"))
    client = own(tmp_path, f"SELECT {OWN}, lower({reason}) AS left_out FROM export")
    told = faults(tmp_path, client)
    assert "left_out gives 'odd' (1), which is not explained in the head" in told


def test_rows_that_a_join_doubles_are_refused(tmp_path):
    orders(tmp_path, "may.csv", order(1), order(1), order(2))
    again = 'WITH o AS (SELECT "Name" AS id FROM export)'
    client = own(tmp_path, f'{again} SELECT export.{OWN} FROM export JOIN o ON o.id = "Name"')
    told = faults(tmp_path, client)
    assert "rows 2, 3: counts more than once" in told and "look at its JOIN" in told


def test_headings_that_look_like_numbered_ones_are_told_apart(tmp_path):
    (tmp_path / "deliveries").mkdir()
    text = "Name,Created at,Total,X,X,X (2),asked_question\n#1,2026-05-01,7,1,2,3,4\n"
    (tmp_path / "deliveries" / "may.csv").write_text(text, encoding="utf-8")
    came = delivered(tmp_path, own(tmp_path, f"SELECT {OWN} FROM export"))
    assert came.tables["transactions"].frame["amount"].tolist() == [7.0]
    assert came.columns["*.csv"][3:] == ["X", "X (2)", "X (2) (2)", "asked_question (2)"]


@pytest.mark.parametrize("prices", [("10.00", ""), ("", "0.00"), ("0.10", "-0.10"), ("7", "-3.50"), ("", "")])
def test_what_an_order_brought_in_is_what_its_lines_bring_in_together(prices, tmp_path):
    lines = [order(1, total="60.00", price=price) for price in (*prices, *prices[:1])]
    orders(tmp_path, "may.csv", *lines)
    made = delivered(tmp_path, shop()).tables["transactions"].frame
    assert made["amount"].sum() == pytest.approx(60)


def test_files_with_the_same_content_are_refused_where_no_order_tells_them_apart(tmp_path):
    for name in ("may.csv", "may (1).csv"):
        orders(tmp_path, name, order(1))
    told = faults(tmp_path, own(tmp_path, f"SELECT {OWN} FROM export"))
    assert "has the content of may.csv, and would count twice" in told
    assert check(delivered(tmp_path, shop()).tables, shop())["transactions"]["amount"].sum() == 10


def test_a_file_of_an_archive_with_other_headings_is_named(tmp_path):
    orders(tmp_path, "may.txt", order(1))
    text = (tmp_path / "deliveries" / "may.txt").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "deliveries" / "all.zip", "w") as parts:
        parts.writestr("may.csv", text)
        parts.writestr("june.csv", text.replace("Total", "Totaal"))
    came = delivered(tmp_path, shop(files="*.zip"))
    assert came.unread == ["deliveries/all.zip, june.csv"]


def test_a_file_that_two_deliveries_make_the_same_table_of_is_refused(tmp_path):
    orders(tmp_path, "may.csv", order(1))
    twice = [{"files": files, "recipe": "shopify-orders"} for files in ("*.csv", "may*")]
    told = faults(tmp_path, engagement_from({"client": "Acme", "deliveries": twice}))
    assert "may.csv is read by two deliveries, and would count twice" in told


def test_the_further_lines_of_an_order_go_with_it_when_a_later_file_replaces_it(tmp_path):
    further = ",,,,2026-05-01 10:00:00 +0200,1,Spoon,5.00"
    orders(tmp_path, "2026-04.csv", order(1), order(2), further)
    orders(tmp_path, "2026-05.csv", order(2, total="30.00"))
    came = delivered(tmp_path, shop())
    made = check(came.tables, shop())["transactions"]
    assert list(zip(made["order_id"], made["product"], made["amount"], strict=True)) == [
        ("#1", "Mug", 10.0),
        ("#2", "Mug", 30.0),
    ]
    assert [(count["reason"], count["n"]) for count in came.counts] == [("overlap", 2)]


def test_one_currency_written_in_two_ways_is_one(tmp_path):
    orders(tmp_path, "may.csv", order(1, total="€ 10.00"), order(2, total="10.00 EUR"))
    assert check(delivered(tmp_path, shop()).tables, shop())["transactions"]["amount"].tolist() == [
        10.0,
        10.0,
    ]


def test_two_deliveries_of_one_table_are_put_together(tmp_path):
    folder_with(tmp_path, "uci-order-lines.csv", "shopify-orders.csv")
    both = [
        {"files": "shopify*.csv", "recipe": "shopify-orders"},
        {"files": "uci*.csv", "recipe": "uci-order-lines"},
    ]
    client = engagement_from({"client": "Acme", "deliveries": both})
    made = check(delivered(tmp_path, client).tables, client)["transactions"]
    assert len(made) == 6 + 3


def test_a_table_that_the_intake_has_rows_of_too_is_refused(tmp_path):
    frame = pd.DataFrame({"customer_id": ["a"]})
    intake = {"customers": RawTable("customers", "intake.xlsx, sheet customers", frame)}
    came = {"customers": RawTable("customers", "crm.csv (recipe own)", frame)}
    [fault] = with_deliveries(intake, came)["customers"].faults
    assert "intake.xlsx, sheet customers" in fault.message
    empty = {"customers": RawTable("customers", "intake.xlsx, sheet customers", frame.iloc[:0])}
    assert with_deliveries(empty, came)["customers"].file == "crm.csv (recipe own)"


def test_headings_that_are_not_there_are_named(tmp_path):
    (tmp_path / "deliveries").mkdir()
    (tmp_path / "deliveries" / "a.csv").write_text("Name,E-mail\n#1,x\n", encoding="utf-8")
    told = faults(tmp_path, shop())
    assert "does not have the columns of recipe 'shopify-orders': 'Email', 'Financial Status'" in told


def test_columns_of_the_export_may_be_given_the_names_that_the_recipe_knows(tmp_path):
    orders(tmp_path, "may.csv", order(1))
    file = tmp_path / "deliveries" / "may.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Total,", "Totaal,"), encoding="utf-8")
    made = delivered(tmp_path, shop(columns={"totaal": "Total"})).tables["transactions"]
    assert made.frame["amount"].tolist() == [10.0]


def test_a_delivery_without_a_file_says_where_it_belongs(tmp_path):
    assert "there is no file deliveries/*.csv; put the export there" in faults(tmp_path, shop())


def test_a_row_with_more_values_than_columns_is_told(tmp_path):
    orders(tmp_path, "may.csv", order(1) + ",extra,more")
    assert "row 2: has more values than there are columns (8)" in faults(tmp_path, shop())


def test_a_column_that_has_to_be_named_is_asked_for(tmp_path):
    folder = folder_with(tmp_path, "jira.csv")
    assert "needs to know, under with, cost: the column with the cost" in faults(
        folder, client_with("jira", {})
    )


def test_a_question_whose_column_is_not_there_is_told(tmp_path):
    folder = folder_with(tmp_path, "limesurvey.csv")
    client = client_with("limesurvey", {"questions": {"nps": "nps", "csat": "satisfaction"}})
    assert "column 'csat', named under questions of the delivery, is not in the export" in faults(
        folder, client
    )


def test_what_takes_too_much_memory_ends_with_a_message_and_not_with_the_machine(tmp_path):
    orders(tmp_path, "may.csv", *[order(number) for number in range(3000)])
    (tmp_path / "recipes").mkdir()
    longest = " || ".join(['a."Name"'] * 200)
    (tmp_path / "recipes" / "greedy.sql").write_text(
        "---\ntitle: {en: Greedy}\nabout: a cross join by the back door\nmatches: [Name]\n---\n-- customers\n"
        f"SELECT a.row AS row, {longest} AS customer_id FROM export AS a JOIN export AS b ON 1 = 1"
        " JOIN export AS c ON 1 = 1\n",
        encoding="utf-8",
    )
    client = client_with("greedy", {"files": "*.csv"}, run={"minutes": 0.15})
    with pytest.raises(EngagementError, match=r"may\.csv"):
        delivered(tmp_path, client)


def test_files_of_a_delivery_come_in_the_order_of_their_names(tmp_path):
    for name in ("b.csv", "a.csv", ".hidden.csv", "~lock.csv"):
        orders(tmp_path, name, order(1))
    [delivery] = shop().deliveries
    assert [file.name for file in files_of(tmp_path, delivery)] == ["a.csv", "b.csv"]


def test_columns_that_came_or_went_since_the_last_time_are_named():
    before, now = {"o.csv": ["Name", "Total"]}, {"o.csv": ["Name", "Tip"], "new.csv": ["A"]}
    assert changed_columns(before, now) == {"o.csv": {"new": ["Tip"], "gone": ["Total"]}}
    assert changed_columns(now, now) == {}


@pytest.mark.parametrize(
    ("delivery", "told"),
    [
        ({"recipe": "jira"}, "needs one of files and database"),
        ({"files": "../a.csv", "recipe": "jira"}, "is not a pattern of files in the folder deliveries"),
        ({"files": "/etc/passwd", "recipe": "jira"}, "is not a pattern of files in the folder deliveries"),
        (
            {"database": "postgresql://u:secret@host/db", "query": "x", "recipe": "jira"},
            "environment variable",
        ),
        ({"database": "${DB}", "recipe": "jira"}, "database, query and name go together"),
        ({"files": "a.csv", "recipe": "jira", "zone": "Mars"}, "'Mars' is not a time zone"),
    ],
)
def test_settings_of_a_delivery_that_cannot_be_are_refused(delivery, told):
    with pytest.raises(EngagementError) as refused:
        engagement_from({"client": "Acme", "deliveries": [delivery]})
    assert told in str(refused.value) and "secret" not in str(refused.value)
