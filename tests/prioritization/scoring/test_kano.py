import pandas as pd
import pytest

from prioritization import ScoreError
from prioritization.scoring.kano import ANSWERS, EVALUATION, kano


def answers(*pairs, feature="chat"):
    rows = [
        (f"r{n}", feature, functional, dysfunctional) for n, (functional, dysfunctional) in enumerate(pairs)
    ]
    return pd.DataFrame(rows, columns=["respondent_id", "feature", "functional", "dysfunctional"])


ATTRACTIVE, LINEAR, MUST = ("like", "neutral"), ("like", "dislike"), ("neutral", "dislike")
INDIFFERENT, REVERSE, QUESTIONABLE = ("neutral", "neutral"), ("dislike", "like"), ("like", "like")


def test_the_evaluation_table_is_that_of_berger():
    letters = EVALUATION.map(lambda name: name[0].upper())
    assert ["".join(row) for row in letters.to_numpy()] == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    assert EVALUATION.index.tolist() == EVALUATION.columns.tolist() == list(ANSWERS)


def test_counts_and_coefficients_by_hand():
    given = answers(ATTRACTIVE, ATTRACTIVE, LINEAR, MUST, INDIFFERENT, REVERSE, QUESTIONABLE)
    row = kano(given).iloc[0]
    assert row[["n", "attractive", "one_dimensional", "must_be", "indifferent"]].tolist() == [7, 2, 1, 1, 1]
    assert row[["reverse", "questionable", "category"]].tolist() == [1, 1, "attractive"]
    assert (row["better"], row["worse"]) == (3 / 5, -2 / 5)
    assert row["better_low"] < 0.6 < row["better_high"]
    assert -1 <= row["worse_low"] < -0.4 < row["worse_high"] <= 0


def test_a_tie_goes_to_what_is_missed_most():
    assert kano(answers(ATTRACTIVE, MUST, INDIFFERENT))["category"].tolist() == ["must_be"]
    assert kano(answers(ATTRACTIVE, LINEAR))["category"].tolist() == ["one_dimensional"]
    assert kano(answers(INDIFFERENT, ATTRACTIVE))["category"].tolist() == ["attractive"]


def test_a_feature_without_a_usable_answer_has_no_coefficients():
    row = kano(answers(REVERSE, QUESTIONABLE)).iloc[0]
    assert row["category"] == "reverse"
    assert row[["better", "better_low", "worse", "worse_high"]].isna().all()


def test_another_feature_changes_nothing_and_features_are_sorted():
    chat = kano(answers(ATTRACTIVE, MUST))
    both = kano(pd.concat([answers(LINEAR, INDIFFERENT, MUST, feature="zoom"), answers(ATTRACTIVE, MUST)]))
    assert both["feature"].tolist() == ["chat", "zoom"]
    pd.testing.assert_frame_equal(both.head(1), chat)


def test_all_faults_of_the_answers_are_told_at_once():
    given = pd.concat([answers(("like", "dislik"), (None, "like")), answers(MUST)], ignore_index=True)
    given.loc[1, "feature"] = None
    with pytest.raises(ScoreError) as refused:
        kano(given)
    assert str(refused.value).splitlines() == [
        "The answers cannot be used: 4 faults.",
        "  row 2, feature: is blank",
        "  row 2, functional: a blank is not one of like, must_be, neutral, live_with, dislike",
        "  row 1, dysfunctional: 'dislik' is not one of like, must_be, neutral, live_with, dislike; "
        "did you mean 'dislike'?",
        "  row 3: 'r0' answers on 'chat' twice",
    ]
    with pytest.raises(ScoreError, match="column 'functional' is missing"):
        kano(given.drop(columns="functional"))
