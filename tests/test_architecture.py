"""What ARCHITECTURE.md says about the shape of the code, held against the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("workbook", "prioritization")
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for package in PACKAGES
    for file in sorted((ROOT / package).rglob("*.py"))
}

# Calls that open, read, write, make or remove a file, whatever they are called on.
FILE_CALLS = {
    *("open", "os.open", "read_text", "write_text", "read_bytes", "write_bytes"),
    *(
        "mkdir",
        "os.makedirs",
        "unlink",
        "os.remove",
        "rmdir",
        "touch",
        "os.replace",
        "os.rename",
        "symlink_to",
    ),
    *("read_csv", "read_parquet", "read_excel", "read_feather", "read_pickle", "ExcelFile", "ExcelWriter"),
    *("to_csv", "to_parquet", "to_excel", "to_feather", "to_pickle"),
    *(
        "read_table",
        "read_schema",
        "ParquetFile",
        "ParquetWriter",
        "load_workbook",
        "nbformat.read",
        "nbformat.write",
        "sqlite3.connect",
        "FileSystemLoader",
    ),
    *(f"shutil.{name}" for name in ("copy", "copy2", "copyfile", "copytree", "move", "rmtree")),
}
LIBRARIES = {"os", "shutil", "nbformat", "sqlite3", "datetime", "date", "time"}
FILE_ROOMS = ("workbook.files", "workbook.intake", "workbook.store")

FILES_ELSEWHERE = {
    "workbook.backend": {
        "read_parquet": "the engine scans a file without reading it into memory",
    },
    "workbook.catalogues": {
        "read_text": "the words that ship with the package",
    },
    "workbook.codebook": {
        "read_text": "the starter codebooks that ship with the package",
    },
    "workbook.code_used": {
        "read_text": "our own code, and the notebooks that ship with it",
    },
    "workbook.last_run": {
        "read_bytes": "answers before pandas is there, which the rooms with files bring",
        "read_text": "likewise",
        "write_text": "likewise, under a temporary name",
        "open": "likewise",
    },
    "workbook.batch_worker": {
        "mkdir": "the folder of a log, where an engagement never ran",
    },
    "workbook.kernels": {
        "shutil.rmtree": "the folder with a kernel's sockets goes with it",
    },
    "workbook.render.figures": {
        "FileSystemLoader": "Jinja loads the template that ships with the package",
    },
    "workbook.examples.written": {
        "read_csv": "the hand-written tables of the examples, which ship with the package",
        "read_text": "their settings, likewise",
    },
    "workbook.method": {
        "read_bytes": "the notebooks that ship with the package",
    },
    "workbook.workshop.events": {
        "sqlite3.connect": "the live file of a workshop: a database that is written while others read it",
        "mkdir": "its folder",
    },
    "workbook.workshop.handing_on": {
        "sqlite3.connect": "hands rows on in one transaction, beside those of other workshops",
    },
    "workbook.workshop.opening": {
        "read_text": "the language of the settings, before pandas is there, which the rooms with files bring",
    },
    "workbook.workshop.session_files": {
        "mkdir": "the folder of the live file",
        "unlink": "the lock of a workshop goes with it",
    },
    "workbook.workshop.forms.paper": {
        "FileSystemLoader": "the look of the paper form, which ships with the package"
    },
    "workbook.workshop.minutes_page": {
        "FileSystemLoader": "the look of the minutes, which ships with the package"
    },
    "workbook.workshop.notebook_link": {
        "read_text": "the notebook that ships with the package",
    },
    "workbook.workshop.steps.pictures": {
        "read_bytes": "pictures of what customers vote on, of the engagement's own folder",
        "open": "and how they begin",
    },
    "workbook.workshop.server": {
        "read_bytes": "the pages that ship with the package",
    },
    "workbook.own_notebooks": {
        "read_bytes": "the client's own notebooks, as a run keeps them until it is done",
    },
    "workbook.lab.copies": {
        "mkdir": "a folder for a person's own copies",
        "unlink": "what a person made in the lab before a run made it anew",
    },
    "workbook.notebook_run": {
        "nbformat.read": "executed notebooks are read by the library that knows their format",
        "mkdir": "Papermill writes into a folder that is there",
        "read_bytes": "an executed notebook is held against its digest",
        "unlink": "a step that is run again is not up to date",
    },
    "prioritization.cbc": {
        "read_text": "CBC is a program of its own, and says in a log file what it proved",
    },
    "prioritization.table_file": {
        "read_bytes": "the engine on its own reads a file, and does not know the workbook's store",
    },
    "prioritization.command.output_files": {
        "write_text": "and writes its answer to a file, likewise",
        "unlink": "of which no half stays behind",
    },
    "prioritization.command.example": {
        "write_text": "a file to start from, likewise",
    },
}

# Ibis has a function per engine, and these that connect to one.
CONNECTS = {
    *("connect", "set_backend", "get_backend", "read_parquet", "read_csv", "duckdb", "pyspark", "sqlite"),
    *("polars", "postgres", "bigquery", "snowflake", "databricks", "clickhouse", "trino", "mssql", "mysql"),
}

# Test modules that hold several modules to one claim, and why.
SPANNING = {
    "prioritization": {
        "test_plan_by_brute_force": "an oracle that tries every plan there is, against the whole engine",
        "test_plan_laws": "laws that every plan keeps, whichever module broke them",
    },
    "workbook": {
        "test_backend_spark": "every measure that runs in the backend, on Spark against DuckDB",
        "test_few_customers": "all of step 1, measures and words, on what is hardly there",
        "test_interrupted": "a run that is stopped, from the command to the last file",
        "test_privacy_together": "what the tables of a quarter give away together",
        "test_pseudo_language": "every word that a reader sees, in a language that nobody speaks",
        "test_cluster": "steps 0 and 1 on a cluster of Spark, from the command to the report",
        "test_recipes": "every recipe that ships, on an export with the platform's own headings",
        "test_norms": "the three exhibits on service norms, which share their cases",
    },
}

HEAVY = ("pandas", "numpy", "scipy", "papermill", "nbformat", "nbconvert", "ibis", "duckdb", "pulp")


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def calls(module: str) -> Iterator[str]:
    """The name of every call in a module, behind the library's when it is one of `LIBRARIES`."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            *_, owner, name = "", *ast.unparse(node.func).rsplit(".", 1)
            yield f"{owner}.{name}" if owner in LIBRARIES else name


