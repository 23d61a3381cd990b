"""Limits written down as a table, and read back: for the next period to compare with."""

from collections import defaultdict
from collections.abc import Iterator

from pandas import DataFrame

from prioritization.limits.kind import TableRow
from prioritization.limits.kinds import KINDS
from prioritization.limits.setting import Limits

COLUMNS = ["rule", "name", "value", "quarter", "amount"]


def limits_table(limits: Limits) -> DataFrame:
    """Write limits down as a table.

    Args:
        limits: Limits on a plan.

    Returns:
        rule, name, value, quarter, amount: a row per number; name is a role, team, column or
        precondition, and what does not apply is empty.

    Example:
        >>> limits_table(Limits(("2018Q1",), {"2018Q1": 100}))[["rule", "name", "quarter", "amount"]]
                rule  name quarter  amount
        0     budget        2018Q1  100.00
        1  run_share   low            0.00
        2  run_share  high            1.00
        3   discount                  0.02
    """
    table = DataFrame(_rows(limits), columns=COLUMNS)
    return table.astype({**dict.fromkeys(COLUMNS[:-1], "str"), "amount": float})


def limits_from(table: DataFrame) -> Limits:
    """Read limits back from their table.

    Args:
        table: As `limits_table` gives it, now or in an earlier version.

    Returns:
        The limits.

    Raises:
        LimitsError: The limits have faults; the message lists all.

    Example:
        >>> limits_from(limits_table(Limits(("2018Q1",), {"2018Q1": 100}))).budget
        {'2018Q1': 100.0}
    """
    rows = defaultdict(lambda: table.iloc[:0], tuple(table.groupby("rule", sort=False)))
    horizon = rows["quarters"]["quarter"] if len(rows["quarters"]) else rows["budget"]["quarter"]
    setting: dict = {"quarters": tuple(horizon), "discount": float(rows["discount"]["amount"].iloc[0])}
    for kind in KINDS:
        setting |= kind.from_rows(rows)
    return Limits(**setting)


def _rows(limits: Limits) -> Iterator[TableRow]:
    rows = [row for kind in KINDS for row in kind.to_rows(limits)]
    if [quarter for rule, _, _, quarter, _ in rows if rule == "budget"] != list(limits.quarters):
        yield from (("quarters", "", "", name, place) for place, name in enumerate(limits.quarters, start=1))
    yield from rows
    yield "discount", "", "", "", limits.discount
