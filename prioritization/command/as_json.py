"""An answer as JSON, with all that was computed."""

import json
import re
from collections.abc import Sequence

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
        plan, of what is left out, of the limits, of what more of them brings, and of plans worth as much.
    """
    plan = answer.plan
    tables = {"schedule": plan.schedule, "left_out": answer.left_out, "binding": plan.binding}
    tables |= {"usage": plan.usage, "prices": answer.prices, "ties": answer.ties}
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
