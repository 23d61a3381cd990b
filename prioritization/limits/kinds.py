"""The kinds of limits that there are: a line here and a module beside this one per kind."""

from collections.abc import Iterator

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
