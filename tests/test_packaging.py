"""What is installed is what is in the checkout, it works without it, and the files about it agree."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import workbook
from workbook.method import STEPS

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
UV = Path(sys.executable).with_name("uv")

# What runs needs them, though no line of ours imports them.
NOT_IMPORTED = {
    "jupyterlab": "`cx-workbook lab` starts it",
    "psycopg": "PostgreSQL's driver, for Ibis",
}

SCRIPT, FORMULA = "<script>alert(1)</script>", "=cmd()"

# One worker builds and installs; the others go on.
pytestmark = pytest.mark.xdist_group("packaging")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_said_once():
    assert workbook.__version__ == PROJECT["version"]
    assert re.search(rf"^## \[?{re.escape(PROJECT['version'])}\b", text("CHANGELOG.md"), flags=re.MULTILINE)


def test_environment_yml_is_made_from_pyproject():
    made = subprocess.run(
        [sys.executable, ROOT / ".ci" / "environment_yml.py"], capture_output=True, text=True, check=True
    )
    assert text("environment.yml") == made.stdout, "make environment.yml"


def imported(sources: list[str]) -> set[str]:
    """The top-level names that code imports."""
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in names}


def notebook_code(file: Path) -> str:
    cells = nbformat.read(file, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def named(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def test_what_is_imported_is_required_and_what_is_required_is_imported():
    code = [
        file.read_text("utf-8")
        for room in ("workbook", "prioritization")
        for file in (ROOT / room).rglob("*.py")
    ]
    code += [notebook_code(file) for file in (ROOT / "notebooks").rglob("*.ipynb")]
    known = packages_distributions()
    others = imported(code) - sys.stdlib_module_names - {"workbook", "prioritization"}
    # Spark need not be here; its package has its name.
    found = {canonicalize_name(known.get(name, [name])[0]) for name in others}
    extras = [lines for name, lines in PROJECT["optional-dependencies"].items() if name != "dev"]
    required = named([*PROJECT["dependencies"], *chain.from_iterable(extras)])
    assert required >= set(NOT_IMPORTED)
    assert found == required - set(NOT_IMPORTED)


def test_constraints_are_names_and_versions_of_all_that_is_required():
    lines = [line for line in text("constraints.txt").splitlines() if not line.startswith("#")]
    pins = [Requirement(line) for line in lines]
    assert all(len(pin.specifier) == 1 and "==" in str(pin.specifier) and not pin.url for pin in pins)
    assert [pin.name for pin in pins] == sorted(pin.name for pin in pins)
    here = {
        pin.name: next(iter(pin.specifier)).version for pin in pins if not pin.marker or pin.marker.evaluate()
    }
    extras = PROJECT["optional-dependencies"]
    for line in [*PROJECT["dependencies"], *extras["grocer"], *extras["dev"]]:
        requirement = Requirement(line)
        if requirement.name != PROJECT["name"]:
            assert requirement.specifier.contains(here[canonicalize_name(requirement.name)]), line


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from the source distribution: so that one is complete too."""
    dist = tmp_path_factory.mktemp("dist")
    build = [UV, "build", "--no-build-isolation", "--python", sys.executable, "--out-dir", dist, ROOT]
    subprocess.run(build, check=True, capture_output=True, env=outside_the_checkout())
    return next(dist.glob("*.whl"))


