import numpy as np
import pandas as pd
import pytest

from workbook.engagement import Question, engagement_from
from workbook.errors import EngagementError
from workbook.privacy import hidden
from workbook.tables.questions import scored_questions
from workbook.understand.scores import leading_question, score_differences, scores

NPS = {"nps": Question(kind="nps")}


def nps(rows, by=()):
    return scores(rows, NPS, by)


def answers(given, **columns):
    return pd.DataFrame({"question": "nps", "score": given, **columns})


def test_nps_is_promoters_minus_detractors():
    row = nps(answers([10, 9, 8, 6])).iloc[0]
    assert row[["question", "kind", "measure", "n", "score"]].tolist() == ["nps", "nps", "nps", 4, 25]


def test_only_answers_to_the_nps_question_with_a_score_count():
    mixed = pd.DataFrame({"question": ["nps", "satisfaction", "nps"], "score": [10, 1, None]})
    assert nps(mixed)["n"].tolist() == [1]


def test_each_group_has_its_own_score_and_a_blank_is_a_group():
    table = nps(answers([10, 0, 9], touchpoint=["checkout", "checkout", None]), by=["touchpoint"])
    assert table["touchpoint"].fillna("whole relation").tolist() == ["checkout", "whole relation"]
    assert table["score"].tolist() == [0, 100]


def test_weights_move_the_score_and_n_stays_the_count():
    row = nps(answers([10, 0], weight=[3.0, 1.0])).iloc[0]
    assert (row["score"], row["n"]) == (50, 2)


def test_with_weights_the_error_is_the_linearised_one_by_hand():
    row = nps(answers([10, 10, 0, 0], weight=[3.0, 1.0, 3.0, 1.0])).iloc[0]
    pulls = np.array([3, 1, -3, -1]) * 100 / 8
    assert row["score"] == 0 and row["se"] == pytest.approx(np.sqrt(4 / 3 * (pulls**2).sum()))


def test_who_answers_again_and_a_cluster_bring_no_certainty():
    given = [10, 9, 7, 2, 5, 10, 8, 3]
    once = nps(answers(given, respondent_id=range(8))).iloc[0]
    for column in ("respondent_id", "customer_id", "cluster"):
        again = answers(given * 4, **{"respondent_id": range(32), column: list(range(8)) * 4})
        row = nps(again).iloc[0]
        assert (row["score"], row["n"]) == (once["score"], 32)
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
    asked = {"nps": Question(kind="nps", scale="1-10")}
    assert scores(answers([9, 6, 1]), asked)["score"].iloc[0] == pytest.approx(-100 / 3)


def test_a_quarter_without_answers_has_no_rows():
    nobody = pd.DataFrame({"question": ["satisfaction"], "score": [4.0], "touchpoint": ["checkout"]})
    assert nps(nobody).empty and nps(nobody, ["touchpoint"]).empty
    assert scores(nobody, {}).empty and leading_question(nobody, NPS) == {}


def rated(till, app):
    """The scores that the same people give two touchpoints."""
    rows = [("till", *one) for one in enumerate(till)] + [("app", *one) for one in enumerate(app)]
    frame = pd.DataFrame(rows, columns=["touchpoint", "respondent_id", "score"])
    return frame.assign(question="nps")


def test_touchpoints_are_compared_over_the_same_people():
    given = [3] * 40 + [9] * 40 + [8] * 20
    frame = rated(given, [score if at % 8 else 9 for at, score in enumerate(given)])
    table = nps(frame, ["touchpoint"]).set_index("touchpoint")
    assert table.at["till", "high"] > table.at["app", "low"]
    [found] = score_differences(frame, table.reset_index(), NPS, seed=1).to_dict("records")
    assert (found["first"], found["other"], found["fewest"]) == ("till", "app", 100)
    assert found["difference"] == table.at["till", "score"] - table.at["app", "score"] == -13
    assert found["p"] < 0.05 and found["high"] < 0


def test_a_hidden_touchpoint_is_not_compared():
    frame = rated([3] * 40, [9] * 40)
    table = nps(frame, ["touchpoint"])
    table.loc[table["touchpoint"].eq("app"), "score"] = None
    assert score_differences(frame, table, NPS, seed=1).empty
    assert score_differences(frame.head(0), table.head(0), NPS, seed=1).empty


KINDS = {
    "csat": Question(kind="satisfaction", scale="1-5"),
    "csat10": Question(kind="satisfaction", scale="1-10"),
    "smileys": Question(kind="satisfaction", scale="1-3"),
    "easy": Question(kind="effort"),
    "stars": Question(scale="stars"),
    "again": Question(scale="yes/no"),
}


