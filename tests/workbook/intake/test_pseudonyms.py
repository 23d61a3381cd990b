"""Pseudonyms with a secret key."""

import hashlib
import hmac
import re

import pandas as pd
import pytest

from workbook.errors import EngagementError, MeasureError
from workbook.intake.pseudonyms import KINDS, Key, pseudonymised, pseudonyms, read_key, refuse_other_key

ONE, OTHER = Key(b"k" * 32), Key(b"l" * 32)
HEX = "00ff" * 16


def test_a_pseudonym_is_the_first_half_of_an_hmac_with_the_kind_in_front():
    expected = hmac.new(b"k" * 32, b"email\0a@b.nl", hashlib.sha256).hexdigest()[:32]
    assert pseudonyms(pd.Series(["a@b.nl"]), "email", ONE).tolist() == [expected]


def test_different_values_kinds_and_keys_give_different_pseudonyms():
    values = pd.Series([f"c{at}" for at in range(2000)])
    made = [pseudonyms(values, kind, key) for kind in KINDS for key in (ONE, OTHER)]
    assert pd.concat(made).nunique() == len(values) * len(KINDS) * 2
    assert pd.concat(made).str.fullmatch("[0-9a-f]{32}").all()


def test_equal_ids_get_equal_pseudonyms_wherever_they_are_and_missing_stays_missing():
    values = pd.Series(["C1", None, " c 1", "C2"], index=[5, 3, 3, 1], name="customer_id")
    made = pseudonyms(values, "customer", ONE)
    assert made.index.tolist() == [5, 3, 3, 1]
    assert made.name == "customer_id"
    assert made.isna().tolist() == [False, True, False, False]
    assert made.iloc[0] == made.iloc[2] != made.iloc[3]


def test_a_column_without_values_gives_none():
    assert pseudonyms(pd.Series([], dtype="str"), "email", ONE).tolist() == []
    assert pseudonyms(pd.Series([None, float("nan")]), "email", ONE).isna().all()


def test_ids_that_are_not_text_are_refused_with_their_number():
    with pytest.raises(MeasureError, match="2 of 3 values of kind customer are not text"):
        pseudonyms(pd.Series([7, "7", 7.0]), "customer", ONE)
    with pytest.raises(MeasureError, match="'name' is not a kind of pseudonym"):
        pseudonyms(pd.Series(["7"]), "name", ONE)


def test_a_key_is_read_as_hexadecimal_digits_or_as_text(tmp_path):
    text = "correct horse battery staple, and more"
    assert read_key(tmp_path, environment={"CX_WORKBOOK_KEY": f" {HEX}\n"}) == Key(bytes.fromhex(HEX))
    assert read_key(tmp_path, environment={"CX_WORKBOOK_KEY": text}) == Key(text.encode())
    assert read_key(tmp_path, environment={}) is None


def test_a_key_file_is_found_by_the_environment_and_the_one_passed_goes_before(tmp_path):
    files = {name: tmp_path / name for name in ("passed", "named")}
    files["passed"].write_text("p" * 32)
    files["named"].write_text("n" * 32)
    environment = {"CX_WORKBOOK_KEY_FILE": str(files["named"])}
    acme = tmp_path / "acme"
    assert read_key(acme, environment=environment) == Key(b"n" * 32)
    assert read_key(acme, environment=environment | {"CX_WORKBOOK_KEY": HEX}) == Key(bytes.fromhex(HEX))
    assert read_key(acme, file=files["passed"], environment=environment) == Key(b"p" * 32)


@pytest.mark.parametrize(("key", "found"), [("s3cret" * 5, "30 bytes"), ("ab" * 20, "20 bytes (40 hexa")])
def test_a_short_key_is_refused_and_not_shown(tmp_path, key, found):
    with pytest.raises(EngagementError, match=rf"has {re.escape(found)}.*it takes 32") as refused:
        read_key(tmp_path, environment={"CX_WORKBOOK_KEY": key})
    assert key not in str(refused.value)


@pytest.mark.parametrize("inside", ["key", "data/key", "../acme/key"])
def test_a_key_file_in_the_engagement_folder_is_refused(tmp_path, inside):
    acme = tmp_path / "acme"
    (acme / "data").mkdir(parents=True)
    (acme / inside).write_text("k" * 40)
    with pytest.raises(EngagementError, match="key file key is in the engagement folder"):
        read_key(acme, file=acme / inside)


def test_a_link_from_outside_to_a_key_file_inside_is_refused(tmp_path):
    acme = tmp_path / "acme"
    acme.mkdir()
    (acme / "key").write_text("k" * 40)
    (tmp_path / "link").symlink_to(acme / "key")
    with pytest.raises(EngagementError, match="in the engagement folder"):
        read_key(acme, file=tmp_path / "link")


def test_a_key_file_that_cannot_be_read_is_refused_without_its_bytes(tmp_path):
    with pytest.raises(EngagementError, match="nowhere cannot be read"):
        read_key(tmp_path / "acme", file=tmp_path / "nowhere")
    (tmp_path / "binary").write_bytes(bytes([0xFF, 0xFE]) * 20)
    with pytest.raises(EngagementError, match="binary cannot be read as text") as refused:
        read_key(tmp_path / "acme", file=tmp_path / "binary")
    assert refused.value.__cause__ is None


def test_another_key_is_refused_by_name_and_no_key_is_shown():
    refuse_other_key(ONE, ONE.id)
    with pytest.raises(EngagementError, match=rf"of key {ONE.id}, and the key at hand is {OTHER.id}"):
        refuse_other_key(OTHER, ONE.id)
    with pytest.raises(EngagementError, match=rf"of key {ONE.id}, and there is no key"):
        refuse_other_key(None, ONE.id)
    assert "kkk" not in f"{ONE} {ONE!r}"
    assert len(ONE.id) == 8


@pytest.mark.parametrize("column", ["phone_1", "address_line_1", "iban_nummer", "klantnaam", "home_address"])
def test_columns_that_tell_who_somebody_is_are_left_out_with_a_word_or_a_number_added(column):
    table = pd.DataFrame({"customer_id": ["C1"], column: ["x"], "company_size": ["large"]})
    kept = pseudonymised({"customers": table}, Key(b"k" * 32))["customers"]
    assert list(kept) == ["customer_id", "company_size"]
