"""What moved between one plan and the next."""

import pandas as pd
from pandas import DataFrame, Series

OUT = ("left out", "stop")
COLUMNS = ["opportunity", "move", "start_before", "start_after", "score_before", "score_after"]


def plan_changes(
    before: DataFrame,
    after: DataFrame,
    scores_before: Series | None = None,
    scores_after: Series | None = None,
) -> DataFrame:
    """Hold two schedules against each other.

    Quarters are compared as text: 2027Q1 comes before 2027Q2.

    Args:
        before: The schedule of the earlier plan: opportunity, decision, start. What was finished
            before the plan has decision "delivered".
        after: The schedule of the later plan.
        scores_before: Scores of the earlier plan, by opportunity.
        scores_after: Scores of the later plan, by opportunity.

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

    Example:
        >>> before = DataFrame({"opportunity": ["returns", "login"], "decision": ["start", "start"],
        ...     "start": ["2027Q1", "2027Q2"]})
        >>> after = DataFrame({"opportunity": ["returns", "login"], "decision": ["continue", "left out"],
        ...     "start": ["2027Q2", None]})
        >>> plan_changes(before, after)["move"].tolist()
        ['started', 'dropped']
    """
    old, new = before.set_index("opportunity"), after.set_index("opportunity")
    names = list(dict.fromkeys([*new.index, *old.index]))
    rows = []
    for name in names:
        was = old.loc[name] if name in old.index else None
        now = new.loc[name] if name in new.index else None
        rows.append((name, _move(was, now), _start(was), _start(now)))
    table = DataFrame(rows, columns=COLUMNS[:4])
    table["score_before"] = _scores(table["opportunity"], scores_before)
    table["score_after"] = _scores(table["opportunity"], scores_after)
    return table


def _move(was: Series | None, now: Series | None) -> str:
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
    return "in again" if then in OUT else _shift(was["start"], now["start"])


def _shift(was: str, now: str) -> str:
    if now == was:
        return "unchanged"
    return "moved earlier" if now < was else "moved later"


def _start(row: Series | None) -> str | None:
    return None if row is None or pd.isna(row["start"]) else row["start"]


def _scores(names: Series, scores: Series | None) -> Series:
    return names.map({} if scores is None else scores.to_dict()).astype(float)
