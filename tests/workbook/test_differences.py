"""Differences are tested as differences: over the same people, and corrected for how many are compared."""

import numpy as np
import pandas as pd
import pytest

from workbook.differences import (
    first_against_others,
    holm,
    not_clearly_behind,
    people,
    per_person,
    redrawn_means,
)


def redrawn(answers, **options):
    known = answers.notna().astype(float)
    return redrawn_means(answers.fillna(0.0), known, ends=(0, 10), seed=1, **options)


def compared(answers, **options):
    return first_against_others(answers.mean(), redrawn(answers), answers.notna().sum(), **options)


@pytest.fixture
def same_people():
    """Two measures that swing widely from person to person, and together."""
    taste = np.tile(np.arange(0, 9.0), 12)
    return pd.DataFrame({"a": taste + 1, "b": taste + np.tile([0, 1.0], 54)})


def test_a_difference_within_people_is_clear_where_intervals_of_the_two_overlap(same_people):
    ends = redrawn(same_people).quantile([0.025, 0.975])
    assert ends.at[0.025, "a"] < ends.at[0.975, "b"]
    found = compared(same_people).iloc[0]
    assert (found["first"], found["other"]) == ("a", "b")
    assert 0 < found["low"] < found["difference"] == 0.5 < found["high"] and found["p"] < 0.01


def test_the_same_difference_between_other_people_is_not_clear(same_people):
    shuffled = same_people.assign(b=same_people["b"].sample(frac=1, random_state=1).to_numpy())
    apart = pd.concat([shuffled[["a"]], shuffled[["b"]]], ignore_index=True)
    assert compared(apart)["p"].iloc[0] > 0.05 and not_clearly_behind(compared(apart)) == ["b"]


def test_the_more_are_compared_the_less_is_clear():
    assert holm([0.02]).tolist() == [0.02]
    assert holm([0.02, 0.02, 0.02]).tolist() == pytest.approx([0.06] * 3)
    assert holm([0.01, 0.04]).tolist() == pytest.approx([0.02, 0.04])
    assert holm([]).tolist() == []


def test_corrected_probabilities_are_those_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    raw = np.random.default_rng(1).uniform(size=12) ** 3
    assert holm(raw).tolist() == pytest.approx(multipletests(raw, method="holm")[1].tolist())


def test_of_equal_measures_the_first_is_called_clear_in_few_surveys():
    rng = np.random.default_rng(5)
    surveys = [pd.DataFrame(rng.integers(0, 11, size=(60, 4)).astype(float)) for _ in range(60)]
    clear = [not not_clearly_behind(compared(survey)) for survey in surveys]
    assert sum(clear) <= 3


def test_a_handful_who_agree_are_not_certain():
    answers = pd.DataFrame({"few": [0.0] * 3 + [None] * 97, "many": [4.0, 2.0] * 50})
    found = compared(answers, lowest=True).iloc[0]
    assert (found["first"], found["fewest"]) == ("few", 3) and found["p"] > 0.05


def test_a_row_that_stands_for_many_people_is_as_many_rows():
    answers = pd.DataFrame({"a": [1.0, 0.0], "b": [1.0, 1.0]})
    counted = redrawn(answers, people=pd.Series([30, 10]))
    written = redrawn(answers.loc[[0] * 30 + [1] * 10].reset_index(drop=True))
    assert counted.mean().tolist() == pytest.approx(written.mean().tolist(), abs=0.02)
    assert counted.std().tolist() == pytest.approx(written.std().tolist(), rel=0.1)


def test_one_is_compared_with_nobody():
    found = first_against_others(pd.Series({"a": 1.0}), pd.DataFrame({"a": [1.0]}), pd.Series({"a": 9}))
    assert found.empty and not_clearly_behind(found) == []


def test_answers_that_hang_together_are_of_one_person():
    rows = pd.DataFrame(
        {
            "respondent_id": ["r1", "r2", "r3", "r4"],
            "customer_id": ["c", "c", None, "d"],
            "cluster": [None, None, "shop", "shop"],
            "weight": [1.0, None, 2.0, 2.0],
        }
    )
    assert people(rows).nunique() == 2
    totals, weights = per_person(rows, pd.Series([1.0, 3.0, 5.0, 7.0]), pd.Series(["x", "y", "x", "x"]))
    assert totals.to_numpy().tolist() == [[24.0, 0.0], [1.0, 3.0]]
    assert weights.to_numpy().tolist() == [[4.0, 0.0], [1.0, 1.0]]


def test_means_drawn_again_stay_on_their_scale():
    weights = pd.DataFrame({"a": np.linspace(0.5, 1.4, 12)})
    drawn = redrawn_means(weights * 10, weights, ends=(0, 10), seed=2017)
    assert drawn["a"].max() <= 10
