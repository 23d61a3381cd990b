"""What may be sent, when, and what it makes of the workshop."""

import pytest
from workshops import AT, CRITERIA, Panel, no_results, room

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile
from workbook.workshop.room import Room
from workbook.workshop.session import FACILITATOR, Session

ONE = {"round": 1, "opportunity": "I1", "criterion": "ease", "score": 7}


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite"))
    yield opened
    opened.room.file.close()


def refused(panel, who, kind, **data):
    with pytest.raises(WorkshopError) as refusal:
        panel.send(who, kind, **data)
    return str(refusal.value)


def test_before_a_round_and_after_its_reveal_nothing_is_scored(panel):
    [ann] = panel.join("Ann")
    assert "No round is open yet" in refused(panel, ann, "score", **ONE)
    panel.lead("round", asked=["I1"])
    panel.send(ann, "score", **ONE)
    panel.lead("reveal", round=1)
    assert "Round 1 is closed; this answer came too late" in refused(panel, ann, "score", **ONE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"score": 11}, "11 is not a whole score from 1 to 10"),
        ({"score": 0}, "0 is not a whole score"),
        ({"score": 7.5}, "7.5 is not a whole score"),
        ({"score": True}, "True is not a whole score"),
        ({"score": "7"}, "'7' is not a whole score"),
        ({"criterion": "luck"}, "'luck' is not one of potential, importance, ease"),
        ({"criterion": ["ease"]}, "is not one of"),
        ({"opportunity": "I2"}, "'I2' is not asked in round 1"),
        ({"opportunity": ["I1"]}, "is not asked"),
        ({"round": 2}, "Round 2 is closed"),
        ({"round": None}, "closed"),
    ],
)
def test_a_score_is_whole_in_range_and_of_what_is_asked(panel, changed, words):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    before = list(panel.room.file.events())
    assert words in refused(panel, ann, "score", **ONE | changed)
    assert list(panel.room.file.events()) == before  # nothing half-written


def test_typed_numbers_go_as_far_as_the_method_lets_them(tmp_path):
    reach = {"name": "reach", "low": 0, "high": None, "keys": False, "labels": {}, "levels": {}}
    panel = Panel(room(tmp_path / "w.sqlite", criteria=[reach]))
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    panel.send(ann, "score", **ONE | {"criterion": "reach", "score": 12_500.5})
    for wrong in (-1, float("nan"), float("inf"), "many", 1e308, 10**400):
        said = refused(panel, ann, "score", **ONE | {"criterion": "reach", "score": wrong})
        assert "is not a number of 0 or more" in said
    panel.room.file.close()


def test_a_seat_does_not_lead_and_the_facilitator_does_not_score(panel):
    [ann] = panel.join("Ann")
    assert "is not for a seat" in refused(panel, ann, "reveal", round=1)
    assert "is not for the facilitator" in refused(panel, "facilitator", "score", round=1)
    seat, _ = panel.room.join({"name": "Boss", "observer": True})
    panel.lead("round", asked=["I1"])
    assert "An observer does not score" in refused(panel, seat, "ready", round=1, ready=True)


def test_cannot_judge_is_an_answer_and_a_score_after_it_takes_it_back(panel):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    session = panel.room.session
    assert not session.complete(ann, "I1", 1)
    panel.send(ann, "cannot", round=1, opportunity="I1", cannot=True)
    assert session.complete(ann, "I1", 1)
    panel.send(ann, "score", **ONE)
    assert not session.complete(ann, "I1", 1)
    panel.score(ann, "I1", 6)
    assert session.complete(ann, "I1", 1)
    panel.send(ann, "score", **ONE | {"score": None})
    assert not session.complete(ann, "I1", 1)


