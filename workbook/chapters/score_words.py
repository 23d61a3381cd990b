"""What the score of a question is called, how it is written, and what it counts."""

from collections.abc import Mapping
from typing import Any

from workbook.engagement import Engagement, Question
from workbook.phrases import Phrase, between, own, sayer, show
from workbook.tables.questions import scored_questions
from workbook.understand.scores import PERCENT, POINTS, counted_from, measure_of

say = sayer(__name__)
KNOWN = ("nps", "satisfaction")
"""Questions that have a name of the method's."""
LONG = 7
"""On a longer scale than up to this some count more answers than the two highest as satisfied."""


def form(measure: str) -> str:
    """How a score is written."""
    return "signed" if measure in POINTS else "percentage" if measure in PERCENT else "dec2"


def gap_form(measure: str) -> str:
    """How a difference between two scores is written, without its sign."""
    return "dec1" if measure in (*POINTS, *PERCENT) else "dec2"


def change_form(measure: str) -> str:
    """How a change of a score is written, with its sign."""
    return "signed" if measure in (*POINTS, *PERCENT) else "signed2"


def name(measure: str) -> Phrase:
    """What a score is called in a sentence."""
    return say(f"name.{measure}")


def axis(measure: str) -> Phrase:
    """What a score is called as a heading, with its unit."""
    return say(f"axis.{measure}")


def unit(measure: str) -> Phrase:
    """The unit of differences."""
    return say("unit.percent" if measure in PERCENT else "unit.points")


def told(row: Mapping[str, Any]) -> dict[str, Phrase]:
    """A row of `scores` as facts of a sentence: name, heading, score, ends."""
    written = form(row["measure"])
    ends = between(row["low"], row["high"], written)
    measure = row["measure"]
    return {
        "name": name(measure),
        "heading": axis(measure),
        "score": show(row["score"], written),
        "ends": ends,
    }


def changed(row: Mapping[str, Any], *, low: str = "low", high: str = "high") -> dict[str, Phrase]:
    """A change of a score as facts of a sentence: change, ends."""
    written, of_shares = change_form(row["measure"]), row["measure"] in PERCENT
    change = show(row["change"], written)
    return {
        "change": say("change.percent", change=change) if of_shares else change,
        "ends": between(row[low], row[high], written),
    }


def asked_as(question: str, engagement: Engagement) -> Phrase:
    """How respondents read a question, where the settings say it; else its name."""
    text = scored_questions(engagement)[question].text
    return own(text) if text else say(f"question.{question}") if question in KNOWN else question


def outcome(question: str, engagement: Engagement) -> dict[str, Any]:
    """What is to be explained, as facts of every sentence about it: outcome, least and most."""
    asked = scored_questions(engagement)[question]
    low, high = asked.bounds
    return {"outcome": say(f"outcome.{asked.kind}"), "least": low, "most": high}


def definition(row: Mapping[str, Any], engagement: Engagement) -> Phrase:
    """What the score of a question counts, and how sure it is, from a row of `scores`."""
    question = scored_questions(engagement)[row["question"]]
    low, high = question.bounds
    what = say(f"what.{_variant(question)}", low=low, high=high, counted=counted_from(question))
    if row["question"] in KNOWN and not question.text:
        return what
    return say("what.asked", question=asked_as(row["question"], engagement), what=what)


def _variant(question: Question) -> str:
    """Of CSAT: two answers, the highest one only, or two of many, where others count more of them."""
    measure, (low, high) = measure_of(question), question.bounds
    if measure != "csat":
        return measure
    return "csat_one" if counted_from(question) == high else "csat_long" if high - low > LONG else "csat"
