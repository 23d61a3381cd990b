"""Which exhibits stand in the body of a report, and which in its appendix."""

from collections.abc import Collection

from workbook.chapters import CHAPTERS, stems

TEN = 10
BODY = (
    "plan",
    "nothing_left",
    "choices",
    "decided",
    "plan_money",
    "needs",
    "stage_transitions",
    "essa_savings",
    "plan_changes",
    "segments",
    "journey_map",
    "feedback",
    "decisive_moments",
    "contact_calendar",
    "scores_by_wave",
    "themes",
    "plan_frequency",
    "scores_by_touchpoint",
    "scores_by_group",
    "value_by_stage",
    "drivers",
    "stage_drivers",
    "maturity",
    "limit_scenarios",
    "line_of_sight",
    "norms_kept",
    "panel",
    "votes",
    "quarter_totals",
    "scores",
    "essa_verdicts",
    "programmes",
    "coverage",
)
"""The exhibits by how much they help to decide: one for each message first."""


def in_appendix(shown: Collection[str]) -> set[str]:
    """Of the exhibits that are shown, those that make room for the ten that help most to decide.

    What a client's own notebook shows stays in the body.

    Args:
        shown: The stems of all exhibits that are shown.

    Example:
        >>> in_appendix(["plan", "tornado", "needs", "of_the_client"])
        {'tornado'}
    """
    ours = {stem for chapter in CHAPTERS.iterdir() if chapter.is_dir() for stem in stems(chapter.name)}
    first = [stem for stem in BODY if stem in shown][:TEN]
    return {stem for stem in shown if stem in ours and stem not in first}
