"""A quarter: which of its tables may be published, and who is known in it."""

import pandas as pd
import pytest

from workbook.errors import PrivacyError
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
