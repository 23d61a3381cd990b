"""Every table under one key per customer: which id becomes which key, and what is counted of it."""

import sys

import pandas as pd
import pytest

from workbook.engagement import KeyRule, engagement_from
from workbook.errors import MeasureError
from workbook.intake.customer_ids import customer_ids, one_row_per_customer, resolve_identities
from workbook.tables import RawTable
from workbook.tables.agreement import unknown_references, unknown_sources
from workbook.tables.check import header_faults
from workbook.tables.faults import finished

IDENTITIES = pd.DataFrame(
    [
        ("till", "7", "C1", "an@x.nl"),
        ("till", "8", None, "bo@x.nl"),
        ("till", "9", None, None),
        ("web", "7", None, "bo@x.nl"),
        ("web", "w2", None, "An@x.nl "),
        ("web", "w3", "C3", "info@x.nl"),
    ],
    columns=["source", "source_id", "customer_id", "email"],
)


def keys(*rows, identities=IDENTITIES):
    """The keys of ids, each with its source or none."""
    orders = pd.DataFrame(rows, columns=["customer_id", "source"], dtype="str")
    tables = {"identities": identities, "transactions": orders}
    return resolve_identities(tables, KeyRule()).tables["transactions"]["customer_id"].tolist()


def facts(tables, part, rule=None):
    rows = resolve_identities(tables, rule or KeyRule()).counts
    return rows[rows["part"] == part].set_index("name")[["n", "of"]].to_dict("index")


def test_a_declared_id_is_the_key_however_it_is_written():
    assert keys(("C1", None), ("c1 ", None), ("C3", None)) == ["C1", "C1", "C3"]


def test_an_id_of_one_source_leads_to_the_key_of_its_customer():
    assert keys(("w2", None), ("8", None), ("9", None)) == ["C1", "till:8", "till:9"]


def test_an_id_of_two_customers_stays_until_its_source_is_given():
    assert keys(("7", None), ("7", "till"), ("7", "web")) == ["7", "C1", "till:8"]
    orders = pd.DataFrame({"customer_id": ["7", "7", None], "source": [None, "web", None]}, dtype="str")
    tables = {"identities": IDENTITIES, "transactions": orders}
    assert facts(tables, "ambiguous") == {"transactions": {"n": 1, "of": 2}}
    assert facts(tables, "joined") == {"transactions": {"n": 1, "of": 2}}


def test_an_id_in_two_sources_of_one_customer_is_no_riddle():
    both = pd.DataFrame({"source": ["app", "web"], "source_id": "5", "email": "an@x.nl"})
    assert keys(("5", None), identities=both) == ["app:5"]


def test_with_a_source_a_declared_id_is_read_as_an_id_of_that_source():
    mixed = pd.DataFrame({"source": ["web", "till"], "source_id": ["C2", "1"], "customer_id": ["C1", "C2"]})
    assert keys(("C2", "web"), ("C2", None), identities=mixed) == ["C1", "C2"]


def test_an_id_that_nobody_knows_stays_and_a_blank_stays_blank():
    found = keys(("C9", None), (None, None), (None, "web"))
    assert found[0] == "C9" and pd.isna(found[1]) and pd.isna(found[2])


def test_the_index_of_the_rows_is_kept():
    rows = pd.DataFrame({"customer_id": ["w2", "w2"]}, index=[7, 3])
    known = resolve_identities({"identities": IDENTITIES}, KeyRule()).tables["identities"]
    assert customer_ids(rows, known)["customer_id"].to_dict() == {7: "C1", 3: "C1"}


def test_every_table_with_a_customer_gets_the_key_and_no_other_is_touched():
    rows = pd.DataFrame({"customer_id": ["w2"]})
    tables = {
        "identities": IDENTITIES,
        "answers": rows,
        "service": rows,
        "journey": pd.DataFrame({"phase": ["a"]}),
    }
    found = resolve_identities(tables, KeyRule()).tables
    assert list(found) == list(tables) and found["journey"] is tables["journey"]
    assert found["answers"]["customer_id"].tolist() == found["service"]["customer_id"].tolist() == ["C1"]
    assert found["identities"]["email"].tolist()[:2] == ["an@x.nl", "bo@x.nl"]
    assert found["identities"]["declared_id"].notna().sum() == 2


def test_rows_of_one_customer_become_one_the_longest_known_first():
    table = pd.DataFrame(
        {
            "customer_id": ["w3", "C1", "w2"],
            "since": pd.to_datetime([None, "2017-05-01", "2016-01-01"]),
            "segment": pd.Series(["a", "b", None], dtype="str"),
            "size": pd.Series([None, "s", "l"], dtype="str"),
        }
    )
    found = resolve_identities({"identities": IDENTITIES, "customers": table}, KeyRule()).tables["customers"]
    assert found["customer_id"].tolist() == ["C3", "C1"]
    assert found.loc[1, ["segment", "size"]].tolist() == ["b", "l"]
    assert found.loc[1, "since"] == pd.Timestamp("2016-01-01")
    assert found.dtypes.to_dict() == table.dtypes.to_dict()
    assert facts({"identities": IDENTITIES, "customers": table}, "merged") == {"customers": {"n": 1, "of": 3}}


