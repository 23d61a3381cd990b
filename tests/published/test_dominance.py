import numpy as np
import pytest
from published_data import attitude

from workbook.drivers.dominance import always_adds_more, driver_dominance, gains_by_size
from workbook.drivers.importance import relative_importance
from workbook.drivers.shares import subset_r2

# Azen & Budescu (2003), Psychological Methods 8(2), Table 2 and 3: correlations, and gains by size of model.
CORRELATION = [
    [1.0, 0.6, 0.3, 0.4, 0.5],
    [0.6, 1.0, 0.8, 0.1, 0.3],
    [0.3, 0.8, 1.0, 0.1, 0.1],
    [0.4, 0.1, 0.1, 1.0, 0.5],
    [0.5, 0.3, 0.1, 0.5, 1.0],
]
GAINS = [
    [0.360, 0.300, 0.263, 0.246],
    [0.090, 0.074, 0.069, 0.071],
    [0.160, 0.095, 0.063, 0.061],
    [0.250, 0.152, 0.073, 0.010],
]


def test_conditional_and_complete_dominance_agree_with_azen_and_budescu():
    r2 = subset_r2(np.array(CORRELATION)[None])[0]
    assert gains_by_size(r2) == pytest.approx(np.array(GAINS), abs=5.1e-4)
    assert always_adds_more(r2).tolist() == [[False, True, True, True], *[[False] * 4] * 3]


def test_dominance_of_attitude_agrees_with_r():
    # R package dominanceanalysis on R's attitude, rating ~ all others.
    cases = attitude()
    found = relative_importance(cases, "rating", list(cases.columns[1:]), bootstrap=20)
    table = driver_dominance(found).set_index("driver")
    average = dict(zip(cases.columns[1:], [0.371, 0.051, 0.156, 0.120, 0.007, 0.028], strict=True))
    assert table["importance"].to_dict() == pytest.approx(average, abs=5.1e-4)
    alone = dict(zip(cases.columns[1:], [0.681, 0.182, 0.389, 0.348, 0.024, 0.024], strict=True))
    assert table["alone"].to_dict() == pytest.approx(alone, abs=5.1e-4)
    last = dict(zip(cases.columns[1:], [0.169, 0.003, 0.042, 0.002, 0.001, 0.017], strict=True))
    assert table["last"].to_dict() == pytest.approx(last, abs=5.1e-4)
    dominated = {"complaints": 5, "learning": 4, "raises": 1, "privileges": 1, "critical": 0, "advance": 0}
    assert table["complete"].to_dict() == table["conditional"].to_dict() == dominated
