import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame

from workbook.apply.briefings import briefings, in_journey_order, message_order

PROGRAMME = {"programme": "Welcome", "stage": "new", "class": "lifecycle", "profile": None}
RATES = {"control_share": 0.1, "rate_now": 0.38, "rate_aimed": 0.45, "value_each": 10.0, "rounds": None}
COUNTED = DataFrame({"now": [969]})


def brief(counted=COUNTED, known=True, **changed):
    return briefings(DataFrame([{**PROGRAMME, **RATES, **changed}]), counted, ["legal"], known=known).iloc[0]


def test_where_nobody_knows_who_is_in_which_stage_nobody_is_counted():
    assert brief()["people"] == 969 and np.isnan(brief(known=False)["people"])


def test_the_target_is_worked_out_without_rounding_and_for_one_round_where_none_is_given():
    made = brief()
    assert made["treated"] == 969 - 96
    assert made["gained"] == pytest.approx(61.11) and made["target_value"] == pytest.approx(611.1)
    assert brief(rounds=2)["target_value"] == pytest.approx(1222.2)


@pytest.mark.parametrize("name", ["rate_now", "rate_aimed", "value_each"])
def test_a_number_that_is_not_there_leaves_the_target_unknown(name):
    assert np.isnan(brief(**{name: None})["target_value"])


def test_a_control_group_of_three_is_not_enough_and_none_is_no_test():
    small = brief(COUNTED.assign(now=30))
    assert not small["enough"] and np.isnan(small["control_enough"])
    none = brief(control_share=0.0)
    assert np.isnan(none["control_needed"]) and pd.isna(none["enough"]) and none["treated"] == 969


def test_columns_that_are_not_there_are_still_to_be_filled_in():
    made = briefings(DataFrame([PROGRAMME]), COUNTED, ["legal"], known=True).iloc[0]
    assert made[["audience", "owner", "hypothesis"]].isna().all() and np.isnan(made["target_value"])


def test_in_a_stage_what_is_for_everyone_goes_by_day_and_before_a_profile():
    rows = [("late", 9, None), ("none", None, None), ("own", 1, "Starter"), ("early", 2, None)]
    briefs = DataFrame(
        [{**PROGRAMME, "programme": name, "day": day, "profile": profile} for name, day, profile in rows]
    )
    assert in_journey_order(briefs, ["new"])["programme"].tolist() == ["early", "late", "none", "own"]


def test_every_class_has_its_place_also_without_a_programme():
    order = message_order(DataFrame([{**PROGRAMME, "weight": 5}]), ["legal"])
    assert order["place"].tolist() == list(range(1, 7)) and order["exempt"].sum() == 1
    assert order.set_index("class").loc["lifecycle", "programmes"] == ["Welcome"]
