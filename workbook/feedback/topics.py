"""Topics of what people say: how many raise each, whether more do, how they score us, what contacts cost."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.codebook import Topic
from workbook.differences import holm
from workbook.engagement import Question
from workbook.feedback.classifier import topics_learned
from workbook.feedback.comments import topics_by_rule, topics_given
from workbook.feedback.topic_scores import topic_scores
from workbook.intervals import Z95
from workbook.privacy import declare, tells

QUARTERS_A_YEAR = 4
ADDED = 1  # a comment with the topic and one without, so that few of them are not certain
NOTHING = 1e-12  # a variance below this is none
HIDDEN = ("score", "score_low", "score_high")
COLUMNS = [
    *("topic", "team", "n", "comments", "customers", "share", "low", "high"),
    *("n_before", "change", "change_low", "change_high", "p"),
    *("question", "measure", *HIDDEN, "n_scored", "gap", "gap_low", "gap_high", "gap_p", "fewest"),
    *("contacts", "contacts_year", "cost_year"),
]


People = tuple[DataFrame, Series, Series]
"""Per person which topics they raise, what they weigh, and with whom they were drawn."""


@dataclass(frozen=True, eq=False)
class Sorted:
    """Comments with their topics.

    Attributes:
        comments: As `workbook.feedback.comments.comments` gives them.
        flags: Which is about which topics: one column of true and false per topic, in the same index.
        by: By what its topics were found: "given" (a person named them), "rule" (words of the codebook),
            "learned" (from labelled comments), or "" where it has none.
    """

    comments: DataFrame
    flags: DataFrame
    by: Series

    def among(self, rows: Series) -> "Sorted":
        """Those of some rows."""
        return Sorted(self.comments[rows], self.flags[rows], self.by[rows])


def sorted_comments(
    comments: DataFrame, topics: Mapping[str, Topic], accuracy: DataFrame, *, seed: int
) -> Sorted:
    """Give each comment its topics: those that a person named, else those of the codebook's words, else
    learned ones.

    Args:
        comments: As `workbook.feedback.comments.comments` gives them.
        topics: Of the codebook, by name.
        accuracy: As `workbook.feedback.classifier.accuracy` gives it; what is not used there is not given.
        seed: As there.
    """
    given, ruled = topics_given(comments["given"], topics), topics_by_rule(comments["text"], topics)
    learned = topics_learned(
        comments, topics, accuracy.loc[accuracy["used"].astype(bool), "topic"].tolist(), seed
    )
    flags, by = learned, Series("", comments.index).mask(learned.any(axis="columns"), "learned")
    for kind, found in (("rule", ruled), ("given", given)):
        rows = found.any(axis="columns")
        flags, by = flags.mask(rows, found), by.mask(rows, kind)
    return Sorted(comments, flags.astype(bool), by)


def waves(sorted_: Sorted, start: pd.Timestamp) -> tuple[Sorted, Sorted]:
    """The comments of the quarter that begins at `start`, and those of the last quarter before with any."""
    at = sorted_.comments["at"]
    earlier = at[at < start].dt.to_period("Q")
    before = earlier.eq(earlier.max()).reindex(at.index, fill_value=False).astype(bool)
    return sorted_.among(at >= start), sorted_.among(before)


@tells()
def totals(now: Sorted, before: Sorted) -> DataFrame:
    """How many comments there are, by what they were sorted, and how many have no topic.

    Returns:
        One row: comments, people, contacts, given, rule, learned, without (comments without a topic),
        wave_before (the quarter that topics are held against; blank where there is none) and people_before.
    """
    earlier = before.comments["at"]
    found = {
        "comments": len(now.comments),
        "people": now.comments["person"].nunique(),
        "contacts": int(now.comments["contact"].sum()),
        **{kind: int(now.by.eq(kind).sum()) for kind in ("given", "rule", "learned")},
        "without": int(now.by.eq("").sum()),
        "wave_before": str(earlier.max().to_period("Q")) if len(earlier) else None,
        "people_before": before.comments["person"].nunique(),
    }
    return DataFrame([found])


def topics(
    now: Sorted, before: Sorted, rules: Mapping[str, Topic], answers: DataFrame, asked: Mapping[str, Question]
) -> DataFrame:
    """How many people raise each topic, against the wave before, and how those who do score us.

    Args:
        now: The comments of the quarter.
        before: Those of the wave before; none where there is none.
        rules: The topics of the codebook, by name.
        answers: The answers of the quarter, as `workbook.feedback.topic_scores.topic_scores` takes them.
        asked: The questions that have a score, as there.

    Returns:
        One row per topic that anybody raised in either wave, by the number of people: topic, team, n
        (people), comments, customers (people who are known as customers), share (of the people who said
        anything), low, high (its 95 % Wilson interval), n_before, change (in share, since the wave before),
        change_low, change_high, p (two-sided, corrected by Holm for the number of topics), the columns of
        `topic_scores`, contacts (in the quarter), contacts_year (at its pace), and cost_year (blank where a
        contact has no price, or none was noted).

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, p. 209-212; difference of shares:
        Agresti & Caffo (2000), The American Statistician 54(4), p. 280-288, with the covariance of who is in
        both waves: Kish (1965), Survey Sampling, section 12.4; Holm (1979), Scandinavian Journal of
            Statistics 6(2), p. 65-70.
    """
    raised = [name for name in now.flags if now.flags[name].any() or before.flags[name].any()]
    if now.comments.empty or not raised:
        return declare(DataFrame(columns=COLUMNS).astype({"n": int, "n_scored": int, "fewest": int}), *HIDDEN)
    persons = _people(now, raised)
    each = persons[0].rename_axis("person").reset_index().melt("person", var_name="topic")
    table = _counts(now, raised, rules).merge(_shares(persons), on="topic")
    table = table.merge(_changes(persons, _people(before, raised)), on="topic")
    table = table.merge(topic_scores(each, answers, asked), on="topic", how="left")
    table = table.sort_values(["n", "topic"], ascending=[False, True], ignore_index=True)
    table.attrs.clear()
    told = declare(table[COLUMNS], *HIDDEN, n="n_scored")
    return declare(told, "gap", "gap_low", "gap_high", "gap_p", n="fewest")


@tells()
def teams(now: Sorted, topics: DataFrame, minimum: int) -> DataFrame:
    """What goes to which team.

    Args:
        now: The comments of the quarter.
        topics: As `topics` gives them.
        minimum: The fewest people of a topic whose comments are handed on.

    Returns:
        One row per team, the one with most people first: team, topics (those that are handed on), few (those
        that are counted only), n (people), comments, handed (comments in its file; none where 0).
    """
    rows = []
    for team, its in topics[topics["n"].gt(0) & topics["team"].ne("")].groupby("team"):
        enough, few = (its.loc[part, "topic"].tolist() for part in (its["n"] >= minimum, its["n"] < minimum))
        about, handed = (now.flags[part].any(axis="columns") for part in ([*enough, *few], enough))
        people = now.comments.loc[about, "person"].nunique()
        rows.append((team, enough, few, people, int(about.sum()), int(handed.sum())))
    table = DataFrame(rows, columns=["team", "topics", "few", "n", "comments", "handed"])
    return table.sort_values(["n", "team"], ascending=[False, True], ignore_index=True)


def _counts(now: Sorted, raised: list[str], rules: Mapping[str, Topic]) -> DataFrame:
    known = now.comments["customer_id"]
    contacts = now.flags[raised].mul(now.comments["contact"], axis="index").sum()
    price = Series({name: rules[name].cost_per_contact for name in raised}, dtype=float)
    yearly = QUARTERS_A_YEAR * contacts
    return DataFrame(
        {
            "topic": raised,
            "team": [rules[name].team for name in raised],
            "comments": now.flags[raised].sum().to_numpy(int),
            "customers": [known[now.flags[name]].nunique() for name in raised],
            "contacts": contacts.to_numpy(int),
            "contacts_year": yearly.to_numpy(int),
            "cost_year": (yearly * price).where(contacts > 0).to_numpy(float),
        }
    )


def _people(sorted_: Sorted, raised: list[str]) -> People:
    """Per person which topics they raise, what they weigh, and with whom they were drawn."""
    person = sorted_.comments["person"]
    flags = sorted_.flags[raised].groupby(person).any()
    others = sorted_.comments.groupby("person")
    return flags, others["weight"].mean(), others["drawn"].first()


def _pulls(persons: People) -> tuple[Series, DataFrame]:
    """The weighted share of people who raise each topic, and what each of them pulls it up by."""
    flags, weight, drawn = persons
    shares = flags.mul(weight, axis="index").sum() / weight.sum()
    pulls = (flags - shares).mul(weight / weight.sum(), axis="index")
    return shares, pulls.groupby(drawn).sum()


def _precision(shares: Series, pulls: DataFrame) -> Series:
    """How many independent people would give shares with the same error."""
    people = len(pulls)
    variance = (pulls**2).sum() * people / max(people - 1, 1)
    spread = shares * (1 - shares)
    return (spread / variance.where(variance > 0)).fillna(people)


def _shares(persons: People) -> DataFrame:
    from statsmodels.stats.proportion import proportion_confint

    shares, pulls = _pulls(persons)
    n = _precision(shares, pulls)
    low, high = proportion_confint(shares * n, n, method="wilson")
    columns = {"n": persons[0].sum().astype(int), "share": shares, "low": low, "high": high}
    return DataFrame(columns).rename_axis("topic").reset_index()


def _changes(now: People, before: People) -> DataFrame:
    """The change of each share since the wave before; blank without one."""
    names, raised = ["n_before", "change", "change_low", "change_high", "p"], list(now[0])
    if before[0].empty:
        blank = DataFrame(np.nan, range(len(raised)), names[1:])
        return blank.assign(n_before=0, topic=raised)[["topic", *names]]
    from scipy.special import ndtr

    (share, pull), (share_before, pull_before) = _pulls(now), _pulls(before)
    (mean, error), (mean_before, error_before) = _nearer(share, pull), _nearer(share_before, pull_before)
    both = pull.index.intersection(pull_before.index)
    together = (pull.loc[both] * pull_before.loc[both]).sum()
    se = np.sqrt((error + error_before - 2 * together).clip(lower=NOTHING))
    difference = mean - mean_before
    measures = {
        "n_before": before[0].sum().to_numpy(int),
        "change": (share - share_before).to_numpy(),
        "change_low": (difference - Z95 * se).to_numpy(),
        "change_high": (difference + Z95 * se).to_numpy(),
        "p": holm(2 * ndtr(-(difference / se).abs())),
    }
    return DataFrame({"topic": raised, **measures})


def _nearer(shares: Series, pulls: DataFrame) -> tuple[Series, Series]:
    """Shares a little nearer to a half, with their variance."""
    n = _precision(shares, pulls)
    mean = (shares * n + ADDED) / (n + 2 * ADDED)
    return mean, mean * (1 - mean) / (n + 2 * ADDED)
