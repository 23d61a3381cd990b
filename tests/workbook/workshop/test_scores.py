"""What counts of a workshop."""

import pandas as pd
import pytest
from workshops import Panel, room

from prioritization import panel_scores
from workbook.workshop.scores import counted_rows


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite"))
    yield opened
    opened.room.file.close()


def test_half_an_answer_and_a_round_below_the_quorum_count_for_nothing(panel):
    ann, bob, cid = panel.join("Ann", "Bob", "Cid")
    panel.lead("round", asked=["I1", "I2"])
    for seat, score in ((ann, 3), (bob, 9), (cid, 9)):
        panel.score(seat, "I1", score)
    panel.send(ann, "score", round=1, opportunity="I2", criterion="ease", score=10)
    panel.score(bob, "I2", 10)
    assert counted_rows(panel.room.session) == []  # blind until the reveal
    panel.lead("reveal", round=1)
    rows = pd.DataFrame(counted_rows(panel.room.session))
    assert set(rows["opportunity"]) == {"I1"} and len(rows) == 9
    panel.lead("round", asked=["I1"])
    panel.score(ann, "I1", 10, number=2)
    panel.lead("reveal", round=2)
    again = pd.DataFrame(counted_rows(panel.room.session))
    assert again.equals(rows)  # one of three in round two replaces nobody


def test_the_engine_says_the_same_of_the_rows_as_of_the_scores(panel):
    seats = panel.join("Ann", "Bob", "Cid")
    panel.lead("round", asked=["I1"])
    for seat, score in zip(seats, (3, 9, 8), strict=True):
        panel.score(seat, "I1", score)
        panel.send(seat, "remark", round=1, opportunity="I1", remark=f"as {score}")
    panel.lead("reveal", round=1)
    rows = pd.DataFrame(counted_rows(panel.room.session))
    found = panel_scores(rows).iloc[0]
    assert (found["n"], found["median"], found["verdict"]) == (3, 8.0, "no consensus")
    assert rows["remark"].dropna().tolist() == ["as 3", "as 9", "as 8"]  # once for each answer


def test_who_cannot_judge_abstains(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1"])
    panel.score(ann, "I1", 7)
    panel.send(bob, "cannot", round=1, opportunity="I1", cannot=True)
    panel.lead("reveal", round=1)
    found = panel_scores(pd.DataFrame(counted_rows(panel.room.session))).iloc[0]
    assert (found["n"], found["abstained"], found["median"]) == (1, 1, 7.0)


def test_who_takes_a_seat_after_a_round_was_shown_does_not_make_it_count_for_less(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1"])
    for seat in (ann, bob):
        panel.score(seat, "I1", 7)
    panel.lead("reveal", round=1)
    shown = counted_rows(panel.room.session)
    panel.join("Cid", "Dee", "Eve", "Ann again")
    assert len(shown) == 6 and counted_rows(panel.room.session) == shown
    panel.lead("round", asked=["I1"])  # of the next one they are part
    for seat in (ann, bob):
        panel.score(seat, "I1", 9, number=2)
    panel.lead("reveal", round=2)
    assert counted_rows(panel.room.session) == shown
