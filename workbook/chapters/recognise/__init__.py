"""Exhibits: who the customers are, and what they are worth."""

from workbook.chapters import displays

__getattr__ = displays(__name__)
