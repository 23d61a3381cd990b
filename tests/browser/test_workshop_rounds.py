"""What can go wrong in a room, and what a facilitator does about it: real browsers on one workshop."""

import json
import re
import sqlite3
from contextlib import closing
from itertools import count

import pytest
from held_workshops import joined, opened, serious_faults
from starts import QUARTER

pytestmark = pytest.mark.ci
NUMBERS = count()
IDEAS = [f"I{number}" for number in range(1, 9)]


def scores_of(engagement, seat):
    """What stands in the file of a seat's scores, in order: opportunity, criterion and score."""
    path = engagement / "workshop" / f"{QUARTER}-01.sqlite"
    with closing(sqlite3.connect(path)) as data:
        rows = data.execute(
            "select data from events where seat = ? and kind = 'score' order by id", [seat]
        ).fetchall()
    given = [json.loads(text) for (text,) in rows]
    return [(one["opportunity"], one["criterion"], one["score"]) for one in given]


def tap(page, fieldset, score):
    page.locator("fieldset").nth(fieldset).locator(".key").nth(score - 1).click()


def shown(page):
    return page.evaluate("state.round.asked[place]")


def saved(page, **terms):
    page.wait_for_selector("#saved:text-is('Saved')", **terms)


def ten_taps(page):
    """Score three ideas on all criteria, and change the last score; what was tapped, in order."""
    tapped = []
    for card in range(3):
        for fieldset, criterion in enumerate(("potential", "importance", "ease")):
            tap(page, fieldset, card + fieldset + 1)
            tapped.append((shown(page), criterion, card + fieldset + 1))
        if card < 2:
            page.click("#next")
            page.wait_for_function("at => place === at", arg=card + 1)
    tap(page, 2, 9)
    return [*tapped, (shown(page), "ease", 9)]


def test_ten_taps_without_a_network_are_there_in_order_once_and_a_round_closed_meanwhile_is_told(
    browser, engagement, held
):
    lead = opened(browser, held.lead, 1280, 900)
    ann = joined(browser, held.room, "Ann", None)
    bob = joined(browser, held.room, "Bob", None)
    lead.click("#begin")
    for page in (ann, bob):
        page.wait_for_selector("#item")
        page.context.set_offline(True)
    tapped = ten_taps(ann)
    ann.wait_for_selector("text=Not saved yet: 10 answers")
    ann.wait_for_timeout(3000)  # it tries in vain meanwhile
    assert scores_of(engagement, "S01") == []
    ann.context.set_offline(False)
    saved(ann, timeout=5000)
    assert scores_of(engagement, "S01") == tapped
    tap(bob, 0, 4)
    bob.wait_for_selector("text=Not saved yet: 1 answer")
    lead.click("#reveal")
    lead.click("#yes")
    ann.wait_for_selector(".result >> nth=2")
    bob.context.set_offline(False)
    bob.wait_for_selector("#news:has-text('Round 1 was closed meanwhile')", timeout=5000)
    saved(bob)
    assert scores_of(engagement, "S02") == []


def test_own_scores_are_back_after_a_reload_a_sleep_and_a_crash_and_on_a_second_phone(
    browser, engagement, held
):
    lead = opened(browser, held.lead, 1280, 900)
    ann = joined(browser, held.room, "Ann", None)
    lead.click("#begin")
    ann.wait_for_selector("#item")
    tap(ann, 0, 7)
    saved(ann)
    checked = "Array.from(document.querySelectorAll('input:checked')).map(e => e.value)"
    ann.reload()
    ann.wait_for_selector("#item")
    assert ann.evaluate(checked) == ["7"]
    asleep = ann.context.new_cdp_session(ann)
    asleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    second = opened(browser, ann.url)  # the same seat on another phone
    second.wait_for_selector("text=Your seat is open on 2 screens")
    tap(second, 1, 3)
    saved(second)
    asleep.send("Page.setWebLifecycleState", {"state": "active"})
    ann.wait_for_selector("text=Your seat is open on 2 screens")
    ann.wait_for_function("() => document.querySelectorAll('input:checked').length === 2")
    ann.context.set_offline(True)
    tap(ann, 2, 5)
    ann.wait_for_selector("text=Not saved yet: 1 answer")
    context, url = ann.context, ann.url
    ann.close()  # the browser is gone, and what was not sent stays on the phone
    context.set_offline(False)
    again = context.new_page()
    again.goto(url.split("#")[0])
    again.wait_for_selector("#item")
    saved(again)
    for page in (again, second):
        page.wait_for_function("() => document.querySelectorAll('input:checked').length === 3")
        assert page.evaluate(checked) == ["7", "3", "5"]


