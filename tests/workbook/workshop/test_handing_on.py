"""What a closed workshop hands on, and that the intake reads it beside the client's own rows."""

import sqlite3
from contextlib import closing

import pytest
from workshops import AT, Panel, room

from workbook.errors import WorkshopError
from workbook.store import raw_tables
from workbook.workshop.handing_on import FILE, hand_on
from workbook.workshop.scores import counted_rows


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite"))
    yield opened
    opened.room.file.close()


def rows(folder, statement):
    with closing(sqlite3.connect(folder / FILE)) as data:
        return data.execute(statement).fetchall()


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
    assert [hand_on(panel.room.session, "2026Q3-01", tmp_path) for _ in range(2)] == [
        {"scores": 6, "workshops": 1}
    ] * 2
    rows = data.execute("select expert, round, opportunity, period, session from scores").fetchall()
    data.close()
    assert rows[0] == ("E1", 1, "I9", None, None) and len(rows) == 7
    assert set(rows[1:]) == {(f"2026Q3-01-{seat}", 2, "I1", "2026Q3", "2026Q3-01") for seat in ("S01", "S02")}


def scored(path, score, rounds, period):
    """A workshop of two experts that was closed after some rounds."""
    panel = Panel(room(path, period=period))
    seats = panel.join("Ann", "Bob")
    for number in range(1, rounds + 1):
        panel.lead("round", asked=["I1"])
        for seat in seats:
            panel.score(seat, "I1", score, number=number)
        panel.lead("reveal", round=number)
    panel.lead("close")
    panel.room.file.close()
    return panel.room.session


@pytest.mark.parametrize("second", ["2026Q3", "2026Q4"])
def test_a_later_workshop_stands_beside_the_earlier_one_and_its_scores_count(tmp_path, second):
    earlier = scored(tmp_path / "a.sqlite", 8, 2, "2026Q3")
    later = scored(tmp_path / "b.sqlite", 3, 1, second)
    for _ in range(2):  # the earlier one may be handed on again
        hand_on(earlier, "2026Q3-01", tmp_path)
        hand_on(later, f"{second}-02", tmp_path)
    table = raw_tables(tmp_path)["scores"].frame
    assert not table.duplicated(["expert", "round", "opportunity", "criterion"]).any() and len(table) == 18
    newest = table[table["round"].astype(int).eq(3)]
    assert len(newest) == 6 and set(newest["session"]) == {f"{second}-02"}
    assert set(newest["score"].astype(float)) == {3.0} and set(table["round"].astype(int)) == {1, 2, 3}


def test_the_last_decision_on_an_opportunity_is_handed_on_with_the_scores(panel, tmp_path):
    seats = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1"])
    for seat in seats:
        panel.score(seat, "I1", 8)
    panel.lead("reveal", round=1)
    panel.lead("decision", opportunity="I1", decided="start", by="", reason="")
    panel.lead("decision", opportunity="I1", decided="stop", by="Board", reason="Too dear")
    panel.lead("close")
    for _ in range(2):
        assert hand_on(panel.room.session, "2026Q3-01", tmp_path) == {
            "scores": 6,
            "decisions": 1,
            "workshops": 1,
        }
    (kept,) = rows(tmp_path, "select * from decisions")
    assert kept == ("I1", "stop", AT[:10], "Board", "2026Q3", "Too dear", "2026Q3-01")
    assert set(raw_tables(tmp_path)) == {"scores", "decisions", "workshops"}


def test_a_second_workshop_of_the_day_changes_a_decision_and_leaves_the_clients_own(panel, tmp_path):
    panel.lead("decision", opportunity="I1", decided="start", by="Board", reason="")
    panel.lead("close")
    hand_on(panel.room.session, "2026Q3-01", tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as data, data:
        data.execute("update decisions set decided = 'postpone'")
        data.execute(
            "insert into decisions (opportunity, decided, decided_on) values ('I1', 'start', ?)", [AT[:10]]
        )
    hand_on(panel.room.session, "2026Q3-02", tmp_path)
    kept = rows(tmp_path, "select decided, session from decisions order by session")
    assert kept == [("start", None), ("start", "2026Q3-02")]


def test_what_left_the_intake_is_kept_and_not_handed_on(panel, tmp_path):
    seats = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1", "I2"])
    for seat in seats:
        panel.score(seat, "I1", 8)
        panel.score(seat, "I2", 4)
    panel.lead("reveal", round=1)
    panel.lead("decision", opportunity="I2", decided="start", by="", reason="")
    panel.room.note_intake(["I1"])
    panel.lead("close")
    assert hand_on(panel.room.session, "2026Q3-01", tmp_path) == {"scores": 6, "workshops": 1}
    assert rows(tmp_path, "select distinct opportunity from scores") == [("I1",)]
    assert {row["opportunity"] for row in counted_rows(panel.room.session)} == {"I1", "I2"}
    panel.room.note_intake(["I1", "I2"])  # and back again, before it is handed on once more
    assert hand_on(panel.room.session, "2026Q3-01", tmp_path) == {
        "scores": 12,
        "decisions": 1,
        "workshops": 1,
    }


def test_a_workshop_without_an_outcome_leaves_no_file(panel, tmp_path):
    panel.lead("close")
    assert hand_on(panel.room.session, "2026Q3-01", tmp_path) == {}
    assert not (tmp_path / FILE).exists()


def test_what_was_said_and_who_took_part_is_handed_on(panel, tmp_path):
    panel.join("Ann", "Bob")
    panel.room.join({"name": "Boss", "observer": True})
    panel.lead("note", about="dissent", text="IT says *it* is too early")
    panel.room.show_plan({"possible": True, "sliders": {"budget": 40.0, "days": {}}})
    panel.lead("move", settings={"budget": 0.5})
    panel.lead("close")
    assert hand_on(panel.room.session, "2026Q3-01", tmp_path) == {"workshops": 1, "workshop_notes": 1}
    (row,) = rows(
        tmp_path, "select workshop, held_on, experts, rounds, observers, limits_moved from workshops"
    )
    assert row == ("2026Q3-01", AT[:10], 2, 0, 1, "yes")
    (note,) = rows(tmp_path, "select about, text, said_on, period from workshop_notes")
    assert note == ("dissent", "IT says *it* is too early", AT[:10], "2026Q3")
