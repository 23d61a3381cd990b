"""What a workshop changes in a row of the intake: which cell, what it becomes, and what it was."""

import json
from collections.abc import Mapping
from typing import Any

AMENDMENTS = {
    "amendments": {
        "table_name": "text",
        "row_key": "text",
        "column_name": "text",
        "value": "text",
        "instead_of": "text",
        "who": "text",
        "at": "text",
        "period": "text",
        "session": "text",
    }
}
"""The table of what workshops changed, with its columns and their kinds."""


def amendment(
    table: str, row: Mapping[str, str], put: Mapping[str, Any], instead_of: Any, who: str, at: str
) -> dict[str, Any]:
    """One cell that a workshop fills or changes.

    Args:
        table: Of the intake.
        row: The row's key.
        put: The column, with its value.
        instead_of: What the group saw there; None where the cell was blank.
        who: Who decided it, such as a role; blank where nobody said.
        at: When, UTC.

    Example:
        >>> at = "2026-09-21T10:00:00Z"
        >>> found = amendment("readiness", {"statement": "One key"}, {"answer": 3}, 2, "", at)
        >>> found["row_key"], found["value"], found["instead_of"], found["at"]
        ('{"statement": "One key"}', '3', '2', '2026-09-21')
    """
    [(column, value)] = put.items()
    return {
        "table_name": table,
        "row_key": json.dumps(dict(row), ensure_ascii=False, sort_keys=True),
        "column_name": column,
        "value": str(value),
        "instead_of": None if instead_of is None else str(instead_of),
        "who": who or None,
        "at": at[:10],
    }
