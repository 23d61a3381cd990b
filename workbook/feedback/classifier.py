"""Topics learned from comments that people labelled, and how often that is right."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.codebook import Topic
from workbook.feedback.comments import topics_by_rule, topics_given
from workbook.privacy import tells

ENOUGH = 20
"""So many labelled comments of a topic, and as many of others, it takes to learn it."""
FOLDS = 5
COLUMNS = [
    *("topic", "n", "labelled", "given", "precision", "precision_low", "recall", "accuracy", "baseline"),
    *("rule_precision", "rule_recall", "used"),
]


@tells()
def accuracy(comments: DataFrame, topics: Mapping[str, Topic], *, precision: float, seed: int) -> DataFrame:
    """How often the learned topics are those that people gave, on comments that they were not learned from.

    The same text, and the texts of one person, are never on both sides.

    Args:
        comments: As `workbook.feedback.comments.comments` gives them; those with topics given are labelled.
        topics: Of the codebook, by name.
        precision: How often it must be right to be used.
        seed: Of the folds.

    Returns:
        One row per topic with enough labelled comments: topic, n (labelled with it), labelled (in all), given
        (times it was predicted), precision (share of those that are right) with precision_low (95 % Wilson),
        recall (share of n that was found), accuracy, baseline (accuracy of always saying the commoner of yes
        and no), rule_precision and rule_recall (of the codebook's words on the same comments), and used:
        whether precision_low reaches `precision`.

    Source:
        Cross-validation by groups: Hastie, Tibshirani & Friedman (2009), The Elements of Statistical
            Learning, ch. 7.
    """
    rows, labels = _labelled(comments, topics)
    learnt = _learnable(rows, labels)
    if not learnt:
        return DataFrame(columns=COLUMNS)
    from statsmodels.stats.proportion import proportion_confint

    predicted = _cross_validated(rows, labels[learnt], seed)
    ruled = topics_by_rule(rows["text"], {name: topics[name] for name in learnt})
    table = DataFrame({name: _rates(labels[name], predicted[name]) for name in learnt}).T
    by_rule = DataFrame({name: _rates(labels[name], ruled[name]) for name in learnt}).T
    table["rule_precision"], table["rule_recall"] = by_rule["precision"], by_rule["recall"]
    right = (table["precision"] * table["given"]).fillna(0).round()
    low, _ = proportion_confint(right, table["given"].where(table["given"] > 0), method="wilson")
    table = table.assign(precision_low=low, used=(low >= precision).fillna(False), labelled=len(rows))
    table = table.rename_axis("topic").reset_index().astype({"n": int, "given": int, "used": bool})
    return table[COLUMNS].sort_values("n", ascending=False, kind="stable", ignore_index=True)


def topics_learned(comments: DataFrame, topics: Mapping[str, Topic], used: list[str], seed: int) -> DataFrame:
    """Which comments are about which of the topics that were learned well enough.

    Args:
        comments: As for `accuracy`.
        topics: Of the codebook, by name.
        used: The topics to give.
        seed: As for `accuracy`.

    Returns:
        One column of true and false per topic of the codebook, in the index of `comments`.
    """
    flags = DataFrame(False, comments.index, list(topics))
    if used:
        rows, labels = _labelled(comments, topics)
        flags[used] = _learned(rows["text"], labels[used], comments["text"], seed)
    return flags


def _labelled(comments: DataFrame, topics: Mapping[str, Topic]) -> tuple[DataFrame, DataFrame]:
    rows = comments[comments["given"].notna()].drop_duplicates("text")
    return rows, topics_given(rows["given"], topics)


def _learnable(rows: DataFrame, labels: DataFrame) -> list[str]:
    counts = labels.sum()
    if rows["person"].nunique() < FOLDS:
        return []
    return list(counts.index[(counts >= ENOUGH) & (len(rows) - counts >= ENOUGH)])


def _learned(texts: Series, labels: DataFrame, others: Series, seed: int) -> np.ndarray:
    """What a linear model on words and pairs of words says of other texts, topic by topic."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    options = {"ngram_range": (1, 2), "strip_accents": "unicode", "token_pattern": r"\w+|\S"}
    words = TfidfVectorizer(sublinear_tf=True, **options)  # a sign is a word too: no text is without any
    known, asked = words.fit_transform(texts), words.transform(others)
    found = np.zeros((len(others), labels.shape[1]), dtype=bool)
    for at, name in enumerate(labels):
        if labels[name].nunique() == 2:
            model = LogisticRegression(solver="liblinear", C=10, class_weight="balanced", random_state=seed)
            model.fit(known, labels[name])
            found[:, at] = model.predict(asked)
    return found


def _cross_validated(rows: DataFrame, labels: DataFrame, seed: int) -> DataFrame:
    from sklearn.model_selection import GroupKFold

    found = DataFrame(False, labels.index, labels.columns)
    persons = pd.factorize(rows["person"])[0]
    folds = GroupKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(rows, groups=persons):
        texts = rows["text"].iloc
        found.iloc[test] = _learned(texts[train], labels.iloc[train], texts[test], seed)
    return found.astype(bool)


def _rates(is_so: Series, said: Series) -> Series:
    n, given, right = is_so.sum(), said.sum(), (is_so & said).sum()
    share = n / len(is_so)
    return Series(
        {
            "n": n,
            "given": given,
            "precision": right / given if given else np.nan,
            "recall": right / n,
            "accuracy": (is_so == said).mean(),
            "baseline": max(share, 1 - share),
        }
    )
