"""Tables declare what they tell of people, and what would tell something about a few is hidden."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np
import pandas as pd

from workbook.errors import PrivacyError

DECLARED = "privacy"
EXACT = 1e-9  # of people: what is less is a rounding error


def declare(table: pd.DataFrame, *columns: str, **rule: Any) -> pd.DataFrame:
    """Declare which columns of a table tell of people, and which one counts them.

    Args:
        table: The table; several rules may be declared, one after the other.
        columns: The columns that tell of people; none when the table only counts, or is of nobody.
        rule: n, group and totals, as `hide_small` takes them, or overlaps, as `hide_overlapping` does.

    Returns:
        The same table, which carries the declaration along; what does not is refused at publication.
    """
    rules = table.attrs.get(DECLARED, ())
    declared = table.copy(deep=False)
    declared.attrs[DECLARED] = (*rules, {"measures": columns, **rule}) if columns else tuple(rules)
    return declared


def tells(*columns: str, **rule: Any) -> Callable[[Callable[..., pd.DataFrame]], Callable[..., pd.DataFrame]]:
    """`declare` as a decorator of a measure; what its inputs declared is not inherited."""

    def declared(measure: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        @wraps(measure)
        def made(*args: Any, **options: Any) -> pd.DataFrame:
            table = measure(*args, **options)
            table.attrs.pop(DECLARED, None)
            return declare(table, *columns, **rule)

        return made

    return declared


def hidden(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """A table without what would tell something about a few people, by its own declaration.

    Args:
        table: A table that declares what it tells.
        minimum: The smallest group that shows its measures.

    Raises:
        PrivacyError: It declares nothing.
    """
    if DECLARED not in table.attrs:
        raise PrivacyError("it does not declare what it tells of people")
    for rule in table.attrs[DECLARED]:
        if "overlaps" in rule:
            table = hide_overlapping(table, minimum=minimum, **rule)
        else:
            table = hide_small(table, minimum=minimum, **rule)
    return table


def hide_small(
    table: pd.DataFrame,
    measures: Sequence[str],
    minimum: int,
    *,
    n: str = "n",
    group: str | None = None,
    totals: Sequence[str] = (),
) -> pd.DataFrame:
    """Blank the measures of small groups; the count stays.

    From a total and the groups that are shown, a reader gets what the hidden groups hold together. So where
    one is hidden, the next smallest are too, until the hidden ones are two and together no small group. A
    group of which a measure is 0 hides nobody behind that measure (who did not order brings nothing, and all
    know it): it is passed over, for each measure by itself, so that tables which show a measure beside other
    ones hide the same groups or more.

    Args:
        table: One row per group, with the count in column `n`; or more rows per group, with the same count.
        measures: The columns to blank.
        minimum: The smallest group that shows its measures.
        n: The column with the number of people in the group.
        group: The column that names the group; each row is one if not given.
        totals: Columns by whose values the rows add up to totals that are shown elsewhere, hidden there by
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
    if not totals:
        names = pd.Series(table.index, table.index) if group is None else table[group]
        tells = shown[measures].fillna(0).ne(0).groupby(names).any()
        sizes = table[n].groupby(names).first()
        hidden = {group for measure in measures for group in _hidden(sizes, tells[measure], minimum)}
        shown[measures] = shown[measures].mask(names.isin(hidden))
        return shown
    widest, *narrower = totals
    sums = shown.groupby(widest, sort=False)[[n, *measures]].sum()
    hidden = hide_small(sums, measures, minimum, n=n)[measures].isna().any(axis=1)
    shown.loc[table[widest].map(hidden).fillna(False).astype(bool), measures] = float("nan")
    small = table[n].between(1, minimum - 1) & ~table[widest].map(hidden).fillna(False).astype(bool)
    for _, part in table[table[widest].isin(table.loc[small, widest])].groupby(widest, sort=False):
        kept = hide_small(part, measures, minimum, n=n, group=group, totals=narrower)
        shown.loc[part.index, measures] = kept[measures]
    return shown


