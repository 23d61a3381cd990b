"""The minutes of a workshop as pages that stand by themselves, one per language."""

from collections.abc import Mapping
from typing import Any

from workbook.catalogues import languages
from workbook.engagement import Engagement
from workbook.phrases import say
from workbook.render.words import Words
from workbook.shipped import shipped


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


def told(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What the page is made of: the facts, and a function that words a sentence of the minutes."""

    def sentence(key: str, **given: Any) -> str:
        return words.text(say(f"minutes.{key}", **given))

    return {"facts": facts, "say": sentence, "language": words.language}
