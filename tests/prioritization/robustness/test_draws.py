import numpy as np
import pandas as pd
import pytest

from prioritization import Limits, Problem, ScoreError
from prioritization.robustness.frequency import selection_frequency

NOW = Limits(("2027Q1",), 10)


TWO = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 5.5], "cost": [6, 6]})


def test_faults_of_draws_are_said_at_once():
    wrong = pd.DataFrame({"A": [np.nan, -1.0], "b": 1.0})
    with pytest.raises(ScoreError) as error:
        selection_frequency(Problem(TWO, NOW), wrong, costs=pd.DataFrame({"B": [1.0]}))
    said = str(error.value)
    assert "5 faults" in said
    assert "score of 'A': no finite number in 1 draws, the first is row 1" in said
    assert "score of 'A': below 0 in 1 draws, the first is row 2" in said
    assert "2 draws say too little; give 80 or more" in said
    assert "2 draws of scores and 1 of costs" in said
    with pytest.raises(ScoreError, match="did you mean 'login'"):
        selection_frequency(Problem(TWO.replace("A", "login"), NOW), pd.DataFrame({"logn": [1.0] * 80}))
