"""Questions as engagement.yml declares them: codes for no answer, and texts that count for a score."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from workbook.engagement import MEASURED, Engagement, Question
from workbook.tables.faults import RawTable

LEADING = ("nps", "satisfaction", "effort", "rating")
"""The kinds of questions that have a score, the one that leads where it was asked first."""


def as_declared(table: RawTable, questions: Mapping[str, Question]) -> RawTable:
    """The answers with each question under the name that measures know, and its codes and labels as scores.

    A question of a kind and on a scale that measures read takes the name of its kind; another keeps its own.

    Args:
        table: The answers, unparsed.
        questions: By name, as respondents' programs and the intake call them; capitals do not matter.
    """
    frame = table.frame
    if not questions or [*frame.columns].count("question") != 1 or [*frame.columns].count("score") != 1:
        return table
    asked = frame["question"].astype("str").str.strip().str.casefold()
    names, scores = frame["question"].astype(object), frame["score"].astype(object)
    for name, question in questions.items():
        rows = asked.eq(name.casefold()).fillna(False).astype(bool)
        if not rows.any():
            continue
        written = scores[rows].astype("str").str.strip().str.casefold()
        labels = {label.casefold(): score for label, score in question.labels.items()}
        labels |= dict.fromkeys((code.casefold() for code in question.no_answer), None)
        known = written.isin(list(labels)).fillna(False).astype(bool)
        scores.loc[known.index[known]] = written[known].map(labels).astype(object)
        names[rows] = counts_as(name, question)
    return replace(table, frame=frame.assign(question=names, score=scores))


def counts_as(name: str, question: Question) -> str:
    """The name under which a question is kept.

    Example:
        >>> counts_as("Q7", Question(kind="nps")), counts_as("CSAT", Question(kind="rating", scale="1-7"))
        ('nps', 'csat')
    """
    return question.kind if question.scale in MEASURED.get(question.kind, ()) else name.strip().lower()


def open_questions(questions: Mapping[str, Question]) -> list[str]:
    """The questions that are answered in words: a row of theirs counts without a score."""
    return [counts_as(name, question) for name, question in questions.items() if question.kind == "open"]


def other_scales(questions: Mapping[str, Question]) -> dict[str, tuple[int, int]]:
    """The scale of each question that is kept under its own name."""
    kept = {counts_as(name, question): question for name, question in questions.items()}
    return {name: question.bounds for name, question in kept.items() if name not in MEASURED}


def scored_questions(engagement: Engagement) -> dict[str, Question]:
    """The questions that have a score, under the names by which answers are kept: those that lead first.

    Example:
        >>> from workbook.engagement import engagement_from
        >>> acme = engagement_from({"client": "Acme", "questions": {"Stars": {"scale": "stars"}}})
        >>> list(scored_questions(acme))
        ['nps', 'satisfaction', 'stars']
    """
    known = {
        "nps": Question(kind="nps", scale=engagement.nps_scale),
        "satisfaction": Question(kind="satisfaction"),
    }
    declared = {counts_as(name, question): question for name, question in engagement.questions.items()}
    kept = {name: question for name, question in (known | declared).items() if question.kind in LEADING}
    return dict(sorted(kept.items(), key=lambda item: LEADING.index(item[1].kind)))


def comments_of(answers: pd.DataFrame, questions: Mapping[str, Question]) -> pd.Series:
    """Which rows are answers in words, with words in them."""
    return answers["question"].isin(open_questions(questions)) & answers["comment"].notna()
