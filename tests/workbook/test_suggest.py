"""Suggestions are a sheet: what a person accepts counts from the next check on, and nothing else does."""

import shutil

import pandas as pd
import pytest
from openpyxl import load_workbook

from workbook.errors import RunError, StoreError, TablesError
from workbook.store import checked_inputs, open_engagement
from workbook.suggest import suggest

QUARTER = "2017Q4"
NEEDS = pd.DataFrame(
    {"touchpoint": ["Checkout", "Service desk"], "opportunity_score": [11.0, 13.0], "fewest": [90, 80]}
).assign(band=["worthwhile", "high"])
MAP = pd.DataFrame({"touchpoint": ["Service desk"], "phase": "use", "evidence": "none", "n": 0})
PHASES = pd.DataFrame({"dimension": ["plan", "people"], "phase": [4, 2]})


@pytest.fixture
def ran(sound_folder, tmp_path):
    folder = shutil.copytree(sound_folder, tmp_path / "acme")
    tables = folder / ".store" / QUARTER / "tables"
    tables.mkdir(parents=True)
    NEEDS.to_parquet(tables / "needs.parquet")
    MAP.to_parquet(tables / "journey_map.parquet")
    PHASES.to_parquet(tables / "maturity.parquet")
    return folder


def sheet(folder):
    return pd.read_excel(folder / "suggestions.xlsx", sheet_name="opportunities", engine="openpyxl")


def fill_in(folder, row, **cells):
    book = load_workbook(folder / "suggestions.xlsx")
    rows = book["opportunities"]
    headings = [cell.value for cell in rows[1]]
    for name, value in cells.items():
        if name not in headings:
            headings.append(name)
            rows.cell(1, len(headings), name)
        rows.cell(row, headings.index(name) + 1, value)
    book.save(folder / "suggestions.xlsx")


def listed(folder):
    stored = checked_inputs(folder, open_engagement(folder)) / "opportunities.parquet"
    return pd.read_parquet(stored)


def test_what_was_found_is_suggested_with_what_it_rests_on(ran):
    file, new, answered = suggest(ran, QUARTER)
    rows = sheet(ran)
    assert (file, new, answered) == (ran / "suggestions.xlsx", 4, 0)
    assert rows["maturity_raises"].tolist()[-1] == "people:4"  # accepted and done, the plan waits no more
    assert {"extra_high", "insights"} <= set(rows)
    assert rows["title"].tolist()[:2] == ["Close the gap at “Service desk”", "Close the gap at “Checkout”"]
    assert rows["evidence"][0].startswith("Opportunity score 13.0 out of 20, from 80 people’s answers")
    assert rows["accept"].isna().all() and rows["cost"].isna().all()


def test_in_dutch_the_titles_are_dutch(ran):
    suggest(ran, QUARTER, "nl")
    assert sheet(ran)["title"][0] == "Dicht het gat bij “Service desk”"


def test_only_what_is_accepted_counts_beside_the_client_s_own_list(ran):
    before = len(listed(ran))
    suggest(ran, QUARTER)
    assert len(listed(ran)) == before
    fill_in(ran, 2, accept="ja", cost=500, days_it=3)
    fill_in(ran, 3, accept="no")
    rows = listed(ran).set_index("opportunity")
    assert len(rows) == before + 1
    assert rows.loc["needs-service-desk", ["title", "cost"]].tolist() == [
        "Close the gap at “Service desk”",
        500.0,
    ]


def test_what_is_accepted_without_its_cost_is_a_fault_with_its_row_and_file(ran):
    suggest(ran, QUARTER)
    fill_in(ran, 3, accept="yes")
    with pytest.raises(TablesError, match=r"row 3 in suggestions\.xlsx, cost"):
        listed(ran)


def test_rows_that_were_answered_stay_and_are_not_suggested_again(ran):
    suggest(ran, QUARTER)
    fill_in(ran, 2, accept="yes", cost=500, days_it=3, title="Answer faster")
    fill_in(ran, 3, accept="no")
    assert suggest(ran, QUARTER)[1:] == (2, 2)
    rows = sheet(ran)
    assert rows["days_it"].tolist()[0] == 3
    assert rows["title"].tolist()[:2] == ["Answer faster", "Close the gap at “Checkout”"]
    assert rows["accept"].tolist()[:2] == ["yes", "no"] and rows["opportunity"].is_unique


def test_a_quarter_that_was_not_run_is_refused(ran):
    with pytest.raises(RunError, match="First: cx-workbook run acme --period 2017Q3"):
        suggest(ran, "2017Q3")


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 no workbook"])
def test_a_sheet_that_cannot_be_read_stays_as_it_is(ran, broken):
    (ran / "suggestions.xlsx").write_bytes(broken)
    with pytest.raises(StoreError, match="stays as it is"):
        suggest(ran, QUARTER)
    assert (ran / "suggestions.xlsx").read_bytes() == broken


def without_a_column(sheet):
    sheet.delete_cols(1)


def renamed(sheet):
    sheet.title = "Blad1"


def undecided(sheet):
    sheet.cell(2, 1, "maybe")


def computed(sheet):
    sheet.cell(2, 1, '="y"&"es"')


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (without_a_column, "there has to be one column 'accept'; give it its heading, or take the file away"),
        (
            renamed,
            "has no sheet opportunities; give the sheet of suggestions its name back, or take the file",
        ),
        (undecided, "row 2, accept: 'maybe' is not yes or no"),
        (computed, 'row 2, accept: holds the formula ="y"&"es" without its result; open the file in Excel'),
    ],
)
def test_answers_that_cannot_be_read_are_told_and_lost_nowhere(ran, edit, message):
    suggest(ran, QUARTER)
    book = load_workbook(ran / "suggestions.xlsx")
    edit(book["opportunities"])
    book.save(ran / "suggestions.xlsx")
    before = (ran / "suggestions.xlsx").read_bytes()
    with pytest.raises(StoreError) as kept:
        suggest(ran, QUARTER)
    with pytest.raises(TablesError) as refused:
        listed(ran)
    assert message in str(kept.value) and message in str(refused.value)
    assert (ran / "suggestions.xlsx").read_bytes() == before
