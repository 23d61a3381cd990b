"""A forced spread holds whoever is ready to it; an order holds all that is asked, and becomes no score."""

import pytest
from workshops import CRITERIA, Panel, room

from workbook.errors import WorkshopError
from workbook.workshop.answers import Ranking
from workbook.workshop.round_rules import Refused, order_in, ranks, top_score, top_scores
from workbook.workshop.scores import counted_rows

ITEMS = [{"opportunity": f"I{n}", "title": f"Idea {n}", "facts": []} for n in range(1, 5)]
NAMES = [one["opportunity"] for one in ITEMS]


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite", items=ITEMS))
    yield opened
    opened.room.file.close()


def refused(panel, who, kind, **data):
    with pytest.raises(WorkshopError) as refusal:
        panel.send(who, kind, **data)
    return refusal.value


@pytest.mark.parametrize(("low", "high", "top"), [(1, 10, 9), (1, 5, 5), (0, 1, 1), (0, 20, 17), (1, 9, 9)])
def test_top_scores_are_the_highest_fifth_of_the_keys(low, high, top):
    assert top_score({"low": low, "high": high}) == top


def test_who_gives_more_top_scores_than_the_round_allows_is_not_ready(panel):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=NAMES, spread=2)
    for name in NAMES[:3]:
        panel.score(ann, name, 9)
    told = refused(panel, ann, "ready", round=1, ready=True)
    assert isinstance(told, Refused) and told.key == "spread"
    assert told.facts == {"criterion": "potential", "n": 3, "most": 2, "score": 9}
    assert "3 opportunities have 9 or more on potential; in this round 2 may" in str(told)
    panel.score(ann, "I3", 8)
    panel.score(ann, "I4", 1)
    panel.send(ann, "ready", round=1, ready=True)
    assert panel.room.session.current.ready == {ann}
    panel.send(ann, "score", round=1, opportunity="I4", criterion="ease", score=10)
    assert panel.room.session.current.ready == set()  # asked again when they are ready again
    assert refused(panel, ann, "ready", round=1, ready=True).facts["criterion"] == "ease"
    panel.send(ann, "cannot", round=1, opportunity="I4", cannot=True)
    assert top_scores(panel.room.session, ann) == dict.fromkeys(CRITERIA, 2)
    panel.send(ann, "ready", round=1, ready=True)


def test_without_a_spread_all_may_be_tens_and_a_score_leaves_one_ready(panel):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=NAMES)
    for name in NAMES:
        panel.score(ann, name, 10)
    panel.send(ann, "ready", round=1, ready=True)
    panel.score(ann, "I1", 9)
    assert panel.room.session.current.ready == {ann}


@pytest.mark.parametrize("spread", [-1, 4, 1.5, True, "2", None])
def test_a_spread_that_cannot_bind_is_refused(panel, spread):
    assert "A spread is how many" in str(refused(panel, "facilitator", "round", asked=NAMES, spread=spread))


def test_typed_numbers_have_no_top_scores_to_spread(tmp_path):
    reach = {"name": "reach", "low": 0, "high": None, "keys": False, "labels": {}, "levels": {}}
    panel = Panel(room(tmp_path / "r.sqlite", items=ITEMS, criteria=[reach]))
    assert "nothing can be spread" in str(refused(panel, "facilitator", "round", asked=NAMES, spread=1))
    panel.room.file.close()


def ranked(panel, *orders):
    for seat, order in zip(panel.room.session.experts, orders, strict=True):
        panel.send(seat, "order", ranking=1, order=order)
        panel.send(seat, "ordered", ranking=1, done=True)


def test_an_order_is_blind_until_it_is_shown_and_becomes_no_score(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("ranking", asked=["I1", "I2", "I3"])
    before = panel.room.view(ann)
    ranked(panel, ["I3", "I1", "I2"], ["I1", "I3", "I2"])
    assert panel.room.view(bob)["order"] == {"ranking": 1, "order": ["I1", "I3", "I2"], "done": True}
    told = panel.room.view("facilitator")
    assert told["ordering"] == {"ranking": 1, "asked": ["I1", "I2", "I3"], "done": 2}
    assert "I3', 'I1" not in str(told)
    panel.send(ann, "ordered", ranking=1, done=False)
    panel.send(ann, "order", ranking=1, order=before["order"]["order"])
    assert panel.room.view(ann) | {"version": 0} == before | {"version": 0}  # nothing of another's
    panel.send(ann, "ordered", ranking=1, done=True)
    panel.lead("show_order", ranking=1)
    assert panel.room.view(ann)["order"] is None
    assert counted_rows(panel.room.session) == []


def test_only_orders_that_were_said_to_be_done_count(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("ranking", asked=["I1", "I2"])
    ranked(panel, ["I2", "I1"], ["I1", "I2"])
    panel.send(bob, "ordered", ranking=1, done=False)
    assert ranks(panel.room.session.ranking) == {ann: {"I2": 1, "I1": 2}}


@pytest.mark.parametrize("order", [["I1"], ["I1", "I1"], ["I1", "I9"], "I1I2", None, [["I1"], "I2"]])
def test_an_order_holds_all_that_is_asked_once(panel, order):
    [ann] = panel.join("Ann")
    panel.lead("ranking", asked=["I1", "I2"])
    assert "holds every opportunity" in str(refused(panel, ann, "order", ranking=1, order=order))


def test_a_round_and_a_ranking_are_not_open_at_once(panel):
    [ann] = panel.join("Ann")
    assert "two opportunities or more" in str(refused(panel, "facilitator", "ranking", asked=["I1"]))
    panel.lead("round", asked=NAMES)
    assert "still open" in str(refused(panel, "facilitator", "ranking", asked=["I1", "I2"]))
    panel.lead("reveal", round=1)
    panel.lead("ranking", asked=["I1", "I2"])
    for kind, data in (("round", {"asked": NAMES}), ("close", {}), ("ranking", {"asked": NAMES})):
        assert "A ranking is still open" in str(refused(panel, "facilitator", kind, **data))
    panel.lead("show_order", ranking=1)
    late = refused(panel, ann, "order", ranking=1, order=["I1", "I2"])
    assert late.key == "late.order"
    panel.lead("close")


def test_what_left_the_intake_is_asked_no_more(panel):
    panel.join("Ann")
    panel.room.note_intake(["I1", "I2", "I4", "I77"])
    panel.room.note_intake(["I1", "I2", "I4"])
    assert [one.data for one in panel.room.file.events() if one.kind == "gone"] == [{"gone": ["I3"]}]
    assert "that the intake holds" in str(refused(panel, "facilitator", "round", asked=["I3"]))
    assert panel.room.view("facilitator")["gone"] == ["I3"]
    panel.room.note_intake(NAMES)
    panel.lead("round", asked=["I3"])


def test_an_order_of_numbers_is_one_of_ids():
    assert order_in(Ranking(1, ("1", "2")), {"order": [2, 1]}) == ["2", "1"]
