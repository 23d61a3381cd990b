"""ESSA: eliminate, simplify, standardise, and automate last; per process step, with what it would save."""

from workbook.essa.savings import essa_savings
from workbook.essa.verdicts import EssaRules, essa_verdicts

__all__ = ["EssaRules", "essa_savings", "essa_verdicts"]
