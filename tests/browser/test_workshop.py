"""A workshop in real browsers: phones, the facilitator and the beamer, from the first tap to the report."""

from pathlib import Path

import pytest
from held_workshops import Held, joined, opened, serious_faults
from starts import QUARTER

from workbook.runs import run
from workbook.store import open_period

pytestmark = pytest.mark.ci
SCORES = {"Ann": (3, 4, 5), "Bob": (9, 8, 5), "Cid <b>": (9, 8, 6)}
"""On Idea 1, Idea 2 and all others, in whichever order somebody gets them."""


def answer(page, scores, remark=""):
    while True:
        title = page.inner_text("#item")
        score = scores[min(int(title.split()[-1]), 3) - 1]
        if title == "Idea 1" and remark:
            page.fill("textarea", remark)
        for fieldset in range(3):
            page.locator("fieldset").nth(fieldset).locator(".key").nth(score - 1).click()
        if page.locator("#next").is_disabled():
            break
        page.click("#next")
        page.wait_for_function("title => document.getElementById('item').innerText !== title", arg=title)
    page.wait_for_selector("#saved:text-is('Saved')")


def test_from_the_first_tap_to_the_report(browser, engagement, held, made_at):
    faults = []
    lead = opened(browser, held.lead, 1280, 900, faults=faults)
    wall = opened(browser, held.beamer, 1280, 720, faults=faults)
    experts = {name: joined(browser, held.room, name, faults) for name in SCORES}
    lead.wait_for_selector("text=Cid <b>")  # a name is a text
    lead.click("#begin")
    lead.fill("#timer-minutes", "3")
    lead.click("#timer-set")
    for page in (wall, *experts.values()):
        page.wait_for_selector("#timer:has-text('Time left: 2:5')")
    for name, page in experts.items():
        page.wait_for_selector("#item")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        sizes = page.evaluate(
            "Array.from(document.querySelectorAll('.key, #main button')).map(e => e.getBoundingClientRect())"
            ".map(box => Math.min(box.width, box.height))"
        )
        assert min(sizes) >= 44
        answer(page, SCORES[name], f"As {name} sees it")
        assert "As" not in lead.inner_text("#main") and ".result" not in wall.content()
        page.click("#ready")
    lead.wait_for_selector("text=3 of 3 ready")
    experts["Ann"].reload()
    experts["Ann"].wait_for_selector("#item")
    assert experts["Ann"].locator("input:checked[type=radio]").count() == 3  # own scores are back
    lead.click("#reveal")
    lead.click("#yes")
    for page in (*experts.values(), lead, wall):
        page.wait_for_selector(".result")
    first = experts["Bob"].locator(".result").first.inner_text()
    assert "Idea 1" in first and "No consensus" in first and "As Ann sees it" in first
    assert not any(
        name in experts["Bob"].inner_text("#main").replace(f"As {name} sees it", "") for name in SCORES
    )
    lead.click("#again")
    experts["Bob"].wait_for_selector("text=your score last round: 9")
    for page in experts.values():
        page.wait_for_selector("#item")
        answer(page, (8, 8, 8))
    lead.click("#reveal")
    lead.click("#yes")
    experts["Ann"].wait_for_selector("text=the group agrees")
    lead.wait_for_selector("#choose")  # of the round that was revealed just now
    lead.wait_for_selector("#slide-budget")
    lead.wait_for_selector("text=No plan within these limits is worth more.")
    before = lead.inner_text(".big:below(h2)")
    lead.evaluate(
        "slider => { slider.value = 25; slider.dispatchEvent(new Event('change')); }",
        lead.query_selector("#slide-budget"),
    )
    lead.wait_for_selector("text=Went out:")
    lead.wait_for_selector("text=This move: −")
    wall.wait_for_selector("text=Went out:")
    lead.fill("#scenario-name", "A quarter of the money")
    lead.click("#scenario")
    lead.wait_for_selector("th:has-text('A quarter of the money')")
    lead.click("#undo")
    lead.wait_for_selector("text=Came in:")
    lead.get_by_text(before, exact=True).wait_for()  # undone exactly, once it has looked further
    lead.wait_for_selector("#price:has-text('more would bring')")
    weight = lead.locator("[id^=weigh-]").first
    weight.evaluate("slider => { slider.value = 80; slider.dispatchEvent(new Event('change')); }")
    lead.wait_for_selector("text=The weights of the criteria are other than agreed")
    wall.wait_for_selector("text=The weights of the criteria are other than agreed")
    lead.wait_for_selector("text=No plan within these limits is worth more.")
    lead.wait_for_selector("#decide-by")
    lead.fill("#decide-by", "Board")
    lead.click("#decide")
    lead.select_option("#note-about", "dissent")
    lead.fill("#note-text", "IT says it is too early")
    lead.click("#note")
    lead.wait_for_selector("li:has-text('IT says it is too early')")
    lead.click("#close")
    lead.click("#yes")
    experts["Ann"].wait_for_selector("text=The workshop is closed")
    lead.wait_for_selector("#minutes")
    with lead.expect_download() as download:
        lead.click("#minutes")
    told = Path(download.value.path()).read_text("utf-8")
    assert "The plan at closing" in told and "weight of Potential" in told
    assert "A quarter of the money: " in told
    assert "Decided by Board" in told and "Cid &lt;b&gt;" in told and "in round 2" in told
    assert told == (engagement / "workshop" / f"{QUARTER}-01.en.html").read_text("utf-8")
    assert held.stop() == 0 and faults == []
    outcome = run(engagement, QUARTER, made_at=made_at)
    report = outcome.report.read_text("utf-8")
    assert "by 3 experts" in report and "Dissent: “IT says it is too early”" in report
    assert "3 experts took part in the workshop" in report and "with limits moved" in report
    assert "decision on this plan" in report
    panel = open_period(engagement, QUARTER).result("panel").set_index("title")["median"]
    assert panel["Idea 1"] == 8.0 and panel["Idea 3"] == 5.0
    decided = open_period(engagement, QUARTER).inputs("decisions")
    assert decided[["opportunity", "decided", "decided_by"]].to_numpy().tolist() == [["I1", "start", "Board"]]


