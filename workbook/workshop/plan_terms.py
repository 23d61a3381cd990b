"""Which limits and weights the plan on the pages of a workshop has, apart from those of the engagement."""

from collections.abc import Callable, Mapping
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.session import Session

MOST = 10
"""The furthest that a slider goes, as a multiple of what there is."""
MOST_WEIGHT = 1000


def settings_in(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the sliders that were sent; which roles there are the plan says.

    Args:
        session: The workshop.
        data: Holds settings: budget and days (multiples, days by role), weights (of criteria, not all 0),
            must_do and must_not (ids); each may be missing.

    Raises:
        WorkshopError: They are no such settings.
    """
    settings = data.get("settings")
    if not isinstance(settings, Mapping) or not all(
        name in _FITS and _FITS[name](session, value) for name, value in settings.items()
    ):
        raise WorkshopError(
            f"The sliders have budget and days (0 to {MOST} times what there is), weights of criteria (0 to"
            f" {MOST_WEIGHT}, not all 0), and must_do and must_not (opportunities of the workshop)."
        )
    return dict(settings)


def _number(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _days(session: Session, value: Any) -> bool:
    return isinstance(value, Mapping) and all(_number(one, MOST) for one in value.values())


def _weights(session: Session, value: Any) -> bool:
    if not isinstance(value, Mapping) or not all(_number(one, MOST_WEIGHT) for one in value.values()):
        return False
    return set(value) <= set(session.criteria) and (not value or sum(value.values()) > 0)


def _ids(session: Session, value: Any) -> bool:
    known = list(session.items)
    return isinstance(value, list) and len(value) <= len(known) and all(one in known for one in value)


_FITS: dict[str, Callable[[Session, Any], bool]] = {
    "budget": lambda session, value: _number(value, MOST),
    "days": _days,
    "weights": _weights,
    "must_do": _ids,
    "must_not": _ids,
}


def plan_terms(session: Session, plan: dict[str, Any]) -> dict[str, Any]:
    """How what was moved stands, apart from what is as at the start.

    Args:
        session: The workshop.
        plan: As the pages show it, with its sliders.

    Returns:
        As JSON holds it: budget (money; None where it was not moved), days (role and days), weights (labels
        by language, and share), must_do and must_not (titles).
    """
    given, settings = plan["sliders"], session.moves[-1] if session.moves else {}
    weights = settings.get("weights", {})
    days = {role: by for role, by in settings.get("days", {}).items() if by != 1 and role in given["days"]}
    by, total = settings.get("budget", 1), sum(weights.values())
    return {
        "budget": None if by == 1 or given["budget"] is None else by * given["budget"],
        "days": [{"role": role, "days": by * given["days"][role]} for role, by in days.items()],
        "weights": [
            {"labels": session.criteria[name]["labels"], "share": weight / total}
            for name, weight in weights.items()
        ],
        "must_do": [session.items[one]["title"] for one in settings.get("must_do", ())],
        "must_not": [session.items[one]["title"] for one in settings.get("must_not", ())],
    }
