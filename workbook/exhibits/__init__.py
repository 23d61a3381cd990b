"""A table in, a chart or a table out, with the finding as title; no arithmetic."""

from workbook.exhibits.changes import causes, moves, nps_change
from workbook.exhibits.customers import (
    apart,
    concentration,
    inactive_next_quarter,
    order_quality,
    outlook,
    recognition,
    rfm,
    segments,
    transitions,
    value_bands,
    value_by_stage,
    value_of_groups,
)
from workbook.exhibits.decide import dissent, left_out, panel, plan, robust, usage
from workbook.exhibits.exhibit import EXHIBIT_TYPE, Exhibit
from workbook.exhibits.improve import essa, programmes, savings
from workbook.exhibits.needs import coefficients, drivers, journey, needs, nps, profiles
from workbook.exhibits.service import norms_by_size, norms_kept, quality_scores
from workbook.exhibits.start import coverage, maturity

__all__ = [
    "EXHIBIT_TYPE",
    "Exhibit",
    "apart",
    "causes",
    "coefficients",
    "concentration",
    "coverage",
    "dissent",
    "drivers",
    "essa",
    "inactive_next_quarter",
    "journey",
    "left_out",
    "maturity",
    "moves",
    "needs",
    "norms_by_size",
    "norms_kept",
    "nps",
    "nps_change",
    "order_quality",
    "outlook",
    "panel",
    "plan",
    "profiles",
    "programmes",
    "quality_scores",
    "recognition",
    "rfm",
    "robust",
    "savings",
    "segments",
    "transitions",
    "usage",
    "value_bands",
    "value_by_stage",
    "value_of_groups",
]