def test_what_was_saved_is_there_after_a_kill_on_the_same_links(browser, engagement, held):
    page = joined(browser, held.room, "Ann", None)
    lead = opened(browser, held.lead, 1280, 900)
    lead.click("#begin")
    page.wait_for_selector("#item")
    page.locator("fieldset").nth(0).locator(".key").nth(6).click()
    page.wait_for_selector("#saved:text-is('Saved')")
    held.process.kill()
    held.process.wait(30)
    page.locator("fieldset").nth(1).locator(".key").nth(2).click()
    page.wait_for_selector("text=Not saved yet: 1 answer")
    again = Held(engagement, "--resume", "--port", held.room.rsplit(":", 1)[1].strip("/"))
    try:
        page.wait_for_selector("#saved:text-is('Saved')", timeout=20_000)
        page.reload()
        page.wait_for_selector("#item")
        checked = page.evaluate("Array.from(document.querySelectorAll('input:checked')).map(e => e.value)")
        assert checked == ["7", "3"]
    finally:
        again.stop()


@pytest.mark.parametrize("locale", ["en-GB", "nl-NL"])
def test_a_rehearsal_is_marked_on_every_page_and_axe_finds_nothing_serious(
    browser, engagement, locale, request
):
    held = Held(engagement, "--rehearsal", "--anonymous")
    request.addfinalizer(held.end)
    mark = {"en-GB": "Rehearsal: the experts are made up", "nl-NL": "Oefensessie: de experts zijn verzonnen"}
    sizes = {held.room: (360, 740), held.lead: (1280, 900), held.beamer: (1280, 720)}
    pages = []
    for url, (width, height) in sizes.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, bypass_csp=True
        )
        pages.append(context.new_page())
        pages[-1].goto(url)
        pages[-1].wait_for_selector(f".mark:has-text('{mark[locale]}')")
    phone, lead, _ = pages
    phone.fill("#name", "Annabel")
    assert serious_faults(phone) == []
    phone.click("#join")
    lead.wait_for_selector("th:has-text('Annabel')")
    assert lead.locator("tbody tr").count() == 21
    lead.click("#begin")
    phone.wait_for_selector("#item")
    lead.fill("#timer-minutes", "7")
    phone.click("#ready")
    lead.wait_for_selector(
        "tr:has-text('Annabel'):has-text('ready'), tr:has-text('Annabel'):has-text('klaar')"
    )
    assert lead.input_value("#timer-minutes") == "7"  # what is typed stays when there is news
    assert [fault for page in pages for fault in serious_faults(page)] == []
    lead.click("#reveal")
    lead.click("#yes")
    lead.click("#close")
    lead.click("#yes")
    lead.wait_for_selector("#minutes")
    assert "Annabel" not in lead.content()
    assert serious_faults(lead) == [] and held.stop() == 0
    assert not (engagement / "workshop.sqlite").exists()
    left = list((engagement / "workshop").iterdir())
    assert {file.name for file in left} == {
        f"{QUARTER}-rehearsal-01.{ending}" for ending in ("sqlite", "en.html", "nl.html")
    }
    assert not any(b"Annabel" in file.read_bytes() for file in left)
