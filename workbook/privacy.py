"""Hide what would tell something about a few people."""

from collections.abc import Sequence

import pandas as pd


def hide_small(
    table: pd.DataFrame,
    measures: Sequence[str],
    minimum: int,
    *,
    n: str = "n",
    within: Sequence[str] = (),
) -> pd.DataFrame:
    """Blank the measures of small groups; the count stays.

    When exactly one group is small, the next smallest is blanked too: a total would give the first away.

    Args:
        table: One row per group, with the count in column `n`.
        measures: The columns to blank.
        minimum: The smallest group that shows its measures.
        n: The column with the number of people in the group.
        within: Columns by whose values the rows add up to totals that are shown elsewhere, hidden there by
            this same rule; the widest first. A row of a total that is hidden is hidden too, and the second
            one is looked for within each total.

    Returns:
        A new table with the same rows.

    Example:
        >>> groups = pd.DataFrame({"n": [4, 25, 90], "value": [1.0, 2.0, 3.0]})
        >>> hide_small(groups, ["value"], 10)["value"].isna().tolist()
        [True, True, False]
    """
    if within:
        return _hide_within(table, list(measures), minimum, n, within)
    small = table[n].between(1, minimum - 1)
    if small.sum() == 1 and (others := table.loc[~small & table[n].gt(0), n]).size:
        small = small | (table.index == others.idxmin())
    shown = table.copy()
    shown[list(measures)] = shown[list(measures)].astype("float64").mask(small)
    return shown


def _hide_within(
    table: pd.DataFrame, measures: list[str], minimum: int, n: str, within: Sequence[str]
) -> pd.DataFrame:
    shown = table.copy()
    shown[measures] = shown[measures].astype("float64")
    widest, *narrower = within
    totals = table.groupby(widest, sort=False)[[n]].sum().assign(total=1.0)
    hidden = hide_small(totals, ["total"], minimum, n=n)["total"].isna()
    for name, part in table.groupby(widest, sort=False):
        kept = hide_small(part, measures, minimum, n=n, within=narrower)[measures]
        shown.loc[part.index, measures] = float("nan") if hidden[name] else kept
    return shown
