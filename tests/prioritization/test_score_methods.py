"""Sheets of the trade: a score by the method whose columns are there, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.score_methods import scored


def score(**columns):
    table, note = scored(DataFrame(columns, dtype=object))
    return table["score"].tolist(), note.partition(":")[0]


def test_each_method_is_known_by_its_columns():
    assert score(Potential=["9"], Importance=["10"], Ease=["5"]) == ([8], "Scores by PIE")
    assert score(impact=[7], confidence=[4], ease=[7]) == ([6], "Scores by ICE")
    assert score(Reach=["5.000,0"], Impact=[3], Confidence=["50%"], Effort=[6]) == ([1250], "Scores by RICE")
    assert score(value=[13], **{"Time criticality": [8], "RR/OE": [5], "Job size": [8]}) == (
        [3.25],
        "Scores by WSJF",
    )
    assert score(Waarde=[8], Inspanning=[2]) == ([4], "Scores by value over effort")


@pytest.mark.parametrize("confidence", ["80%", "80 %", 0.8, "0,8"])
def test_a_confidence_is_a_share_however_it_is_written(confidence):
    assert score(reach=[10], impact=[1], confidence=[confidence], effort=[1])[0] == [pytest.approx(8)]


def test_a_score_that_is_there_is_used_unless_a_method_is_asked_for():
    sheet = DataFrame({"score": [1], "value": [8], "effort": [2]})
    assert scored(sheet)[1] == ""
    assert scored(sheet, "value-effort")[0]["score"].tolist() == [4]


def test_columns_of_two_methods_are_refused_with_the_way_out():
    sheet = DataFrame({name: [5] for name in ("potential", "importance", "impact", "confidence", "ease")})
    with pytest.raises(OpportunitiesError, match=r"of PIE and ICE are there: .* --score pie or --score ice"):
        scored(sheet)
    assert scored(sheet, "pie")[0]["score"].tolist() == [5]


def test_a_method_without_its_columns_and_a_value_out_of_range_are_refused():
    with pytest.raises(OpportunitiesError, match="No score by RICE: column 'reach' is missing"):
        scored(DataFrame({"impact": [1]}), "rice")
    with pytest.raises(OpportunitiesError, match="'later' is not one of pie, ice, rice, wsjf, value-effort"):
        scored(DataFrame({"impact": [1]}), "later")
    sheet = DataFrame({"reach": [10, 10], "impact": 1, "confidence": [0.5, 80], "effort": [1, 1]})
    with pytest.raises(OpportunitiesError, match="row 2, confidence: 80 is not within 0 to 1"):
        scored(sheet)
    with pytest.raises(OpportunitiesError, match="row 1, ease: is blank"):
        scored(DataFrame({"potential": [5], "importance": [5], "ease": [None]}))


def test_a_score_that_is_blank_in_every_row_is_computed():
    table, _ = scored(DataFrame({"score": [None, None], "value": [8, 6], "effort": [2, 2]}))
    assert table["score"].tolist() == [4, 3]


def test_a_method_of_which_one_column_is_missing_is_refused_with_its_name():
    with pytest.raises(OpportunitiesError, match="no column 'score', and of PIE column 'ease' is missing"):
        scored(DataFrame({"potential": [5], "importance": [5]}))
    with pytest.raises(OpportunitiesError, match=r"column 'ease' is missing; did you mean 'Eese'\?"):
        scored(DataFrame({"potential": [5], "importance": [5], "Eese": [5]}))
    assert scored(DataFrame({"effort": [5]}))[1] == ""


def test_a_score_that_was_computed_elsewhere_is_used_where_its_method_is_not_there():
    assert score(**{"PIE score": [7], "Effort": [3]}) == ([7], "Scores are column PIE score.")
    assert score(Waarde=[8], Kosten=[3]) == ([8], "Scores are column Waarde.")
    assert score(value=[8], effort=[2])[0] == [4]


def test_columns_may_be_called_by_their_letters():
    assert score(P=[9], I=[10], E=[5]) == ([8], "Scores by PIE")
    assert score(R=[10], I=[1], C=["50%"], E=[5]) == ([1], "Scores by RICE")
    assert scored(DataFrame({"P": [9], "I": [10]}))[1] == ""


def test_a_row_without_any_criterion_has_no_score_and_one_with_some_is_a_fault():
    table, _ = scored(DataFrame({"value": [8, None], "effort": [2, None]}))
    assert table["score"].isna().tolist() == [False, True]
    with pytest.raises(OpportunitiesError, match="row 2, effort: is blank"):
        scored(DataFrame({"value": [8, 5], "effort": [2, None]}))


def test_trust_in_dutch_is_confidence():
    columns = {"Impact": ["8"], "Vertrouwen": ["7"], "Gemak": ["6"]}
    assert scored(DataFrame(columns))[0]["score"].tolist() == [7]


@pytest.mark.parametrize("method", [None, "ice"])
def test_a_missing_criterion_is_looked_for_among_what_was_not_read(method):
    table = DataFrame({"opportunity": ["A"], "Impact": [8], "Geloof": [7], "Gemak": [6], "Naam": ["x"]})
    with pytest.raises(OpportunitiesError, match=r"Not read: Geloof\. If one of them is it, call it confid"):
        scored(table, method, {"Naam"})
