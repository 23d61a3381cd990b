"""Statuses in the words of trackers, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.statuses import with_known_statuses, with_lists_as_status


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("In Progress", "running"),
        ("in-progress", "running"),
        ("TO DO", "new"),
        ("Bezig", "running"),
        ("Under consideration", "new"),
        ("In ontwikkeling", "running"),
        ("", "new"),
    ],
)
def test_words_of_trackers_are_read(word, status):
    table, _ = with_known_statuses(DataFrame({"opportunity": ["A"], "status": [word]}))
    assert table["status"].tolist() == [status]


@pytest.mark.parametrize("word", ["Done", "Closed", "Gereed", "Won't do", "Geannuleerd"])
def test_what_is_done_or_cancelled_is_not_planned_and_told(word):
    table, notes = with_known_statuses(DataFrame({"opportunity": ["A", "B"], "status": [word, "new"]}))
    assert table["opportunity"].tolist() == ["B"]
    assert notes == [f"Done or cancelled, so not planned: A ({word})."]


def test_words_that_are_not_known_are_said_once_with_their_rows():
    rows = {"opportunity": list("ABC"), "status": ["With legal", "new", "With legal"]}
    with pytest.raises(
        OpportunitiesError, match=r"1 fault\.\n  status: 'With legal' \(rows 1, 3\) is not known"
    ):
        with_known_statuses(DataFrame(rows))


def test_what_is_required_and_cancelled_is_a_fault_and_not_met():
    rows = {"opportunity": ["A", "B"], "status": ["Cancelled", ""], "requires": ["", "A"]}
    with pytest.raises(OpportunitiesError, match="row 2, requires: 'A' is cancelled"):
        with_known_statuses(DataFrame(rows))


def test_what_is_excluded_and_done_is_a_fault_and_cancelled_is_settled():
    rows = {"opportunity": ["A", "B", "C"], "status": ["Cancelled", "Done", ""], "excludes": ["", "", "A"]}
    kept = with_known_statuses(DataFrame({**rows, "together": ["", "", "B"]}))[0]
    assert kept[["excludes", "together"]].values.tolist() == [[(), ()]]
    with pytest.raises(OpportunitiesError, match="row 3, excludes: 'B' is done"):
        with_known_statuses(DataFrame({**rows, "excludes": ["", "", "B"]}))


def test_a_list_of_finished_work_is_refused():
    with pytest.raises(OpportunitiesError, match="all of them are done or cancelled"):
        with_known_statuses(DataFrame({"opportunity": ["A"], "status": ["Done"]}))


def test_lists_of_a_board_are_statuses_only_where_all_of_them_are_called_so():
    board = DataFrame({"opportunity": ["A", "B"], "List Name": ["Ideas of Ann", "Doing"]})
    assert with_lists_as_status(board)[1] == ""
    assert with_lists_as_status(board.assign(**{"List Name": ["To Do", "Doing"]}))[0]["status"].tolist() == [
        "To Do",
        "Doing",
    ]
