import pandas as pd

from prioritization import dissent, panel_notes

CRITERIA = ("potential", "importance", "ease")


def panel(*pies, opportunity="returns", round=1):
    """Experts whose three criteria are alike, so that the PIE score is the number given."""
    rows = [(f"e{n}", round, opportunity, name, pie) for n, pie in enumerate(pies) for name in CRITERIA]
    return pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score"])


def noted(*opportunities):
    table = panel_notes(pd.concat([panel(*pies, opportunity=name) for name, pies in opportunities]))
    return table.fillna("").to_numpy().tolist()


def test_an_outlier_is_named_with_its_distance():
    assert noted(("returns", [5, 6, 6, 6, 9])) == [["outlier", "e4", "returns", 3]]


def test_nobody_is_an_outlier_among_four_or_within_two_points_or_in_a_wide_panel():
    assert noted(("returns", [5, 5, 5, 9])) == []
    assert noted(("returns", [5, 5, 5, 5, 5, 6.9])) == []
    assert noted(("returns", [2, 4, 5, 6, 9])) == []


def test_an_expert_who_gives_tens_is_noted_and_one_who_always_says_five():
    opportunities = [("chat", [10, 5, 1, 4]), ("login", [9, 5, 2, 8]), ("returns", [10, 5, 1, 6])]
    assert noted(*opportunities) == [
        ["all_high", "e0", "", 1],
        ["all_low", "e2", "", 1],
        ["same_score", "e1", "", 1],
    ]


def test_three_scores_are_no_habit():
    assert noted(("returns", [10, 6])) == []


def test_a_panel_at_an_end_of_the_scale_is_noted():
    assert noted(("chat", [10, 9, 9, 10, 8]), ("returns", [1, 2, 1, 2, 6]))[0] == ["ceiling", "", "chat", 0.8]
    assert noted(("returns", [1, 2, 6])) == []
    assert noted(("returns", [1, 2])) == [["floor", "", "returns", 1]]


def test_notes_look_at_the_latest_round_only_and_a_panel_without_any_has_columns():
    scores = pd.concat([panel(5, 5, 5, 5, 10), panel(5, 5, 6, 6, 6, round=2)])
    assert panel_notes(scores).empty
    assert panel_notes(scores).columns.tolist() == ["note", "expert", "opportunity", "value"]
    assert panel_notes(scores.assign(abstained=True)).empty


def test_dissent_shows_both_sides_from_high_to_low_with_what_they_say():
    scores = panel(1, 2, 5, 8, 9).assign(remark=None)
    scores.loc[[0, 2], "remark"] = ["too dear", "too hard"]
    found = dissent(scores, per_side=1)
    assert found[["opportunity", "expert", "score", "distance"]].to_numpy().tolist() == [
        ["returns", "e4", 9, 4],
        ["returns", "e0", 1, -4],
    ]
    assert found["remark"].fillna("").tolist() == ["", "too dear\ntoo hard"]


def test_at_the_same_distance_who_says_why_goes_first():
    scores = panel(2, 2, 2, 8, 8, 8).assign(remark="")
    scores.loc[scores["expert"].eq("e2") & scores["criterion"].eq("ease"), "remark"] = "no room"
    assert dissent(scores, per_side=1)["expert"].tolist() == ["e3", "e2"]


def test_there_is_no_dissent_where_the_panel_agrees_and_remarks_may_be_absent():
    scores = pd.concat([panel(5, 5, 6), panel(1, 5, 9, opportunity="chat")])
    found = dissent(scores)
    assert found["opportunity"].tolist() == ["chat", "chat"]
    assert found["remark"].isna().all()
    assert dissent(panel(5, 5, 6)).empty


def test_a_reason_of_an_earlier_round_holds_until_there_is_a_new_one_or_the_expert_changes_sides():
    said = {"e0": "low", "e1": "eight", "e2": "nine"}
    first = panel(2, 8, 9, 8)
    first["remark"] = first["expert"].map(said).where(first["criterion"].eq("potential"))
    second = panel(2, 9, 9, 1, round=2)
    second["remark"] = second["expert"].map({"e2": "new"}).where(second["criterion"].eq("ease"))
    found = dissent(pd.concat([first, second])).set_index("expert")["remark"].fillna("")
    assert found.to_dict() == {"e0": "low", "e1": "eight", "e2": "new", "e3": ""}
    turned = second.assign(score=second["score"].where(second["expert"].ne("e1"), 1))
    assert dissent(pd.concat([first, turned])).set_index("expert")["remark"].fillna("")["e1"] == ""


def test_dissent_is_measured_from_the_weighted_median():
    scores = panel(2, 9).assign(role=["it"] * 3 + ["crm"] * 3)
    above = dissent(scores, weights={"it": 1, "crm": 1})["distance"].tolist()
    assert above == [3.5, -3.5]
    toward_it = dissent(scores, weights={"it": 2, "crm": 1})["distance"].tolist()
    assert toward_it[0] > 3.5 > -toward_it[1]
