"""The engine's input contract: what a table of opportunities must hold."""

from graphlib import CycleError, TopologicalSorter
from itertools import takewhile

import numpy as np
from pandas import DataFrame, Series

from prioritization import parsing
from prioritization.errors import OpportunitiesError, fault_list
from prioritization.validated_ids import validated_ids

DAYS = "days_"
MONEY = "npv"
"""The objective that counts money: it may be below 0, and overtime is paid out of it."""
RELATIONS = ("requires", "excludes", "together")
"""Columns that hold ids of other opportunities."""
STATUSES = ("new", "running")
KINDS = ("change", "run")
PHASES = 5


def checked_opportunities(frame: DataFrame, score: str = "score") -> DataFrame:
    """Check a table of opportunities, and fill in what may be left out.

    Args:
        frame: A row per opportunity:

            - `opportunity`: its id, unique.
            - `score`: its value, 0 or more; `npv` may be below 0. Where `npv_1`, `npv_2`, … are there,
              they hold the net present value when it starts one, two, … quarters later.
            - `cost`: money, 0 or more; 0 where blank or absent.
            - `quarters`: how many it takes; 1 where blank or absent. What takes 0 is done in the
              quarter in which it starts, and what requires it may start in that quarter too.
            - `days_<role>`: days it takes of a role, any number of such columns; 0 where blank.
            - `requires`, `excludes`, `together`: ids of others, separated by `;`, `,` or `|`, or lists.
              What is named in `together` is in the plan as well, or neither is.
            - `must_do`, `must_not`: yes/no, ja/nee, true/false; no where blank or absent.
            - `status`: "new" or "running"; "new" where blank or absent.
            - `earliest`, `deadline`: the quarter before which it does not start, and the one by the
              end of which it is finished if it is done at all.
            - `accelerated_quarters`, `accelerated_cost`: for what is running, the fewer quarters that
              it can take, and what that costs on top.
            - `stop_loss`: for what is running, the value lost when it is stopped; where blank, it is
              not stopped unless it must not go on.
            - `kind`: "change" or "run"; "change" where blank or absent.
            - `team`: who leads it, for limits on work in progress.
            - `maturity_needed`: the phase, 1 to 5, that every precondition must have reached before
              it starts; `maturity_raises`: what it brings once finished, as "data:4;tooling:3".

            Other columns pass through untouched.
        score: The column that holds the value.

    Returns:
        The same rows in the same order, with all of these columns: ids as text, numbers as numbers,
        `requires`, `excludes` and `together` as tuples, yes and no as true and false, `maturity_raises` as
        tuples of (precondition, phase). A missing number is blank in `accelerated_quarters`,
        `stop_loss` and `maturity_needed`; a missing word is empty.

    Raises:
        OpportunitiesError: The table has faults; the message lists all of them, with row and column.

    Example:
        >>> checked_opportunities(DataFrame({"opportunity": ["returns"], "score": [8]})).T.head(8)
                                 0
        opportunity        returns
        score                  8.0
        cost                   0.0
        quarters                 1
        requires                ()
        excludes                ()
        together                ()
        must_do              False
    """
    ids: list[str] = []
    faults: list[str] = []
    table = validated_ids(frame, [score], ids)
    table[score] = parsing.numbers(table, score, faults, least=-np.inf if score == MONEY else 0.0)
    table["cost"] = parsing.numbers(table, "cost", faults, blank=0.0)
    table["quarters"] = parsing.whole_numbers(table, "quarters", faults, blank=1)
    for name in later_columns(table, score):
        table[name] = parsing.numbers(table, name, faults, least=-np.inf)
    for name in days_columns(table):
        table[name] = parsing.numbers(table, name, faults, blank=0.0)
    for name in RELATIONS:
        lists = parsing.id_lists(parsing.column(table, name), set(table["opportunity"]))
        table[name] = _objects(table, lists)
    for name in ("must_do", "must_not"):
        table[name] = parsing.yes_or_no(table, name, faults)
    table["status"] = parsing.one_of(table, "status", STATUSES, faults)
    table["kind"] = parsing.one_of(table, "kind", KINDS, faults)
    for name, reader in (
        ("earliest", parsing.quarter),
        ("deadline", parsing.quarter),
        ("team", parsing.text),
    ):
        table[name] = [reader(value) for value in parsing.column(table, name)]
    for name in ("accelerated_quarters", "stop_loss", "maturity_needed"):
        table[name] = parsing.numbers(table, name, faults, blank=np.nan)
    table["accelerated_cost"] = parsing.numbers(table, "accelerated_cost", faults, blank=0.0)
    table["maturity_raises"] = _objects(table, _raises(table, faults))
    faults += [*ids, *(fault for name in RELATIONS for fault in parsing.unknown_ids(table, name))]
    faults += [*_cycle_faults(table), *_contradictions(table)]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return table


