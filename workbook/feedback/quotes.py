"""What may be shown of comments word for word: masked, and of topics that enough people raise."""

from collections.abc import Collection, Mapping

import pandas as pd
from pandas import DataFrame, Series

from workbook.codebook import Topic
from workbook.feedback.masking import masked
from workbook.feedback.topics import Sorted
from workbook.privacy import tells

GOOD_LENGTH, LONGEST = 70, 240  # signs
INSIGHT_TEXTS = ("text", "job", "need", "pain", "evidence", "source")
NAMES = ("given_name", "surname")


def known_names(identities: DataFrame) -> set[str]:
    """The given names and surnames that the client knows; none where it delivers none, or made pseudonyms.

    Example:
        >>> known_names(DataFrame({"surname": ["Bakker", None]}))
        {'Bakker'}
    """
    columns = [identities[name].dropna().astype("str") for name in NAMES if name in identities]
    return {name.strip() for column in columns for name in column.unique() if name.strip()}


def masked_insights(insights: DataFrame, names: Collection[str], keep: Collection[str]) -> DataFrame:
    """Insights as they may be shown: without what tells of a person in their texts.

    Args:
        insights: Table of insights.
        names: As for `quotes`.
        keep: As for `quotes`.

    Example:
        >>> masked_insights(DataFrame({"text": ["Mrs Jones waits", None]}), (), ())["text"].tolist()
        ['Mrs […] waits', nan]
    """
    told = {}
    for column in insights.columns.intersection(INSIGHT_TEXTS):
        known = insights[column].dropna().astype("str")
        told[column] = Series(masked(known, names, keep), known.index, dtype="str").reindex(insights.index)
    return insights.assign(**told)


@tells()
def quotes(
    now: Sorted, topics: DataFrame, *, names: Collection[str], keep: Collection[str], minimum: int
) -> DataFrame:
    """One masked comment per topic, of one person at most once; none where fewer than the minimum raise it.

    Of the comments of a topic the one that is about nothing else, and about as long as a sentence.

    Args:
        now: The comments of the quarter.
        topics: topic and n (people), the most first.
        names: Names of people that are known.
        keep: Words that are no names of people, such as that of the client.
        minimum: The fewest people of whom a comment is shown.

    Returns:
        topic and quote (None where there is none to show), one row per topic.
    """
    comments = now.comments.assign(
        others=now.flags.sum(axis="columns"), off=(now.comments["text"].str.len() - GOOD_LENGTH).abs()
    )
    fit = comments[comments["text"].str.len().le(LONGEST)]
    fit = fit.sort_values(["others", "off", "text"], kind="stable")
    persons: set[str] = set()
    texts: list[str] = []
    found: dict[str, str | None] = {}
    for topic, n in zip(topics["topic"], topics["n"], strict=True):
        told = (
            fit[now.flags.loc[fit.index, topic] & ~fit["person"].isin(persons)] if n >= minimum else fit[:0]
        )
        found[topic] = None
        if len(told):
            new = told[
                ~told["text"].isin(texts)
            ]  # what others quote as well only where there is nothing else
            one = (new if len(new) else told).iloc[0]
            found[topic] = masked([one["text"]], names, keep)[0]
            persons.add(one["person"])
            texts.append(one["text"])
    return DataFrame({"topic": list(found), "quote": Series(list(found.values()), dtype="str")})


def team_comments(
    now: Sorted,
    topics: DataFrame,
    rules: Mapping[str, Topic],
    *,
    names: Collection[str],
    keep: Collection[str],
    minimum: int,
) -> DataFrame:
    """The masked comments that go to each team: those of its topics that the minimum of people raise.

    Args:
        now: The comments of the quarter.
        topics: topic and n (people).
        rules: The topics of the codebook, by name.
        names: As for `quotes`.
        keep: As for `quotes`.
        minimum: As for `quotes`.

    Returns:
        One row per comment and team: customer_id (which stays in the store), team, topics (a list), at,
        touchpoint, question, score, comment.
    """
    enough = [name for name in topics.loc[topics["n"].ge(minimum), "topic"] if rules[name].team]
    parts = []
    for team in sorted({rules[name].team for name in enough}):
        flags = now.flags[[name for name in enough if rules[name].team == team]]
        about = flags.any(axis="columns")
        rows = now.comments.loc[about, ["customer_id", "at", "touchpoint", "question", "score", "text"]]
        listed = [[name for name, is_so in row.items() if is_so] for row in flags[about].to_dict("records")]
        parts.append(rows.assign(team=team, topics=listed))
    columns = ["customer_id", "team", "topics", "at", "touchpoint", "question", "score"]
    if not parts:
        return DataFrame(columns=[*columns, "comment"])
    rows = pd.concat(parts, ignore_index=True)
    once = rows["text"].drop_duplicates()
    told = dict(zip(once, masked(once, names, keep), strict=True))
    return rows[columns].assign(comment=rows["text"].map(told))
