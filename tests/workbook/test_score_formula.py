"""The formula of a score as a setting: it gives what the engine gives."""

import pandas as pd
import pytest

from prioritization.scoring.formula import formula
from workbook.score_formula import formula_names, formula_values

COLUMNS = {"reach": pd.Series([6.0, 1.0]), "own_days": pd.Series([4.0, 8.0])}


@pytest.mark.parametrize("text", ["reach / own_days", "-reach ** 2 + 3", "max(reach, own_days, 5) - 1"])
def test_setting_and_engine_compute_the_same(text):
    names = formula_names(text)
    engine = formula(text, names).value({name: COLUMNS[name] for name in names})
    assert formula_values(text, COLUMNS).tolist() == engine.tolist()


def test_a_division_by_zero_is_not_finite():
    assert formula_values("reach / (own_days - 4)", COLUMNS).tolist() == [float("inf"), 0.25]
