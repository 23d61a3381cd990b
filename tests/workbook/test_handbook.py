"""The handbook: a document of its own beside the report, from one notebook."""

import pytest
from bs4 import BeautifulSoup

from workbook.exhibit import EXHIBIT_TYPE
from workbook.files import read_json
from workbook.handbook import ALSO, handbook_html
from workbook.method import HANDBOOK, shipped_steps
from workbook.render.words import Words
from workbook.store import open_period

pytestmark = pytest.mark.slow

MARKUP = "<b onclick=alert(1)>&quot;</b>"


def page(notebooks, quarter, language="en"):
    return handbook_html(shipped_steps(), notebooks, quarter, Words(language, quarter.engagement))


def test_it_stands_beside_the_report_and_each_shows_the_way_to_the_other(partners):
    report = partners.report("2017Q4", "en")
    file = report.with_name(report.name.replace("report", "handbook"))
    notebooks, quarter = partners.notebooks("2017Q4"), open_period(partners.folder, "2017Q4")
    assert page(notebooks, quarter) == file.read_text("utf-8")
    links = BeautifulSoup(report.read_text("utf-8"), "html.parser").select(".contents .beside a")
    assert [link["href"] for link in links] == [file.name]
    back = BeautifulSoup(file.read_text("utf-8"), "html.parser").select(".contents .beside a")
    assert [link["href"] for link in back] == [report.name]
    said = read_json(file.with_name("manifest.json"))["reports"]["en"]["handbook"]
    assert said["file"] == file.name and len(said["sha256"]) == 64


def test_every_programme_has_a_briefing_in_which_all_text_stays_text(partners):
    notebooks, quarter = partners.notebooks("2017Q4"), open_period(partners.folder, "2017Q4")
    [output] = [
        output
        for cell in notebooks[HANDBOOK].cells
        for output in cell.get("outputs", [])
        if output["data"].get(EXHIBIT_TYPE, {}).get("stem") == "briefings"
    ]
    output.data[EXHIBIT_TYPE]["rows"][0][1]["value"].append(f"step {MARKUP}")
    made = BeautifulSoup(page(notebooks, quarter), "html.parser")
    assert made(["script", "b"]) == [] and made.find(attrs={"onclick": True}) is None
    names = [tag.get_text() for tag in made.select(".sheets tbody th")]
    assert names == quarter.inputs("programmes")["programme"].tolist()
    briefs = [made.select_one(link["href"]).th.get_text() for link in made.select(".answer-programmes a")]
    assert briefs == names  # a team finds its programme on the first page, and in the contents on paper
    assert [link.get_text() for link in made.select(".contents li a")].count(names[-1]) == 1
    assert f"step {MARKUP}" in [tag.get_text() for tag in made.select(".flow li")]


def test_its_chapters_are_the_headings_of_the_notebook_in_both_languages(partners):
    notebooks, quarter = partners.notebooks("2017Q4"), open_period(partners.folder, "2017Q4")
    for language, first in (("en", "The stages"), ("nl", "De klantfasen")):
        made = BeautifulSoup(page(notebooks, quarter, language), "html.parser")
        heads = [tag.get_text() for tag in made.select("header.chapter h2")]
        assert heads[0] == first and len(heads) == len(shipped_steps()[HANDBOOK].exhibits) + len(ALSO)
        assert made.html["lang"] == language
