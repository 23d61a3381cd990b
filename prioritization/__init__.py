"""The prioritization engine: opportunities and limits in, a plan that explains itself out."""

from importlib import import_module

_ROOMS = {
    "Plan": "plan",
    "make_plan": "plan",
    "Limits": "limits",
    "why_left_out": "explain",
    "replacement_cost": "explain",
    "plan_changes": "changes",
    "pie_score": "scoring",
    "opportunity_score": "scoring",
    "opportunity_band": "scoring",
    "pie_by_expert": "panel",
    "panel_scores": "panel",
    "kendall_w": "panel",
    "KendallW": "panel",
    "checked_opportunities": "opportunities",
    "PrioritizationError": "errors",
    "ScoreError": "errors",
    "OpportunitiesError": "errors",
    "LimitsError": "errors",
    "InfeasibleError": "errors",
    "SolverError": "errors",
}

__all__ = list(_ROOMS)


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for: the command line answers before pandas is there."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'prioritization' has no attribute '{name}'")
    return getattr(import_module(f"prioritization.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_ROOMS)