@pytest.mark.parametrize(
    ("name", "given", "measure", "score"),
    [
        ("csat", [5, 4, 3, 1], "csat", 50),
        ("csat10", [10, 9, 8, 1], "csat", 50),
        ("smileys", [3, 2, 1, 1], "csat", 25),
        ("easy", [7, 5, 2, 2], "ces_mean", 4),
        ("stars", [5, 4, 3, 1], "mean", 3.25),
        ("again", [1, 0, 0, 0], "yes", 25),
    ],
)
def test_each_kind_counts_by_its_own_rule_on_its_own_scale(name, given, measure, score):
    row = scores(answers(given, question=name), KINDS).iloc[0]
    assert row[["question", "measure", "score", "n"]].tolist() == [name, measure, score, 4]
    assert row["low"] < row["score"] < row["high"]


def test_several_questions_stand_in_one_table_and_their_small_groups_are_hidden_apart():
    rows = pd.concat(
        [answers([5] * 12, question="csat", phase="buy"), answers([4], question="stars", phase="buy")]
    )
    shown = hidden(scores(rows, KINDS, ["phase"]), 10)
    assert shown["question"].tolist() == ["csat", "stars"] and shown["n"].tolist() == [12, 1]
    assert shown["score"].isna().iloc[1]


@pytest.mark.parametrize("name", list(KINDS))
def test_integer_weights_are_as_many_answers(name):
    low, high = KINDS[name].bounds
    given = pd.Series(range(low, high + 1))
    weighted = scores(answers(given, question=name, weight=given - low + 1.0), KINDS)
    repeated = scores(answers(given.repeat(given - low + 1), question=name), KINDS)
    assert weighted["score"].iloc[0] == pytest.approx(repeated["score"].iloc[0])


@pytest.mark.parametrize("name", list(KINDS))
def test_clusters_of_one_are_none(name):
    low, high = KINDS[name].bounds
    plain = answers([*range(low, high + 1)] * 3, question=name).assign(respondent_id=lambda rows: rows.index)
    alone = plain.assign(cluster=lambda rows: rows["respondent_id"].astype("str"))
    pd.testing.assert_frame_equal(scores(plain, KINDS), scores(alone, KINDS))
    weighted = {"weight": np.linspace(1, 2, len(plain))}
    both = [scores(rows.assign(**weighted), KINDS) for rows in (plain, alone)]
    pd.testing.assert_frame_equal(*both)


def test_the_interval_of_a_mean_of_few_covers_where_nearly_all_say_the_same():
    """Of ten answers, 85 % of them the highest: mean ± t · SE holds in 81 % of samples."""
    shares, rng = np.array([0.02, 0.01, 0.02, 0.1, 0.85]), np.random.default_rng(1)
    given = rng.choice(5, size=(1000, 10), p=shares) + 1
    rows = pd.DataFrame({"question": "stars", "score": given.ravel(), "sample": np.repeat(range(1000), 10)})
    table = scores(rows, {"stars": KINDS["stars"]}, ["sample"])
    mean = (shares * np.arange(1, 6)).sum()
    assert table["low"].le(mean).mul(table["high"].ge(mean)).mean() >= 0.94


def test_nps_leads_then_satisfaction_then_effort_then_the_first_rating():
    acme = engagement_from(
        {"client": "Acme", "questions": {name: one.model_dump() for name, one in KINDS.items()}}
    )
    asked = scored_questions(acme)
    given = ["again", "stars", "easy", "csat10", "nps"]
    led = [next(iter(leading_question(answers([5] * n, question=given[:n]), asked))) for n in range(1, 6)]
    assert led == ["again", "stars", "easy", "csat10", "nps"]
    importance = answers([5], question="importance")
    assert leading_question(importance, asked) == {}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"kind": "rating", "formula": "net"}, "'net' is a formula of kind effort on 1-7"),
        ({"kind": "effort", "scale": "1-5", "formula": "top"}, "this is kind effort on 1-5"),
    ],
)
def test_a_formula_that_the_question_cannot_have_is_refused(setting, said):
    with pytest.raises(EngagementError, match=said):
        engagement_from({"client": "Acme", "questions": {"q": setting}})


def test_many_answers_of_a_few_people_are_hidden():
    rows = pd.DataFrame({"question": "nps", "score": 9, "respondent_id": list("abcde") * 8})
    table = scores(rows, {"nps": Question(kind="nps")})
    assert table[["n", "persons"]].to_numpy().tolist() == [[40, 5]]
    assert hidden(table, 10)["score"].isna().all() and hidden(table, 5)["score"].notna().all()
