"""The journey map: participants add pains, owners, activities and goals in place; the facilitator accepts."""

import hashlib
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.checks import text_of
from workbook.workshop.session import Session
from workbook.workshop.steps.amendments import AMENDMENTS, amendment
from workbook.workshop.steps.needs import TABLES as CARDS
from workbook.workshop.steps.state import Entry, Json

STEP = "journey"
STAGES = ("open", "closed")
PAIN = "pain"
FIELDS = (PAIN, "customer_goal", "activity", "owner")
MOST, LONGEST = 60, 300
KEY = ("journey", "phase", "touchpoint")
TABLES = CARDS | AMENDMENTS


def material(session: Session) -> Json:
    """The cells of the journey, by number, as the intake holds them, with the evidence that there is."""
    found = session.setting["steps"].get("cells", [])
    return {"cells": found, "fields": list(FIELDS)} if found else {}


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check what somebody adds to a cell.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Who adds it.
        name: "add:" and an id of the page's own.
        value: cell (its number), field and text; None takes it back.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage != "open":
        raise WorkshopError("The journey map is closed; tell the facilitator what is missing.")
    if not re.fullmatch(r"add:[\w-]{1,40}", name):
        raise WorkshopError(f"'{name}' is not the name of an addition.")
    if _decided(session, seat, name) is not None:
        raise WorkshopError("The facilitator has decided on this one already; add another.")
    if value is None:
        return None
    cells = range(len(material(session)["cells"]))
    if not isinstance(value, Mapping) or value.get("cell") not in cells or isinstance(value["cell"], bool):
        raise WorkshopError("What is added has a cell of the journey map.")
    if value.get("field") not in FIELDS:
        raise WorkshopError(f"What is added is one of {', '.join(FIELDS)}.")
    text = text_of(value, "text", longest=LONGEST)
    if not text:
        raise WorkshopError("What is added has a text.")
    if len({*session.steps.own(STEP, seat), name}) > MOST:
        raise WorkshopError(f"{MOST} additions are made; take one of them back.")
    return {"cell": cells.index(value["cell"]), "field": value["field"], "text": text}


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Check what the facilitator decides on an addition; a value that is there is replaced knowingly only.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: "accept:" and the id that the facilitator's page shows.
        value: accepted and, where the cell has a value already, replace; None takes the decision back.

    Raises:
        WorkshopError: It cannot be.
    """
    added = _additions(session).get(name.removeprefix("accept:"))
    if added is None or not name.startswith("accept:"):
        raise WorkshopError("This addition is not there (any more).")
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get("accepted"), bool):
        raise WorkshopError("An addition is accepted or not.")
    there = _cells(session)[added["cell"]].get(added["field"])
    if value["accepted"] and added["field"] != PAIN and there and value.get("replace") is not True:
        raise WorkshopError(f"The cell has '{there}' already; confirm that it is replaced.")
    return {"accepted": value["accepted"], "replace": value.get("replace") is True}


def _public(seat: str, name: str) -> str:
    """An addition's name for all: it does not tell whose it is."""
    return hashlib.sha256(f"{seat} {name}".encode()).hexdigest()[:16]


def _additions(session: Session) -> dict[str, Json]:
    """What was added, by public name: seat, at, cell, field and text."""
    return {
        _public(seat, name): {"seat": seat, "at": one.at, **one.value}
        for seat, name, one in session.steps.all_of(STEP)
    }


def _decided(session: Session, seat: str, name: str) -> Entry | None:
    return session.steps.settled.get(STEP, {}).get(f"accept:{_public(seat, name)}")


def _accepted(session: Session) -> list[Json]:
    """What was accepted, in the order in which it was."""
    added = _additions(session)
    decisions = session.steps.choices(STEP, "accept:")
    return [added[one] for one, decision in decisions.items() if decision["accepted"] and one in added]


def _cells(session: Session) -> list[Json]:
    """The cells as they stand with what was accepted; pains by their texts."""
    cells = [{**one, "pains": []} for one in material(session)["cells"]]
    for one in _accepted(session):
        if one["field"] == PAIN:
            cells[one["cell"]]["pains"].append(one["text"])
        else:
            cells[one["cell"]][one["field"]] = one["text"]
    return [{**one, "pains": sorted(one["pains"], key=str.casefold)} for one in cells]


def shown(session: Session, stage: str) -> Json:
    """What all see: the map with what was accepted, without names."""
    return {"cells": _cells(session)}


def lead(session: Session, stage: str) -> Json:
    """What the facilitator sees besides: what waits for a decision, without names, by cell and text."""
    decided = session.steps.choices(STEP, "accept:")
    waiting = [
        {"id": name, **{field: one[field] for field in ("cell", "field", "text")}}
        for name, one in _additions(session).items()
        if name not in decided
    ]
    return {"waiting": sorted(waiting, key=lambda one: (one["cell"], one["field"], one["text"], one["id"]))}


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """What was accepted: pains as insights, the rest as cells of table journey.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of the workshop.
    """
    cells = material(session)["cells"]
    accepted = _accepted(session)
    pains = [one for one in accepted if one["field"] == PAIN]
    last = {(one["cell"], one["field"]): one for one in accepted if one["field"] != PAIN}
    return {
        "insights": [
            _insight(cells[one["cell"]], one, f"W{name}-j{n}", name) for n, one in enumerate(pains, 1)
        ],
        "amendments": [
            amendment(
                "journey",
                {part: cells[cell][part] for part in KEY},
                {field: one["text"]},
                cells[cell].get(field),
                one["seat"],
                one["at"],
            )
            for (cell, field), one in last.items()
        ],
    }


def _insight(cell: Json, one: Json, insight: str, name: str) -> Json:
    blank = dict.fromkeys(CARDS["insights"])
    place = {"phase": cell["phase"], "touchpoint": cell["touchpoint"]}
    said = {"insight": insight, "source": f"workshop {name}", "text": one["text"], PAIN: one["text"]}
    return blank | place | said | {"who": one["seat"], "at": one["at"][:10]}


def told(session: Session, stage: str) -> Json:
    """What the minutes say: per cell what was accepted."""
    cells = material(session)["cells"]
    return {
        "shown": True,
        "accepted": [
            {**{part: cells[one["cell"]][part] for part in KEY}, "field": one["field"], "text": one["text"]}
            for one in sorted(_accepted(session), key=lambda one: (one["cell"], FIELDS.index(one["field"])))
        ],
        "waiting": len(lead(session, stage)["waiting"]),
    }


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up expert adds.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        chance: What it depends on.
        text: What it says.
    """
    if stage != "open":
        return {}
    cell = chance.randrange(len(material(session)["cells"]))
    return {"add:1": {"cell": cell, "field": chance.choice(FIELDS), "text": f"{text} ({seat})"}}
