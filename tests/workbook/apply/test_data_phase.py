from datetime import datetime

import pandas as pd
import pytest
from pandas import DataFrame

from workbook.apply.channels import NO_OFFLINE
from workbook.apply.data_phase import data_counts, data_phase
from workbook.maturity_rules import MaturityRules

END, SINCE = datetime(2018, 1, 1), datetime(2017, 1, 1)


def measured(orders, customers, answers, offline=NO_OFFLINE):
    import ibis

    lines = ibis.memtable(
        DataFrame(orders, columns=["customer_id", "ordered_at"]).astype({"customer_id": "str"})
    )
    people = ibis.memtable(
        DataFrame(customers, columns=["customer_id", "consent"]).astype({"consent": "boolean"})
    )
    given = DataFrame(answers, columns=["customer_id", "at"])
    counts = data_counts(lines, people, given, offline, since=SINCE, end=END)
    return data_phase(counts, MaturityRules()).set_index("measure")


def test_each_measure_is_counted_and_gets_the_phase_of_its_rule():
    day = pd.Timestamp
    orders = [
        ("a", day("2016-01-01")),
        ("a", day("2017-06-01")),
        ("b", day("2017-06-01")),
        (None, day("2017-07-01")),
    ]
    people = [(name, True if name == "a" else None) for name in "abcdefghij"]
    answers = [("a", day("2017-05-01")), ("a", day("2017-06-01")), ("b", day("2016-05-01"))]
    found = measured(orders, people, answers, DataFrame({"n": [49.0], "of": [100.0]}))
    assert found["value"].round(2).to_dict() == {
        "one_key": 0.75,
        "history_months": 24.03,
        "consent": 0.1,
        "survey": 0.1,
        "offline": 0.49,
    }
    assert found["phase"].tolist() == [3, 4, 2, 4, 3]
    assert found.loc["offline", "next"] == 0.5


def test_what_is_not_there_is_not_known_and_not_nothing():
    found = measured([], [("a", None)], [])
    assert found["phase"].isna().to_dict() == {
        "one_key": True,
        "history_months": True,
        "consent": True,
        "survey": False,
        "offline": True,
    }


def test_steps_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="do not rise from phase to phase"):
        MaturityRules(survey=(0.1, 0.1, 0.2, 0.3))