def outside_the_checkout() -> dict[str, str]:
    """The environment without what would make an installation find this one, or forget its bytecode."""
    ours = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "JUPYTER_PATH", "COVERAGE_PROCESS_START")
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of an environment that holds the wheel and what it requires, in an empty folder."""
    base = tmp_path_factory.mktemp("bare")
    bin_folder = base / "venv" / ("Scripts" if os.name == "nt" else "bin")
    work = base / "work"
    work.mkdir()
    make = [UV, "venv", "--quiet", "--python", sys.executable, base / "venv"]
    install = [
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        bin_folder / "python",
        "-c",
        ROOT / "constraints.txt",
    ]
    for command in (make, [*install, wheel]):
        subprocess.run(command, check=True, capture_output=True, env=outside_the_checkout())

    def run(command: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [bin_folder / command, *words],
            cwd=work,
            env=outside_the_checkout(),
            capture_output=True,
            text=True,
            timeout=900,
        )

    run.work = work
    return run


def files(room: str, inside: str = "") -> set[str]:
    kept = (file for file in (ROOT / room).rglob("*") if file.is_file())
    hidden = ("__pycache__", ".ipynb_checkpoints")
    return {
        f"{inside}{file.relative_to(ROOT).as_posix()}" for file in kept if not set(hidden) & set(file.parts)
    }


@pytest.mark.ci
@pytest.mark.slow
def test_the_wheel_holds_the_packages_the_notebooks_and_the_templates_and_no_more(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = {name for name in names if name.startswith(f"cx_workbook-{PROJECT['version']}.")}
    shared = {name.partition(".data/data/")[2] for name in about if ".data/" in name}
    code = files("workbook") | files("prioritization")
    assert names - about == code | files("notebooks", "workbook/_data/") | files(
        "templates", "workbook/_data/"
    )
    shipped = [name for name in names if re.fullmatch(r"workbook/_data/notebooks/\d_\w+\.ipynb", name)]
    assert len(shipped) == len(STEPS)
    template = "share/jupyter/nbconvert/templates/cx-report"
    assert shared == {name.replace("templates/report", template) for name in files("templates/report")}
    assert any(name.endswith("licenses/LICENSE") for name in about)


@pytest.mark.ci
@pytest.mark.slow
@pytest.mark.parametrize("command", PROJECT["scripts"])
def test_a_command_is_installed_and_explains_itself(bare, command):
    outcome = bare(command, "--help")
    assert outcome.returncode == 0, outcome.stderr
    assert command in outcome.stdout


@pytest.mark.ci
@pytest.mark.slow
def test_what_runs_is_what_was_installed(bare):
    code = "import workbook, prioritization; print(workbook.__file__, prioritization.__file__, sep='\\n')"
    places = bare("python", "-c", code).stdout.split()
    assert len(places) == 2
    assert all("site-packages" in Path(place).parts for place in places)


@pytest.fixture(scope="module")
def told(bare) -> str:
    """The Dutch report of an installation, on an example whose client, titles and segments are hostile."""
    outcome = bare("cx-workbook", "new", "demo", "--example", "partners")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    settings, intake = (bare.work / "demo" / name for name in ("engagement.yml", "intake.xlsx"))
    text = settings.read_text("utf-8")
    assert text.count("client: Demo Marketplace") == 1
    settings.write_text(text.replace("client: Demo Marketplace", f"client: 'Demo {SCRIPT}'"), "utf-8")
    book = load_workbook(intake)
    for sheet, name in (("opportunities", "title"), ("customers", "segment")):
        header, *rows = book[sheet].iter_rows()
        for row in rows:
            for cell in (cell for head, cell in zip(header, row, strict=True) if head.value == name):
                if cell.value is not None:
                    cell.value, cell.data_type = f"{FORMULA} {SCRIPT} {cell.value}", "s"
    book.save(intake)
    for words in (["check", "demo"], ["run", "demo", "--period", "2017Q4", "--language", "nl", "--quiet"]):
        outcome = bare("cx-workbook", *words)
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return (bare.work / "reports" / "demo" / "2017Q4" / "report.nl.html").read_text(encoding="utf-8")


@pytest.mark.ci
@pytest.mark.slow
def test_an_installation_makes_a_report(told):
    assert told.count("<figure") > 10
    assert not re.findall(r"<(?:script|link|iframe)\b|@import|url\((?!['\"]?data:)", told)
    assert not re.findall(r"\bsrc=[\"'](?!data:)[^\"']*", told)


@pytest.mark.ci
@pytest.mark.slow
def test_a_hostile_client_title_and_segment_stay_text(told, bare):
    page = BeautifulSoup(told, "html.parser")
    assert page("script") == [] and SCRIPT not in told and "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert f"Demo {SCRIPT}" in page.select_one(".cover .subtitle").get_text()
    cells = [tag.get_text() for tag in page(["td", "th"])]
    assert f"{FORMULA} {SCRIPT} Announce a return in one step" in cells
    assert any(text.startswith(f"{FORMULA} {SCRIPT} Skilled") for text in cells)
    for notebook in (bare.work / "reports" / "demo" / "2017Q4" / "notebooks").glob("*.ipynb"):
        for markup in re.findall(r'"text/html": "(.*?)(?<!\\)"', notebook.read_text("utf-8")):
            assert "<script" not in markup


@pytest.mark.ci
@pytest.mark.slow
def test_an_example_that_needs_more_says_what_to_install(bare):
    outcome = bare("cx-workbook", "new", "demo2", "--example", "grocer")
    assert outcome.returncode == 3
    assert "cx-workbook[grocer]" in outcome.stderr
    assert not (bare.work / "demo2").exists()


@pytest.mark.ci
@pytest.mark.slow
def test_nbconvert_finds_the_template_by_its_name(bare):
    notebook = bare.work / "told.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# Needs: what do customers miss?")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    outcome = bare("jupyter", "nbconvert", "--to", "html", "--template", "cx-report", str(notebook))
    assert outcome.returncode == 0, outcome.stderr
    page = notebook.with_suffix(".html").read_text(encoding="utf-8")
    assert "what do customers miss?" in page
    assert "Content-Security-Policy" in page
