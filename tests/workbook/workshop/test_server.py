"""The server: blind until the reveal, a seat opens its own page only, and nothing else is there."""

import asyncio
import json
import re
import socket
from collections import Counter

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.testing import AsyncHTTPTestCase
from workshops import CRITERIA, Panel, no_results, room

from workbook.catalogues import catalogue, languages
from workbook.errors import WorkshopError
from workbook.shipped import shipped
from workbook.workshop import server
from workbook.workshop.events import EventFile, LiveFileError
from workbook.workshop.opening import page_words
from workbook.workshop.room import BEAMER, Room
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


def test_an_address_that_is_taken_or_not_this_machines_is_refused_in_words():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for address in ("127.0.0.1", "192.0.2.1", "no address"):
            told = rf"{address}:{port} cannot be opened: .*give another --port; --share takes"
            with pytest.raises(WorkshopError, match=told), server.listening(address, port):
                pass
    with server.listening("127.0.0.1", port) as sockets:
        assert sockets[0].getsockname() == ("127.0.0.1", port)
    assert sockets[0].fileno() == -1


def room_of(path):
    """The workshop of a file, as after a restart."""
    return Room(EventFile(path), no_results, clock=lambda: "")


def test_no_name_is_declared_in_two_parts_of_the_pages_script():
    parts = shipped("templates") / "workshop" / "script"
    code = "\n".join((parts / f"{part}.js").read_text("utf-8") for part in server.SCRIPT)
    names = Counter(re.findall(r"^(?:async function|function|let|const) (\w+)", code, flags=re.M))
    assert len(names) > 50 and [name for name, n in names.items() if n > 1] == []


