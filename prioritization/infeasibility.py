"""Why no plan fits where no single sum collides: which limits collide together, and the ways out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from prioritization.collisions import names
from prioritization.errors import amount
from prioritization.model import Model
from prioritization.programme import Programme, Row
from prioritization.solver import solution

Group = tuple[str, str]
"""Kind and key: a limit as a board would name it, over all its quarters."""

SECONDS = 10.0
"""For each question to the solver; one that is not answered counts as "no plan fits"."""


@dataclass(frozen=True)
class WayOut:
    """One limit that, made wider by itself, lets a plan fit.

    Attributes:
        kind: "budget", "capacity", "must_do", …
        key: The role, team or opportunity; empty for the budget.
        quarter: Name of the quarter; empty where it is not one quarter's.
        amount: How much wider: money, days, or a count.
    """

    kind: str
    key: str
    quarter: str
    amount: float


def colliding(model: Model) -> list[Group]:
    """Find limits that cannot be kept together, of which each one is needed for the collision.

    A deletion filter: each limit is left out in turn; where still no plan fits, it is left out for good.

    Args:
        model: A model that no plan fits.

    Returns:
        Kind and key of each limit.

    Source:
        Chinneck & Dravnieks (1991), ORSA Journal on Computing 3(2), p. 157-168, over groups of rows.
    """
    return _irreducible(_without_value(model.programme))


def ways_out(model: Model, groups: Iterable[Group]) -> list[WayOut]:
    """Find, for each limit, the least by which it alone has to give way.

    Args:
        model: A model that no plan fits.
        groups: The limits to try, as `colliding` gives them.

    Returns:
        A way out per quarter of each limit that can give way by itself; none for the others.
    """
    found = []
    for group in groups:
        wider, extra = _wider(model.programme, [group])
        solved = solution(wider, time_limit=SECONDS)
        if solved.status != "infeasible":
            found += _ways(model, extra, solved.values)
    return found


def cheapest_way_out(model: Model, groups: Iterable[Group]) -> list[WayOut]:
    """Find the least by which limits have to give way together, each counted in shares of itself.

    Args:
        model: A model that no plan fits.
        groups: The limits that may give way.

    Returns:
        What each gives way by; none where even together they cannot.
    """
    wider, extra = _wider(model.programme, list(groups))
    solved = solution(wider, time_limit=SECONDS)
    return [] if solved.status == "infeasible" else _ways(model, extra, solved.values)


def unexplained(model: Model) -> str:
    """Say that no plan fits, what collides and what would help.

    Args:
        model: A model that no plan fits, although no single sum collides.

    Returns:
        Every collision, apart from the others, and the least by which limits have to give way.
    """
    programme, involved, lines = _without_value(model.programme), [], []
    while not _fits(programme) and (groups := _irreducible(programme)):
        said = dict.fromkeys(SAID[kind](key) for kind, key in groups)
        kept = "cannot be kept" if len(said) == 1 else "cannot all be kept"
        lines.append(f"No plan fits: {names(said)} {kept}.")
        involved += groups
        rest = {(row.kind, row.key) for row in programme.rows} - set(groups)
        programme = _only(programme, list(rest))
    ways = _told(ways_out(model, involved))
    if ways:
        return "\n".join([*lines, f"Any one of these would do: {'; '.join(ways)}."])
    together = _told(cheapest_way_out(model, involved))
    return "\n".join([*lines, f"Together these would do: {'; '.join(together)}."] if together else lines)


SAID: dict[str, Callable[[str], str]] = {
    "budget": lambda _: "the budget",
    "capacity": lambda role: f"the days of {role}",
    "work_in_progress": lambda team: f"the work in progress of {team}",
    "must_do": lambda name: f"must-do {name}",
    "running": lambda name: f"{name}, which is running",
    "requires": lambda name: f"what {name} requires",
    "readiness": lambda name: f"the maturity that {name} needs",
    "excludes": lambda pair: f"that {' and '.join(pair.split(';'))} exclude each other",
    "at_least": lambda rule: f"the lowest count of {rule}",
    "at_most": lambda rule: f"the highest count of {rule}",
    "run_share": lambda side: f"the share of run work ({side})",
}


def _way(kind: str, key: str, rows: pd.DataFrame) -> str:
    """One way out in words."""
    if kind == "budget":
        return f"raise the budget by {amount(rows['amount'].max())}"
    if kind == "capacity":
        days = names(
            [
                f"{amount(more)} in {quarter}"
                for quarter, more in zip(rows["quarter"], rows["amount"], strict=True)
            ]
        )
        return f"give {key} more days: {days}"
    if kind == "work_in_progress":
        return f"let {key} work on {amount(rows['amount'].max())} more at once"
    if kind in ("must_do", "running"):
        return f"release {key}"
    return f"give way on {SAID[kind](key)}"


def _quarter(row: Row, model: Model) -> str:
    return "" if row.quarter < 0 else model.ground.limits.quarters[row.quarter]


def _without_value(programme: Programme) -> Programme:
    return replace(programme, values=np.zeros(len(programme.values)))


def _only(programme: Programme, groups: list[Group]) -> Programme:
    """The programme with these limits only: what must be decided once stays, as a choice."""
    kept = set(groups)
    rows = [_free(row) if (row.kind, row.key) not in kept else row for row in programme.rows]
    return replace(programme, rows=tuple(row for row in rows if row is not None))


def _free(row: Row) -> Row | None:
    if row.kind == "once":
        return row
    return replace(row, low=-np.inf) if row.kind in ("must_do", "running") else None


def _fits(programme: Programme) -> bool:
    return solution(programme, time_limit=SECONDS).status != "infeasible"


def _irreducible(programme: Programme) -> list[Group]:
    groups = dict.fromkeys((row.kind, row.key) for row in programme.rows if row.kind != "once")
    kept = list(groups)
    for group in groups:
        rest = [other for other in kept if other != group]
        if not _fits(_only(programme, rest)):
            kept = rest
    return kept


def _wider(programme: Programme, groups: list[Group]) -> tuple[Programme, dict[int, int]]:
    """The programme with columns that widen limits, and are to be small in shares of each limit.

    More money is there from the first quarter on: one column for all its rows. Otherwise one per row.
    Beside it, per row that may give way, the column that widens it.
    """
    rows, extra, costs = list(programme.rows), {}, []
    for group in groups:
        own = [place for place, row in enumerate(rows) if (row.kind, row.key) == group]
        for place in own:
            if group[0] != "budget" or place == own[0]:
                costs.append(-1.0 / max(_size(rows[one]) for one in own))
            extra[place] = len(programme.values) + len(costs) - 1
    for place, column in extra.items():
        row = rows[place]
        sign = 1.0 if np.isfinite(row.low) else -1.0
        weights, columns = np.append(row.weights, sign), np.append(row.columns, column)
        rows[place] = replace(row, columns=columns, weights=weights)
    wider = Programme(
        values=np.concatenate([np.zeros(len(programme.values)), costs]),
        upper=np.concatenate([programme.upper, np.full(len(costs), np.inf)]),
        whole=np.concatenate([programme.whole, np.zeros(len(costs), bool)]),
        rows=tuple(rows),
    )
    return wider, extra


def _size(row: Row) -> float:
    """What the whole of a limit is: its bound, or the largest weight where the bound is nil."""
    bounds = [abs(bound) for bound in (row.low, row.high) if np.isfinite(bound)]
    return max(bounds) or float(np.abs(row.weights).max())


def _ways(model: Model, extra: dict[int, int], values: np.ndarray) -> list[WayOut]:
    """Per row that gave way, by how much; money once."""
    rows = model.programme.rows
    columns = {column: place for place, column in reversed(extra.items())}
    return [
        WayOut(rows[place].kind, rows[place].key, _quarter(rows[place], model), float(values[column]))
        for column, place in sorted(columns.items())
        if values[column] > 1e-6
    ]


def _told(ways: list[WayOut]) -> list[str]:
    if not ways:
        return []
    return [_way(*group, rows) for group, rows in pd.DataFrame(ways).groupby(["kind", "key"], sort=False)]
