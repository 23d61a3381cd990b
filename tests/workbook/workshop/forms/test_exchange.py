"""A group without a network, by the command: forms out, filled forms in, the same numbers as the engine's."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from filled_forms import CRITERIA, fill
from starts import QUARTER, start

from prioritization import panel_scores
from workbook.workshop.events import EventFile
from workbook.workshop.scores import counted_rows
from workbook.workshop.session import Session

pytestmark = pytest.mark.ci


def command(folder, *options):
    asked = [Path(sys.executable).with_name("cx-workbook"), "workshop", folder, "--period", QUARTER, *options]
    return subprocess.run(asked, capture_output=True, text=True)


@pytest.fixture(scope="module")
def engagement(tmp_path_factory):
    folder = start(tmp_path_factory.mktemp("forms") / "acme", "workshop")
    (folder / "data" / "scores.csv").unlink()
    told = command(folder, "--sheets", "4")
    assert told.returncode == 0, told.stderr
    return folder


def session_of(folder):
    file = EventFile(folder / "workshop" / f"{QUARTER}-01.sqlite")
    session = Session(file.events())
    file.close()
    return session


def test_two_rounds_of_forms_are_the_engines_own_numbers(engagement, tmp_path):
    made = engagement / "workshop" / f"{QUARTER}-forms.en.xlsx"
    first, second, faulty = (shutil.copy(made, tmp_path / f"{n}.xlsx") for n in ("first", "second", "faulty"))
    ideas = [f"I{number}" for number in range(1, 9)]
    for place, name in enumerate(("Ann", "Bob", "Cid")):
        scores = {idea: (3 if place else 9) if idea == "I1" else 6 for idea in ideas}
        fill(first, f"{place + 1}", name, scores, remarks={"I1": f"As {name} sees it"})
        fill(second, f"{place + 1}", name, {"I1": 6})
        fill(faulty, f"{place + 1}", name, {"I1": 60})
    told = command(engagement, "--scores", first, "--scores", faulty)
    assert told.returncode == 4 and "9 faults. Nothing was read in." in told.stderr.replace("\n", " ")
    assert not list((engagement / "workshop").glob("*.sqlite"))
    told = command(engagement, "--scores", first)
    assert "Read 3 forms with 24 whole answers, as round 1" in told.stdout, told.stderr
    told = command(engagement, "--scores", second)
    assert told.returncode == 4 and "was not closed" in told.stderr
    told = command(engagement, "--scores", second, "--resume")
    assert "as round 2" in told.stdout, told.stderr
    session = session_of(engagement)
    rows = pd.DataFrame(counted_rows(session))
    assert len(rows) == (3 * 8 + 3) * len(CRITERIA) and len(session.seats) == 3
    panel = panel_scores(rows).set_index(["round", "opportunity"])
    assert panel.loc[(1, "I1"), "verdict"] == "no consensus" and panel.loc[(1, "I2"), "verdict"] == "agreed"
    assert panel.loc[(2, "I1"), "median"] == 6.0
