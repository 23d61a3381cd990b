"""The pages of a vote: what a link opens and what it does not, pictures by id, and links after a restart."""

import asyncio
import json

import pytest
from tornado.testing import AsyncHTTPTestCase
from workshops import STEPS, Panel, room

from workbook.catalogues import catalogue
from workbook.workshop import server
from workbook.workshop.room import BEAMER
from workbook.workshop.session import FACILITATOR
from workbook.workshop.vote_pages import links_of_votes, routes

PNG = b"\x89PNG\r\n\x1a\n"
PICTURE = "0123456789abcdef"


class TestVote(AsyncHTTPTestCase):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.path = tmp_path / "w.sqlite"

    def get_app(self):
        self.room = room(self.path, steps=STEPS)
        self.room.door = {"address": "http://127.0.0.1:1/", "links": []}
        self.panel = Panel(self.room)
        self.lead, self.beamer = (self.room.page_secret(page) for page in (FACILITATOR, BEAMER))
        (self.path.parent / "a.png").write_bytes(PNG)

        async def after(kind):
            await self.room.work_out()

        hosts = {f"127.0.0.1:{self.get_http_port()}"}
        files = {PICTURE: self.path.parent.resolve() / "a.png"}
        return server.application(self.room, {"en": catalogue("en")["page"]}, hosts, after, routes(files))

    def tearDown(self):
        super().tearDown()
        self.room.file.close()

    def ask(self, path, secret="", body=None):
        given = {"headers": {"X-Seat": secret}}
        if body is not None:
            given |= {"method": "POST", "body": json.dumps(body)}
        answer = self.fetch(path, **given)
        return answer.code, answer.body

    def opened(self):
        """The secret of a link, of a vote that is open on one opportunity."""
        made = json.loads(self.ask("/api/vote/link", self.lead, {"group": "Customers"})[1])
        self.panel.lead("settle", step="vote", name="option:I1", value=True)
        self.panel.lead("stage", step="vote", stage=1)
        return made["address"].partition("#s=")[2]

    def voter(self, link):
        return json.loads(self.ask("/api/vote/join", link, {})[1])["secret"]

    def vote(self, voter, name, value, key):
        data = {"step": "vote", "name": name, "value": value}
        return self.ask("/api/sent", voter, {"kind": "entry", "key": key, "data": data})[0]

    def test_a_link_makes_voters_and_opens_nothing_else(self):
        link = self.opened()
        assert len(link) * 6 >= 128
        voter = self.voter(link)
        for path in ("/api/state", f"/api/vote/picture/{PICTURE}", "/api/minutes/en"):
            assert self.ask(path, link)[0] == 403
        assert self.ask("/api/sent", link, {"kind": "entry", "key": "1", "data": {}})[0] == 403
        for secret in ("", "x", voter, self.lead, self.beamer):
            assert self.ask("/api/vote/join", secret, {})[0] == 401
        for secret in (voter, self.beamer, link):
            assert self.ask("/api/vote/link", secret, {"group": "x"})[0] == 403
            assert self.ask("/api/seat", secret, {"seat": "S01"})[0] == 403
        assert self.ask("/api/vote/link", self.lead, {"group": " "})[0] == 409

    def test_no_byte_of_another_reaches_a_voter_a_seat_or_the_facilitator_before_the_close(self):
        link, (ann,) = self.opened(), self.panel.join("Annabel")
        first, second = self.voter(link), self.voter(link)
        seat = self.room.give_again(ann)
        before = [self.ask("/api/state", secret)[1] for secret in (first, seat)]
        assert b"Annabel" not in before[0] and b"S01" not in before[0]
        assert self.vote(second, "importance:I1", 7, "1") == 200
        assert self.vote(second, "preference", "I1", "2") == 200
        assert [self.ask("/api/state", secret)[1] for secret in (first, seat)] == before
        self.panel.lead("step", step="vote")
        for secret in (self.lead, self.beamer):
            seen = json.loads(self.ask("/api/state", secret)[1])
            assert seen["entered"] == 1 and "own" not in seen and seen["votes"] == []
        assert json.loads(self.ask("/api/state", second)[1])["own"]["importance:I1"] == 7
        self.panel.lead("stage", step="vote", stage=2)
        assert self.vote(first, "importance:I1", 7, "3") == 409
        assert set(json.loads(self.ask("/api/state", first)[1])["own"]) == set()

    def test_pictures_are_given_by_id_to_who_takes_part_or_votes(self):
        voter = self.voter(self.opened())
        assert self.ask(f"/api/vote/picture/{PICTURE}", voter) == (200, PNG)
        assert self.ask(f"/api/vote/picture/{PICTURE}")[0] == 401
        for path in ("f" * 16, "../w.sqlite", "a.png", "%2e%2e/w.sqlite"):
            assert self.ask(f"/api/vote/picture/{path}", voter)[0] == 404

    def test_who_makes_voters_without_end_is_slowed(self):
        link = self.opened()
        codes = [self.ask("/api/vote/join", link, {})[0] for _ in range(90)]
        assert 429 in codes and codes.count(200) < 90

    def test_after_a_restart_each_label_has_a_link_and_the_old_one_still_opens(self):
        link = self.opened()
        (again,) = links_of_votes(self.room)
        fresh = again["address"].partition("#s=")[2]
        assert again["group"] == "Customers" and fresh != link
        voters = [self.voter(one) for one in (link, fresh)]
        assert set(self.room.session.steps.voters.values()) == {"Customers"} and len(set(voters)) == 2
        asyncio.run(self.room.tell())
