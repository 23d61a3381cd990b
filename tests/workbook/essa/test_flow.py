import pandas as pd

from workbook.essa.flow import process_flow


def flow(**depends):
    steps = pd.DataFrame({"process": "p", "step": list(depends), "depends_on": list(depends.values())})
    facts = {"role": "r", "verdict": "keep", "hours": 2.0, "saved_low": 0.5, "saved_high": 1.0}
    verdicts = steps.assign(**facts)
    verdicts.loc[verdicts["step"].str.startswith("sign"), "verdict"] = "eliminate"
    return process_flow(steps, verdicts)


def test_steps_stand_where_all_that_they_wait_for_is_done_and_those_at_once_share_a_place():
    found = flow(pay="sign; check", sign="take", check="take", take=None)
    assert found[["place", "step"]].values.tolist() == [[1, "take"], [2, "sign"], [2, "check"], [3, "pay"]]
    assert found["needed_by"].tolist() == [[], ["pay"], [], []]
    assert found[["after_low", "after_high"]].values.tolist() == [[1.0, 1.5]] * 4


def test_a_case_waits_along_the_longest_way_and_not_in_steps_side_by_side():
    steps = pd.DataFrame({"process": "p", "step": ["take", "sign", "check", "pay"]})
    steps = steps.assign(depends_on=[None, "take", "take", "sign; check"], wait_hours=[None, 36.0, 8.0, 2.0])
    facts = {"role": "r", "verdict": "keep", "hours": 2.0, "saved_low": 0.0, "saved_high": 0.0}
    assert process_flow(steps, steps.assign(**facts))["waited"].tolist() == [0, 36, 8, 38]
    in_a_row = process_flow(steps.assign(depends_on=None), steps.assign(**facts))
    assert in_a_row["waited"].tolist() == [0, 36, 44, 46]


def test_a_step_that_goes_itself_misses_nothing():
    found = flow(sign=None, sign_again="sign", pay="sign_again").set_index("step")["needed_by"]
    assert found.to_dict() == {"sign": [], "sign_again": ["pay"], "pay": []}


def test_a_round_is_told_and_its_steps_stay_in_the_order_of_the_table():
    found = flow(order="count", count="order", pay="count")
    assert found[["place", "step", "in_round"]].values.tolist() == [
        [1, "order", True],
        [2, "count", True],
        [3, "pay", False],
    ]
    assert flow(order="order")["in_round"].tolist() == [True]


def test_without_a_word_on_what_waits_for_what_the_order_is_that_of_the_table():
    assert flow(b=None, a=None)[["place", "step"]].values.tolist() == [[1, "b"], [2, "a"]]
