"""Exhibits: which work to stop, simplify, standardise or automate."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
