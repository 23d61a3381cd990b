"""What could become an opportunity: taken from what the steps found, and never put together."""

import pandas as pd

from workbook.findings import evidence, findings, with_likeness

NEEDS = pd.DataFrame(
    {"touchpoint": ["pay", "help", "see"], "opportunity_score": [11.0, 13.0, 4.0], "fewest": [90, 80, 70]}
).assign(band=["worthwhile", "high", "not"])
MAP = pd.DataFrame(
    {"touchpoint": ["pay", "help"], "phase": ["buy", "use"], "evidence": ["enough", "none"], "n": [90, 0]}
)


def test_a_need_worth_acting_on_is_found_with_its_phase_the_strongest_first():
    found = findings({"needs": NEEDS, "journey_map": MAP})
    needs = found[found["source"].eq("needs")]
    assert needs[["subject", "phase", "n", "strength"]].values.tolist() == [
        ["help", "use", 80.0, 13.0],
        ["pay", "buy", 90.0, 11.0],
    ]
    assert found[found["source"].eq("journey_map")]["subject"].tolist() == ["help"]


def test_a_driver_counts_with_an_effect_of_its_own_where_it_is_rated_low():
    drivers = pd.DataFrame(
        {
            "driver": ["a", "b", "c"],
            "importance": [0.2, 0.3, 0.4],
            "coefficient_low": [0.1, 0.1, -0.1],
            "n": 60,
        }
    )
    rated = pd.DataFrame({"driver": ["a", "b", "c"], "improve": [True, False, True]})
    assert findings({"drivers": drivers, "drivers_map": rated})["touchpoint"].tolist() == ["a"]


def test_a_verdict_that_was_decided_is_found_with_what_it_would_bring():
    row = {"process": "returns", "step": "retype", "role": "desk", "verdict": "eliminate", "saved_high": 90.0}
    cases = pd.DataFrame([row | {"extra_low": 1.0, "extra_likely": 2.0, "extra_high": 3.0}])
    [found] = findings({"essa_cases": cases}).to_dict("records")
    assert [found[name] for name in ("subject", "team", "verdict", "strength", "extra_likely")] == [
        "returns: retype",
        "desk",
        "eliminate",
        90.0,
        2.0,
    ]


def test_a_precondition_that_lags_comes_from_above():
    phases = pd.DataFrame({"dimension": ["plan", "people", "data"], "phase": [4, 4, 2]})
    found = findings({"maturity": phases})
    assert found[["subject", "direction", "strength"]].values.tolist() == [["data", "top-down", 2.0]]


def test_what_goes_before_a_rise_counts_where_it_holds_beside_the_customer_s_own_share():
    moves = pd.DataFrame(
        {"move": "rise", "driver": ["met: a", "met: b", "met: c"], "effect": [9.0, 8.0, -9.0]}
    )
    moves = moves.assign(n=90, p_holm=0.01, own_p_holm=[0.01, 0.6, 0.01])
    assert findings({"stage_drivers": moves})["subject"].tolist() == ["met: a"]


def test_an_insight_without_an_opportunity_is_found_with_its_id():
    links = pd.DataFrame({"insight": ["I1", "I2"], "text": ["Slow", "Dear"], "touchpoint": "pay"})
    found = findings({"insight_links": links.assign(opportunities=[["O1"], []])})
    assert found[["subject", "insight", "touchpoint"]].values.tolist() == [["Dear", "I2", "pay"]]


def test_what_may_be_the_same_is_named_and_stays_apart():
    found = findings({"needs": NEEDS, "decisive_moments": moments("pay")})
    told = with_likeness(found, pd.DataFrame({"title": ["Faq", "Chat"], "touchpoint": ["pay", None]}))
    assert len(told) == 3
    pay = told[told["touchpoint"].eq("pay")]
    assert pay["listed"].tolist() == [["Faq"], ["Faq"]]
    assert pay["alike"].tolist() == [["decisive_moments-pay"], ["needs-pay"]]
    assert told.loc[told["touchpoint"].eq("help"), "alike"].tolist() == [[]]


def test_ids_stay_apart_and_the_same_however_long_or_odd_a_name_is():
    names = ["Handling of orders and deliveries: check the address", "Pay-out", "Pay out", "👋", "!"]
    names.append(names[0].replace("address", "amount"))
    needs = pd.DataFrame({"touchpoint": names, "opportunity_score": 13.0, "fewest": 90}).assign(band="high")
    ids = with_likeness(findings({"needs": needs}), pd.DataFrame())["id"]
    assert ids.is_unique
    assert ids[0] == "needs-handling-of-orders-and-deliveries-check-66cbb0"


def moments(*touchpoints):
    rows = pd.DataFrame({"touchpoint": touchpoints, "phase": "buy", "importance": 8.0})
    return rows.assign(decisive=True, clear=True)


def test_each_opportunity_has_what_was_found_at_its_touchpoint_and_its_insights():
    found = findings({"needs": NEEDS, "decisive_moments": moments("pay"), "journey_map": MAP})
    ideas = pd.DataFrame({"opportunity": ["A", "B", "C"], "title": ["Faq", "Chat", "Shop"]})
    told = evidence(ideas.assign(touchpoint=[None, "pay", None], insights=["", "I1", "I1;I2"]), found)
    assert told[["title", "findings", "insights"]].values.tolist() == [
        ["Chat", 2, 1],
        ["Shop", 0, 2],
        ["Faq", 0, 0],
    ]
    assert told["source"][0] == ["needs", "decisive_moments"]


def test_without_tables_nothing_is_found():
    assert findings({}).empty and with_likeness(findings({}), pd.DataFrame()).empty
