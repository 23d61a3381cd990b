"""What people wrote: comments of a survey, answers to open questions, reviews, and notes of contacts."""

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from workbook.codebook import Topic
from workbook.differences import people
from workbook.feedback.matching import Tokens, matches

SEVERAL = ";"
"""Stands between several topics that a person gave to one comment."""


def comments(answers: DataFrame, contacts: DataFrame, *, since: pd.Timestamp | None = None) -> DataFrame:
    """Every comment once: one that stands beside each answer of a form is one comment.

    Args:
        answers: Table of answers: respondent_id, at, question, score, [customer_id, touchpoint, cluster,
            weight, comment, topic (given by a person)].
        contacts: Table of touchpoints with a comment: customer_id, at, touchpoint, comment.
        since: From when on they count; all that there are without it.

    Returns:
        One row per comment, by time: person (the customer, else the respondent), drawn (the group that was
        drawn together, else the person), customer_id, respondent_id, at, touchpoint, question and score
        (blank of a contact), weight, text, given (topics that a person gave it), contact (bool).

    Example:
        >>> one = {"respondent_id": ["r"], "at": [pd.Timestamp(2017, 1, 1)], "comment": ["Fine "]}
        >>> comments(DataFrame(one), DataFrame())[["person", "text"]].values.tolist()
        [['respondent_id r', 'Fine']]
    """
    columns = ["customer_id", "respondent_id", "cluster", "at", "touchpoint", "question", "score", "weight"]
    told = answers.reindex(columns=[*columns, "comment", "topic"]).assign(contact=False)
    noted = contacts.reindex(columns=[*columns, "comment", "topic"]).assign(contact=True)
    rows = pd.concat([part for part in (told, noted) if part["comment"].notna().any()] or [told[:0]])
    rows = rows.assign(text=rows.pop("comment").astype("str").str.strip(), given=rows.pop("topic"))
    rows = rows[rows["text"].fillna("").ne("") & (True if since is None else rows["at"] >= since)]
    persons = rows.drop(columns="cluster")
    rows = rows.assign(person=people(persons), drawn=people(rows), weight=rows["weight"].fillna(1.0))
    rows = rows.drop(columns="cluster").drop_duplicates(["person", "at", "text"])
    return rows.sort_values(["at", "person"], kind="stable", ignore_index=True)


def topics_by_rule(texts: pd.Series, topics: Mapping[str, Topic]) -> DataFrame:
    """Which comment is about which topics, by the words of the codebook.

    Negation is not heard: "not late" is about late delivery.

    Args:
        texts: The comments.
        topics: Of the codebook, by name.

    Returns:
        One column of true and false per topic, in the index of `texts`.

    Example:
        >>> book = {"late": Topic(words=["te laat", "delay*"], but_not=["not delayed"])}
        >>> topics_by_rule(pd.Series(["Te láát!", "Delays", "later", "not delayed"]), book)["late"].tolist()
        [True, True, False, False]
    """
    tokens = Tokens.of_texts(texts)
    found = {name: matches(tokens, topic.words, topic.but_not) for name, topic in topics.items()}
    return DataFrame(found, index=texts.index, columns=list(topics), dtype=bool)


def topics_given(given: pd.Series, topics: Mapping[str, Topic]) -> DataFrame:
    """Which topics people gave to comments, by name or label; what the codebook does not know is left out.

    Args:
        given: What stands in column topic; several with a ; between them.
        topics: Of the codebook, by name.

    Returns:
        As `topics_by_rule`.

    Example:
        >>> book = {"late": Topic(label={"en": "Late delivery"})}
        >>> topics_given(pd.Series(["late delivery; else", None]), book)["late"].tolist()
        [True, False]
    """
    called = {name.casefold(): name for name in topics}
    for name, topic in topics.items():
        labels = topic.label.values() if isinstance(topic.label, Mapping) else [topic.label]
        called |= {label.casefold(): name for label in labels if label}
    parts = given.dropna().astype("str").str.split(SEVERAL).explode().str.strip().str.casefold().map(called)
    flags = DataFrame(False, given.index, list(topics))
    for name, rows in parts.dropna().groupby(parts.dropna()):
        flags.loc[rows.index, name] = True
    return flags
