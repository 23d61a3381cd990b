"""Headings as people write them: read where they are the engine's, refused where they only seem to be."""

import pandas as pd
import pytest

from prioritization import Limits, OpportunitiesError, Problem, make_plan
from prioritization.headings import mistaken_headings, plain_heading


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Cost", "cost"),
        (" Must-do ", "must_do"),
        ("REQUIRES", "requires"),
        ("Days_IT", "days_IT"),
        ("days it", "days_it"),
        ("Reach", "Reach"),
    ],
)
def test_a_heading_is_read_whatever_its_capitals_and_spaces(written, read):
    assert plain_heading(written) == read


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("costs", "cost"),
        ("cost (EUR)", "cost"),
        ("kosten", "cost"),
        ("require", "requires"),
        ("mustdo", "must_do"),
        ("dead_line", "deadline"),
        ("it_days", "days_it"),
        ("dagen_it", "days_it"),
    ],
)
def test_a_heading_that_seems_to_mean_another_is_refused_and_does_not_count_as_absent(heading, meant):
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [5, 4], heading: [50, 40]})
    with pytest.raises(OpportunitiesError, match=rf"is not read; did you mean '{meant}'\? Rename it"):
        make_plan(Problem(table, Limits(("2027Q1",), 60)))


def test_headings_of_others_pass_and_so_does_a_near_one_beside_its_own():
    others = ["opportunity", "title", "cost", "costs", "score", "score_low", "phase", "need_score", "reach"]
    assert mistaken_headings([*others, "segment", "insights", "effort", "owner", "profile", "n"]) == []


def test_what_stands_in_brackets_makes_no_other_heading_a_near_one():
    assert mistaken_headings(["opportunity", "score", "Cost of Delay (CoD)"]) == []
