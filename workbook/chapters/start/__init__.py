"""Exhibits: what came in, and are we ready."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
