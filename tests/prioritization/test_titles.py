"""Opportunities by their titles, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.titles import refuse_same_titles, with_ids_for_titles


def test_titles_with_commas_are_one_and_unknown_words_stay_to_be_told():
    rows = {
        "opportunity": ["1", "2"],
        "title": ["Login, SSO", "Chat"],
        "requires": [None, "Login, SSO; Serch"],
    }
    assert with_ids_for_titles(DataFrame(rows))["requires"].tolist() == [(), ("1", "Serch")]


def test_an_id_wins_over_a_title_of_the_same_name():
    rows = {"opportunity": ["A", "B"], "title": ["B", "C"], "excludes": ["B", None]}
    assert with_ids_for_titles(DataFrame(rows))["excludes"].tolist() == [("B",), ()]


def test_a_title_that_appears_twice_is_refused():
    rows = {"opportunity": ["1", "2", "3"], "title": ["Chat", "chat", None]}
    with pytest.raises(
        OpportunitiesError, match=r"title: 'Chat' appears 2 times \(rows 1, 2\), and would count"
    ):
        refuse_same_titles(DataFrame(rows))


def test_a_title_of_several_that_is_named_is_refused_with_their_ids():
    rows = {"opportunity": ["1", "2", "3"], "title": ["Chat", "chat", "x"], "requires": [None, None, "Chat"]}
    with pytest.raises(OpportunitiesError, match="row 3, requires: 'Chat' is the title of 1, 2; name the id"):
        with_ids_for_titles(DataFrame(rows))
