"""Hide what would tell something about a few people."""

from collections.abc import Sequence

import pandas as pd


def hide_small(
    table: pd.DataFrame,
    measures: Sequence[str],
    minimum: int,
    *,
    n: str = "n",
    group: str | None = None,
    within: str | None = None,
) -> pd.DataFrame:
    """Blank the measures of small groups; the count stays.

    From a total and the groups that are shown, a reader gets what the hidden groups hold together. So where
    one is hidden, the next smallest are too, until the hidden ones are two and together no small group.

    Args:
        table: One row per group, with the count in column `n`; or more rows per group, with the same count.
        measures: The columns to blank.
        minimum: The smallest group that shows its measures.
        n: The column with the number of people in the group.
        group: The column that names the group; each row is one if not given.
        within: The column whose values have a total each; there is one total if not given.

    Returns:
        A new table with the same rows.

    Source:
        Primary and secondary suppression: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.

    Example:
        >>> groups = pd.DataFrame({"n": [4, 25, 90], "value": [1.0, 2.0, 3.0]})
        >>> hide_small(groups, ["value"], 10)["value"].isna().tolist()
        [True, True, False]
    """
    names = pd.Series(table.index, table.index) if group is None else table[group]
    totals = pd.Series(0, table.index) if within is None else table[within]
    hidden = pd.Series(False, table.index)
    for _, rows in table.groupby(totals):
        name = names[rows.index]
        sizes = rows.groupby(name)[n].first()
        hidden[rows.index] = name.isin(_hidden(sizes[sizes > 0], minimum))
    shown = table.copy()
    shown[list(measures)] = shown[list(measures)].astype("float64").mask(hidden)
    return shown


def _hidden(sizes: pd.Series, minimum: int) -> pd.Index:
    """The groups to hide: the small ones, and with them the smallest of the others that they need."""
    sizes = sizes.sort_values(kind="stable")
    small = int((sizes < minimum).sum())
    if not small:
        return sizes.index[:0]
    enough = int((sizes.cumsum() < minimum).sum()) + 1
    return sizes.index[: max(small, enough, 2)]
