"""A recipe: how an export becomes our tables; a YAML head and one SELECT per table, in one text file.

The export is a table `export` whose cells are text, as the file holds them, blank where there is nothing;
`row` is the number of the row. A line `-- transactions` says which table the SELECT under it makes. Its
columns are those of the table; further ones are `row` (compulsory), `left_out` (why a row does not count,
blank where it does) and `changed` (what was changed in a row that counts). Both hold a word that the head
explains.

Only `number(x)`, `moment(x)` and `label(x)` read text, and only in the last SELECT, so that each text that
they cannot read is told with its row. `"$name"` is a column that the delivery names, under `with:`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbook.engagement import Delivery, LocalText, Zone
from workbook.errors import EngagementError
from workbook.hints import did_you_mean
from workbook.tables import TABLES

SHIPPED = Path(__file__).parent / "recipes"
OWN = "recipes"
"""The folder of an engagement with its own recipes."""
Dates = Literal["", "ymd", "dmy", "mdy"]
Text = Annotated[str, Field(min_length=1)]


class Head(BaseModel):
    """What a recipe says of itself and of the export.

    Attributes:
        title: What is exported, as a reader calls it.
        about: Where the export is made, and what to choose there.
        matches: Headings that tell this export from others; all of them must be there.
        also: Other spellings of headings, as in a translated export, each with the recipe's own.
        optional: Further headings that the recipe reads; blank where the export has none.
        ask: Columns that differ per client, by the name that the recipe has for each; and what each is.
        needs: Those under ask that have to be named.
        key: The column that is the same in all lines of an order. Where several files hold an order, the
            last one counts.
        carried: Columns whose blank cells have the value of the row above, as the number of an order on its
            further lines.
        heading_rows: How many rows the heading has; the first names the columns.
        joined: Whether the second row of the heading completes the first, as an option its question.
        decimal: The decimal mark of its numbers.
        dates: The order of day, month and year in its dates, besides those with the year first; blank where
            it differs per client, who has to say it.
        zone: The time zone of its times, where they do not name one.
        left_out: Per reason why a row is left out.
        changed: Per way in which a row was changed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: LocalText
    about: Text
    matches: Annotated[tuple[Text, ...], Field(min_length=1)]
    also: dict[str, Text] = {}
    optional: tuple[Text, ...] = ()
    ask: dict[str, Text] = {}
    needs: tuple[str, ...] = ()
    key: str = ""
    carried: tuple[Text, ...] = ()
    heading_rows: Annotated[int, Field(ge=1, le=5)] = 1
    joined: bool = False
    decimal: Literal[".", ","] = "."
    dates: Dates = "ymd"
    zone: Zone = ""
    left_out: dict[str, LocalText] = {}
    changed: dict[str, LocalText] = {}


@dataclass(frozen=True)
class Recipe:
    """A recipe.

    Attributes:
        name: Its name: the file without its ending.
        head: What it says of the export.
        selects: Per table the SELECT that makes it.
    """

    name: str
    head: Head
    selects: dict[str, str]


def recipe_names(folder: Path) -> list[str]:
    """The recipes that an engagement may name: its own, and those that ship."""
    places = (folder / OWN, SHIPPED)
    return sorted({file.stem for place in places for file in place.glob("[!.]*.sql")})


def recipe_file(name: str, folder: Path) -> Path:
    """The file of a recipe; one of the engagement's own goes before one that ships.

    Raises:
        EngagementError: There is none.
    """
    for place in (folder / OWN, SHIPPED):
        if re.fullmatch(r"[\w-]+", name) and (place / f"{name}.sql").is_file():
            return place / f"{name}.sql"
    known = recipe_names(folder)
    raise EngagementError(
        f"There is no recipe '{name}'{did_you_mean(name, known)}\nRecipes: {', '.join(known)}; your own go in"
        f" {OWN}/ of the engagement."
    )


def open_recipe(name: str, folder: Path) -> Recipe:
    """Read a recipe.

    Args:
        name: Of the recipe.
        folder: The engagement, whose own recipes go before those that ship.

    Raises:
        EngagementError: There is none, or its head or its parts have faults.
    """
    file = recipe_file(name, folder)
    return recipe_from(name, file.read_text(encoding="utf-8-sig"))


def recipe_of(delivery: Delivery, folder: Path) -> Recipe:
    """The recipe of a delivery; for one that has the columns of a table already, one that only reads them.

    Raises:
        EngagementError: There is none, or it has faults; or there is no such table.
    """
    if not delivery.table:
        return open_recipe(delivery.recipe, folder)
    name = delivery.table
    if name not in TABLES:
        raise EngagementError(f"deliveries: '{name}' is not a table{did_you_mean(name, TABLES)}.")
    columns = TABLES[name].columns
    readers = {"number": 'number("{}")', "integer": 'number("{}")', "date": 'moment("{}")'}
    given = [
        readers.get(facts.kind, '"{}"').format(column) + f" AS {column}" for column, facts in columns.items()
    ]
    head = Head(
        title={"en": name},
        about="The columns of the table, by their own names.",
        matches=tuple(column for column, facts in columns.items() if facts.required),
        optional=tuple(column for column, facts in columns.items() if not facts.required),
    )
    return Recipe(name, head, {name: f"SELECT row, {', '.join(given)} FROM export"})


def recipe_from(name: str, text: str) -> Recipe:
    """A recipe from its text.

    Raises:
        EngagementError: Its head or its parts have faults.
    """
    _, *parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 2:
        raise _fault(name, "it has no head: settings between two lines ---, and the SELECTs under them")
    try:
        head = Head.model_validate(yaml.safe_load(parts[0]))
    except yaml.YAMLError as error:
        raise _fault(name, "its head is not readable YAML; check colons and indents") from error
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, item['loc']))}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        ]
        raise _fault(name, "; ".join(faults)) from error
    before, *selects = re.split(r"^-- *(\w+) *$", parts[1], flags=re.MULTILINE)
    tables = dict(zip(selects[::2], (body.strip().rstrip(";") for body in selects[1::2]), strict=True))
    if before.strip() or not tables:
        raise _fault(name, "above each SELECT stands the table that it makes, as: -- transactions")
    if unknown := [table for table in tables if table not in TABLES]:
        raise _fault(name, f"'{unknown[0]}' is not a table{did_you_mean(unknown[0], TABLES)}")
    return Recipe(name, head, tables)


def _fault(name: str, message: str) -> EngagementError:
    return EngagementError(f"Recipe '{name}' cannot be used: {message}.")
