"""What topics of comments are called, for the exhibits that show them."""

from collections.abc import Iterable

from workbook.engagement import Engagement
from workbook.phrases import Phrase, own


def topic_names(names: Iterable[str], engagement: Engagement) -> list[Phrase]:
    """Topics as the codebook calls them, in the reader's language; by their name where it has no label.

    Example:
        >>> from workbook.engagement import engagement_from
        >>> topic_names(["returns"], engagement_from({"client": "Acme"}))
        [{'own': {'en': 'Returns', 'nl': 'Retouren'}}]
    """
    topics = engagement.topics
    return [own(topics[name].label) if name in topics and topics[name].label else name for name in names]
