"""An exhibit under other settings: what its notebook does, done again on a quarter that is only tried."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workbook.engagement import Engagement
from workbook.errors import ParameterError
from workbook.exhibit import Exhibit
from workbook.hints import did_you_mean
from workbook.lab.kernel import sources_run
from workbook.lab.statements import leading_to, statements
from workbook.method import Step
from workbook.own_notebooks import engagement_steps
from workbook.render.figures import Display
from workbook.store.period import Period


def step_of(quarter: Period, exhibit: str) -> Step:
    """The step that gives an exhibit.

    Raises:
        ParameterError: No step gives it.
    """
    steps = {name: step for step in engagement_steps(quarter.folder).values() for name in step.exhibits}
    if exhibit not in steps:
        raise ParameterError(f"'{exhibit}' is no exhibit of these notebooks{did_you_mean(exhibit, steps)}")
    return steps[exhibit]


def tried_exhibit(
    quarter: Period, engagement: Engagement, exhibit: str, names: Mapping[str, Any]
) -> Exhibit | None:
    """Make an exhibit as its notebook does, with other settings; nothing of it is kept.

    Args:
        quarter: The quarter.
        engagement: The settings to try.
        exhibit: The stem of the exhibit.
        names: The names of the notebook that runs here, for its parameters.

    Returns:
        The exhibit; none where there is nothing to show, or the cell ends on no exhibit.
    """
    step = step_of(quarter, exhibit)
    cells = step.cells | {cell: source for cell, source in sources_run().items() if cell in step.cells}
    given = {"engagement": str(quarter.folder), "period": quarter.name}
    given |= {name: names[name] for name in step.parameters if name in names}
    with TemporaryDirectory(prefix="cxw-") as folder:
        trial = {"engagement": engagement, "trial": Path(folder)}
        written = [one for one in statements(cells) if not one.makes or one.makes - given.keys()]
        *before, last = leading_to(written, exhibit)
        if not isinstance(last.node, ast.Expr):
            return None
        for one in before:
            exec(_code(ast.Module([one.node], [])), given)
            tried = {name: given[name] for name in one.makes if isinstance(given.get(name), Period)}
            given |= {name: replace(period, **trial) for name, period in tried.items()}
        shown = eval(_code(ast.Expression(last.node.value)), given)
    return shown.exhibit if isinstance(shown, Display) else None


def _code(tree: ast.Module | ast.Expression) -> Any:
    kind = "eval" if isinstance(tree, ast.Expression) else "exec"
    return compile(ast.fix_missing_locations(tree), "<trial>", kind)
