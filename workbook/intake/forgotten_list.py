"""The list of forgotten people: pseudonyms only, so that a later delivery is left without them."""

from pathlib import Path

from workbook.files import read_json, write_json
from workbook.intake.person import Person
from workbook.intake.pseudonyms import Key, refuse_other_key

FORGOTTEN = "forgotten.json"


def read_forgotten(folder: Path, key: Key | None) -> Person:
    """The pseudonyms of everybody on the list, as if they were one person.

    Raises:
        EngagementError: The list is of another key than the one at hand.
    """
    listed = read_json(folder / FORGOTTEN)
    if not listed:
        return Person(frozenset(), frozenset())
    refuse_other_key(key, listed["key_id"])
    return Person(frozenset(listed["customers"]), frozenset(tuple(pair) for pair in listed["identities"]))


def write_forgotten(folder: Path, people: Person, key: Key) -> None:
    """Write the list."""
    listed = {
        "key_id": key.id,
        "customers": sorted(people.customer_ids),
        "identities": sorted(map(list, people.identities)),
    }
    write_json(folder / FORGOTTEN, listed)
