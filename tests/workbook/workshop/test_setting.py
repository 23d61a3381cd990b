"""What a workshop asks has a score, whatever is answered."""

import pytest
from pandas import DataFrame

from workbook.engagement import engagement_from
from workbook.errors import WorkshopError
from workbook.render.words import Words
from workbook.score_setting import ScoreRule
from workbook.workshop import setting
from workbook.workshop.checks import on_scale

IDEAS = DataFrame({"opportunity": ["I1", "I2"], "own_users": [0, 5]})


def rule(formula, low=0):
    own = [{"name": name, "scale": f"{low}-5"} for name in ("reach", "effort") if name in formula]
    return ScoreRule(method="formula", criteria=own, formula=formula)


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("reach / effort", "reach is 0 and effort is 0"),
        ("reach / (effort - 3)", "effort is [0-3]"),
        ("reach - effort", "reach is 0 and effort is 5"),
        ("reach / own_users", "own_users is 0"),
    ],
)
def test_a_formula_that_some_answers_leave_without_a_score_is_refused_before_it_begins(formula, where):
    with pytest.raises(WorkshopError, match=f"no score of 0 or more where .*{where}"):
        setting.refuse_gaps(rule(formula), IDEAS)


def test_a_formula_with_a_score_for_every_answer_and_another_method_are_taken():
    for taken in (rule("reach / max(effort, 1)"), rule("reach / effort", low=1), ScoreRule(method="rice")):
        setting.refuse_gaps(taken, IDEAS)


@pytest.mark.parametrize(("method", "name"), [("rice", "effort"), ("wsjf", "size")])
def test_what_a_method_divides_by_is_above_0_on_the_pages_and_forms_too(method, name):
    words = {language: Words(language, engagement_from({"client": "Acme"})) for language in ("en", "nl")}
    asked = setting._criterion(name, ScoreRule(method=method), words)
    assert not on_scale(0, asked) and not on_scale(5e-324, asked) and on_scale(0.25, asked)
