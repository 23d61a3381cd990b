"""Which limits collide with what every plan must hold: by arithmetic, before a solver is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter

from pandas import DataFrame

from prioritization.errors import InfeasibleError, amount
from prioritization.limits import Limits
from prioritization.links import committed, prerequisites, waits_for
from prioritization.opportunities import DAYS, days_columns


@dataclass(frozen=True)
class Collision:
    """A limit that what must be in the plan cannot keep.

    Attributes:
        blocker: "budget", the role, or the opportunity that stands in the way.
        sentence: What collides, by how much, and the way out.
    """

    blocker: str
    sentence: str


def collisions(table: DataFrame, limits: Limits) -> list[Collision]:
    """Find by arithmetic why no plan fits.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Returns:
        A collision per limit that what must be in the plan cannot keep, over the horizon or, for what
        is running, in a quarter. None is no proof that a plan fits: when the rest can start is left
        to the solver.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> must = checked_opportunities(DataFrame({"opportunity": ["self-service returns", "one login"],
        ...     "score": 8, "cost": [250_000, 160_000], "must_do": True}))
        >>> print(collisions(must, Limits(("2027Q1",), 300_000))[0].sentence)
        the 2 must-do opportunities need 410,000, the budget is 300,000.
        Raise the budget by 110,000, or release one of: self-service returns, one login.
    """
    must = committed(table)
    together = [*_too_long(must, limits), *_excluded(must)]
    sums = [*_too_expensive(must, limits), *_too_busy(must, limits)]
    return [*together, *(sums or _running_too_busy(must, limits))]


def refuse_collisions(table: DataFrame, limits: Limits) -> None:
    """Refuse opportunities and limits that arithmetic shows to collide.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Raises:
        InfeasibleError: With every collision.
    """
    found = collisions(table, limits)
    if found:
        raise InfeasibleError("\n".join(f"No plan fits: {collision.sentence}" for collision in found))


def unexplained(table: DataFrame, limits: Limits) -> str:
    """Say that no plan fits where only the solver could tell.

    Args:
        table: Checked opportunities, of which no plan fits although no single sum collides.
        limits: What a plan may use.

    Returns:
        What must be in the plan, and the limits that it uses.
    """
    must = committed(table)
    used = ["the budget"] if must["cost"].any() else []
    if limits.capacity is not None:
        roles = [column.removeprefix(DAYS) for column in days_columns(must) if must[column].any()]
        used += [f"the days of {role}" for role in roles]
    return (
        f"No plan fits: each limit is wide enough in total for {_kinds(must)}, but not quarter by quarter.\n"
        f"Involved: {_names(must['opportunity'])}; limits: {', '.join([*used, 'the horizon'])}.\n"
        f"Give a quarter more, lengthen the horizon, or release one of them."
    )


def _too_long(must: DataFrame, limits: Limits) -> Iterator[Collision]:
    """The chain of prerequisites counts: what waits, finishes later."""
    horizon = len(limits.quarters)
    duration = dict(zip(must["opportunity"], must["quarters"], strict=True))
    waits = dict(zip(must["opportunity"], waits_for(must), strict=True))
    finish: dict[str, int] = {}
    for name in TopologicalSorter(waits).static_order():
        finish[name] = max((finish[other] for other in waits[name]), default=0) + duration[name]
    for name in must["opportunity"]:
        if finish[name] > horizon:
            chain = f" after {_names(sorted(prerequisites(must, [name])))}" if waits[name] else ""
            yield Collision(
                name,
                f"{name} needs {finish[name]} quarters{chain}, the horizon has {horizon}.\n"
                f"Lengthen the horizon by {finish[name] - horizon}, or release {name}.",
            )


def _excluded(must: DataFrame) -> Iterator[Collision]:
    ids = set(must["opportunity"])
    excludes = zip(must["opportunity"], must["excludes"], strict=True)
    pairs = {tuple(sorted((own, other))) for own, others in excludes for other in others if other in ids}
    for one, other in sorted(pairs):
        yield Collision(
            other, f"{one} and {other} exclude each other and both must be in the plan.\nRelease one of them."
        )


def _too_expensive(must: DataFrame, limits: Limits) -> Iterator[Collision]:
    yield from _short("budget", "the budget", must, "cost", limits.cumulative_budget()[-1])


def _too_busy(must: DataFrame, limits: Limits) -> Iterator[Collision]:
    for role, days in limits.days().sum(axis="columns").items():
        if DAYS + role in must:
            yield from _short(role, f"the capacity of {role}", must, DAYS + role, days, unit="day")


def _running_too_busy(must: DataFrame, limits: Limits) -> Iterator[Collision]:
    """What is running cannot wait: its work of each quarter has to fit in that quarter."""
    running = must[must["status"].eq("running")]
    for number, quarter in enumerate(limits.quarters):
        busy = running[running["quarters"] > number]
        for role, days in limits.days()[quarter].items():
            if DAYS + role in busy:
                part = busy.assign(**{DAYS + role: busy[DAYS + role] / busy["quarters"]})
                yield from _short(
                    role, f"the capacity of {role} in {quarter}", part, DAYS + role, days, unit="day"
                )


def _short(
    blocker: str, limit: str, must: DataFrame, column: str, available: float, unit: str = ""
) -> Iterator[Collision]:
    """The one sum that is compared, in money or in days, with room for the rounding of a sum."""
    using = must[must[column] > 0]
    need = using[column].sum()
    if need > available * (1 + 1e-9):
        verb = "needs" if len(using) == 1 else "need"
        yield Collision(
            blocker,
            f"{_kinds(using)} {verb} {_said(need, unit)}, {limit} is {_said(available, unit)}.\n"
            f"Raise {limit} by {_said(need - available, unit)}, or release one of: "
            f"{', '.join(using['opportunity'])}.",
        )


def _said(figure: float, unit: str) -> str:
    """Money as a figure; days as '1 day' or '71 days'."""
    return f"{amount(figure)} {unit}{'' if figure == 1 else 's'}" if unit else amount(figure)


def _kinds(rows: DataFrame) -> str:
    """What the rows are in the plan for, such as 'the 2 must-do and running opportunities'."""
    running = rows["status"].eq("running")
    named = {
        "must-do": (rows["must_do"] & ~running).any(),
        "running": running.any(),
        "required": (~rows["must_do"] & ~running).any(),
    }
    kinds = _names([kind for kind, there in named.items() if there])
    return f"the {kinds} opportunity" if len(rows) == 1 else f"the {len(rows)} {kinds} opportunities"


def _names(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
