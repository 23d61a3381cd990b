from pandas import DataFrame

from workbook.apply.horizon import NO_AHEAD, NO_LOSSES, NO_PLAN, WAITING, horizon

SIZES = DataFrame(
    {"group": ["loyal", "gone"], "share_of_customers": [0.5, 0.5], "share_of_value": [0.9, 0.1]}
)


def test_a_stage_that_brings_much_and_shrinks_is_a_risk_and_one_that_brings_little_an_opportunity():
    ahead = DataFrame(
        {"stage": ["loyal", "gone"], "n": [100, 100], "expected": [80.0, 80.0], "low": 70.0, "high": 90.0}
    )
    made = horizon(NO_PLAN, ahead, NO_LOSSES, SIZES, [], [])
    assert made[["kind", "what", "name"]].values.tolist() == [
        ["risk", "shrinks", "loyal"],
        ["opportunity", "shrinks", "gone"],
    ]
    assert horizon(NO_PLAN, ahead, NO_LOSSES, SIZES, [], ["loyal", "gone"]).empty, "everybody grows out"
    assert horizon(NO_PLAN, ahead.assign(high=110.0), NO_LOSSES, SIZES, [], []).empty, "within chance"


def test_the_stage_that_loses_most_revenue_is_told_and_not_the_one_that_loses_the_largest_share():
    moves = DataFrame(
        {"before": ["loyal", "gone"], "move": "leave", "share": [0.1, 0.5], "low": 0.0, "high": 0.6}
    )
    made = horizon(NO_PLAN, NO_AHEAD, moves, SIZES, [], [])
    assert made[["what", "name", "value", "beside"]].values.tolist() == [["leaves", "loyal", 0.1, 0.9]]


def test_of_what_waits_the_highest_scores_are_named_and_what_is_untested_is_a_risk():
    plan = DataFrame(
        {
            "title": list("abcdefgh"),
            "decision": ["start", *["left out"] * 7],
            "score": [9.0, 1, 2, 3, 4, 5, 6, 7],
        }
    )
    made = horizon(plan, NO_AHEAD, NO_LOSSES, SIZES, ["News"], [])
    assert made["name"].tolist() == [*"hgfed"[:WAITING], "News"]
    assert made["kind"].tolist()[-1] == "risk"
