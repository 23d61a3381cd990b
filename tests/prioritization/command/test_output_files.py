"""Files of an answer: text of a client does nothing in them, and a broken one is never left."""

import shutil

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from pandas import DataFrame

from prioritization import Limits
from prioritization.command.answer import Search, answer
from prioritization.command.output_files import whole, write_answer
from prioritization.command.wording import wording
from prioritization.errors import OutputError

EVIL = ["=2+5", "<script>alert(1)</script>", "@SUM(A1)", "\x9b31m\x07", 'a" onclick="x']


@pytest.fixture
def words():
    table = DataFrame(
        {"opportunity": EVIL, "title": EVIL, "score": [9, 8, 7, 6, 5], "cost": 5, "quarters": 2}
    )
    limits = Limits(("2027Q1", "2027Q2", "2027Q3"), 14)
    return wording(answer(table, limits, Search(), notes=("Left out: <b>x</b>.",)))


def test_the_page_is_whole_and_no_text_in_it_is_code(words, tmp_path):
    assert write_answer(words, "<i>.csv", tmp_path / "a.html", None) == [f"Written: {tmp_path / 'a.html'}."]
    text = (tmp_path / "a.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert page.html["lang"] == "en"
    assert page.h1.text == "Plan of <i>.csv"
    assert not page.find_all(["script", "link", "img", "i", "b", "iframe", "a"])
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    assert [head.text for head in page.find_all("h2")] == [
        *("In the plan", "When", "Left out"),
        "What holds the plan back, and what more would add",
        "What was read and assumed",
    ]
    assert "\x9b" not in text and "\x07" not in text
    assert all(cell.has_attr("scope") for cell in page.find_all("th"))
    assert {cell.text for cell in page.find_all("td", class_="work")} == {"work"}
    assert page.find("td", string="<script>alert(1)</script>")


def test_on_a_narrow_screen_each_cell_has_its_heading_and_no_row_is_cut_off(words, tmp_path):
    write_answer(words, "x", tmp_path / "a.html", None)
    found = shutil.which("chromium")
    if not found:
        pytest.skip("no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 375, "height": 700})
        page.goto((tmp_path / "a.html").as_uri())
        wide = "[...document.querySelectorAll('.row-wise')].map(one => one.scrollWidth <= 375)"
        assert page.evaluate(wide) == [True] * 3
        heading = "cell => getComputedStyle(cell, '::before').content"
        assert page.locator("td.figure").first.evaluate(heading) == '"score: "'
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        browser.close()


def test_no_cell_of_the_spreadsheet_is_a_formula(words, tmp_path):
    write_answer(words, "x", None, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Plan", "When", "Left out", "Limits", "Notes"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert book["Plan"]["A2"].value == "=2+5"
    assert [cell.value for cell in book["Plan"][2]][4:6] == [9, 5]
    assert book["Notes"]["A2"].value.startswith("Plan worth ")


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    file = tmp_path / "a.html"
    file.write_text("old", "utf-8")

    def fails(part):
        part.write_text("half", "utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"a\.html cannot be written: No space left on device"):
        whole(file, fails)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    assert file.read_text("utf-8") == "old"
