"""Conflicts between limits and commitments, found by arithmetic before a solver is called."""

from collections.abc import Iterator
from dataclasses import dataclass

from pandas import DataFrame

from prioritization.dependencies import commitments, prerequisites, waits_for
from prioritization.errors import amount, few, names
from prioritization.limits.setting import Limits
from prioritization.opportunities import DAYS
from prioritization.options import earliest_starts, last_quarters
from prioritization.parsing import holding

FEW = 5
"""So many names are written out."""


@dataclass(frozen=True)
class Conflict:
    """A limit that the commitments violate.

    Attributes:
        blocker: "budget", the role, or the opportunity that stands in the way.
        fact: The limit, and what is asked of it.
        remedy: How the limit gives way; empty where only a release helps.
        kind: "budget" or "capacity" for money or days that are short; otherwise empty.
        short: By how much, in money or days; 0 where the kind is empty.
    """

    blocker: str
    fact: str
    remedy: str = ""
    kind: str = ""
    short: float = 0.0


def conflicts(table: DataFrame, limits: Limits) -> list[Conflict]:
    """Find by arithmetic the limits that no plan can keep.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Returns:
        A conflict per limit that the commitments violate, over the horizon or in a quarter. An empty list
        does not prove that a plan fits: the solver decides when the rest starts.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> must = checked_opportunities(DataFrame({"opportunity": ["self-service returns", "one login"],
        ...     "score": 8, "cost": [250_000, 160_000], "must_do": True}))
        >>> conflicts(must, Limits(("2027Q1",), 300_000))[0].fact
        'the 2 must-do opportunities need 410,000, the budget is 300,000'
    """
    must = commitments(table)
    together = [
        *_barred(must),
        *_too_late(table, must, limits),
        *_excluded(must),
        *_miscounted(table, must, limits),
    ]
    return [*together, *_shortages(must, limits), *_never_enough(must, limits)]


def _barred(must: DataFrame) -> Iterator[Conflict]:
    """Prerequisites of commitments that must not be done."""
    for name in must.loc[must["must_not"], "opportunity"]:
        needs = [
            other
            for other, required in zip(must["opportunity"], waits_for(must), strict=True)
            if name in required
        ]
        verb = "requires" if len(needs) == 1 else "require"
        yield Conflict(
            name,
            f"{name} must not be done, and {names(needs)} {verb} it",
            f"allow {name}",
        )


