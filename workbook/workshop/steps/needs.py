"""Job to be done and needs: everybody writes cards, the facilitator groups them, everybody gives dots."""

import hashlib
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.checks import text_of
from workbook.workshop.session import Session
from workbook.workshop.steps.state import Json

STEP = "needs"
STAGES = ("write", "group", "vote", "found")
KINDS = ("job", "need", "pain")
DOTS = 5
"""What each has to give; all of them on one group where somebody wants that."""
MOST_CARDS, MOST_GROUPS, LONGEST = 30, 40, 500
TABLES = {
    "insights": {
        "insight": "text",
        "source": "text",
        "text": "text",
        "profile": "text",
        "phase": "text",
        "touchpoint": "text",
        "job": "text",
        "need": "text",
        "pain": "text",
        "theme": "text",
        "votes": "integer",
        "who": "text",
        "at": "text",
        "period": "text",
        "session": "text",
    }
}


def material(session: Session) -> Json:
    """What a card may be about: the touchpoints and profiles of the engagement."""
    given = session.setting["steps"]
    return {"touchpoints": given["touchpoints"], "profiles": given["profiles"], "dots": DOTS}


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check a card or dots.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Who enters it.
        name: "card:" and an id of the page's own, or "dots:" and a group.
        value: Of a card kind, text, touchpoint and profile; of dots how many; None takes a card out.

    Raises:
        WorkshopError: It cannot be.
    """
    own = session.steps.own(STEP, seat)
    if name.startswith("dots:"):
        return _dots(session, stage, own, name, value)
    if stage not in ("write", "group"):
        raise WorkshopError("The cards are fixed now; tell the facilitator what is missing.")
    if not re.fullmatch(r"card:[\w-]{1,40}", name):
        raise WorkshopError(f"'{name}' is not the name of a card.")
    if value is None:
        return None
    if len({*own, name}) > MOST_CARDS:
        raise WorkshopError(f"{MOST_CARDS} cards are written; change or remove one of them.")
    return _card(session, value)


def _card(session: Session, value: Any) -> Json:
    if not isinstance(value, Mapping) or value.get("kind") not in KINDS:
        raise WorkshopError(f"A card is one of {', '.join(KINDS)}.")
    text = text_of(value, "text", longest=LONGEST)
    if not text:
        raise WorkshopError("A card has a text.")
    about = {}
    for place in ("touchpoint", "profile"):
        about[place] = value.get(place) or ""
        if about[place] and about[place] not in session.setting["steps"][f"{place}s"]:
            raise WorkshopError(f"'{about[place]}' is not a {place} of the engagement.")
    return {"kind": value["kind"], "text": text, **about}


def _dots(session: Session, stage: str, own: Json, name: str, value: Any) -> int:
    group = name.removeprefix("dots:")
    if stage != "vote" or group not in {one["group"] for one in _groups(session)}:
        raise WorkshopError("Dots are given to the groups on the page, until the facilitator shows them.")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= DOTS:
        raise WorkshopError(f"A group gets 0 to {DOTS} dots.")
    others = sum(n for one, n in own.items() if one.startswith("dots:") and one != name)
    if others + value > DOTS:
        raise WorkshopError(f"There are {DOTS} dots to give; {others} are on other groups.")
    return value


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Check what the facilitator settles: "group:" and its id with a name, "put:" and a card with a group.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: What is settled.
        value: The name of the group, or the group of the card; None takes either away.

    Raises:
        WorkshopError: It cannot be.
    """
    kind, _, of = name.partition(":")
    groups = session.steps.choices(STEP, "group:")
    if stage == "write" or (stage != "group" and (kind == "put" or value is None or of not in groups)):
        raise WorkshopError("Cards are grouped once they are shown, and before the dots are given.")
    if kind == "group" and re.fullmatch(r"g\d{1,3}", of):
        if len({*groups, of}) > MOST_GROUPS:
            raise WorkshopError(f"There are {MOST_GROUPS} groups; use one of them.")
        return None if value is None else _named(value)
    if kind == "put" and of in {card["card"] for card in _cards(session)} and (not value or value in groups):
        return value or None
    raise WorkshopError("A card goes into a group that is there, and a group has a name.")


