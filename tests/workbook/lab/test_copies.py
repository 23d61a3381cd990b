"""Copies of the notebooks for the Lab: one's own, folded, with the parameters once, and no old drafts."""

import os

import nbformat
import pandas as pd
import pytest
from starts import QUARTER, start

from workbook.lab.copies import copy_notebooks, drop_earlier_drafts, person_folder
from workbook.method import shipped_steps
from workbook.privacy import declare
from workbook.store import open_period


@pytest.fixture
def folder(tmp_path):
    return start(tmp_path / "acme", "processes")


def cells(file):
    return {cell.id: cell for cell in nbformat.read(file, as_version=4).cells}


def test_a_copy_shows_the_parameters_once_and_folds_the_rest_of_the_code(folder):
    copies = copy_notebooks(open_period(folder, QUARTER), "nl", "anna")
    assert copies.folder == folder / "notebooks" / QUARTER / "anna" / "nl"
    copy = cells(copies.folder / "4_essa.ipynb")
    assert copy["parameters"].source == (
        'engagement: str = "acme"  # name of the engagement folder\n'
        'period: str = "2026Q3"  # the quarter to report on'
    )
    assert [cell.id for cell in copy.values() if "parameters" in cell.metadata.get("tags", ())] == [
        "parameters"
    ]
    code = [cell for cell in copy.values() if cell.cell_type == "code" and cell.id != "parameters"]
    assert len(code) > 3 and all(cell.metadata["jupyter"] == {"source_hidden": True} for cell in code)
    assert copy["step"].source.startswith("# ESSA: welk werk")
    assert "essa_verdicts-try" in copy, "what only the Lab has"


def test_two_people_have_copies_and_drafts_of_their_own(folder, monkeypatch):
    quarter = open_period(folder, QUARTER)
    for person in ("anna", "bob"):
        copies = copy_notebooks(quarter, "en", person).folder
        monkeypatch.chdir(copies)
        mine = open_period("acme", QUARTER)
        assert mine.language == "en" and mine.draft == copies.parent / ".draft"
        mine.publish("x", declare(pd.DataFrame({"whose": [person]})))
    drafts = (folder / "notebooks" / QUARTER).glob("*/.draft/tables/x.parquet")
    assert sorted(pd.read_parquet(file)["whose"].item() for file in drafts) == ["anna", "bob"]


def test_a_person_is_who_is_logged_in_unless_a_name_is_given(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "jan")
    assert [person_folder(name) for name in (None, "Zoë O'Neil", "../x", " ")] == [
        "jan",
        "Zoë-O-Neil",
        "x",
        "lab",
    ]

    def unknown():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", unknown)
    assert person_folder() == "lab"


def test_copies_of_an_earlier_version_are_told_and_stay(folder):
    quarter = open_period(folder, QUARTER)
    file = copy_notebooks(quarter, "en", "anna").folder / "4_essa.ipynb"
    assert copy_notebooks(quarter, "en", "anna").earlier == ()
    file.write_text(file.read_text("utf-8").replace(shipped_steps()["4_essa"].digest, "0" * 64), "utf-8")
    before = file.read_bytes()
    assert copy_notebooks(quarter, "en", "anna").earlier == ("4_essa",)
    file.write_bytes(before)


def test_a_draft_counts_until_a_run_makes_the_table_anew_and_is_dropped_then(folder, monkeypatch):
    quarter = open_period(folder, QUARTER)
    monkeypatch.chdir(copy_notebooks(quarter, "en", "anna").folder)
    mine = open_period("acme", QUARTER)
    run, draft = quarter.store / "tables" / "x.parquet", mine.draft / "tables" / "x.parquet"
    for place, (file, who) in enumerate(((run, "run"), (draft, "draft"))):
        file.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame({"who": [who]}).to_parquet(file)
        os.utime(file, (place, place))
    (mine.draft / "tables" / "y.parquet").write_bytes(draft.read_bytes())  # no run made one
    assert mine.result("x")["who"].item() == "draft" and drop_earlier_drafts(quarter, "anna") == 0
    os.utime(run, (9, 9))
    assert mine.result("x")["who"].item() == "run"
    assert copy_notebooks(quarter, "en", "anna").dropped == 1
    assert not draft.exists() and mine.result("y")["who"].item() == "draft"
