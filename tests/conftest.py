"""What many tests look at: the example engagements, made and run once a session, by the first in need.

Where CI=true all is tried: both examples in both languages, and what is marked `ci`. At hand, it is partners.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from profiles import CI

from workbook.chapters import stems
from workbook.engagement import Engagement
from workbook.exhibit import EXHIBIT_TYPE
from workbook.intake import current_snapshot
from workbook.method import HANDBOOK, STEPS
from workbook.render.figures import worded
from workbook.render.words import Words

MADE_AT = datetime(2018, 1, 10, 9, 30, tzinfo=UTC)
RUNS = {
    "partners": (("2017Q3", "en"), ("2017Q4", "en"), ("2017Q4", "nl")),
    "grocer": (("2017Q4", "en"), ("2017Q4", "nl")),
}
if not CI:
    del RUNS["grocer"]

# Files whose tests look at something that takes seconds to make: one worker makes it.
MADE_ONCE = {
    "test_service",
    "test_clv",
    "test_febrl",
    "test_fuzzy_matching",
    "test_groupings",
    "test_few_customers",
    "test_starts",
    "test_own_exhibits",
    "test_lab",
    "test_trial",
}


@dataclass(frozen=True)
class Demo:
    """An example engagement with its reports: partners of two quarters, the last in both languages."""

    folder: Path

    @property
    def example(self) -> str:
        """Which example it is."""
        return self.folder.parent.parent.name.removeprefix("shared-")

    @property
    def runs(self) -> tuple[tuple[str, str], ...]:
        """The quarter and the language of each report."""
        return RUNS[self.example]

    @cached_property
    def settings(self) -> Engagement:
        from workbook.store import open_engagement

        return open_engagement(self.folder)

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text("utf-8"))

    def published(self, period: str) -> Path:
        return self.folder.parent / "reports" / self.folder.name / period

    def report(self, period: str, language: str) -> Path:
        return self.published(period) / ("report.html" if language == "en" else f"report.{language}.html")

    def page(self, period: str, language: str) -> BeautifulSoup:
        return BeautifulSoup(self.report(period, language).read_text("utf-8"), "html.parser")

    def manifest(self, period: str) -> dict[str, Any]:
        return json.loads((self.published(period) / "manifest.json").read_text("utf-8"))

    def table(self, period: str, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.published(period) / "tables" / f"{name}.parquet")

    def private(self, period: str, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.folder / ".store" / period / "customers" / f"{name}.parquet")

    def inputs(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(current_snapshot(self.folder) / f"{name}.parquet")

    def notebooks(self, period: str) -> dict[str, Any]:
        import nbformat

        folder = self.published(period) / "notebooks"
        return {step: nbformat.read(folder / f"{step}.ipynb", as_version=4) for step in STEPS}

    def exhibits(self, period: str, language: str) -> dict[str, dict[str, Any]]:
        """Every exhibit by its stem, in words, in the order of the report."""
        words = Words(language, self.settings)
        outputs = [
            output
            for notebook in self.notebooks(period).values()
            for cell in notebook.cells
            for output in cell.get("outputs", [])
        ]
        shown = [output.data[EXHIBIT_TYPE] for output in outputs if EXHIBIT_TYPE in output.get("data", {})]
        return {exhibit["stem"]: worded(exhibit | {"chart": None}, words) for exhibit in shown}

    def of_report(self, period: str, language: str) -> dict[str, dict[str, Any]]:
        """The exhibits of the report; those of the handbook stand in a document of their own."""
        apart = stems(HANDBOOK.partition("_")[2])
        return {stem: shown for stem, shown in self.exhibits(period, language).items() if stem not in apart}

    def copy(self, target: Path) -> "Demo":
        """The engagement, its store and its reports, to change at will."""
        shutil.copytree(self.folder.parent, target, dirs_exist_ok=True)
        return Demo(target / self.folder.name)


def quarters_of(example: str) -> list[str]:
    """The quarters that an example is run for, each once."""
    return list(dict.fromkeys(quarter for quarter, _ in RUNS[example]))


def pytest_generate_tests(metafunc):
    """What looks at a demo looks at both; with `made` (quarter and language) or `period`, at each of them."""
    needs = set(metafunc.fixturenames)
    if {"demo", "made"} <= needs:
        reports = [(name, report) for name, made in RUNS.items() for report in made]
        names = ["-".join([name, *report]) for name, report in reports]
        metafunc.parametrize(("demo", "made"), reports, ids=names, indirect=["demo"])
    elif {"demo", "language"} <= needs:
        reports = [(name, made[1]) for name, runs in RUNS.items() for made in runs if made[0] == "2017Q4"]
        reports = reports if CI else reports[:1]
        names = ["-".join(report) for report in reports]
        metafunc.parametrize(("demo", "language"), reports, ids=names, indirect=["demo"], scope="session")
    elif {"demo", "period"} <= needs:
        quarters = [(name, quarter) for name in RUNS for quarter in quarters_of(name)]
        names = ["-".join(quarter) for quarter in quarters]
        metafunc.parametrize(("demo", "period"), quarters, ids=names, indirect=["demo"], scope="session")
    elif {"partners", "period"} <= needs:
        metafunc.parametrize("period", quarters_of("partners"))
    elif "demo" in needs:
        metafunc.parametrize("demo", list(RUNS), indirect=True, scope="session")


def pytest_terminal_summary(terminalreporter):
    """Say what was not tried."""
    if not CI:
        terminalreporter.write_line("Left out: what is marked ci, and most cases of laws. CI=true runs them.")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(config, items):
    """Leave out what CI runs; keep what needs the same engagement on one worker, so that none waits.

    In CI what works on a copy of partners comes after grocer, on the other worker: partners is there by then.
    """
    if not CI:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("ci")])
        items[:] = [item for item in items if not item.get_closest_marker("ci")]
    for item in items:
        given = getattr(item, "callspec", None)
        needs = [*getattr(item, "fixturenames", ()), *(given.params.values() if given else ())]
        if {"grocer", "partners"} & {need for need in needs if isinstance(need, str)}:
            reads = item.path.name == "test_end_to_end.py" or item.path.parent.name == "browser"
            group = "grocer" if CI and (not reads or "grocer" in needs) else "partners"
            item.add_marker(pytest.mark.xdist_group(group))
        elif item.path.stem in MADE_ONCE:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def made_at() -> datetime:
    """The one clock of the tests."""
    return MADE_AT


@pytest.fixture(scope="session")
def partners(tmp_path_factory) -> Demo:
    return Demo(_made_once(tmp_path_factory, "partners", _run_example))


@pytest.fixture(scope="session")
def grocer(tmp_path_factory) -> Demo:
    return Demo(_made_once(tmp_path_factory, "grocer", _run_example))


@pytest.fixture(scope="session")
def demo(request) -> Demo:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def fresh_partners(tmp_path_factory) -> Path:
    """The engagement folder of partners as it was made: never run. Copy it before you change it."""
    return _made_once(tmp_path_factory, "fresh", lambda name, folder: _make("partners", folder))


@pytest.fixture(scope="session")
def sound_folder(tmp_path_factory) -> Path:
    """A sound engagement of five rows per table, never checked. Copy it before you change it."""
    from sound import write_sound

    return write_sound(tmp_path_factory.mktemp("sound") / "acme")


TINY_KEY = "k" * 40


@pytest.fixture(scope="session")
def tiny_kept(tmp_path_factory) -> Callable[[str], Path]:
    """Tiny engagements that have been checked, with a secret key or none; copy one before you change it."""

    @cache
    def made(key: str) -> Path:
        from workbook.store import checked_inputs, open_engagement

        folder = tmp_path_factory.mktemp("tiny") / "tiny"
        _write_tiny(folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CX_WORKBOOK_KEY", key)
            checked_inputs(folder, open_engagement(folder))
        return folder

    return made


@pytest.fixture
def tiny(tiny_kept, tmp_path) -> Path:
    """An engagement of two customers, one known at the till and on the web; checked, without a key."""
    return shutil.copytree(tiny_kept(""), tmp_path / "work" / "tiny")


@pytest.fixture
def hidden_tiny(tiny_kept, tmp_path, monkeypatch) -> Path:
    """The same with a secret key at hand, and so with pseudonyms."""
    monkeypatch.setenv("CX_WORKBOOK_KEY", TINY_KEY)
    return shutil.copytree(tiny_kept(TINY_KEY), tmp_path / "work" / "tiny")


def _write_tiny(folder: Path) -> None:
    from sound import BASIC

    from workbook.tables import TABLES

    (folder / "data").mkdir(parents=True)
    stages = "stages: [{name: new, rules: {age_days: {at_least: 0}}}]"
    (folder / "engagement.yml").write_text(f"client: Tiny\n{stages}\n", "utf-8")
    for name, contract in TABLES.items():
        row = {
            column: facts.example
            for column, facts in contract.columns.items()
            if facts.example is not None and facts.required
        }
        if name in BASIC:
            pd.DataFrame([row]).to_csv(folder / "data" / f"{name}.csv", index=False, sep=";")
    for name, text in PEOPLE.items():
        (folder / "data" / f"{name}.csv").write_text(text, "utf-8")


PEOPLE = {
    "customers": """customer_id;since;size;name;home_address
