"""What was decided on the plan of a quarter, beside what the plan itself says."""

from pandas import DataFrame

from workbook.opportunities import IN_PLAN
from workbook.privacy import tells

DIVIDED = ("no consensus", "unstable")


@tells()
def decided_now(
    decisions: DataFrame, plan: DataFrame, panel: DataFrame, listed: DataFrame, first: str, period: str
) -> DataFrame:
    """Put each decision on the plan of a quarter beside the plan and what the experts thought.

    Args:
        decisions: Table of decisions: opportunity, decided, decided_on, decided_by, remark, period.
        plan: The plan table: opportunity, decision, start.
        panel: The panel: opportunity, verdict.
        listed: Table of opportunities: opportunity, title.
        first: First quarter of the plan.
        period: The quarter whose plan they are about, by their column period: one without it is of a plan
            before, and what came of it is told with what changed.

    Returns:
        A row per opportunity, the last decision on it: opportunity, title, decided, decided_on, decided_by,
        remark, plan_start (missing where the plan leaves it out), differs (bool: a start that the plan does
        not make in its first quarter, a postponement of one that it does, a stop of one that is in it) and
        divided (bool: the experts did not agree on it).

    Example:
        >>> import pandas as pd
        >>> one = {"opportunity": ["O1"], "decided": "start", "decided_by": None, "remark": None}
        >>> one |= {"decided_on": pd.to_datetime(["2018-01-09"]), "period": "2017Q4"}
        >>> plan = DataFrame({"opportunity": ["O1"], "decision": "start", "start": "2018Q2"})
        >>> panel = DataFrame({"opportunity": ["O1"], "verdict": "agreed"})
        >>> listed = DataFrame({"opportunity": ["O1"], "title": "Faq"})
        >>> found = decided_now(DataFrame(one), plan, panel, listed, "2018Q1", "2017Q4")
        >>> found[["plan_start", "differs"]].to_numpy().tolist()
        [['2018Q2', True]]
    """
    latest = decisions[decisions["period"].eq(period)].sort_values("decided_on", kind="stable")
    latest = latest.drop_duplicates("opportunity", keep="last")
    names, columns = latest["opportunity"], ["opportunity", "decided", "decided_on", "decided_by", "remark"]
    start = names.map(plan[plan["decision"].isin(IN_PLAN)].set_index("opportunity")["start"])
    differs = {"start": start.ne(first), "postpone": start.eq(first), "stop": start.notna()}
    table = latest.reindex(columns=columns).assign(
        plan_start=start,
        differs=sum((latest["decided"].eq(kind) & rows for kind, rows in differs.items()), names.ne(names)),
        divided=names.map(panel.set_index("opportunity")["verdict"]).isin(DIVIDED),
    )
    return table.merge(listed[["opportunity", "title"]], on="opportunity").reset_index(drop=True)