def test_rounds_end_where_they_were_agreed_to(panel):
    panel.join("Ann")
    assert "Say which opportunities are asked" in refused(panel, "facilitator", "round", asked=["I9"])
    panel.lead("round", asked=["I1", "I2", "I1"])
    assert panel.room.session.current.asked == ("I1", "I2")
    assert "Round 1 is still open" in refused(panel, "facilitator", "round", asked=["I1"])
    assert "Round 1 is still open" in refused(panel, "facilitator", "close")
    panel.lead("reveal", round=1)
    panel.lead("round", asked=["I1"])
    panel.lead("reveal", round=2)
    assert "2 rounds were agreed" in refused(panel, "facilitator", "round", asked=["I1"])


def test_a_round_that_is_started_again_forgets_its_answers_and_keeps_them_in_the_log(panel):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    panel.score(ann, "I1", 7)
    panel.lead("restart", round=1)
    assert panel.room.session.current.answers == {}
    assert sum(event.kind == "score" for event in panel.room.file.events()) == len(CRITERIA)


def test_the_state_is_that_of_the_events_on_another_machine_too(panel, tmp_path):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1", "I2"])
    panel.score(ann, "I1", 7)
    panel.send(bob, "cannot", round=1, opportunity="I2", cannot=True)
    panel.send(bob, "ready", round=1, ready=True)
    panel.lead("reveal", round=1)
    panel.lead("decision", opportunity="I1", decided="start", by="Board", reason="It is time")
    panel.room.file.backup(tmp_path / "copy.sqlite")
    copy = EventFile(tmp_path / "copy.sqlite")
    assert vars(Session(copy.events())) == vars(panel.room.session)
    copy.close()


def test_signs_that_steer_a_page_are_left_out_and_long_texts_refused(panel):
    seat, _ = panel.room.join({"name": "  Ann\u202e\x1b[31m\n "})
    assert panel.room.names[seat] == "Ann[31m"
    with pytest.raises(WorkshopError, match="name has 81 signs; 80 fit"):
        panel.room.join({"name": "x" * 81})
    with pytest.raises(WorkshopError, match="Give a name"):
        panel.room.join({"name": " \u200b "})
    again, _ = panel.room.join({"name": "Ann[31m"})
    assert panel.room.names[again] == "Ann[31m (2)"


def test_a_timer_ends_when_the_servers_clock_says_and_closes_nothing(panel):
    [ann] = panel.join("Ann")
    assert "No round is open yet" in refused(panel, "facilitator", "timer", round=1, minutes=5)
    panel.lead("round", asked=["I1"])
    panel.lead("timer", round=1, minutes=5)
    assert panel.room.session.until == "2026-09-21T10:05:00Z"
    for who in (ann, "facilitator", "beamer"):
        seen = panel.room.view(who)
        assert (seen["until"], seen["now"]) == ("2026-09-21T10:05:00Z", "2026-09-21T10:00:00Z")
    panel.send(ann, "score", **ONE)
    panel.lead("timer", round=1, minutes=0)
    assert panel.room.session.until == ""
    panel.lead("timer", round=1, minutes=5)
    panel.lead("reveal", round=1)
    assert panel.room.session.until == ""


def test_of_a_clock_that_is_set_back_the_last_answer_counts_and_a_timer_is_no_longer_than_it_was_set(
    tmp_path,
):
    times = iter([f"2026-09-21T{hour:02}:00:00Z" for hour in (12, 12, 12, 12, 10, 10, 10, 10)])
    opened = room(tmp_path / "back.sqlite")
    opened = Room(opened.file, no_results, clock=lambda: next(times))
    panel = Panel(opened)
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    panel.lead("timer", round=1, minutes=5)
    panel.send(ann, "score", **ONE | {"score": 3})
    panel.send(ann, "score", **ONE | {"score": 8})  # two hours earlier by the clock
    assert opened.session.current.answers[ann]["I1"].scores == {"ease": 8}
    seen = opened.view(ann)
    assert (seen["now"][11:13], seen["until"][11:16], seen["minutes_set"]) == ("10", "12:05", 5)
    assert vars(Session(opened.file.events())) == vars(opened.session)
    opened.file.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Zoë 🙋🏽", "Zoë 🙋🏽"),
        ("\u200f\u05d3\u05df\u200f", "דן"),
        ("\u202egnA\u202c", "gnA"),
        ("a\u0000b\u0085c", "abc"),
        ("'; drop table names; --", "'; drop table names; --"),
        ("{n} ${n} %s", "{n} ${n} %s"),
    ],
)
def test_a_name_is_a_text_and_a_second_one_gets_a_number(panel, name, shown):
    first, _ = panel.room.join({"name": name})
    second, _ = panel.room.join({"name": name})
    assert [panel.room.names[seat] for seat in (first, second)] == [shown, f"{shown} (2)"]
    assert panel.room.file.names() == panel.room.names


