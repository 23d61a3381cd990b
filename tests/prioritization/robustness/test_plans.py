import pandas as pd
import pytest
from draws import NOW, TWO, backlog, normal, scored

from prioritization import InfeasibleError, Limits, LimitsError, Problem, ScoreError
from prioritization.robustness.frequency import selection_frequency


def test_neither_workers_nor_the_order_of_rows_change_the_result():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    scores = scored(table, 120)
    one = selection_frequency(Problem(table, limits), scores, exact=80, workers=1)
    other = selection_frequency(
        Problem(table[::-1], limits), scores[scores.columns[::-1]], exact=80, workers=3
    )
    pd.testing.assert_frame_equal(one, other)


def test_draws_in_which_no_plan_fits_are_counted():
    must = TWO.assign(must_do=[True, False])
    costs = pd.DataFrame({"A": [6.0] * 79 + [11.0]})
    with pytest.raises(InfeasibleError, match="1 of the 80 draws, the first is row 80"):
        selection_frequency(Problem(must, NOW), pd.DataFrame(index=range(80)), costs=costs)


def test_too_few_exact_plans_are_refused():
    with pytest.raises(LimitsError, match="exact: 20 is to be 80 or more"):
        selection_frequency(Problem(TWO, NOW), normal({"A": 5}, 100), exact=20)


def test_no_draws_no_workers_and_terms_that_are_none_are_refused():
    with pytest.raises(ScoreError, match="scores: None is not a table of draws"):
        selection_frequency(Problem(TWO, NOW), None)
    with pytest.raises(
        LimitsError, match=r"3 faults(.|\n)*gap: 2 is(.|\n)*time_limit: 0(.|\n)*workers: -1 is"
    ):
        selection_frequency(Problem(TWO, NOW), normal({"A": 5}, 100), gap=2, time_limit=0, workers=-1)
    with pytest.raises(ScoreError, match="score of 'A': no finite number in 80 draws"):
        selection_frequency(Problem(TWO, NOW), pd.DataFrame({"A": [True] * 80}))
