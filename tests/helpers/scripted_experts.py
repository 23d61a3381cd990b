"""Experts who answer over HTTP as a page would: each tap under a key of its own, until it is answered."""

import json
import time
import urllib.error
import urllib.request
from random import Random

CRITERIA = ("potential", "importance", "ease")
PATIENCE = 40
"""Seconds that an expert goes on trying, while the server is away."""


def asked(at, path, secret="", body=None):
    """Ask the server once; what it answers, as JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{at}{path}", headers={"X-Seat": secret}, data=data)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


class Scripted:
    """An expert on a seat, who thinks what a function of opportunity and round says.

    Args:
        at: The server's address, without a slash at its end.
        name: Theirs.
        thinks: Per opportunity and round, a score for all criteria.
    """

    def __init__(self, at, name, thinks):
        self.at, self.name, self.thinks, self.sent = at, name, thinks, 0
        told = asked(at, "/api/join", body={"name": name, "role": f"Team {len(name) % 3}"})
        self.seat, self.secret = told["seat"], told["secret"]
        self._chance = Random(name)

    def send(self, kind, **data):
        """Send it, and again while nobody answers or the server is not well."""
        self.sent += 1
        body, until = {"kind": kind, "key": f"{self.sent}", "data": data}, time.monotonic() + PATIENCE
        while True:
            try:
                return asked(self.at, "/api/sent", self.secret, body)
            except urllib.error.HTTPError as refused:
                if (refused.code != 429 and refused.code < 500) or time.monotonic() > until:
                    raise
            except OSError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def answer(self, number, ideas):
        """Answer a round in an order of their own, with second thoughts and reasons; then be ready."""
        for idea in self._chance.sample(ideas, len(ideas)):
            of = {"round": number, "opportunity": idea}
            for criterion in CRITERIA:
                for score in (self._chance.randint(1, 10), self.thinks(idea, number)):
                    self.send("score", **of, criterion=criterion, score=score)
            self.send("remark", **of, remark=f"{self.name} on {idea}")
        self.send("ready", round=number, ready=True)
