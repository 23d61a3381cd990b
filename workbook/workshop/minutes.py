"""What the minutes of a workshop say, as facts without words: who, rounds, results, decisions, dissent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbook.phrases import show
from workbook.workshop.plan_terms import plan_terms
from workbook.workshop.scores import quorum
from workbook.workshop.session import Session
from workbook.workshop.steps.outcome import steps_told

Json = dict[str, Any]
DIVIDED = ("no consensus", "unstable")
KINDS = {"dissent": "dissent", "questions": "question", "notes": "note"}
"""The lists of the minutes, and the kind of note that each holds."""


def minutes(
    session: Session,
    names: Mapping[str, str],
    results: Sequence[Json],
    *,
    name: str,
    votes: Sequence[Json] = (),
    order: Json | None = None,
) -> Json:
    """Gather what the minutes say. Answers and reasons bear no name; an anonymous workshop has none at all.

    Args:
        session: The workshop.
        names: Names by seat.
        results: Of the panel, as the pages show them.
        name: Of the workshop.
        votes: Of customers, as the pages show them.
        order: Of the last ranking that was shown, likewise.

    Returns:
        As JSON holds it: name, title, period, rehearsal, anonymous, began and ended (days), people (name and
        role; in an anonymous workshop none), roles (role and n), experts, observers, rounds, results,
        unanswered and gone (titles), ranking and plan (None where there was none), scenarios (name and plan
        of each that was kept), decisions, steps (of each that was held what it found), and per list of
        `KINDS` its texts.
    """
    setting = session.setting
    anonymous = setting.get("anonymous", False)
    people = [] if anonymous else [_person(session, names, seat) for seat in session.seats]
    roles = Counter(session.seats[seat].role for seat in session.experts)
    made = session.plan if session.plan is not None and session.plan["possible"] else None
    answered = {one["opportunity"] for one in results}
    return {
        "name": name,
        "title": setting["title"],
        "period": setting["period"],
        "rehearsal": setting.get("rehearsal", False),
        "anonymous": anonymous,
        "began": {"date": session.began[:10]},
        "ended": {"date": session.ended[:10]},
        "people": people,
        "roles": [{"role": role, "n": n} for role, n in sorted(roles.items()) if role],
        "experts": len(session.experts),
        "observers": len(session.seats) - len(session.experts),
        "rounds": _rounds(session),
        "results": [_result(session, one) for one in results],
        "unanswered": [_title(session, one) for one in session.items if one not in answered],
        "gone": [_title(session, one) for one in sorted(session.gone)],
        "ranking": order and _ranking(session, order),
        "decisions": _decisions(session, results, made),
        "plan": made and _plan(session, made),
        "scenarios": [_scenario(session, one) for one in session.scenarios],
        "steps": steps_told(session, votes),
        **{
            one: [note["text"] for note in session.notes if note["about"] == kind]
            for one, kind in KINDS.items()
        },
    }


def minutes_file(path: Path, language: str) -> Path:
    """Where the minutes of a workshop stand: beside its file.

    Example:
        >>> minutes_file(Path("workshop/2026Q3-01.sqlite"), "nl").as_posix()
        'workshop/2026Q3-01.nl.html'
    """
    return path.with_suffix(f".{language}.html")


def _title(session: Session, opportunity: str) -> str:
    return session.items[opportunity]["title"]


def _result(session: Session, result: Json) -> Json:
    points = [show(point, "num") for point in result["points"]]
    return result | {"title": _title(session, result["opportunity"]), "points": points}


def _ranking(session: Session, order: Json) -> Json:
    items = [
        {
            "title": _title(session, one["opportunity"]),
            "median": one["median"],
            "points": [show(point, "num") for point in one["points"]],
        }
        for one in order["items"]
    ]
    return order | {"items": items}


def _person(session: Session, names: Mapping[str, str], seat: str) -> Json:
    sits = session.seats[seat]
    return {"name": names.get(seat, seat), "role": sits.role, "observer": sits.observer}


def _rounds(session: Session) -> list[Json]:
    """Per round that was revealed what was asked, how many answered any of it, and what too few answered."""
    rounds = []
    for one in session.rounds:
        answered = {
            opportunity: sum(session.complete(seat, opportunity, one.number) for seat in session.experts)
            for opportunity in one.asked
        }
        seats = [
            seat
            for seat in session.experts
            if any(session.complete(seat, opportunity, one.number) for opportunity in one.asked)
        ]
        below = [_title(session, name) for name, n in answered.items() if n < quorum(session, one.experts)]
        told = {"number": one.number, "asked": len(one.asked), "spread": one.spread}
        rounds.append(told | {"answered": len(seats), "below": below})
    return [row for row, one in zip(rounds, session.rounds, strict=True) if one.revealed]


def _decisions(session: Session, results: Sequence[Json], plan: Json | None) -> list[Json]:
    """Each decision, and what it goes against: the plan as it stood, or a panel that did not agree."""
    verdicts = {one["opportunity"]: one["verdict"] for one in results}
    starts = {} if plan is None else {one["opportunity"]: one["start"] for one in plan["members"]}
    first = _quarter_after(session.setting["period"])
    return [
        {
            "title": _title(session, name),
            "decided": one["decided"],
            "by": one["by"],
            "reason": one["reason"],
            "on": {"date": one["at"][:10]},
            "against_plan": "" if plan is None else _against(one["decided"], starts.get(name, ""), first),
            "without_consensus": verdicts.get(name) in DIVIDED,
        }
        for name, one in session.decisions.items()
    ]


def _scenario(session: Session, kept: Json) -> Json:
    """A plan that was kept, in short; its plan is None where none fitted."""
    plan = kept["plan"]
    there = plan is not None and plan["possible"]
    return {"name": kept["name"], "plan": _plan(session, plan) if there else None}


def _against(decided: str, start: str, first: str) -> str:
    """How a decision differs from the plan: "left_out", "later" or "in"; empty where it does not."""
    if decided == "start":
        return "" if start == first else "later" if start else "left_out"
    return "in" if start == first or (start and decided == "stop") else ""


def _quarter_after(quarter: str) -> str:
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + number // 4}Q{number % 4 + 1}"


def _plan(session: Session, plan: Json) -> Json:
    members = [
        {"title": _title(session, one["opportunity"]), "start": one["start"]} for one in plan["members"]
    ]
    in_money = plan["sliders"]["objective"] != "score"
    return {
        "points": None if in_money else plan["value"],
        "money": plan["value"] if in_money else plan["money"],
        "cost": plan["cost"],
        "members": sorted(members, key=lambda one: one["start"]),
        "terms": plan_terms(session, plan),
    }
