"""The vote of customers and partners: a link of its own, blind, kept apart from what the experts score."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.checks import text_of
from workbook.workshop.session import Session
from workbook.workshop.steps.state import VOTE, Json

STEP = VOTE
STAGES = ("prepare", "open", "closed")
ASKED = ("importance", "satisfaction")
LOW, HIGH = 1, 10
LONGEST = 500
LINK = "vote:"
"""How the name of a link's page begins; the rest is its label, such as "partners"."""
TABLES = {
    "votes": {
        "voter": "text",
        "group": "text",
        "opportunity": "text",
        "importance": "integer",
        "satisfaction": "integer",
        "preferred": "text",
        "at": "text",
        "period": "text",
        "session": "text",
    }
}


def material(session: Session) -> Json:
    """What can be voted on, and from what to what."""
    return {"low": LOW, "high": HIGH} if session.setting["items"] else {}


def options(session: Session) -> dict[str, Json]:
    """The opportunities that are voted on, with what is shown of them: title, text and picture."""
    picked, texts, files = (session.steps.choices(STEP, f"{one}:") for one in ("option", "text", "picture"))
    return {
        name: {
            "option": name,
            "title": one["title"],
            "text": texts.get(name, ""),
            "picture": files.get(name, ""),
        }
        for name, one in session.items.items()
        if name in picked
    }


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check what a voter sends.

    Args:
        session: The workshop.
        stage: The one that the vote is at.
        seat: The voter.
        name: "importance:" or "satisfaction:" and an option, or "preference".
        value: 1 to 10, or an option; None takes it back.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage != "open":
        raise WorkshopError("The vote is not open; what you chose before counts as it was.")
    asked, _, option = name.partition(":")
    there = options(session)
    if name == "preference":
        if value is not None and value not in list(there):
            raise WorkshopError(f"'{value}' is not one of the options.")
        return value
    if asked not in ASKED or option not in there:
        raise WorkshopError(f"'{name}' is not asked in this vote.")
    whole = isinstance(value, int) and not isinstance(value, bool) and LOW <= value <= HIGH
    if value is not None and not whole:
        raise WorkshopError(f"{value!r} is not a whole number from {LOW} to {HIGH}.")
    return value


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Check what the facilitator puts to the vote: "option:", "text:" or "picture:" and an opportunity.

    Args:
        session: The workshop.
        stage: The one that the vote is at.
        name: What is settled.
        value: Whether it is an option, its text, or the id of its picture; None takes each away.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage == "closed" or session.steps.who(STEP):
        raise WorkshopError("The options stay as they are once somebody has voted.")
    kind, _, option = name.partition(":")
    if option not in session.items or kind not in ("option", "text", "picture"):
        raise WorkshopError(f"'{name}' is not an opportunity of the workshop.")
    if value is None or (kind == "option" and value is True):
        return value
    if kind == "text":
        return text_of({"text": value}, "text", longest=LONGEST)
    if kind != "picture" or not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{16}", value):
        raise WorkshopError("An option has a text and, where there is one, a picture from the list.")
    return value


def shown(session: Session, stage: str) -> Json:
    """What all see: the options. What was voted is worked out once the vote is closed."""
    return {"options": list(options(session).values())}


def ballots(session: Session, stage: str) -> list[Json]:
    """What was voted, once the vote is closed: a row per voter and option that they said something about."""
    if stage != "closed":
        return []
    return [
        _ballot(session, voter, option)
        for voter in session.steps.who(STEP)
        for option in options(session)
        if _said(session, voter, option)
    ]


def _said(session: Session, voter: str, option: str) -> bool:
    own = session.steps.own(STEP, voter)
    return "preference" in own or any(f"{asked}:{option}" in own for asked in ASKED)


def _ballot(session: Session, voter: str, option: str) -> Json:
    own = session.steps.own(STEP, voter)
    times = [one.at for one in session.steps.entries[STEP][voter].values()]
    return {
        "voter": voter,
        "group": session.steps.voters[voter],
        "opportunity": option,
        **{asked: own.get(f"{asked}:{option}") for asked in ASKED},
        "preferred": own["preference"] == option if "preference" in own else None,
        "at": max(times)[:10],
    }


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """The votes of a vote that was closed; who voted is a number, and bears the name of the workshop.

    Args:
        session: The workshop.
        stage: The one that the vote is at.
        name: Of the workshop.
    """
    words = {True: "yes", False: "no", None: None}
    return {
        "votes": [
            one | {"voter": f"{name}-{one['voter']}", "preferred": words[one["preferred"]]}
            for one in ballots(session, stage)
        ]
    }


def told(session: Session, stage: str) -> Json:
    """What the minutes say: how many voted by group, and on what."""
    groups = [session.steps.voters[voter] for voter in session.steps.who(STEP)]
    return {
        "groups": [{"group": one, "n": groups.count(one)} for one in dict.fromkeys(groups)],
        "options": [one["title"] for one in options(session).values()],
    }


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up voter answers.

    Args:
        session: The workshop.
        stage: The one that the vote is at.
        seat: The voter.
        chance: What it depends on.
        text: Not used: a voter writes nothing.
    """
    there = list(options(session))
    if stage != "open" or not there:
        return {}
    given = {f"{asked}:{one}": chance.randint(LOW, HIGH) for one in there for asked in ASKED}
    return given | {"preference": chance.choice(there)}


def results_told(session: Session, votes: Sequence[Json]) -> list[Json]:
    """What the minutes say of each group and option of which enough is known.

    Args:
        session: The workshop.
        votes: As the pages show them.
    """
    return [
        {
            "title": session.items[one["opportunity"]]["title"],
            "group": one["group"],
            **{
                name: {"value": one[name], "low": one[f"{name}_low"], "high": one[f"{name}_high"]}
                for name in (*ASKED, "preferred")
            },
        }
        for one in votes
        if any(one[name] is not None for name in (*ASKED, "preferred"))
    ]
