"""Strikes by hand and in every possible course."""

from datetime import datetime
from itertools import product

import pandas as pd
import pytest
from served import results

from workbook.engagement import StrikeRule
from workbook.recognise.strikes import partner_strikes, strikes, strikes_by_norm

END = datetime(2018, 1, 1)
RULE = StrikeRule()


def course_of(found, customer, column):
    return found[found["customer_id"] == customer].sort_values("quarter")[column].tolist()


def test_strikes_by_hand(as_table):
    found = strikes(as_table(results({"a": "mmkmkkk", "b": "mk-k", "c": "mk mk"})), RULE).to_pandas()
    assert course_of(found, "a", "given") == [1, 1, 0, 1, 0, 0, 0]
    assert course_of(found, "a", "active") == [1, 2, 2, 3, 3, 0, 0]
    assert course_of(found, "a", "expired") == [0, 0, 0, 0, 0, 3, 0]
    assert course_of(found, "b", "active") == [1, 1, 0], "too few cases neither help nor break the row"
    assert course_of(found, "c", "active") == [1, 1, 2, 2], "a quarter without rows does neither as well"


def test_norms_do_not_touch_each_other_and_add_up_per_partner(as_table):
    both = [results({"a": "mmkk", "b": "mmkm"}), results({"a": "kmmk", "b": "m---"}, "reply")]
    given = strikes(as_table(pd.concat(both)), RULE)
    found = partner_strikes(given, RULE, end=END).to_pandas().set_index("customer_id").sort_index()
    assert found[["given", "expired", "active"]].to_numpy().tolist() == [[0, 2, 2], [1, 0, 4]]
    assert found["at_risk"].tolist() == [False, True]
    earlier = partner_strikes(given, RULE, end=datetime(2017, 7, 1)).to_pandas().set_index("customer_id")
    assert earlier["active"].to_dict() == {"a": 3, "b": 3} and earlier["at_risk"].all()


def test_strikes_by_norm_by_hand(as_table):
    both = [results({"a": "mmkk", "b": "mm k"}), results({"a": "m"}, "reply")]
    table = strikes_by_norm(strikes(as_table(pd.concat(both)), RULE)).set_index(["norm", "quarter"])
    columns = ["judged", "given", "expired", "active"]
    assert table.loc["on time", columns].to_numpy().tolist() == [
        [2, 2, 0, 2],
        [2, 2, 0, 4],
        [1, 0, 0, 4],
        [2, 0, 2, 2],
    ]
    assert table.loc["reply", "active"].to_dict() == dict.fromkeys(
        ["2017Q1", "2017Q2", "2017Q3", "2017Q4"], 1
    )


def step_by_step(course, expires_after):
    """Strikes as one would count them on paper."""
    active, run = 0, 0
    for letter in course:
        if letter == "m":
            active, run = active + 1, 0
        elif letter == "k":
            run += 1
            active = 0 if run >= expires_after else active
    return active


@pytest.mark.parametrize("expires_after", [1, 2, 3])
def test_every_course_of_six_quarters_counts_as_on_paper_and_a_better_quarter_never_costs(
    as_table, expires_after
):
    courses = {"".join(course): "".join(course) for course in product("km-", repeat=6)}
    rule = StrikeRule(expires_after=expires_after)
    table = results(courses).sample(frac=1, random_state=1)
    given = strikes(as_table(table), rule)
    found = partner_strikes(given, rule, end=datetime(2018, 7, 1)).to_pandas()
    active = found.set_index("customer_id")["active"].reindex(list(courses), fill_value=0)
    assert active.to_dict() == {course: step_by_step(course, expires_after) for course in courses}
    better = pd.Series(courses)
    for place in range(6):
        kept_there = better.str[:place] + "k" + better.str[place + 1 :]
        missed_there = better.str[:place] + "m" + better.str[place + 1 :]
        assert (active[kept_there].to_numpy() <= active[courses.keys()].to_numpy()).all()
        assert (active[courses.keys()].to_numpy() <= active[missed_there].to_numpy()).all()


def test_without_a_judged_norm_there_are_no_strikes(as_table):
    frame = results({"a": "--", "b": "-"})
    given = strikes(as_table(frame), RULE)
    assert strikes_by_norm(given).empty and partner_strikes(given, RULE, end=END).count().to_pandas() == 0
    assert strikes_by_norm(given).columns.tolist() == [
        "quarter",
        "norm",
        "judged",
        "given",
        "expired",
        "active",
    ]
