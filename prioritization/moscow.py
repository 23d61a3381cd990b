"""Must, should, could and won't: what a column of such words says of each opportunity."""

import re

from pandas import DataFrame, Series

from prioritization.errors import few
from prioritization.headings import bare_heading
from prioritization.parsing import text

HEADINGS = ("moscow", "moscow_priority", "priority", "prioriteit", "prio")
WORDS = {
    **dict.fromkeys(("m", "must", "must have", "mo", "moet"), "must_do"),
    **dict.fromkeys(("s", "should", "should have", "c", "could", "could have", ""), ""),
    **dict.fromkeys(("w", "won't", "wont", "won't have", "wont have", "would", "would have"), "must_not"),
}


def with_moscow(table: DataFrame, used: set[str] | None = None) -> tuple[DataFrame, list[str]]:
    """Read must and won't as must_do and must_not, where each cell of a column is such a word.

    Args:
        table: A row per opportunity, as its file holds it.
        used: The heading of the column that is read is added.

    Returns:
        The table, and the sentence that says so; none where there is no such column, or must_do or must_not
        is there already.

    Example:
        >>> rows = {"opportunity": ["A", "B", "C"], "MoSCoW": ["Must have", "Could", "Won't"]}
        >>> table, notes = with_moscow(DataFrame(rows))
        >>> table["must_do"].tolist(), notes
        (['yes', '', ''], ['Read from MoSCoW: A must be done; C must not be done.'])
    """
    heading = next((name for name in table if bare_heading(name) in HEADINGS), None)
    if heading is None or "opportunity" not in table or {"must_do", "must_not"} & set(table):
        return table, []
    read = table[heading].map(lambda cell: WORDS.get(_plain(cell)))
    if read.isna().any() or not read.ne("").any():
        return table, []
    if used is not None:
        used.add(heading)
    told = {"must_do": "must be done", "must_not": "must not be done"}
    names = {rule: table.loc[read.eq(rule), "opportunity"].map(text) for rule in told}
    said = "; ".join(f"{few(names[rule])} {words}" for rule, words in told.items() if len(names[rule]))
    rules = {rule: Series("yes", table.index).where(read.eq(rule), "") for rule in told}
    return table.assign(**rules), [f"Read from {heading}: {said}."]


def _plain(cell: object) -> str:
    words = re.sub(r"[\s_-]+", " ", text(cell).lower().replace("’", "'"))
    return re.sub(r"^\d+\W+|\s*\(.*\)$", "", words)
