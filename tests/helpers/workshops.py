"""A workshop of three experts on two opportunities, without a server."""

import pytest

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile
from workbook.workshop.room import Room
from workbook.workshop.session import FACILITATOR, SERVER

AT = "2026-09-21T10:00:00Z"
CRITERIA = ("potential", "importance", "ease")
SETTING = {
    "title": "Acme",
    "period": "2026Q3",
    "items": [{"opportunity": name, "title": f"Idea {name}", "facts": []} for name in ("I1", "I2")],
    "criteria": [
        {
            "name": name,
            "low": 1,
            "high": 10,
            "keys": True,
            "labels": {"en": name, "nl": name},
            "levels": {"en": {}},
        }
        for name in CRITERIA
    ],
    "scale": [1, 10],
    "currency": "EUR",
    "quorum": 50,
    "rounds": 2,
}


async def no_results(session):
    """Of a panel that nobody asks."""
    return {"results": [], "habits": {}}


def room(path, results=no_results, **setting):
    """A room with nobody in it."""
    file = EventFile(path)
    file.append(SERVER, "open", SETTING | setting, key="open", at=AT)
    return Room(file, results, clock=lambda: AT)


class Panel:
    """Sends what experts and the facilitator send, each under a key of its own."""

    def __init__(self, room):
        self.room, self.sent = room, 0

    def join(self, *names):
        """Seats for these."""
        return [self.room.join({"name": name, "role": "IT"})[0] for name in names]

    def send(self, who, kind, **data):
        """Send it."""
        self.sent += 1
        return self.room.take(who, kind, data, f"{self.sent}")

    def lead(self, kind, **data):
        """The facilitator sends it."""
        return self.send(FACILITATOR, kind, **data)

    def score(self, seat, opportunity, score, number=1):
        """The same score on every criterion."""
        for criterion in CRITERIA:
            self.send(seat, "score", round=number, opportunity=opportunity, criterion=criterion, score=score)


STEPS = {
    "touchpoints": ["checkout", "returns"],
    "profiles": ["Brand builder"],
    "groups": [
        {"kind": "segment", "name": "Small shops"},
        {"kind": "profile", "name": "Brand builder"},
        {"kind": "profile", "name": "Ranger"},
    ],
    "cells": [
        {
            "journey": "Buying",
            "phase": "buy",
            "touchpoint": name,
            "channel": "web",
            "customer_goal": None,
            "activity": None,
            "owner": owner,
            "evidence": evidence,
        }
        for name, owner, evidence in (("checkout", "Web team", "enough"), ("returns", None, "none"))
    ],
    "statements": [
        {"statement": "We plan offers", "dimension": "plan", "answer": 4},
        {"statement": "One key", "dimension": "data", "answer": 2},
    ],
    "processes": [
        {"process": "Returns", "step": "Retype", "verdict": None},
        {"process": "Returns", "step": "Answer", "verdict": "keep"},
    ],
}
"""What the steps beside scoring are about."""


class StepPanel(Panel):
    """A panel in a step beside scoring."""

    def __init__(self, room, step):
        super().__init__(room)
        self.step, self.stage = step, 0
        self.lead("step", step=step)

    def enter(self, seat, name, value):
        """A participant enters it."""
        return self.send(seat, "entry", step=self.step, name=name, value=value)

    def settle(self, name, value):
        """The facilitator settles it."""
        return self.lead("settle", step=self.step, name=name, value=value)

    def next(self):
        """The facilitator goes on to the next stage."""
        self.stage += 1
        self.lead("stage", step=self.step, stage=self.stage)

    def shown(self, who=FACILITATOR):
        """What is shown on a screen."""
        return self.room.view(who)["shown"]


def card(text, kind="need", touchpoint="", profile=""):
    """A card as a page sends it."""
    return {"kind": kind, "text": text, "touchpoint": touchpoint, "profile": profile}


def refused(act, *given):
    """What somebody is told who asks for what cannot be."""
    with pytest.raises(WorkshopError) as refusal:
        act(*given)
    return str(refusal.value)
