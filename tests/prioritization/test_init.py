"""The public names of the engine: imported on first use, and known to editors and type checkers."""

import ast
import inspect
import json
import re
import subprocess
import sys
from importlib import import_module, resources
from pathlib import Path
from pkgutil import iter_modules

import pytest

import prioritization

ROOT = Path(__file__).parents[2]
STUB = resources.files("prioritization") / "__init__.pyi"


def names_in_stub():
    """Public name → module."""
    imports = [node for node in ast.parse(STUB.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    return {alias.asname: node.module for node in imports for alias in node.names}


def code_of_readers():
    """What notebooks and the command `prioritize` are made of."""
    for file in [ROOT / "prioritization" / "cli.py", *(ROOT / "prioritization" / "command").glob("*.py")]:
        yield file.read_text("utf-8")
    for file in (ROOT / "notebooks").rglob("*.ipynb"):
        cells = json.loads(file.read_text("utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_every_public_name_is_used_by_a_notebook_or_the_command_or_comes_of_what_is():
    words = set(re.findall(r"\w+", " ".join(code_of_readers())))
    public = {name: getattr(prioritization, name) for name in prioritization.__all__}
    functions = [public[name] for name in words & set(public) if inspect.isfunction(public[name])]
    given = {inspect.signature(one).return_annotation for one in functions}
    errors = {one for one in public.values() if isinstance(one, type) and issubclass(one, Exception)}
    unused = {name for name, one in public.items() if name not in words and one not in given | errors}
    assert unused == set()


def test_the_stub_names_what_the_package_exports():
    assert set(names_in_stub()) == set(prioritization.__all__)
    assert set(prioritization.__all__) <= set(dir(prioritization))


@pytest.mark.parametrize("name", prioritization.__all__)
def test_every_public_name_imports_from_the_module_that_the_stub_says(name):
    module = names_in_stub()[name]
    assert getattr(prioritization, name) is getattr(import_module(module), name)
    assert getattr(prioritization, name).__module__ == module


def test_no_public_name_is_hidden_by_a_module_of_the_same_name():
    modules = {module.name for module in iter_modules(prioritization.__path__)}
    assert not modules & set(prioritization.__all__)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="'prioritization' has no attribute 'make_plans'"):
        prioritization.make_plans  # noqa: B018


def test_the_package_says_that_it_is_typed():
    assert (resources.files("prioritization") / "py.typed").is_file()


def test_importing_the_package_imports_nothing_heavy():
    heavy = {"pandas", "numpy", "pulp", "highspy"}
    code = f"import sys, prioritization; print(*sorted({heavy} & set(sys.modules)))"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == ""
