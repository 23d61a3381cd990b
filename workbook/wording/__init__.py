"""Every sentence a reader sees, in Dutch and in English."""

from workbook.wording.words import TEXT_TYPE, Text, Words

__all__ = ["TEXT_TYPE", "Text", "Words"]
