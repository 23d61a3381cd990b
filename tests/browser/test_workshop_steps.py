"""The steps of a workshop beside scoring, in real browsers, from what is typed to the report."""

import pandas as pd
import pytest
from held_workshops import Held, joined, opened, serious_faults
from starts import QUARTER

from workbook.runs import run
from workbook.store import open_period

pytestmark = pytest.mark.ci
JOURNEY = {"journey": "Buying", "phase": ["search", "buy"], "touchpoint": ["shop", "delivery"]}
PEOPLE = ("Annabel", "Bob <b>", "Cid")


@pytest.fixture
def engagement(engagement):
    pd.DataFrame(JOURNEY).to_csv(engagement / "data" / "journey.csv", index=False)
    return engagement


class InRoom:
    """The facilitator, the beamer and three phones, in a step."""

    def __init__(self, browser, held, step):
        self.faults = []
        self.lead = opened(browser, held.lead, 1280, 900, faults=self.faults)
        self.wall = opened(browser, held.beamer, 1280, 720, faults=self.faults)
        self.people = [joined(browser, held.room, name, self.faults) for name in PEOPLE]
        self.lead.click(f"#step-{step}")

    def next(self):
        self.lead.click("#stage")
        self.lead.click("#yes")

    def close(self):
        self.lead.click("#close")
        self.lead.click("#yes")
        self.lead.wait_for_selector("#minutes", timeout=60_000)


def saved(page):
    page.wait_for_selector("#saved:text-is('Saved')")