C-101;2016-01-01;small;Anna Jansen;Kerkstraat 1
C-102;2016-02-01;large;Bob Jansen;Kerkstraat 2
""",
    "identities": """source;source_id;customer_id;email;phone;surname;date_of_birth;loyalty_card
till;till-55;C-101;;06-12345678;Jansen;1980-05-17;LC900
web;w-7001;;anna@x.nl;+31612345678;Jansen;1980-05-17;
web;w-7002;C-102;bob@x.nl;;Jansen;;
""",
    "transactions": """customer_id;ordered_at;amount;source
C-101;2017-10-14;5;
w-7001;2017-10-15;6;web
till-55;2017-10-16;7;till
C-102;2017-10-17;8;
""",
}


def _made_once(tmp_path_factory, name: str, make: Callable[[str, Path], None]) -> Path:
    """The folder that `make` fills; workers of one session share it, and a failure is not tried again."""
    base = tmp_path_factory.getbasetemp()
    room = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"shared-{name}"
    room.mkdir(exist_ok=True)
    verdict = room / "verdict"
    with FileLock(room / "lock"):
        if not verdict.exists():
            try:
                make(name, room / "work" / "acme")
                verdict.write_text("")
            except Exception as error:
                verdict.write_text(f"{type(error).__name__}: {error}")
    if failure := verdict.read_text():
        pytest.fail(f"The example '{name}' could not be made and run.\n{failure}", pytrace=False)
    return room / "work" / "acme"


def _make(example_name: str, folder: Path) -> None:
    from workbook.examples import example
    from workbook.store import create

    folder.parent.mkdir(parents=True)
    create(folder, language="en", example=example(example_name))


def _run_example(name: str, folder: Path) -> None:
    from workbook.runs import run

    _make(name, folder)
    for period in quarters_of(name):
        languages = [language for quarter, language in RUNS[name] if quarter == period]
        run(folder, period, made_at=MADE_AT, languages=languages)
