import pandas as pd
import pytest

from prioritization import OpportunitiesError
from prioritization.validated_ids import validated_ids


def test_the_index_is_plain_and_the_frame_is_left_alone():
    frame = pd.DataFrame({"opportunity": [1.0, 2.0], 7: ["x", "y"]}, index=[5, 5])
    table = validated_ids(frame, ["7"], [])
    assert table.index.tolist() == [0, 1]
    assert table["opportunity"].tolist() == ["1", "2"]
    assert frame.index.tolist() == [5, 5]


def test_ids_that_are_blank_or_given_twice_are_all_said():
    faults = []
    validated_ids(pd.DataFrame({"opportunity": ["a", None, "a", "b"]}), [], faults)
    assert faults == ["row 2, opportunity: is blank", "opportunity: 'a' appears 2 times (rows 1, 3)"]


def test_columns_that_are_missing_or_there_twice_are_refused():
    frame = pd.DataFrame([[1, 2, 3]], columns=["oportunity", "cost", "cost"])
    with pytest.raises(OpportunitiesError, match=r"3 faults") as refusal:
        validated_ids(frame, ["growth"], [])
    assert "column 'opportunity' is missing; did you mean 'oportunity'?" in str(refusal.value)
    assert "column 'growth' is missing" in str(refusal.value)
    assert "column 'cost' appears twice" in str(refusal.value)


def test_a_table_without_rows_is_refused():
    with pytest.raises(OpportunitiesError, match="give at least one opportunity"):
        validated_ids(pd.DataFrame({"opportunity": []}), [], [])


@pytest.mark.parametrize("cell", ["1.23E+12", "2,5e+9", 4.5036e15])
def test_ids_cut_short_are_refused_and_no_fault_follows_from_it(cell):
    faults = []
    validated_ids(pd.DataFrame({"opportunity": [cell, cell]}, dtype=object), [], faults)
    assert [fault.partition(":")[0] for fault in faults] == ["row 1, opportunity", "row 2, opportunity"]


def test_ids_that_are_numbers_are_read_without_their_fraction():
    table = validated_ids(pd.DataFrame({"opportunity": ["1.0", "2"]}), [], [])
    assert table["opportunity"].tolist() == ["1", "2"]
    mixed = validated_ids(pd.DataFrame({"opportunity": ["1.0", "A"]}), [], [])
    assert mixed["opportunity"].tolist() == ["1.0", "A"]


def test_errors_of_a_spreadsheet_are_refused():
    faults = []
    validated_ids(pd.DataFrame({"opportunity": ["#REF!", "B"], "title": ["x", "#N/A"]}), [], faults)
    assert faults == [
        "row 1, opportunity: holds the spreadsheet error #REF!",
        "row 2, title: holds the spreadsheet error #N/A",
    ]
