"""Dependencies between opportunities: prerequisites, dependents, and commitments."""

from collections.abc import Iterable

from pandas import DataFrame, Series


def prerequisites(table: DataFrame, members: Iterable[str]) -> set[str]:
    """Follow what opportunities require, and what those require in turn.

    Args:
        table: Checked opportunities. What is running has started: it waits for nothing any more.
        members: Ids to begin with.

    Returns:
        The ids that must be in a plan that holds `members`, without `members` themselves unless one
        requires another.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> chain = checked_opportunities(DataFrame({"opportunity": ["a", "b", "c"], "score": 1,
        ...     "requires": ["", "a", "b"]}))
        >>> sorted(prerequisites(chain, ["c"]))
        ['a', 'b']
    """
    requires = dict(zip(table["opportunity"], waits_for(table), strict=True))
    ids: set[str] = set()
    ahead = list(members)
    while ahead:
        new = set(requires[ahead.pop()]) - ids
        ids |= new
        ahead += new
    return ids


def dependents(table: DataFrame, name: str) -> set[str]:
    """Follow which opportunities wait for one, and which wait for those in turn.

    Args:
        table: Checked opportunities.
        name: The id of one of them.

    Returns:
        The ids that cannot be in a plan without `name`.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> chain = checked_opportunities(DataFrame({"opportunity": ["a", "b", "c"], "score": 1,
        ...     "requires": ["", "a", "b"]}))
        >>> sorted(dependents(chain, "a"))
        ['b', 'c']
    """
    return {other for other in table["opportunity"] if name in prerequisites(table, [other])}


def companions(table: DataFrame) -> dict[str, tuple[str, ...]]:
    """Find what is in a plan together or not at all; it is enough that one of two names the other.

    Args:
        table: Checked opportunities.

    Returns:
        Per opportunity that belongs with others, those others, in the order of the table.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> rows = {"opportunity": ["a", "b", "c", "d"], "score": 1, "together": ["b", "", "b", ""]}
        >>> companions(checked_opportunities(DataFrame(rows)))
        {'a': ('b', 'c'), 'b': ('a', 'c'), 'c': ('a', 'b')}
    """
    group = {name: {name} for name in table["opportunity"]}
    for name, others in zip(table["opportunity"], table["together"], strict=True):
        for other in others:
            joined = group[name] | group[other]
            group |= dict.fromkeys(joined, joined)
    return {
        name: tuple(other for other in group if other in members and other != name)
        for name, members in group.items()
        if len(members) > 1
    }


def waits_for(table: DataFrame) -> Series:
    """List what each opportunity still has to wait for.

    Args:
        table: Checked opportunities.

    Returns:
        `requires` in the index of `table`, empty for what is running.
    """
    return table["requires"].where(table["status"].ne("running"), Series([()] * len(table), table.index))


def commitments(table: DataFrame) -> DataFrame:
    """Pick the opportunities that every plan holds.

    Args:
        table: Checked opportunities.

    Returns:
        The rows that are must-do, or running and not to be stopped, and those that a must-do requires.
    """
    goes_on = table["status"].eq("running") & table["stop_loss"].isna() & ~table["must_not"]
    named = set(table.loc[table["must_do"] | goes_on, "opportunity"])
    return table[table["opportunity"].isin(named | prerequisites(table, named))]
