"""The formula of a score, as a setting: what it may hold, and what it gives per row."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np
import pandas as pd

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
"""What a formula may call."""
MAY_HOLD = "use numbers, names, + - * / **, min(a, b) and max(a, b)"


def formula_fault(text: str) -> str:
    """Say why a text is no formula; empty where it is one.

    Args:
        text: The formula, such as "reach * confidence / max(effort, 1)".

    Example:
        >>> formula_fault("reach / max(effort, 1)")
        ''
        >>> formula_fault("round(reach)")
        "'round(reach)' is not allowed in a formula; use numbers, names, + - * / **, min(a, b) and max(a, b)"
    """
    if len(text) > LONGEST:
        return f"the formula has {len(text):,} signs; {LONGEST} is the most, so shorten it"
    try:
        wrong = _not_allowed(_tree(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return f"'{text}' cannot be read as a formula; {MAY_HOLD}"
    return f"'{ast.unparse(wrong)}' is not allowed in a formula; {MAY_HOLD}" if wrong else ""


def formula_names(text: str) -> tuple[str, ...]:
    """The criteria and columns that a formula names, in their order.

    Example:
        >>> formula_names("reach / max(cost, 1)")
        ('reach', 'cost')
    """
    names = [node.id for node in ast.walk(_tree(text)) if isinstance(node, ast.Name)]
    return tuple(name for name in dict.fromkeys(names) if name not in FUNCTIONS)


def formula_values(text: str, columns: Mapping[str, pd.Series]) -> pd.Series:
    """Compute a formula row by row.

    Args:
        text: A formula without a fault.
        columns: Per name that it takes a column of numbers; all with the same index.

    Returns:
        The values, in the index of the columns; infinite or missing where it divides by zero.

    Example:
        >>> formula_values("reach / 2", {"reach": pd.Series([6.0])}).tolist()
        [3.0]
    """
    with np.errstate(all="ignore"):
        return _computed(_tree(text), columns)


def _tree(text: str) -> ast.expr:
    return ast.parse(text.strip() or "0", mode="eval").body


def _not_allowed(node: ast.AST) -> ast.AST | None:
    """The first part of a formula that it may not hold."""
    match node:
        case ast.Constant(value=bool()):
            return node
        case ast.Constant(value=int() | float()):
            return None
        case ast.Name(id=name):
            return node if name in FUNCTIONS else None
        case ast.UnaryOp(op=sign, operand=one) if type(sign) in OPERATORS:
            parts = [one]
        case ast.BinOp(left=one, op=sign, right=other) if type(sign) in OPERATORS:
            parts = [one, other]
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as parts, keywords=[]) if name in FUNCTIONS:
            pass
        case _:
            return node
    return next((wrong for part in parts if (wrong := _not_allowed(part)) is not None), None)


def _computed(node: ast.AST, columns: Mapping[str, pd.Series]) -> pd.Series | float:
    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return columns[name].astype(float)
        case ast.UnaryOp(op=sign, operand=one):
            return OPERATORS[type(sign)](_computed(one, columns))
        case ast.Call(func=called, args=given):
            return reduce(FUNCTIONS[called.id], [_computed(one, columns) for one in given])
    left, right = (_computed(one, columns) for one in (node.left, node.right))
    return OPERATORS[type(node.op)](left, right)
