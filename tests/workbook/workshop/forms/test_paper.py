"""The page to print: the same forms in the same orders, text as text, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from workshops import SETTING

from workbook.catalogues import catalogue, languages
from workbook.shipped import shipped
from workbook.workshop.forms import paper, spreadsheet
from workbook.workshop.forms.layout import items_of
from workbook.workshop.forms.paper import write_paper

FACT = {"kind": "cost", "text": {"en": "€5,000", "nl": "€ 5.000"}}
ITEMS = [{"opportunity": f"I{n}", "title": f"Idea <{n}>", "facts": [FACT]} for n in range(1, 5)]


def test_every_word_of_the_forms_is_there_in_each_language_and_none_besides():
    looks = (shipped("templates") / "workshop" / "paper.html.j2").read_text("utf-8")
    code = "".join(Path(module.__file__).read_text("utf-8") for module in (paper, spreadsheet))
    said = set(re.findall(r'words\.(\w+)|words\["([\w.]+)"\]', looks + code))
    said = {one for pair in said for one in pair if one} | {"name", "role"}
    for language in languages():
        assert set(catalogue(language)["form"]) == said


@pytest.mark.parametrize("language", languages())
def test_paper_and_workbook_have_the_same_order_per_form(tmp_path, language):
    setting = SETTING | {"items": ITEMS}
    page = write_paper(tmp_path / "p.html", setting, 2, language).read_text("utf-8")
    forms = page.split("<section>")[1:]
    for number, form in enumerate(forms, 1):
        shown = re.findall(r'<span class="muted">(I\d)</span></h2>', form)
        assert shown == [one["opportunity"] for one in items_of(setting, number)]
        assert form.count("<span>10</span>") == 12  # a key to circle per idea and criterion
    assert "Idea &lt;1&gt;" in page and "<1>" not in page
    assert {"en": "Cost: €5,000", "nl": "Kosten: € 5.000"}[language] in page
    assert not re.search(r"(src|href)=", page)
