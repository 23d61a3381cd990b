"""The prioritization engine: opportunities and limits in, a plan that explains itself out."""

from importlib import import_module

# Type checkers and editors read the same names from __init__.pyi.
_MODULES = {
    "Plan": "plan",
    "make_plan": "plan",
    "Limits": "limits.setting",
    "limits_table": "limits.as_table",
    "limits_from": "limits.as_table",
    "Problem": "problem",
    "assignment": "shared_slots",
    "Assignment": "shared_slots",
    "why_in": "explain.why_in",
    "why_left_out": "explain.left_out",
    "what_it_takes": "explain.what_it_takes",
    "limit_prices": "explain.prices",
    "compared_plans": "explain.comparison",
    "limit_scenarios": "explain.scenarios",
    "other_starts": "explain.other_starts",
    "budget_curve": "explain.curve",
    "greedy_plans": "explain.greedy",
    "next_best_plans": "explain.alternatives",
    "plan_frequency": "robustness.frequency",
    "start_frequency": "robustness.timing",
    "plans_by_draw": "robustness.plans",
    "DrawnPlans": "robustness.plans",
    "regret": "robustness.regret",
    "Regret": "robustness.regret",
    "value_of_information": "robustness.information",
    "SliderPlans": "slider_plans",
    "plan_changes": "changes.moves",
    "change_causes": "changes.causes",
    "ChangeCauses": "changes.causes",
    "forecast_check": "changes.forecasts",
    "forecast_checks": "changes.forecasts",
    "score_calibration": "changes.forecasts",
    "score_calibrations": "changes.forecasts",
    "score_method": "scoring.methods",
    "Method": "scoring.methods",
    "opportunity_score": "scoring.scores",
    "opportunity_band": "scoring.scores",
    "expert_scores": "panel.ratings",
    "latest_round": "panel.ratings",
    "panel_scores": "panel.verdicts",
    "panel_results": "panel.results",
    "ranking_results": "panel.rankings",
    "panel_notes": "panel.dissent",
    "dissent": "panel.dissent",
    "one_expert_less": "panel.one_less",
    "scores_one_less": "panel.one_less",
    "plan_one_less": "robustness.one_less",
    "panel_draws": "panel.resampling",
    "kendall_w": "panel.consensus",
    "KendallW": "panel.consensus",
    "business_cases": "business_case.cases",
    "values_by_start": "business_case.cases",
    "plan_money": "business_case.plan_money",
    "money_difference": "business_case.plan_money",
    "PlanMoney": "business_case.plan_money",
    "as_planned": "business_case.plan_money",
    "nps_benefit": "business_case.nps",
    "simulate": "business_case.uncertainty",
    "Simulation": "business_case.uncertainty",
    "tornado": "business_case.uncertainty",
    "core_index": "robust_portfolios.index",
    "CoreIndex": "robust_portfolios.index",
    "WeightSet": "robust_portfolios.weights",
    "checked_opportunities": "opportunities",
    "PrioritizationError": "errors",
    "ScoreError": "errors",
    "OpportunitiesError": "errors",
    "LimitsError": "errors",
    "InfeasibleError": "errors",
    "SolverError": "errors",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts without pandas."""
    if name not in _MODULES:
        raise AttributeError(f"module 'prioritization' has no attribute '{name}'")
    return getattr(import_module(f"prioritization.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_MODULES)
