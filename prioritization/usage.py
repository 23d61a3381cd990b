"""The use of every limit by a plan, and the binding limits."""

from collections.abc import Iterator

import numpy as np
from pandas import DataFrame

from prioritization.limits import Limits
from prioritization.opportunities import DAYS, days_columns
from prioritization.options import share_done, share_in
from prioritization.plan_model import PlanModel

COLUMNS = ["quarter", "kind", "role", "used", "limit"]
RULES = ("work_in_progress", "at_most", "at_least")


def limit_usage(model: PlanModel, made: DataFrame) -> DataFrame:
    """Compare the use of a plan with every limit.

    Args:
        model: The model that was solved.
        made: The options chosen, as `plan_model.decisions` gives them.

    Returns:
        quarter, kind, role, used, limit:

        - "budget": spent by the end of the quarter, against what came in by then; without carry-over,
          within the quarter. Overtime is paid out of it.
        - "capacity": days of a role in regular hours; "overtime": days bought on top.
        - "work_in_progress": opportunities that a team works on; role holds the team.
        - "at_most", "at_least": opportunities in the plan; role holds column and value, quarter is blank.
    """
    limits = model.data.limits
    days = _days(model, made)
    overtime = {
        (role, quarter): max(days[role][quarter] - limits.days().at[role, limits.quarters[quarter]], 0.0)
        for role, quarter in zip(model.data.overtime["role"], model.data.overtime["quarter"], strict=True)
    }
    rows = [
        *_budget_rows(model, made, overtime),
        *_capacity_rows(days, limits),
        *_overtime_rows(model, overtime),
        *_rule_rows(model, made),
    ]
    return DataFrame(rows, columns=COLUMNS).astype({"used": float, "limit": float})


def binding_limits(usage: DataFrame, left_out: DataFrame) -> DataFrame:
    """Pick the limits that hold a plan back.

    The rule: a limit binds when what it leaves unused is less than the smallest need of it, per
    quarter, among the opportunities left out that need it at all; a rule that counts binds when it is
    used up. A budget that stays the same over quarters is one limit, shown in the last of them.

    Args:
        usage: As `limit_usage` gives it.
        left_out: Checked opportunities that are not in the plan.

    Returns:
        kind, role, quarter, used, limit; no row where nothing is held back.
    """
    takes = left_out["quarters"].clip(lower=1)
    needs = {
        (kind, role): (left_out[column] / takes)[left_out[column] > 0].min()
        for kind, role, column in [
            ("budget", "", "cost"),
            *(("capacity", column.removeprefix(DAYS), column) for column in days_columns(left_out)),
            *(("overtime", column.removeprefix(DAYS), column) for column in days_columns(left_out)),
        ]
    }
    keys = zip(usage["kind"], usage["role"], strict=True)
    smallest = [1.0 if key[0] in RULES else needs.get(key, np.nan) for key in keys]
    free = (usage["limit"] - usage["used"]).round(6).where(usage["kind"].ne("at_least"), 0.0)
    free = free.where(usage["kind"].ne("at_least") | usage["limit"].ge(usage["used"]), np.inf)
    repeated = usage["kind"].eq("budget") & usage.duplicated(["kind", "limit"], keep="last")
    binds = free.lt(np.array(smallest, dtype=float)) & ~repeated
    return usage.loc[binds, ["kind", "role", "quarter", "used", "limit"]].reset_index(drop=True)


def _days(model: PlanModel, made: DataFrame) -> dict[str, list[float]]:
    """Per role with a capacity, the days worked in each quarter."""
    needs = model.data.table.set_index("opportunity").loc[made["opportunity"]]
    doing = made["decision"].ne("stop").to_numpy()
    shares = [share_in(made, quarter) * doing for quarter in range(len(model.data.limits.quarters))]
    return {
        role: [
            float(needs[DAYS + role].to_numpy() @ share) if DAYS + role in needs else 0.0 for share in shares
        ]
        for role in model.data.limits.days().index
    }


def _budget_rows(model: PlanModel, made: DataFrame, overtime: dict) -> Iterator[tuple]:
    limits = model.data.limits
    cumulative = limits.carries_over
    income = limits.cumulative_budget() if cumulative else limits.quarterly_budget()
    prices = limits.days("overtime_price")
    for quarter, money in enumerate(income if limits.budget is not None else ()):
        share = (share_done if cumulative else share_in)(made, quarter)
        bought = sum(
            prices.at[role, limits.quarters[at]] * days
            for (role, at), days in overtime.items()
            if at == quarter or (cumulative and at < quarter)
        )
        yield limits.quarters[quarter], "budget", "", float(made["cost"].to_numpy() @ share) + bought, money


def _capacity_rows(days: dict[str, list[float]], limits: Limits) -> Iterator[tuple]:
    for role, available in limits.days().iterrows():
        for quarter, most in enumerate(available):
            yield limits.quarters[quarter], "capacity", role, min(days[role][quarter], most), most


def _overtime_rows(model: PlanModel, overtime: dict) -> Iterator[tuple]:
    for row in model.data.overtime.itertuples():
        quarter = model.data.limits.quarters[row.quarter]
        yield quarter, "overtime", row.role, overtime[row.role, row.quarter], row.most


def _rule_rows(model: PlanModel, made: DataFrame) -> Iterator[tuple]:
    place = {name: row for row, name in enumerate(model.data.table["opportunity"])}
    options = model.data.options
    taken = set(zip(made["opportunity"].map(place), made["decision"], made["start"], strict=True))
    keys = zip(options["row"], options["decision"], options["start"], strict=True)
    chosen = np.array([key in taken for key in keys], dtype=float)
    for rule in model.milp.constraints:
        if rule.kind in RULES:
            quarter = None if rule.quarter < 0 else model.data.limits.quarters[rule.quarter]
            limit = rule.high if np.isfinite(rule.high) else rule.low
            yield quarter, rule.kind, rule.key, float(rule.weights @ chosen[rule.variables]), limit
