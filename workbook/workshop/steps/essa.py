"""The ESSA board: may a step go, be simpler, be the same everywhere, and only then: can it be automated?"""

from random import Random
from typing import Any

from workbook.errors import WorkshopError
from workbook.essa_rules import QUESTIONS
from workbook.workshop.checks import text_of
from workbook.workshop.session import Session
from workbook.workshop.steps.amendments import AMENDMENTS, amendment
from workbook.workshop.steps.state import FEWEST, Json

STEP = "essa"
STAGES = ("answer", "shown")
ASKED = (*QUESTIONS, "automate")
"""In their order: one is asked once those before it are answered no."""
KEEP = "keep"
VERDICTS = (*ASKED, KEEP)
TABLES = AMENDMENTS | {
    "essa_answers": {
        "process": "text",
        "step": "text",
        "who": "text",
        "answer": "text",
        "at": "text",
        "period": "text",
        "session": "text",
    }
}


def material(session: Session) -> Json:
    """The process steps, by number; none where there are none."""
    found = session.setting["steps"].get("processes", [])
    return {"processes": found, "questions": list(ASKED)} if found else {}


def entry(session: Session, stage: str, seat: str, name: str, value: Any) -> Any:
    """Check an answer: under "process:" and a number the first question that is answered yes, or keep.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        name: Of which process step.
        value: How many questions were answered, all no, or the answer that ends them; None takes it back.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage != "answer":
        raise WorkshopError("The answers were shown; nothing of them changes any more.")
    _process(session, name)
    if value is not None and value not in (*VERDICTS, *(f"no:{one}" for one in QUESTIONS)):
        raise WorkshopError("The questions are answered yes or no, in their order.")
    return value


def _process(session: Session, name: str) -> Json:
    for place, one in enumerate(material(session)["processes"]):
        if name == f"process:{place}":
            return one
    raise WorkshopError(f"'{name}' is not a process step.")


def settle(session: Session, stage: str, name: str, value: Any) -> Any:
    """Check what the facilitator decides on a process step: verdict and who decided it.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: "process:" and a number.
        value: verdict and by; None takes it back.

    Raises:
        WorkshopError: It cannot be.
    """
    if stage != "shown":
        raise WorkshopError("Show the answers first; then decide.")
    _process(session, name)
    if value is None:
        return None
    if not isinstance(value, dict) or value.get("verdict") not in VERDICTS:
        raise WorkshopError(f"A verdict is one of {', '.join(VERDICTS)}.")
    return {"verdict": value["verdict"], "by": text_of(value, "by")}


def shown(session: Session, stage: str) -> Json:
    """What all see: once answers are shown, how many gave which, where enough did, and what was decided."""
    if stage == "answer":
        return {}
    decided = session.steps.choices(STEP, "process:")
    found = []
    for place in range(len(material(session)["processes"])):
        given = _answers(session, place)
        counts = {one: given.count(one) for one in VERDICTS} if len(given) >= FEWEST else None
        found.append({"n": len(given), "counts": counts, "decided": decided.get(str(place))})
    return {"processes": found}


def _answers(session: Session, place: int) -> list[str]:
    """The answers that are whole."""
    given = [one.value for _, _, one in session.steps.all_of(STEP, f"process:{place}", exact=True)]
    return [one for one in given if one in VERDICTS]


def rows(session: Session, stage: str, name: str) -> dict[str, list[Json]]:
    """What was decided on the steps of table processes, and who gave which answer.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        name: Of the workshop.
    """
    if stage == "answer":
        return {}
    found: dict[str, list[Json]] = {"amendments": [], "essa_answers": []}
    for place, one in enumerate(material(session)["processes"]):
        process = {"process": one["process"], "step": one["step"]}
        settled = session.steps.settled.get(STEP, {}).get(f"process:{place}")
        if settled:
            found["amendments"] += [
                amendment(
                    "processes", process, {column: value}, _seen(one, column), settled.value["by"], settled.at
                )
                for column, value in _decided(settled.value, settled.at[:10], name).items()
            ]
        found["essa_answers"] += [
            {**process, "who": seat, "answer": given.value, "at": given.at[:10]}
            for seat, _, given in session.steps.all_of(STEP, f"process:{place}", exact=True)
            if given.value in VERDICTS
        ]
    return found


def _decided(value: Json, on: str, name: str) -> dict[str, str]:
    """The cells that a decision fills: the verdict, and what it answers to the questions before it.

    An answer has a name: where nobody said who decided, the verdict stands by itself.
    """
    verdict, by = value["verdict"], value["by"]
    found = {"verdict": verdict, "verdict_reason": name, "verdict_on": on}
    if not by:
        return found
    for question in QUESTIONS:
        found |= {
            question: "yes" if question == verdict else "no",
            f"{question}_by": by,
            f"{question}_on": on,
        }
        if question == verdict:
            break
    return found | {"verdict_by": by}


def _seen(process: Json, column: str) -> str | None:
    """What the group saw in a cell."""
    seen = process.get(column)
    return ("yes" if seen else "no") if isinstance(seen, bool) else seen


def told(session: Session, stage: str) -> Json:
    """What the minutes say: what was decided on which process step, with how many answers."""
    seen = shown(session, stage).get("processes", [])
    return {
        "processes": [
            {"process": one["process"], "step": one["step"], **found}
            for one, found in zip(material(session)["processes"], seen, strict=False)
            if found["n"] or found["decided"]
        ]
    }


def made_up(session: Session, stage: str, seat: str, chance: Random, text: str) -> Json:
    """What a made-up expert answers.

    Args:
        session: The workshop.
        stage: The one that the step is at.
        seat: Whose.
        chance: What it depends on.
        text: Not used: nothing is written.
    """
    processes = material(session)["processes"] if stage == "answer" else []
    return {f"process:{place}": chance.choice(VERDICTS) for place in range(len(processes))}
