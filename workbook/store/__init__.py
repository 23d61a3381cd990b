"""The one room that reads and writes files: engagement folder, intake, period store, reports."""

from workbook.store.files import period_lock
from workbook.store.folder import create, find, open_engagement
from workbook.store.forget import Forgotten, forget
from workbook.store.intake import raw_tables
from workbook.store.period import Period, checked_inputs, input_facts, open_period, pinned_period
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
