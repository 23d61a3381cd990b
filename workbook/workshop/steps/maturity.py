"""Maturity: everybody answers each statement blind; then the middle, and how far answers are apart."""

from random import Random
from statistics import median_low
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.scores import quorum
from workbook.workshop.session import Session
from workbook.workshop.steps.amendments import AMENDMENTS, amendment
from workbook.workshop.steps.state import Json

STEP = "maturity"
STAGES = ("answer", "shown")
LOW, HIGH = 1, 5
TABLES = AMENDMENTS | {
    "maturity_answers": {
        "statement": "text",
        "dimension": "text",
        "n": "integer",
        "median": "integer",
        "lowest": "integer",
        "highest": "integer",
        "at": "text",
        "period": "text",
        "session": "text",
    },
}


def material(session: Session) -> Json:
    """The statements of the maturity check, by number, each with its dimension; none where there are none."""
    found = session.setting["steps"].get("statements", [])
    return {"statements": found, "low": LOW, "high": HIGH} if found else {}


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check an answer: under "statement:" and a number, 1 to 5; None takes it back.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        name: Of which statement.
        value: The answer.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage != "answer":
        raise WorkshopError("The answers were shown; nothing of them changes any more.")
    if name not in {f"statement:{place}" for place in range(len(material(session)["statements"]))}:
        raise WorkshopError(f"'{name}' is not a statement of the maturity check.")
    whole = isinstance(value, int) and not isinstance(value, bool) and LOW <= value <= HIGH
    if value is not None and not whole:
        raise WorkshopError(f"{value!r} is not a whole number from {LOW} to {HIGH}.")
    return value


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Nothing is settled here: the answers speak.

    Raises:
        WorkshopError: Always.
    """
    raise WorkshopError("In this step the facilitator settles nothing.")


def shown(session: Session, stage: str) -> Json:
    """What all see once answers are shown: per statement and per dimension n, middle, lowest and highest."""
    if stage == "answer":
        return {}
    statements = _statements(session)
    return {"statements": statements, "dimensions": _dimensions(statements)}


def _statements(session: Session) -> list[Json]:
    found = []
    for place, one in enumerate(material(session)["statements"]):
        given = [entry.value for _, _, entry in session.steps.all_of(STEP, f"statement:{place}", exact=True)]
        found.append({"place": place, **one, **_spread(given)})
    return found


def _spread(answers: list[int]) -> Json:
    """n, and of enough answers median (the lower one of two), lowest and highest; else None."""
    if not answers:
        return {"n": 0, "median": None, "lowest": None, "highest": None}
    middle = median_low(answers)
    return {"n": len(answers), "median": middle, "lowest": min(answers), "highest": max(answers)}


def _dimensions(statements: list[Json]) -> list[Json]:
    """Per dimension the middle of its statements' middles, and the lowest and the highest of all answers."""
    found = []
    for name in dict.fromkeys(one["dimension"] for one in statements):
        answered = [one for one in statements if one["dimension"] == name and one["n"]]
        ends = {"lowest": min, "highest": max}
        spread = {end: of((one[end] for one in answered), default=None) for end, of in ends.items()}
        found.append({"dimension": name, **_spread([one["median"] for one in answered]), **spread})
    return found


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """The middle of each statement as the answer in table readiness, and how far the answers were apart.

    A statement that fewer than the quorum answered keeps the answer that it has.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of the workshop.
    """
    if stage == "answer":
        return {}
    at = max(one.at for _, _, one in session.steps.all_of(STEP))
    fewest = quorum(session, session.steps.experts[STEP])
    enough = [one for one in _statements(session) if one["n"] >= fewest]
    return {
        "amendments": [
            amendment("readiness", key, {"answer": one["median"]}, answer, f"median of {one['n']}", at)
            for one in enough
            for key, answer in _seen(session, one)
        ],
        "maturity_answers": [one | {"at": at[:10]} for one in enough],
    }


def _seen(session: Session, one: Json) -> list[tuple[Json, int | None]]:
    """The rows of a statement in table readiness and their answers; that of the group takes their place."""
    given = session.setting["steps"].get("answered", [])
    rows = [row for row in given if row["statement"] == one["statement"]]
    each = [({name: row[name] or "" for name in ("statement", "respondent")}, row["answer"]) for row in rows]
    return each or [({"statement": one["statement"]}, one["answer"])]


def told(session: Session, stage: str) -> Json:
    """What the minutes say: per statement and dimension n, middle, lowest and highest."""
    seen = shown(session, stage)
    return {"statements": seen.get("statements", []), "dimensions": seen.get("dimensions", [])}


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up expert answers.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        chance: What it depends on.
        text: Not used: nothing is written.
    """
    statements = material(session)["statements"] if stage == "answer" else []
    return {f"statement:{place}": chance.randint(LOW, HIGH) for place in range(len(statements))}
