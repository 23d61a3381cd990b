"""The use of every limit by a plan, and the binding limits."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.limits.kind import Kind
from prioritization.limits.kinds import COUNTED, KIND_OF, KINDS
from prioritization.milp import Constraint
from prioritization.plan_model import PlanModel, decisions

COLUMNS = ["quarter", "kind", "role", "used", "limit"]


def limit_usage(model: PlanModel, values: NDArray[np.float64]) -> DataFrame:
    """Compare the use of a plan with every limit.

    Args:
        model: The model that was solved.
        values: A value per variable.

    Returns:
        quarter, kind, role, used, limit:

        - "budget": spent by the end of the quarter, against what came in by then; without carry-over,
          within the quarter. Overtime is paid out of it.
        - "capacity": days of a role in regular hours; "overtime": days bought on top.
        - "work_in_progress": opportunities that a team works on; role holds the team.
        - "at_most", "at_least": opportunities in the plan; role holds column and value, quarter is blank.
    """
    data, rows = model.data, []
    used: dict[Kind, list[tuple[Constraint, float]]] = defaultdict(list)
    for rule in model.milp.constraints:
        used[KIND_OF[rule.kind]].append((rule, float(rule.weights @ values[rule.variables])))
    made = decisions(model, values)
    for kind in KINDS:
        rows += kind.usage(data, made, used[kind])
    return DataFrame(rows, columns=COLUMNS).astype({"used": float, "limit": float})


def binding_limits(usage: DataFrame, left_out: DataFrame) -> DataFrame:
    """Pick the limits that hold a plan back.

    The rule: a limit binds when what it leaves unused is less than the smallest need of it, per
    quarter, among the opportunities left out that need it at all and may be done; a rule that counts binds
    when it is used up. A budget that stays the same over quarters is one limit, shown in the last of them.

    Args:
        usage: As `limit_usage` gives it.
        left_out: Checked opportunities that are not in the plan.

    Returns:
        kind, role, quarter, used, limit; no row where nothing is held back.
    """
    left_out = left_out[~left_out["must_not"]]
    needs: dict[tuple[str, str], float] = {}
    for kind in KINDS:
        needs |= kind.smallest_needs(left_out)
    keys = zip(usage["kind"], usage["role"], strict=True)
    smallest = [1.0 if key[0] in COUNTED else needs.get(key, np.nan) for key in keys]
    free = (usage["limit"] - usage["used"]).round(6).where(usage["kind"].ne("at_least"), 0.0)
    free = free.where(usage["kind"].ne("at_least") | usage["limit"].ge(usage["used"]), np.inf)
    repeated = usage["kind"].eq("budget") & usage.duplicated(["kind", "limit"], keep="last")
    binds = free.lt(np.array(smallest, dtype=float)) & ~repeated
    return usage.loc[binds, ["kind", "role", "quarter", "used", "limit"]].reset_index(drop=True)
