"""What the numbers mean, a module per exhibit: judgement as keys and facts, and how it is shown.

The stem of a module is also the id of the notebook's cell, the name of the saved table and the table of its
sentences in the catalogues. Chapters and exhibits are found by listing their folders.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.render.figures import Display

if TYPE_CHECKING:
    from workbook.exhibit import Exhibit

CHAPTERS = Path(__file__).parent


def stems(chapter: str) -> list[str]:
    """The exhibits of a chapter, by their stem."""
    return sorted(file.stem for file in (CHAPTERS / chapter).glob("*.py") if not file.stem.startswith("_"))


def exhibit(chapter: str, stem: str, *measures: Any) -> "Exhibit | None":
    """The exhibit of a stem, from its measures and the engagement; nothing where there is nothing to show."""
    made = import_module(f"{__name__}.{chapter}.{stem}").exhibit(*measures)
    return made and replace(made, stem=stem)


class Chapter:
    """The exhibits of a chapter in a notebook: each stem is a function that shows one.

    The function takes the exhibit's measures, and the quarter as the last one.

    Example:
        >>> "needs" in dir(Chapter("understand"))
        True
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __dir__(self) -> list[str]:
        return stems(self._name)

    def __getattr__(self, stem: str) -> Callable[..., Display | None]:
        if stem not in stems(self._name):
            raise AttributeError(f"chapter '{self._name}' has no exhibit '{stem}'")

        def show(*measures: Any) -> Display | None:
            *tables, quarter = measures
            made = exhibit(self._name, stem, *tables, quarter.engagement)
            return made and Display(made, quarter.words)

        return show
