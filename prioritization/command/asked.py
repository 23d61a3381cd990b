"""The opportunities that `--why` asks about."""

from collections.abc import Sequence

from pandas import DataFrame, concat

from prioritization.conflicts import names
from prioritization.errors import LimitsError, did_you_mean, fault_list
from prioritization.parsing import text


def asked_ids(table: DataFrame, asked: Sequence[str], settled: DataFrame | None = None) -> list[str]:
    """Find the opportunities that are asked about, by id or by title.

    Args:
        table: Opportunities: opportunity, and perhaps title.
        asked: Ids or titles, as typed.
        settled: Those that are done or cancelled, likewise.

    Returns:
        Their ids, in the order asked, each once.

    Raises:
        LimitsError: One is not there, or a title is that of several.
    """
    table = table if settled is None else concat([table, settled], ignore_index=True)
    ids = table["opportunity"].tolist()
    titles = [text(title) for title in table["title"]] if "title" in table else ids
    faults, found = [], []
    for name in map(text, asked):
        both = zip(ids, titles, strict=True)
        of_title = [own for own, title in both if name.casefold() in (own.casefold(), title.casefold())]
        if name in ids or len(of_title) == 1:
            found.append(name if name in ids else of_title[0])
        elif of_title:
            faults.append(f"--why: '{name}' is the title of {names(of_title)}; give one of these ids")
        else:
            faults.append(f"--why: there is no opportunity '{name}'{did_you_mean(name, [*ids, *titles])}")
    if faults:
        raise LimitsError(fault_list("The options", faults))
    return list(dict.fromkeys(found))
