"""Identities that are probably one customer: what the links say, and what they may never join."""

import sys

import numpy as np
import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.intake.fuzzy_matching import likely_links, with_likely_links
from workbook.intake.identities import customer_keys

PEOPLE, IN_BOTH, SURE = 300, 150, 40
ABSENT = "splink is not installed: pip install 'cx-workbook[link]'"
NAMES = ["given_name", "surname", "street", "date_of_birth"]


def words(rng, n, *, of):
    """Random words of nine letters, a number of different ones."""
    letters = rng.choice(list("abcdefghijklmnoprstuvw"), (of, 9))
    return pd.Series(["".join(row) for row in letters]).iloc[rng.integers(0, of, n)].reset_index(drop=True)


@pytest.fixture(scope="module")
def people():
    """300 people at the till, 150 of them on the web: 40 with their card, all with a letter missing."""
    rng = np.random.default_rng(7)
    born = pd.Timestamp("1940-01-01") + pd.to_timedelta(rng.integers(0, 24_000, PEOPLE), unit="D")
    till = pd.DataFrame(
        {
            "given_name": words(rng, PEOPLE, of=60),
            "surname": words(rng, PEOPLE, of=120),
            "street": words(rng, PEOPLE, of=200),
            "date_of_birth": born.strftime("%Y%m%d"),
            "source_id": [str(at) for at in range(PEOPLE)],
        }
    )
    web = till.iloc[:IN_BOTH].copy()
    wrong = rng.choice(["given_name", "surname", "street"], IN_BOTH)
    for name in ("given_name", "surname", "street"):
        web[name] = web[name].where(wrong != name, web[name].str[:4] + web[name].str[5:])
    both = pd.concat([till.assign(source="till"), web.assign(source="web")], ignore_index=True)
    return both.assign(loyalty_card=("L" + both["source_id"]).where(both["source_id"].astype(int) < SURE))


@pytest.fixture(scope="module")
def sure(people):
    return customer_keys(people)


@pytest.fixture(scope="module")
def likely(people, sure):
    pytest.importorskip("splink", reason=ABSENT)
    return likely_links(people, sure, columns=NAMES)


def test_misspelled_people_are_found_with_their_probability(likely):
    true = likely["source_id"] == likely["to_source_id"]
    assert true.mean() >= 0.99
    assert true.sum() >= 0.95 * (IN_BOTH - SURE)
    assert likely["probability"].between(0.5, 1).all()
    assert likely["probability"].is_monotonic_decreasing
    assert set(likely["rule"]) == {"likeness"}


def test_only_what_was_left_on_its_own_is_linked_and_never_within_a_source(likely, sure):
    joined = sure.links["source_id"].astype(int)
    assert joined.lt(SURE).all() and len(joined) == SURE
    assert not set(likely["source_id"]) & set(sure.links["source_id"])
    assert (likely["source"] != likely["to_source"]).all()


def test_the_keys_hold_both_kinds_of_links_each_with_its_reason(likely, sure):
    keys = with_likely_links(sure, likely)
    assert keys.links["rule"].value_counts().to_dict() == {"likeness": len(likely), "loyalty_card": SURE}
    assert keys.links.groupby("rule")["probability"].count().to_dict()["loyalty_card"] == 0
    assert keys.identities["customer_id"].nunique() == PEOPLE + IN_BOTH - SURE - len(likely)
    assert keys.identities.groupby("customer_id")["source"].nunique().max() == 2


def linked(rows, links, **options):
    """The keys: rows of source, source_id, customer_id; links of two of them and a probability."""
    keys = customer_keys(pd.DataFrame(rows, columns=["source", "source_id", "customer_id"]))
    table = pd.DataFrame(
        [(*here.split(), *there.split(), "likeness", probability) for here, there, probability in links],
        columns=["source", "source_id", "to_source", "to_source_id", "rule", "probability"],
    )
    found = with_likely_links(keys, table, **options)
    assert with_likely_links(keys, table[::-1], **options).identities.equals(found.identities)
    return found


CHAIN = [("web 2", "app 1", 0.9), ("web 3", "app 1", 0.8)]
THREE = [("app", "1", None), ("web", "2", None), ("web", "3", None)]


def test_a_chain_within_a_source_loses_its_least_likely_link():
    found = linked(THREE, CHAIN)
    assert found.identities["customer_id"].tolist() == ["app:1", "app:1", "web:3"]
    assert found.links["probability"].tolist() == [0.9]


def test_two_of_a_source_are_one_customer_when_told_so():
    assert linked(THREE, CHAIN, within_source=True).identities["customer_id"].nunique() == 1


def test_declared_ids_that_differ_are_never_joined_by_likeness():
    rows = [("app", "1", None), ("crm", "2", "C1"), ("erp", "3", "C2")]
    found = linked(rows, [("crm 2", "app 1", 0.6), ("erp 3", "app 1", 0.99), ("erp 3", "crm 2", 0.9)])
    assert found.identities["customer_id"].tolist() == ["C2", "C1", "C2"]
    assert found.links["probability"].tolist() == [0.99]


def test_equal_probabilities_have_one_outcome():
    found = linked(THREE, [("web 3", "app 1", 0.8), ("web 2", "app 1", 0.8)])
    assert found.identities["customer_id"].tolist() == ["app:1", "app:1", "web:3"]


def test_customers_that_are_joined_already_take_a_third_and_keep_their_own():
    rows = [("app", "1", "C1"), ("web", "2", "C1"), ("web", "3", "C1"), ("till", "4", None)]
    found = linked(rows, [("web 3", "till 4", 0.7)])
    assert set(found.identities["customer_id"]) == {"C1"}


def test_no_likely_links_leaves_the_keys_as_they_were(sure, likely):
    assert with_likely_links(sure, likely[:0]).identities.equals(sure.identities)


def test_one_person_twice_in_one_source_is_found_when_told_so(people):
    pytest.importorskip("splink", reason=ABSENT)
    one = people.assign(source_id=people["source"] + people["source_id"], source="crm", loyalty_card=None)
    found = likely_links(one, customer_keys(one), columns=NAMES, within_source=True)
    true = found["source_id"].str.removeprefix("web") == found["to_source_id"].str.removeprefix("till")
    assert true.mean() >= 0.99
    assert true.sum() >= 0.95 * IN_BOTH


def test_one_source_has_nobody_to_link_to(people):
    till = people[people["source"] == "till"]
    assert likely_links(till, customer_keys(till)).empty


def test_too_few_columns_or_identities_are_refused_with_their_number(people, sure):
    with pytest.raises(MeasureError, match="450 identities and 2 columns"):
        likely_links(people, sure, columns=NAMES[:2])
    few = pd.concat([people[:20], people[-20:]])
    with pytest.raises(MeasureError, match="40 identities and 4 columns"):
        likely_links(few, customer_keys(few), columns=NAMES)


def test_columns_in_which_nobody_agrees_are_refused(people):
    rows = pd.DataFrame({name: people.index.astype(str) + name for name in NAMES})
    strangers = pd.concat([people[["source", "source_id"]], rows], axis="columns")
    with pytest.raises(MeasureError, match="0 of 4 columns have equal values in different identities"):
        likely_links(strangers, customer_keys(strangers), columns=NAMES)


def test_without_splink_the_extra_is_named(people, sure, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(MeasureError, match=r"pip install 'cx-workbook\[link\]'"):
        likely_links(people, sure, columns=NAMES)
