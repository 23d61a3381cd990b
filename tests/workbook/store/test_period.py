"""A quarter: which of its tables may be published, and who is known in it."""

from dataclasses import replace

import ibis
import pandas as pd
import pytest

from workbook.errors import PrivacyError, StoreError
from workbook.privacy import declare
from workbook.store import open_period


@pytest.mark.parametrize("column", ["customer_id", "source_id", "declared_id", "respondent_id"])
def test_a_table_with_a_row_per_person_is_not_published_whatever_it_declares(tiny, column):
    table = declare(pd.DataFrame({column: ["C-101"], "value": [1.0], "n": [1]}), "value")
    quarter = open_period(tiny, "2017Q4")
    with pytest.raises(PrivacyError) as refusal:
        quarter.publish("worth", table)
    assert str(refusal.value).splitlines() == [
        f"Table 'worth' cannot be published: it has a row per person (column {column}).",
        "Count groups of them; what later steps need per customer, keep with quarter.save_private.",
    ]
    assert not (quarter.store / "tables").exists()


def test_ids_of_customers_identities_and_respondents_are_known(tiny):
    quarter = open_period(tiny, "2017Q4")
    asked = ["C-101", "C-102", "w-7001", "till-55", "loyal", "web", ""]
    assert quarter.ids_among(asked) == {"C-101", "C-102", "w-7001", "till-55"}
    assert quarter.ids_among([]) == set()


def test_a_trial_sees_its_own_tables_first_and_nobody_else_sees_them(tiny, tmp_path):
    quarter = open_period(tiny, "2017Q4")
    quarter.publish("x", declare(pd.DataFrame({"n": [1]})))
    tried = replace(quarter, trial=tmp_path / "trial")
    assert tried.result("x")["n"].tolist() == [1]
    tried.publish("x", declare(pd.DataFrame({"n": [2]})))
    rows = tried.save_private("y", ibis.memtable({"customer_id": ["C-101"]}))
    assert rows.to_pandas()["customer_id"].tolist() == ["C-101"]
    assert tried.result("x")["n"].tolist() == [2] and quarter.result("x")["n"].tolist() == [1]
    with pytest.raises(StoreError, match="Table 'y' is not in the store"):
        quarter.private("y")
