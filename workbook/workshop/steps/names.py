"""Names of segments and profiles: everybody proposes and votes blind, then one is chosen."""

import hashlib
from random import Random
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.checks import text_of
from workbook.workshop.session import Session
from workbook.workshop.steps.state import Json

STEP = "names"
STAGES = ("propose", "vote", "found")
TABLES = {
    "names": {
        "kind": "text",
        "old": "text",
        "new": "text",
        "votes": "integer",
        "at": "text",
        "period": "text",
        "session": "text",
    }
}


def material(session: Session) -> Json:
    """The segments and profiles, each with its kind and present name; none where there are none."""
    found = session.setting["steps"].get("groups", [])
    return {"groups": found} if found else {}


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check a proposal or a vote.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        name: "name:" or "vote:", and the number of a segment or profile.
        value: A name, or the id of an option; None takes it back.

    Raises:
        WorkshopError: It cannot be.
    """
    kind, _, place = name.partition(":")
    if (kind, stage) not in (("name", "propose"), ("vote", "vote")):
        raise WorkshopError("Names are proposed first and voted on then, as the facilitator goes on.")
    group = _group(session, place)
    if value is None:
        return None
    if kind == "name":
        return _name(session, group, value)
    if value not in [one["option"] for one in _options(session, group)]:
        raise WorkshopError("Choose one of the names on the page.")
    return value


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Check the name that was chosen: under "choose:" and the number of a segment or profile.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of which one.
        value: The name; None keeps the one it has.

    Raises:
        WorkshopError: It cannot be.
    """
    kind, _, place = name.partition(":")
    if stage != "found" or kind != "choose":
        raise WorkshopError("Show the votes first; then choose.")
    group = _group(session, place)
    return None if value is None else _name(session, group, value)


def _group(session: Session, place: str) -> Json:
    groups = material(session)["groups"]
    found = [{"place": at, **one} for at, one in enumerate(groups) if str(at) == place]
    if not found:
        raise WorkshopError(f"'{place}' is not the number of a segment or profile.")
    return found[0]


def _name(session: Session, group: Json, value: Any) -> str:
    """A name that no other one of its kind has: two with one name would be one."""
    name = text_of({"name": value}, "name")
    if not name:
        raise WorkshopError("Give a name.")
    chosen = session.steps.choices(STEP, "choose:")
    others = [
        taken
        for at, one in enumerate(material(session)["groups"])
        if one["kind"] == group["kind"] and at != group["place"]
        for taken in (one["name"], chosen.get(str(at), ""))
    ]
    if name.casefold() in [one.casefold() for one in others]:
        raise WorkshopError(f"There is a {group['kind']} '{name}' already; two with one name would be one.")
    return name


def _options(session: Session, group: Json) -> list[Json]:
    """The names to choose from, each once, by the alphabet: those proposed, and the present one."""
    texts = {group["name"].casefold(): group["name"]}
    for _, _, one in session.steps.all_of(STEP, f"name:{group['place']}", exact=True):
        texts.setdefault(one.value.casefold(), one.value)
    votes = [one.value for _, _, one in session.steps.all_of(STEP, f"vote:{group['place']}", exact=True)]
    options = [(hashlib.sha256(key.encode()).hexdigest()[:12], texts[key]) for key in sorted(texts)]
    return [{"option": one, "text": text, "votes": votes.count(one)} for one, text in options]


def shown(session: Session, stage: str) -> Json:
    """What all see: nothing while names are proposed, then the names, and at last their votes."""
    if stage == "propose":
        return {}
    chosen = session.steps.choices(STEP, "choose:")
    found = []
    for place in range(len(material(session)["groups"])):
        options = _options(session, _group(session, str(place)))
        if stage == "vote":
            options = [{"option": one["option"], "text": one["text"]} for one in options]
        found.append({"options": options, "chosen": chosen.get(str(place))})
    return {"groups": found}


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """The names that were chosen in place of others, with how many voted for each.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of the workshop.
    """
    found = []
    for place, chosen in session.steps.choices(STEP, "choose:").items():
        group, settled = _group(session, place), session.steps.settled[STEP][f"choose:{place}"]
        votes = {one["text"]: one["votes"] for one in _options(session, group)}
        if chosen != group["name"]:
            new = {"kind": group["kind"], "old": group["name"], "new": chosen}
            found.append(new | {"votes": votes.get(chosen, 0), "at": settled.at[:10]})
    return {"names": found}


def told(session: Session, stage: str) -> Json:
    """What the minutes say: per segment and profile what was voted for, and what was chosen."""
    seen = shown(session, stage).get("groups", [])
    return {
        "groups": [group | found for group, found in zip(material(session)["groups"], seen, strict=False)]
    }


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up expert proposes, or votes for.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        chance: What it depends on.
        text: What a proposal says.
    """
    places = range(len(material(session)["groups"]))
    if stage == "propose":
        place = chance.choice(places)
        return {f"name:{place}": f"{text} ({place}, {chance.randint(1, 3)})"}
    if stage != "vote":
        return {}
    options = {place: _options(session, _group(session, str(place))) for place in places}
    return {f"vote:{place}": chance.choice(options[place])["option"] for place in places}
