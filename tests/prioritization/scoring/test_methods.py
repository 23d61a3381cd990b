"""Methods of scoring: their criteria, their scale, and what is refused."""

import pandas as pd
import pytest

from prioritization import ScoreError, expert_scores, panel_scores, score_method

ENDS = {"revenue": (1, 5), "effort": (1, 5)}


def given(method, **answers):
    """Scores of experts on opportunity O1: per criterion an answer per expert."""
    rows = [
        (f"e{n}", 1, "O1", criterion, score)
        for criterion, scores in answers.items()
        for n, score in enumerate(scores)
    ]
    table = pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score"])
    return expert_scores(table, method)["score"].round(6).tolist(), table


def test_rice_by_expert_agrees_with_the_published_numbers():
    answers = {"reach": [2000, 5000, 2000], "impact": [1, 3, 2], "confidence": [0.9, 0.5, 0.8]}
    scores, _ = given(score_method("rice"), **answers, effort=[1, 6, 4])
    assert scores == [1800, 1250, 800]


def test_weighted_criteria_are_their_weighted_mean():
    method = score_method("weighted", criteria=ENDS, weights={"revenue": 0.75, "effort": 0.25})
    assert given(method, revenue=[5, 1], effort=[1, 5])[0] == [4.0, 2.0]
    assert method.scale == (1, 5)


def test_a_formula_takes_criteria_and_columns_of_the_opportunities():
    listed = pd.DataFrame({"opportunity": ["O1", "O2"], "title": ["Chat", "Faq"], "cost": [4.0, 0.0]})
    method = score_method("formula", criteria=ENDS, formula="revenue * effort / cost", opportunities=listed)
    scores, table = given(method, revenue=[4, 2], effort=[3, 2])
    assert scores == [3.0, 1.0]
    with pytest.raises(ScoreError, match=r"opportunity O2, expert e0: revenue \* effort / cost divides by z"):
        expert_scores(table.assign(opportunity="O2"), method)


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({"name": "pei"}, "'pei' is not one of pie, ice, rice"),
        ({"name": "weighted"}, "criteria: there are none; method weighted needs them"),
        ({"weights": {"revenue": 0.5, "effort": 0.4}}, "weights: they add up to 0.9, not to 1"),
        ({"weights": {"revenue": 1.0}}, "criterion 'effort' has no weight"),
        ({"weights": {"revenue": 2, "effort": -1}}, "weight 'effort': -1 is not a number above 0"),
        ({"criteria": {"revenue": (1, 5), "effort": (1, 10)}}, r"their scales differ \(1 to 5, 1 to 10\)"),
        ({"criteria": {"revenue": (5, 1)}}, "is not a lowest and a higher score"),
        ({"criteria": {"max": (1, 5)}}, "'max' is called as a function is"),
        ({"name": "formula", "formula": "revenue * 2"}, "criterion 'effort' is not in it"),
    ],
)
def test_a_method_that_cannot_be_is_refused(terms, fault):
    whole = {"name": "weighted", "criteria": ENDS, "weights": {"revenue": 0.5, "effort": 0.5}} | terms
    if terms.get("name") == "weighted":
        whole = terms
    with pytest.raises(ScoreError, match=fault):
        score_method(**whole)


def test_a_formula_over_a_column_of_words_is_refused():
    listed = pd.DataFrame({"opportunity": ["O1"], "team": ["it"]})
    terms = {"criteria": ENDS, "formula": "revenue * effort * team", "opportunities": listed}
    with pytest.raises(ScoreError, match="column 'team' holds no numbers"):
        score_method("formula", **terms)


def test_a_score_outside_its_own_criterion_is_refused():
    with pytest.raises(ScoreError) as refused:
        given(score_method("rice"), reach=[10], impact=[1], confidence=[1.5], effort=[0])
    assert str(refused.value).splitlines()[1:] == [
        "  row 3, score: 1.5 is not within 0 to 1",
        "  row 4, score: 0.0 is not above 0",
    ]


def test_agreement_does_not_depend_on_the_scale():
    method = score_method("weighted", criteria=ENDS, weights={"revenue": 0.5, "effort": 0.5})
    narrow, wide = (given(method, revenue=answers, effort=answers)[1] for answers in ([3, 3, 4], [1, 3, 5]))
    assert panel_scores(narrow, method=method)["verdict"].tolist() == ["agreed"]
    assert panel_scores(wide, method=method)["verdict"].tolist() == ["no consensus"]


def test_scores_without_a_scale_agree_within_two_fifths_of_their_median():
    method = score_method("wsjf")
    parts = {"time_criticality": [0] * 3, "risk_reduction": [0] * 3, "size": [1] * 3}
    for factor in (1, 1000):
        near, far = (
            given(method, value=[factor * one for one in values], **parts)[1]
            for values in ([8, 10, 12], [7, 10, 16])
        )
        assert panel_scores(near, method=method)[["iqr", "verdict"]].to_numpy().tolist() == [
            [2 * factor, "agreed"]
        ]
        assert panel_scores(far, method=method)["verdict"].tolist() == ["no consensus"]
