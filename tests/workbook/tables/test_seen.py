"""A column that is read in pieces reads as it does at once, whatever is in which piece."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.tables.seen import Seen
from workbook.tables.values import read

CELLS = {
    "number": [
        *(
            "1,5",
            "1.5",
            "1.234",
            "1,234",
            "7",
            "1.234,50",
            "€ 3",
            "$ 3",
            "3 EUR",
            "25,-",
            "٣",
            "x",
            "12%",
            "1e5",
        ),
        *("", " ", "-", "null", "#N/A", "inf", "1 234,5", "-€ 4"),
    ],
    "date": [
        *(
            "2017-12-31",
            "31-12-2017",
            "12/31/2017",
            "3-7-2017",
            "7/7/2017",
            "20171231",
            "43100",
            "soon",
            "",
            "-",
        ),
        *("2017-12-31 10:00", "2017-12-31T10:00Z", "2017-12-31T10:00+01:00", "2017-12-31 10:00 +0200"),
        *("2017-12-31T10:00-05:00", "2017-12-31T00:00", "31-12-2017 9:30 UTC", "1850-01-01", "30-2-2017"),
    ],
    "id": ["1", "1.0", "007", "C1", " 2.0 ", "", "null", "#REF!", "1.2E+15", "12.50"],
    "ids": ["1; 2", "1.0", "C1,C2", "", "3"],
    "integer": ["1", "1,0", "1.5", "1.000", "", "x"],
    "choice": ["Web", "shop ", "", "NULL"],
    "yes/no": ["ja", "no", "1", "perhaps", ""],
    "quarter": ["2018Q1", "2018 q1", "Q1", ""],
}


def read_in_pieces(column, kind, sizes):
    """The values and what is wrong with them, of a column cut in pieces of these sizes."""
    pieces, start = [], 0
    for size in [*sizes, len(column)]:
        pieces.append(column.iloc[start : start + size])
        start += size
    seen = Seen()
    found = [read(piece, kind, seen) for piece in pieces]
    if seen.is_divided:
        seen.complete()
        found = [read(piece, kind, seen) for piece in pieces]
        assert not seen.is_divided
    return pd.concat([values for values, _ in found]), {
        row: text for _, wrong in found for row, text in wrong.items()
    }


@pytest.mark.parametrize("kind", CELLS)
@given(st.data())
def test_pieces_read_as_the_whole(kind, data):
    cells = data.draw(st.lists(st.sampled_from(CELLS[kind]), min_size=1, max_size=30))
    sizes = data.draw(st.lists(st.integers(1, 9), max_size=6))
    column = pd.Series(cells, index=range(2, len(cells) + 2), dtype="str")
    values, wrong = read(column, kind)
    in_pieces, wrong_in_pieces = read_in_pieces(column, kind, sizes)
    assert wrong_in_pieces == wrong
    pd.testing.assert_series_equal(in_pieces, values)


def test_a_column_that_shows_its_style_at_once_is_read_once():
    seen = Seen()
    for piece in (["1,5", "7"], ["1.234", "2,25"], ["3"]):
        read(pd.Series(piece, dtype="str"), "number", seen)
    assert not seen.is_divided and seen.counts[","] == 2


def test_a_column_that_shows_its_style_late_is_read_again():
    seen = Seen()
    pieces = [pd.Series(["1.234"], dtype="str"), pd.Series(["1,5"], dtype="str")]
    assert read(pieces[0], "number", seen)[1] == {
        0: "'1.234' can be a thousand or a fraction; write it without a thousands separator"
    }
    read(pieces[1], "number", seen)
    assert seen.is_divided
    seen.complete()
    assert read(pieces[0], "number", seen)[0].tolist() == [1234.0]
    assert seen.counts[","] == 1
