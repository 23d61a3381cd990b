"""Whether what scored higher also brought more."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)
TABLES = ("decisions", "scores")


def exhibit(scored: pd.DataFrame, line: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What a point of the panel's score was worth; with too few results, how many it takes.

    Args:
        scored: From `workbook.decisions.scored_results`, with titles.
        line: From `prioritization.score_calibration`.
        engagement: The settings.
    """
    found = line.iloc[0]
    if pd.isna(found["slope"]):
        equal = found["n"] >= found["needed"]
        told = say("equal", n=found["n"]) if equal else say("few", n=found["n"], needed=found["needed"])
        return Exhibit(title="", findings=(told,), tables=TABLES)
    shown = scored.dropna(subset="realised").sort_values(["score", "title"], ascending=[False, True])
    return table_exhibit(
        shown,
        [
            Column("title", label("title")),
            Column("score", label("score"), "dec1"),
            Column("realised", label("realised_a_year"), "money"),
        ],
        title=_title(found),
        findings=(say("read"),),
        note=say("note", n=found["n"]),
        tables=TABLES,
    )


def _title(found: pd.Series) -> Phrase:
    low, high = found["slope_low"], found["slope_high"]
    key = "title.more" if low > 0 else "title.less" if high < 0 else "title.none"
    return say(key, slope=abs(found["slope"]), low=low, high=high, n=found["n"])
