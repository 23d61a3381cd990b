import ibis
import pandas as pd
import pytest

from prioritization import opportunity_score
from workbook.privacy import hidden
from workbook.understand.profile_cards import (
    contacts_by_channel,
    profile_needs,
    profile_sizes,
    profile_words,
)

CUSTOMERS = pd.DataFrame({"customer_id": list("abcdef"), "profile": ["x", "x", "x", "y", "y", None]})
NO_VALUE = pd.DataFrame({"group": [], "share_of_value": []})


def test_shares_are_of_who_has_a_profile_and_the_channel_is_the_commonest():
    contacts = pd.DataFrame({"customer_id": list("aabdf"), "channel": ["mail", "web", "mail", "web", "mail"]})
    met = contacts_by_channel(ibis.memtable(contacts), ibis.memtable(CUSTOMERS))
    value = pd.DataFrame({"group": ["x", "y"], "share_of_value": [0.9, 0.1]})
    found = profile_sizes(ibis.memtable(CUSTOMERS), value, met).set_index("profile")
    assert found["share_of_base"].tolist() == [0.6, 0.4] and found["known"].iloc[0] == pytest.approx(5 / 6)
    assert found.loc["x", ["channel", "share_of_value"]].tolist() == ["mail", 0.9]
    assert found.loc["x", "channel_share"] == pytest.approx(2 / 3)


def test_of_a_small_profile_only_the_number_is_shown():
    value = pd.DataFrame({"group": ["x", "y"], "share_of_value": [0.9, 0.1]})
    nothing = pd.DataFrame({"profile": [], "channel": [], "n": []})
    shown = hidden(profile_sizes(ibis.memtable(CUSTOMERS), value, nothing), 10)
    assert shown["share_of_value"].isna().all() and shown["n"].tolist() == [3, 2]


def test_a_need_is_scored_within_its_profile():
    people = [f"{profile}{number}" for profile in "xy" for number in range(20)]
    customers = pd.DataFrame({"customer_id": people, "profile": [name[0] for name in people]})
    rows = [(name, "importance", 5) for name in people]
    rows += [(name, "satisfaction", 1 if name[0] == "x" else 5) for name in people]
    answers = pd.DataFrame(rows, columns=["customer_id", "question", "score"])
    answers = answers.assign(respondent_id=answers["customer_id"], touchpoint="till")
    found = profile_needs(answers, ibis.memtable(customers), opportunity_score, seed=1)
    found = found.set_index("profile")
    assert found["opportunity_score"].tolist() == [20, 10] and found["fewest"].tolist() == [20, 20]
    assert found.loc["x", "low"] < 20 and found.loc["y", "high"] > 10


def test_opportunities_are_found_by_profile_and_by_insight_and_few_are_not_quoted():
    sizes = pd.DataFrame({"profile": ["x", "y"], "n": [12, 3]})
    insights = pd.DataFrame({"insight": ["I1", "I2"], "text": ["Slow", "Dear"], "profile": ["x", "y"]})
    plans = pd.DataFrame(
        {"title": ["A", "B"], "profile": [None, "y"], "phase": ["buy", None], "insights": ["I1", "I1"]}
    )
    found = profile_words(sizes, insights, plans, 10).set_index("profile")
    assert found["titles"].tolist() == [["A", "B"], ["B"]] and found.loc["y", "phases"] == [""]
    assert found["quotes"].tolist() == [["Slow"], []] and found["insights"].tolist() == [1, 1]
