"""Which of our own modules a notebook uses: what it imports, what that imports, and so on."""

import ast
import re
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("workbook", "prioritization")
# A run keeps what is shown as keys and facts: what draws and words it later is not used by a step.
SHOWN_LATER = re.compile(r"workbook/render/(?!figures\.py|__init__\.py)")
_ABOVE = Path(__file__).parents[1]
_one_at_a_time = threading.Lock()


def modules_used(code: str) -> list[str]:
    """The files of our two packages that a notebook's imports lead to, relative to where the packages are.

    Imports inside functions count, and those for type checkers too: rather a file too many than one too few.
    The packages of this project that import a name when it is first asked for do so by a table of modules;
    a chapter by the files of its folder.

    Example:
        >>> used = modules_used("from workbook import findings")
        >>> "workbook/findings.py" in used, "workbook/drivers/importance.py" in used
        (True, False)
    """
    used: set[str] = set()
    ahead = {*_imported(code), *_exhibits_used(code)}
    while ahead:
        used |= ahead
        ahead = {other for name in ahead for other in _imports_of(name)} - used
        ahead = {name for name in ahead if not SHOWN_LATER.match(name)}
    return sorted(used)


def module_file(name: str) -> Path:
    """Where a file that `modules_used` names is."""
    return _ABOVE / name


def parsed(code: str) -> ast.Module:
    """The syntax tree of code, for steps in threads too: in Python 3.11 one at a time has to parse."""
    with _one_at_a_time:
        return ast.parse(code)


@cache
def _imports_of(name: str) -> frozenset[str]:
    return frozenset(_imported(module_file(name).read_text(encoding="utf-8")))


def _imported(code: str) -> Iterator[str]:
    tree = parsed(code)
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name)
                yield from _asked_for(tree, alias.asname or alias.name, alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _files(node.module)
            late = _imported_late(node.module)
            for alias in node.names:
                yield from _files(f"{node.module}.{alias.name}")
                yield from _files(late.get(alias.name, ""))


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement, also those inside others; looking into expressions would take three times as long."""
    ahead: list[ast.AST] = [tree]
    while ahead:
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(ahead[-1], name, [])
            if isinstance(inner, list):
                ahead[:0] = inner
        node = ahead.pop()
        if isinstance(node, ast.stmt):
            yield node


def _asked_for(tree: ast.AST, name: str, package: str) -> Iterator[str]:
    """Of a package that imports its names when they are asked for: the modules of the names asked."""
    late = _imported_late(package)
    nodes = list(ast.walk(tree)) if late else []
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    asked = [node for node in attributes if _is_named(node.value, name)]
    handed_on = sum(_is_named(node, name) for node in nodes) > len(asked)  # then any may be asked for
    for wanted in late if handed_on else {node.attr for node in asked}:
        yield from _files(late.get(wanted, ""))


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@cache
def _imported_late(package: str) -> dict[str, str]:
    """Of a package with a table of names and modules for its `__getattr__`: the module of each name."""
    file = module_file(f"{package.replace('.', '/')}/__init__.py")
    if package.partition(".")[0] not in PACKAGES or not file.is_file():
        return {}
    tree = parsed(file.read_text(encoding="utf-8"))
    if not any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body):
        return {}
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    pairs = [pair for table in tables for pair in zip(table.keys, table.values, strict=True)]
    return {
        name.value: f"{package}.{module.value}"
        for name, module in pairs
        if isinstance(name, ast.Constant) and isinstance(module, ast.Constant)
    }


def _exhibits_used(code: str) -> Iterator[str]:
    """The exhibits of the chapters that a notebook names: they are imported when they are shown."""
    for name in re.findall(r'\bChapter\("(\w+)"\)', code):
        for file in sorted((_ABOVE / "workbook" / "chapters" / name).glob("*.py")):
            yield from _files(f"workbook.chapters.{name}.{file.stem}")


@cache
def _files(module: str) -> tuple[str, ...]:
    """The files that are read to import a module: its own, and those of the packages that it is in."""
    parts = module.split(".")
    if parts[0] not in PACKAGES:
        return ()
    places = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    files = [file for place in places for file in (f"{place}.py", f"{place}/__init__.py")]
    return tuple(file for file in files if module_file(file).is_file())
