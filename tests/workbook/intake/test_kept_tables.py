"""Who is who in the store: one key, pseudonyms with a secret key, and crm.csv under the client's own ids."""

import shutil

import ibis
import pandas as pd
import pytest
from plain_crm import plain_feedback, plain_words

from workbook.engagement import engagement_from
from workbook.errors import EngagementError
from workbook.files import read_json
from workbook.intake import current_snapshot, key_id
from workbook.intake.forgotten_list import write_forgotten
from workbook.intake.kept_tables import kept_tables
from workbook.intake.person import Person
from workbook.intake.pseudonyms import Key, pseudonyms
from workbook.notebook_run import NotebookRun
from workbook.privacy import declare
from workbook.store import checked_inputs, forget, open_engagement, open_period, publish
from workbook.store.crm_file import write_crm
from workbook.store.period import pinned_period

KEY, OTHER = "k" * 40, "l" * 40  # the first is that of `hidden_tiny`
NOBODY = Person(frozenset(), frozenset())
ENGAGEMENT = engagement_from(
    {"client": "Acme", "stages": [{"name": "a", "rules": {"orders": {"at_least": 0}}}]}
)
PLAIN = ["C-101", "C-102", "w-7001", "w-7002", "till-55", "till-56"]
TELLING = ["anna@x.nl", "bob@x.nl", "612345678", "Jansen", "Kerkstraat", "1980-05-17", "LC900"]


def pseudonym(value, kind="customer", key=KEY):
    return pseudonyms(pd.Series([value]), kind, Key(key.encode())).iloc[0]


def bytes_of(*folders):
    return {file: file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()}


def holding(words, *folders):
    """The files that hold one of the words, also as Parquet and Excel pack them."""
    found = []
    for file, data in bytes_of(*folders).items():
        text = pd.read_parquet(file).to_csv() if file.suffix == ".parquet" else data.decode("latin-1")
        found += [(file.name, word) for word in words if word in text or word.encode() in data]
    return found


@pytest.fixture
def acme(hidden_tiny):
    return hidden_tiny


def check(folder):
    checked = checked_inputs(folder, open_engagement(folder))
    return lambda name: pd.read_parquet(checked / f"{name}.parquet")


def without_key(monkeypatch):
    monkeypatch.delenv("CX_WORKBOOK_KEY")


# Pseudonyms


def test_nothing_plain_is_kept_once_there_is_a_key(acme):
    table = check(acme)
    assert holding([*PLAIN, *TELLING, KEY], acme / ".store") == []
    expected = [pseudonym("C-101")] * 3 + [pseudonym("C-102")]
    assert table("transactions")["customer_id"].tolist() == sorted(expected)
    assert list(table("identities")) == [
        *("source", "source_id", "customer_id", "email", "phone", "loyalty_card", "declared_id")
    ]
    assert pseudonym("anna@x.nl", "email") in set(table("identities")["email"])
    assert "size" in table("customers") and not {"name", "home_address"} & set(table("customers"))


def test_without_a_key_ids_stay_as_they_are(tiny):
    table = check(tiny)
    assert table("transactions")["customer_id"].tolist() == ["C-101", "C-101", "C-101", "C-102"]
    assert {"name", "home_address"} <= set(table("customers"))
    assert key_id(tiny) == ""


def test_the_key_is_known_by_its_id_and_another_or_none_is_refused(acme, monkeypatch):
    check(acme)
    made_with = Key(KEY.encode()).id
    assert read_json(current_snapshot(acme) / "inputs.json")["state"]["key_id"] == made_with
    monkeypatch.setenv("CX_WORKBOOK_KEY", OTHER)
    with pytest.raises(EngagementError, match=f"of key {made_with}, and the key at hand is"):
        check(acme)
    without_key(monkeypatch)
    with pytest.raises(EngagementError, match=f"of key {made_with}, and there is no key"):
        check(acme)


