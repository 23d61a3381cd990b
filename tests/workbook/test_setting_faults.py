"""Words for faults of settings: what is proposed is itself allowed."""

import re

import pytest

from workbook.engagement import EngagementError, engagement_from


def refused(**settings):
    with pytest.raises(EngagementError) as refusal:
        engagement_from({"client": "Acme"} | settings)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "written", "number"),
    [("margin", "40%", 0.4), ("margin", "0,4", 0.4), ("margin", 40, 0.4), ("discount", "4 %", 0.04)],
)
def test_a_number_that_is_proposed_is_allowed(name, written, number):
    said = refused(plan={name: written})
    proposed = float(re.search(r"write it as (\S+)|is written as (\S+)", said).group().split()[-1])
    assert proposed == number == getattr(engagement_from({"client": "A", "plan": {name: number}}).plan, name)


@pytest.mark.parametrize("written", ["140%", "forty", "40 to 50"])
def test_no_number_is_proposed_that_would_be_refused(written):
    assert refused(plan={"margin": written}).endswith("write digits only, with a point before decimals")


def test_a_text_of_another_form_is_held_against_its_own_form():
    assert "'1 to 5' is not a scale; write it as 1-5" in refused(questions={"x": {"scale": "1 to 5"}})
    assert "'euro' is not three capitals, as EUR" in refused(currency="euro")


def test_a_limit_is_written_without_an_exponent():
    assert "minimum_group: 10000000 is above 1000000" in refused(minimum_group=10_000_000)
