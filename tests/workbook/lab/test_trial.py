"""An exhibit under other settings is the one that a run with those settings makes."""

import json

import nbformat
import pytest
import yaml
from starts import QUARTER, start, with_stages_before

import prioritization as engine
from workbook.exhibit import EXHIBIT_TYPE
from workbook.intake.engagement_file import checked_settings, settings_in, settings_text
from workbook.intake.setting_edit import with_choices
from workbook.lab.trial import step_of, tried_exhibit, tried_value
from workbook.runs import run
from workbook.store import open_period
from workbook.store.period import Period

TRIED = {
    "essa_verdicts": {"essa.performers": 2, "essa.heavy_hours": 1.0},
    "programmes": {"contact.limit": 1},
    "value_by_stage": {"window_days": 45},
    "value_bands": {"value_bands": {"A": 0.3, "B": 1.0}},
    "scores_by_touchpoint": {"minimum_group": 100},
    "drivers": {"drivers.left_out": ["returns"]},
}
"""An exhibit of each step with something to choose, and a choice that changes it."""


@pytest.fixture(scope="module")
def quarter(tmp_path_factory) -> Period:
    names = ("orders", "survey", "processes", "contacts")
    return with_stages_before(open_period(start(tmp_path_factory.mktemp("trial") / "acme", *names), QUARTER))


@pytest.fixture
def scored(tmp_path, made_at) -> Period:
    folder = start(tmp_path / "acme", "workshop")
    run(folder, QUARTER, made_at=made_at)
    return open_period(folder, QUARTER)


def tried(quarter, exhibit, choices, **names):
    settings = with_choices(settings_in(settings_text(quarter.folder)), choices)
    made = tried_exhibit(quarter, checked_settings(quarter.folder, settings), exhibit, names)
    return rounded(made.payload())


@pytest.mark.parametrize("exhibit", TRIED)
def test_a_choice_changes_the_exhibit_and_leaves_nothing_behind(quarter, exhibit):
    before = sorted(quarter.folder.rglob("*"))
    as_it_is, other = tried(quarter, exhibit, {}), tried(quarter, exhibit, TRIED[exhibit])
    assert as_it_is["stem"] == other["stem"] == exhibit
    assert other != as_it_is and tried(quarter, exhibit, {}) == as_it_is
    assert [
        file for file in quarter.folder.rglob("*") if file not in before and ".store" not in file.parts
    ] == []
    assert not list((quarter.store).glob("tables/*")), "a table of a trial in the store"


def test_parameters_are_those_of_the_notebook_that_runs(quarter):
    one, other = (tried(quarter, "drivers", {}, draws=draws)["rows"] for draws in (50, 400))
    assert one != other


@pytest.mark.slow
@pytest.mark.ci
def test_exhibits_are_those_of_a_run_with_the_same_choices(quarter, tmp_path, made_at):
    copy = start(tmp_path / "acme", "orders", "survey", "processes", "contacts")
    choices = {place: value for chosen in TRIED.values() for place, value in chosen.items()}
    settings = with_choices({"client": "Acme", "language": "en"}, choices)
    (copy / "engagement.yml").write_text(yaml.safe_dump(settings), "utf-8")
    run(copy, QUARTER, made_at=made_at)
    for exhibit in TRIED:
        made = executed(open_period(copy, QUARTER), step_of(quarter, exhibit).name, exhibit)
        assert made == tried(quarter, exhibit, choices), exhibit


def executed(quarter, step, exhibit):
    notebook = nbformat.read(quarter.store / "notebooks" / f"{step}.ipynb", as_version=4)
    [cell] = [cell for cell in notebook.cells if cell.id == exhibit]
    return rounded(cell.outputs[0]["data"][EXHIBIT_TYPE])


def rounded(payload):
    """As JSON holds it, but for the last digits: a run sums up in one thread, and this process in several."""
    return json.loads(json.dumps(payload), parse_float=lambda digits: round(float(digits), 9))


def test_other_weights_of_the_criteria_give_the_scores_that_the_engine_gives(scored):
    weights = {"potential": 1, "importance": 1, "ease": 8}
    other = scored.engagement.model_copy(update={"score": scored.engagement.score.weighed(weights)})
    options = tried_value(scored, other, "plan", "options", {}).set_index("opportunity")["score"]
    method = engine.score_method(**other.score.terms)
    panel = engine.latest_round(engine.panel_scores(scored.inputs("scores"), method=method))
    medians = panel.set_index("opportunity")["median"]
    assert options.to_dict() == pytest.approx(medians[options.index].to_dict())
    agreed = tried_value(scored, scored.engagement, "plan", "options", {}).set_index("opportunity")["score"]
    assert not options.equals(agreed)
