"""Exhibits: contact programmes."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
