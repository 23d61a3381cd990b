"""When the answers of each wave came in, and how many of those who were asked gave one."""

from collections.abc import Mapping, Sequence
from typing import Any

from pandas import DataFrame

from workbook.privacy import tells

UNANSWERED = "unanswered"
"""The reason for which a recipe leaves a question out that somebody passed over."""


@tells()
def field_days(answers: DataFrame) -> DataFrame:
    """The first and the last day of each wave, and how its answers lie between them.

    A wave is what the survey calls one; without a name it is a quarter.

    Args:
        answers: Table of answers: at, score, [wave].

    Returns:
        One row per wave, by its first day: wave, is_named, first, last (dates), n (answers), days (on which
        somebody answered), on_two (share of the answers on the two busiest days), quarters (in how many its
        answers lie) and overlaps (the wave before it that had not ended on its first day; blank for none).

    Example:
        >>> import pandas as pd
        >>> at = pd.to_datetime(["2017-05-01", "2017-05-01", "2017-05-09", "2017-06-01"])
        >>> days = field_days(pd.DataFrame({"at": at, "score": 9, "wave": ["spring"] * 3 + ["summer"]}))
        >>> days[["wave", "n", "days", "on_two", "quarters"]].to_numpy().tolist()
        [['spring', 3, 2, 1.0, 1], ['summer', 1, 1, 1.0, 1]]
    """
    rows = answers[answers["score"].notna()]
    quarter, day = rows["at"].dt.to_period("Q").astype("str"), rows["at"].dt.normalize()
    named = rows["wave"] if "wave" in rows else quarter.where(quarter.isna())
    rows = DataFrame(
        {"wave": named.fillna(quarter).astype("str"), "named": named.notna(), "day": day, "quarter": quarter}
    )
    per_day = rows.groupby(["wave", "day"]).size()
    waves = rows.groupby("wave")
    table = waves.agg(
        is_named=("named", "any"),
        first=("day", "min"),
        last=("day", "max"),
        n=("day", "size"),
        days=("day", "nunique"),
        quarters=("quarter", "nunique"),
    )
    busiest = per_day.sort_values(ascending=False, kind="stable").groupby("wave").head(2)
    table["on_two"] = busiest.groupby("wave").sum() / table["n"]
    table = table.sort_values(["first", "last"], kind="stable").reset_index()
    ended = table["last"].cummax().shift()
    longest = table["wave"].where(table["last"].eq(table["last"].cummax())).ffill().shift()
    return table.assign(overlaps=longest.where(ended >= table["first"]))


@tells()
def response(answers: DataFrame, *, unscored: int, left_out: Sequence[Mapping[str, Any]]) -> DataFrame:
    """How many of the questions that were put to respondents were answered, as far as the data tell.

    Args:
        answers: Table of answers: score.
        unscored: Rows of that table that were delivered without a score.
        left_out: What recipes left out, as `Period.left_out` gives it.

    Returns:
        One row: answered, unanswered, share (0 to 1; blank where no unanswered row was delivered: then nobody
        knows how many were asked).

    Example:
        >>> response(DataFrame({"score": [9, 3, 5]}), unscored=1, left_out=[]).to_numpy().tolist()
        [[3.0, 1.0, 0.75]]
    """
    skipped = [one["n"] for one in left_out if (one["table"], one["reason"]) == ("answers", UNANSWERED)]
    answered, unanswered = int(answers["score"].notna().sum()), int(unscored + sum(skipped))
    share = answered / (answered + unanswered) if unanswered else None
    return DataFrame({"answered": [answered], "unanswered": [unanswered], "share": [share]}).astype(
        {"share": float}
    )