@pytest.mark.parametrize("minutes", [-1, 241, 1.5, "5", True, None])
def test_a_timer_has_whole_minutes(panel, minutes):
    panel.join("Ann")
    panel.lead("round", asked=["I1"])
    assert "whole minutes" in refused(panel, "facilitator", "timer", round=1, minutes=minutes)


@pytest.mark.parametrize(
    "settings",
    [
        None,
        {"budget": float("nan")},
        {"budget": 11},
        {"budget": 10**400},
        {"budget": "half"},
        {"days": {"it": -1}},
        {"days": [1]},
        {"weights": {"potential": 0}},
        {"weights": {"nonsense": 1}},
        {"must_do": ["I9"]},
        {"must_do": ["I1"] * 3},
        {"must_not": [["I1"]]},
        {"more": 1},
    ],
)
def test_sliders_are_set_to_what_a_plan_can_be_made_of(panel, settings):
    for kind, more in (("move", {}), ("scenario", {"name": "Less"})):
        assert "The sliders have" in refused(panel, FACILITATOR, kind, settings=settings, **more)
    assert panel.room.session.moves == []


def test_the_number_of_a_round_as_a_decimal_is_that_round_after_a_restart_too(panel, tmp_path):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1", "I2"])
    panel.send(ann, "ready", round=1.0, ready=True)
    panel.lead("reveal", round=1)
    panel.lead("ranking", asked=["I1", "I2"])
    panel.send(ann, "order", ranking=1.0, order=["I2", "I1"])
    again = Session(panel.room.file.events())
    assert again.rounds[0].ready == {ann} and again.rankings[0].orders == {ann: ("I2", "I1")}
    assert [one.data["round"] for one in panel.room.file.events() if one.kind == "ready"] == [1]


def test_a_seat_that_nobody_scores_from_can_be_made_to_look_on_and_back(tmp_path):
    panel = Panel(room(tmp_path / "w.sqlite"))
    ann, bob, ghost = panel.join("Ann", "Bob", "Ghost")
    panel.lead("round", asked=["I1"])
    panel.lead("observe", seat=ghost, observer=True)
    assert panel.room.session.experts == [ann, bob] and panel.room.view(ghost)["me"]["observer"]
    with pytest.raises(WorkshopError, match="An observer does not score"):
        panel.score(ghost, "I1", 3)
    panel.lead("observe", seat=ghost, observer=False)
    panel.lead("observe", seat=ghost, observer=True)
    panel.score(ann, "I1", 8)
    panel.lead("reveal", round=1)
    assert panel.room.session.rounds[0].experts == 2  # the quorum is of these
    with pytest.raises(WorkshopError, match="was shown already"):
        panel.lead("observe", seat=ann, observer=True)
    for wrong in ({"seat": "S99", "observer": True}, {"seat": bob, "observer": "yes"}):
        with pytest.raises(WorkshopError):
            panel.lead("observe", **wrong)
    panel.room.file.close()
    again = Room(EventFile(tmp_path / "w.sqlite"), no_results, clock=lambda: AT)
    assert again.session.experts == [ann, bob]
    again.file.close()
