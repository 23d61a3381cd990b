"""The vote: blind, open to who has the link and to nothing else, and apart from the experts' scores."""

import json

import pytest
from workshops import AT, STEPS, StepPanel, refused, room

from workbook.errors import WorkshopError
from workbook.workshop.room import MOST_VOTERS
from workbook.workshop.steps.outcome import step_rows, steps_told
from workbook.workshop.steps.vote import ballots


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "vote")
    yield opened
    opened.room.file.close()


def voters(panel, n, group="customers"):
    """So many who opened the link of a group."""
    before = list(panel.room.session.steps.voters)
    for _ in range(n):
        panel.room.join_vote(f"vote:{group}")
    return [one for one in panel.room.session.steps.voters if one not in before]


def opened_on(panel, *options):
    for one in options:
        panel.settle(f"option:{one}", True)
    panel.next()


def test_until_it_is_closed_one_sees_only_ones_own_and_the_facilitator_how_many(panel):
    [expert] = panel.join("Ann")
    opened_on(panel, "I1")
    ann, bob = voters(panel, 2)
    before, seat = (json.dumps(panel.room.view(who)) for who in (ann, expert))
    panel.enter(bob, "importance:I1", 7)
    panel.enter(bob, "preference", "I1")
    assert json.dumps(panel.room.view(ann)) == before and json.dumps(panel.room.view(expert)) == seat
    assert panel.room.view(bob)["own"] == {"importance:I1": 7, "preference": "I1"}
    for who in ("facilitator", "beamer"):
        seen = panel.room.view(who)
        assert seen["entered"] == 1 and "preference" not in json.dumps(seen) and seen["votes"] == []
    assert ballots(panel.room.session, "open") == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("importance:I1", 0, "0 is not a whole number from 1 to 10"),
        ("importance:I1", 11, "not a whole number"),
        ("satisfaction:I1", 7.0, "not a whole number"),
        ("satisfaction:I1", True, "not a whole number"),
        ("importance:I2", 5, "is not asked"),
        ("luck:I1", 5, "is not asked"),
        ("preference", "I2", "is not one of the options"),
        ("preference", ["I1"], "is not one of the options"),
    ],
)
def test_a_vote_is_whole_in_range_and_of_what_is_asked(panel, name, value, words):
    opened_on(panel, "I1")
    [voter] = voters(panel, 1)
    assert words in refused(panel.enter, voter, name, value)


def test_a_vote_changes_until_the_vote_is_closed(panel):
    assert "not open" in refused(panel.room.join_vote, "vote:customers")
    opened_on(panel, "I1")
    [voter] = voters(panel, 1)
    panel.enter(voter, "importance:I1", 7)
    panel.enter(voter, "importance:I1", 9)
    assert "stay as they are" in refused(panel.settle, "option:I2", True)
    assert "vote is still open" in refused(panel.lead, "close")
    panel.next()
    assert "not open" in refused(panel.enter, voter, "importance:I1", 1)
    assert "not open" in refused(panel.room.join_vote, "vote:customers")
    assert ballots(panel.room.session, "closed")[0]["importance"] == 9


def test_a_voter_votes_and_does_nothing_else_and_a_seat_does_not_vote(panel):
    [ann] = panel.join("Ann")
    opened_on(panel, "I1")
    [voter] = voters(panel, 1)
    assert "link of a vote" in refused(panel.enter, ann, "importance:I1", 5)
    for kind in ("score", "reveal", "stage", "settle", "close", "step"):
        assert "not for a voter" in refused(panel.send, voter, kind)
    with pytest.raises(WorkshopError, match="link of a vote"):
        panel.send(voter, "entry", step="needs", name="card:1", value={"kind": "job", "text": "x"})
    assert panel.room.session.experts == [ann]  # no voter counts for the quorum


def test_options_have_texts_and_pictures_by_id_only(panel):
    panel.settle("option:I1", True)
    panel.settle("text:I1", "  A text ")
    for wrong in ("../engagement.yml", "/etc/passwd", 7, "ABCDEF0123456789"):
        assert "picture from the list" in refused(panel.settle, "picture:I1", wrong)
    panel.settle("picture:I1", "0123456789abcdef")
    assert panel.shown()["options"] == [
        {"option": "I1", "title": "Idea I1", "text": "A text", "picture": "0123456789abcdef"}
    ]
    assert "is not an opportunity" in refused(panel.settle, "option:I9", True)


def test_votes_are_handed_on_by_group_once_the_vote_is_closed(panel):
    opened_on(panel, "I1", "I2")
    [customer], [partner] = voters(panel, 1), voters(panel, 1, "partners")
    panel.enter(customer, "importance:I1", 8)
    panel.enter(customer, "preference", "I2")
    panel.enter(partner, "satisfaction:I2", 3)
    assert step_rows(panel.room.session, "2026Q3-01") == {"votes": []}
    panel.next()
    rows = step_rows(panel.room.session, "2026Q3-01")["votes"]
    names = ("voter", "group", "opportunity", "importance", "satisfaction", "preferred", "at")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("2026Q3-01-V0001", "customers", "I1", 8, None, "no", AT[:10]),
        ("2026Q3-01-V0001", "customers", "I2", None, None, "yes", AT[:10]),
        ("2026Q3-01-V0002", "partners", "I2", None, 3, None, AT[:10]),
    ]
    found = {"opportunity": "I1", "group": "customers"}
    found |= {
        f"{name}{end}": None for name in ("importance", "satisfaction") for end in ("", "_low", "_high")
    }
    found |= {"preferred": 0.5, "preferred_low": 0.1, "preferred_high": 0.9}
    (told,) = steps_told(panel.room.session, [found, found | {"preferred": None}])
    assert told["groups"] == [{"group": "customers", "n": 1}, {"group": "partners", "n": 1}]
    assert [one["preferred"]["value"] for one in told["results"]] == [0.5]


def test_there_is_room_for_so_many_voters(panel):
    opened_on(panel, "I1")
    panel.room.session.steps.voters.update({f"X{number}": "customers" for number in range(MOST_VOTERS)})
    assert "2,000 people vote already" in refused(panel.room.join_vote, "vote:customers")
