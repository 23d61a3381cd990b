"""The control of each setting stands where engagement.yml has it, and says what was moved."""

import pytest

from workbook.catalogues import catalogue, languages
from workbook.engagement import engagement_from
from workbook.lab.controls import MADE, SETTINGS, Slider, control, setting
from workbook.render.words import Words

NORMS = [
    {"name": "on-time", "label": {"en": "Sent on time"}, "at_least": 0.95},
    {"name": "cancelled", "at_most": 0.02, "minimum": 50},
]
ACME = engagement_from({"client": "Acme", "norms": NORMS, "contact": {"limit": 50}})


def made(place):
    return control(place, ACME, None, Words("en", ACME))


@pytest.mark.parametrize("place", SETTINGS)
def test_a_control_stands_where_the_setting_stands_and_nothing_is_moved(place):
    one = made(place)
    assert one.value == setting(ACME, place) and one.choices == {}


@pytest.mark.parametrize("place", [place for place, kind in SETTINGS.items() if isinstance(kind, Slider)])
def test_both_ends_of_a_slider_are_settings_that_hold(place):
    for end in (SETTINGS[place].low, SETTINGS[place].high):
        *parents, name = place.split(".")
        settings = {name: end}
        for parent in reversed(parents):
            settings = {parent: settings}
        assert setting(engagement_from({"client": "Acme", **settings}), place) == end


def test_a_value_beyond_the_ends_of_a_slider_moves_them():
    [slider] = made("contact.limit")._parts.values()
    assert (slider.min, slider.value, slider.max) == (1, 50, 50)


def test_of_several_norms_only_those_that_are_moved_are_chosen():
    norms = made("norms")
    assert [part.description for part in norms._parts.values()] == [
        "Sent on time: at least",
        "cancelled: at most",
    ]
    norms._parts["cancelled.at_most"].value = 0.05
    assert norms.choices == {"norms.cancelled.at_most": 0.05}
    norms.settle()
    assert norms.choices == {}
    norms._parts["on-time.at_least"].value = 0.9
    norms.back()
    assert norms.choices == {} and norms._parts["cancelled.at_most"].value == 0.05


@pytest.mark.parametrize("language", languages())
def test_every_setting_that_can_be_tried_has_a_name(language):
    named = {name for name in catalogue(language)["setting"] if not name.startswith("plan.objective.")}
    assert named == {*SETTINGS, *MADE}
