"""What a workshop begins with, from the tables of its quarter."""

import pandas as pd
from starts import QUARTER, start

from workbook.store import checked_inputs, open_engagement, open_period
from workbook.workshop.steps.setting import _answered, steps_setting


def test_the_evidence_of_a_cell_is_counted_by_the_question_that_leads_there(tmp_path):
    folder = start(tmp_path / "acme", "reviews")
    checked_inputs(folder, open_engagement(folder))
    cells = steps_setting(open_period(folder, QUARTER))["cells"]
    assert {cell["touchpoint"]: cell["evidence"] for cell in cells} == dict.fromkeys(
        ("listing", "payout", "returns"), "some"
    )


def test_answers_are_kept_apart_only_where_several_respondents_gave_them():
    table = pd.DataFrame({"statement": ["a", "b", "a"], "respondent": ["x", "x", "y"], "answer": [1, 2, 3]})
    assert _answered(table)[["statement", "respondent"]].values.tolist() == [["a", "x"], ["a", "y"]]
