"""Opportunities by their titles: ids in the place of titles in lists, and each title once."""

from pandas import DataFrame

from prioritization.errors import OpportunitiesError, fault_list, few
from prioritization.opportunities import RELATIONS
from prioritization.parsing import column, id_lists, text


def with_ids_for_titles(table: DataFrame) -> DataFrame:
    """Replace titles by ids in `requires`, `excludes` and `together`.

    Args:
        table: A row per opportunity, with `opportunity` and perhaps `title`.

    Returns:
        The table, with tuples in those columns. What is neither an id nor a title stays as it is.

    Raises:
        OpportunitiesError: What is named is the title of several.

    Example:
        >>> rows = DataFrame({"opportunity": ["P-1", "P-2"], "title": ["One login", "Chat"]})
        >>> with_ids_for_titles(rows.assign(requires=[None, "one login"]))["requires"].tolist()
        [(), ('P-1',)]
    """
    if "opportunity" not in table or table.columns.has_duplicates:
        return table  # told by the check of the table
    ids_of = _ids_by_title(table) | {name: [name] for name in table["opportunity"].map(text)}
    lists, faults = {}, []
    for name in (relation for relation in RELATIONS if relation in table):
        known = {*ids_of, *column(table, "title").map(text)}
        named = id_lists(table[name], known)
        lists[name] = [tuple(dict.fromkeys(_ids(one, ids_of)[0] for one in several)) for several in named]
        faults += [
            f"row {row}, {name}: '{one}' is the title of {few(ids)}; name the id"
            for row, several in enumerate(named, start=1)
            for one in several
            if len(ids := _ids(one, ids_of)) > 1
        ]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return table.assign(**lists)


def refuse_same_titles(table: DataFrame) -> None:
    """Refuse a title that several opportunities have: the same one would count several times.

    Args:
        table: A row per opportunity, with `opportunity` and perhaps `title`.

    Raises:
        OpportunitiesError: A title appears twice.
    """
    rows: dict[str, list[int]] = {}
    titles = column(table, "title").map(text)
    for row, title in enumerate(titles, start=1):
        rows.setdefault(title.casefold(), []).append(row)
    faults = [
        f"title: '{titles.iloc[at[0] - 1]}' appears {len(at)} times (rows {', '.join(map(str, at))}), and"
        " would count as often; take out all but one, or give them other titles"
        for title, at in rows.items()
        if title and len(at) > 1
    ]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))


def _ids_by_title(table: DataFrame) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    titles = table["title"] if "title" in table else table["opportunity"]
    for name, title in zip(table["opportunity"].map(text), titles.map(text), strict=True):
        ids.setdefault(title.casefold(), []).append(name)
    return ids


def _ids(named: str, ids_of: dict[str, list[str]]) -> list[str]:
    """The ids that a word may mean; the word itself where it is not known."""
    return ids_of.get(named, ids_of.get(named.casefold(), [named]))
