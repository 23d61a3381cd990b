"""Executed notebooks become one page: only what is meant for the reader, and all of it as text."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_output

from workbook.engagement import engagement_from
from workbook.exhibit import EXHIBIT_TYPE
from workbook.method import shipped_steps
from workbook.notebook_run import NotebookRun
from workbook.render.words import Words
from workbook.report import report_html
from workbook.store import open_period

pytestmark = pytest.mark.slow

MARKUP = "<b onclick=alert(1)>&quot;</b>"


@pytest.fixture
def quarter(partners):
    return open_period(partners.folder, "2017Q4")


@pytest.fixture
def notebooks(partners):
    return partners.notebooks("2017Q4")


def results(quarter):
    return NotebookRun(quarter, {}).results()


def outputs(notebooks, name):
    return [
        output
        for notebook in notebooks.values()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(EXHIBIT_TYPE, {}).get("stem") == name
    ]


def page(notebooks, quarter):
    html = report_html(shipped_steps(), notebooks, quarter, results(quarter), Words("en", quarter.engagement))
    return BeautifulSoup(html, "html.parser")


def test_the_same_notebooks_give_the_same_report(notebooks, quarter, partners):
    html = report_html(shipped_steps(), notebooks, quarter, results(quarter), Words("en", quarter.engagement))
    assert html == partners.report("2017Q4", "en").read_text("utf-8")


def test_neither_code_nor_what_it_prints_is_shown(notebooks, quarter):
    cell = next(cell for cell in notebooks["4_essa"].cells if cell.id == "essa_verdicts")
    cell.outputs.append(new_output("stream", name="stderr", text="DeprecationWarning: of a library"))
    cell.outputs.append(
        new_output("display_data", {"text/plain": "shown plainly", "text/html": "<i>shown</i>"})
    )
    text = page(notebooks, quarter).get_text()
    for hidden in (
        "of a library",
        "shown plainly",
        "<i>shown",
        "quarter.publish",
        "from workbook",
        "essa_verdicts(",
    ):
        assert hidden not in text


def test_markup_in_any_text_of_an_exhibit_stays_text(notebooks, quarter):
    [output] = outputs(notebooks, "essa_verdicts")
    shown = output.data[EXHIBIT_TYPE]
    shown.update({name: f"{name} {MARKUP}" for name in ("title", "note", "source", "alt")})
    shown["findings"] = [f"finding {MARKUP}"]
    shown["headings"][0]["text"] = f"heading {MARKUP}"
    shown["rows"][0][0] |= {"value": f"cell {MARKUP}", "as": ""}
    [picture] = outputs(notebooks, "essa_savings")
    picture.data[EXHIBIT_TYPE]["alt"] = f"alt {MARKUP}"
    made = page(notebooks, quarter)
    assert made(["b"]) == [] and made.find(attrs={"onclick": True}) is None
    texts = made.get_text("\n").splitlines() + [tag["alt"] for tag in made("img")]
    for name in ("title", "note", "source", "finding", "heading", "cell", "alt"):
        assert f"{name} {MARKUP}" in texts, name


def test_of_the_first_cell_only_the_question_is_shown(notebooks, quarter):
    made = page(notebooks, quarter)
    assert "You learn" not in made.get_text() and "It hands on" not in made.get_text()
    heads = [tag.get_text() for tag in made.select("header.chapter .question")]
    assert heads[0] == "Who are our partners, and what are they worth?"
    assert heads[-1] == "All other exhibits, in the order of the method"


def test_an_exhibit_that_is_not_there_leaves_the_answer_and_the_numbers_close_up(
    notebooks, quarter, partners
):
    for cell in notebooks["2_understand"].cells:
        if cell.id == "scores_by_touchpoint":
            cell.outputs = []
    made = page(notebooks, quarter)
    numbers = [tag.get_text(" ").split()[1] for tag in made.select("figure.exhibit .label")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    whole = partners.page("2017Q4", "en").select("figure.exhibit")
    assert len(numbers) == len(whole) - 1
    links = {tag.get_text(): tag["href"] for tag in made.select(".answer a.see")}
    assert len(links) == 7
    assert all(re.sub(r"\D", "", label) == re.sub(r"\D", "", target) for label, target in links.items())


def test_a_client_without_illustrative_tables_gets_no_mark_on_the_cover(notebooks, quarter, partners):
    real = quarter.engagement.model_copy(update={"illustrative": ()})
    plain = type(quarter)(real, quarter.folder, quarter.name)
    made = BeautifulSoup(
        report_html(shipped_steps(), notebooks, plain, results(quarter), Words("en", real)), "html.parser"
    )
    assert (
        made.select(".cover .mark") == [] and len(partners.page("2017Q4", "en").select(".cover .mark")) == 1
    )
    assert made.select(".answer h2 .illustrative") == []
    assert len(partners.page("2017Q4", "en").select(".answer h2 .illustrative")) == 1


def test_a_house_style_is_on_the_page_and_none_of_its_texts_is_markup(
    notebooks, quarter, tmp_path, monkeypatch
):
    (tmp_path / "logo.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    line = f"</style><script>alert(1)</script>{MARKUP}"
    settings = {"logo": "logo.svg", "colours": {"main": "#7a0c2e"}, "font": "Inter", "confidentiality": line}
    house = engagement_from({"client": "A", "house": settings}).house
    settings = quarter.engagement.model_copy(update={"house": house})
    dressed = replace(quarter, engagement=settings, snapshot=tmp_path)
    monkeypatch.setattr("workbook.report.at_hand", lambda period: quarter.at_hand)
    html = report_html(shipped_steps(), notebooks, dressed, results(quarter), Words("en", settings))
    made = BeautifulSoup(html, "html.parser")
    assert made(["script"]) == [] and made(["b"]) == []
    assert made.select_one(".cover .confidentiality").get_text() == line
    assert [tag.get_text() for tag in made.select(".page > footer p")] == [line]
    logo = made.select_one(".cover .logo img")
    assert logo["src"].startswith("data:image/svg+xml;base64,") and logo["alt"] == dressed.engagement.client
    style = made.select_one("style").get_text()
    assert "--main: #7a0c2e;" in style and '--text: "Inter", ' in style and "@top-left { content:" in style
    plain = page(notebooks, quarter)
    assert (
        plain.select(".cover img, footer") == [] and "@top-left" not in plain.select_one("style").get_text()
    )


def test_the_page_with_the_answer_asks_what_the_plan_starts(notebooks, quarter, partners):
    asked = partners.table("2017Q4", "plan_asked")
    answer = page(notebooks, quarter).select_one(".answer")
    headline = answer.select_one(".headline").get_text()
    assert headline.startswith(
        f"Release €{asked['cost'].sum():,.0f} and {asked['days'].sum():,.0f} working days"
    )
    lines = [tag.get_text() for tag in answer.select(".answer-ask li")]
    assert [line.partition(": ")[0] for line in lines[: len(asked)]] == asked["title"].head(5).tolist()
