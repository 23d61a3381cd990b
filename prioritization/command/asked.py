"""The opportunities that `--why` asks about."""

from collections.abc import Sequence

from prioritization.conflicts import names
from prioritization.errors import LimitsError, did_you_mean, fault_list
from prioritization.parsing import text
from prioritization.problem import Problem


def asked_ids(problem: Problem, asked: Sequence[str]) -> list[str]:
    """Find the opportunities that are asked about, by id or by title.

    Args:
        problem: The opportunities and the limits.
        asked: Ids or titles, as typed.

    Returns:
        Their ids, in the order asked, each once.

    Raises:
        LimitsError: One is not there, or a title is that of several.
    """
    table = problem.table
    ids = table["opportunity"].tolist()
    titles = [text(title) for title in table["title"]] if "title" in table else ids
    faults, found = [], []
    for name in map(text, asked):
        of_title = [own for own, title in zip(ids, titles, strict=True) if title == name]
        if name in ids or len(of_title) == 1:
            found.append(name if name in ids else of_title[0])
        elif of_title:
            faults.append(f"--why: '{name}' is the title of {names(of_title)}; give one of these ids")
        else:
            faults.append(f"--why: there is no opportunity '{name}'{did_you_mean(name, [*ids, *titles])}")
    if faults:
        raise LimitsError(fault_list("The options", faults))
    return list(dict.fromkeys(found))
