"""Survey answers to one question, and the shares of them that meet a condition."""

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import people


def answers_to(answers: DataFrame, question: str) -> DataFrame:
    """Pick the answers to one question.

    Args:
        answers: Table of answers: question, score.
        question: The question to pick.

    Returns:
        The rows of `answers` with this question and a score, in their order; none when nobody answered it.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"question": ["nps", "satisfaction"], "score": [9, 4]})
        >>> answers_to(answers, "satisfaction")["score"].tolist()
        [4]
    """
    return answers[answers["question"].eq(question) & answers["score"].notna()]


def weighted_shares(rows: DataFrame, flags: DataFrame, by: Sequence[str]) -> DataFrame:
    """Share of the rows of each group for which each flag holds.

    A blank in `by` is a group of its own; a blank weight counts as 1.

    Args:
        rows: One row per answer: the columns of `by`, [weight (above 0)].
        flags: True or false per answer, one column per flag; in the index of `rows`.
        by: Columns that make the groups; none makes one group of all rows.

    Returns:
        One row per group, sorted: by…, one column per flag (shares, 0 to 1) and n (answers).

    Example:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"weight": [1.0, 3.0]})
        >>> weighted_shares(rows, pd.DataFrame({"promoters": [True, False]}), by=())
           promoters  n
        0       0.25  2
    """
    weight = rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0)
    sums = flags.mul(weight, axis=0).assign(n=1, total=weight)
    keys = [rows[column] for column in by] or np.zeros(len(rows))
    groups = sums.groupby(keys, dropna=False).sum().reset_index()
    groups[flags.columns] = groups[flags.columns].div(groups["total"], axis=0)
    return groups[[*by, *flags.columns, "n"]]


def independent_answers(rows: DataFrame, values: Series, by: Sequence[str], *, spread: Series) -> Series:
    """How many independent answers of equal weight would give a mean with the same error, per group.

    Where every answer has the same weight and is of another person, that is their number. Else it is the
    spread of the answers over the linearised variance of their mean, over people: who answered more than
    once, or was drawn in a cluster, counts as one.

    Args:
        rows: One row per answer: the columns of `by`, [respondent_id, customer_id, cluster, weight].
        values: What is averaged; in the index of `rows`.
        by: Columns that make the groups; none makes one group of all rows.
        spread: The variance of the values in each group, groups sorted.

    Returns:
        Their numbers, in the index of `spread`; where nobody differs, or all are of one person, that of the
        people.

    Source:
        Lumley (2004), Analysis of complex survey samples, Journal of Statistical Software 9(8); Kish (1965),
        Survey Sampling, section 8.2 (design effect).

    Example:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"respondent_id": ["a", "a", "b", "b", "c", "c"]})
        >>> values = pd.Series([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
        >>> independent_answers(rows, values, (), spread=pd.Series([2 / 9])).round(2).tolist()
        [2.0]
    """
    pull = pulls(rows, values, by)
    groups = list(range(pull.index.nlevels - 1))
    n = pull.groupby(level=groups, dropna=False).size().to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (pull**2).groupby(level=groups, dropna=False).sum().to_numpy() * n / (n - 1)
        found = np.where(variance > 0, spread / variance, n)
    weight = rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0)
    plain = weight.groupby(_keys(rows, by), dropna=False).agg(["min", "max", "size"])
    alike = plain["min"].eq(plain["max"]).to_numpy() & (plain["size"].to_numpy() == n)
    return Series(np.where(alike, n, found), spread.index)


def pulls(rows: DataFrame, values: Series, by: Sequence[str]) -> Series:
    """How far the answers of each person pull the weighted mean of their group up.

    Args:
        rows: As for `independent_answers`.
        values: What is averaged; in the index of `rows`.
        by: Columns that make the groups; none makes one group of all rows.

    Returns:
        In the unit of the values, by the group's columns and person; those of a group sum to 0.

    Source:
        As for `independent_answers`.

    Example:
        >>> rows = DataFrame({"respondent_id": ["a", "a", "b", "c"]})
        >>> pulls(rows, Series([4.0, 4.0, 0.0, 0.0]), ()).tolist()
        [1.0, -0.5, -0.5]
    """
    weight, keys = rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0), _keys(rows, by)
    known = {"respondent_id", "customer_id", "cluster"} & set(rows)
    person = people(rows) if known else Series(range(len(rows)), rows.index)
    total = weight.groupby(keys, dropna=False).transform("sum")
    mean = (weight * values).groupby(keys, dropna=False).transform("sum") / total
    pull = weight * (values - mean) / total
    return pull.groupby([*keys, person.rename("person")], dropna=False).sum().rename("pull")


def _keys(rows: DataFrame, by: Sequence[str]) -> list[Series]:
    return [rows[column] for column in by] or [Series(0, rows.index)]
