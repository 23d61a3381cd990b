"""The plan behind sliders in the Lab: each answer is the engine's own."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from starts import QUARTER, start

import prioritization as engine
from workbook.lab.plan_panel import PlanPanel, plan_panel
from workbook.store import open_period

QUARTERS = ("2026Q4", "2027Q1")
OPTIONS = pd.DataFrame(
    {
        "opportunity": list("ABCD"),
        "title": ["Alarm", "<b>Bold</b>", "Chat", "Deals"],
        "score": [9.0, 8.5, 8.0, 3.0],
        "npv": [90.0, 10.0, 20.0, 30.0],
        "npv_1": [80.0, 5.0, 10.0, 20.0],
        "cost": [6.0, 5.0, 5.0, 1.0],
        "days_it": [10.0, 4.0, 4.0, 1.0],
    }
)
CAPACITY = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [10.0, 10.0]})


def weighed(weights):
    """Candidates in another order of merit where ease counts for much."""
    return (
        OPTIONS.assign(score=OPTIONS["score"].iloc[::-1].to_numpy()) if weights.get("ease") == 80 else OPTIONS
    )


def plans():
    return engine.SliderPlans(OPTIONS, engine.Limits(QUARTERS, 10, capacity=CAPACITY), money=True)


@pytest.fixture
def quarter(tmp_path):
    return open_period(start(tmp_path / "acme", "workshop"), QUARTER)


@pytest.fixture
def panel(quarter):
    made = PlanPanel(plans(), OPTIONS, quarter, weighed)
    made.worker.wait()
    return made


def to(panel, control, value):
    control.value = value
    panel.worker.wait()


def page(panel):
    return BeautifulSoup(panel._answer.value, "html.parser")


def findings(panel):
    return [text.text.replace("\xa0", " ") for text in page(panel).select(".cx-said p")]


def own_answer(settings, *before):
    """What the engine itself says after moves."""
    own = plans()
    for one in (*before, settings):
        told = own.moved(one)
        while (better := None if told["final"] else own.refined()) is not None:
            told = better
    return told


def test_a_moved_slider_gives_the_engines_own_answer(panel):
    assert panel.told == own_answer({})
    to(panel, panel.sliders["budget"], 1.1)
    assert panel.settings == {"budget": 1.1}
    assert panel.told == own_answer({"budget": 1.1}, {})
    assert panel.told["enters"] == ["D"]
    to(panel, panel.sliders["it"], 0.5)
    assert panel.settings == {"budget": 1.1, "days": {"it": 0.5}}
    assert panel.told == own_answer(panel.settings, {}, {"budget": 1.1})


def test_a_rule_puts_something_in_or_keeps_it_out(panel):
    to(panel, panel.rules["A"], "must")
    to(panel, panel.rules["B"], "never")
    assert panel.settings == {"must_do": ["A"], "must_not": ["B"]}
    members = {one["opportunity"] for one in panel.told["members"]}
    assert "A" in members and "B" not in members
    assert panel.told == own_answer(panel.settings, {}, {"must_do": ["A"]})


def test_what_came_in_what_went_out_and_the_price_of_the_limit_just_moved_are_told(panel):
    to(panel, panel.sliders["budget"], 1.1)
    told, own = findings(panel), plans()
    own.moved({"budget": 1.1})
    price = own.price({"budget": 1.1}, "budget")
    assert price["value"] == 0
    assert told == [
        "Came in: “Deals”.",
        "This move: +3.0 points and +€30 of net value.",
        "€1 more would bring nothing.",
        "Net value: €60.",
        "No plan within these limits is worth more.",
    ]
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in page(panel).select("tbody tr")}
    assert rows["Deals"][1] == "came in" and rows["Alarm"][0] == "waits"
    title = page(panel).select_one(".title").text.replace("\xa0", " ")
    assert title == "3 of 4 opportunities are in: 19.5 points, for €11"


def test_moves_are_undone_one_by_one(panel):
    first = panel._answer.value
    to(panel, panel.sliders["budget"], 1.1)
    to(panel, panel.rules["A"], "must")
    for expected in ({"budget": 1.1}, {}, {}):
        panel.undo.click()
        panel.worker.wait()
        assert panel.settings == expected
    assert panel.rules["A"].value == "free" and panel.sliders["budget"].value == 1.0
    assert page(panel).select_one(".title") == BeautifulSoup(first, "html.parser").select_one(".title")
    assert panel.told["members"] == own_answer({})["members"]


def test_two_scenarios_stand_side_by_side_and_a_third_takes_the_place_of_the_first(panel):
    for name, budget in (("small", 0.7), ("", 1.1), ("large", 1.5)):
        to(panel, panel.sliders["budget"], budget)
        panel.name.value = name
        panel.keep.click()
    [_, beside] = page(panel).select("table")
    heads = [head.text for head in beside.select("thead th")]
    assert heads == ["", "Scenario 3", "large"]
    cells = {row.th.text: [cell.text for cell in row.select("td")] for row in beside.select("tbody tr")}
    assert cells["Cost"] == ["€11", "€12"] and cells["In, against the start"][0] == "Deals"


def test_limits_that_no_plan_fits_are_told_with_titles(panel):
    to(panel, panel.rules["B"], "must")
    to(panel, panel.sliders["it"], 0.2)
    assert page(panel).select_one(".title").text == "No plan fits these limits"
    assert "“<b>Bold</b>”" in findings(panel)[0] and "<b>" not in panel._answer.value
    panel.keep.click()
    assert len(page(panel).select("table")) == 0, "what does not fit is no scenario"


def test_an_error_of_a_search_is_told(panel, monkeypatch):
    monkeypatch.setattr(panel._plans, "moved", lambda settings: 1 / 0)
    to(panel, panel.sliders["budget"], 1.1)
    assert page(panel).text == "This did not work. ZeroDivisionError: division by zero"


def test_the_controls_are_named_with_what_there_is(quarter):
    box = plan_panel(plans(), OPTIONS, quarter)
    sliders = [part for part in box.children if hasattr(part, "continuous_update")]
    assert [one.description for one in sliders] == [
        *("Budget (€10)", "Days of IT (20)"),
        *("Weight of Potential", "Weight of Importance", "Weight of Ease"),
    ]
    assert not any(one.continuous_update for one in sliders)


def test_a_weight_scores_the_candidates_anew_and_undone_it_is_as_before(panel):
    first = panel.told["members"]
    to(panel, panel.weights["ease"], 80)
    own = plans()
    own.rescored(weighed({"ease": 80}))
    assert panel.settings == {"weights": {"potential": 33, "importance": 33, "ease": 80}}
    told = own.moved({})
    assert panel.told["value"] == told["value"] and panel.told["more_value"] is None
    assert panel.told["members"] == told["members"] != first
    panel.undo.click()
    panel.worker.wait()
    assert panel.settings == {} and panel.told["members"] == first and panel.weights["ease"].value == 33
