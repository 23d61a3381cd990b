"""Scores as they are typed at the command, by hand."""

import pytest
from pandas import Series

from prioritization.errors import OpportunitiesError, ScoreError
from prioritization.own_scores import is_own, own_method

KNOWN = ["revenue", "ease", "job_size", "min"]


def test_only_the_proportion_of_weights_counts_and_a_comma_may_be_decimal():
    cells = {"revenue": Series([8.0, 2]), "ease": Series([2.0, 8])}
    for written in ("revenue=2,ease=1", "Revenue = 2; Ease = 1", "revenue=0,5;ease=0,25"):
        assert own_method(written, KNOWN).compute(**cells).tolist() == pytest.approx([6, 4])


def test_a_formula_takes_headings_in_small_letters():
    method = own_method("Revenue / (Job_Size + 1)", KNOWN)
    assert method.columns == ("revenue", "job_size")
    assert method.compute(revenue=Series([9.0]), job_size=Series([2.0])).tolist() == [3]


def test_a_name_of_one_word_is_a_method_and_no_formula():
    assert not any(map(is_own, ("rice", "value-effort", "wsfj")))


@pytest.mark.parametrize(
    ("written", "error", "message"),
    [
        ("revenu=2, ease=1", OpportunitiesError, "'revenu' is not a column; did you mean 'revenue'"),
        ("revenue=2, revenue=1", OpportunitiesError, "'revenue' appears twice"),
        ("revenue=much, ease=0", OpportunitiesError, "weight 'much' is no amount\n.*weight 0 is not above 0"),
        ("revenue=-1", OpportunitiesError, "weight -1 is not above 0"),
        ("revenue + secret", ScoreError, "'secret' is not a column"),
        ("open(revenue)", ScoreError, "is not allowed"),
        ("revenue + ", ScoreError, "cannot be read as a formula"),
    ],
)
def test_what_cannot_be_a_score_is_refused(written, error, message):
    with pytest.raises(error, match=message):
        own_method(written, KNOWN)
