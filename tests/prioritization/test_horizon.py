import pandas as pd
import pytest

from prioritization import Limits, LimitsError, Problem
from prioritization.horizon import unknown_quarter

QUARTERS = ("2027Q1", "2027Q2")


@pytest.mark.parametrize("written", ["Q2 2027", "q2-2027", "2027/Q2", "2027 kw2", "2027K2"])
def test_a_quarter_written_another_way_is_offered(written):
    assert unknown_quarter(written, QUARTERS).endswith("2027Q1, 2027Q2; did you mean '2027Q2'?")


def test_nothing_is_offered_where_the_quarters_have_other_names():
    assert unknown_quarter("Q2 2027", ("Sprint 1",)).endswith("of the horizon: Sprint 1")


def test_it_is_offered_for_money_days_and_dates():
    with pytest.raises(LimitsError, match=r"budget: 'Q1 2027' is not .* did you mean '2027Q1'"):
        Limits(QUARTERS, {"Q1 2027": 5})
    with pytest.raises(LimitsError, match=r"row 1, deadline: 'Q4 2028' is not .* did you mean '2028Q4'"):
        Problem(pd.DataFrame({"opportunity": ["A"], "score": 1, "deadline": "Q4 2028"}), Limits(QUARTERS))
