"""Marketing maturity: what the organisation plans to do against what it is ready for."""

from dataclasses import dataclass

from pandas import DataFrame

from workbook.errors import MeasureError
from workbook.privacy import tells

PHASES = ("product", "channel", "audience", "personal", "prescriptive")
"""The five phases; answer and phase 1 is the first."""


@dataclass(frozen=True)
class ReadinessGap:
    """How far the plans run ahead of the preconditions.

    Attributes:
        planned: Phase (1 to 5) of the work that is planned.
        ready: Phase (1 to 5) of the weakest precondition.
        weakest: The preconditions that are in that phase.
        gap: Phases that the plans are ahead; negative when the preconditions are.
    """

    planned: int
    ready: int
    weakest: tuple[str, ...]
    gap: int


@tells()
def maturity(readiness: DataFrame) -> DataFrame:
    """Phase of each dimension: the median answer, rounded down.

    Args:
        readiness: Table of answers: statement, dimension ("plan" for what is planned, "people",
            "tooling" and "data" for the preconditions), answer (phase, 1 to 5).

    Returns:
        One row per dimension, in order of appearance: dimension, n (answers), phase (1 to 5),
        lowest, highest (the answers' range; a handful of statements has no sampling error).

    Example:
        >>> readiness = DataFrame({"dimension": ["plan", "plan", "data"], "answer": [4, 5, 2]})
        >>> maturity(readiness)["phase"].tolist()
        [4, 2]
    """
    answers = readiness.groupby("dimension", sort=False)["answer"]
    table = answers.agg(n="count", phase="median", lowest="min", highest="max")
    return table.astype(int).reset_index()


def readiness_gap(maturity_table: DataFrame) -> ReadinessGap:
    """How far the plans run ahead of the weakest precondition.

    Args:
        maturity_table: dimension, phase, as `maturity` returns it.

    Returns:
        The gap, and which preconditions make it.

    Raises:
        MeasureError: The dimension "plan", or every precondition, is missing.

    Example:
        >>> table = DataFrame({"dimension": ["plan", "people", "data"], "phase": [4, 3, 2]})
        >>> readiness_gap(table)
        ReadinessGap(planned=4, ready=2, weakest=('data',), gap=2)
    """
    phases = maturity_table.set_index("dimension")["phase"]
    preconditions = phases.drop("plan", errors="ignore")
    if preconditions.empty or "plan" not in phases:
        raise MeasureError(
            f"Readiness compares dimension 'plan' with at least 1 precondition (people, tooling, data);"
            f" 'readiness' holds {len(phases)}: {', '.join(phases.index) or 'none'}.\n"
            "Add statements for what is missing."
        )
    planned, ready = int(phases["plan"]), int(preconditions.min())
    weakest = tuple(preconditions.index[preconditions == ready])
    return ReadinessGap(planned=planned, ready=ready, weakest=weakest, gap=planned - ready)
