"""Cards and dots: blind until they are shown, without names after it, and no more than there is room for."""

import json

import pytest
from workshops import AT, STEPS, StepPanel, card, refused, room

from workbook.errors import WorkshopError
from workbook.workshop.steps import needs
from workbook.workshop.steps.outcome import step_rows


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "needs")
    yield opened
    opened.room.file.close()


def grouped(panel, *seats):
    """A card of each seat; the first of them in group g1, the second in g2."""
    for place, seat in enumerate(seats):
        panel.enter(seat, "card:1", card(f"Text {place}", touchpoint="checkout"))
    panel.next()
    for place, name in enumerate(("Speed", "Price")):
        panel.settle(f"group:g{place + 1}", name)
        panel.settle(f"put:{panel.shown()['cards'][place]['card']}", f"g{place + 1}")


def test_what_one_writes_no_screen_tells_until_it_is_shown_and_then_nobody_tells_whose_it_is(panel):
    ann, bob = panel.join("Annabel", "Bobiversary")
    before = json.dumps(panel.room.view(ann))
    panel.enter(bob, "card:1", card("The secret thought", "pain", "returns", "Brand builder"))
    assert json.dumps(panel.room.view(ann)) == before
    for who in ("facilitator", "beamer"):
        assert "secret thought" not in json.dumps(panel.room.view(who))
        assert panel.room.view(who)["entered"] == 1
    panel.next()
    told = json.dumps(panel.room.view(ann))
    assert "The secret thought" in told and "Bobiversary" not in told and bob not in told


def test_cards_stand_in_the_order_of_their_texts_not_of_who_came_first(panel):
    seats = panel.join("Ann", "Bob", "Cid")
    for seat, text in zip(seats, ("zebra", "Apple", "mole"), strict=True):
        panel.enter(seat, "card:1", card(text))
    panel.next()
    assert [one["text"] for one in panel.shown()["cards"]] == ["Apple", "mole", "zebra"]


def test_a_card_is_changed_and_taken_back_by_who_wrote_it(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.enter(ann, "card:1", card("First"))
    panel.enter(ann, "card:1", card("Better"))
    panel.enter(ann, "card:2", card("Gone"))
    panel.enter(ann, "card:2", None)
    panel.enter(bob, "card:2", None)  # of the same name, and not Ann's
    panel.next()
    assert [one["text"] for one in panel.shown()["cards"]] == ["Better"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "wish"}, "one of job, need, pain"),
        ({"text": " \u202e"}, "has a text"),
        ({"text": "x" * 501}, "501 signs; 500 fit"),
        ({"text": 7}, "is a text"),
        ({"touchpoint": "moon"}, "'moon' is not a touchpoint"),
        ({"profile": ["x"]}, "is not a profile"),
    ],
)
def test_a_card_has_a_kind_a_text_and_a_place_that_is_there(panel, changed, words):
    [ann] = panel.join("Ann")
    assert words in refused(panel.enter, ann, "card:1", card("Text") | changed)
    assert panel.room.session.steps.who("needs") == []


def test_there_is_room_for_so_many_cards_and_no_more(panel):
    [ann] = panel.join("Ann")
    for number in range(needs.MOST_CARDS):
        panel.enter(ann, f"card:{number}", card("Text"))
    assert "30 cards are written" in refused(panel.enter, ann, "card:one-more", card("Text"))
    panel.enter(ann, "card:1", card("Changed"))


def test_dots_are_five_and_blind(panel):
    ann, bob = panel.join("Ann", "Bob")
    grouped(panel, ann, bob)
    assert "Dots are given" in refused(panel.enter, ann, "dots:g1", 1)
    panel.next()
    before = json.dumps(panel.room.view(ann))
    panel.enter(bob, "dots:g1", 4)
    assert json.dumps(panel.room.view(ann)) == before
    assert "5 dots to give; 4 are on other groups" in refused(panel.enter, bob, "dots:g2", 2)
    for wrong in (-1, 6, True, "2", 1.0):
        assert "0 to 5 dots" in refused(panel.enter, bob, "dots:g2", wrong)
    panel.enter(bob, "dots:g2", 1)
    for who in (ann, "facilitator", "beamer"):
        assert all("dots" not in one for one in panel.shown(who)["groups"])
    panel.next()
    assert [(one["name"], one["dots"]) for one in panel.shown(ann)["groups"]] == [("Speed", 4), ("Price", 1)]


def test_groups_are_fixed_once_there_is_a_vote_but_for_their_names(panel):
    ann, bob = panel.join("Ann", "Bob")
    grouped(panel, ann, bob)
    assert "A card goes into a group" in refused(panel.settle, "put:nothing", "g1")
    panel.next()
    for name, value in (("put:x", "g1"), ("group:g9", "New"), ("group:g1", None)):
        assert "before the dots are given" in refused(panel.settle, name, value)
    panel.settle("group:g1", "Swiftness")
    assert panel.shown()["groups"][0]["name"] == "Swiftness"
    assert "cards are fixed" in refused(panel.enter, ann, "card:9", card("Late"))


def test_a_step_goes_on_one_stage_at_a_time_and_only_where_the_facilitator_says(panel):
    [ann] = panel.join("Ann")
    assert "is not for a seat" in refused(panel.send, ann, "stage")
    for stage in (0, 2, "1", None):
        with pytest.raises(WorkshopError, match="one stage at a time"):
            panel.lead("stage", step="needs", stage=stage)
    with pytest.raises(WorkshopError, match="'luck' is not a step"):
        panel.lead("step", step="luck")
    seat, _ = panel.room.join({"name": "Boss", "observer": True})
    assert "An observer enters nothing" in refused(panel.enter, seat, "card:1", card("Text"))


def test_cards_become_insights_with_their_theme_votes_and_seat(panel):
    ann, bob = panel.join("Ann", "Bob")
    assert step_rows(panel.room.session, "2026Q3-01") == {}
    panel.enter(ann, "card:9", card("Alone", "job"))
    assert step_rows(panel.room.session, "2026Q3-01") == {}  # what was not shown counts for nothing
    grouped(panel, ann, bob)
    panel.next()
    panel.enter(ann, "dots:g1", 3)
    panel.next()
    rows = step_rows(panel.room.session, "2026Q3-01")["insights"]
    assert [(one["insight"], one["text"], one["who"], one["theme"], one["votes"]) for one in rows] == [
        ("W2026Q3-01-1", "Alone", ann, "Speed", 3),
        ("W2026Q3-01-2", "Text 0", ann, "Price", 0),
        ("W2026Q3-01-3", "Text 1", bob, None, None),
    ]
    assert rows[1]["need"] == "Text 0" and rows[1]["job"] is None and rows[1]["touchpoint"] == "checkout"
    assert rows[0]["at"] == AT[:10] and rows[0]["source"] == "workshop 2026Q3-01"
