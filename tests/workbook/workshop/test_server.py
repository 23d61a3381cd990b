"""The server: blind until the reveal, a seat opens its own page only, and nothing else is there."""

import json
import re

import pytest
from tornado.testing import AsyncHTTPTestCase
from workshops import CRITERIA, Panel, room

from workbook.catalogues import catalogue, languages
from workbook.shipped import shipped
from workbook.workshop import server
from workbook.workshop.opening import page_words
from workbook.workshop.room import BEAMER
from workbook.workshop.session import FACILITATOR


def test_every_word_of_the_pages_is_there_in_each_language_and_none_besides():
    parts = shipped("templates") / "workshop" / "script"
    code = "".join((parts / f"{part}.js").read_text("utf-8") for part in server.SCRIPT)
    said = set(re.findall(r'say\((?:\w+ \? )?"([\w.]+)"', code)) | set(re.findall(r'\? "([\w.]+)" :', code))
    said |= set(re.findall(r': "([\w.]+)"[,)]', code))
    starts = tuple(re.findall(r"say\(`([\w.]+\.)\$", code))
    for language in languages():
        words = page_words(language)
        assert {key for key in words if key not in said and not key.startswith(starts)} == set()
        plain = set(re.findall(r'say\("([\w.]+)"', code))
        assert plain - set(words) == set()


class Served(AsyncHTTPTestCase):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.path = tmp_path / "w.sqlite"

    def get_app(self):
        self.room = room(self.path, results=self.results)
        self.panel = Panel(self.room)
        self.lead, self.beamer = (self.room.page_secret(page) for page in (FACILITATOR, BEAMER))

        async def after(kind):
            await self.room.work_out()

        hosts = {f"127.0.0.1:{self.get_http_port()}"}
        return server.application(self.room, {"en": catalogue("en")["page"]}, hosts, after)

    async def results(self, session):
        found = {"opportunity": "I1", "verdict": "agreed", "points": [3.0], "median": 3.0}
        return {"results": [found], "habits": {"same_score": 1}}

    def tearDown(self):
        super().tearDown()
        self.room.file.close()

    def ask(self, path, secret="", body=None, **headers):
        given = {"headers": {"X-Seat": secret} | headers}
        if body is not None:
            given |= {"method": "POST", "body": body if isinstance(body, bytes) else json.dumps(body)}
        answer = self.fetch(path, **given)
        return answer.code, answer.body.decode(), answer.headers

    def seat(self, name):
        return json.loads(self.ask("/api/join", body={"name": name, "role": "Role of " + name})[1])

    def send(self, secret, kind, key, **data):
        return self.ask("/api/sent", secret, {"kind": kind, "key": key, "data": data})


class TestServer(Served):
    def test_before_the_reveal_no_byte_of_another_reaches_a_seat(self):
        ann, bob = self.seat("Annabel"), self.seat("Bobiversary")
        self.send(self.lead, "round", "r", asked=["I1", "I2"])
        before = self.ask("/api/state", ann["secret"])[1]
        for place, criterion in enumerate(CRITERIA):
            data = {"round": 1, "opportunity": "I1", "criterion": criterion, "score": 3 + place}
            assert self.send(bob["secret"], "score", f"b{place}", **data)[0] == 200
        said = {"round": 1, "opportunity": "I2", "remark": "The secret reason"}
        self.send(bob["secret"], "remark", "b9", **said)
        self.send(bob["secret"], "ready", "b10", round=1, ready=True)
        assert self.ask("/api/state", ann["secret"])[1] == before  # not even a number that went up
        for path in ("/api/state", "/", "/words/en.json", "/workshop.js"):
            told = self.ask(path, ann["secret"])[1]
            assert "Bobiversary" not in told and "secret reason" not in told
        leads = json.loads(self.ask("/api/state", self.lead)[1])
        assert [one["ready"] for one in leads["seats"]] == [False, True]
        for told in (json.dumps(leads), self.ask("/api/state", self.beamer)[1]):
            assert "secret reason" not in told and '"scores"' not in told

    def test_after_the_reveal_there_are_results_and_no_names(self):
        ann, bob = self.seat("Annabel"), self.seat("Bobiversary")
        self.send(self.lead, "round", "r", asked=["I1"])
        assert self.send(self.lead, "reveal", "v", round=1)[0] == 200
        told = self.ask("/api/state", ann["secret"])[1]
        assert json.loads(told)["results"][0]["points"] == [3.0]
        assert "Bobiversary" not in told and bob["secret"] not in told

    def test_a_seat_opens_its_own_page_and_nothing_else(self):
        ann = self.seat("Annabel")
        assert len(ann["secret"]) * 6 >= 128
        for secret in ("", "x", ann["secret"][:-1], "é"):
            assert self.ask("/api/state", secret.encode("latin-1").decode("latin-1"))[0] == 401
        assert self.ask("/api/seat", ann["secret"], {"seat": "S01"})[0] == 403
        assert self.send(ann["secret"], "reveal", "v", round=1)[0] == 409
        assert self.send(self.beamer, "note", "n", about="note", text="x")[0] == 403
        for path in ("/etc/passwd", "/../w.sqlite", "/api", "/static/x", "/words/xx.json", "/files/"):
            assert self.ask(path, ann["secret"])[0] == 404

    def test_minutes_are_for_the_facilitator_once_they_are_there(self):
        ann = self.seat("Annabel")
        assert self.ask("/api/minutes/en", self.lead)[0] == 404
        self.path.with_suffix(".en.html").write_text("<p>Minutes", "utf-8")
        self.room.show_minutes()
        assert self.ask("/api/minutes/en", self.lead)[:2] == (200, "<p>Minutes")
        assert self.ask("/api/minutes/nl", self.lead)[0] == 404
        for secret in (ann["secret"], self.beamer):
            assert self.ask("/api/minutes/en", secret)[0] == 403
            assert not {"habits", "minutes"} & set(json.loads(self.ask("/api/state", secret)[1]))

    def test_a_seat_given_again_closes_the_link_that_was_lost(self):
        ann = self.seat("Annabel")
        again = json.loads(self.ask("/api/seat", self.lead, {"seat": "S01"})[1])
        assert self.ask("/api/state", ann["secret"])[0] == 401
        assert json.loads(self.ask("/api/state", again["secret"])[1])["me"]["name"] == "Annabel"
        assert self.ask("/api/seat", self.lead, {"seat": "S77"})[0] == 409

    def test_what_is_no_request_is_refused_in_words_and_without_code(self):
        ann = self.seat("Annabel")
        for body in (b"no json", b"[]", b"\xff", b"[" * 5000):
            code, told, _ = self.ask("/api/sent", ann["secret"], body)
            assert code == 400 and "Traceback" not in told
        assert self.ask("/api/sent", ann["secret"], {"kind": "score", "key": "", "data": {}})[0] == 400
        assert self.ask("/api/join", body={"name": ""})[0] == 409
        assert self.ask("/api/join", body={"name": 7})[0] == 409

    def test_a_page_asks_no_other_host_and_another_hosts_page_gets_nothing(self):
        code, told, headers = self.ask("/")
        assert code == 200 and "http://" not in told and "https://" not in told
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert self.ask("/", Host="evil.example")[0] == 403

    def test_who_asks_without_end_is_slowed_and_others_are_not(self):
        ann, bob = self.seat("Annabel"), self.seat("Bob")
        codes = [self.ask("/api/state", ann["secret"])[0] for _ in range(90)]
        assert 429 in codes
        assert self.ask("/api/state", bob["secret"])[0] == 200
