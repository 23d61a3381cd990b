import clickstream
import ibis
import pandas as pd
import pytest

from workbook.engagement import JourneyRule
from workbook.understand.contacts import journey_contacts

RULE = JourneyRule(offline_channels=("store",))


def counted(stream, rule=RULE, journey=clickstream.JOURNEY):
    return journey_contacts(
        ibis.memtable(stream), journey, rule, start=clickstream.START, end=clickstream.END
    )


def quality(found):
    return found.facts.quality.set_index("rule")["n"].to_dict()


@pytest.fixture(scope="module")
def stream():
    return clickstream.walks(400)


@pytest.fixture(scope="module")
def defective(stream):
    planted = {"repeated": 70, "unknown": 40, "shifted": 50}
    parts = [clickstream.with_defects(stream, **planted), clickstream.robots(3, 501)]
    return counted(pd.concat(parts))


def test_planted_defects_are_given_back(defective):
    found = quality(defective)
    assert (found["repeated"], found["unknown"]) == (70, 40)
    assert (found["robots"], found["robot_contacts"]) == (3, 1503)
    assert defective.facts.shifts[["source", "later", "hours", "n"]].values.tolist() == [
        ["site", "app", 2, 50]
    ]


def test_what_is_left_is_the_stream_itself(stream):
    steps = ["customer_id", "second", "code", "before", "gap"]
    delivered = clickstream.with_defects(stream, repeated=70, unknown=0, shifted=0)
    delivered = pd.concat([delivered, clickstream.robots(3, 501)])
    here, there = (
        counted(rows).steps.order_by("customer_id", "second", "code").to_pandas()[steps]
        for rows in (stream, delivered)
    )
    pd.testing.assert_frame_equal(here, there)


def test_a_clean_stream_has_no_defects(stream):
    found = counted(stream)
    defects = ["repeated", "robots", "robot_contacts", "unknown", "tied"]
    assert [quality(found)[name] for name in defects] == [0] * 5
    assert quality(found)["offline"] == stream["channel"].eq("store").sum()
    assert found.facts.shifts.empty


def rows(*contacts):
    frame = pd.DataFrame(contacts, columns=["at", "touchpoint", "phase", "channel"])
    return frame.assign(customer_id="a", source=None).astype(clickstream.KINDS)


def test_contacts_of_the_same_second_stand_in_the_order_of_the_journey():
    found = counted(
        rows(
            ("2017-10-02", "checkout", None, "web"),
            ("2017-10-02", "zebra", None, "web"),
            ("2017-10-02", "advert", None, "web"),
        )
    )
    steps = found.steps.order_by("second", "code").to_pandas()
    assert [found.facts.names[code] for code in steps["code"]] == ["advert", "checkout", "zebra"]
    assert quality(found)["tied"] == 2


def test_a_path_ends_where_nothing_follows_in_time():
    apart = rows(
        ("2017-10-01 12:00", "advert", None, "web"),
        ("2017-10-31 12:00", "search", None, "web"),
        ("2017-11-30 12:00:01", "basket", None, "store"),
    )
    steps = counted(apart).steps.order_by("second").to_pandas()
    assert steps["is_first"].tolist() == [True, False, True]
    assert steps["gap"].fillna(-1).tolist() == [-1, 30 * 86400, -1]
    assert steps["offline"].tolist() == [False, False, True]


def test_a_contact_says_its_phase_where_the_journey_has_it():
    found = counted(
        rows(
            ("2017-10-01", "search", "stay", None),
            ("2017-10-02", "search", "no such phase", None),
            ("2017-10-03", "banner", "buy", None),
        )
    )
    steps = found.steps.order_by("second").to_pandas()
    assert [found.facts.phases[int(place)] for place in steps["place"]] == ["stay", "choose", "buy"]
    assert quality(found)["unknown"] == 0 and steps["offline"].isna().all()


def test_what_is_of_another_period_or_of_nobody_does_not_count():
    found = counted(rows(("2017-09-30 23:59:59", "search", None, None), ("2018-01-01", "search", None, None)))
    assert found.steps.count().to_pandas() == 0
    nobody = counted(
        rows(("2017-10-01", "search", None, None)).assign(customer_id=pd.Series([None], dtype="str"))
    )
    assert nobody.facts.quality["of"].eq(0).all()
