import ibis
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from workbook.engagement import Question
from workbook.privacy import hidden
from workbook.understand.groups import customer_groups, scores_by_group

ASKED = {"nps": Question(kind="nps"), "stars": Question(scale="stars")}
JOURNEY = pd.DataFrame(
    {"touchpoint": ["find", "pay", "help", "help"], "phase": ["look", "buy", "buy", "use"]}
)


def customers(**columns):
    table = pd.DataFrame(
        {"customer_id": [f"c{at}" for at in range(len(next(iter(columns.values()))))], **columns}
    )
    return ibis.memtable(table)


def answers(given, *, question="nps", touchpoint=None, first=0):
    ids = [f"c{first + at}" for at in range(len(given))]
    table = {"respondent_id": ids, "customer_id": ids, "question": question, "score": given}
    return pd.DataFrame({**table, "touchpoint": touchpoint, "phase": None})


def held(table, by=()):
    return customer_groups(table, table, table, by)


def test_each_group_has_its_score_and_its_difference_from_the_rest_by_hand():
    given = [9] * 30 + [5] * 10 + [9] * 20 + [5] * 40
    table = scores_by_group(answers(given), ASKED, held(customers(segment=["a"] * 40 + ["b"] * 60)), JOURNEY)
    assert table[["group", "n", "score"]].to_numpy().tolist()[0] == ["a", 40, 50.0]
    a = table.iloc[0]
    assert a["difference"] == pytest.approx(50 - 100 * (20 - 40) / 60)
    share = [(30 + 0.75) / 43, (10 + 0.75) / 43, (20 + 0.75) / 63, (40 + 0.75) / 63]
    variances = [100**2 * (p + d - (p - d) ** 2) / n for p, d, n in ((*share[:2], 43), (*share[2:], 63))]
    gap, error = 100 * (share[0] - share[1] - share[2] + share[3]), np.sqrt(sum(variances))
    assert (a["difference_low"], a["difference_high"]) == pytest.approx(
        (gap - 1.95996 * error, gap + 1.95996 * error), rel=1e-4
    )
    assert a["p"] == pytest.approx(2 * norm.sf(gap / error)) and a["p_holm"] == pytest.approx(2 * a["p"])


def test_who_is_not_among_the_answers_is_compared_with_their_share_of_the_customers():
    base = customers(country=["NL"] * 60 + ["BE"] * 40, segment=["s"] * 100)
    table = scores_by_group(answers([9, 5] * 25), ASKED, held(base, ["country"]), JOURNEY)
    assert table.empty
    table = scores_by_group(answers([9, 5] * 31), ASKED, held(base, ["country"]), JOURNEY)
    few = table.set_index("group").loc["BE"]
    assert (few["n"], few["people"], few["customers"]) == (2, 2, 40)
    assert few["share_people"] == pytest.approx(2 / 62) and few["share_customers"] == 0.4
    assert few["p_share"] < 1e-6
    three = customers(country=["NL"] * 30 + ["BE"] * 30 + ["LU"] * 40)
    absent = scores_by_group(answers([9, 5] * 30), ASKED, held(three, ["country"]), JOURNEY)
    lu = absent.set_index("group").loc["LU"]
    assert (lu["n"], lu["people"], lu["customers"]) == (0, 0, 40) and lu["p_share"] < 0.001


def test_a_small_group_is_hidden_and_one_beside_it():
    base = customers(profile=["big"] * 50 + ["middle"] * 20 + ["small"] * 4)
    shown = hidden(scores_by_group(answers([9, 5] * 37), ASKED, held(base), JOURNEY), 10).set_index("group")
    assert shown["n"].to_dict() == {"big": 50, "middle": 20, "small": 4}
    assert shown["score"].isna().to_dict() == {"big": False, "middle": True, "small": True}
    assert shown["difference"].isna().to_dict() == {"big": False, "middle": True, "small": True}


def test_phases_are_those_of_touchpoints_and_a_touchpoint_in_two_phases_is_in_none():
    rows = pd.concat(
        [answers([5, 5, 4] * 5, question="stars", touchpoint=name) for name in ("find", "pay", "help")]
    )
    table = scores_by_group(rows, ASKED, held(customers(since=[1])), JOURNEY)
    assert table[["grouping", "group", "n", "measure"]].to_numpy().tolist() == [
        ["phase", "look", 15, "mean"],
        ["phase", "buy", 15, "mean"],
    ]
    assert table["difference"].tolist() == [0, 0] and table["customers"].isna().all()


def test_who_answers_on_two_phases_makes_their_difference_surer():
    both = pd.concat(
        [
            answers([1, 3, 5] * 20, question="stars", touchpoint="find"),
            answers([2, 4, 5] * 20, question="stars", touchpoint="pay"),
        ]
    )
    others = pd.concat([both.head(60), both.tail(60).assign(customer_id=None, respondent_id=range(60))])
    same, apart = (
        scores_by_group(rows, ASKED, held(customers(since=[1])), JOURNEY).iloc[0] for rows in (both, others)
    )
    assert same["difference"] == apart["difference"]
    assert same["difference_high"] - same["difference_low"] < 0.6 * (
        apart["difference_high"] - apart["difference_low"]
    )


def test_groups_that_are_alike_are_seldom_told_apart():
    rng = np.random.default_rng(3)
    base = held(customers(segment=[*"aabbccddee"] * 30))
    told = [
        scores_by_group(answers(rng.integers(0, 11, 300)), ASKED, base, JOURNEY)["p_holm"].min() < 0.05
        for _ in range(30)
    ]
    assert np.mean(told) <= 0.1


def test_our_own_segments_take_the_place_of_those_that_were_delivered():
    base = customers(segment=["x", "y"], country=["NL", None])
    own = ibis.memtable({"customer_id": ["c0"], "segment": ["high"]})
    found = customer_groups(base, base, own, ["country", "colour"]).to_pandas().sort_values("customer_id")
    assert found.columns.tolist() == ["customer_id", "segment", "country"]
    assert found["segment"].fillna("").tolist() == ["high", ""]
