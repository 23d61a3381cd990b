"""Made-up experts answer by the same rules as real ones, the same way each time, and count for nothing."""

import asyncio

import pytest
from workshops import CRITERIA, Panel, room

from workbook.workshop.handing_on import FILE, hand_on
from workbook.workshop.rehearsal import EXPERTS, Rehearsal
from workbook.workshop.round_rules import top_scores

IDEAS = [{"opportunity": f"I{n}", "title": f"Idea {n}", "facts": []} for n in range(1, 7)]
FLOATS = [
    {"name": name, "low": 1.0, "high": 10.0, "keys": True, "labels": {}, "levels": {}} for name in CRITERIA
]


def rehearsed(path, *, real=0):
    """A workshop of two rounds; the facilitator shows a round once all made-up experts are ready."""
    panel = Panel(room(path, rehearsal=True, criteria=FLOATS))
    answering = Rehearsal(panel.room, "Made up.")
    panel.join(*[f"Real {number}" for number in range(real)])
    panel.lead("round", asked=["I1", "I2"])

    async def pause(seconds):
        session = panel.room.session
        if session.current.revealed:
            panel.lead("close")
        elif len(session.current.ready) == EXPERTS:
            panel.lead("reveal", round=session.current.number)
            if session.current.number == 1:
                panel.lead("round", asked=["I1"])

    asyncio.run(asyncio.wait_for(answering.go_on(pause), 20))
    panel.room.file.close()
    return panel.room.session


@pytest.fixture
def session(tmp_path):
    return rehearsed(tmp_path / "2026Q3-rehearsal-01.sqlite", real=1)


def test_all_of_them_answer_everything_and_nobody_answers_for_a_real_expert(session):
    made_up, real = session.experts[:EXPERTS], session.experts[EXPERTS:]
    for one in session.rounds:
        assert all(session.complete(seat, name, one.number) for seat in made_up for name in one.asked)
        assert one.ready == set(made_up) and not set(real) & set(one.answers)


def test_they_think_the_same_each_time(session, tmp_path):
    again = rehearsed(tmp_path / "again.sqlite", real=1)
    assert [one.answers for one in again.rounds] == [one.answers for one in session.rounds]


def test_in_a_second_round_they_are_nearer_to_each_other(session):
    def width(number):
        answers = [given["I1"] for given in session.rounds[number].answers.values()]
        scores = [answer.scores["ease"] for answer in answers if not answer.cannot]
        return max(scores) - min(scores)

    assert width(1) < width(0)


def test_they_keep_to_a_forced_spread_and_put_things_in_order(tmp_path):
    panel = Panel(room(tmp_path / "w.sqlite", rehearsal=True, criteria=FLOATS, items=IDEAS))
    answering, names = Rehearsal(panel.room, "Made up."), [one["opportunity"] for one in IDEAS]
    panel.lead("round", asked=names, spread=1)

    async def pause(seconds):
        session = panel.room.session
        if session.ranking is not None and len(session.ranking.done) == EXPERTS:
            panel.lead("show_order", ranking=1)
            panel.lead("close")
        elif session.ranking is None and len(session.current.ready) == EXPERTS:
            panel.lead("reveal", round=1)
            panel.lead("ranking", asked=names[:3])

    asyncio.run(asyncio.wait_for(answering.go_on(pause), 60))
    session = panel.room.session
    assert all(n <= 1 for seat in session.experts for n in top_scores(session, seat).values())
    orders = set(session.ranking.orders.values())
    assert {tuple(sorted(one)) for one in orders} == {tuple(names[:3])} and len(orders) > 1
    panel.room.file.close()


def test_nothing_of_it_is_handed_on(session, tmp_path):
    assert session.closed and hand_on(session, "2026Q3-rehearsal-01", tmp_path) == {}
    assert not (tmp_path / FILE).exists()