def test_customers_who_are_all_different_are_left_alone():
    table = pd.DataFrame({"customer_id": ["a", "b"]})
    assert one_row_per_customer(table) is table


def test_what_is_told_of_the_keys_is_counted_by_hand():
    rule = KeyRule(offline_sources=("till",), largest_customer=2)
    tables = {"identities": IDENTITIES}
    assert facts(tables, "source", rule) == {"till": {"n": 2, "of": 3}, "web": {"n": 2, "of": 3}}
    assert facts(tables, "offline", rule) == {"": {"n": 2, "of": 3}}
    assert facts(tables, "link", rule) == {"email": {"n": 2, "of": 2}}
    assert facts(tables, "size", rule) == {"1": {"n": 2, "of": 4}, "2": {"n": 2, "of": 4}}
    assert facts(tables, "large", rule) == {"": {"n": 0, "of": 4}}
    assert facts(tables, "unused", rule) == {"email.placeholder": {"n": 1, "of": 1}}


def test_facts_hold_no_id():
    told = resolve_identities({"identities": IDENTITIES}, KeyRule(offline_sources=("till",))).counts
    assert not set(told["name"]) & {"C1", "C3", "till:8", "till:9", *IDENTITIES["source_id"]}


def test_likeness_without_splink_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    n = 150
    people = pd.DataFrame(
        {
            "source": ["till", "web"] * n,
            "source_id": [str(at) for at in range(2 * n)],
            "given_name": [f"n{at // 2 % 40}" for at in range(2 * n)],
            "surname": [f"s{at // 2 % 70}" for at in range(2 * n)],
            "date_of_birth": [f"1980-01-{at // 2 % 28:02d}" for at in range(2 * n)],
        }
    )
    rule = KeyRule(likeness={"enabled": True})
    with pytest.raises(MeasureError, match=r"pip install 'cx-workbook\[link\]'"):
        resolve_identities({"identities": people}, rule)


# The check of the tables before


def references(identities=IDENTITIES, **columns):
    """The faults of four orders, as they are told; one customer is listed, C1."""
    orders = pd.DataFrame(columns, dtype="str").set_axis(range(2, 6))
    frames = {
        "customers": pd.DataFrame({"customer_id": ["C1"]}),
        "identities": identities,
        "transactions": orders,
    }
    raw = {name: RawTable(name, "intake.xlsx", frame) for name, frame in frames.items()}
    return [(fault.rows, fault.column, fault.message) for fault in finished(unknown_references(frames, raw))]


def test_an_id_of_an_identity_is_known_and_another_is_refused_with_its_row_and_source():
    found = references(customer_id=["w2", "nobody", "W3", "7"], source=[None, None, "web", "tll"])
    assert found == [
        ((5,), "source", "'tll' is not a source in table 'identities'; did you mean 'till'?"),
        ((4,), "customer_id", "'W3' is not an id of source 'web' in table 'identities'; did you mean 'w3'?"),
        ((3,), "customer_id", "'nobody' is not in table 'customers' or 'identities'"),
    ]


def test_a_declared_id_and_a_blank_are_no_fault():
    assert references(customer_id=["C3", "C1", None, "8"], source=[None, None, "web", "till"]) == []


def test_without_identities_a_column_source_says_nothing():
    found = references(IDENTITIES[:0], customer_id=["C1", "w2", None, "C1"], source=["a", "b", "c", None])
    assert found == [((3,), "customer_id", "'w2' is not in table 'customers'")]


def test_settings_that_name_no_source_or_column_are_faults():
    rule = {"offline_sources": ["tll"], "likeness": {"columns": ["surnam", "email", "phone"]}}
    stage = {"name": "new", "rules": {"age_days": {"at_least": 0}}}
    engagement = engagement_from({"client": "Acme", "stages": [stage], "keys": rule})
    known = IDENTITIES.assign(surname=None, phone=None)
    assert [fault.message for fault in unknown_sources({"identities": known}, engagement)] == [
        "keys.offline_sources: 'tll' is not a source in table 'identities'; did you mean 'till'?",
        "keys.likeness.columns: 'surnam' is not a column in table 'identities'; did you mean 'surname'?",
    ]
    assert unknown_sources({"identities": known[:0]}, engagement) == []


def test_a_matching_column_that_is_nearly_named_is_asked_for():
    table = RawTable(
        "identities",
        "identities.csv",
        pd.DataFrame({"source": ["a"], "source_id": ["1"], "e_mail": ["b"], "pet": ["cat"]}),
    )
    assert [fault.message for fault in header_faults(table)] == [
        "column 'email' is not there; did you mean 'e_mail'?"
    ]
