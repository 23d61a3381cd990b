"""Which texts point to a person, and where they are looked for."""

import pandas as pd
import pytest

from workbook.intake.person import Person
from workbook.intake.remnants import remnants, search_words
from workbook.tables import RawTable


def test_ids_and_contacts_point_to_a_person_and_short_ones_do_not():
    who = Person(frozenset({"C1", "C-101", "1234", "12345"}), frozenset({("web", "7"), ("till", "t-1")}))
    frame = pd.DataFrame(
        {"e_mail": ["a@b.nl", "c@d.nl"], "telefoon": [" 0612345678 ", None], "size": "large"}
    )
    raw = {"customers": RawTable("customers", "customers.csv", frame)}
    words = search_words(who, {"customers": pd.Series([True, False])}, raw)
    assert words == {"C-101", "12345", "t-1", "a@b.nl", "0612345678"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_word_is_found_in_any_encoding_and_case_and_only_whole(tmp_path, encoding):
    file = tmp_path / "acme" / "a.txt"
    file.parent.mkdir()
    for text, holds in [
        ("René é-101.", True),
        ("É-101", True),
        ("é-1011", False),
        ("né-101", False),
    ]:
        file.write_text(f"x {text} x", encoding)
        found, closed = remnants(file.parent, ["é-101"])
        assert (bool(found), closed) == (holds, [])


@pytest.mark.parametrize(
    "values", [["C-101"], [None, "see C-101."], [["C-101", "C-102"]], [{"id": "C-101"}], [b"C-101"], [10101]]
)
def test_parquet_is_searched_whatever_its_types(tmp_path, values):
    (tmp_path / "acme").mkdir()
    pd.DataFrame({"x": values}).to_parquet(tmp_path / "acme" / "a.parquet", compression="zstd")
    assert remnants(tmp_path / "acme", ["C-101", "10101"]) == (["acme/a.parquet"], [])
    assert remnants(tmp_path / "acme", ["C-10", "1010"]) == ([], [])


def test_a_damaged_file_is_named_as_not_searched_and_an_empty_one_is_not(tmp_path):
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "a.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "acme" / "empty").touch()
    assert remnants(tmp_path / "acme", ["C-101"]) == ([], ["acme/a.parquet"])
    assert remnants(tmp_path / "acme", []) == ([], [])
