"""Options of the command line, by hand."""

from datetime import date

import pandas as pd
import pytest

from prioritization import LimitsError
from prioritization.command.options import capacity_within, file_faults, horizon

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("given", "quarters"),
    [
        (["2027Q1..2027Q4"], ("2027Q1", "2027Q2", "2027Q3", "2027Q4")),
        (["Q4 2026..Q1 2027"], ("2026Q4", "2027Q1")),
        (["2027Q1, 2027 q2", "Q3 2027"], ("2027Q1", "2027Q2", "2027Q3")),
        (["Sprint 1,Sprint 2"], ("Sprint 1", "Sprint 2")),
        ([], ("now",)),
    ],
)
def test_quarters_that_are_named_need_no_word_on_where_they_begin(given, quarters):
    assert horizon(given, None, None, TODAY) == (quarters, "")


def test_a_number_of_quarters_begins_where_the_capacity_does_or_with_the_next_one():
    assert horizon(["2"], None, None, TODAY) == (
        ("2027Q1", "2027Q2"),
        "The plan begins with 2027Q1, the next quarter from today; another quarter is named with --start"
        " 2027Q2.",
    )
    days = pd.DataFrame({"quarter": ["2028Q2", "2028Q1"]})
    quarters, said = horizon(["2"], None, days, TODAY)
    assert (quarters, "as the capacity does" in said) == (("2028Q1", "2028Q2"), True)
    sprints = pd.DataFrame({"quarter": ["Sprint 9", "Sprint 10"]})
    assert horizon(["1"], None, sprints, TODAY)[0] == ("Sprint 9",)


@pytest.mark.parametrize(
    ("given", "start", "message"),
    [
        (["2027Q4..2027Q1"], None, r"ends before it begins; write 2027Q1\.\.2027Q4"),
        (["2027Q1..later"], None, "is not a range of quarters"),
        (["0"], None, "--quarters: 0 is not a number of quarters from 1 to 40"),
        (["4"], "spring", "--start: 'spring' is not a quarter of a year"),
        (["2027Q1"], "2027Q1", "say how many quarters"),
    ],
)
def test_quarters_that_cannot_be_are_refused_with_the_way_out(given, start, message):
    with pytest.raises(LimitsError, match=message):
        horizon(given, start, None, TODAY)


def test_a_role_without_days_in_a_quarter_of_the_plan_is_a_fault():
    days = pd.DataFrame({"role": ["it", "crm"], "quarter": ["2027Q1", "2027Q2"], "days": [5, 5]})
    with pytest.raises(
        LimitsError, match=r"role 'crm' has no days in 2027Q1; (.|\n)*'it' has no days in 2027Q2"
    ):
        capacity_within(days, ("2027Q1", "2027Q2"))
    kept, said = capacity_within(days.assign(role="it"), ("2027Q2",))
    assert kept["quarter"].tolist() == ["2027Q2"]
    assert said == ["Not in the plan, so left out of the capacity: 2027Q1."]


def test_a_file_is_not_written_over_one_that_is_read(tmp_path):
    table = tmp_path / "a.csv"
    assert file_faults({"--html": table}, [table, None]) == [
        f"--html: {table} is read from; write to another file"
    ]
    assert file_faults({"--html": tmp_path}, []) == [
        f"--html: {tmp_path} is no file in a folder that is there"
    ]
    assert file_faults({"--html": None, "--xlsx": tmp_path / "b.xlsx"}, [table]) == []
