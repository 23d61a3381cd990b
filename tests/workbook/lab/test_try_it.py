"""Controls under an exhibit: the exhibit follows, and the choice goes into engagement.yml when asked."""

import pytest
from bs4 import BeautifulSoup
from starts import QUARTER, start, with_stages_before

from workbook.errors import ParameterError
from workbook.intake import open_engagement
from workbook.lab import try_it as module
from workbook.lab.trial import tried_exhibit
from workbook.lab.try_it import TryIt, try_it
from workbook.render.figures import figure_html
from workbook.render.words import Words
from workbook.store import open_period

BEFORE = "# Ours.\nclient: Acme  # as agreed\nlanguage: nl\n"


@pytest.fixture
def quarter(tmp_path):
    folder = start(tmp_path / "acme", "orders", "survey", "contacts", language="nl")
    (folder / "engagement.yml").write_text(BEFORE, "utf-8")
    return with_stages_before(open_period(folder, QUARTER))


def move(tried, place, part, value):
    tried.controls[place]._parts[part].value = value
    tried.worker.wait()


def shown(tried):
    return BeautifulSoup(tried.answer.value.partition("</div>")[2], "html.parser")


def said(tried):
    return BeautifulSoup(tried.answer.value, "html.parser").select_one(".cx-said").get_text(" ")


def written(quarter):
    return (quarter.folder / "engagement.yml").read_text("utf-8")


def test_a_moved_control_shows_the_exhibit_as_it_would_be_and_keeps_nothing(quarter):
    tried = TryIt(quarter, "programmes", "contact.limit", "contact.window_days")
    assert tried.answer.value == "" and tried.choices == {}
    move(tried, "contact.limit", "contact.limit", 1)
    assert said(tried) == "Zo wordt het met uw keuze."
    settings = open_engagement(quarter.folder).model_copy(update={"contact": {"limit": 1}})
    chosen = type(settings).model_validate(
        {"client": "Acme", "language": "nl", "contact": {"limit": 1, "window_days": 14}}
    )
    made = tried_exhibit(quarter, chosen, "programmes", {})
    assert str(shown(tried)) == str(
        BeautifulSoup(figure_html(made.payload(), Words("nl", chosen)), "html.parser")
    )
    assert written(quarter) == BEFORE
    tried.back.click()
    tried.worker.wait()
    assert said(tried) == "Zoals het in engagement.yml staat." and tried.choices == {}


def test_the_choice_goes_into_engagement_yml_and_nothing_else_of_it_changes(quarter):
    tried = TryIt(quarter, "programmes", "contact.limit", "contact.window_days")
    move(tried, "contact.limit", "contact.limit", 1)
    exhibit = shown(tried)
    tried.write.click()
    assert written(quarter) == BEFORE + "contact: {limit: 1}\n"
    assert said(tried).startswith("In engagement.yml gezet: Berichten aan één klant, hooguit.")
    assert shown(tried) == exhibit and tried.choices == {}
    tried.write.click()
    assert said(tried) == "Er is niets verschoven, dus er is niets geschreven."


def test_what_engagement_yml_refuses_is_told_in_words_and_not_written(quarter):
    tried = TryIt(quarter, "segments", "segments.axes")
    move(tried, "segments.axes", "value", "veel")
    assert said(tried) == (
        "engagement.yml cannot be used: 1 fault.   segments.axes.value: 'veel' is not a number; write digits"
        " only, with a point before decimals"
    )
    tried.write.click()
    assert "'veel' is not a number" in said(tried) and written(quarter) == BEFORE
    move(tried, "segments.axes", "value", "40,5")
    assert tried.choices == {"segments.axes": {"value": 40.5, "breadth": None}}


def test_an_error_of_the_machine_is_told_too(quarter, monkeypatch):
    tried = TryIt(quarter, "programmes", "contact.limit")
    monkeypatch.setattr(module, "tried_exhibit", lambda *_: 1 / 0)
    move(tried, "contact.limit", "contact.limit", 1)
    assert said(tried) == "Dit is niet gelukt. ZeroDivisionError: division by zero"


def test_what_is_left_out_of_the_drivers_is_ticked_off(quarter):
    tried = TryIt(quarter, "drivers", "drivers.left_out")
    boxes = tried.controls["drivers.left_out"]._parts
    assert {name: box.value for name, box in boxes.items()} == dict.fromkeys(
        ("delivery", "returns", "service", "shop"), True
    )
    move(tried, "drivers.left_out", "returns", False)
    assert tried.choices == {"drivers.left_out": ["returns"]}
    assert "Bewust buiten de vergelijking gelaten: “returns”." in shown(tried).text
    tried.write.click()
    assert open_engagement(quarter.folder).drivers.left_out == ("returns",)


def test_bands_of_value_end_at_all_of_it(quarter):
    tried = TryIt(quarter, "value_bands", "value_bands")
    move(tried, "value_bands", "A", 0.3)
    assert tried.choices == {"value_bands": {"A": 0.3, "B": 0.8, "C": 1.0}}
    move(tried, "value_bands", "B", 0.2)
    assert "the shares must rise from band to band" in said(tried)


def test_what_the_lab_shows_are_the_controls_the_buttons_and_one_place_for_the_answer(quarter):
    box = try_it(quarter, "value_by_stage", "window_days", "minimum_group")
    kinds = [type(part).__name__ for part in box.children]
    assert kinds == ["HTML", "VBox", "VBox", "HBox", "HTML"]
    sliders = [box.children[place].children[0] for place in (1, 2)]
    assert [(one.description, one.value, one.continuous_update) for one in sliders] == [
        ("Venster, in dagen", 91, False),
        ("Kleinste groep die wordt getoond", 10, False),
    ]


def test_what_cannot_be_tried_is_refused_at_once_with_what_is_near(quarter):
    with pytest.raises(
        ParameterError, match=r"'value_by_stages' is no exhibit.*did you mean 'value_by_stage'"
    ):
        try_it(quarter, "value_by_stages", "window_days")
    with pytest.raises(ParameterError, match=r"'window' is no setting that can be tried.*'window_days'"):
        try_it(quarter, "value_by_stage", "window")


def test_where_there_is_nothing_to_show_it_is_said(quarter, monkeypatch):
    tried = TryIt(quarter, "programmes", "contact.limit")
    monkeypatch.setattr(module, "tried_exhibit", lambda *_: None)
    move(tried, "contact.limit", "contact.limit", 1)
    assert said(tried) == "Met deze keuze is er niets te tonen."
