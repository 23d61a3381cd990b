"""The kinds of limits that there are: a line here and a module beside this one per kind."""

from collections.abc import Iterable, Iterator

from prioritization.limits.budget import Budget
from prioritization.limits.capacity import Capacity
from prioritization.limits.change_at_once import ChangeAtOnce
from prioritization.limits.counts import Counts
from prioritization.limits.kind import Kind
from prioritization.limits.once import Once
from prioritization.limits.pairs import Excludes, Together
from prioritization.limits.readiness import Readiness
from prioritization.limits.requires import Requires
from prioritization.limits.run_share import RunShare
from prioritization.limits.work_in_progress import WorkInProgress
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData

KINDS: tuple[Kind, ...] = (
    Once(),
    Budget(),
    Capacity(),
    WorkInProgress(),
    ChangeAtOnce(),
    Requires(),
    Readiness(),
    Excludes(),
    Together(),
    Counts(),
    RunShare(),
)
"""In the order in which their constraints are made, and in which they are named."""
KIND_OF = {name: kind for kind in KINDS for name in kind.names}
"""The kind of a constraint, by its name."""
COUNTED = frozenset(name for kind in KINDS for name in kind.names if kind.counted)
"""The names of limits that count opportunities."""


def constraints(data: PlanData) -> Iterator[Constraint]:
    """Build the constraints of every limit.

    Args:
        data: Opportunities, limits, options and overtime.

    Yields:
        The constraints.
    """
    for kind in KINDS:
        yield from kind.constraints(data)


def changed_constraints(kind: str, data: PlanData, before: Iterable[Constraint]) -> Iterator[Constraint]:
    """Build the constraints of one kind of limit anew, and keep those of all others.

    Args:
        kind: The kind whose constraints change.
        data: Opportunities, limits, options and overtime, as they are now.
        before: The constraints of every limit, as they were.

    Yields:
        The constraints, in the order in which `constraints` gives them.
    """
    before = list(before)
    for one in KINDS:
        kept = (constraint for constraint in before if KIND_OF[constraint.kind] is one)
        yield from one.constraints(data) if one is KIND_OF[kind] else kept
