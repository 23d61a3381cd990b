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
    within: Sequence[str] = (),
) -> pd.DataFrame:
    """Blank the measures of small groups; the count stays.

    From a total and the groups that are shown, a reader gets what the hidden groups hold together. So where
    one is hidden, the next smallest are too, until the hidden ones are two and together no small group. A
    group of which all measures are 0 hides nobody: it is passed over.

    Args:
        table: One row per group, with the count in column `n`; or more rows per group, with the same count.
        measures: The columns to blank.
        minimum: The smallest group that shows its measures.
        n: The column with the number of people in the group.
        group: The column that names the group; each row is one if not given.
        within: Columns by whose values the rows add up to totals that are shown elsewhere, hidden there by
            this same rule; the widest first. A row of a total that is hidden is hidden too, and the second
            one is looked for within each total.

    Returns:
        A new table with the same rows.

    Source:
        Primary and secondary suppression: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.

    Example:
        >>> groups = pd.DataFrame({"n": [4, 25, 90], "value": [1.0, 2.0, 3.0]})
        >>> hide_small(groups, ["value"], 10)["value"].isna().tolist()
        [True, True, False]
    """
    shown, measures = table.copy(), list(measures)
    shown[measures] = shown[measures].astype("float64")
    if not within:
        names = pd.Series(table.index, table.index) if group is None else table[group]
        groups = shown[measures].fillna(0).ne(0).any(axis=1).groupby(names).any().to_frame("tells")
        groups["n"] = table[n].groupby(names).first()
        shown[measures] = shown[measures].mask(names.isin(_hidden(groups, minimum)))
        return shown
    widest, *narrower = within
    totals = table.groupby(widest, sort=False)[[n]].sum().assign(total=1.0)
    hidden = hide_small(totals, ["total"], minimum, n=n)["total"].isna()
    for name, part in table.groupby(widest, sort=False):
        kept = hide_small(part, measures, minimum, n=n, group=group, within=narrower)[measures]
        shown.loc[part.index, measures] = float("nan") if hidden[name] else kept
    return shown


def _hidden(groups: pd.DataFrame, minimum: int) -> pd.Index:
    """The groups to hide: the small ones, and with them the smallest of the others that they need."""
    small = groups["n"].between(1, minimum - 1)
    if not small.any():
        return groups.index[:0]
    sizes = groups.loc[groups["n"].gt(0) & (small | groups["tells"]), "n"].sort_values(kind="stable")
    enough = int((sizes.cumsum() < minimum).sum()) + 1
    return sizes.index[: max(int(small.sum()), enough, 2)]
