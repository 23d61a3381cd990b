"""Numbers in a sheet as a whole: 10k and 1M, and 30.000 where another column tells the decimal mark."""

import re
from collections.abc import Iterable
from decimal import Decimal

from pandas import DataFrame, Series

from prioritization.written_numbers import decimal_marks, unsure_rows

SHORT = re.compile(
    r"(?P<before>[^\w]*(?:EUR|USD|GBP)?\s?)(?P<number>\d+(?:[.,]\d{1,2})?)\s?(?P<unit>k|K|M|mln|mio)\.?"
    r"(?P<behind>\s?(?:€|\$|£|EUR|USD|GBP|euro)?\s?)"
)
UNITS = {"k": 1_000, "m": 1_000_000, "mln": 1_000_000, "mio": 1_000_000}
MARKS = {"comma": ",", "point": "."}
NOT_KNOWN = {
    "?",
    "??",
    "tbd",
    "t.b.d.",
    "tba",
    "unknown",
    "ntb",
    "n.t.b.",
    "nvt",
    "n.v.t.",
    "nog te bepalen",
    "onbekend",
}
"""What people write where an amount is not estimated yet, in small letters."""


def plain_numbers(
    table: DataFrame, names: Iterable[str], decimals: str | None = None
) -> tuple[DataFrame, list[str], str]:
    """Write out short numbers, and those that could be a thousand or a fraction where that is known.

    Args:
        table: Cells as their file holds them.
        names: The columns that hold numbers.
        decimals: "comma" or "point"; without it, the decimals of the other columns decide, if they agree.

    Returns:
        The table, sentences on what was read in which way, and the decimal mark; empty where nothing tells.

    Example:
        >>> sheet = DataFrame({"score": ["8,5", "7"], "cost": ["30.000", "10k"]})
        >>> table, notes, mark = plain_numbers(sheet, ["score", "cost"])
        >>> table["cost"].tolist()
        ['30000', '10000']
        >>> notes
        ['Read k as thousands and M as millions in cost: 10k is 10.000.',
         'Read 30.000 in cost as a thousand, as score has decimals with a comma.']
        >>> mark
        ','
    """
    names = [name for name in dict.fromkeys(names) if name in table]
    read = {name: table[name].map(written_out) for name in names}
    told = {name: _decimals(column) for name, column in read.items()}
    said = set("".join(told.values()))
    mark = MARKS[decimals] if decimals else said.pop() if len(said) == 1 else ""
    notes = [sentence for name in names if (sentence := _short(table[name], name, mark))]
    for name, column in read.items() if mark else ():
        rows = unsure_rows(column.dropna())
        if not rows or told[name]:
            continue
        read[name] = column.where(~column.index.isin(rows), column.map(lambda cell: decided(cell, mark)))
        first = str(column[rows[0]]).strip()
        other = next((other for other, marks in told.items() if marks), "")
        word = "comma" if mark == "," else "point"
        why = f", as {other} has decimals with a {word}" if other else f" (--decimals {word})"
        kind = "a fraction" if mark in first else "a thousand"
        notes.append(f"Read {first} in {name} as {kind}{why}.")
    return table.assign(**read), notes, mark


def without_unknowns(column: Series) -> Series:
    """Read words such as "TBD" as nothing.

    Example:
        >>> without_unknowns(Series(["5", "TBD", "?"])).isna().tolist()
        [False, True, True]
    """
    return column.mask(column.map(lambda cell: str(cell).strip().lower() in NOT_KNOWN).astype(bool), None)


def written_out(cell: object) -> object:
    """Write a number with its thousands, where it is written as 10k; any other cell stays as it is.

    Example:
        >>> written_out("€ 1,5M"), written_out("10 k"), written_out("O12")
        ('€ 1500000', '10000', 'O12')
    """
    short = SHORT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if short is None:
        return cell
    full = Decimal(short["number"].replace(",", ".")) * UNITS[short["unit"].lower()]
    return f"{short['before']}{int(full)}{short['behind']}" if full == int(full) else cell


def _short(cells: Series, name: str, mark: str) -> str:
    """The sentence that says how 10k was read; empty where nothing is written so."""
    short = next((cell for cell in cells if isinstance(cell, str) and cell != written_out(cell)), "")
    if not short:
        return ""
    full = f"{int(re.sub(r'[^0-9]', '', written_out(short))):,}"
    full = full.replace(",", ".") if mark == "," else full
    return f"Read k as thousands and M as millions in {name}: {short} is {full}."


def _decimals(column: Series) -> str:
    """The decimal marks that numbers of a column tell: none, one or both."""
    return "".join(sorted(decimal_marks(column.dropna())))


def decided(cell: object, mark: str) -> object:
    """Write a number that could be read in two ways so that it can be read in one.

    Example:
        >>> decided("30.000", ","), decided("30.000", ".")
        ('30000', '30.0000')
    """
    if not isinstance(cell, str):
        return cell
    return f"{cell.strip()}0" if mark in cell else re.sub("[.,]", "", cell)
