"""The role of each expert in the table of scores: one, and known of all or of none."""

from collections.abc import Mapping

import pandas as pd

from workbook.tables.faults import Fault, RawTable


def two_roles(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    """Experts who have two roles in the scores of one quarter.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
    """
    scores = frames.get("scores", pd.DataFrame())
    if "scores" not in raw or not {"expert", "role", "at"} <= set(scores):
        return []
    given = scores.dropna(subset=["expert", "role", "at"])
    given = given.assign(quarter=given["at"].dt.to_period("Q").astype("str"))
    faults = []
    for (expert, _), rows in given.groupby(["expert", "quarter"], sort=False):
        roles = rows["role"].unique()
        if len(roles) > 1:
            said = " and ".join(f"'{role}'" for role in roles)
            first = rows.drop_duplicates("role").index
            message = f"expert '{expert}' has {said} in one quarter; an expert has one role, so choose one"
            faults.append(raw["scores"].fault(message, "role", first))
    return faults


def experts_without_role(scores: pd.DataFrame) -> dict[str, int]:
    """Count the experts without a role, where others have one.

    Args:
        scores: The checked table: expert, role.

    Returns:
        n (experts without a role) and n_all; nothing where all have a role, or nobody has.

    Example:
        >>> experts_without_role(pd.DataFrame({"expert": ["a", "b"], "role": ["IT", None]}))
        {'n': 1, 'n_all': 2}
    """
    known = scores["role"].notna().groupby(scores["expert"]).any()
    n = int((~known).sum())
    return {"n": n, "n_all": len(known)} if 0 < n < len(known) else {}
