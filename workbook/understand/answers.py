"""Survey answers to one question, and the shares of them that meet a condition."""

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame, Series


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
        One row per group, sorted: by…, one column per flag (shares, 0 to 1), n (answers) and
        n_effective (the number of equally weighted answers that would be as precise).

    Source:
        Kish (1965), Survey Sampling, section 11.7: effective n = (Σw)² / Σw².

    Example:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"weight": [1.0, 3.0]})
        >>> weighted_shares(rows, pd.DataFrame({"promoters": [True, False]}), by=())
           promoters  n  n_effective
        0       0.25  2          1.6
    """
    weight = rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0)
    sums = flags.mul(weight, axis=0).assign(n=1, total=weight, squares=weight**2)
    keys = [rows[column] for column in by] or np.zeros(len(rows))
    groups = sums.groupby(keys, dropna=False).sum().reset_index()
    groups["n_effective"] = groups["total"] ** 2 / groups["squares"]
    groups[flags.columns] = groups[flags.columns].div(groups["total"], axis=0)
    return groups[[*by, *flags.columns, "n", "n_effective"]]
