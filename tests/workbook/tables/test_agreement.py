"""Faults between tables: none is told that only follows from another."""

import pandas as pd
import pytest
import yaml
from sound import SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check
from workbook.tables.agreement import unknown_attributes
from workbook.tables.contracts import REFERENCES
from workbook.tables.faults import unreadable

ENGAGEMENT = engagement_from(yaml.safe_load(SETTINGS))
PAIRS = sorted({(name, other, key) for (name, _), (other, key) in REFERENCES.items() if name != other})


def raw(name, frame):
    return RawTable(name, f"{name}.csv", frame.set_axis(range(2, len(frame) + 2)))


def faults(**tables):
    with pytest.raises(TablesError) as refused:
        check({table.name: table for table in tables.values()}, ENGAGEMENT)
    return str(refused.value)


@pytest.mark.parametrize(("name", "other", "key"), PAIRS)
@pytest.mark.parametrize("cell", [None, "4.5036E+12"])
def test_a_key_with_a_fault_makes_no_reference_to_it_unknown(name, other, key, cell):
    if cell and key == "touchpoint":
        return  # a text, which is not cut short
    referred = SOUND[other].astype(object).reset_index(drop=True)
    referred.loc[0, key] = cell
    message = faults(one=raw(name, SOUND[name].astype(object)), two=raw(other, referred))
    assert f"Table '{other}' cannot be used" in message
    assert f"is not in table '{other}'" not in message


@pytest.mark.parametrize(("name", "other", "key"), PAIRS)
def test_a_table_that_cannot_be_read_makes_no_reference_to_it_unknown(name, other, key):
    message = faults(
        one=raw(name, SOUND[name].astype(object)), two=unreadable(other, f"{other}.csv", "no text")
    )
    assert message == f"Table '{other}' cannot be used: 1 fault in {other}.csv.\n  cannot be read: no text"


def test_rows_under_other_headings_are_rows():
    lines = pd.DataFrame({"InvoiceNo": ["1"], "Country": ["UK"], "Quantity": ["6"]}, dtype=object)
    message = faults(one=raw("transactions", lines.rename(columns=str.lower)))
    assert "column 'amount' is missing; not used: invoiceno, country, quantity" in message
    assert "holds no rows" not in message and "did you mean" not in message


def test_a_maturity_check_that_cannot_be_read_is_not_said_to_be_empty():
    opportunities = SOUND["opportunities"].astype(object).assign(maturity_needed=3)
    message = faults(
        one=raw("opportunities", opportunities), two=unreadable("readiness", "readiness.csv", "no text")
    )
    assert "has no rows" not in message


def test_roles_are_not_held_against_a_capacity_with_a_blank_role():
    capacity = SOUND["capacity"].astype(object).reset_index(drop=True)
    capacity.loc[capacity["role"].ne("budget").idxmax(), "role"] = None
    message = faults(one=raw("opportunities", SOUND["opportunities"]), two=raw("capacity", capacity))
    assert "role: is blank" in message and "is not in table 'capacity'" not in message


def listed(**columns):
    return raw("opportunities", SOUND["opportunities"].astype(object).head(1).assign(**columns))


def refused(settings, table):
    planned = engagement_from(yaml.safe_load(SETTINGS) | {"plan": settings})
    with pytest.raises(TablesError) as found:
        check({"opportunities": table}, planned)
    return str(found.value)


def test_a_plan_for_money_needs_an_estimate():
    blank = dict.fromkeys(("extra_low", "extra_likely", "extra_high"))
    blank |= dict.fromkeys(("protected_low", "protected_likely", "protected_high"))
    message = refused({"objective": "value"}, listed(**blank))
    assert "plan.objective: 'value' plans for money" in message and "or plan for the score" in message


def test_a_day_rate_of_no_role_is_refused_with_the_nearest():
    assert "plan.day_rates: 'itt' is not a role" in refused({"day_rates": {"itt": 700}}, listed(days_it=3))


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({"low": 9, "likely": 5, "high": 10}, "extra_low: 9 is above extra_likely, 5"),
        ({"low": 1, "likely": 5, "high": 4}, "extra_likely: 5 is above extra_high, 4"),
        (
            {"low": 1, "likely": 5},
            "extra_high: is blank, and extra_low or extra_likely is not",
        ),
    ],
)
def test_estimates_are_in_order_and_whole(points, said):
    given = {"low": None, "likely": None, "high": None} | points
    assert said in refused({}, listed(**{f"extra_{name}": value for name, value in given.items()}))


def test_a_cost_has_both_ends_or_none():
    assert "cost_high: is blank, and cost_low or cost is not" in refused({}, listed(cost=5, cost_low=4))
    assert "cost_low: 9 is above cost, 5" in refused({}, listed(cost=5, cost_low=9, cost_high=9))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nps_change": 3}, "nps_change_error: is blank, and nps_change is not; give both, or none"),
        ({"nps_change_error": 1}, "nps_change: is blank, and nps_change_error is not; give both, or none"),
        ({"nps_change": 201, "nps_change_error": 1}, "nps_change: 201 is outside -200 to 200"),
        ({"nps_change": 3, "nps_change_error": -1}, "nps_change_error: -1 is below 0"),
    ],
)
def test_a_change_in_nps_is_in_points_and_has_its_error(change, said):
    assert said in refused({}, listed(**{"nps_change": None, "nps_change_error": None} | change))


def by_formula(formula):
    criteria = [{"name": "fit", "scale": "1-5"}]
    return engagement_from(
        {"client": "A", "score": {"method": "formula", "criteria": criteria, "formula": formula}}
    )


def test_numbers_of_ones_own_that_the_formula_names_are_kept():
    listed = SOUND["opportunities"].astype(object).assign(own_reach="1,5")
    given = {"opportunities": raw("opportunities", listed)}
    kept = check(given, by_formula("fit * own_reach / max(cost, 1)"))["opportunities"]
    assert kept["own_reach"].tolist() == [1.5] * len(kept)


def test_what_the_formula_names_must_be_a_number_in_every_row():
    listed = SOUND["opportunities"].astype(object).assign(own_reach=1.0)
    listed.loc[listed.index[1], "own_reach"] = None
    with pytest.raises(TablesError) as refused:
        check(
            {"opportunities": raw("opportunities", listed)}, by_formula("fit * own_reach + own_rech + title")
        )
    message = str(refused.value)
    assert "score.formula: 'own_rech' is neither" in message and "did you mean 'own_reach'?" in message
    assert "score.formula: 'title' is neither a criterion nor a number" in message
    assert "row 3, own_reach: is blank, and the formula of the score needs it" in message


def test_attributes_that_settings_name_are_columns_of_the_customers_and_axes_are_numbers():
    customers = raw("customers", pd.DataFrame({"customer_id": ["a"], "skill": ["7"], "tier": ["A"]}))
    settings = {
        "client": "x",
        "segments": {"axes": {"skil": None, "tier": None}},
        "understand": {"by": ["teir"]},
    }
    faults = unknown_attributes(
        {"customers": customers.frame}, {"customers": customers}, engagement_from(settings)
    )
    assert [fault.message for fault in faults] == [
        "segments.axes: 'skil' is neither a measure nor a column of table 'customers'; did you mean 'skill'?",
        "segments.axes: column 'tier' of table 'customers' holds no numbers",
        "understand.by: 'teir' is not a column of table 'customers'; did you mean 'tier'?",
    ]
    fine = engagement_from({"client": "x", "segments": {"axes": {"skill": None, "orders": 3}}})
    assert unknown_attributes({"customers": customers.frame}, {"customers": customers}, fine) == []
