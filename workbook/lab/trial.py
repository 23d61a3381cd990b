"""An exhibit under other settings: what its notebook does, done again on a quarter that is only tried."""

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workbook.engagement import Engagement
from workbook.errors import ParameterError
from workbook.exhibit import Exhibit
from workbook.hints import did_you_mean
from workbook.lab.kernel import sources_run
from workbook.lab.statements import Statement, leading_to, making, statements
from workbook.method import Step
from workbook.own_notebooks import engagement_steps
from workbook.render.figures import Display
from workbook.store.period import Period

TRIAL = "__trial__"
"""Under this name stands what a quarter takes over in a trial."""


def notebook_names() -> dict[str, Any]:
    """The names of the notebook that runs here."""
    return vars(sys.modules["__main__"])


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
    with _given(quarter, engagement, exhibit, names) as (written, given):
        *before, last = leading_to(written, exhibit)
        if not isinstance(last.node, ast.Expr):
            return None
        _run(before, given)
        shown = eval(_code(ast.Expression(last.node.value)), given)
    return shown.exhibit if isinstance(shown, Display) else None


def tried_value(
    quarter: Period, engagement: Engagement, exhibit: str, name: str, names: Mapping[str, Any]
) -> Any:
    """What a name of a notebook holds with other settings; nothing of it is kept.

    Args:
        quarter: The quarter.
        engagement: The settings to try.
        exhibit: The stem of an exhibit of the notebook.
        name: The name.
        names: As for `tried_exhibit`.
    """
    with _given(quarter, engagement, exhibit, names) as (written, given):
        _run(making(written, name), given)
        return given[name]


@contextmanager
def _given(
    quarter: Period, engagement: Engagement, exhibit: str, names: Mapping[str, Any]
) -> Iterator[tuple[list[Statement], dict[str, Any]]]:
    """The statements of an exhibit's notebook, and the names that they begin with."""
    step = step_of(quarter, exhibit)
    cells = step.cells | {cell: source for cell, source in sources_run().items() if cell in step.cells}
    given = {"engagement": str(quarter.folder), "period": quarter.name}
    given |= {name: names[name] for name in step.parameters if name in names}
    with TemporaryDirectory(prefix="cxw-") as folder:
        given[TRIAL] = {"engagement": engagement, "trial": Path(folder)}
        yield [one for one in statements(cells) if not one.makes or one.makes - given.keys()], given


def _run(path: list[Statement], given: dict[str, Any]) -> None:
    """Run statements; a quarter that one of them opens has the settings that are tried."""
    for one in path:
        exec(_code(ast.Module([one.node], [])), given)
        opened = {name: given[name] for name in one.makes if isinstance(given.get(name), Period)}
        given.update({name: replace(period, **given[TRIAL]) for name, period in opened.items()})


def _code(tree: ast.Module | ast.Expression) -> Any:
    kind = "eval" if isinstance(tree, ast.Expression) else "exec"
    return compile(ast.fix_missing_locations(tree), "<trial>", kind)