def _too_late(table: DataFrame, must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """The chain of prerequisites counts: what waits, finishes later."""
    horizon = len(limits.quarters)
    takes = table["accelerated_quarters"].fillna(table["quarters"]).clip(lower=1).astype(int)
    finish = dict(zip(table["opportunity"], earliest_starts(table, limits) + takes, strict=True))
    last = dict(zip(table["opportunity"], last_quarters(table, limits) + 1, strict=True))
    for row in must.itertuples():
        name, until = row.opportunity, last[row.opportunity]
        if finish[name] <= until:
            continue
        chain = (
            f" after {names(sorted(prerequisites(must, [name])))}"
            if row.requires and row.status == "new"
            else ""
        )
        from_ = f" from {row.earliest} on" if row.earliest and not chain else ""
        if until < horizon:
            yield Conflict(
                name,
                f"{name} needs {finish[name]} quarters{chain}{from_}, "
                f"its deadline {row.deadline} leaves {max(until, 0)}",
                f"move the deadline of {name} by {finish[name] - until}",
            )
        else:
            yield Conflict(
                name,
                f"{name} needs {finish[name]} quarters{chain}{from_}, the horizon has {horizon}",
                f"lengthen the horizon by {finish[name] - horizon}",
            )


def _miscounted(table: DataFrame, must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """Rules that count, against all there are and against what every plan holds."""
    for (column, value), least in limits.at_least.items():
        there = int((holding(table[column], value) & ~table["must_not"]).sum())
        if there < least:
            yield Conflict(
                value,
                f"at least {least} opportunities with {column} {value} are asked for, there are {there}",
                f"ask for {least - there} fewer, or add opportunities",
            )
    for (column, value), most in limits.at_most.items():
        members = must[holding(must[column], value)]
        if len(members) > most:
            yield Conflict(
                value,
                f"{_kinds(members)} with {column} {value} exceed the {most} allowed",
                f"allow {len(members) - most} more with {column} {value}",
            )


def _excluded(must: DataFrame) -> Iterator[Conflict]:
    ids = set(must["opportunity"])
    excludes = zip(must["opportunity"], must["excludes"], strict=True)
    pairs = {tuple(sorted((name, other))) for name, others in excludes for other in others if other in ids}
    for one, other in sorted(pairs):
        yield Conflict(other, f"{one} and {other} exclude each other and both must be in the plan")


def _shortages(must: DataFrame, limits: Limits) -> list[Conflict]:
    """Money and days that are short: over the horizon, or in a quarter where running work asks more there."""
    whole = [*_too_expensive(must, limits), *_too_busy(must, limits)]
    running = must[must["status"].eq("running") & must["accelerated_quarters"].isna()]
    at_once = [*_running_too_expensive(running, limits), *_running_too_busy(running, limits)]
    most: dict[str, float] = {}
    for conflict in at_once:
        most[conflict.blocker] = most.get(conflict.blocker, 0.0) + conflict.short
    over_all = {conflict.blocker for conflict in whole if conflict.short >= most.get(conflict.blocker, 0.0)}
    return [
        *(conflict for conflict in whole if conflict.blocker in over_all),
        *(conflict for conflict in at_once if conflict.blocker not in over_all),
    ]


def _too_expensive(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    yield from _short("budget", "the budget", must, "cost", limits.cumulative_budget()[-1])


def _too_busy(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    for role, days in _days_there(limits).sum(axis="columns").items():
        if DAYS + role in must:
            yield from _short(role, f"the capacity of {role}", must, DAYS + role, days, unit="day")


def _running_too_expensive(running: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """The quarter in which running work, which cannot wait, asks most beyond the money that is there then."""
    found = []
    for number, (quarter, money) in enumerate(zip(limits.quarters, limits.income(), strict=True)):
        takes = running["quarters"].clip(lower=1)
        done = takes.clip(upper=number + 1) if limits.carries_over else (takes > number).astype(float)
        part = running.assign(cost=running["cost"] * done / takes)
        when = f"by the end of {quarter}" if limits.carries_over else f"in {quarter}"
        found += _short("budget", f"the budget {when}", part, "cost", money)
    yield from sorted(found, key=lambda conflict: -conflict.short)[:1]


def _running_too_busy(running: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """Running work cannot wait: its days of each quarter must fit there, unless it may be accelerated."""
    there = _days_there(limits)
    for number, quarter in enumerate(limits.quarters):
        busy = running[running["quarters"] > number]
        for role, days in there[quarter].items():
            if DAYS + role in busy:
                part = busy.assign(**{DAYS + role: busy[DAYS + role] / busy["quarters"]})
                yield from _short(
                    role, f"the capacity of {role} in {quarter}", part, DAYS + role, days, unit="day"
                )


def _never_enough(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """Commitments that need more days in a quarter than any quarter has, whenever they start."""
    if len(limits.quarters) == 1:
        return
    for role, most in _days_there(limits).max(axis="columns").items():
        if DAYS + role not in must:
            continue
        waits = must[must["status"].ne("running") & must["accelerated_quarters"].isna()]
        need = waits[DAYS + role] / waits["quarters"].clip(lower=1)
        large = need[need > most * (1 + 1e-9)]
        if large.empty:
            continue
        said = names if len(large) <= FEW else few
        who, days = said(waits.loc[large.index, "opportunity"]), said(map(amount, large))
        verb = "needs" if len(large) == 1 else "need"
        yield Conflict(
            role,
            f"{who} {verb} {days} days of {role} in one quarter, there are at most {amount(most)}",
            f"give {role} {_figure(large.max() - most, 'day')} more in a quarter",
            "capacity",
            large.max() - most,
        )


def _days_there(limits: Limits) -> DataFrame:
    return limits.days() + limits.days("overtime")


def _short(
    blocker: str, limit: str, must: DataFrame, column: str, available: float, unit: str = ""
) -> Iterator[Conflict]:
    """The one sum that is compared, in money or in days, with a tolerance for the rounding of a sum."""
    using = must[must[column] > 0]
    need = using[column].sum()
    if need > available * (1 + 1e-9):
        verb = "needs" if len(using) == 1 else "need"
        yield Conflict(
            blocker,
            f"{_kinds(using)} {verb} {_figure(need, unit)}, {limit} is {_figure(available, unit)}",
            f"raise {limit} by {_figure(need - available, unit)}",
            "capacity" if unit else "budget",
            need - available,
        )


def _figure(figure: float, unit: str) -> str:
    """Format money as a figure; days as '1 day' or '71 days'."""
    return f"{amount(figure)} {unit}{'' if figure == 1 else 's'}" if unit else amount(figure)


def _kinds(rows: DataFrame) -> str:
    """Name the reasons why the rows are in the plan, such as 'the 2 must-do and running opportunities'."""
    running = rows["status"].eq("running")
    named = {
        "must-do": (rows["must_do"] & ~running).any(),
        "running": running.any(),
        "required": (~rows["must_do"] & ~running).any(),
    }
    kinds = names([kind for kind, there in named.items() if there])
    return f"the {kinds} opportunity" if len(rows) == 1 else f"the {len(rows)} {kinds} opportunities"
