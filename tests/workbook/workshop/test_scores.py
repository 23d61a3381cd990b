"""What counts of a workshop, and how it is handed on."""

import sqlite3

import pandas as pd
import pytest
from workshops import Panel, room

from prioritization import panel_scores
from workbook.errors import WorkshopError
from workbook.workshop.scores import counted_rows, hand_on


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


def test_closing_twice_does_the_same_as_once_and_keeps_other_workshops(panel, tmp_path):
    with pytest.raises(WorkshopError, match="not closed yet"):
        hand_on(panel.room.session, "2026Q3-01", tmp_path)
    data = sqlite3.connect(tmp_path / "workshop.sqlite")
    with data:
        data.execute("create table scores (expert, round, opportunity, criterion, score, at)")
        data.execute("insert into scores values ('E1', 1, 'I9', 'ease', 5, '2026-01-10')")
    seats = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1"])
    for seat in seats:
        panel.score(seat, "I1", 8)
    panel.lead("reveal", round=1)
    panel.lead("close")
    assert [hand_on(panel.room.session, "2026Q3-01", tmp_path) for _ in range(2)] == [6, 6]
    rows = data.execute("select expert, opportunity, period, session from scores").fetchall()
    data.close()
    assert rows[0] == ("E1", "I9", None, None) and len(rows) == 7
    assert set(rows[1:]) == {("S01", "I1", "2026Q3", "2026Q3-01"), ("S02", "I1", "2026Q3", "2026Q3-01")}
