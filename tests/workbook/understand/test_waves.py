import numpy as np
import pandas as pd
import pytest

from workbook.engagement import Question
from workbook.privacy import hidden
from workbook.understand.scores import adds, scores
from workbook.understand.waves import in_both_waves, score_change, scores_by_wave, scores_now

NPS = {"nps": Question(kind="nps")}


def nps(rows, by=()):
    return scores(rows, NPS, by)


def answers(scores, **columns):
    return pd.DataFrame({"question": "nps", "score": scores, **columns})


def test_a_change_compares_the_groups_that_both_waves_hold():
    before = nps(answers([10, 0, 9], phase=["buy", "buy", "use"]), by=["phase"])
    after = nps(answers([10, 10, 0, 0], phase="buy"), by=["phase"])
    change = score_change(before, after, on=["phase"])
    assert change[["phase", "change", "n_before", "n_after"]].values.tolist() == [["buy", 0, 2, 4]]


def test_turning_the_waves_around_turns_the_sign():
    before, after = nps(answers([10, 7, 0])), nps(answers([10, 9, 7]))
    forth, back = score_change(before, after), score_change(after, before)
    assert forth["change"].iloc[0] == -back["change"].iloc[0]
    assert (forth["low"].iloc[0], forth["p"].iloc[0]) == pytest.approx(
        (-back["high"].iloc[0], back["p"].iloc[0])
    )


def test_who_answers_in_both_waves_makes_the_change_as_certain_as_their_own_changes():
    rng = np.random.default_rng(4)
    first = rng.integers(0, 11, 60)
    second = np.clip(first + rng.integers(-2, 3, 60), 0, 10)
    waves = [answers(scores, respondent_id=range(60), phase="buy") for scores in (first, second)]
    both = in_both_waves(*waves, NPS, ["phase"])
    change = score_change(*[nps(wave, ["phase"]) for wave in waves], ["phase"], both).iloc[0]
    alone = score_change(*[nps(wave, ["phase"]) for wave in waves], ["phase"]).iloc[0]
    own = adds(waves[1]["score"], NPS["nps"]) - adds(waves[0]["score"], NPS["nps"])
    assert change["n_both"] == 60 and change["change"] == pytest.approx(own.mean())
    assert change["high"] - change["change"] == pytest.approx(1.96 * own.std(ddof=0) / 60**0.5, rel=1e-3)
    assert change["high"] - change["low"] < 0.7 * (alone["high"] - alone["low"]) and alone["n_both"] == 0
    first = nps(waves[0], ["phase"])
    same = score_change(first, first, ["phase"], in_both_waves(waves[0], waves[0], NPS, ["phase"]))
    assert same[["low", "high", "z", "p"]].isna().all(axis=None)


def test_waves_without_spread_have_no_test():
    same = nps(answers([10, 10]))
    assert score_change(same, same)[["low", "high", "z", "p"]].isna().all(axis=None)


def test_waves_are_compared_with_the_first_of_their_own_series_and_a_small_one_gives_no_change():
    rows = [
        (None, "2017-02-01", 9, 20),
        (None, "2017-05-01", 3, 20),
        ("till", "2017-02-01", 9, 4),
        ("till", "2017-05-01", 9, 30),
    ]
    frame = pd.DataFrame(
        [row[:3] for row in rows for _ in range(row[3])], columns=["touchpoint", "at", "score"]
    )
    table = scores_by_wave(frame.assign(at=pd.to_datetime(frame["at"]), question="nps"), NPS, NPS)
    assert table[["wave", "n", "change"]].fillna(0).to_numpy().tolist() == [
        ["2017Q1", 20, 0],
        ["2017Q2", 20, -200],
        ["2017Q1", 4, 0],
        ["2017Q2", 30, 0],
    ]
    shown = hidden(table, 10)
    till = shown[shown["touchpoint"].eq("till")]
    assert till[["change", "change_low"]].isna().all(axis=None) and pd.isna(till["score"].iloc[0])


def test_who_answers_the_same_in_both_waves_makes_a_change_certain():
    scores = [9, 3, 8, 9, 3, 8, 9, 3] * 10
    later = [9 if at == 1 else score for at, score in enumerate(scores)]
    frame = pd.DataFrame({"customer_id": list(range(80)) * 2, "score": [*scores, *later], "question": "nps"})
    frame = frame.assign(
        at=pd.to_datetime(["2017-01-05"] * 80 + ["2017-04-05"] * 80),
        respondent_id=range(160),
        touchpoint=None,
    )
    same = scores_by_wave(frame, NPS, {}).iloc[1]
    others = scores_by_wave(frame.assign(customer_id=None), NPS, {}).iloc[1]
    assert same["change"] == others["change"] == pytest.approx(2.5)
    assert (same["n_both"], others["n_both"]) == (80, 0)
    # Of 80 differences one is 200 and the others are 0: their standard deviation over the root of 80.
    error = 200 * np.sqrt(79) / 80 / np.sqrt(80)
    assert same["change_high"] - same["change"] == pytest.approx(1.959964 * error, rel=1e-6)
    assert others["change_high"] - others["change"] > 5 * (same["change_high"] - same["change"])


def test_a_first_wave_has_scores_and_no_change():
    rows = answers([9, 5, 3] * 5, at=pd.Timestamp("2017-05-05"), touchpoint=None, respondent_id=range(15))
    now = scores_now(rows, NPS, "2017Q2").iloc[0]
    assert now["n"] == 15 and now["score"] == pytest.approx(-100 / 3)
    assert pd.isna(now["wave_before"]) and pd.isna(now["change"])


def test_the_last_change_is_that_since_the_question_was_last_asked_and_all_changes_are_corrected_together():
    stars = {"stars": Question(scale="stars")}
    waves = [
        ("2017-01-05", "nps", 9),
        ("2017-04-05", "stars", 3),
        ("2017-07-05", "nps", 3),
        ("2017-07-05", "stars", 4),
    ]
    rows = pd.concat(
        [
            answers([score, score, score - 1] * 10, at=pd.Timestamp(at), touchpoint=touchpoint).assign(
                question=name
            )
            for at, name, score in waves
            for touchpoint in (None, "till")
        ]
    ).assign(respondent_id=lambda rows: range(len(rows)))
    now = scores_now(rows, NPS | stars, "2017Q3").set_index(["question", "about"])
    assert now["wave_before"].tolist() == ["2017Q1", "2017Q1", "2017Q2", "2017Q2"]
    assert now.loc["stars", "change"].tolist() == [1, 1] and (now["p_holm"] < 0.001).all()
