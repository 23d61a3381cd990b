"""What the files with feedback say: what teams and topics are called, and what is proposed."""

from collections.abc import Mapping

import pandas as pd

from workbook.phrases import named, own, say
from workbook.render.words import Words
from workbook.store.feedback_files import FeedbackWords

HEADINGS = ("date", "topics", "touchpoint", "question", "score", "comment")
ID = "F-{topic}"


def feedback_words(tables: Mapping[str, pd.DataFrame], words: Words) -> FeedbackWords:
    """The words of a quarter's feedback, in one language.

    Args:
        tables: What the steps have made, by name; feedback_cases gives the proposals.
        words: The words of that language.
    """
    topics = {name: words.text(own(topic.label)) or name for name, topic in words.engagement.topics.items()}
    teams = {topic.team for topic in words.engagement.topics.values()}
    cases = tables.get("feedback_cases", pd.DataFrame())
    facts = {"minimum": words.engagement.minimum_group}
    return FeedbackWords(
        teams={team: words.text(named("team", team)) for team in teams},
        topics=topics,
        headings=[words.text(say(f"feedback_file.heading.{name}")) for name in HEADINGS],
        sheet=words.text(say("feedback_file.sheet")),
        note=(
            words.text(say("feedback_file.note")),
            words.texts([say(f"feedback_file.note.{at}", **facts) for at in ("masked", "few", "several")]),
        ),
        proposals=[_proposal(row, topics, words) for row in cases.to_dict("records")],
    )


def _plain(value: object) -> object:
    """A value of a cell: money in cents, nothing where it is missing."""
    if pd.isna(value):
        return None
    return round(value, 2) if isinstance(value, float) else value


def _proposal(case: Mapping[str, object], topics: Mapping[str, str], words: Words) -> dict[str, object]:
    """A row of table opportunities; what it costs is for a person to fill in."""
    title = say("feedback_file.title", topic=topics.get(str(case["topic"]), str(case["topic"])))
    taken = ("phase", "touchpoint", "extra_low", "extra_likely", "extra_high")
    return {
        "opportunity": ID.format(topic=case["topic"]),
        "title": words.text(title),
        "team": words.text(named("team", str(case["team"]))) if case["team"] else None,
        "kind": "change",
        **{name: _plain(case[name]) for name in taken},
    }
