import pandas as pd
import pytest
from pandas import DataFrame

from workbook.apply.maturity import PHASES, asks_more, maturity, organisation, phase_needed, readiness_gap

UNMEASURED = DataFrame({"phase": [float("nan")]})


def readiness(respondent=None, **answers):
    rows = [(respondent, name, answer) for name, given in answers.items() for answer in given]
    return DataFrame(rows, columns=["respondent", "dimension", "answer"])


def phases(table, measured=UNMEASURED):
    return maturity(table, measured).set_index("dimension")


def test_phase_is_the_median_rounded_down():
    table = phases(readiness(plan=[4, 5], people=[1, 2, 5]))
    assert table["phase"].to_dict() == {"plan": 4, "people": 2} and table["n"].tolist() == [2, 3]
    assert table["respondents"].isna().all(), "nobody is named: it may have been a group"
    assert phases(readiness("a", plan=[4], people=[2]))["respondents"].tolist() == [1, 1]


def test_of_several_respondents_the_spread_is_that_of_their_own_medians():
    own = {"a": [1, 1, 5], "b": [4, 4, 4], "c": [4], "d": [3], "e": [4]}
    five = pd.concat([readiness(name, people=given) for name, given in own.items()])
    people = phases(five).loc["people"]
    assert people[["respondents", "phase", "lowest", "highest"]].tolist() == [5, 4, 1, 4]


def test_how_far_apart_fewer_than_five_are_is_not_told():
    four = pd.concat([readiness(name, people=[n]) for n, name in enumerate("abcd", start=1)])
    assert phases(four).loc["people", ["lowest", "highest"]].isna().all()
    stated = readiness(organisation=[1, 2, 3, 4]).assign(statement="Goals are shared", theme=None)
    assert organisation(stated)[["n", "answer", "lowest"]].fillna(0).values.tolist() == [[4, 2.5, 0]]
    assert organisation(pd.concat([stated, stated.head(1)]))[["lowest", "highest"]].values.tolist() == [
        [1, 4]
    ]


def test_what_is_measured_of_the_data_counts_above_what_is_answered_and_stands_beside_it():
    measured = DataFrame({"phase": [5.0, 3.0, float("nan")]})
    data = phases(readiness(plan=[4], data=[5]), measured).loc["data"]
    assert data[["answered", "measured", "phase"]].tolist() == [5, 3, 3]
    assert phases(readiness(plan=[4]), measured).loc["data", ["n", "phase"]].tolist() == [0, 3]


def test_the_weakest_precondition_sets_what_the_organisation_is_ready_for():
    gap = readiness_gap(maturity(readiness(plan=[4], people=[3], tooling=[2], data=[2]), UNMEASURED))
    assert (gap.planned, gap.ready, gap.weakest, gap.gap) == (4, 2, ("tooling", "data"), 2)
    assert PHASES[gap.planned - 1] == "personal"


def test_preconditions_ahead_of_the_plan_give_a_negative_gap():
    assert readiness_gap(maturity(readiness(plan=[2], data=[4]), UNMEASURED)).gap == -2


@pytest.mark.parametrize(
    ("given", "planned", "ready"), [({"data": [2]}, None, 2), ({"plan": [2]}, 2, None), ({}, None, None)]
)
def test_half_a_questionnaire_or_none_leaves_the_gap_unknown(given, planned, ready):
    gap = readiness_gap(maturity(readiness(**given), UNMEASURED))
    assert (gap.planned, gap.ready, gap.gap) == (planned, ready, None)


def test_how_the_organisation_works_is_no_precondition_and_a_low_median_is_a_gap():
    rows = readiness(organisation=[2, 3, 4], data=[4]).assign(statement=["a", "b", "b", "c"], theme=None)
    assert phases(rows).index.tolist() == ["data"]
    assert organisation(rows)[["statement", "answer", "gap"]].values.tolist() == [
        ["a", 2.0, True],
        ["b", 3.5, False],
    ]


def test_a_programme_asks_for_what_it_says_or_for_what_its_kind_does():
    rows = [
        ("legal", "Starter", None),
        ("newsletter", None, 5),
        ("triggered", "Starter", None),
        ("lifecycle", None, None),
    ]
    table = DataFrame(rows, columns=["class", "profile", "maturity_needed"])
    assert phase_needed(table).tolist() == [3.0, 5.0, 4.0, 3.0]


def test_what_asks_for_more_is_named_and_nothing_does_where_nothing_is_known():
    opportunities = DataFrame({"title": ["Advice", "Basics"], "maturity_needed": [5, None]})
    programmes = DataFrame(
        {
            "programme": ["News", "Event"],
            "class": ["newsletter", "triggered"],
            "profile": None,
            "maturity_needed": None,
        }
    )
    found = asks_more(opportunities, programmes, 2)
    assert found[["name", "ahead", "stated"]].values.tolist() == [["Advice", 3, True], ["Event", 2, False]]
    assert asks_more(opportunities, programmes, None).empty
    assert asks_more(opportunities.head(0), programmes.head(0), 2).empty
