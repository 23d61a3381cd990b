"""Labels and explanations of crm.csv: for every column that can be there, in each language."""

import pandas as pd
import pytest

from workbook.catalogues import languages
from workbook.crm_words import CELLS, COLUMNS, crm_words
from workbook.recognise.rfm import FIFTHS, cell_name
from workbook.render.words import Words
from workbook.store import open_period

RULE = pd.DataFrame(
    {
        "segment": ["high", "low"],
        "part": [0, 0],
        "column": ["value", "value"],
        "at_least": [100.0, None],
        "below": [None, 100.0],
    }
)


@pytest.mark.parametrize("language", languages())
def test_every_column_is_explained_with_its_unit_and_where_it_comes_from(tiny, language):
    quarter = open_period(tiny, "2017Q4")
    made = crm_words({"segments_rule": RULE}, quarter, Words(language, quarter.engagement))
    labelled = {f"{column}_label" for column in made.labels}
    assert set(made.explained) == {*COLUMNS, *labelled}
    assert all(what and source for what, _, source in made.explained.values())
    assert made.explained["revenue"][1] == "EUR" and made.explained["stage"][1] == ""
    assert set(made.absent) == {"expected_value", "crm.xlsx"} and len(made.headings) == 4


def test_labels_are_those_of_the_report(tiny):
    quarter = open_period(tiny, "2017Q4")
    english, dutch = (Words(language, quarter.engagement) for language in ("en", "nl"))
    made = crm_words({"segments_rule": RULE}, quarter, english)
    assert made.labels["segment"]["high"].replace("\xa0", " ") == "Revenue ≥ €100"
    assert made.labels["rfm_name"]["at_risk"] == "at risk"
    assert crm_words({}, quarter, dutch).labels["stage"] == {"new": "Nieuw"}
    assert crm_words({}, quarter, dutch).labels["segment"] == {}


def test_every_name_of_a_cell_has_a_label():
    assert {cell_name(one, two) for one in FIFTHS for two in FIFTHS} == set(CELLS)


def test_pseudonyms_are_not_called_ids_as_delivered(hidden_tiny, monkeypatch):
    quarter = open_period(hidden_tiny, "2017Q4")
    words = Words("en", quarter.engagement)
    assert "exactly as you delivered it" in crm_words({}, quarter, words).explained["customer_id"][0]
    monkeypatch.delenv("CX_WORKBOOK_KEY")
    explained = crm_words({}, quarter, words).explained
    assert explained["customer_id"][0].startswith("Pseudonym of the customer: the secret key was not at hand")
    assert explained["source_id"][0] == "Pseudonym of the number in that source."