def fits(page):
    """On a phone nothing is wider than the screen, and what is tapped is large enough."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sizes = page.evaluate(
        "Array.from(document.querySelectorAll('#main button, #main select, .key'))"
        ".map(e => e.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes, default=44) >= 44


def test_cards_are_written_blind_grouped_voted_on_and_told_in_the_report(browser, engagement, held, made_at):
    room = InRoom(browser, held, "needs")
    for number, page in enumerate(room.people):
        page.locator(".key").nth(number).click()
        page.fill("textarea", f"Thought {number} <i>")
        page.select_option("#card-touchpoint", "delivery")
        page.click("#card-next")
        page.wait_for_selector("text=Your other card")
        fits(page)
        saved(page)
    room.lead.wait_for_selector("text=3 of 3 have answered")
    assert not any("Thought 0" in page.content() for page in (room.lead, room.wall, *room.people[1:]))
    first = room.people[0]
    first.reload()
    first.wait_for_selector("text=Thought 0 <i>")  # own cards are back
    assert serious_faults(first) == []
    first.context.set_offline(True)
    first.fill("textarea", "Thought without a network")
    first.click("#card-next")
    first.wait_for_selector("text=Not saved yet: 1 answer")
    first.context.set_offline(False)
    saved(first)
    first.click("li:has-text('Thought without a network') button:has-text('Remove')")
    saved(first)
    room.next()
    for number, name in enumerate(("Speed", "Price"), start=1):
        room.lead.fill("#group-name", name)
        room.lead.press("#group-name", "Enter")
        room.lead.wait_for_selector(f"#name-g{number}")
    for number, group in enumerate(("g1", "g1", "g2")):
        chosen = room.lead.locator("li", has_text=f"Thought {number}").locator("select")
        chosen.focus()
        chosen.select_option(group)
        room.lead.wait_for_selector(f"section:has(#drop-{group}) li:has-text('Thought {number}')")
    assert serious_faults(room.lead) == [] and serious_faults(room.wall) == []
    room.next()
    for page in room.people:
        page.wait_for_selector("text=5 dots left")
        for _ in range(2):
            page.click("#more-g2")
        page.click("#more-g1")
        page.wait_for_selector("text=2 dots left")
        fits(page)
        saved(page)
    assert "6 dots" not in room.lead.content() + room.wall.content()
    assert serious_faults(first) == []
    room.next()
    for page in (first, room.lead, room.wall):
        page.wait_for_selector("text=6 dots")
        assert page.locator(".group h3").all_inner_texts() == ["Price", "Speed"]
        assert serious_faults(page) == []
    room.close()
    minutes = (engagement / "workshop" / f"{QUARTER}-01.en.html").read_text("utf-8")
    assert "Price (6 dots)" in minutes and "Thought 2 &lt;i&gt;" in minutes and "Jobs and needs" in minutes
    assert held.stop() == 0 and room.faults == []
    report = run(engagement, QUARTER, made_at=made_at).report.read_text("utf-8")
    assert "“Price” got most votes: 6 of 9" in report and "Thought 2 &lt;i&gt;" in report
    found = open_period(engagement, QUARTER).inputs("insights")
    assert found["pain"].dropna().tolist() == ["Thought 2 <i>"] and set(found["touchpoint"]) == {"delivery"}


def test_customers_vote_blind_beside_the_experts_and_the_report_tells_it(browser, engagement, held, made_at):
    settings = engagement / "engagement.yml"
    settings.write_text(f"{settings.read_text('utf-8')}minimum_group: 5\n", "utf-8")
    room = InRoom(browser, held, "vote")
    lead, wall, (expert, *_) = room.lead, room.wall, room.people
    for option in ("I1", "I3"):
        lead.check(f"#option-{option}")
        lead.wait_for_selector(f"#text-{option}")
    lead.fill("#text-I1", "In the <b>shop</b>")
    links = []
    for place, group in enumerate(("Customers", "Partners")):
        lead.fill("#vote-group", group)
        lead.click("#vote-link")
        links.append(lead.locator(".link a").nth(place).get_attribute("href"))
    early = opened(browser, links[0], faults=room.faults)
    early.click("#begin")
    early.wait_for_selector("text=The vote is not open")
    assert serious_faults(lead) == [] and serious_faults(early) == []
    room.next()
    wall.wait_for_selector("text=0 people have voted")
    for number in range(7):
        voter = opened(browser, links[number // 5], faults=room.faults)
        voter.click("#begin")
        voter.wait_for_selector("text=In the <b>shop</b>")
        for question, value in enumerate((8, 3, 4, 6)):
            voter.locator("fieldset").nth(question).locator(".key").nth(value - 1).click()
        voter.check("#preference-I1" if number else "#preference-I3")
        saved(voter)
        fits(voter)
    voter.reload()
    voter.wait_for_selector("#preference-I1:checked")  # own votes are back
    assert serious_faults(voter) == []
    lead.wait_for_selector("text=7 people have voted")
    assert not any(".votes-of" in page.content() for page in (lead, wall, expert))
    room.next()
    voter.wait_for_selector("text=The vote is closed")
    for page in (lead, wall, expert):
        page.wait_for_selector(".votes-of:has-text('80% (')")
        assert "Of fewer than five voters" in page.inner_text("#main")
        assert serious_faults(page) == []
    fits(expert)
    lead.click("#step-score")
    lead.click("#begin")
    for person in room.people:
        person.wait_for_selector("#item")
        person.click("#table")  # everybody has an order of their own
        for criterion in ("potential", "importance", "ease"):
            person.locator(f".key:has(#I1-{criterion}-7)").click()
        saved(person)
    lead.click("#reveal")
    lead.click("#yes")
    lead.wait_for_selector(".result .votes-of:has-text('Customers')")  # beside the dots
    assert "Median 7, 3 scored" in lead.inner_text(".result >> nth=0")
    room.close()
    minutes = (engagement / "workshop" / f"{QUARTER}-01.en.html").read_text("utf-8")
    assert "Customers: 5 people voted" in minutes and "80% (38% to 96%)" in minutes.replace("\xa0", " ")
    assert held.stop() == 0 and room.faults == []
    report = run(engagement, QUARTER, made_at=made_at).report.read_text("utf-8")
    assert "Of Customers, 80% would do “Idea 1” first (38% to 96%, n = 5)" in report.replace("\xa0", " ")
    assert open_period(engagement, QUARTER).result("panel").set_index("title")["median"]["Idea 1"] == 7.0


def test_boards_are_answered_blind_and_change_the_tables_that_the_report_reads(browser, engagement, made_at):
    data = engagement / "data"
    journey = pd.DataFrame(JOURNEY).assign(owner=["Web team", None])
    journey.to_csv(data / "journey.csv", index=False)
    statements = {"statement": ["Offers", "One key"], "dimension": ["plan", "data"], "answer": [5, 1]}
    pd.DataFrame(statements).to_csv(data / "readiness.csv", index=False)
    work = {
        "process": "Returns",
        "step": ["Retype", "Answer"],
        "role": "Service",
        "minutes": 5,
        "per_month": 99,
    }
    pd.DataFrame(work).to_csv(data / "processes.csv", index=False)
    held = Held(engagement)
    try:
        room = InRoom(browser, held, "maturity")
        lead, wall = room.lead, room.wall
        for number, page in enumerate(room.people):
            page.wait_for_selector("fieldset")
            for question in range(2):
                page.locator("fieldset").nth(question).locator(".key").nth(number + 1).click()
            saved(page)
            fits(page)
        assert serious_faults(room.people[0]) == []
        room.next()
        for page in (lead, room.people[0]):
            page.wait_for_selector("text=Middle 3, from 2 to 4 (n = 3)")
            assert serious_faults(page) == []
        lead.click("#step-essa")
        for page in room.people:
            first = page.locator("section.card").first
            first.locator("fieldset").nth(0).locator(".key").nth(1).click()
            first.locator("fieldset").nth(1).locator(".key").nth(0).click()
            saved(page)
            fits(page)
        assert serious_faults(room.people[0]) == []
        room.next()
        lead.fill("#essa-by", "Head of service")
        lead.select_option("#decide-0", "automate")
        wall.wait_for_selector("td:has-text('automate')")
        assert "simplify 3" not in lead.inner_text("#main")  # no breakdown of fewer than five
        assert serious_faults(lead) == [] and serious_faults(wall) == []
        lead.click("#step-journey")
        for number, page in enumerate(room.people):
            page.click("#cell-0 summary")
            page.select_option("#field-0", "owner" if number else "pain")
            page.fill("#add-0", f"From {number} <b>")
            page.click("#put-0")
            page.wait_for_selector("text=(added by you)")
            saved(page)
            fits(page)
        assert serious_faults(room.people[0]) == []
        lead.wait_for_selector("text=3 additions wait for you")
        assert "From 0" not in wall.content() + room.people[1].content()
        for number in (0, 1):
            lead.locator("li", has_text=f"From {number}").locator("button").first.click()
            if number:
                assert "“Web team” stands there" in lead.inner_text("dialog")
                lead.click("#yes")
            wall.wait_for_selector(f"td:has-text('From {number} <b>')")
        assert serious_faults(lead) == []
        room.close()
        minutes = (engagement / "workshop" / f"{QUARTER}-01.en.html").read_text("utf-8").replace("\xa0", " ")
        told = ("owner: From 1 &lt;b&gt;", "automate (Head of service)", "middle 3, from 2 to 4 (n = 3)")
        assert all(text in minutes for text in (*told, "One addition was not decided on."))
        assert held.stop() == 0 and room.faults == []
    finally:
        held.end()
    run(engagement, QUARTER, made_at=made_at)
    quarter = open_period(engagement, QUARTER)
    assert quarter.inputs("readiness")["answer"].tolist() == [3, 3]
    assert quarter.inputs("processes")["verdict"].fillna("").tolist() == ["automate", ""]
    assert quarter.inputs("journey")["owner"].fillna("").tolist() == ["From 1 <b>", ""]
    assert quarter.inputs("insights")["pain"].tolist() == ["From 0 <b>"]
    # The room has answered the questions before it, so that "automate" counts, against the advice.
    assert quarter.result("essa_verdicts")["state"].tolist() == ["overruled", "advice"]
    assert quarter.result("maturity")["phase"].tolist() == [3, 3]


def test_names_are_proposed_and_voted_on_blind_and_the_chosen_one_is_read_from_then_on(
    browser, engagement, made_at
):
    insight = {"insight": ["N1"], "text": ["Late costs"], "profile": ["Brand builder"]}
    pd.DataFrame(insight).to_csv(engagement / "data" / "insights.csv", index=False)
    held = Held(engagement)
    try:
        room = InRoom(browser, held, "names")
        for number, page in enumerate(room.people):
            page.fill("#name-of-0", f"Teller {number} <i>")
            page.press("#name-of-0", "Tab")
            saved(page)
            fits(page)
        room.lead.wait_for_selector("text=3 of 3 have answered")
        assert "Teller 0" not in room.lead.content() + room.wall.content() + room.people[1].content()
        assert serious_faults(room.people[0]) == []
        room.next()
        for page in room.people:
            page.check("label:has-text('Teller 2 <i>') input")
            saved(page)
            fits(page)
        assert serious_faults(room.people[0]) == []
        room.next()
        for page in (room.people[0], room.wall, room.lead):
            page.wait_for_selector("li:has-text('Teller 2 <i> 3 votes')")
            assert serious_faults(page) == []
        room.lead.select_option("#choose-0", "Teller 2 <i>")
        room.people[0].wait_for_selector("text=From now on: Teller 2 <i>")
        room.close()
        assert held.stop() == 0 and room.faults == []
    finally:
        held.end()
    run(engagement, QUARTER, made_at=made_at)
    assert open_period(engagement, QUARTER).inputs("insights")["profile"].tolist() == ["Teller 2 <i>"]


def test_made_up_experts_take_part_in_each_step_and_nothing_is_handed_on(browser, engagement):
    held = Held(engagement, "--rehearsal")
    try:
        faults = []
        lead = opened(browser, held.lead, 1280, 900, locale="nl-NL", faults=faults)
        for step in ("needs", "journey"):
            lead.click(f"#step-{step}")
            lead.wait_for_selector("text=20 van de 20 hebben geantwoord", timeout=60_000)
        lead.click("#step-vote")
        lead.check("#option-I1")
        lead.wait_for_selector("#text-I1")
        lead.click("#stage")
        lead.click("#yes")
        lead.wait_for_selector("text=14 personen hebben gestemd", timeout=60_000)
        lead.click("#stage")
        lead.click("#yes")
        lead.wait_for_selector(".votes-of")
        assert serious_faults(lead) == []
        lead.click("#close")
        lead.click("#yes")
        lead.wait_for_selector("#minutes", timeout=60_000)
        assert held.stop() == 0 and faults == [] and not (engagement / "workshop.sqlite").exists()
    finally:
        held.end()
