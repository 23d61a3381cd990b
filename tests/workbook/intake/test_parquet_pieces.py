"""Tables of Parquet, written, changed, sorted and asked piece by piece."""

import pandas as pd
import pytest

from workbook.intake import parquet_pieces
from workbook.intake.parquet_pieces import (
    change_in_pieces,
    column_names,
    different_values,
    pieces_of,
    row_count,
    sort_file,
    writer,
)

ROWS = pd.DataFrame(
    {
        "customer_id": pd.Series(["b", "a", None, "b", "a", "c", "a"], dtype="str"),
        "at": pd.to_datetime(
            ["2017-03-01", "2017-02-01", None, "2017-01-01", "2017-01-01", None, "2017-01-01"]
        ),
        "n": pd.array([1, 2, None, 4, 5, 6, 3], "Int64"),
    }
).astype({"at": "datetime64[us]"})


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_pieces, "PIECE", 3)
    ROWS.to_parquet(tmp_path / "rows.parquet", row_group_size=2, index=False)
    return tmp_path / "rows.parquet"


def test_pieces_are_the_table_whatever_its_groups(file):
    for size in (1, 2, 4, 7):
        ROWS.to_parquet(file, row_group_size=size, index=False)
        pieces = [piece.to_pandas() for piece in pieces_of(file)]
        assert max(map(len, pieces)) <= 5
        pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), ROWS)


def test_a_table_without_rows_is_one_piece_without_rows(file):
    ROWS.iloc[:0].to_parquet(file, index=False)
    assert [piece.num_rows for piece in pieces_of(file)] == [0]
    change_in_pieces(file, lambda piece: piece.assign(n=1))
    assert row_count(file) == 0


def test_pieces_are_written_with_the_types_of_the_first(tmp_path):
    with writer(tmp_path / "new" / "rows.parquet") as write:
        write(ROWS)
        write(ROWS.assign(n=pd.array([None] * len(ROWS), "Int64")))
    kept = pd.read_parquet(tmp_path / "new" / "rows.parquet")
    assert kept.dtypes.equals(ROWS.dtypes)
    assert kept["n"].isna().sum() == len(ROWS) + 1


def test_a_change_reaches_every_row(file):
    change_in_pieces(file, lambda piece: piece.assign(n=piece["n"] * 2).drop(columns="at"))
    assert column_names(file) == ["customer_id", "n"]
    assert pd.read_parquet(file)["n"].tolist() == (ROWS["n"] * 2).tolist()


def test_rows_are_sorted_as_in_memory_with_what_is_missing_last(file):
    sort_file(file, ["customer_id", "at"])
    expected = ROWS.sort_values(["customer_id", "at", "n"], ignore_index=True)
    pd.testing.assert_frame_equal(pd.read_parquet(file), expected)


def test_a_value_is_told_once(file):
    assert sorted(different_values(file, "customer_id").dropna()) == ["a", "b", "c"]
