import numpy as np
import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.privacy import hidden
from workbook.understand.nps import nps, nps_by_wave, nps_change


def answers(scores, **columns):
    return pd.DataFrame({"question": "nps", "score": scores, **columns})


def test_nps_is_promoters_minus_detractors():
    row = nps(answers([10, 9, 8, 6])).iloc[0]
    assert row[["n", "promoters", "passives", "detractors", "nps"]].tolist() == [4, 0.5, 0.25, 0.25, 25]


def test_only_answers_to_the_nps_question_with_a_score_count():
    mixed = pd.DataFrame({"question": ["nps", "satisfaction", "nps"], "score": [10, 1, None]})
    assert nps(mixed)["n"].tolist() == [1]


def test_each_group_has_its_own_score_and_a_blank_is_a_group():
    table = nps(answers([10, 0, 9], touchpoint=["checkout", "checkout", None]), by=["touchpoint"])
    assert table["touchpoint"].fillna("whole relation").tolist() == ["checkout", "whole relation"]
    assert table["nps"].tolist() == [0, 100]


def test_weights_move_the_score_and_n_stays_the_count():
    row = nps(answers([10, 0], weight=[3.0, 1.0])).iloc[0]
    assert (row["nps"], row["n"]) == (50, 2)


def test_unequal_weights_widen_the_error_as_kish_says():
    equal = nps(answers([10, 10, 0, 0], weight=1.0)).iloc[0]
    unequal = nps(answers([10, 10, 0, 0], weight=[3.0, 1.0, 3.0, 1.0])).iloc[0]
    assert unequal["se"] == pytest.approx(equal["se"] * np.sqrt(4 / 3.2))  # (8² / 20) effective answers


def test_constant_or_blank_weights_change_nothing():
    plain = answers([10, 9, 7, 2])
    pd.testing.assert_frame_equal(nps(plain), nps(plain.assign(weight=np.nan)))
    pd.testing.assert_frame_equal(nps(plain), nps(plain.assign(weight=2.0)))


def test_row_order_does_not_matter():
    plain = answers([10, 9, 7, 2, 5], phase=["buy", "use", "buy", "use", "buy"])
    pd.testing.assert_frame_equal(nps(plain, by=["phase"]), nps(plain[::-1], by=["phase"]))


def test_interval_stays_within_minus_100_and_100():
    row = nps(answers([10, 10, 10])).iloc[0]
    assert row["high"] == 100
    assert row["low"] < 100


def test_the_1_to_10_scale_has_the_same_camps():
    assert nps(answers([9, 6, 1]), scale="1-10")["nps"].iloc[0] == pytest.approx(-100 / 3)


def test_an_unknown_scale_is_refused():
    with pytest.raises(MeasureError, match=r"'0-5'.*0-10, 1-10"):
        nps(answers([5]), scale="0-5")


def test_a_quarter_without_answers_has_no_rows():
    nobody = pd.DataFrame({"question": ["satisfaction"], "score": [4.0], "touchpoint": ["checkout"]})
    assert nps(nobody).empty and nps(nobody, ["touchpoint"]).empty
    assert nps_change(nps(nobody, ["touchpoint"]), nps(nobody, ["touchpoint"]), ["touchpoint"]).empty


def test_a_change_compares_the_groups_that_both_waves_hold():
    before = nps(answers([10, 0, 9], phase=["buy", "buy", "use"]), by=["phase"])
    after = nps(answers([10, 10, 0, 0], phase="buy"), by=["phase"])
    change = nps_change(before, after, on=["phase"])
    assert change[["phase", "change", "n_before", "n_after"]].values.tolist() == [["buy", 0, 2, 4]]


def test_turning_the_waves_around_turns_the_sign():
    before, after = nps(answers([10, 7, 0])), nps(answers([10, 9, 7]))
    forth, back = nps_change(before, after, on=[]), nps_change(after, before, on=[])
    assert forth["change"].iloc[0] == -back["change"].iloc[0]
    assert (forth["low"].iloc[0], forth["p"].iloc[0]) == pytest.approx(
        (-back["high"].iloc[0], back["p"].iloc[0])
    )


def test_waves_without_spread_have_no_test():
    same = nps(answers([10, 10]))
    assert nps_change(same, same, on=[])[["low", "high", "z", "p"]].isna().all(axis=None)


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
    table = nps_by_wave(frame.assign(at=pd.to_datetime(frame["at"]), question="nps"))
    assert table[["wave", "n", "change"]].fillna(0).to_numpy().tolist() == [
        ["2017Q1", 20, 0],
        ["2017Q2", 20, -200],
        ["2017Q1", 4, 0],
        ["2017Q2", 30, 0],
    ]
    shown = hidden(table, 10)
    till = shown[shown["touchpoint"].eq("till")]
    assert till[["change", "change_low"]].isna().all(axis=None) and pd.isna(till["nps"].iloc[0])
