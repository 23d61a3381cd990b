"""What the files with feedback say: what teams and topics are called."""

from workbook.phrases import named, own, say
from workbook.render.words import Words
from workbook.store.feedback_files import FeedbackWords

HEADINGS = ("date", "topics", "touchpoint", "question", "score", "comment")


def feedback_words(words: Words) -> FeedbackWords:
    """The words of a quarter's feedback, in one language.

    Args:
        words: The words of that language.
    """
    topics = {name: words.text(own(topic.label)) or name for name, topic in words.engagement.topics.items()}
    teams = {topic.team for topic in words.engagement.topics.values()}
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
    )
