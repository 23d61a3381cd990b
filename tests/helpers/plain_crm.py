"""Words of the files for the client's own systems, where a test looks at something else."""

from collections import defaultdict

from workbook.store.crm_file import CrmWords
from workbook.store.feedback_files import FeedbackWords


def plain_words(labels=None, absent=None) -> CrmWords:
    explained = defaultdict(lambda: ("what it is", "", "where from"))
    headings = ("Column", "What", "Unit", "Source")
    return CrmWords(labels or {}, explained, headings, "Explained", absent or {})


def plain_feedback() -> FeedbackWords:
    return FeedbackWords({}, {}, ("Date",), "Feedback", ("Note", ()))
