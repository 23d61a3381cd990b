import numpy as np
import pandas as pd
import pytest

from workbook.understand.profiles import segment_by_profile


def associated(table):
    cells = [("way", f"r{row}", f"c{column}", n) for (row, column), n in np.ndenumerate(np.array(table))]
    counts = pd.DataFrame(cells, columns=["grouping", "group", "profile", "n"])
    return segment_by_profile(counts, draws=99, seed=1).table.iloc[0]


def test_cramers_v_of_hair_and_eye_colour_has_the_published_interval():
    # R's HairEyeColor (Snee 1974), summed over sex; DescTools::CramerV, method "ncchisq".
    found = associated([[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]])
    assert round(found["v"], 3) == 0.279 and found["chi2"] == pytest.approx(138.29, abs=0.005)
    assert [round(found["low"], 4), round(found["high"], 4)] == [0.2235, 0.3180]


def test_the_adjusted_rand_index_is_that_of_yeung_and_ruzzo():
    # Yeung & Ruzzo (2001), supplement to Bioinformatics 17(9): classes (1, 2, 2, 5) by clusters.
    found = associated([[1, 1, 0], [1, 2, 1], [0, 0, 4]])
    assert round(found["ari"], 3) == 0.313
