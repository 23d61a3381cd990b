"""The plan on the pages follows the sliders: the newest move counts, and what cannot be is said."""

import asyncio

import pandas as pd
from workshops import Panel, room

from prioritization import Limits, SliderPlans
from workbook.errors import WorkshopError
from workbook.workshop.live_plan import LivePlan
from workbook.workshop.session import FACILITATOR

IDEAS = pd.DataFrame({"opportunity": ["I1", "I2"], "score": [9.0, 5.0], "cost": [6.0, 5.0]})


class Cells:
    """Answers as the workshop's notebook does, on a backlog of two."""

    def __init__(self, fails=False):
        self.asked, self.fails, self.plans = [], fails, SliderPlans(IDEAS, Limits(("Q1",), 8))

    async def __call__(self, cell, asked=None, *, answers=True):
        self.asked.append((cell, (asked or {}).get("settings", (asked or {}).get("weights"))))
        await asyncio.sleep(0.01)
        if self.fails:
            raise WorkshopError("Table 'capacity' has no row with role 'budget'.")
        if cell == "plan-limits":
            return self.plans.sliders() | {"objective": "score", "weights": {}}
        if cell == "plan-rescored":
            return self.plans.rescored(IDEAS.assign(score=IDEAS["score"].rank()))
        if cell == "plan-price":
            return self.plans.price(asked["settings"], asked["limit"])
        if cell == "plan":
            return self.plans.moved(asked["settings"])
        return self.plans.refined() if cell == "plan-refined" else None


def scored(path):
    panel = Panel(room(path))
    seats = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1", "I2"])
    for seat in seats:
        panel.score(seat, "I1", 9)
        panel.score(seat, "I2", 5)
    panel.lead("reveal", round=1)
    return panel


def shown(panel, cells, *moves):
    """The plan on the page after the moves, made one right after the other."""

    async def go():
        live = LivePlan(panel.room, cells)
        live.want()
        for settings in moves:
            panel.lead("move", settings=settings)
            live.want()
        async with asyncio.timeout(5):
            while panel.room.plan is None or not panel.room.plan.get("searched", panel.room.plan["final"]):
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
        live.stop()
        return panel.room.view(FACILITATOR)["plan"]

    found = asyncio.run(go())
    panel.room.file.close()
    return found


def test_the_plan_of_the_scores_is_there_with_its_sliders(tmp_path):
    plan = shown(scored(tmp_path / "w.sqlite"), Cells())
    assert [one["opportunity"] for one in plan["members"]] == ["I1"] and plan["cost"] == 6.0
    assert plan["sliders"] == {"budget": 8.0, "days": {}, "objective": "score", "weights": {}}


def test_of_several_moves_the_newest_is_answered(tmp_path):
    cells = Cells()
    plan = shown(scored(tmp_path / "w.sqlite"), cells, {"budget": 1.1}, {"budget": 0.7}, {"budget": 1.5})
    assert plan["enters"] == ["I2"]
    assert ("plan", {"budget": 0.7}) not in cells.asked


def test_the_price_of_the_limit_that_was_moved_stands_with_its_plan(tmp_path):
    plan = shown(scored(tmp_path / "w.sqlite"), Cells(), {"budget": 1.35})
    assert plan["price"]["limit"] == "budget" and plan["price"]["enters"] == ["I2"]
    assert plan["price"]["value"] == 5.0 and plan["more_value"] == 0.0


def test_other_weights_score_the_candidates_anew_and_the_first_plan_keeps_the_agreed_ones(tmp_path):
    cells, weights = Cells(), {"potential": 3, "importance": 1, "ease": 1}
    plan = shown(scored(tmp_path / "w.sqlite"), cells, {"weights": weights})
    assert plan["value"] == 2.0 and plan["more_value"] is None and plan["price"] is None
    order = [("plan-scores", {}), ("plan-limits", None), ("plan-scores", weights), ("plan-rescored", None)]
    assert [one for one in cells.asked if one in order] == order


def test_what_the_plan_cannot_be_made_of_is_said_on_the_page(tmp_path):
    plan = shown(scored(tmp_path / "w.sqlite"), Cells(fails=True))
    assert not plan["possible"] and plan["why"] == "Table 'capacity' has no row with role 'budget'."


def test_before_a_reveal_there_is_no_plan(tmp_path):
    panel, cells = Panel(room(tmp_path / "w.sqlite")), Cells()

    async def go():
        live = LivePlan(panel.room, cells)
        live.want()
        await asyncio.sleep(0.05)
        live.stop()

    asyncio.run(go())
    assert panel.room.plan is None and cells.asked == []
    panel.room.file.close()


def test_undo_goes_back_over_the_moves(tmp_path):
    panel = scored(tmp_path / "w.sqlite")
    for budget in (1.5, 0.5):
        panel.lead("move", settings={"budget": budget})
    panel.lead("undo")
    assert panel.room.view(FACILITATOR)["settings"] == {"budget": 1.5}
    panel.lead("undo")
    assert panel.room.view(FACILITATOR)["settings"] == {}
    try:
        panel.lead("undo")
    except WorkshopError as error:
        assert "Nothing was moved yet" in str(error)
    panel.room.file.close()
