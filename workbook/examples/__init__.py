"""Two example engagements, complete and reproducible: settings, tables and what is true of them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbook.errors import EngagementError
from workbook.hints import did_you_mean

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["EXAMPLES", "Example", "example"]

EXAMPLES: dict[str, str] = {
    "grocer": "a supermarket chain: a year of purchases by 2,469 households, with an illustrative survey",
    "partners": "a marketplace and its 1,200 selling partners, generated, with the truth beside it",
}
"""The examples there are, each with what it is in one line."""


@dataclass(frozen=True)
class Example:
    """An engagement to try the workbook on.

    Attributes:
        settings: The text of engagement.yml, with its comments in English.
        tables: The input tables by name.
        truth: For a generated example, what the measures should find; plain enough for JSON.
        translated_settings: The same settings by language, with comments and report in that language.
    """

    settings: str
    tables: dict[str, "DataFrame"]
    truth: dict[str, Any] | None
    translated_settings: dict[str, str] = field(default_factory=dict)


def example(name: str, *, seed: int = 2017) -> Example:
    """Build an example engagement; the same seed gives the same tables.

    Args:
        name: One of `EXAMPLES`.
        seed: Of the one random generator behind everything that is made up.

    Returns:
        The example.

    Raises:
        EngagementError: There is no such example, or the data package behind it is not installed.
    """
    if name not in EXAMPLES:
        hint = did_you_mean(name, EXAMPLES) or f"; choose one of: {', '.join(EXAMPLES)}."
        raise EngagementError(f"There is no example '{name}'{hint}")
    if name == "grocer":
        from workbook.examples import grocer as built
    else:
        from workbook.examples import partners as built
    settings, tables, truth = built.engagement(seed)
    return Example(settings["en"], tables, truth, settings)
