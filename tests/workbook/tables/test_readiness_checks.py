"""Answers of the maturity check that cannot be: a statement in two places, a person under two names."""

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check

BASE = {"respondent": ["Ann", "Bob"], "statement": "One key", "dimension": "data", "answer": [2, 3]}


def checked(**columns):
    frame = pd.DataFrame(BASE | columns).astype(object).set_axis([2, 3])
    return check({"readiness": RawTable("readiness", "r.csv", frame)}, engagement_from({"client": "Acme"}))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"dimension": ["data", "plan"]},
            "rows 2, 3, dimension: statement 'One key' has 'data' and 'plan'; give",
        ),
        (
            {"theme": ["goals", None]},
            "rows 2, 3, theme: statement 'One key' has 'goals' and a blank; give it",
        ),
        (
            {"respondent": ["Ann", "ann "]},
            "rows 2, 3, respondent: 'Ann' and 'ann' differ only in capitals or",
        ),
        ({"respondent": "Ann"}, "statement: 'One key' appears twice for respondent 'Ann' (rows 2, 3)"),
        ({"answer": [0, 6]}, "row 2, answer: 0 is outside 1 to 5"),
    ],
)
def test_answers_that_cannot_be_are_told(columns, message):
    with pytest.raises(TablesError) as refused:
        checked(**columns)
    assert message in str(refused.value)


def test_two_people_may_answer_the_same_statement_and_one_may_leave_it_blank():
    assert checked(answer=[2, None])["readiness"]["answer"].isna().tolist() == [False, True]
