"""From need to driver to opportunity to quarter: what the plan does where customers are least well served."""

import pandas as pd
from pandas import DataFrame

from workbook.opportunities import IN_PLAN
from workbook.privacy import tells


@tells()
def line_of_sight(plan: DataFrame, needs: DataFrame, drivers: DataFrame) -> DataFrame:
    """Put beside each touchpoint what customers need there and what the plan does about it.

    Args:
        plan: The plan table: title, touchpoint, decision, start.
        needs: touchpoint, opportunity_score (0 to 20; blank where it may not be shown).
        drivers: driver (a touchpoint), importance (share of the variance), coefficient_low.

    Returns:
        A row per touchpoint with a need or a driver, the worst served first:

        - touchpoint, opportunity_score, need_rank (1 is the worst served), importance, driver_rank (1 is the
          most strongly linked); blank where not measured
        - effect (bool): is its own effect surely above zero?
        - planned: titles in the plan that concern it, by start; quarters: the quarters in which they start
        - waiting: titles of candidates that are left out of the plan or stopped
        - delivered: titles of what is delivered

        No row where no opportunity names a touchpoint: what the plan does where is not known then.

    Example:
        >>> plan = DataFrame({"title": ["Faq"], "touchpoint": "help", "decision": "start", "start": "2018Q1"})
        >>> needs = DataFrame({"touchpoint": ["help"], "opportunity_score": [12.5]})
        >>> drivers = DataFrame({"driver": ["help"], "importance": [0.2], "coefficient_low": [0.1]})
        >>> found = line_of_sight(plan, needs, drivers)
        >>> found[["touchpoint", "planned", "quarters"]].iloc[0].tolist()
        ['help', ['Faq'], ['2018Q1']]
    """
    served = needs.dropna(subset=["touchpoint", "opportunity_score"]).set_index("touchpoint")[
        "opportunity_score"
    ]
    linked = drivers.set_index("driver")[["importance", "coefficient_low"]]
    known = plan["touchpoint"].notna().any()
    places = list(dict.fromkeys([*served.index, *linked.index])) if known else []
    table = DataFrame({"touchpoint": pd.Series(places, dtype="str")})
    table["opportunity_score"] = served.reindex(places).to_numpy(dtype=float)
    table["importance"] = linked["importance"].reindex(places).to_numpy(dtype=float)
    table["need_rank"] = table["opportunity_score"].rank(ascending=False, method="min")
    table["driver_rank"] = table["importance"].rank(ascending=False, method="min")
    table["effect"] = linked["coefficient_low"].reindex(places).gt(0).to_numpy()
    members = plan[plan["decision"].isin(IN_PLAN)].sort_values(["start", "title"])
    kinds = {
        "planned": members,
        "waiting": plan[plan["decision"].isin(["left out", "stop"])],
        "delivered": plan[plan["decision"].eq("delivered")],
    }
    for name, rows in kinds.items():
        table[name] = _listed(rows, "title", places)
    table["quarters"] = _listed(members, "start", places)
    return table.sort_values(["need_rank", "driver_rank"], na_position="last", ignore_index=True)


def _listed(rows: DataFrame, column: str, places: list[str]) -> list[list[str]]:
    """Per touchpoint the values of a column."""
    by_place = rows.groupby("touchpoint")[column].agg(list)
    return [by_place.get(place, []) for place in places]
