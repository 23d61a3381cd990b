"""Exhibits: what is linked to recommendation."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
