"""Conflicts between limits and commitments, found by arithmetic before a solver is called."""

from collections.abc import Iterator
from dataclasses import dataclass

from pandas import DataFrame, Series

from prioritization.dependencies import commitments, prerequisites, waits_for
from prioritization.errors import amount, few, names
from prioritization.limits.setting import Limits
from prioritization.opportunities import DAYS
from prioritization.options import earliest_starts, last_quarters
from prioritization.parsing import holding


@dataclass(frozen=True)
class Conflict:
    """A limit that the commitments violate.

    Attributes:
        blocker: "budget", the role, or the opportunity that stands in the way.
        sentence: The limit, the amount by which it is violated, and the way out.
    """

    blocker: str
    sentence: str


def conflicts(table: DataFrame, limits: Limits) -> list[Conflict]:
    """Find by arithmetic the limits that no plan can keep.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Returns:
        A conflict per limit that the commitments violate, over the horizon or, for running work, in a
        quarter. An empty list does not prove that a plan fits: the solver decides when the rest starts.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> must = checked_opportunities(DataFrame({"opportunity": ["self-service returns", "one login"],
        ...     "score": 8, "cost": [250_000, 160_000], "must_do": True}))
        >>> print(conflicts(must, Limits(("2027Q1",), 300_000))[0].sentence)
        the 2 must-do opportunities need 410,000, the budget is 300,000.
        Raise the budget by 110,000, or release one of: self-service returns, one login.
    """
    must = commitments(table)
    together = [
        *_barred(must),
        *_too_late(table, must, limits),
        *_excluded(must),
        *_miscounted(table, must, limits),
    ]
    sums = [*_too_expensive(must, limits), *_too_busy(must, limits)]
    return [*together, *(sums or _running_too_busy(must, limits))]


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
            f"{name} must not be done, and {names(needs)} {verb} it.\n"
            f"Allow {name}, or release {names(needs)}.",
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
                f"its deadline {row.deadline} leaves {max(until, 0)}.\n"
                f"Move the deadline by {finish[name] - until}, or release {name}.",
            )
        else:
            yield Conflict(
                name,
                f"{name} needs {finish[name]} quarters{chain}{from_}, the horizon has {horizon}.\n"
                f"Lengthen the horizon by {finish[name] - horizon}, or release {name}.",
            )


def _miscounted(table: DataFrame, must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """Rules that count, against all there are and against what every plan holds."""
    for (column, value), least in limits.at_least.items():
        there = int((holding(table[column], value) & ~table["must_not"]).sum())
        if there < least:
            yield Conflict(
                value,
                f"at least {least} opportunities with {column} {value} are asked for, there are {there}.\n"
                f"Ask for {least - there} fewer, or add opportunities.",
            )
    for (column, value), most in limits.at_most.items():
        counted = Series(holding(must[column], value), must.index).astype(float)
        members = must.loc[counted.gt(0), "opportunity"].tolist()
        if len(members) > most:
            yield Conflict(
                value,
                f"{_kinds(must[must['opportunity'].isin(members)])} with {column} {value} "
                f"exceed the {most} allowed.\n"
                f"Allow {len(members) - most} more, or {_release(must, counted, len(members) - most)}.",
            )


def _excluded(must: DataFrame) -> Iterator[Conflict]:
    ids = set(must["opportunity"])
    excludes = zip(must["opportunity"], must["excludes"], strict=True)
    pairs = {tuple(sorted((name, other))) for name, others in excludes for other in others if other in ids}
    for one, other in sorted(pairs):
        yield Conflict(
            other, f"{one} and {other} exclude each other and both must be in the plan.\nRelease one of them."
        )


def _too_expensive(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    yield from _short("budget", "the budget", must, "cost", limits.cumulative_budget()[-1])


def _too_busy(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    for role, days in (limits.days() + limits.days("overtime")).sum(axis="columns").items():
        if DAYS + role in must:
            yield from _short(role, f"the capacity of {role}", must, DAYS + role, days, unit="day")


def _running_too_busy(must: DataFrame, limits: Limits) -> Iterator[Conflict]:
    """Running work cannot wait: its days of each quarter must fit there, unless it may be accelerated."""
    running = must[must["status"].eq("running") & must["accelerated_quarters"].isna()]
    if running.empty:
        return
    for number, quarter in enumerate(limits.quarters):
        busy = running[running["quarters"] > number]
        for role, days in (limits.days() + limits.days("overtime"))[quarter].items():
            if DAYS + role in busy:
                part = busy.assign(**{DAYS + role: busy[DAYS + role] / busy["quarters"]})
                yield from _short(
                    role, f"the capacity of {role} in {quarter}", part, DAYS + role, days, unit="day"
                )


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
            f"{_kinds(using)} {verb} {_figure(need, unit)}, {limit} is {_figure(available, unit)}.\n"
            f"Raise {limit} by {_figure(need - available, unit)}, or "
            f"{_release(must, must[column], need - available)}.",
        )


def _release(must: DataFrame, amounts: Series, excess: float) -> str:
    """Say whose release is enough: each that is by itself, or else the fewest that are together.

    What only a commitment requires is freed with it, and is no commitment to release by itself.
    """
    kept_by = _kept_by(must)
    amount_of = dict(zip(must["opportunity"], amounts, strict=True))

    def suffices(released: set[str]) -> bool:
        freed = sum(amount_of[name] for name, keepers in kept_by.items() if keepers <= released)
        return freed >= excess * (1 - 1e-9)

    held = [name for name, keepers in kept_by.items() if name in keepers]
    alone = [name for name in held if suffices({name})]
    if alone:
        return f"release one of: {few(alone)}" if len(alone) > 1 else f"release {alone[0]}"
    weight = {name: sum(amount_of[other] for other, by in kept_by.items() if name in by) for name in held}
    chosen: set[str] = set()
    for name in sorted(held, key=lambda name: -weight[name]):
        if suffices(chosen):
            break
        chosen.add(name)
    for name in held:
        chosen -= {name} if suffices(chosen - {name}) else set()
    several = [name for name in held if name in chosen]
    return f"release {names(several) if len(several) <= 5 else few(several)} together"


def _kept_by(must: DataFrame) -> dict[str, set[str]]:
    """Per commitment, the must-do and running opportunities that hold it in the plan, itself among them."""
    held = must.loc[must["must_do"] | must["status"].eq("running"), "opportunity"]
    kept_by: dict[str, set[str]] = {name: set() for name in must["opportunity"]}
    waits = dict(zip(must["opportunity"], waits_for(must), strict=True))
    for name in held:
        for other in {name, *(prerequisites(must, [name]) if waits[name] else ())}:
            kept_by[other].add(name)
    return kept_by


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
