import pandas as pd
import pytest

from prioritization import ScoreError, expert_scores, latest_round, panel_scores

CRITERIA = ("potential", "importance", "ease")


def panel(*pies, opportunity="returns", round=1):
    """Experts whose three criteria are alike, so that the PIE score is the number given."""
    rows = [(f"e{n}", round, opportunity, name, pie) for n, pie in enumerate(pies) for name in CRITERIA]
    return pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score"])


def test_an_expert_who_skips_a_criterion_has_no_pie():
    scores = panel(5, 7).drop(index=1)
    assert expert_scores(scores)[["expert", "score"]].to_numpy().tolist() == [["e1", 7.0]]


def test_an_expert_who_abstains_has_no_pie_whatever_the_score_says():
    scores = panel(5, 7).assign(abstained=[True] + [False] * 5)
    scores.loc[0, "score"] = None
    assert expert_scores(scores)["expert"].tolist() == ["e1"]
    assert panel_scores(scores)[["n", "abstained"]].to_numpy().tolist() == [[1, 1]]


def test_what_is_not_asked_again_stands_as_it_was():
    scores = pd.concat([panel(4), panel(6, opportunity="chat"), panel(5, round=3)])
    latest = latest_round(expert_scores(scores))
    assert latest[["opportunity", "round", "score"]].to_numpy().tolist() == [
        ["chat", 1, 6],
        ["returns", 3, 5],
    ]


def test_all_faults_of_the_scores_are_told_at_once():
    scores = pd.concat([panel(11), panel(7)], ignore_index=True)
    scores.loc[4, "criterion"] = "importence"
    with pytest.raises(ScoreError) as refused:
        panel_scores(scores)
    assert str(refused.value) == (
        "The experts' scores cannot be used: 6 faults.\n"
        "  row 1, score: 11 is not within 1 to 10\n"
        "  row 2, score: 11 is not within 1 to 10\n"
        "  row 3, score: 11 is not within 1 to 10\n"
        "  row 5, criterion: 'importence' is not one of potential, importance, ease; "
        "did you mean 'importance'?\n"
        "  row 4: a score of e0, 1, returns, potential is given twice\n"
        "  row 6: a score of e0, 1, returns, ease is given twice"
    )


def test_a_blank_a_word_and_an_infinite_score_are_refused():
    scores = panel(7).astype({"score": object, "round": object})
    scores["score"] = [None, "many", float("inf")]
    scores.loc[0, "round"] = "second"
    scores.loc[2, "opportunity"] = None
    with pytest.raises(ScoreError) as refused:
        expert_scores(scores)
    assert str(refused.value).splitlines()[1:] == [
        "  row 3, opportunity: is blank",
        "  row 1, score: None is not within 1 to 10",
        "  row 2, score: many is not within 1 to 10",
        "  row 3, score: inf is not within 1 to 10",
        "  row 1, round: 'second' is not a number, such as 1",
    ]


def test_a_score_beside_an_abstention_for_the_same_thing_is_refused():
    scores = pd.concat([panel(7), panel(7)]).assign(abstained=[True] * 3 + [False] * 3)
    with pytest.raises(ScoreError, match="row 4: a score of e0, 1, returns, potential is given twice"):
        expert_scores(scores)


def test_a_missing_column_is_named():
    with pytest.raises(ScoreError, match="column 'round' is missing"):
        expert_scores(panel(7).drop(columns="round"))
    with pytest.raises(ScoreError, match="column 'role' is missing"):
        panel_scores(panel(7), weights={"it": 1})


def test_faults_in_roles_and_weights_are_told_at_once():
    scores = panel(11, 5, 6).assign(role=["it"] * 4 + ["markting", "it"] + ["it", "it", None])
    with pytest.raises(ScoreError) as refused:
        panel_scores(scores, weights={"it": -1, "marketing": 2})
    assert str(refused.value).splitlines()[4:] == [
        "  row 9, role: is blank",
        "  row 5, role: 'markting' has no weight; did you mean 'marketing'?",
        "  expert 'e1' has 2 roles (it, markting); give one",
        "  weights: -1 of 'it' is not a finite number of 0 or more",
    ]


def test_a_panel_in_which_nobody_weighs_anything_is_refused():
    with pytest.raises(ScoreError, match="no expert has a role with a weight above 0"):
        panel_scores(panel(5, 6).assign(role="it"), weights={"it": 0, "crm": 1})


@pytest.mark.parametrize(("yes", "no"), [("ja", "nee"), ("True", "False"), ("yes", "no"), (1.0, None)])
def test_abstaining_is_read_as_yes_or_no(yes, no):
    scores = panel(5, 7).assign(abstained=pd.Series([yes] + [no] * 5, dtype=object))
    assert expert_scores(scores)["expert"].tolist() == ["e1"]


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(ScoreError, match="row 2, abstained: 'perhaps' is neither yes nor no"):
        expert_scores(panel(5).assign(abstained=["", "perhaps", "no"]))


def test_an_id_is_its_text_without_white_space():
    scores = panel(5).astype({"expert": object}).assign(criterion=["potential ", "importance", " ease"])
    scores["expert"] = [1, "1", "1 "]
    assert expert_scores(scores)[["expert", "score"]].to_numpy().tolist() == [["1", 5.0]]
    with pytest.raises(ScoreError, match="row 4: a score of 1, 1, returns, potential is given twice"):
        expert_scores(pd.concat([scores, scores.assign(expert=" 1", round="1")]))
    with pytest.raises(ScoreError, match="row 1, expert: is blank"):
        expert_scores(scores.assign(expert=" "))


def test_a_score_that_is_yes_or_no_is_refused():
    scores = panel(5).assign(score=pd.Series([True, 1 + 2j, "7"], dtype=object))
    with pytest.raises(ScoreError, match=r"2 faults(.|\n)*row 1, score: True is not(.|\n)*row 2, score: \(1"):
        expert_scores(scores)


def test_weights_in_words_are_refused():
    with pytest.raises(ScoreError, match="weights: 'much' of 'it' is not a finite number"):
        panel_scores(panel(5, 6).assign(role="it"), weights={"it": "much"})
    with pytest.raises(ScoreError, match="weights: 'it' is not a weight per role"):
        panel_scores(panel(5, 6).assign(role="it"), weights="it")
