"""The statements of a notebook's cells: which names each makes, and which it needs.

The cells of a notebook are straight-line code: what a statement needs, the last one before it has made.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbook.code_used import parsed


@dataclass(frozen=True)
class Statement:
    """A statement of a cell.

    Attributes:
        cell: The cell's id.
        node: Its syntax tree.
        makes: The names that it binds.
        uses: The names that it reads.
    """

    cell: str
    node: ast.stmt
    makes: frozenset[str]
    uses: frozenset[str]


def statements(cells: Mapping[str, str]) -> list[Statement]:
    """The statements of cells, in order.

    Args:
        cells: Source by id; a cell that is not Python, for a line that only Jupyter knows, has none.
    """
    return [_statement(cell, node) for cell, source in cells.items() for node in _body(source)]


def _body(source: str) -> list[ast.stmt]:
    try:
        return parsed(source).body
    except SyntaxError:
        return []


def _statement(cell: str, node: ast.stmt) -> Statement:
    nodes = list(ast.walk(node))
    inner = {
        name.id
        for one in nodes
        if isinstance(one, ast.comprehension)
        for name in ast.walk(one.target)
        if isinstance(name, ast.Name)
    }
    names = [one for one in nodes if isinstance(one, ast.Name)]
    stored = {name.id for name in names if isinstance(name.ctx, ast.Store)} - inner
    used = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    aliases = [one for one in nodes if isinstance(one, ast.alias)]
    imported = {one.asname or one.name.partition(".")[0] for one in aliases}
    changed = stored if isinstance(node, ast.AugAssign) else set()
    return Statement(cell, node, frozenset(stored | imported), frozenset(used | changed))


def leading_to(written: Iterable[Statement], cell: str) -> list[Statement]:
    """The statements that the last one of a cell needs, with that one, in order.

    Args:
        written: The statements of a notebook, in order.
        cell: The id of the cell.

    Example:
        >>> cells = {"a": "x = 1; y = 2", "b": "y = x + y", "c": "z = 3; x"}
        >>> [ast.unparse(one.node) for one in leading_to(statements(cells), "c")]
        ['x = 1', 'x']
    """
    before = list(written)
    return _path(before, max(place for place, one in enumerate(before) if one.cell == cell))


def making(written: Iterable[Statement], name: str) -> list[Statement]:
    """The statements that a name needs, with the last one that binds it, in order.

    Args:
        written: The statements of a notebook, in order.
        name: The name.

    Example:
        >>> [ast.unparse(one.node) for one in making(statements({"a": "x = 1; y = 2", "b": "z = x"}), "z")]
        ['x = 1', 'z = x']
    """
    before = list(written)
    return _path(before, max(place for place, one in enumerate(before) if name in one.makes))


def _path(before: list[Statement], last: int) -> list[Statement]:
    """A statement and those before it that it needs."""
    kept, needed = [before[last]], set(before[last].uses)
    for one in reversed(before[:last]):
        if one.makes & needed:
            needed = (needed - one.makes) | one.uses
            kept.append(one)
    return kept[::-1]


def maker(written: Iterable[Statement], name: str, cell: str | None) -> str | None:
    """The cell that makes a name: the last one above a cell, else the first that there is.

    Args:
        written: The statements of a notebook, in order.
        name: The name.
        cell: The cell that uses it; none where that is not known.

    Returns:
        The id of the cell; none where the cell itself or nobody makes it.
    """
    above: list[str] = []
    makers = []
    for one in written:
        if one.cell == cell:
            above = list(makers)
        if name in one.makes and one.cell != cell:
            makers.append(one.cell)
    return next(iter([*above[-1:], *makers]), None)