def days_columns(table: DataFrame) -> list[str]:
    """Name the columns that hold days of a role.

    Args:
        table: Opportunities.

    Returns:
        The names of the `days_<role>` columns, in their order.

    Example:
        >>> days_columns(DataFrame(columns=["opportunity", "days_it", "days_crm"]))
        ['days_it', 'days_crm']
    """
    return [name for name in table.columns if str(name).startswith(DAYS)]


def later_columns(table: DataFrame, objective: str) -> list[str]:
    """Name the columns that hold the value of a later start.

    Args:
        table: Opportunities.
        objective: The column that holds the value of a start in the first quarter.

    Returns:
        The names of npv_1, npv_2, … as far as they go; none for another objective than npv.

    Example:
        >>> later_columns(DataFrame(columns=["npv", "npv_1", "npv_2", "npv_low"]), "npv")
        ['npv_1', 'npv_2']
    """
    named = (f"{MONEY}_{quarters}" for quarters in range(1, len(table.columns)))
    return [] if objective != MONEY else list(takewhile(lambda name: name in table.columns, named))


def _objects(table: DataFrame, values: list[tuple]) -> Series:
    return Series(values, index=table.index, dtype=object)


def _raises(table: DataFrame, faults: list[str]) -> list[tuple[tuple[str, int], ...]]:
    """Read "data:4;tooling:3"."""
    read = []
    for row, cell in enumerate(parsing.column(table, "maturity_raises"), start=1):
        pairs = []
        for one in parsing.texts(cell):
            dimension, _, phase = one.rpartition(":")
            if dimension.strip() and phase.strip().isdigit() and 1 <= int(phase) <= PHASES:
                pairs.append((dimension.strip(), int(phase)))
            else:
                faults.append(
                    f"row {row}, maturity_raises: '{one}' is not a precondition and a phase of 1 to {PHASES},"
                    " such as data:4"
                )
        read.append(tuple(pairs))
    return read


def _cycle_faults(table: DataFrame) -> list[str]:
    requires = {
        name: set(others) - {name}
        for name, others in zip(table["opportunity"], table["requires"], strict=True)
    }
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        circle = " requires ".join(f"'{name}'" for name in reversed(error.args[1]))
        return [f"requires: {circle}; release one of them"]
    return []


def _contradictions(table: DataFrame) -> list[str]:
    """What each cell may say alone, and a row cannot say at once."""
    faster = table["accelerated_quarters"]
    needed = table["maturity_needed"]
    wrong = {
        "must_not: it must be done as well; release one": table["must_do"] & table["must_not"],
        "quarters: what is running takes at least 1": table["status"].eq("running") & table["quarters"].lt(1),
        "accelerated_quarters: is not a whole number of 1 or more, and fewer than its quarters": (
            faster.notna() & (faster.lt(1) | faster.mod(1).ne(0) | faster.ge(table["quarters"]))
        ),
        f"maturity_needed: is not a phase of 1 to {PHASES}": needed.notna()
        & ~needed.isin(range(1, PHASES + 1)),
    }
    return [f"row {row + 1}, {fault}" for fault, rows in wrong.items() for row in table.index[rows]]
