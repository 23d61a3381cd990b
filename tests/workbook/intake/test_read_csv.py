"""A CSV file that is read in pieces is the file that is read at once."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.intake import read_csv
from workbook.intake.read_csv import csv_pieces, csv_table


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("csv") / "answers.csv"


def pieces_of(file):
    yield from csv_pieces(file)


def whole(file):
    yield csv_table(file)


def outcome(tables):
    """The rows and faults of a table in pieces, or why it cannot be read."""
    try:
        tables = list(tables)
    except ValueError as error:
        return str(error)
    rows = [(row, dict(cells.dropna())) for table in tables for row, cells in table.frame.iterrows()]
    faults = {(fault.message, row) for table in tables for fault in table.faults for row in fault.rows}
    return rows, list(tables[0].frame), faults


@given(
    st.lists(st.sampled_from(["a", "b", ",", ",", "\n", "\n", "\r\n", '"', '""', " ", "é"]), max_size=40),
    st.integers(1, 5),
)
def test_pieces_are_the_whole(file, signs, size):
    file.write_text("respondent_id,score\n" + "".join(signs), "utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_csv, "PIECE", size)
        pieces = outcome(pieces_of(file))
    assert pieces == outcome(whole(file))


def test_records_are_counted_through_the_pieces(file, monkeypatch):
    file.write_text('sep=;\n\nrespondent_id;comment\nr1;"two\nlines"\n\n\nr2;x\n', "utf-8")
    monkeypatch.setattr(read_csv, "PIECE", 2)
    pieces = [table.frame for table in csv_pieces(file)]
    assert pd.concat(pieces).index.tolist() == [4, 7]
    assert pd.concat(pieces)["comment"].tolist() == ["two\nlines", "x"]


def test_a_long_text_is_no_fault_and_a_quote_that_stays_open_is(file):
    long = "x" * 300_000
    file.write_text(f'respondent_id,comment\nr1,"{long}"\n', "utf-8")
    assert csv_table(file).frame["comment"].tolist() == [long]
    file.write_text(f'respondent_id,comment\nr1,"{long}\n', "utf-8")
    with pytest.raises(ValueError, match="in row 2 a quote is not closed"):
        csv_table(file)
