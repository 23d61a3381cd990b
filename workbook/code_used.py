"""Which of our own modules a notebook uses: what it imports, what that imports, and so on."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("workbook", "prioritization")
_ABOVE = Path(__file__).parents[1]


def modules_used(notebook: Path) -> list[str]:
    """The files of our two packages that a notebook's imports lead to, relative to where the packages are.

    Imports inside functions count, and those for type checkers too: rather a file too many than one too few.

    Example:
        >>> from workbook.shipped import shipped
        >>> used = modules_used(shipped("notebooks") / "4_essa.ipynb")
        >>> "workbook/essa.py" in used, "workbook/drivers/importance.py" in used
        (True, False)
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    used: set[str] = set()
    ahead = set(_imported(code))
    while ahead:
        used |= ahead
        ahead = {other for name in ahead for other in _imports_of(name)} - used
    return sorted(used)


def module_file(name: str) -> Path:
    """Where a file that `modules_used` names is."""
    return _ABOVE / name


@cache
def _imports_of(name: str) -> frozenset[str]:
    return frozenset(_imported(module_file(name).read_text(encoding="utf-8")))


def _imported(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _files(node.module)
            for alias in node.names:
                yield from _files(f"{node.module}.{alias.name}")


@cache
def _files(module: str) -> tuple[str, ...]:
    """The files that are read to import a module: its own, and those of the packages that it is in."""
    parts = module.split(".")
    if parts[0] not in PACKAGES:
        return ()
    places = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    files = [file for place in places for file in (f"{place}.py", f"{place}/__init__.py")]
    return tuple(file for file in files if module_file(file).is_file())