def _named(value: Any) -> str:
    name = text_of({"name": value}, "name")
    if not name:
        raise WorkshopError("Give the group a name.")
    return name


def shown(session: Session, stage: str) -> Json:
    """What all see: nothing while cards are written, then cards without names, groups, and at last dots."""
    if stage == "write":
        return {}
    groups = _groups(session, empty=stage == "group")
    if stage == "found":
        groups.sort(key=lambda one: -one["dots"])
    seen = [{name: one[name] for name in one if stage == "found" or name != "dots"} for one in groups]
    cards = [{name: card[name] for name in ("card", *_FIELDS)} for card in _cards(session)]
    return {"cards": cards, "groups": seen}


_FIELDS = ("kind", "text", "touchpoint", "profile")


def _cards(session: Session) -> list[Json]:
    """The cards, by their texts: an order that tells nothing of who wrote them."""
    found = [
        {"card": _public(seat, name), "seat": seat, "at": one.at, **one.value}
        for seat, name, one in session.steps.all_of(STEP, "card:")
    ]
    return sorted(found, key=lambda card: (card["text"].casefold(), card["card"]))


def _public(seat: str, name: str) -> str:
    """A card's name for all: it does not tell whose it is."""
    return hashlib.sha256(f"{seat} {name}".encode()).hexdigest()[:16]


def _groups(session: Session, *, empty: bool = False) -> list[Json]:
    """The groups in the order in which they were made, with their cards and dots."""
    put = session.steps.choices(STEP, "put:")
    cards = [card["card"] for card in _cards(session)]
    groups = [
        {
            "group": group,
            "name": name,
            "cards": [card for card in cards if put.get(card) == group],
            "dots": sum(one.value for _, _, one in session.steps.all_of(STEP, f"dots:{group}", exact=True)),
        }
        for group, name in session.steps.choices(STEP, "group:").items()
    ]
    return [one for one in groups if one["cards"] or empty]


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """The cards that were shown as insights; a group is their theme, and its dots their votes.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of the workshop.
    """
    if stage == "write":
        return {}
    of = {card: group for group in _groups(session) for card in group["cards"]}
    found = []
    for place, card in enumerate(_cards(session), start=1):
        group = of.get(card["card"])
        found.append(
            {
                "insight": f"W{name}-{place}",
                "source": f"workshop {name}",
                "text": card["text"],
                "profile": card["profile"] or None,
                "phase": None,
                "touchpoint": card["touchpoint"] or None,
                **{kind: card["text"] if kind == card["kind"] else None for kind in KINDS},
                "theme": group and group["name"],
                "votes": group["dots"] if group and stage == "found" else None,
                "who": card["seat"],
                "at": card["at"][:10],
            }
        )
    return {"insights": found}


def told(session: Session, stage: str) -> Json:
    """What the minutes say: the groups with their dots and texts, and the cards in no group."""
    texts = {card["card"]: card["text"] for card in _cards(session)}
    groups = shown(session, stage).get("groups", [])
    grouped = {card for one in groups for card in one["cards"]}
    return {
        "groups": [
            {"name": one["name"], "dots": one.get("dots"), "texts": [texts[card] for card in one["cards"]]}
            for one in groups
        ],
        "rest": [text for card, text in texts.items() if card not in grouped] if stage != "write" else [],
        "n": len(session.steps.who(STEP)),
    }


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up expert enters in a stage.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        chance: What it depends on.
        text: What cards say.
    """
    if stage == "write":
        kind, places = chance.choice(KINDS), ["", *session.setting["steps"]["touchpoints"]]
        return {"card:1": {"kind": kind, "text": f"{text} ({seat})", "touchpoint": chance.choice(places)}}
    given = any(name.startswith("dots:") for name in session.steps.own(STEP, seat))
    groups = _groups(session) if stage == "vote" and not given else []
    return {f"dots:{chance.choice(groups)['group']}": DOTS} if groups else {}