def tab_to(page, wanted):
    """Press Tab until a certain element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(
            "wanted => !!document.activeElement && document.activeElement.matches(wanted)", wanted
        ):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def test_an_expert_with_a_keyboard_only_joins_scores_and_is_ready(browser, engagement, held):
    lead = opened(browser, held.lead, 1280, 900)
    page = opened(browser, held.room, 1280, 720)
    tab_to(page, "#name")
    page.keyboard.type("Kim")
    tab_to(page, "#role")
    page.keyboard.type("Service")
    tab_to(page, "#join")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Welcome, Kim")
    lead.wait_for_selector("th:has-text('Kim')")
    lead.click("#begin")
    page.wait_for_selector("#item")
    assert serious_faults(page) == []
    potential = page.get_by_role("group", name=re.compile("Potential"))
    assert potential.get_by_role("radio").count() == 10
    assert potential.get_by_role("radio", name="7", exact=True).count() == 1
    for place in range(8):
        page.wait_for_function("at => place === at && document.activeElement !== null", arg=place)
        if place == 3:  # one that Kim cannot judge, with the reason
            tab_to(page, "[id^=cannot-]")
            page.keyboard.press("Space")
            tab_to(page, "textarea")
            page.keyboard.type("Not my field")
        else:
            for criterion in ("potential", "importance", "ease"):
                tab_to(page, f"[name$=-{criterion}]")
                page.keyboard.press("Space")  # the first key
                for _ in range(4):
                    page.keyboard.press("ArrowRight")
        if place < 7:
            tab_to(page, "#next")
            page.keyboard.press("Enter")
    tab_to(page, "#ready")
    page.keyboard.press("Enter")
    lead.wait_for_selector("text=1 of 1 ready")
    saved(page)
    last = {(idea, criterion): score for idea, criterion, score in scores_of(engagement, "S01")}
    assert len(last) == 21 and set(last.values()) == {5}
    lead.click("#reveal")
    lead.click("#yes")
    page.wait_for_selector(".result")


def api(page, kind, **data):
    """Send what a page could send, without waiting for it to be drawn."""
    sent = {"kind": kind, "key": f"test-{next(NUMBERS)}", "data": data}
    page.evaluate("one => ask('/api/sent', one)", sent)


def test_a_second_facilitator_runs_a_spread_round_and_a_ranking_and_takes_over(browser, engagement, held):
    faults = []
    lead = opened(browser, held.lead, 1280, 900, faults=faults)
    experts = [joined(browser, held.room, name, faults) for name in ("Ann", "Bob")]
    looker = opened(browser, f"{held.room}#watch", faults=faults)
    looker.fill("#name", "Lou")
    looker.click("#join")
    looker.wait_for_selector("text=Welcome, Lou")
    lead.wait_for_selector("tr:has-text('Lou'):has-text('looks on')")
    lead.click("#begin")
    looker.wait_for_selector("text=You are looking on")
    for place, page in enumerate(experts):
        page.wait_for_selector("#item")
        for idea in IDEAS[:4]:
            for criterion in ("potential", "importance", "ease"):
                score = 9 if (idea == "I1") == (place == 0) else 4
                api(page, "score", round=1, opportunity=idea, criterion=criterion, score=score)
    lead.wait_for_selector("text=0 of 2 ready")  # who looks on does not count
    lead.click("#reveal")
    lead.click("#yes")
    looker.wait_for_selector(".result")
    lead.click("#invite")
    lead.wait_for_selector("dialog img")
    address = lead.inner_text("dialog strong")
    assert serious_faults(lead) == []
    lead.click("#done")
    second = opened(browser, address, 1280, 900, faults=faults)
    second.click("#choose summary")
    assert second.locator("#choose input:checked").count() == 4
    second.uncheck("#ask-I4")
    second.check("#ask-I8")  # by hand, one that nobody has answered yet
    second.fill("#spread", "1")
    second.locator("#spread").blur()
    second.click("#again")
    ann = experts[0]
    ann.wait_for_selector("text=at most 1 of these opportunities may get a top score")
    assert sorted(ann.evaluate("state.round.asked")) == ["I1", "I2", "I3", "I8"]
    for idea in ("I1", "I2"):
        api(ann, "score", round=2, opportunity=idea, criterion="ease", score=10)
    ann.wait_for_selector(".warn:has-text('2 of 1 with 9 or more')")
    ann.click("#ready")
    ann.wait_for_selector("#news:has-text('Not ready yet: 2 opportunities have 9 or more')")
    ann.wait_for_selector("#ready[aria-pressed=false]")
    api(ann, "score", round=2, opportunity="I2", criterion="ease", score=8)
    ann.wait_for_selector(".spread li:has-text('1 of 1 with 9 or more')")
    ann.click("#ready")
    lead.wait_for_selector("text=1 of 2 ready")
    second.click("#reveal")
    second.click("#yes")
    lead.wait_for_selector("#rank")
    lead.click("#rank")
    for page in experts:
        page.wait_for_selector(".order")
        sizes = page.evaluate(
            "Array.from(document.querySelectorAll('.order button')).map(e => e.getBoundingClientRect())"
            ".map(box => Math.min(box.width, box.height))"
        )
        assert min(sizes) >= 44 and page.evaluate("document.documentElement.scrollWidth") <= 360
        if page.evaluate("state.order.order[0] === 'I3'"):
            page.focus("#down-I3")
            page.keyboard.press("Enter")
        page.focus("#up-I3")
        for place in range(
            page.evaluate("state.order.order.indexOf('I3')"), 0, -1
        ):  # by keyboard, to the top
            page.wait_for_selector(f".order li:nth-child({place + 1}):has-text('Idea 3')")
            page.keyboard.press("Enter")
        page.wait_for_selector(".order li:first-child:has-text('1. Idea 3')")
        assert page.evaluate("document.activeElement.id") == "down-I3"  # the one that is left to press
        assert "Idea 3" not in looker.inner_text("#main").split("What the group thinks")[0]
        assert serious_faults(page) == []
        page.click("#ordered")
    lead.wait_for_selector("text=2 of 2 ready")
    second.click("#show-order")
    second.click("#yes")
    for page in (*experts, looker, lead):
        page.wait_for_selector("#order-results:has-text('Idea 3')")
    assert re.search(r"Idea 3 median place 1; places 1 \(2×\)", ann.inner_text("#order-results"))
    second.click("#takeover")
    second.click("#yes")
    lead.wait_for_selector("text=This link opens nothing")
    second.click("#log summary")
    assert serious_faults(second) == []
    told = second.inner_text("#log")
    assert "A facilitator took over (link 2)" in told and "Round 2 began (link 2)" in told
    assert "Lou joined" in told and faults == []
