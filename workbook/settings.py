"""What the parts of engagement.yml share: texts per language, and how strictly they are checked."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict

from workbook.catalogues import languages


def _language(name: str) -> str:
    if name not in languages():
        raise ValueError(f"'{name}' is not {' or '.join(map(repr, languages()))}")
    return name


Language = Annotated[str, AfterValidator(_language)]
LocalText = dict[Language, str]
FILES = "files"
"""Names, in the context of a check, the function that reads a file beside engagement.yml by its name."""
STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
"""Settings do not change, and refuse names that are not theirs."""