def _hidden(sizes: pd.Series, tells: pd.Series, minimum: int) -> pd.Index:
    """The groups to hide: the small ones, and with them the smallest of the others that they need."""
    small = sizes.between(1, minimum - 1)
    if not small.any():
        return sizes.index[:0]
    hidden = _smallest(sizes[sizes.gt(0) & (small | tells)], small, minimum)
    if (small & tells).any():  # a small group at 0 is no cover for them
        hidden = hidden.union(_smallest(sizes[sizes.gt(0) & tells], small & tells, minimum), sort=False)
    return hidden


def _smallest(sizes: pd.Series, small: pd.Series, minimum: int) -> pd.Index:
    """As many groups as are small, two at the least, and together no small group."""
    sizes = sizes.sort_values(kind="stable")
    enough = int((sizes.cumsum() < minimum).sum()) + 1
    return sizes.index[: max(int(small.sum()), enough, 2)]


def hide_overlapping(
    table: pd.DataFrame, measures: Sequence[str], minimum: int, *, overlaps: pd.DataFrame, keep: Sequence[str]
) -> pd.DataFrame:
    """Blank more groups where several groupings of the same people together give away what few of them hold.

    A reader knows of every group that is shown the sum over its members. What few people hold is given away
    where those sums add up to it. Then the smallest group behind that is hidden too, until nothing is.

    Args:
        table: grouping, group, and the measures; blank where they are hidden already.
        measures: The columns to blank.
        minimum: The smallest number of people of whom a measure may be known.
        overlaps: A column per grouping with the group, and n: how many people are in this combination.
        keep: Groupings that are shown elsewhere too; a group of another one is hidden first.

    Returns:
        A new table with the same rows.

    Source:
        Linear sensitivity and linked tables: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
    """
    shown, people = table.copy(), overlaps["n"].to_numpy()
    members = np.array([overlaps[row.grouping].eq(row.group) for row in table.itertuples()], dtype=float)
    few = _few(table, members, people, minimum)
    first = table["grouping"].isin(keep).to_numpy()
    order = np.lexsort((members @ people, first))  # of several, the smallest that is shown here only
    for measure in measures:
        # Who is in a group that brings nothing brings nothing, and all know it.
        counts = ~(members[shown[measure].eq(0).to_numpy()] > 0).any(axis=0)
        while (behind := _given_away(members, few, counts, shown[measure].notna().to_numpy())).any():
            shown.loc[shown.index[next(at for at in order if behind[at])], list(measures)] = float("nan")
    return shown


def _few(table: pd.DataFrame, members: np.ndarray, people: np.ndarray, minimum: int) -> np.ndarray:
    """Who must not be known together: every group, and every two that overlap, of fewer than the minimum."""
    kinds = table["grouping"].to_numpy()
    pairs = [
        one * other
        for at, one in enumerate(members)
        for other in members[at + 1 :][kinds[at + 1 :] != kinds[at]]
    ]
    sets = np.unique(np.array([*members, *pairs]), axis=0)
    sizes = sets @ people
    return sets[(sizes > 0) & (sizes < minimum)]


def _given_away(members: np.ndarray, few: np.ndarray, counts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The known groups whose sums add up to what few people hold; none where nothing is given away."""
    behind, sums, aims = np.zeros(len(members), dtype=bool), members[known][:, counts], few[:, counts]
    aims = aims[aims.any(axis=1)]
    if len(sums) and len(aims):
        weights, *_ = np.linalg.lstsq(sums.T, aims.T, rcond=None)
        exact = np.abs(sums.T @ weights - aims.T).max(axis=0) < EXACT
        if exact.any():
            behind[np.flatnonzero(known)[np.abs(weights[:, exact][:, 0]) > EXACT]] = True
    return behind
