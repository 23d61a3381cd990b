"""Options of the command line, read as limits on a plan."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pandas import DataFrame, Series

from prioritization.errors import LimitsError, fault_list
from prioritization.horizon import NO_TIME
from prioritization.quarter_names import NAMED, next_quarters, quarter_after, quarter_name, quarter_range
from prioritization.sheet_numbers import MARKS, decided, written_out
from prioritization.written_numbers import lone_number, unsure_rows

PAIR = re.compile(r",(?=[^,=]*=)")
"""The comma before 2027Q2=50000, and not that in 1.000,50."""
RULES = ("wip", "at-most", "at-least", "change-at-once")


@dataclass(frozen=True)
class Reading:
    """How an option is read that could be a thousand or a fraction.

    Attributes:
        mark: The decimal mark of the file; empty where nothing tells it, None where it is not read yet.
        notes: A sentence is added per amount that it decides.
    """

    mark: str | None = ""
    notes: list[str] = field(default_factory=list)

    def plain(self, option: str, written: str) -> str:
        """Write an amount so that it can be read in one way, where the file tells which.

        Raises:
            ValueError: It would be money with three decimals, which nobody means.
        """
        if self.mark == "" or not unsure_rows(Series([written])):
            return written
        if self.mark is None:
            return re.sub(r"[^0-9]", "", written)  # a fault of it is told when the file is read
        word = "comma" if self.mark == "," else "point"
        if self.mark in written:
            thousands, fraction = re.sub(r"[^0-9]", "", written), lone_number(decided(written, self.mark))
            read = f"is {fraction:g} in a file that has decimals with a {word}"
            raise ValueError(f"'{written}' {read}; write {fraction:g}, or {thousands} if that is meant")
        self.notes.append(f"Read {option} {written} as a thousand, as the file has decimals with a {word}.")
        return str(decided(written, self.mark))


def limit_settings(
    budget: str | None,
    rules: dict[str, list[str] | None],
    faults: list[str],
    reading: Reading | None = None,
) -> dict[str, object]:
    """Read the options that limit a plan, as `Limits` takes them.

    Args:
        budget: An amount, or one per quarter: 2027Q1=100000,2027Q2=50000.
        rules: Per name in `RULES`, what was given.
        faults: A sentence is added per fault.
        reading: How an amount is read that could be a thousand or a fraction.

    Returns:
        budget, work_in_progress, at_most, at_least and change_at_once.

    Example:
        >>> limit_settings("100k", {"wip": ["it=2"]}, [])["work_in_progress"]
        {'it': 2}
    """
    money = None if budget is None else _budget(budget, faults, reading or Reading())
    counts = {name.replace("-", "_"): _counts(name, rules.get(name) or [], faults) for name in RULES}
    return {"budget": money, "work_in_progress": counts.pop("wip"), **counts}


def search_faults(gap: float, time_limit: float, decimals: str | None) -> list[str]:
    """Find the faults in the options that are numbers or words of a few.

    Example:
        >>> search_faults(1, 60, None)
        ['--gap: 1 is not a share from 0 up to 1, such as 0.01']
    """
    faults = []
    if not 0 <= gap < 1:
        faults.append(f"--gap: {gap:g} is not a share from 0 up to 1, such as 0.01")
    if not time_limit > 0:
        faults.append(f"--time-limit: {time_limit:g} is not a number of seconds above 0")
    if decimals is not None and decimals not in MARKS:
        faults.append(f"--decimals: '{decimals}' is not one of {', '.join(MARKS)}")
    return faults


def file_faults(outputs: dict[str, Path | None], inputs: list[Path | None]) -> list[str]:
    """Find the faults in the files to be written: no folder for them, or one that is read from.

    Args:
        outputs: Per option, the file.
        inputs: The files that are read.

    Returns:
        A sentence per fault.

    Example:
        >>> file_faults({"--html": Path("backlog.csv")}, [Path("backlog.csv")])
        ['--html: backlog.csv is read from; write to another file']
    """
    faults = []
    for option, file in outputs.items():
        if file is not None and any(one and file.resolve() == one.resolve() for one in inputs):
            faults.append(f"{option}: {file} is read from; write to another file")
        elif file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
            faults.append(f"{option}: {file} is no file in a folder that is there")
    return faults


def amount_option(
    option: str, written: str, faults: list[str], reading: Reading | None = None
) -> float | None:
    """Read an amount of money in an option.

    Example:
        >>> amount_option("--budget", "1.5M", []), amount_option("--budget", "100.000", [], Reading(","))
        (1500000.0, 100000.0)
    """
    reading = reading or Reading()
    try:
        return lone_number(reading.plain(option, written_out(written)))
    except ValueError as error:
        way_out = "" if "write" in str(error) else "; write 300000, or 2027Q1=100000,2027Q2=50000"
        faults.append(f"{option}: {error}{way_out}")
        return None


def horizon(
    given: list[str], start: str | None, days: DataFrame | None, today: date
) -> tuple[tuple[str, ...], str]:
    """Name the quarters of the plan, in their order.

    Args:
        given: Names of quarters, a range such as 2027Q1..2027Q4, or how many; with commas or repeated.
        start: The first quarter, where it is said how many.
        days: The capacity. Its quarters are those of the plan where none are given, and say where a number
            of quarters begins.
        today: Says where they begin otherwise: with the next quarter.

    Returns:
        The quarters, and the sentence that says where they begin and why; empty where that was said.

    Raises:
        LimitsError: A range or a start is no quarter, or a start has no number of quarters.

    Example:
        >>> horizon(["4"], None, None, date(2026, 11, 30))[0]
        ('2027Q1', '2027Q2', '2027Q3', '2027Q4')
        >>> horizon(["2"], "Q3 2027", None, date(2026, 11, 30))
        (('2027Q3', '2027Q4'), '')
    """
    named = [name.strip() for several in given for name in several.split(",") if name.strip()]
    of_capacity = _quarters_of(days)
    counted = len(named) == 1 and named[0].isdecimal()
    if start is not None and not counted:
        raise LimitsError("--start: say how many quarters there are from it on, such as --quarters 4.")
    try:
        if counted:
            return _counted(int(named[0]), start, of_capacity, today)
        ranges = [quarter_range(name) if ".." in name else (quarter_name(name),) for name in named]
    except LimitsError as error:
        raise LimitsError(f"--{'start' if start else 'quarters'}: {error}.") from None
    return tuple(name for names in ranges for name in names) or of_capacity or NO_TIME, ""


def _counted(
    count: int, start: str | None, of_capacity: tuple[str, ...], today: date
) -> tuple[tuple[str, ...], str]:
    first = quarter_name(start)
    if first:
        return next_quarters(first, count), ""
    if of_capacity and not NAMED.fullmatch(of_capacity[0]):
        return of_capacity[:count], f"The plan begins with {of_capacity[0]}, as the capacity does."
    first = of_capacity[0] if of_capacity else quarter_after(today)
    why = "as the capacity does" if of_capacity else "the next quarter from today"
    other = next_quarters(first, 2)[1]
    said = f"The plan begins with {first}, {why}; another quarter is named with --start {other}."
    return next_quarters(first, count), said


def _quarters_of(days: DataFrame | None) -> tuple[str, ...]:
    """Those of the capacity: by name where all are as 2027Q1, otherwise as the file has them."""
    if days is None or "quarter" not in days:
        return ()
    named = list(dict.fromkeys(name for name in days["quarter"] if name))
    return tuple(sorted(named) if all(map(NAMED.fullmatch, named)) else named)


def capacity_within(days: DataFrame, quarters: tuple[str, ...]) -> tuple[DataFrame, list[str]]:
    """Fit the capacity to the quarters of the plan.

    Args:
        days: role, quarter and days.
        quarters: Those of the plan.

    Returns:
        The capacity without quarters of years outside the plan, and the sentence that names them.

    Raises:
        LimitsError: A role has no days for a quarter of the plan: none are written as 0.
    """
    if not {"role", "quarter", "days"} <= set(days):
        return days, []
    outside = (
        days["quarter"].map(lambda name: bool(NAMED.fullmatch(name)) and name not in quarters).astype(bool)
    )
    there = days.groupby(days["role"].astype(str))["quarter"].agg(set)
    faults = [
        f"capacity: role '{role}' has no days in {', '.join(missing)}; write 0 where there are none"
        for role, named in there.items()
        if (missing := [quarter for quarter in quarters if quarter not in named])
    ]
    if faults:
        raise LimitsError(fault_list("The limits", faults))
    names = ", ".join(dict.fromkeys(days.loc[outside, "quarter"]))
    return days[~outside], [f"Not in the plan, so left out of the capacity: {names}."] if names else []


def _budget(given: str, faults: list[str], reading: Reading) -> float | dict[str, float | None] | None:
    if "=" not in given:
        return amount_option("--budget", given, faults, reading)
    pairs = [pair.partition("=") for pair in PAIR.split(given)]
    names = [quarter_name(name) for name, _, _ in pairs]
    faults += [f"--budget: '{name}' appears twice" for name in sorted(set(names)) if names.count(name) > 1]
    return {
        name: amount_option("--budget", money, faults, reading)
        for name, (_, _, money) in zip(names, pairs, strict=True)
    }


def _counts(option: str, given: list[str], faults: list[str]) -> dict[str | tuple[str, str], int]:
    """Read "team=2", or, of a column and a value, "group:checkout=2"."""
    paired = option != "wip"
    counts: dict[str | tuple[str, str], int] = {}
    for written in given:
        name, _, count = (part.strip() for part in written.rpartition("="))
        column, _, value = (part.strip() for part in name.partition(":"))
        key = (column, value) if paired else name
        if not all(key) or not re.fullmatch(r"[0-9]+", count):
            example = "group:checkout=2" if paired else "team=2"
            faults.append(f"--{option}: '{written}' is not written as {example}")
        elif key in counts:
            faults.append(f"--{option}: '{name}' appears twice")
        else:
            counts[key] = int(count)
    return counts
