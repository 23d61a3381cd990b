"""The minutes as a page: in each language, with every word, and texts of people as texts."""

import re

import pytest
from workshops import AT

from workbook.catalogues import catalogue, languages
from workbook.engagement import engagement_from
from workbook.phrases import show
from workbook.shipped import shipped
from workbook.workshop.minutes_page import minutes_pages

DAY = {"date": AT[:10]}
NOBODY = {"people": [], "roles": [], "experts": 0, "observers": 0, "rounds": [], "results": []}
EMPTY = NOBODY | {
    "unanswered": [],
    "gone": [],
    "ranking": None,
    "decisions": [],
    "plan": None,
    "scenarios": [],
    "dissent": [],
    "questions": [],
    "notes": [],
    "steps": [],
}
BARE = {"name": "2026Q3-01", "title": "Acme", "period": "2026Q3", "began": DAY, "ended": DAY}
BARE |= EMPTY | {"rehearsal": False, "anonymous": False}
DECISION = {"title": "Idea <b>", "decided": "stop", "by": "Board", "reason": "Too dear & late", "on": DAY}
RESULT = {"title": "Idea 1", "verdict": "no consensus", "median": 4.5, "round": 2, "abstained": 1}
RESULT |= {"points": [show(3.0, "num"), show(9.5, "num")], "stable": False, "higher": ["<i>"], "lower": []}


def pages(**facts):
    return minutes_pages(BARE | facts, engagement_from({"client": "Acme", "currency": "EUR"}))


def test_every_word_of_the_page_is_there_and_none_besides():
    looks = shipped("templates") / "workshop"
    page = "".join((looks / f"{part}.html.j2").read_text("utf-8") for part in ("minutes", "minutes_steps"))
    said = set(re.findall(r'say\("([\w.]+)"(?:[,)]| if)', page)) | set(re.findall(r'else "([\w.]+)"\)', page))
    starts = tuple(re.findall(r'say\("([\w.]+\.)" \+', page))
    said |= {"dissent", "questions", "notes"}
    for language in languages():
        words = set(catalogue(language)["minutes"])
        assert said - words == set()
        assert {key for key in words - said if not key.startswith(starts)} == set()


def test_a_ranking_stands_beside_the_scores_and_a_spread_in_its_round():
    items = [{"title": "Idea <b>", "median": 1.5, "points": [show(1, "num"), show(2, "num")]}]
    one = {"number": 2, "asked": 3, "spread": 1, "answered": 2, "below": []}
    told = pages(ranking={"n": 2, "w": 0.25, "p": 0.5, "items": items}, rounds=[one], gone=["Idea 8"])
    assert "Kendall&#39;s W 0.25" in told["en"] and "Idea &lt;b&gt;" in told["en"]
    assert "median place 1.5; places 1; 2" in told["en"] and "at most 1 with a top score" in told["en"]
    assert "mediane plaats 1,5" in told["nl"] and "Niet meer in de invoer" in told["nl"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Differs from the plan, in which it stands.",
                "Median 4.5 in round 2; scores 3; 9.5.",
                "One could",
            ),
        ),
        ("nl", ("Wijkt af van de planning", "Mediaan 4,5 in ronde 2; scores 3; 9,5.", "30 november 2026")),
    ],
)
def test_decisions_and_results_are_told_in_the_reader_s_language(language, words):
    decided = DECISION | {"against_plan": "in", "without_consensus": False}
    late = {"date": "2026-11-30"}
    told = pages(decisions=[decided], results=[RESULT], ended=late)[language].replace("\xa0", " ")
    assert all(text in told for text in words)
    assert "Idea &lt;b&gt;" in told and "Too dear &amp; late" in told and "<i>" not in told


def test_a_workshop_without_anything_has_minutes_too():
    told = pages()["en"]
    assert "No decisions were recorded." in told and "No round was shown." in told


def test_a_rehearsal_says_so_and_an_anonymous_workshop_lists_roles():
    told = pages(rehearsal=True, anonymous=True, roles=[{"role": "IT", "n": 3}], experts=3)["en"]
    assert "Rehearsal: all experts" in told and "IT: 3" in told and "names were deleted" in told


def test_a_page_asks_nothing_from_elsewhere():
    assert not any("http" in page or "<script" in page for page in pages().values())


def test_scenarios_that_were_kept_are_told_in_short():
    plan = {"points": 8.25, "money": None, "cost": 18000.0, "members": [{"title": "A", "start": "2026Q4"}]}
    kept = [{"name": "Half <b>", "plan": plan}, {"name": "Nothing", "plan": None}]
    told = pages(scenarios=kept)["en"].replace("\xa0", " ")
    assert "Half &lt;b&gt;: One opportunity, for €18,000. Worth 8.3 points." in told
    assert "Nothing: no plan fitted." in told


def test_the_plan_says_what_was_moved():
    terms = {
        "budget": 20000.0,
        "days": [{"role": "it", "days": 7.5}],
        "must_do": ["Idea <b>"],
        "must_not": [],
    }
    terms["weights"] = [{"labels": {"en": "Ease: how easy?", "nl": "Gemak: hoe makkelijk?"}, "share": 0.4}]
    plan = {"points": 8.25, "money": -300.0, "cost": 18000.0, "terms": terms}
    plan["members"] = [{"title": "Idea <b>", "start": "2026Q4"}]
    told = {language: page.replace("\xa0", " ") for language, page in pages(plan=plan).items()}
    assert all(
        words in told["en"]
        for words in (
            "budget €20,000",
            "7.5 days of it",
            "weight of Ease: 40%",
            "Net value:",
            "Idea &lt;b&gt;",
        )
    )
    assert "Goed voor 8,3 punten." in told["nl"] and "gewicht van Gemak: 40%" in told["nl"]
