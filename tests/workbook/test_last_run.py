"""Whether a report stands is told by hashes alone, and never wrongly."""

import subprocess
import sys

import pytest

from workbook import last_run

QUARTER = "2017Q4"


@pytest.fixture
def acme(tmp_path):
    """A folder with the files that count, which no run has made."""
    folder = tmp_path / "acme"
    for name in (
        "acme/engagement.yml",
        "acme/intake.xlsx",
        "acme/data/answers.csv",
        f"acme/.store/{QUARTER}/notebooks/4_essa.ipynb",
        f"acme/.store/{QUARTER}/tables/plan.parquet",
        f"reports/acme/{QUARTER}/report.html",
        "reports/acme/2017Q3/tables/plan.parquet",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return folder


def asked(folder, terms=()):
    return last_run.asked(folder, QUARTER, list(terms))


def kept(folder):
    last_run.keep(folder, QUARTER, asked(folder), {"report": "report.html"})
    return last_run.standing(folder, QUARTER, asked(folder))


def test_what_was_left_as_it_was_stands(acme):
    assert last_run.standing(acme, QUARTER, asked(acme)) is None
    assert kept(acme)["report"] == "report.html"


@pytest.mark.parametrize(
    "file",
    [
        "acme/engagement.yml",
        "acme/intake.xlsx",
        "acme/data/answers.csv",
        "acme/data/more/orders.csv",
        "acme/orders.csv",
        "acme/.store/2017Q4/notebooks/4_essa.ipynb",
        "acme/.store/2017Q4/tables/plan.parquet",
        "reports/acme/2017Q4/report.html",
        "reports/acme/2017Q3/tables/plan.parquet",
    ],
)
def test_whatever_file_changes_or_comes_the_report_does_not_stand(acme, file):
    assert kept(acme)
    changed = acme.parent / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text("changed")
    assert last_run.standing(acme, QUARTER, asked(acme)) is None


def test_other_terms_another_key_or_other_versions_are_another_question(acme, monkeypatch):
    assert kept(acme)
    assert last_run.standing(acme, QUARTER, asked(acme, ["nl"])) is None
    monkeypatch.setenv("CX_WORKBOOK_KEY", "k" * 40)
    assert last_run.standing(acme, QUARTER, asked(acme)) is None
    monkeypatch.delenv("CX_WORKBOOK_KEY")
    assert last_run.standing(acme, QUARTER, asked(acme))
    monkeypatch.setattr(last_run, "versions", lambda: {"pandas": "0"})
    assert last_run.standing(acme, QUARTER, asked(acme)) is None


def test_what_stands_in_a_database_is_not_told_by_files(acme):
    (acme / "engagement.yml").write_text("sources: {transactions: postgres://host/shop}")
    assert asked(acme) == "" and kept(acme) is None
    (acme / "engagement.yml").write_text("backend: duckdb://?memory_limit=2GB")
    assert asked(acme) != "" and kept(acme)


def test_a_note_that_is_damaged_counts_for_nothing(acme):
    assert kept(acme)
    (acme / ".store" / QUARTER / "last_run.json").write_text("{")
    assert last_run.standing(acme, QUARTER, asked(acme)) is None


def test_it_is_told_before_the_heavy_libraries_are_there():
    heavy = {"pandas", "numpy", "nbformat", "ibis", "pydantic"}
    code = f"import sys, workbook.runs; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
