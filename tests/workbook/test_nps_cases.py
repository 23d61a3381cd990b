"""A change in NPS becomes protected business once, and only where all that it takes is known."""

import pandas as pd
import pytest

from prioritization import nps_benefit
from workbook.business_cases import case_inputs
from workbook.engagement import PlanRule, engagement_from
from workbook.errors import EngagementError
from workbook.nps_cases import NOT_MEASURED, nps_changes, nps_terms, with_nps
from workbook.privacy import declare

OPTIONS = pd.DataFrame(
    {
        "opportunity": ["A", "B", "C"],
        "title": ["Faq", "Chat", "App"],
        "quarters": 1,
        "cost": 10.0,
        "protected_low": [100.0, None, None],
        "protected_likely": [200.0, None, None],
        "protected_high": [300.0, None, None],
        "nps_change": [4.0, 4.0, None],
        "nps_change_error": [3.0, 3.0, None],
    }
)
MEASURED = pd.DataFrame({"why": [None], "slope": [0.002], "slope_error": [0.001]})
TOTALS = pd.DataFrame({"quarter": range(5), "revenue": [9.0, 10.0, 20.0, 30.0, 40.0], "n": 50})


def totals(**columns):
    return declare(TOTALS.assign(**columns), "revenue")


def settings(**plan):
    return engagement_from({"client": "Acme", "plan": plan})


def counted(terms, options=OPTIONS):
    return with_nps(options, nps_benefit(nps_changes(options, terms)), terms)


DECLARED = {"value": 0.0003, "error": 0.0001}


def test_a_change_counts_where_nothing_was_estimated_and_is_never_added():
    """4 points of 0.2 % of 25 a quarter is 0.2, and 0.8 a year; the standard error is √61 of 0.1 %."""
    table = counted(nps_terms(MEASURED, totals(), settings()))
    assert table["protected_likely"].tolist()[:2] == [200.0, pytest.approx(0.8)]
    assert table["rests_on_nps"].tolist() == [False, True, False]
    assert table["nps_year"].tolist()[:2] == [pytest.approx(0.8)] * 2 and pd.isna(table.at[2, "nps_year"])
    half = 1.959964 * 4 * 0.025 * 61**0.5
    assert table.at[1, "nps_year_high"] == pytest.approx(0.8 + half)
    assert table.at[1, "protected_high"] == pytest.approx(0.8 + 7**0.5 * 4 * 0.025 * 61**0.5)
    assert table.loc[2, ["protected_low", "protected_likely"]].isna().all()


def test_the_margin_applies_to_what_rests_on_nps():
    terms = nps_terms(MEASURED, totals(), settings())
    given = case_inputs(counted(terms), PlanRule(margin=0.5))
    assert given.at[1, "protected_likely"] == pytest.approx(0.1) and given.at[1, "nps_year"] == pytest.approx(
        0.4
    )
    assert given["estimated"].tolist() == [True, True, False]
    assert given["rests_on_nps"].tolist() == [False, True, False]


def test_an_opportunity_without_a_change_keeps_the_case_it_had():
    plain = OPTIONS.drop(columns=["nps_change", "nps_change_error"])
    table = counted(nps_terms(MEASURED, totals(), settings()), plain)
    columns = ["protected_low", "protected_likely", "protected_high"]
    pd.testing.assert_frame_equal(table[columns], plain[columns])
    assert not table["rests_on_nps"].any() and table["nps_year"].isna().all()


def test_what_is_declared_wins_over_what_was_measured():
    terms = nps_terms(MEASURED, totals(), settings(retention_per_nps_point=DECLARED)).iloc[0]
    assert terms[["source", "retention_per_point", "retention_per_point_error"]].tolist() == [
        "declared",
        0.0003,
        0.0001,
    ]
    assert terms["revenue_at_stake"] == 25


@pytest.mark.parametrize(
    ("measured", "why"),
    [
        (NOT_MEASURED, "asked"),
        (pd.DataFrame({"why": ["answers"], "slope": [None], "slope_error": [None]}), "answers"),
        (pd.DataFrame({"why": [None], "slope": [None], "slope_error": [None]}), "few"),
    ],
)
def test_where_the_slope_is_not_known_nothing_counts_and_the_reason_stays(measured, why):
    terms = nps_terms(measured, totals(), settings())
    assert terms[["source", "why"]].iloc[0].tolist() == ["unknown", why]
    table = counted(terms)
    assert not table["rests_on_nps"].any() and table["protected_likely"].notna().tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("nobody", [totals().head(0), totals(n=4)])
def test_where_the_revenue_is_not_known_or_of_a_few_nothing_counts(nobody):
    terms = nps_terms(MEASURED, nobody, settings())
    assert terms["revenue_at_stake"].isna().all() and not counted(terms)["rests_on_nps"].any()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": 0.1, "error": 0}, "value: 0.1 is above 0.01"),
        ({"value": 0.001, "error": -1}, "error: -1 is below 0"),
        ({"value": 0.001}, "error: is missing"),
    ],
)
def test_a_declared_slope_that_cannot_be_is_refused(wrong, said):
    with pytest.raises(EngagementError, match="retention_per_nps_point." + said.replace("(", r"\(")):
        settings(retention_per_nps_point=wrong)
