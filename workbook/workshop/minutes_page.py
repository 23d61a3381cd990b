"""The minutes of a workshop as pages that stand by themselves, one per language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.catalogues import languages
from workbook.engagement import Engagement
from workbook.files import write_text
from workbook.phrases import say
from workbook.render.words import Words
from workbook.shipped import shipped
from workbook.workshop.minutes import minutes_file


def minutes_pages(facts: Mapping[str, Any], engagement: Engagement) -> dict[str, str]:
    """Put the minutes into words.

    Args:
        facts: From `workbook.workshop.minutes.minutes`.
        engagement: Gives the currency and the client's terms.

    Returns:
        Per language a page in HTML, without anything from elsewhere.
    """
    from jinja2 import Environment, FileSystemLoader

    looks = FileSystemLoader(shipped("templates") / "workshop")
    page = Environment(loader=looks, autoescape=True, trim_blocks=True).get_template("minutes.html.j2")
    return {language: page.render(told(facts, Words(language, engagement))) for language in languages()}


def keep_minutes(facts: Mapping[str, Any], path: str, engagement: Engagement) -> list[str]:
    """Write the minutes beside the file of the workshop, each page whole or not at all.

    Args:
        facts: As for `minutes_pages`.
        path: The file of the workshop.
        engagement: As for `minutes_pages`.

    Returns:
        The names of the files.
    """
    pages = minutes_pages(facts, engagement).items()
    return [write_text(minutes_file(Path(path), language), page).name for language, page in pages]


def told(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What the page is made of: the facts, and a function that words a sentence of the minutes."""

    def sentence(key: str, **given: Any) -> str:
        return words.text(say(f"minutes.{key}", **given))

    return {"facts": facts, "say": sentence, "language": words.language}
