"""The whole of it: twenty experts, two rounds, a server that is killed, a dropped network, and the report."""

import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pandas as pd
import pytest
from held_workshops import Held, joined, opened
from scripted_experts import CRITERIA, Scripted, asked
from starts import QUARTER

from prioritization import latest_round, panel_scores
from workbook.runs import run
from workbook.store import open_period

pytestmark = pytest.mark.ci
IDEAS = [f"I{number}" for number in range(1, 9)]
PEOPLE = ("Ann", "Bob", "Cid")
"""Who sit at real browsers; seventeen more are scripted."""


def thinks(place):
    """What the expert at a place thinks: Idea 1 divides to the end, Idea 2 at first, the rest not."""

    def score(idea, number):
        if idea == "I1" or (idea == "I2" and number == 1):
            return 2 if place % 2 else 9
        return 7 if idea == "I2" else 3 + int(idea[1:]) % 5

    return score


def tapped(page, place, number):
    """Answer a round on a phone."""
    page.wait_for_function("number => state.round.number === number && !state.round.revealed", arg=number)
    page.wait_for_selector("#item")
    for at in range(page.evaluate("state.round.asked.length")):
        page.wait_for_function("at => place === at", arg=at)
        score = thinks(place)(page.evaluate("state.round.asked[place]"), number)
        for fieldset in range(3):
            page.locator("fieldset").nth(fieldset).locator(".key").nth(score - 1).click()
        if not page.locator("#next").is_disabled():
            page.click("#next")
    page.click("#ready")


def by_hand(path):
    """The scores as the events say them, without the workshop's own code: the last tap counts."""
    with closing(sqlite3.connect(path)) as data:
        rows = data.execute("select seat, kind, data from events order by id").fetchall()
    last = {}
    for seat, kind, text in rows:
        one = json.loads(text)
        if kind == "score":
            last[seat, one["round"], one["opportunity"], one["criterion"]] = one["score"]
    table = pd.Series(last).rename_axis(["expert", "round", "opportunity", "criterion"])
    return table.rename("score").reset_index()


def killed(held, engagement):
    """The server is killed, and comes back on the same address."""
    held.process.kill()
    held.process.wait(30)
    began = time.monotonic()
    again = Held(engagement, "--resume", "--port", held.room.rsplit(":", 1)[1].strip("/"))
    assert time.monotonic() - began < 30
    return again


def test_twenty_experts_two_rounds_kills_and_a_dropped_network_end_in_a_report_that_tells_it_all(
    browser, engagement, made_at, request
):
    faults = []
    held = Held(engagement)
    request.addfinalizer(lambda: held.end())
    at, path = held.room.rstrip("/"), engagement / "workshop" / f"{QUARTER}-01.sqlite"
    first_link = held.lead
    lead = opened(browser, held.lead, 1280, 900, faults=faults)
    phones = [joined(browser, held.room, name, faults) for name in PEOPLE]
    scripted = [Scripted(at, f"Expert {n}", thinks(n)) for n in range(len(PEOPLE), 20)]
    lead.wait_for_selector("text=20 seats")

    with ThreadPoolExecutor(len(scripted)) as room:
        lead.click("#begin")
        answering = [room.submit(one.answer, 1, IDEAS) for one in scripted]
        phones[0].wait_for_selector("#item")
        phones[0].context.set_offline(True)  # one without a network, while the server is killed twice
        for place, page in enumerate(phones):
            tapped(page, place, 1)
            if place:
                held = killed(held, engagement)
        phones[0].wait_for_selector("text=Not saved yet")
        phones[0].context.set_offline(False)
        [one.result() for one in answering]
    lead.wait_for_selector("text=20 of 20 ready")  # the page that was open all along, on the link of before
    lead.click("#reveal")
    lead.click("#yes")
    for page in (lead, *phones):
        page.wait_for_selector(".result:has-text('Idea 1'):has-text('No consensus')")
    listed = pd.read_csv(engagement / "data" / "opportunities.csv")
    listed[listed["opportunity"] != "I8"].to_csv(engagement / "data" / "opportunities.csv", index=False)
    held = killed(held, engagement)  # between the rounds, and one idea has left the intake
    lead.wait_for_selector("#gone:has-text('Idea 8')")
    lead.click("#again")
    with ThreadPoolExecutor(len(scripted)) as room:
        phones[0].wait_for_function("() => state.round.number === 2")
        assert sorted(phones[0].evaluate("state.round.asked")) == ["I1", "I2"]
        answering = [room.submit(one.answer, 2, ["I1", "I2"]) for one in scripted]
        held = killed(held, engagement)
        for place, page in enumerate(phones):
            tapped(page, place, 2)
        [one.result() for one in answering]
    lead.wait_for_selector("text=20 of 20 ready")
    lead.click("#reveal")
    lead.click("#yes")
    lead.wait_for_selector(".result:has-text('Idea 1'):has-text('another round will hardly')")

    scores = by_hand(path)
    assert len(scores) == 20 * (8 + 2) * 3 and set(scores["criterion"]) == set(CRITERIA)
    engine = latest_round(panel_scores(scores)).set_index("opportunity")
    told = {one["opportunity"]: one for one in asked(at, "/api/state", first_link.split("#s=")[1])["results"]}
    assert set(told) == set(IDEAS)
    for idea, one in told.items():
        row = engine.loc[idea]
        assert (one["round"], one["n"], one["verdict"]) == (row["round"], row["n"], row["verdict"])
        assert (one["median"], one["iqr"]) == (round(row["median"], 2), round(row["iqr"], 2))
    assert engine["verdict"].to_dict() == dict.fromkeys(IDEAS, "agreed") | {
        "I1": "no consensus",
        "I2": "unstable",
    }

    lead.select_option("#note-about", "dissent")
    lead.fill("#note-text", "Half of us would not begin with the first idea")
    lead.click("#note")
    lead.wait_for_selector("li:has-text('Half of us')")
    lead.click("#close")
    lead.click("#yes")
    lead.wait_for_selector("#minutes")
    for page in phones:
        page.wait_for_selector("text=The workshop is closed")
    assert held.stop() == 0 and faults == []

    outcome = run(engagement, QUARTER, made_at=made_at)
    report = outcome.report.read_text("utf-8")
    assert "by 20 experts" in report and "Dissent: “Half of us would not begin with the first idea”" in report
    panel = open_period(engagement, QUARTER).result("panel").set_index("opportunity")
    assert panel["verdict"].to_dict() == {name: engine.loc[name, "verdict"] for name in IDEAS[:-1]}
    assert set(panel["n"]) == {20} and "I8" not in panel.index
    assert "No consensus" in report and "on I1" in report  # with reasons of those who are furthest apart
