"""Documents that fail here when they lie."""

import importlib
import re
from pathlib import Path

import pandas as pd
import pytest
import typer

from prioritization.cli import app as prioritize
from workbook.cli import app
from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.examples import example
from workbook.store import create, open_engagement, raw_tables
from workbook.tables import RawTable, check

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands():
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", README, flags=re.DOTALL)
    lines = [line.split("#")[0].split() for block in blocks for line in block.splitlines()]
    return [words for words in lines if words]


def cx_commands():
    return [words[1:] for words in commands() if Path(words[0].replace("\\", "/")).name == "cx-workbook"]


@pytest.mark.parametrize("words", cx_commands(), ids=" ".join)
def test_readme_names_commands_and_options_that_exist(words):
    command = typer.main.get_command(app).commands[words[0]]
    known = {option for param in command.params for option in param.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_readme_names_options_of_prioritize_that_exist():
    known = {option for param in typer.main.get_command(prioritize).params for option in param.opts}
    lines = [words for words in commands() if words[0] == "prioritize"]
    assert len(lines) > 2
    assert {word for words in lines for word in words if word.startswith("--")} <= known


def test_readme_names_make_targets_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE))
    assert named and named <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_function_in_the_methods_page_exists():
    named = set(
        re.findall(r"`((?:workbook|prioritization)(?:\.\w+)+)`", (ROOT / "docs/methods.md").read_text())
    )
    assert len(named) > 15
    for path in named:
        room, _, name = path.rpartition(".")
        assert callable(getattr(importlib.import_module(room), name)), path


def test_every_step_that_computes_has_its_formula_on_the_methods_page():
    text = (ROOT / "docs/methods.md").read_text(encoding="utf-8")
    notebooks = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "notebooks").glob("*.ipynb"))
    called = {
        "customer_measures",
        "rfm_scores",
        "customer_stages",
        "stage_transitions",
        "value_by_group",
        "scores",
    }
    called |= {
        "score_change",
        "needs",
        "journey_map",
        "segment_by_profile",
        "relative_importance",
        "essa_verdicts",
    }
    called |= {"maturity", "replay", "panel_scores", "kendall_w", "make_plan", "opportunity_score"}
    assert {name for name in called if f"{name}(" not in notebooks} == set()
    assert {name for name in called if not re.search(rf"\.{name}`", text)} == set()


def test_the_error_in_the_readme_is_what_check_says(tmp_path):
    folder = create(tmp_path / "client", language="en", example=example("partners"))
    raw = raw_tables(folder)
    place = "intake.xlsx, sheet answers"
    answers = pd.DataFrame(
        {
            "respondent_id": ["r1", "r2"],
            "at": ["2017-12-05", "2017-12-06"],
            "question": "nps",
            "score": [11, 9],
            "touchpoint": ["checkout", "chekout"],
        },
        index=[14, 20],
    )
    journey = raw["journey"].frame.head(1).assign(touchpoint="checkout")
    changed = {
        "answers": RawTable("answers", place, answers),
        "journey": RawTable("journey", "intake.xlsx, sheet journey", journey),
    }
    others = {
        name: table for name, table in raw.items() if name not in ("insights", "opportunities", "scores")
    }
    with pytest.raises(TablesError) as refusal:
        check(others | changed, open_engagement(folder))
    said = next(block for block in str(refusal.value).split("Table ") if block.startswith("'answers'"))
    shown = re.search(r"```\nTable ('answers'.*?)```", README, flags=re.DOTALL)[1]
    assert said.strip() == shown.strip()


def test_the_settings_of_a_new_engagement_are_valid():
    import yaml

    text = (ROOT / "workbook/catalogues/en/engagement.yml").read_text(encoding="utf-8")
    settings = yaml.safe_load(text.replace("{client}", "Acme").replace("{language}", "nl"))
    assert engagement_from(settings).client == "Acme"


def test_the_changelog_names_this_version():
    from workbook import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_architecture_names_rooms_that_exist():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = re.findall(r"^\| `(\w+)/` \|", text, flags=re.MULTILINE)
    rooms = re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
    assert len(folders) == 6 and all((ROOT / folder).is_dir() for folder in folders)
    places = [ROOT / "workbook" / room for room in rooms]
    assert len(places) >= 7 and all(place.is_dir() or place.with_suffix(".py").exists() for place in places)
