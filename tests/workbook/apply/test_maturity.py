import pandas as pd
import pytest

from workbook.apply.maturity import PHASES, maturity, readiness_gap
from workbook.errors import MeasureError


def readiness(**answers):
    return pd.DataFrame(
        [(name, answer) for name, given in answers.items() for answer in given],
        columns=["dimension", "answer"],
    )


def test_phase_is_the_median_rounded_down():
    table = maturity(readiness(plan=[4, 5], people=[1, 2, 5]))
    assert table.values.tolist() == [["plan", 2, 4, 4, 5], ["people", 3, 2, 1, 5]]


def test_the_weakest_precondition_sets_what_the_organisation_is_ready_for():
    gap = readiness_gap(maturity(readiness(plan=[4], people=[3], tooling=[2], data=[2])))
    assert (gap.planned, gap.ready, gap.weakest, gap.gap) == (4, 2, ("tooling", "data"), 2)
    assert PHASES[gap.planned - 1] == "personal"


def test_preconditions_ahead_of_the_plan_give_a_negative_gap():
    assert readiness_gap(maturity(readiness(plan=[2], data=[4]))).gap == -2


def test_a_check_without_a_plan_is_refused():
    with pytest.raises(MeasureError, match=r"'plan' with at least 1 precondition.*holds 1: data"):
        readiness_gap(maturity(readiness(data=[2])))


def test_a_check_without_preconditions_is_refused():
    with pytest.raises(MeasureError, match="holds 1: plan"):
        readiness_gap(maturity(readiness(plan=[2])))