class Served(AsyncHTTPTestCase):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.path = tmp_path / "w.sqlite"

    def get_app(self):
        self.room = room(self.path, results=self.results)
        self.panel = Panel(self.room)
        self.room.door = {"address": "http://127.0.0.1:1/"}
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

    def test_a_second_facilitator_may_do_all_and_take_over(self):
        told = json.loads(self.ask("/api/facilitator", self.lead, {})[1])
        address, second = told["address"].split("#s=")
        assert address == "http://127.0.0.1:1/facilitator" and told["qr"].startswith("data:image/svg+xml")
        self.seat("Annabel")
        assert self.send(self.lead, "round", "r", asked=["I1"])[0] == 200
        assert self.send(second, "restart", "s", round=1)[0] == 200
        assert json.loads(self.ask("/api/state", second)[1])["link"] == 2
        assert self.send(second, "takeover", "t")[0] == 200
        assert self.ask("/api/state", self.lead)[0] == 401
        assert self.send(self.lead, "reveal", "v", round=1)[0] == 401
        again = room_of(self.path)
        assert again.who(self.lead) is None and again.who(second) == FACILITATOR  # after a restart too
        again.file.close()
        log = json.loads(self.ask("/api/state", second)[1])["log"]
        assert [(one["kind"], one["link"], one["number"]) for one in log] == [
            ("takeover", 2, 0),
            ("restart", 2, 1),
            ("round", 1, 1),
            ("seat", 0, 0),
            ("page", 0, 2),
            ("page", 0, 1),
        ]

    def test_a_link_for_a_facilitator_is_given_by_one_only(self):
        ann = self.seat("Annabel")
        for secret in (ann["secret"], self.beamer):
            assert self.ask("/api/facilitator", secret, {})[0] == 403
        assert self.send(ann["secret"], "takeover", "t")[0] == 409
        self.send(self.lead, "round", "r", asked=["I1"])
        self.send(ann["secret"], "score", "a", round=1, opportunity="I1", criterion="ease", score=7)
        told = json.loads(self.ask("/api/state", self.lead)[1])["log"]
        assert "score" not in {one["kind"] for one in told}

    def test_a_seat_on_two_phones_shows_the_same_and_says_so(self):
        ann = self.seat("Annabel")["secret"]
        self.send(self.lead, "round", "r", asked=["I1"])
        one = {"round": 1, "opportunity": "I1", "criterion": "ease"}
        assert json.loads(self.ask("/api/state?screen=a", ann)[1])["screens"] == 1
        for key, score in (("phone-1", 3), ("laptop-1", 8)):
            self.send(ann, "score", key, **one, score=score)
        seen = [json.loads(self.ask(f"/api/state?screen={name}", ann)[1]) for name in "ab"]
        assert [told["answers"]["I1"]["scores"] for told in seen] == [{"ease": 8}] * 2
        assert seen[1]["screens"] == 2 and seen[1]["version"] > seen[0]["version"]

    def test_a_refusal_that_an_expert_meets_has_a_key_to_word_it_by(self):
        ann = self.seat("Annabel")["secret"]
        self.send(self.lead, "round", "r", asked=["I1"])
        self.send(self.lead, "reveal", "v", round=1)
        code, told, _ = self.send(ann, "ready", "a", round=1, ready=True)
        assert code == 409 and json.loads(told)["key"] == "late"
        assert json.loads(told)["facts"] == {"number": "1"}

    def test_however_fast_experts_tap_the_facilitators_page_gets_news_twice_a_second(self):
        ann = self.seat("Annabel")["secret"]
        self.send(self.lead, "round", "r", asked=["I1"])
        version, taps, pages = json.loads(self.ask("/api/state", self.lead)[1])["version"], [], 0

        async def tap():
            for number in range(40):
                one = {"round": 1, "opportunity": "I1", "criterion": "ease", "score": number % 9 + 1}
                self.room.take("S01", "score", one, f"{number}")
                await self.room.tell()
                taps.append(number)
                await asyncio.sleep(0.025)

        async def watch():
            nonlocal version, pages
            while len(taps) < 40:
                address = self.get_url(f"/api/state?version={version}")
                told = await self.http_client.fetch(address, headers={"X-Seat": self.lead})
                version, pages = json.loads(told.body)["version"], pages + 1

        async def both():
            await asyncio.gather(tap(), watch())

        self.io_loop.run_sync(both)
        assert len(taps) == 40 and pages <= 4  # of a second or a little more
        assert self.ask("/api/state", ann)[0] == 200

    def test_what_is_no_request_is_refused_in_words_and_without_code(self):
        ann = self.seat("Annabel")
        odd = (b"NaN", b"1e999", b'"\\ud800"', b"[" * 900 + b"]" * 900)
        odd = [b'{"kind": "move", "key": "k", "data": %s}' % one for one in odd]
        for body in (b"no json", b"[]", b"\xff", b"[" * 5000, *odd[:3]):
            code, told, _ = self.ask("/api/sent", ann["secret"], body)
            assert code == 400 and "Traceback" not in told
        assert self.ask("/api/sent", self.lead, odd[3])[0] in (400, 409)
        assert self.ask("/api/sent", ann["secret"], {"kind": "score", "key": "", "data": {}})[0] == 400
        assert self.ask("/api/join", body={"name": ""})[0] == 409
        assert self.ask("/api/join", body={"name": 7})[0] == 409

    def test_a_page_asks_no_other_host_and_another_hosts_page_gets_nothing(self):
        code, told, headers = self.ask("/")
        assert code == 200 and "http://" not in told and "https://" not in told
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert self.ask("/", Host="evil.example")[0] == 403

    def test_who_asks_without_end_is_refused_and_others_are_not(self):
        ann, bob = self.seat("Annabel"), self.seat("Bob")

        async def flood():
            asked = self.get_url("/api/state")
            given = {"headers": {"X-Seat": ann["secret"]}, "raise_error": False}
            client = AsyncHTTPClient(force_instance=True, max_clients=300)
            return await asyncio.gather(*(client.fetch(asked, **given) for _ in range(200)))

        codes = Counter(answer.code for answer in self.io_loop.run_sync(flood))
        assert set(codes) == {200, 429} and codes[429] > 80
        assert self.ask("/api/state", bob["secret"])[0] == 200

    def test_what_cannot_be_saved_is_not_refused_for_good_and_the_facilitator_is_told(self):
        ann = self.seat("Annabel")["secret"]
        self.send(self.lead, "round", "r", asked=["I1"])
        one = {"round": 1, "opportunity": "I1", "criterion": "ease", "score": 7}
        append = self.room.file.append

        def full(*told, **terms):
            raise LiveFileError("The disk is full")

        self.room.file.append = full
        code, told, _ = self.send(ann, "score", "a", **one)
        assert (
            code == 503 and "The disk is full" in told
        )  # a page keeps what got 500 or more, and sends it again
        assert json.loads(self.ask("/api/state", self.lead)[1])["unwritable"] is True
        self.room.file.append = append
        assert self.send(ann, "score", "a", **one)[0] == 200
        assert json.loads(self.ask("/api/state", self.lead)[1])["unwritable"] is False
        assert json.loads(self.ask("/api/state", ann)[1])["answers"]["I1"]["scores"] == {"ease": 7}
