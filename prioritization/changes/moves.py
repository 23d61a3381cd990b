"""Moves of opportunities between one plan and the next."""

from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import LimitsError, OpportunitiesError, fault_list
from prioritization.horizon import NAMED_QUARTER

NEEDED = ("opportunity", "decision", "start")
OUT = ("left out", "stop")
COLUMNS = ["opportunity", "move", "start_before", "start_after", "score_before", "score_after"]


def plan_changes(
    before: DataFrame,
    after: DataFrame,
    scores_before: Series | None = None,
    scores_after: Series | None = None,
    quarters: Sequence[str] | None = None,
) -> DataFrame:
    """Hold two schedules against each other.

    Args:
        before: The schedule of the earlier plan: opportunity, decision, start. What was finished
            before the plan has decision "delivered".
        after: The schedule of the later plan.
        scores_before: Scores of the earlier plan, by opportunity.
        scores_after: Scores of the later plan, by opportunity.
        quarters: The quarters of both plans, in their order. Names such as 2027Q1 need none; others
            have no order of their own.

    Returns:
        A row per opportunity in either schedule, those of `after` first:

        - opportunity
        - move: "new" or "gone" (only in the later or only in the earlier table), "started" (is now
          running and was not), "continues" (was running and is), "accelerated" (goes faster now),
          "stopped" (was to be done and is stopped now), "delivered" (is finished now), "in again" (was
          left out or stopped), "dropped" (is left out now), "moved earlier", "moved later", or
          "unchanged"; what was left out and still waits is unchanged
        - start_before, start_after: quarters; missing where not in the plan
        - score_before, score_after: missing where not given

    Raises:
        OpportunitiesError: A schedule has not these columns, or an opportunity appears twice.
        LimitsError: An opportunity moved between quarters whose order is not known.

    Example:
        >>> before = DataFrame({"opportunity": ["returns", "login"], "decision": ["start", "start"],
        ...     "start": ["2027Q1", "2027Q2"]})
        >>> after = DataFrame({"opportunity": ["returns", "login"], "decision": ["continue", "left out"],
        ...     "start": ["2027Q2", None]})
        >>> plan_changes(before, after)["move"].tolist()
        ['started', 'dropped']
    """
    faults = [*_table_faults("before", before), *_table_faults("after", after)]
    faults += [*_score_faults("scores_before", scores_before), *_score_faults("scores_after", scores_after)]
    if faults:
        raise OpportunitiesError(fault_list("The schedules", faults))
    old, new = before.set_index("opportunity"), after.set_index("opportunity")
    names = list(dict.fromkeys([*new.index, *old.index]))
    rows = []
    for name in names:
        was = old.loc[name] if name in old.index else None
        now = new.loc[name] if name in new.index else None
        rows.append((name, _move(was, now, quarters, faults), _start(was), _start(now)))
    if faults:
        raise LimitsError(fault_list("The order of the quarters", list(dict.fromkeys(faults))))
    table = DataFrame(rows, columns=COLUMNS[:4])
    table["score_before"] = _scores(table["opportunity"], scores_before)
    table["score_after"] = _scores(table["opportunity"], scores_after)
    return table


def _move(was: Series | None, now: Series | None, quarters: Sequence[str] | None, faults: list[str]) -> str:
    if was is None:
        return "new"
    if now is None:
        return "gone"
    then, today = was["decision"], now["decision"]
    if today in ("delivered", "accelerate", "stop"):
        move = {"delivered": "delivered", "accelerate": "accelerated", "stop": "stopped"}[today]
        return "unchanged" if then == today else move
    if today == "continue":
        return "continues" if then in ("continue", "accelerate") else "started"
    if today == "left out":
        return "unchanged" if then in OUT else "dropped"
    if then in OUT:
        return "in again"
    return _shift(_start(was), _start(now), quarters, faults)


def _shift(was: str | None, now: str | None, quarters: Sequence[str] | None, faults: list[str]) -> str:
    if now == was:
        return "unchanged"
    if quarters is not None and was in quarters and now in quarters:
        earlier = list(quarters).index(now) < list(quarters).index(was)
    elif NAMED_QUARTER.fullmatch(str(was)) and NAMED_QUARTER.fullmatch(str(now)):
        earlier = now < was
    else:
        faults.append(f"quarters: which of '{was}' and '{now}' comes first is not known; give both, in order")
        return ""
    return "moved earlier" if earlier else "moved later"


def _table_faults(name: str, schedule: DataFrame) -> list[str]:
    missing = [column for column in NEEDED if column not in schedule]
    if missing:
        return [f"{name}: column '{column}' is missing" for column in missing]
    return _twice(name, schedule["opportunity"])


def _score_faults(name: str, scores: Series | None) -> list[str]:
    return [] if scores is None else _twice(name, scores.index.to_series())


def _twice(name: str, ids: Series) -> list[str]:
    return [
        f"{name}: '{one}' appears {count} times" for one, count in ids.value_counts().items() if count > 1
    ]


def _start(row: Series | None) -> str | None:
    return None if row is None or pd.isna(row["start"]) else row["start"]


def _scores(names: Series, scores: Series | None) -> Series:
    return names.map({} if scores is None else scores.to_dict()).astype(float)
