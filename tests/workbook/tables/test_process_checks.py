"""Process steps that cannot be: answers against a verdict, half answers, steps that nobody knows."""

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check

BASE = {"process": "Returns", "step": ["Book", "Check"], "role": "Desk", "minutes": 5, "per_month": 9}


def checked(**columns):
    frame = pd.DataFrame(BASE | columns).astype(object).set_axis([2, 3])
    return check({"processes": RawTable("processes", "p.csv", frame)}, engagement_from({"client": "Acme"}))


def fault(**columns):
    with pytest.raises(TablesError) as refused:
        checked(**columns)
    return str(refused.value)


def answers(**given):
    return {
        f"{name}{part}": value
        for name, yes in given.items()
        for part, value in (("", yes), ("_by", "A"), ("_on", "2017-11-02"))
    }


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (answers(eliminate="yes", simplify="yes"), "simplify: is yes, and eliminate is yes as well"),
        (
            answers(eliminate="no", simplify="yes") | {"verdict": "automate"},
            "verdict: is another than simplify, and simplify is answered yes; answer it no, or",
        ),
        (
            answers(eliminate="no") | {"verdict": "eliminate"},
            "verdict: is eliminate, and eliminate is answered no",
        ),
        ({"eliminate": "yes"}, "eliminate_by: is blank, and eliminate is not; give both, or none"),
        (
            {"depends_on": ["", "Boek"]},
            "row 3, depends_on: 'Boek' is not a step of process 'Returns'; did you mean",
        ),
    ],
)
def test_answers_that_contradict_each_other_and_unknown_steps_are_told(columns, message):
    assert message in fault(**columns)


def test_a_round_of_steps_and_blank_hours_are_no_fault():
    rows = checked(depends_on=["Check", "Book; Check"], per_month=[None, 9])["processes"]
    assert rows["depends_on"].tolist() == ["Check", "Book; Check"] and rows["per_month"].isna().sum() == 1


def test_a_log_with_a_name_per_event_is_refused():
    rows = {"process": "Returns", "case": "R1", "activity": [f"Parcel {n}" for n in range(1001)]}
    frame = pd.DataFrame(rows | {"at": "2017-10-02 09:14:00"}).astype(object)
    with pytest.raises(
        TablesError, match="activity: has more than 1,000 different names; it names a kind of"
    ):
        check({"event_log": RawTable("event_log", "e.csv", frame)}, engagement_from({"client": "Acme"}))
