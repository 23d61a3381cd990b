import pandas as pd
import pytest
from scipy import stats

import prioritization as engine
from workbook.understand.votes import beside_experts, votes_by_option


def votes(importance, satisfaction=None, preferred=None, group="customers"):
    n = len(importance)
    return pd.DataFrame(
        {
            "voter": [f"V{number}" for number in range(n)],
            "group": group,
            "opportunity": "O1",
            "importance": pd.array(importance, "Int64"),
            "satisfaction": pd.array(satisfaction or [3] * n, "Int64"),
            "preferred": pd.array(preferred or [None] * n, "boolean"),
        }
    )


def found(rows, minimum=2):
    return votes_by_option(rows, engine.opportunity_score, minimum).iloc[0]


def test_a_mean_has_students_interval_and_a_share_wilsons():
    row = found(votes([7, 8, 9, 6, 7, 8], preferred=[True, True, True, False, False, None]))
    low, high = stats.t.interval(0.95, 5, loc=7.5, scale=stats.sem([7, 8, 9, 6, 7, 8]))
    assert (row["importance_low"], row["importance_high"]) == pytest.approx((low, high))
    wilson = stats.binomtest(3, 5).proportion_ci(method="wilson")
    assert (row["preferred_low"], row["preferred_high"]) == pytest.approx((wilson.low, wilson.high))
    assert row["n_preferred"] == 5 and row["preferred"] == 0.6


def test_an_interval_stays_on_the_scale():
    row = found(votes([10, 10, 10, 1], [1, 1, 1, 10]))
    assert row["importance_high"] == 10 and row["satisfaction_low"] == 1


def test_the_score_is_importance_and_what_satisfaction_lacks_of_it():
    assert found(votes([9, 9], [3, 3]))["opportunity_score"] == 15.0
    assert found(votes([8, 8], [9, 9]))["opportunity_score"] == 8.0


def test_a_measure_that_too_few_answered_is_hidden_and_its_number_is_not():
    row = found(votes([9, 9, None], [3, 3, 3]), minimum=3)
    assert pd.isna(row["importance"]) and pd.isna(row["opportunity_score"])
    assert (row["n"], row["n_importance"], row["satisfaction"]) == (3, 2, 3.0)


def test_groups_are_apart_and_one_without_a_label_is_one_of_its_own():
    rows = pd.concat([votes([9, 9]), votes([1, 1], group=None)])
    table = votes_by_option(rows, engine.opportunity_score, 2)
    assert table[["group", "importance"]].values.tolist() == [["", 1.0], ["customers", 9.0]]


def test_experts_stand_beside_and_an_opportunity_that_none_scored_is_there_too():
    panel = pd.DataFrame({"opportunity": ["O2", "O3", "O1"], "median": [8.0, 5.0, 6.0]})
    listed = pd.DataFrame({"opportunity": ["O1", "O9"], "title": ["First", "Ninth"]})
    rows = pd.concat([votes([9, 9]), votes([5, 5]).assign(opportunity="O9")])
    table = beside_experts(votes_by_option(rows, engine.opportunity_score, 2), panel, listed)
    assert table["title"].tolist() == ["First", "Ninth"] and pd.isna(table["rank"][1])
    assert table.loc[0, ["median", "rank", "ranked"]].tolist() == [6.0, 2, 3]
