import numpy as np
import pandas as pd

from prioritization import assignment
from workbook.apply.channel_capacity import within_capacity

PLACE = {"first": 0, "second": 1, "third": 2}


def plan(*rows, capacity):
    """stage, n, programme, channel, share, chosen; of one profile."""
    table = pd.DataFrame(rows, columns=["stage", "n", "programme", "channel", "share", "chosen"])
    table = table.assign(profile="", reason="value", value_each=None, place=table["programme"].map(PLACE))
    return within_capacity(table, capacity, assignment)


def test_places_of_a_full_channel_go_to_whom_they_bring_most():
    rows = [("new", 10, "first", "mail", 0.1, True), ("loyal", 10, "first", "mail", 0.3, True)]
    rows.append(("loyal", 10, "second", "phone", 0.25, False))
    found = plan(*rows, capacity={"mail": 8})
    assert found.actions["assigned"].tolist() == [8, 0, 10] and found.waiting == 2
    assert found.actions["reason"].tolist() == ["value", "value", "other"] and found.by == "response"
    assert found.channels[["channel", "slots", "used"]].values.tolist() == [["mail", 8, 8]]
    assert np.isclose(found.channels["price"][0], 0.1)
    priced = found.actions.drop(columns="assigned").assign(reason="value", value_each=[5.0, 1.0, 1.0])
    dear = within_capacity(priced, {"mail": 8}, assignment)
    assert dear.by == "money" and np.isclose(dear.channels["price"][0], 0.5)


def test_where_one_response_is_not_known_class_and_weight_decide_over_all_groups():
    rows = [("new", 10, "second", "mail", None, True), ("loyal", 10, "first", "mail", 0.1, True)]
    found = plan(*rows, capacity={"mail": 12})
    assert found.actions["assigned"].tolist() == [2, 10] and found.by == "hierarchy"
    assert found.channels["price"].isna().all()


def test_groups_with_the_same_choice_wait_in_proportion_and_without_a_limit_nobody_does():
    rows = [(f"s{n}", n, "first", "mail", 0.2, True) for n in (1, 10, 33, 56)]
    found = plan(*rows, capacity={"mail": 50})
    assert found.actions["assigned"].tolist() == [0, 6, 16, 28] and found.waiting == 50
    for capacity in ({}, {"mail": 100}, {"fax": 3}):
        free = plan(*rows, capacity=capacity)
        assert free.actions["assigned"].tolist() == [1, 10, 33, 56] and free.waiting == 0
    assert free.channels[["slots", "used"]].values.tolist() == [[3, 0]]
