"""Write forms as a page to print: A4, a form per expert, in the same orders as in the workbook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.catalogues import catalogue
from workbook.files import write_text
from workbook.shipped import shipped
from workbook.workshop.forms.layout import explanation, items_of, scale_text


def write_paper(path: Path, setting: Mapping[str, Any], forms: int, language: str) -> Path:
    """Write the page.

    Args:
        path: Where to write.
        setting: What the workshop is about.
        forms: How many.
        language: Of the forms.

    Raises:
        StoreError: It cannot be written; nothing is left of it.
    """
    from jinja2 import Environment, FileSystemLoader

    looks = FileSystemLoader(shipped("templates") / "workshop")
    page = Environment(loader=looks, autoescape=True, trim_blocks=True).get_template("paper.html.j2")
    words = catalogue(language)["form"]
    told = {
        "language": language,
        "words": words,
        "title": words["title"].format(client=setting["title"], period=setting["period"]),
        "forms": [items_of(setting, number) for number in range(1, forms + 1)],
        "facts": {one["opportunity"]: _facts(one, language) for one in setting["items"]},
        "criteria": [_criterion(one, language) for one in setting["criteria"]],
    }
    return write_text(path, page.render(told))


def _facts(item: Mapping[str, Any], language: str) -> list[str]:
    """What is known of an opportunity, as the pages say it."""
    words = catalogue(language)["page"]
    return [words[f"fact.{fact['kind']}"].format(text=fact["text"][language]) for fact in item["facts"]]


def _criterion(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A criterion as it is printed, with the scores to choose from; none where a number is to be written."""
    keys = range(int(one["low"]), int(one["high"]) + 1) if one["keys"] else ()
    return {
        "label": one["labels"][language],
        "told": explanation(one, language),
        "scale": scale_text(one),
        "keys": list(keys),
    }
