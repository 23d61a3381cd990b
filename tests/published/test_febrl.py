"""FEBRL4: 5,000 people twice, the second time with mistakes; which records are one person is known.

Christen (2008), Febrl: an open source data cleaning, deduplication and record linkage system, KDD '08.
"""

import pandas as pd
import pytest
from profiles import CI
from published_data import febrl4

from workbook.intake.fuzzy_matching import likely_links, with_likely_links
from workbook.intake.identities import customer_keys, offline_recognised

PEOPLE = 5000
ALIKE = PEOPLE if CI else 1000
"""Of how many people likeness is looked for."""


@pytest.fixture(scope="module")
def records():
    """Both files as two sources; given name, state and date of birth together serve as an exact key."""
    files = [febrl4(source).assign(source=source) for source in "ab"]
    table = pd.concat(files, ignore_index=True).rename(columns={"rec_id": "source_id"})
    exact = table["given_name"] + "|" + table["state"] + "|" + table["date_of_birth"]
    return table.assign(loyalty_card=exact)


@pytest.fixture(scope="module")
def exact_keys(records):
    return customer_keys(records)


def precision_and_recall(keys, people=PEOPLE):
    """Of the pairs of one customer, how many are one person; of the people, how many are one customer."""
    table = keys.identities.assign(person=keys.identities["source_id"].str.extract(r"rec-(\d+)")[0])
    a, b = table[table["source"] == "a"], table[table["source"] == "b"]
    pairs = a.merge(b, on="customer_id")
    true = int((pairs["person_x"] == pairs["person_y"]).sum())
    return true / len(pairs), true / people


def test_equal_values_find_55_percent_and_nobody_wrong(exact_keys):
    precision, recall = precision_and_recall(exact_keys)
    assert precision == 1
    assert recall == pytest.approx(0.55, abs=0.01)
    assert offline_recognised(exact_keys, ["b"])["share"] == recall


def test_likeness_finds_97_percent_and_hardly_anybody_wrong(records):
    some = records[records["source_id"].str.extract(r"rec-(\d+)")[0].astype(int) < ALIKE]
    equal = customer_keys(some)
    columns = ["given_name", "surname", "suburb", "postcode", "date_of_birth"]
    links = likely_links(some, equal, columns=columns)
    precision, recall = precision_and_recall(with_likely_links(equal, links), ALIKE)
    assert precision >= 0.999
    assert recall >= 0.97
