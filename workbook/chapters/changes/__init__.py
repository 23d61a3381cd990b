"""Exhibits: what moved since last quarter."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
