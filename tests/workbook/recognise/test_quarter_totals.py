from datetime import datetime

import pandas as pd
import pytest
from told import told

from workbook.recognise.quarter_totals import quarter_totals

END = datetime(2018, 1, 1)


def lines(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
    return table.assign(ordered_at=pd.to_datetime(table["ordered_at"]), order_id=None, product_group=None)


def test_totals_by_hand(as_table):
    found = quarter_totals(
        as_table(
            lines(
                *[("x", f"{year}-{month:02d}-05", 10.0) for year in (2016, 2017) for month in (1, 4, 7, 10)],
                ("y", "2017-11-01", 5.0),
                ("y", "2017-12-01", -2.0),
                ("z", "2017-12-31", 0.0),
                ("w", "2018-01-01", 99.0),
            )
        ),
        end=END,
    ).set_index("quarter")
    assert found.index.tolist() == [f"{year}Q{quarter}" for year in (2016, 2017) for quarter in range(1, 5)]
    assert found.loc["2017Q4", ["revenue", "n", "new"]].tolist() == [13, 2, 1]
    assert found.loc["2017Q3", ["revenue", "n", "new"]].tolist() == [10, 1, 0]
    assert found["new"].isna().tolist() == [True] * 4 + [False] * 4


def test_a_quarter_without_orders_is_a_row_of_nothing(as_table):
    found = quarter_totals(as_table(lines(("x", "2017-01-05", 10.0), ("x", "2017-12-05", 10.0))), end=END)
    assert found["revenue"].tolist() == [10, 0, 0, 10] and found["n"].tolist() == [1, 0, 0, 1]


def test_nine_quarters_at_most_and_none_after_the_end(as_table):
    found = quarter_totals(as_table(lines(*[("x", f"{y}-02-05", 1.0) for y in range(2010, 2019)])), end=END)
    assert found["quarter"].iloc[[0, -1]].tolist() == ["2015Q4", "2017Q4"] and len(found) == 9


@pytest.mark.parametrize(
    ("revenue", "title"),
    [
        ([100.0] * 4 + [120.0], "Revenue of Q5 was €120, 20% more than in the same quarter a year ago"),
        ([100.0, 80.0], "Revenue of Q2 was €80, 20% less than the quarter before"),
        ([0.0, 80.0], "Revenue of Q2 was €80, from 7 customers"),
    ],
)
def test_a_quarter_is_held_against_the_same_one_a_year_ago(revenue, title):
    table = pd.DataFrame({"revenue": revenue}).assign(n=7, new=None)
    table["quarter"] = [f"2017Q{min(row + 1, 4)}" for row in range(len(table))]
    said = told("recognise/quarter_totals", table).title
    assert said.split("was")[1] == title.split("was")[1]
