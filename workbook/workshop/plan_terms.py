"""Which limits and weights the plan on the pages of a workshop has, apart from those of the engagement."""

from typing import Any

from workbook.workshop.session import Session


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
    days = {role: by for role, by in settings.get("days", {}).items() if by != 1}
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
