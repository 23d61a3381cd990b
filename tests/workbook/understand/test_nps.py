import numpy as np
import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.privacy import hidden
from workbook.understand.nps import nps, nps_by_wave, nps_change, nps_differences, nps_in_both, points


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


def test_with_weights_the_error_is_the_linearised_one_by_hand():
    row = nps(answers([10, 10, 0, 0], weight=[3.0, 1.0, 3.0, 1.0])).iloc[0]
    pulls = np.array([3, 1, -3, -1]) * 100 / 8
    assert row["nps"] == 0 and row["se"] == pytest.approx(np.sqrt(4 / 3 * (pulls**2).sum()))


def test_who_answers_again_and_a_cluster_bring_no_certainty():
    scores = [10, 9, 7, 2, 5, 10, 8, 3]
    once = nps(answers(scores, respondent_id=range(8))).iloc[0]
    for column in ("respondent_id", "customer_id", "cluster"):
        again = answers(scores * 4, **{"respondent_id": range(32), column: list(range(8)) * 4})
        row = nps(again).iloc[0]
        assert (row["nps"], row["n"]) == (once["nps"], 32)
        assert row["se"] == pytest.approx(once["se"] * np.sqrt(8 / 7))
        assert (
            row["low"] == pytest.approx(once["low"], abs=3)
            and row["se"] > 1.9 * nps(again[["question", "score"]])["se"].iloc[0]
        )


def test_groups_have_errors_of_their_own():
    rows = answers(
        [10, 2, 9, 9, 1, 7], phase=["buy", "use", "buy", "use", "buy", "use"], weight=[1, 2, 3, 1, 1, 2]
    )
    together = nps(rows, ["phase"]).set_index("phase")
    for phase, own in rows.groupby("phase"):
        assert together.loc[phase, "se"] == pytest.approx(nps(own)["se"].iloc[0])


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


def test_who_answers_in_both_waves_makes_the_change_as_certain_as_their_own_changes():
    rng = np.random.default_rng(4)
    first = rng.integers(0, 11, 60)
    second = np.clip(first + rng.integers(-2, 3, 60), 0, 10)
    waves = [answers(scores, respondent_id=range(60), phase="buy") for scores in (first, second)]
    both = nps_in_both(*waves, ["phase"])
    change = nps_change(*[nps(wave, ["phase"]) for wave in waves], ["phase"], both).iloc[0]
    alone = nps_change(*[nps(wave, ["phase"]) for wave in waves], ["phase"]).iloc[0]
    own = points(waves[1]["score"]) - points(waves[0]["score"])
    assert change["n_both"] == 60 and change["change"] == pytest.approx(own.mean())
    assert change["high"] - change["change"] == pytest.approx(1.96 * own.std(ddof=0) / 60**0.5, rel=1e-3)
    assert change["high"] - change["low"] < 0.7 * (alone["high"] - alone["low"]) and alone["n_both"] == 0
    same = nps_change(*[nps(waves[0], ["phase"])] * 2, ["phase"], nps_in_both(waves[0], waves[0], ["phase"]))
    assert same[["low", "high", "z", "p"]].isna().all(axis=None)


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


def rated(till, app):
    """The scores that the same people give two touchpoints."""
    rows = [("till", *one) for one in enumerate(till)] + [("app", *one) for one in enumerate(app)]
    frame = pd.DataFrame(rows, columns=["touchpoint", "respondent_id", "score"])
    return frame.assign(question="nps")


def test_touchpoints_are_compared_over_the_same_people():
    scores = [3] * 40 + [9] * 40 + [8] * 20
    frame = rated(scores, [score if at % 8 else 9 for at, score in enumerate(scores)])
    table = nps(frame, ["touchpoint"]).set_index("touchpoint")
    assert table.at["till", "high"] > table.at["app", "low"]
    [found] = nps_differences(frame, table.reset_index(), seed=1).to_dict("records")
    assert (found["first"], found["other"], found["fewest"]) == ("till", "app", 100)
    assert found["difference"] == table.at["till", "nps"] - table.at["app", "nps"] == -13
    assert found["p"] < 0.05 and found["high"] < 0


def test_a_hidden_touchpoint_is_not_compared():
    frame = rated([3] * 40, [9] * 40)
    table = nps(frame, ["touchpoint"])
    table.loc[table["touchpoint"].eq("app"), "nps"] = None
    assert nps_differences(frame, table, seed=1).empty
    assert nps_differences(frame.head(0), table.head(0), seed=1).empty


def test_who_answers_the_same_in_both_waves_makes_a_change_certain():
    scores = [9, 3, 8, 9, 3, 8, 9, 3] * 10
    later = [9 if at == 1 else score for at, score in enumerate(scores)]
    frame = pd.DataFrame({"customer_id": list(range(80)) * 2, "score": [*scores, *later], "question": "nps"})
    frame = frame.assign(
        at=pd.to_datetime(["2017-01-05"] * 80 + ["2017-04-05"] * 80),
        respondent_id=range(160),
        touchpoint=None,
    )
    same = nps_by_wave(frame).iloc[1]
    others = nps_by_wave(frame.assign(customer_id=None)).iloc[1]
    assert same["change"] == others["change"] == pytest.approx(2.5)
    assert (same["n_both"], others["n_both"]) == (80, 0)
    # Of 80 differences one is 200 and the others are 0: their standard deviation over the root of 80.
    error = 200 * np.sqrt(79) / 80 / np.sqrt(80)
    assert same["change_high"] - same["change"] == pytest.approx(1.959964 * error, rel=1e-6)
    assert others["change_high"] - others["change"] > 5 * (same["change_high"] - same["change"])
