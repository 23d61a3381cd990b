"""The client's own ids of customers in the store, with a secret key and without."""

import numpy as np
import pandas as pd
import pytest
from deliveries import folder_with

from workbook.errors import EngagementError, TablesError
from workbook.intake import checked_inputs, client_ids, raw_tables
from workbook.intake.customer_ids import resolve_identities
from workbook.intake.pseudonyms import Key, pseudonyms
from workbook.store import create, open_engagement
from workbook.tables import check

KEY = Key(b"k" * 40)  # that of `hidden_tiny`


def rows(folder):
    return client_ids(folder).drop(columns="customer_id").fillna("").to_numpy().tolist()


def plain_ids(folder):
    """The same, by checking and resolving the whole delivery."""
    engagement = open_engagement(folder)
    tables = resolve_identities(check(raw_tables(folder), engagement), engagement.keys).tables
    ids = pd.concat([tables[name]["customer_id"] for name in ("customers", "transactions")])
    ids = pd.DataFrame({"client_id": ids.dropna().drop_duplicates()})
    ids["customer_id"] = pseudonyms(ids["client_id"], "customer", KEY)
    listed = tables["identities"].rename(columns={"customer_id": "client_id"})
    return ids.merge(listed[["client_id", "source", "source_id"]], on="client_id", how="left")


@pytest.mark.parametrize("folder", ["tiny", "hidden_tiny"])
def test_a_customer_has_a_row_per_identity(request, folder):
    listed = [row for row in rows(request.getfixturevalue(folder)) if row[1]]
    assert sorted(listed) == [
        ["C-101", "till", "till-55"],
        ["C-101", "web", "w-7001"],
        ["C-102", "web", "w-7002"],
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_ids_are_those_of_a_whole_check_of_the_delivery(hidden_tiny, seed):
    rng = np.random.default_rng(seed)
    n = 60
    numbers = rng.integers(0, 40, n)
    declared = [f"{'cC'[rng.integers(2)]}{number}" if number < 20 else None for number in numbers]
    identities = pd.DataFrame(
        {
            "source": ["web", "till"] * (n // 2),
            "source_id": [f"i{number}" for number in range(n)],
            "customer_id": declared,
            "email": [f"e{number}@x.nl" if number < 30 else None for number in rng.integers(0, 60, n)],
        }
    )
    customers = pd.DataFrame({"customer_id": [*map(str, range(5)), *pd.Series(declared).dropna().unique()]})
    ordered = [*customers["customer_id"], *identities["source_id"]]
    orders = pd.DataFrame({"customer_id": ordered, "ordered_at": "2017-10-14", "amount": 1})
    for name, table in (("identities", identities), ("customers", customers), ("transactions", orders)):
        table.to_csv(hidden_tiny / "data" / f"{name}.csv", sep=";", index=False)
    snapshot = checked_inputs(hidden_tiny, open_engagement(hidden_tiny))
    kept = set(pd.read_parquet(snapshot / "transactions.parquet")["customer_id"])
    columns = ["customer_id", "client_id", "source", "source_id"]
    found, whole = (
        ids.loc[ids["customer_id"].isin(kept), columns].fillna("")
        for ids in (client_ids(hidden_tiny), plain_ids(hidden_tiny))
    )
    assert sorted(map(tuple, found.to_numpy())) == sorted(map(tuple, whole.to_numpy()))
    assert len(found) >= n


def test_only_the_ids_are_read_again(hidden_tiny):
    data = hidden_tiny / "data"
    (data / "transactions.csv").write_bytes(bytes(range(256)) * 9)
    (data / "customers.csv").unlink()
    customers = pd.DataFrame({"customer_id": ["C-101", "C-102", "C-103"], "since": "no date"})
    customers.to_parquet(data / "customers.parquet")
    found = client_ids(hidden_tiny)
    assert set(found["client_id"]) >= {"C-101", "C-102", "C-103"}
    frame = raw_tables(hidden_tiny, only=("customers",), columns=("customer_id",))["customers"].frame
    assert list(frame) == ["customer_id"]


def test_a_delivery_that_cannot_be_read_any_more_is_told(hidden_tiny):
    (hidden_tiny / "data" / "identities.csv").write_bytes(bytes(range(256)) * 9)
    with pytest.raises(TablesError, match=r"identities\.csv"):
        client_ids(hidden_tiny)


def test_without_the_key_all_are_pseudonyms_and_another_key_is_refused(hidden_tiny, monkeypatch):
    monkeypatch.delenv("CX_WORKBOOK_KEY")
    found = client_ids(hidden_tiny)
    assert found["client_id"].equals(found["customer_id"].rename("client_id"))
    assert found["client_id"].str.fullmatch("[0-9a-f]{32}").all()
    monkeypatch.setenv("CX_WORKBOOK_KEY", "l" * 40)
    with pytest.raises(EngagementError, match="of key"):
        client_ids(hidden_tiny)


@pytest.mark.parametrize("listed", [False, True])
def test_customers_that_stand_in_a_delivery_only_have_their_ids_too(tmp_path, monkeypatch, listed):
    monkeypatch.setenv("CX_WORKBOOK_KEY", "k" * 40)
    names = ("shopify-orders", *(["hubspot-contacts"] if listed else []))
    folder = folder_with(create(tmp_path / "shop", language="en"), *[f"{name}.csv" for name in names])
    with (folder / "engagement.yml").open("a", encoding="utf-8") as settings:
        settings.write("\ndeliveries:\n")
        settings.writelines(f"  - {{files: {name}.csv, recipe: {name}}}\n" for name in names)
    snapshot = checked_inputs(folder, open_engagement(folder))
    ids = client_ids(folder)
    ordered = {"31612345678", "anna@example.nl", "bo@example.nl"}
    assert set(ids["client_id"]) == ordered | ({"52"} if listed else set())
    assert set(ids["customer_id"]) == set(pd.read_parquet(snapshot / "customers.parquet")["customer_id"])
    kept = [file.read_bytes() for file in snapshot.rglob("*") if file.is_file()]
    assert not any(b"anna@example.nl" in content for content in kept)
