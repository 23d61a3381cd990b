"""What a vote found, on the pages: of few voters only how many they are."""

import json

import prioritization as engine
from workbook.workshop.steps.vote_results import page_votes


def ballot(number, group, importance, satisfaction, preferred):
    return {
        "voter": f"V{number}",
        "group": group,
        "opportunity": "I1",
        "importance": importance,
        "satisfaction": satisfaction,
        "preferred": preferred,
    }


def test_of_fewer_than_five_voters_of_a_group_only_their_number_is_told():
    rows = [ballot(number, "customers", 9, 3, number > 1) for number in range(5)]
    rows += [ballot(number, "partners", 5, 5, True) for number in range(5, 9)]
    customers, partners = page_votes(rows, engine.opportunity_score)
    assert (customers["n"], customers["importance"], customers["opportunity_score"]) == (5, 9.0, 15.0)
    assert customers["preferred"] == 0.6
    assert {name for name, value in partners.items() if value is not None} == {
        *("group", "opportunity", "n", "n_importance", "n_satisfaction", "n_preferred")
    }
    assert "NaN" not in json.dumps([customers, partners])
