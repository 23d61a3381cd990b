"""How experts score, as a setting: what can be, and what is refused with its place."""

import pytest

from prioritization.errors import ScoreError
from prioritization.scoring.formula import formula
from prioritization.scoring.methods import METHODS, score_method
from workbook.engagement import EngagementError, engagement_from
from workbook.score_formula import formula_fault
from workbook.score_setting import ASKED, ScoreRule

TWO = [{"name": "revenue", "weight": 0.75}, {"name": "effort", "weight": 0.25}]


def refused(**settings):
    with pytest.raises(EngagementError) as refusal:
        engagement_from({"client": "Acme"} | settings)
    return str(refusal.value)


@pytest.mark.parametrize("method", ASKED)
def test_setting_and_engine_ask_the_same_of_experts(method):
    rule, own = ScoreRule(method=method), METHODS[method]
    assert {name: (one.low, one.high) for name, one in own.ranges.items()} == rule.ranges
    assert rule.above_zero == tuple(name for name, one in own.ranges.items() if one.above)
    assert rule.scale == own.scale


def test_weighted_criteria_become_a_method_on_their_scale():
    rule = engagement_from({"client": "A", "score": {"method": "weighted", "criteria": TWO}}).score
    method = score_method(**rule.terms)
    assert (method.scale, method.formula) == (rule.scale, "0.75 * revenue + 0.25 * effort")


def test_a_formula_has_no_scale():
    rule = ScoreRule(method="formula", criteria=[{"name": "reach", "scale": "0-5"}], formula="reach * 2")
    assert rule.scale is None and score_method(**rule.terms).ranges["reach"].high == 5


@pytest.mark.parametrize(
    ("score", "fault"),
    [
        ({"method": "pei"}, "score.method: 'pei' is not 'pie', 'ice'"),
        ({"method": "weighted"}, "score: method weighted needs criteria"),
        ({"criteria": TWO}, "score: method pie has its own criteria: potential, importance, ease"),
        (
            {"method": "weighted", "criteria": [TWO[0]]},
            "score: the weights add up to 0.75, not to 1; write revenue 1",
        ),
        (
            {"method": "weighted", "criteria": [{"name": name, "weight": 0.333} for name in "abc"]},
            "score: the weights add up to 0.999, not to 1; write a 0.334, b 0.333, c 0.333",
        ),
        (
            {"method": "formula", "criteria": [{"name": "min"}], "formula": "min"},
            "score.criteria.min.name: min and max are reserved names",
        ),
        ({"method": "weighted", "criteria": [{"name": "revenue"}]}, "criterion revenue has no weight"),
        ({"method": "weighted", "criteria": [TWO[0], TWO[0]]}, "criterion revenue is named twice"),
        (
            {"method": "weighted", "criteria": [TWO[0], TWO[1] | {"scale": "1-5"}]},
            r"score: the scales differ (1-10, 1-5)",
        ),
        (
            {"method": "weighted", "criteria": [TWO[0] | {"scale": "9-1"}, TWO[1]]},
            "score.criteria.revenue.scale: '9-1' is not a lowest and a higher score",
        ),
        (
            {"method": "weighted", "criteria": [TWO[0] | {"levels": {11: "All"}}, TWO[1]]},
            "score.criteria.revenue.levels: 11 is not on the scale 1-10",
        ),
        ({"method": "formula", "criteria": TWO[:1], "formula": "revenue"}, "a formula has no weights"),
        (
            {"method": "formula", "criteria": [{"name": "reach"}], "formula": "reach *"},
            "score: 'reach *' cannot be read as a formula",
        ),
        (
            {"method": "formula", "criteria": [{"name": "reach"}], "formula": "reach" + " + reach" * 70},
            "score: the formula has 565 signs; 500 is the most, so shorten it",
        ),
        (
            {"method": "formula", "criteria": [{"name": "reach"}], "formula": "reach + log(reach)"},
            "score: 'log(reach)' is not allowed in a formula; use numbers, names",
        ),
        (
            {"method": "formula", "criteria": [{"name": "reach"}], "formula": "reach.real"},
            "score: 'reach.real' is not allowed in a formula",
        ),
        (
            {"method": "formula", "criteria": [{"name": "reach"}], "formula": "reach if reach > 1 else 2"},
            "is not allowed in a formula",
        ),
        (
            {"method": "formula", "criteria": [{"name": "reach"}, {"name": "fit"}], "formula": "reach"},
            "score: criterion fit is not in the formula",
        ),
        ({"formula": "reach"}, "score: method formula and a formula go together"),
    ],
)
def test_a_score_setting_that_cannot_be_is_refused(score, fault):
    assert fault in refused(score=score)


def test_evidence_needs_a_scale_and_leaves_the_panel_a_part():
    said = refused(score={"method": "rice"}, plan={"evidence": {"need": 0.2}})
    assert "plan: evidence counts on the scale of the score, and rice has no scale" in said
    said = refused(plan={"evidence": {"need": 0.6, "importance": 0.4}})
    assert "plan.evidence: the weights add up to 1; the panel needs a part of 1" in said


def test_the_weights_that_are_proposed_are_accepted():
    weights = [3, 2, 1e-6]
    criteria = [{"name": name, "weight": weight} for name, weight in zip("abc", weights, strict=True)]
    said = refused(score={"method": "weighted", "criteria": criteria}).split("; write ")[1]
    proposed = [dict(zip(("name", "weight"), one.split(), strict=True)) for one in said.split(", ")]
    rule = ScoreRule.model_validate({"method": "weighted", "criteria": proposed})
    assert [one.name for one in rule.criteria] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        *("reach * 2", "max(reach, 1)", "reach ** -2", "+reach", "max", "max()", "max(*reach)"),
        *("max(reach, k=1)", "True * reach", "1j * reach", "reach @ 2", "not reach", "reach[0]", "reach % 2"),
    ],
)
def test_setting_and_engine_allow_the_same_formulas(text):
    try:
        formula(text, ["reach"])
    except ScoreError:
        assert formula_fault(text)
    else:
        assert formula_fault(text) == ""