def from_file_rooms(module: str) -> set[str]:
    """The names that a module imports from the rooms with files: how it asks for a file."""
    return {
        name.name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FILE_ROOMS)
        for name in node.names
    }


def test_imports_follow_the_arrow():
    linter = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout
    assert " 0 broken" in outcome.stdout


def test_only_the_intake_and_the_store_read_and_write_files():
    rooms = [module for module in MODULES if not module.startswith(FILE_ROOMS)]
    found = {
        module: names
        for module in rooms
        if (names := set(calls(module)) & FILE_CALLS - from_file_rooms(module))
    }
    allowed = {module: set(reasons) for module, reasons in FILES_ELSEWHERE.items()}
    assert found == allowed, "ask workbook.files for files, or name the exception and its reason here"


def test_only_the_engine_connects_to_one():
    uses = {
        module
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ibis" and node.attr in CONNECTS
    }
    assert uses == {"workbook.backend"}


def test_the_clock_is_passed_in():
    asked = {"now", "today", "datetime.now", "datetime.today", "date.today", "time.time"}
    assert {module for module in MODULES if asked & set(calls(module))} == {
        "workbook.cli",
        "prioritization.cli",
    }


def test_a_module_is_named_for_what_is_in_it():
    empty = {"utils", "util", "helpers", "common", "base", "misc", "tools"}
    assert not [module for module in MODULES if empty & set(module.split("."))]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_test_module_has_the_path_of_its_source(package):
    """Of a module, as recognise/test_clv.py, or of a package, as test_recognise.py or test_init.py."""
    tests, source = ROOT / "tests" / package, ROOT / package
    paths = {file.relative_to(tests) for file in tests.rglob("test_*.py")}
    sources = {file.relative_to(source) for file in source.rglob("*.py")}
    packages = {
        file.parent.with_suffix(".py") for file in sources - {Path("__init__.py")} if file.stem == "__init__"
    }
    mirrors = {path.with_name(f"test_{path.name.replace('__init__', 'init')}") for path in sources | packages}
    assert {path.stem for path in paths - mirrors} == set(SPANNING[package]), (
        "move it, or name it here with its reason"
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_help_answers_before_the_heavy_libraries_are_there(package):
    code = f"""
import sys
from {package}.cli import app
try:
    app(["--help"])
except SystemExit as end:
    print("exit", end.code)
print("loaded:", *sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage" in outcome.stdout
    assert outcome.stdout.endswith("exit 0\nloaded:\n")
