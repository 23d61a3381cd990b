"""An answer as JSON, with all that was computed."""

import json
import re
from collections.abc import Sequence

from pandas import DataFrame, Series

from prioritization.command.answer import Answer

RAW = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON leaves as it is, and a terminal may obey."""


def as_json(answer: Answer, remarks: Sequence[str]) -> str:
    """Write an answer as JSON.

    Args:
        answer: A plan and its explanation.
        remarks: Sentences on ties, on what was asked about and on what was not found out.

    Returns:
        Text without control characters: notes, remarks, value, bound, gap and status, and the tables of the
        plan, of what is left out, of the limits, of what more of them brings, also together, and of plans
        worth as much. In schedule and left_out, `together` holds what is in the plan with it or not at all.
    """
    plan, table = answer.plan, answer.problem.table.set_index("opportunity")
    own = [name for name in (answer.search.objective, "cost") if name in table]
    schedule = plan.schedule.join(table[own], on="opportunity")
    tables = {"schedule": _with_companions(schedule, answer)}
    tables |= {"left_out": _with_companions(answer.left_out, answer), "binding": plan.binding}
    tables |= {"usage": plan.usage, "prices": answer.prices, "joint": answer.joint, "ties": answer.ties}
    numbers = {"value": plan.value, "bound": plan.bound, "gap": plan.gap, "status": plan.status}
    data = (
        {"notes": list(answer.notes), "remarks": list(remarks)}
        | numbers
        | {
            name: None if table is None else json.loads(table.to_json(orient="records"))
            for name, table in tables.items()
        }
    )
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return RAW.sub(lambda raw: f"\\u{ord(raw[0]):04x}", text)


def _with_companions(table: DataFrame, answer: Answer) -> DataFrame:
    together = [list(answer.companions.get(name, ())) for name in table["opportunity"]]
    return table.assign(together=Series(together, table.index, dtype=object))
