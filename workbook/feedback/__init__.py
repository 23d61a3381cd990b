"""What people say in their own words: masked, sorted into topics, sent to the team that can act on it."""

from workbook.feedback import classifier, comments, proposals, quotes, suggestions, topics

__all__ = ["classifier", "comments", "proposals", "quotes", "suggestions", "topics"]
