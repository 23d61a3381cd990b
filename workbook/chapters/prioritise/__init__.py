"""Exhibits: what the panel says, the plan, and how sure it is."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
