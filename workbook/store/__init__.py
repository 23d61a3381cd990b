"""Engagement folders, the period store and published reports; with what the intake keeps."""

from workbook.files import period_lock
from workbook.intake import (
    Forgotten,
    checked_inputs,
    find,
    forget,
    input_facts,
    open_engagement,
    raw_tables,
)
from workbook.store.folder import create
from workbook.store.period import Period, open_period, pinned_period
from workbook.store.publish import publish

__all__ = [
    "Forgotten",
    "Period",
    "checked_inputs",
    "create",
    "find",
    "forget",
    "input_facts",
    "open_engagement",
    "open_period",
    "period_lock",
    "pinned_period",
    "publish",
    "raw_tables",
]
