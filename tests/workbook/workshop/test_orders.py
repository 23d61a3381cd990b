"""No opportunity and no senior voice always comes first."""

import pytest
from workshops import Panel, room

from workbook.workshop.answers import Round
from workbook.workshop.orders import order_of, roles_of, speaking_order

IDEAS = tuple(f"I{number}" for number in range(1, 18))


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite"))
    yield opened
    opened.room.file.close()


def test_each_seat_gets_all_in_an_order_of_its_own_and_the_same_one_again():
    orders = [order_of(f"S{n:02}", Round(1, IDEAS)) for n in range(1, 21)]
    assert all(sorted(one) == sorted(IDEAS) for one in orders)
    assert orders == [order_of(f"S{n:02}", Round(1, IDEAS)) for n in range(1, 21)]
    assert len({tuple(one) for one in orders}) == 20 and len({one[0] for one in orders}) > 8
    assert order_of("S01", Round(2, IDEAS)) != orders[0]


def test_an_expert_sees_their_own_order_and_the_facilitator_the_lists(panel):
    seats = panel.join("Ann", "Bob", "Cid")
    panel.lead("round", asked=["I1", "I2"])
    asked = [panel.room.view(seat)["round"]["asked"] for seat in seats]
    assert asked == [order_of(seat, panel.room.session.current) for seat in seats]
    assert panel.room.view("facilitator")["round"]["asked"] == ["I1", "I2"]


def joined(panel, *roles):
    for number, role in enumerate(roles):
        panel.room.join({"name": f"E{number}", "role": role})


def test_roles_are_asked_in_a_drawn_order_and_senior_ones_last(panel):
    joined(panel, "Board", "IT", "", "Sales", "IT", "Service")
    panel.room.join({"name": "Looker", "role": "Press", "observer": True})
    assert roles_of(panel.room.session) == ["", "Board", "IT", "Sales", "Service"]
    panel.lead("round", asked=["I1"])
    assert speaking_order(panel.room.session) == []  # nothing is discussed before the reveal
    panel.lead("reveal", round=1)
    drawn = speaking_order(panel.room.session)
    assert sorted(drawn) == roles_of(panel.room.session) and drawn == speaking_order(panel.room.session)
    panel.lead("seniors", roles=[drawn[0], drawn[1]])
    assert speaking_order(panel.room.session) == [*drawn[2:], drawn[0], drawn[1]]
    panel.lead("round", asked=["I1"])
    panel.lead("reveal", round=2)
    assert sorted(speaking_order(panel.room.session)[-2:]) == sorted(drawn[:2])


def test_with_one_role_there_is_no_order_to_speak_in(panel):
    joined(panel, "IT", "IT")
    panel.lead("round", asked=["I1"])
    panel.lead("reveal", round=1)
    assert speaking_order(panel.room.session) == []