def recognise_key(period):
    """What step 1 depends on, if it read nothing: the pseudonyms are part of it all the same."""
    reads = {name: [] for name in ("input", "setting", "counted", "result", "published", "modules")}
    return NotebookRun(pinned_period(period.folder, period.name), {})._key("1_recognise", reads)


def test_a_key_that_comes_later_takes_away_what_was_plain_and_makes_the_steps_stale(tiny, monkeypatch):
    period = open_period(tiny, "2017Q4")
    period.save_private("crm", ibis.memtable({"customer_id": ["C-101"]}))
    draft = tiny / "notebooks" / "2017Q4" / "anna" / ".draft" / "customers"
    shutil.copytree(period.store / "customers", draft)
    plain = recognise_key(period)
    monkeypatch.setenv("CX_WORKBOOK_KEY", KEY)
    check(tiny)
    assert holding([*PLAIN, *TELLING], tiny / ".store", tiny / "notebooks") == []
    assert recognise_key(period) != plain


def test_customers_whose_ids_differ_by_capitals_only_are_one_under_pseudonyms():
    nobody = pd.DataFrame(columns=["source", "source_id", "customer_id"])
    tables = {"customers": pd.DataFrame({"customer_id": ["C1", "c1 ", "C2"]}), "identities": nobody}
    found = kept_tables(tables, ENGAGEMENT, Key(KEY.encode()), NOBODY)
    assert found.tables["customers"]["customer_id"].tolist() == sorted([pseudonym("C1"), pseudonym("C2")])
    assert found.counts.empty
    left = kept_tables(
        tables, ENGAGEMENT, Key(KEY.encode()), Person(frozenset({pseudonym("C1")}), frozenset())
    )
    assert left.tables["customers"]["customer_id"].tolist() == [pseudonym("C2")]
    assert left.counts[["part", "name", "n"]].to_numpy().tolist() == [["forgotten", "customers", 1]]


def test_identities_that_cannot_be_joined_are_a_fault_of_the_input_and_no_failed_step(tiny):
    settings = tiny / "engagement.yml"
    settings.write_text(settings.read_text("utf-8") + "keys: {likeness: {enabled: true}}\n", "utf-8")
    with pytest.raises(EngagementError, match="there are 3 identities and 3 columns"):
        check(tiny)


# crm.csv


@pytest.fixture
def period(acme):
    check(acme)
    period = open_period(acme, "2017Q4")
    rows = {"customer_id": [pseudonym("C-101"), pseudonym("C-102")], "stage": ["=new", "old"]}
    period.save_private("crm", ibis.memtable(rows))
    return period


def crm(period):
    write_crm(period.folder, period, plain_words())
    return pd.read_csv(period.folder / "crm.csv", dtype="str").fillna("")


def test_with_the_key_each_identity_goes_back_under_its_own_id(period):
    assert crm(period).to_numpy().tolist() == [
        ["C-101", "till", "till-55", "'=new"],
        ["C-101", "web", "w-7001", "'=new"],
        ["C-102", "web", "w-7002", "old"],
    ]


def test_without_the_key_pseudonyms_go_back(period, monkeypatch):
    without_key(monkeypatch)
    rows = crm(period)
    assert list(rows) == ["customer_id", "source", "source_id", "stage"] and len(rows) == 3
    assert set(rows["customer_id"]) == {pseudonym("C-101"), pseudonym("C-102")}
    assert set(rows["source_id"]) == {pseudonym(own, "identity") for own in ("till-55", "w-7001", "w-7002")}


def test_another_key_is_refused_for_crm_csv(period, monkeypatch):
    monkeypatch.setenv("CX_WORKBOOK_KEY", OTHER)
    with pytest.raises(EngagementError, match="of key"):
        crm(period)


