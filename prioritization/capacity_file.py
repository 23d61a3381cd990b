"""The file of capacity that the command line is given: long, or wide with roles or quarters across."""

from pathlib import Path

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, fault_list
from prioritization.headings import bare_heading, id_heading
from prioritization.parsing import is_blank, numbers, text
from prioritization.quarter_names import NAMED, quarter_name
from prioritization.sheet_numbers import plain_numbers
from prioritization.table_file import TableFile, table_file, with_line_numbers
from prioritization.total_rows import TOTAL

WORDS = {
    **{"rol": "role", "team": "role", "discipline": "role", "kwartaal": "quarter", "dagen": "days"},
    **{"capacity": "days", "capaciteit": "days", "overuren": "overtime"},
}
CORNER = "corner"
"""What the first column is called where it has no heading, as in a wide table."""
FIGURES = (("days", None), ("overtime", np.nan), ("overtime_price", np.nan))


def capacity_in(path: Path, decimals: str | None = None) -> TableFile:
    """Read the days of each role per quarter.

    Args:
        path: A file as `table_file` reads it, with role, quarter and days; or with a row per role and a
            column per quarter, or the other way round.
        decimals: As for `plain_numbers`.

    Returns:
        The table, with numbers read and quarters written as 2027Q1.

    Raises:
        LimitsError: A cell is no number.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "days.csv")
        ...     _ = path.write_text("role,Q1 2027,Q2 2027\\nit,20,15\\n", "utf-8")
        ...     capacity_in(path).table
              role quarter  days
        line
        2       it  2027Q1  20.0
        2       it  2027Q2  15.0
    """
    file = table_file(path, _is_header, corner=CORNER)
    table, notes = _renamed(file.table), [*file.notes]
    if "days" not in table:
        table = _long(table)
    lines = table.index
    table, said, _ = plain_numbers(table.reset_index(drop=True), [name for name, _ in FIGURES], decimals)
    faults: list[str] = []
    for name, blank in FIGURES:
        if name in table:
            table[name] = numbers(table, name, faults, blank=blank, least=-np.inf)
    if faults:
        raise LimitsError(
            fault_list("The limits", [f"capacity {with_line_numbers(fault, lines)}" for fault in faults])
        )
    if "quarter" in table:
        table["quarter"] = [quarter_name(cell) for cell in table["quarter"]]
    return TableFile(DataFrame(table).set_axis(lines), (*notes, *said))


def _is_header(headings: list[str]) -> bool:
    words = {WORDS.get(bare_heading(name), name) for name in headings}
    quarters = [name for name in headings if _is_quarter(name)]
    known = {"role", "quarter", "days"} & words
    return len(known) >= 2 or bool(quarters) or ("quarter" in words and not id_heading(headings))


def _is_quarter(cell: object) -> bool:
    return bool(NAMED.fullmatch(quarter_name(cell)))


def _renamed(table: DataFrame) -> DataFrame:
    names = {name: WORDS.get(bare_heading(name), name) for name in table.columns}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    return table.rename(columns={name: new for name, new in names.items() if new not in twice})


def _long(wide: DataFrame) -> DataFrame:
    """A row per role and quarter, of a table with one of them down and the other across, without totals."""
    across = [name for name in wide.columns if _is_quarter(name)]
    down, named = ("role", "quarter") if across else ("quarter", "role")
    if down not in wide:
        first = next((name for name in wide.columns if name not in across), None)
        if first is None or not (across or wide[first].dropna().map(_is_quarter).all()):
            return wide
        wide = wide.rename(columns={first: down})
    others = across or [name for name in wide.columns if name != down and not TOTAL.fullmatch(str(name))]
    rows = wide[~wide[down].map(lambda cell: bool(TOTAL.fullmatch(text(cell))))]
    cells = [
        {down: row[down], named: str(name).removeprefix("days_"), "days": row[name], "line": line}
        for line, row in rows.iterrows()
        for name in others
        if not is_blank(row[down])
    ]
    return (
        DataFrame(cells, columns=["role", "quarter", "days", "line"])
        .set_index("line")
        .rename_axis(wide.index.name)
    )
