"""The intake: read, check, resolve identities, make pseudonyms, forget, keep."""

from workbook.intake.checked import (
    checked_inputs,
    current_snapshot,
    input_facts,
    input_notes,
    key_id,
    source_digests,
    source_files,
)
from workbook.intake.client_ids import client_ids
from workbook.intake.engagement_file import find, open_engagement
from workbook.intake.forget import Forgotten, forget
from workbook.intake.reading import raw_tables

__all__ = [
    "Forgotten",
    "checked_inputs",
    "client_ids",
    "current_snapshot",
    "find",
    "forget",
    "input_facts",
    "input_notes",
    "key_id",
    "open_engagement",
    "raw_tables",
    "source_digests",
    "source_files",
]