def test_without_identities_there_is_a_row_per_customer(tiny):
    file = current_snapshot(tiny) / "identities.parquet"
    pd.read_parquet(file)[:0].to_parquet(file)
    period = open_period(tiny, "2017Q4")
    period.save_private("crm", ibis.memtable({"customer_id": ["C-102", "C-101"], "n": [1, 2]}))
    assert crm(period).to_numpy().tolist() == [["C-102", "1"], ["C-101", "2"]]


def test_who_is_one_under_a_key_goes_back_under_every_spelling_that_the_client_knows(acme):
    (acme / "data" / "identities.csv").unlink()
    orders = acme / "data" / "transactions.csv"
    orders.write_text(orders.read_text().replace("w-7001", "C-101").replace("till-55", "C-101"))
    customers = acme / "data" / "customers.csv"
    rows = pd.read_csv(customers, sep=";", dtype="str")
    pd.concat([rows, rows[rows["customer_id"].eq("C-102")].assign(customer_id="c-102")]).to_csv(
        customers, sep=";", index=False
    )
    check(acme)
    period = open_period(acme, "2017Q4")
    period.save_private(
        "crm", ibis.memtable({"customer_id": [pseudonym("C-101"), pseudonym("C-102")], "n": [1, 2]})
    )
    assert crm(period).to_numpy().tolist() == [["C-101", "1"], ["C-102", "2"], ["c-102", "2"]]


def test_the_manifest_names_the_key_and_the_report_holds_no_plain_id_but_in_crm_csv(period, made_at):
    period.publish("plan", declare(pd.DataFrame({"n": [1]})))
    steps = {"1_recognise": {"key": "x"}}
    words = plain_words(), plain_feedback()
    publish(period, {"en": "<html></html>"}, {}, {}, ["plan"], steps, *words, made_at)
    report = period.report_folder
    assert read_json(report / "manifest.json")["key_id"] == Key(KEY.encode()).id
    assert {name for name, _ in holding([*PLAIN, *TELLING, KEY], period.store, report)} == {"crm.csv"}


# Forgotten people


def test_who_is_on_the_list_is_left_out_of_a_later_delivery_and_counted(acme):
    delivered = {file: file.read_bytes() for file in (acme / "data").glob("*.csv")}
    forget(acme, "w-7001")
    for file, data in delivered.items():
        file.write_bytes(data)
    table = check(acme)
    assert table("transactions")["customer_id"].tolist() == [pseudonym("C-102")]
    assert table("customers")["customer_id"].tolist() == [pseudonym("C-102")]
    assert len(table("identities")) == 1
    facts = open_period(acme, "2017Q4").recognition()
    left_out = facts[facts["part"] == "forgotten"].set_index("name")["n"].to_dict()
    assert left_out == {"customers": 1, "identities": 2, "transactions": 3}
    assert holding([*PLAIN, *TELLING], acme / ".store") == []
    listed = (acme / "forgotten.json").read_text("utf-8")
    assert pseudonym("C-101") in listed and not [word for word in PLAIN if word in listed]


def test_who_is_forgotten_is_known_again_under_a_new_declared_id():
    identities = pd.DataFrame({"source": "web", "source_id": ["1", "2"], "customer_id": ["C9", "C2"]})
    orders = pd.DataFrame({"customer_id": ["C9", "C2", "c9"]})
    tables = {"customers": orders[:2], "identities": identities, "transactions": orders}
    listed = Person(frozenset({pseudonym("C1")}), frozenset({("web", pseudonym("1", "identity"))}))
    found = kept_tables(tables, ENGAGEMENT, Key(KEY.encode()), listed)
    assert found.tables["transactions"]["customer_id"].tolist() == [pseudonym("C2")]
    left_out = found.counts[found.counts["part"] == "forgotten"].set_index("name")[["n", "of"]]
    assert left_out.loc["transactions"].tolist() == [2, 3] and len(left_out) == 3


def test_a_list_of_another_key_is_refused(tiny):
    write_forgotten(tiny, NOBODY, Key(KEY.encode()))
    with pytest.raises(EngagementError, match="there is no key"):
        check(tiny)
