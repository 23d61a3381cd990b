"""The log says who did what when, and nothing that an expert answered."""

from workshops import AT, Panel, room

from workbook.workshop.log import KINDS, MOST, Log


def test_a_log_says_who_leads_who_joined_and_what_began(tmp_path):
    panel = Panel(room(tmp_path / "w.sqlite"))
    panel.room.page_secret("beamer")
    panel.room.page_secret("facilitator")
    [ann] = panel.join("Ann")
    panel.room.give_again(ann)
    panel.lead("round", asked=["I1"])
    panel.score(ann, "I1", 7)
    panel.send(ann, "ready", round=1, ready=True)
    panel.lead("reveal", round=1)
    panel.lead("ranking", asked=["I1", "I2"])
    panel.lead("show_order", ranking=1)
    told = [(one["kind"], one["seat"], one["number"]) for one in panel.room.log.entries]
    assert told == [
        ("page", "", 1),
        ("seat", ann, 0),
        ("again", ann, 0),
        ("round", "", 1),
        ("reveal", "", 1),
        ("ranking", "", 1),
        ("show_order", "", 1),
    ]
    assert list(Log(panel.room.file.events()).entries) == list(panel.room.log.entries)
    assert {one["at"] for one in panel.room.log.entries} == {AT}
    assert panel.room.view("facilitator")["log"][-2]["name"] == "Ann"
    for _ in range(2 * MOST):
        panel.room.give_again(ann)
    assert len(panel.room.log.entries) == MOST
    assert not KINDS & {"score", "cannot", "remark", "order", "ordered", "ready"}
    panel.room.file.close()
