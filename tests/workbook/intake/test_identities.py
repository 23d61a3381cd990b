"""One key per customer: what joins identities, what does not, and what is reported of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.errors import MeasureError
from workbook.intake.identities import (
    cluster_sizes,
    customer_keys,
    offline_recognised,
    recognised_by_source,
)
from workbook.intake.matching_values import evidence_quality, normalised, usability


def identities(*rows):
    """Rows of source, source_id, customer_id, email, phone, loyalty_card; the last may be left out."""
    columns = ["source", "source_id", "customer_id", "email", "phone", "loyalty_card"]
    return pd.DataFrame(rows, columns=columns[: len(rows[0])])


def key_of(keys):
    table = keys.identities
    return dict(zip(table["source"] + table["source_id"], table["customer_id"], strict=True))


def quality(keys):
    table = evidence_quality(keys.values)
    return table.set_index(["field", "finding"])["identities"].to_dict()


@pytest.mark.parametrize(
    "written",
    [
        *("06-12345678", "0612345678", "+31612345678", "0031612345678", "+31 (0)6 1234 5678"),
        *("+310612345678", "612345678", "31612345678", "06 12 34 56 78", "tel. 06-12345678"),
    ],
)
def test_one_phone_number_in_ten_ways_of_writing(written):
    assert normalised(pd.Series([written]), "phone").tolist() == ["31612345678"]


def test_a_number_without_its_country_is_of_the_country_that_is_given():
    assert normalised(pd.Series(["0471 12 34 56"]), "phone", phone_prefix="32").tolist() == ["32471123456"]
    assert normalised(pd.Series(["+32471123456"]), "phone").tolist() == ["32471123456"]


def test_an_e_mail_address_keeps_its_dots_and_its_plus():
    written = pd.Series([" J.Doe+shop@Gmail.com ", "ｊdoe@gmail.com", ""])
    assert normalised(written, "email").tolist()[:2] == ["j.doe+shop@gmail.com", "jdoe@gmail.com"]
    assert normalised(written, "email").isna().tolist() == [False, False, True]


def test_a_postcode_is_upper_case_without_spaces():
    assert normalised(pd.Series(["1012 ab", "1012AB"]), "postcode").tolist() == ["1012AB", "1012AB"]


@pytest.mark.parametrize(
    ("field", "value", "finding"),
    [
        ("email", "info@shop.nl", "placeholder"),
        ("email", "noreply@shop.nl", "placeholder"),
        ("email", "n/a", "placeholder"),
        ("email", "jan at home", "unreadable"),
        ("email", "information@shop.nl", "used"),
        ("phone", "0000000000", "placeholder"),
        ("phone", "06", "placeholder"),
        ("phone", "Unknown", "placeholder"),
        ("phone", "112233", "unreadable"),
        ("loyalty_card", "0000", "placeholder"),
        ("customer_id", "unknown", "placeholder"),
        ("customer_id", "7", "used"),
        ("customer_id", "  ", "blank"),
    ],
)
def test_what_tells_nothing_is_no_evidence(field, value, finding):
    assert usability(normalised(pd.Series([value]), field), field).tolist() == [finding]


def test_a_with_b_and_b_with_c_is_one_customer_and_each_link_says_why():
    keys = customer_keys(
        identities(
            ("app", "1", None, "a@b.nl", None),
            ("till", "2", None, None, "06-12345678"),
            ("web", "3", None, "A@B.nl", "0031612345678"),
            ("web", "4", None, "x@y.nl", None),
        )
    )
    assert key_of(keys) == {"app1": "app:1", "till2": "app:1", "web3": "app:1", "web4": "web:4"}
    links = keys.links.drop(columns="probability")
    assert links.to_numpy().tolist() == [
        ["web", "3", "app", "1", "email"],
        ["web", "3", "till", "2", "phone"],
    ]
    assert keys.links["probability"].isna().all()


def test_the_key_is_the_declared_id_as_it_is_written_most_often():
    keys = customer_keys(
        identities(
            ("crm", "1", "c 17", "a@b.nl"),
            ("erp", "1", "C17", None),
            ("shop", "1", "C17", None),
            ("web", "1", None, "a@b.nl"),
        )
    )
    assert set(key_of(keys).values()) == {"C17"}
    assert quality(keys)[("customer_id", "spellings")] == 3


def test_people_with_different_declared_ids_are_not_joined_by_the_phone_of_their_house():
    keys = customer_keys(
        identities(
            ("crm", "1", "C1", "a@b.nl", "0201234567"),
            ("crm", "2", "C2", None, "0201234567"),
            ("web", "3", None, "a@b.nl", None),
            ("web", "4", None, None, "0201234567"),
        )
    )
    assert key_of(keys) == {"crm1": "C1", "crm2": "C2", "web3": "C1", "web4": "web:4"}
    assert quality(keys)[("phone", "disputed")] == 3
    assert keys.conflicts["rule"].tolist() == ["phone"] * 3
    assert keys.conflicts["conflict"].tolist() == [1, 1, 1]
    assert keys.conflicts["declared_id"].tolist()[:2] == ["C1", "C2"]


def test_a_chain_between_two_declared_ids_joins_neither_and_is_reported():
    keys = customer_keys(
        identities(
            ("crm", "1", "C1", "a@b.nl", None),
            ("crm", "2", "C2", None, "0201234567"),
            ("erp", "3", "C1", None, None),
            ("web", "4", None, "a@b.nl", "0201234567"),
        )
    )
    assert key_of(keys) == {"crm1": "C1", "crm2": "C2", "erp3": "C1", "web4": "web:4"}
    assert keys.conflicts[["rule", "source_id"]].to_numpy().tolist() == [
        ["chain", name] for name in ("1", "2", "3", "4")
    ]
    assert keys.links["rule"].tolist() == ["customer_id"]


def test_a_value_that_100_000_identities_share_joins_nobody():
    n = 100_000
    table = pd.DataFrame({"source": "web", "source_id": np.arange(n), "email": "jan@shop.nl"})
    keys = customer_keys(table)
    assert keys.identities["customer_id"].nunique() == n
    assert quality(keys) == {("email", "too_common"): n}


def test_the_largest_group_is_still_a_customer_and_one_more_is_not():
    def customers(n):
        table = pd.DataFrame({"source": "web", "source_id": range(n), "email": "jan@shop.nl"})
        return customer_keys(table, largest_group=3).identities["customer_id"].nunique()

    assert (customers(3), customers(4)) == (1, 4)


def test_a_declared_id_may_have_any_number_of_identities_and_is_flagged():
    table = pd.DataFrame({"source": "web", "source_id": range(12), "customer_id": ["C1"] * 11 + ["C2"]})
    sizes = cluster_sizes(customer_keys(table))
    assert sizes.to_dict("list") == {
        "size": [1, 11],
        "n": [1, 1],
        "identities": [1, 11],
        "example": ["C2", "C1"],
        "too_large": [False, True],
    }


def test_half_of_the_offline_customers_is_recognised():
    keys = customer_keys(
        identities(
            ("till", "1", None, "a@b.nl"),
            ("till", "2", None, "c@d.nl"),
            ("kiosk", "3", None, "c@d.nl"),
            ("web", "4", None, "a@b.nl"),
        )
    )
    assert offline_recognised(keys, ["till", "kiosk"]) == {"n": 2, "recognised": 1, "share": 0.5}
    table = recognised_by_source(keys, ["till", "kiosk"]).set_index("source")
    assert table["share"].to_dict() == {"kiosk": 1.0, "till": 1.0, "web": 1.0}
    assert table["offline"].to_dict() == {"kiosk": True, "till": True, "web": False}
    assert np.isnan(offline_recognised(keys, [])["share"])


@pytest.mark.parametrize("columns", [[], ["email", "customer_id"]])
def test_no_identity_at_all_gives_empty_tables(columns):
    keys = customer_keys(pd.DataFrame(columns=["source", "source_id", *columns]))
    tables = (keys.identities, keys.links, keys.conflicts, cluster_sizes(keys), evidence_quality(keys.values))
    assert [len(table) for table in tables] == [0] * 5
    assert recognised_by_source(keys).empty
    assert offline_recognised(keys, [])["n"] == 0


def test_one_identity_and_blank_fields_stand_alone():
    keys = customer_keys(
        identities(("web", "7", None, np.nan, None, None), ("web", "8", None, None, None, None))
    )
    assert key_of(keys) == {"web7": "web:7", "web8": "web:8"}
    assert keys.links.empty
    assert keys.values.empty


FEW = st.sampled_from(["a@b.nl", "c@d.nl", "e@f.nl", None])
ROWS = st.lists(st.tuples(st.sampled_from(["C1", "c1", "C2", None, None]), FEW, FEW), max_size=9)


def made(rows):
    table = pd.DataFrame(rows, columns=["customer_id", "email", "loyalty_card"])
    return table.assign(source="web", source_id=[str(at) for at in range(len(table))])


@given(ROWS, st.randoms(use_true_random=False))
@examples(8)
def test_neither_the_order_of_the_rows_nor_an_unrelated_identity_changes_a_key(rows, random):
    table = made(rows)
    other = pd.DataFrame({"source": ["app"], "source_id": ["x"], "email": ["un@related.nl"]})
    before = key_of(customer_keys(table))
    mixed = pd.concat([table, other]).sample(frac=1, random_state=random.randrange(1000))
    assert key_of(customer_keys(mixed)) == before | {"appx": "app:x"}


@given(ROWS)
@examples(8)
def test_a_customer_has_one_declared_id_at_most_and_links_stay_inside_a_customer(rows):
    keys = customer_keys(made(rows))
    assert keys.identities.groupby("customer_id")["declared_id"].nunique().le(1).all()
    known = keys.identities.set_index(["source", "source_id"])["customer_id"]
    ends = [pd.MultiIndex.from_frame(keys.links[list(pair)]) for pair in (LINK[:2], LINK[2:])]
    assert known.loc[ends[0]].tolist() == known.loc[ends[1]].tolist()


LINK = ("source", "source_id", "to_source", "to_source_id")


def test_a_made_key_that_is_somebodys_declared_id_is_refused():
    with pytest.raises(MeasureError, match="1 keys would stand for two customers, first: web:7"):
        customer_keys(identities(("crm", "1", "web:7"), ("web", "7", None)))
