"""What the measures of needs mean: nothing is ranked in words that the intervals do not rank."""

import pandas as pd
import pytest
from told import chart_rows, told


def touchpoints(*rows):
    return pd.DataFrame(rows, columns=["touchpoint", "nps", "low", "high", "n"])


RELATION = touchpoints((None, 12.0, 4.0, 20.0, 90))
SEARCH, CHECKOUT = ("search", -10.0, -20.0, 0.0, 90), ("checkout", 5.0, -4.0, 14.0, 80)


def test_touchpoints_whose_intervals_overlap_are_not_ranked_in_words():
    shown = told("understand/nps_by_touchpoint", touchpoints(SEARCH, CHECKOUT), RELATION)
    assert shown.title == "NPS is lowest at “search” (−10), but not clearly below “checkout”"
    assert [row["name"] for row in chart_rows(shown.exhibit)] == ["search (n = 90)", "checkout (n = 80)"]


def test_a_touchpoint_under_every_other_is_said_to_be():
    low = ("search", -30.0, -40.0, -20.0, 90)
    shown = told("understand/nps_by_touchpoint", touchpoints(low, CHECKOUT), RELATION)
    assert shown.title == "NPS is lowest at “search”: −30, clearly below every other touchpoint"


def test_one_touchpoint_is_not_compared():
    shown = told("understand/nps_by_touchpoint", touchpoints(SEARCH), RELATION)
    assert shown.title.startswith("Too few touchpoints were measured")


def test_no_answer_about_the_relation_and_too_few_of_them_are_two_things():
    none = told("understand/nps_by_touchpoint", touchpoints(SEARCH), RELATION.head(0))
    assert none.findings[0].startswith("There are no answers about the relation")
    hidden = RELATION.assign(n=4, nps=float("nan"), low=float("nan"), high=float("nan"))
    few = told("understand/nps_by_touchpoint", touchpoints(SEARCH), hidden)
    assert few.findings[0].startswith("For the relationship as a whole there are 4 answers; under 10")


def needs(**columns):
    ends = {
        "importance_low": [8, 7.5],
        "importance_high": [9, 8.5],
        "satisfaction_low": [2, 3],
        "satisfaction_high": [4, 5],
    }
    table = {"touchpoint": ["a", "b"], "opportunity_score": [14.0, 12.5], "band": ["high", "high"], **ends}
    return pd.DataFrame({**table, "importance": 8.0, "satisfaction": 3.0, "n_satisfaction": 40, **columns})


def test_needs_whose_intervals_overlap_are_not_ranked_in_words():
    assert told("understand/needs", needs()).title == (
        "We fall furthest short on “a” and “b”, without a clear order among them"
    )
    clear = needs(satisfaction_low=[2, 6], satisfaction_high=[4, 7])
    assert (
        told("understand/needs", clear).title
        == "“a” is where we fall furthest short: 14.0 out of 20, a high score"
    )


def test_a_need_that_overlaps_is_not_called_overserved():
    ends = {
        "touchpoint": ["close", "over"],
        "importance_low": [3.9, 1],
        "importance_high": [4.9, 2],
        "satisfaction_low": [4.4, 5],
        "satisfaction_high": [5.5, 6],
    }
    said = told("understand/needs", needs(**ends)).findings
    assert said[1].startswith("Overserved, with satisfaction above importance: “over”")


def test_a_need_of_too_few_is_not_shown():
    shown = told("understand/needs", needs(opportunity_score=[14.0, None]))
    assert len(shown.cells) == 1 and shown.cells[0][1] == "8.0 (8.0 to 9.0)"


@pytest.mark.parametrize(
    ("evidence", "title"),
    [
        (["enough", "enough"], "All 2 cells of the journey have figures and at least one insight"),
        (
            ["enough", "thin"],
            "There is enough evidence for 1 of the 2 cells of the journey; more is needed at “b”",
        ),
    ],
)
def test_where_evidence_is_missing_is_named(evidence, title):
    cells = pd.DataFrame({"touchpoint": ["a", "b"], "phase": "buy", "channel": "web", "evidence": evidence})
    cells = cells.assign(nps=1.0, low=0.0, high=2.0, n=40, insights=1)
    assert told("understand/journey_map", cells).title == title


def waves(change_low):
    columns = ["touchpoint", "wave", "n", "nps", "low", "high", "change", "change_low", "change_high"]
    rows = [
        (None, "2017Q3", 90, 10.0, 0.0, 20.0, None, None, None),
        (None, "2017Q4", 90, 22.0, 12.0, 32.0, 12.0, change_low, 26.0),
        ("till", "2017Q4", 40, 5.0, -5.0, 15.0, None, None, None),
    ]
    return pd.DataFrame(rows, columns=columns)


def test_a_change_over_waves_is_called_one_only_where_chance_cannot_explain_it():
    assert "chance can explain (−2 to +26)" in told("understand/nps_by_wave", waves(-2.0)).title
    clear = told("understand/nps_by_wave", waves(2.0))
    assert clear.title == "NPS of the relation went from +10 in Q3 2017 to +22 in Q4 2017: +12 (+2 to +26)"
    assert [row["name"] for row in chart_rows(clear.exhibit)] == ["Relation", "Relation", "till"]


def test_one_wave_is_no_development():
    assert told("understand/nps_by_wave", waves(2.0).tail(1)) is None
