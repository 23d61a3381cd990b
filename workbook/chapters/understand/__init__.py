"""Exhibits: what customers need."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
