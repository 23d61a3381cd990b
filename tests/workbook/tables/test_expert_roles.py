"""An expert has one role, and all experts have one or nobody has."""

import pandas as pd
import pytest
from starts import start, workshop

from workbook.errors import TablesError
from workbook.intake import input_notes
from workbook.store import checked_inputs, open_engagement


@pytest.fixture
def given(tmp_path):
    folder = start(tmp_path / "base", "workshop")

    def with_roles(role):
        scores = workshop()["scores"].assign(role=role)
        scores.to_csv(folder / "data" / "scores.csv", index=False)
        checked_inputs(folder, open_engagement(folder))
        return input_notes(folder)["without_role"]

    return with_roles


def test_an_expert_with_two_roles_is_refused(given):
    roles = pd.Series("IT", workshop()["scores"].index)
    roles[7] = "Sales"
    with pytest.raises(
        TablesError, match=r"rows 2, 9, role: expert 'E0' has 'IT' and 'Sales' in one quarter"
    ):
        given(roles)


def test_experts_without_a_role_are_counted_where_others_have_one(given):
    experts = workshop()["scores"]["expert"]
    assert given(experts.map({"E0": "IT", "E1": "Sales"})) == {"n": 4, "n_all": 6}
    assert given("IT") == given(None) == {}
