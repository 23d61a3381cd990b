import pandas as pd
import pytest

from prioritization import Limits, Problem
from prioritization.robustness.frequency import selection_frequency

NOW = Limits(("2027Q1",), 10)


def test_what_nothing_tells_apart_is_tied_and_shares_its_frequency():
    three = pd.DataFrame({"opportunity": ["A", "B", "C"], "score": [5, 5, 9], "cost": [6, 6, 4]})
    found = selection_frequency(Problem(three, NOW), pd.DataFrame(index=range(80)))
    assert found["frequency"].tolist() == [0.5, 0.5, 1.0]
    assert found["verdict"].tolist() == ["tied", "tied", "always"]


@pytest.mark.parametrize("links", [{"requires": ["", "A", ""]}, {"cost": [6, 5, 6]}, {"must_do": [1, 0, 0]}])
def test_another_link_or_cost_is_something_that_tells_apart(links):
    table = pd.DataFrame({"opportunity": ["A", "B", "C"], "score": [5, 5, 5], "cost": 6} | links)
    found = selection_frequency(Problem(table, NOW), pd.DataFrame(index=range(80))).set_index("opportunity")
    assert found.loc["B", "frequency"] in (0, 1)
    assert found.loc["B", "verdict"] != "tied"


def test_rivals_that_exclude_each_other_are_tied_when_all_else_is_equal():
    rivals = pd.DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": 1, "excludes": ["B", ""]})
    found = selection_frequency(
        Problem(rivals, NOW), pd.DataFrame({"A": [4.0, 6.0] * 40, "B": [4.0, 6.0] * 40})
    )
    assert found[["frequency", "verdict"]].values.tolist() == [[0.5, "tied"], [0.5, "tied"]]
