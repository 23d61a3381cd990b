import ibis
import pandas as pd
from sends import replayed, sends

from workbook.apply.audience import audience_now, audience_reached, group_sizes


def test_who_got_a_message_is_counted_by_stage_once_each():
    table = sends(*[("hello", f"2017-06-0{day}", "promotion", 1) for day in (1, 2, 3, 4)])
    table = table.assign(customer_id=["a", "a", "b", "c"], stage=["new", "new", "loyal", "loyal"])
    programmes = pd.DataFrame({"programme": ["hello", "other"], "stage": ["new", "new"]})
    found = audience_reached(programmes, replayed(table, limit=1), ["new", "loyal"])
    assert found[["programme", "stage", "intended", "n", "from_n"]].values.tolist() == [
        ["hello", "new", True, 1, 3],
        ["hello", "loyal", False, 2, 3],
        ["hello", "", False, 0, 3],
    ]


def test_the_audience_now_is_who_fits_stage_and_profile():
    stages = ibis.memtable({"customer_id": ["a", "b", "c"], "stage": ["new", "new", "loyal"]})
    customers = ibis.memtable(
        pd.DataFrame({"customer_id": ["a", "b", "c"], "profile": ["x", None, "x"]}),
        schema={"customer_id": "string", "profile": "string"},
    )
    programmes = pd.DataFrame(
        {"programme": list("pqr"), "stage": ["new", "new", "lapsed"], "profile": [None, "x", None]}
    )
    assert audience_now(programmes, group_sizes(stages, customers))["now"].tolist() == [2, 1, 0]
