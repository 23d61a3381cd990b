"""Programmes that cannot be, and settings about them that would never count."""

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check

FIRST = {"programme": "Welcome", "stage": "new", "channel": "mail", "class": "lifecycle", "weight": 5}
CAPACITY = {"role": "it", "quarter": "2018Q1", "days": 9}
CUSTOMERS = {"customer_id": "C1", "profile": "Brand builder"}
INSIGHTS = {"insight": "I1", "text": "Late", "profile": "Starter"}
STEPS = {"process": "Returns", "step": "Book", "role": "Desk", "minutes": 5, "per_month": 9}


def checked(settings=(), **columns):
    rows = {"programmes": FIRST | columns, "capacity": CAPACITY, "customers": CUSTOMERS, "insights": INSIGHTS}
    rows["processes"] = STEPS
    tables = {
        name: RawTable(name, f"{name}.csv", pd.DataFrame([row], index=[2]).astype(object))
        for name, row in rows.items()
    }
    return check(tables, engagement_from({"client": "Acme", **dict(settings)}))["programmes"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"start": "2018-02-01", "end": "2018-01-01"}, "row 2, end: 2018-01-01 is before start, 2018-02-01"),
        ({"rate_now": 0, "rate_aimed": 0}, "row 2, rate_aimed: 0 is not above rate_now, 0; the aim is"),
        ({"rate_now": 0.5, "rate_aimed": 0.3}, "row 2, rate_aimed: 0.3 is not above rate_now, 0.5; the aim"),
        (
            {"profile": "Brand bilder"},
            "'Brand bilder' is not a profile in table 'customers' or 'insights'; did",
        ),
        ({"days_itt": 3}, "days_itt: role 'itt' is not in table 'capacity'; did you mean 'it'?"),
        ({"rounds": 0}, "row 2, rounds: 0 is not above 0, to 100,000"),
        ({"value_each": 1e300}, "row 2, value_each: 1e+300 is outside 0 to 1,000,000,000,000"),
    ],
)
def test_a_programme_that_cannot_be_is_told(columns, message):
    with pytest.raises(TablesError) as refused:
        checked(**columns)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"contact": {"rules": [{"name": "few mails", "limit": 2, "channels": ["mial"]}]}},
            "contact.rules.few mails: 'mial' is not the channel of a programme; did you mean 'mail'?",
        ),
        (
            {"journey": {"offline_channels": ["shop"]}},
            "journey.offline_channels: 'shop' is not a channel in any",
        ),
        (
            {"essa": {"hour_rates": {"Dessk": 30}}},
            "essa.hour_rates: 'Dessk' is not a role in table 'processes'; ",
        ),
    ],
)
def test_a_setting_about_what_no_table_has_is_told(settings, message):
    with pytest.raises(TablesError) as refused:
        checked(settings)
    assert message in str(refused.value)


def test_a_programme_may_be_for_a_profile_that_only_conversations_know():
    settings = {"contact": {"rules": [{"name": "few", "limit": 2, "channels": ["mail"]}]}}
    assert checked(settings, profile="Starter", days_it=3, rate_now=0.3, rate_aimed=0.31)[
        "days_it"
    ].tolist() == [3]
