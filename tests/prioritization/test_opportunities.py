import numpy as np
import pandas as pd
import pytest

from prioritization import OpportunitiesError, PrioritizationError, checked_opportunities


def table(**columns):
    return pd.DataFrame({"opportunity": ["a", "b", "c"], "score": [1, 2, 3], **columns})


def faults(frame, **options):
    with pytest.raises(OpportunitiesError) as refused:
        checked_opportunities(frame, **options)
    return str(refused.value)


def test_what_is_left_out_is_filled_in():
    checked = checked_opportunities(table())
    assert checked[["cost", "quarters"]].to_numpy().tolist() == [[0, 1]] * 3
    assert checked[["requires", "excludes"]].to_numpy().tolist() == [[(), ()]] * 3
    assert checked["must_do"].tolist() == [False] * 3
    assert checked["status"].tolist() == ["new"] * 3


def test_blanks_mean_nothing_is_needed():
    checked = checked_opportunities(
        table(cost=[None, 5, ""], days_it=[np.nan, 2, 3], quarters=[None, 2, None])
    )
    assert checked["cost"].tolist() == [0, 5, 0]
    assert checked["days_it"].tolist() == [0, 2, 3]
    assert checked["quarters"].tolist() == [1, 2, 1]


def test_links_are_read_from_text_and_from_lists():
    checked = checked_opportunities(
        table(requires=["b; c", None, ""], excludes=[[], ("a",), np.array(["a"])])
    )
    assert checked["requires"].tolist() == [("b", "c"), (), ()]
    assert checked["excludes"].tolist() == [(), ("a",), ("a",)]


@pytest.mark.parametrize("yes", ["yes", "Ja", "TRUE", True, 1])
@pytest.mark.parametrize("no", ["no", "Nee", "false", False, 0, None, ""])
def test_must_do_is_read_in_two_languages(yes, no):
    frame = table(must_do=pd.Series([yes, no, None], dtype=object))
    assert checked_opportunities(frame)["must_do"].tolist() == [True, False, False]


def test_numbers_as_ids_are_the_same_in_links():
    frame = pd.DataFrame({"opportunity": [1, 2], "score": 1, "requires": [np.nan, 1.0]})
    assert checked_opportunities(frame)["requires"].tolist() == [(), ("1",)]


def test_other_columns_and_the_order_of_rows_stay():
    checked = checked_opportunities(table(title=["x", None, "z"]).iloc[::-1])
    assert checked["opportunity"].tolist() == ["c", "b", "a"]
    assert checked["title"].tolist()[::2] == ["z", "x"]


def test_checking_twice_changes_nothing():
    once = checked_opportunities(table(requires=["b", "", ""], must_do=["ja", "", ""], quarters=[2, 1, 1]))
    pd.testing.assert_frame_equal(checked_opportunities(once), once)


def test_all_faults_are_told_at_once_with_row_and_column():
    frame = pd.DataFrame(
        {
            "opportunity": ["checkout", "returns", "returns", ""],
            "score": [1, -2, np.inf, None],
            "cost": ["abc", 1, 1, 1],
            "quarters": [1.5, -1, 1, 1],
            "days_it": [1, -3, 1, 1],
            "requires": ["chekout", "", "", ""],
            "must_do": ["perhaps", "", "", ""],
            "status": ["", "halted", "", ""],
        }
    )
    assert faults(frame) == (
        "The opportunities cannot be used: 12 faults.\n"
        "  row 2, score: -2 is below 0\n"
        "  row 3, score: 'inf' is not a finite number\n"
        "  row 4, score: is blank\n"
        "  row 1, cost: 'abc' is not a finite number\n"
        "  row 1, quarters: 1.5 is not a whole number of 0 or more\n"
        "  row 2, quarters: -1 is not a whole number of 0 or more\n"
        "  row 2, days_it: -3 is below 0\n"
        "  row 1, must_do: 'perhaps' is neither yes nor no\n"
        "  row 2, status: 'halted' is not one of new, running\n"
        "  row 4, opportunity: is blank\n"
        "  opportunity: 'returns' appears 2 times (rows 2, 3)\n"
        "  row 1, requires: 'chekout' is not an opportunity; did you mean 'checkout'?"
    )


def test_a_circle_of_requirements_is_named():
    circles = [f"'{a}' requires '{b}' requires '{c}' requires '{a}'" for a, b, c in ("acb", "cba", "bac")]
    message = faults(table(requires=["c", "a", "b"]))
    assert any(circle in message for circle in circles)


def test_an_opportunity_cannot_name_itself():
    assert "row 1, excludes: 'a' names itself" in faults(table(excludes=["a", "", ""]))


def test_a_table_without_rows_is_refused():
    assert "there is no row" in faults(table().iloc[:0])


def test_a_missing_column_is_offered_its_likely_name():
    assert "column 'score' is missing; did you mean 'scores'?" in faults(
        table().rename(columns={"score": "scores"})
    )


def test_a_refusal_is_of_the_root_class_and_of_a_builtin():
    assert issubclass(OpportunitiesError, PrioritizationError)
    assert issubclass(OpportunitiesError, ValueError)
