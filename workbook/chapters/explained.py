"""Which exhibits each entry of the glossary and of the methods explains: it stands where one is shown.

"measured.nps" and the like stand for a score of the survey.
"""

from collections.abc import Mapping

import pandas as pd

RECOGNISE = ("value_by_stage", "value_of_groups", "stage_transitions", "inactive_next_quarter")
MEASURED = "measured."
SURVEY = (
    "scores",
    "scores_by_touchpoint",
    "scores_by_wave",
    "scores_by_group",
    "journey_map",
    "score_changes",
    "retention_by_nps",
)
JOURNEY = ("journey_map", "journey_funnel", "journey_paths", "decisive_moments")
PANEL = ("panel", "dissent", "plan")
WITH_INTERVALS = ("drivers", "needs", "concentration", "outlook", "norms_kept", "programmes", "votes")
WITH_INTERVALS += ("journey_funnel", "decisive_moments")
PLAN = ("plan", "plan_frequency", "plan_usage", "left_out", "plan_changes")

GLOSSARY = {
    "draw": ("plan_frequency",),
    "driver": ("drivers", "driver_effects"),
    "essa": ("essa_verdicts", "essa_savings", "process_flow", "essa_cases"),
    "interval": (*SURVEY, *PANEL, *WITH_INTERVALS),
    "journey": JOURNEY,
    "kendall_w": ("panel",),
    "lmg": ("drivers",),
    "norm": ("norms_kept", "quality_scores", "norms_by_size"),
    "csat": ("measured.csat",),
    "ces": ("measured.ces_mean", "measured.ces_top", "measured.ces_net"),
    "nps": ("measured.nps", "retention_by_nps"),
    "opportunity": (*PANEL, *PLAN),
    "opportunity_score": ("needs",),
    "pressure_rule": ("programmes", "message_rules"),
    "profile": ("segment_by_profile", "briefings"),
    "quality_score": ("quality_scores",),
    "rfm": ("rfm_cells",),
    "score": PANEL,
    "segment": ("segments", "segment_differences", "segment_by_profile"),
    "stage": (*RECOGNISE, "programmes", "stage_model"),
    "strike": ("quality_scores",),
    "touchpoint": ("scores_by_touchpoint", "journey_map", "needs", "drivers", "score_changes"),
}
METHODS = {
    "evidence": ("journey_map",),
    "decisive_moments": ("decisive_moments",),
    "goes_on": ("journey_funnel",),
    "paths": ("journey_paths",),
    "one_key": ("recognition",),
    "stages": (*RECOGNISE, "stage_model"),
    "rfm": ("rfm_cells",),
    "quality_score": ("quality_scores",),
    "by_size": ("norms_by_size",),
    "nps": ("measured.nps", "retention_by_nps"),
    "shares": ("measured.csat", "measured.ces_top", "measured.yes"),
    "means": ("measured.mean", "measured.ces_mean", "measured.ces_net"),
    "groups": ("scores_by_group",),
    "segment_by_profile": ("segment_by_profile",),
    "drivers": ("drivers",),
    "effects": ("driver_effects",),
    "opportunity_score": ("needs",),
    "score": PANEL,
    "consensus": ("panel",),
    "contact_pressure": ("programmes", "message_rules"),
    "sample_size": ("briefings",),
    "panel_stability": ("panel",),
    "plan_frequency": ("plan_frequency",),
    "core_index": ("core_index",),
    "change_causes": ("change_causes",),
    "plan": ("plan", "programme_plan"),
}


def measured(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """What the questions of the survey are scored by, as the entries name it.

    Args:
        tables: What the steps have made, by name.

    Example:
        >>> measured({"scores": pd.DataFrame({"measure": ["csat", "csat"]})})
        {'measured.csat'}
    """
    return {f"{MEASURED}{name}" for name in tables["scores"]["measure"]} if "scores" in tables else set()
