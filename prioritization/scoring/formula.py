"""A formula of the client's own over named columns: parsed, and never run as code."""

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from pandas import Series

from prioritization.errors import ScoreError, did_you_mean, fault_list

LONGEST = 500
"""Signs that a formula may have."""
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
FUNCTIONS: dict[str, Callable] = {"min": np.minimum, "max": np.maximum}


@dataclass(frozen=True)
class Formula:
    """A formula that was parsed.

    Attributes:
        text: As it was written.
        tree: What it computes.
        names: The columns that it takes, in the order in which they are named.
    """

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def value(self, columns: Mapping[str, Series]) -> Series:
        """Compute the formula row by row.

        Args:
            columns: Per name a column of numbers; all with the same index.

        Returns:
            The values, in the index of the columns.

        Raises:
            ScoreError: A cell is blank, or the formula divides by zero or has no finite value in a row.

        Example:
            >>> formula("reach / effort", ["reach", "effort"]).value(
            ...     {"reach": pd.Series([6.0]), "effort": pd.Series([4.0])}).tolist()
            [1.5]
        """
        index = columns[self.names[0]].index
        cells = {name: columns[name].to_numpy(dtype=float, na_value=np.nan) for name in self.names}
        faults = [
            f"{_place(index, row)}: '{name}' is blank"
            for name, values in cells.items()
            for row in np.flatnonzero(np.isnan(values))
        ]
        if not faults:
            with np.errstate(all="ignore"):
                result = _computed(self.tree, cells, faults, index)
            result = np.broadcast_to(result, len(index)).astype(float)
            if not faults:
                faults = [f"{_place(index, row)}: no finite number" for row in _not_finite(result)]
        if faults:
            raise ScoreError(fault_list(f"The formula {self.text}", faults))
        return Series(result, index=index, name="score")


def formula(text: str, known: Collection[str]) -> Formula:
    """Parse a formula: numbers, names, + - * / **, parentheses, min and max.

    Args:
        text: The formula, such as "reach * confidence / max(effort, 1)".
        known: The names that it may use.

    Returns:
        The formula.

    Raises:
        ScoreError: It cannot be read, names what is not known, or holds anything else.

    Example:
        >>> formula("(reach + 2 * impact) / effort", ["reach", "impact", "effort"]).names
        ('reach', 'impact', 'effort')
    """
    subject, faults = f"The formula {text}", [f"it is longer than {LONGEST} signs"]
    if len(text) <= LONGEST:
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ScoreError(fault_list(subject, ["it cannot be read as a formula"])) from None
        names: dict[str, None] = {}
        faults = list(dict.fromkeys(_faults(tree, known, names)))
        if not faults and not names:
            faults = [f"it names no column; those are {', '.join(known)}"]
    if faults:
        raise ScoreError(fault_list(subject, faults))
    return Formula(text.strip(), tree, tuple(names))


def _faults(node: ast.AST, known: Collection[str], names: dict[str, None]) -> list[str]:
    """What a part of the formula holds that it may not; the columns that it takes are added to `names`."""
    match node:
        case ast.Constant(value=bool()) | ast.Constant(value=complex()):
            return [f"{ast.unparse(node)} is not a number"]
        case ast.Constant(value=int() | float()):
            return []
        case ast.Name(id=name) if name in FUNCTIONS:
            return [f"'{name}' is a function; write it as {name}(a, b)"]
        case ast.Name(id=name):
            names[name] = None
            return [] if name in known else [f"'{name}' is not a column{did_you_mean(name, known)}"]
        case ast.UnaryOp(op=sign, operand=one) if type(sign) in OPERATORS:
            return _faults(one, known, names)
        case ast.BinOp(left=one, op=sign, right=other) if type(sign) in OPERATORS:
            return _faults(one, known, names) + _faults(other, known, names)
        case ast.Call(func=ast.Name(id=name), args=[_, *_], keywords=[]) if name in FUNCTIONS:
            return [fault for one in node.args for fault in _faults(one, known, names)]
        case ast.Call(func=called):
            return [f"{ast.unparse(called)}(…) is not allowed; the functions are min(a, b) and max(a, b)"]
    return [f"{ast.unparse(node)} is not allowed; use numbers, columns, + - * / **, min and max"]


def _computed(node: ast.AST, cells: Mapping, faults: list[str], index: pd.Index) -> np.ndarray | float:
    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return cells[name]
        case ast.UnaryOp(op=sign, operand=one):
            return OPERATORS[type(sign)](_computed(one, cells, faults, index))
        case ast.Call(func=called, args=given):
            parts = [_computed(one, cells, faults, index) for one in given]
            return reduce(FUNCTIONS[called.id], parts)
    left, right = (_computed(one, cells, faults, index) for one in (node.left, node.right))
    if isinstance(node.op, ast.Div):
        for row in np.flatnonzero(np.broadcast_to(right, len(index)) == 0):
            faults.append(f"{_place(index, row)}: {ast.unparse(node)} divides by zero")
    return OPERATORS[type(node.op)](left, right)


def _not_finite(values: np.ndarray) -> np.ndarray:
    return np.flatnonzero(~np.isfinite(values))


def _place(index: pd.Index, row: int) -> str:
    """Where a row stands: by the names of its levels, or counted from 1."""
    if not isinstance(index, pd.MultiIndex):
        return f"row {row + 1}"
    return ", ".join(f"{name} {value}" for name, value in zip(index.names, index[row], strict=True))
