"""The journey map: what is known about each cell, in numbers and in words."""

import numpy as np
from pandas import DataFrame

from workbook.privacy import tells


@tells()
def journey_map(
    journey: DataFrame, scores_by_touchpoint: DataFrame, insights: DataFrame, *, enough: int = 30
) -> DataFrame:
    """What is known about each cell of the journey, and whether that is enough.

    Args:
        journey: Table of cells: journey, phase, touchpoint, channel.
        scores_by_touchpoint: touchpoint, measure, score, low, high, n, as `scores` returns it by
            touchpoint.
        insights: Table of insights; column touchpoint places one in the journey.
        enough: The number of answers from which numbers count as evidence.

    Returns:
        One row per cell, in the order of `journey`: journey, phase, touchpoint, channel,
        measure, score, low, high (95 % interval; blank without answers), n (answers), insights (count) and
        evidence: "enough" (numbers and at least one insight), "numbers only", "words only" (at
        least one insight, too few answers), "thin" (too few answers, no insight) or "none".

    Example:
        >>> import pandas as pd
        >>> cell = {"journey": "buy", "phase": "order", "touchpoint": "checkout", "channel": "web"}
        >>> score = {"touchpoint": "checkout", "measure": "nps", "score": 20.0, "n": 120}
        >>> score |= {"low": 5.0, "high": 34.0}
        >>> insights = pd.DataFrame({"touchpoint": ["checkout", "returns"]})
        >>> journey_map(pd.DataFrame([cell]), pd.DataFrame([score]), insights)["evidence"].tolist()
        ['enough']
    """
    scores = scores_by_touchpoint[["touchpoint", "measure", "score", "low", "high", "n"]]
    cells = journey[["journey", "phase", "touchpoint", "channel"]].merge(
        scores, on="touchpoint", how="left", validate="many_to_one"
    )
    n = cells["n"].fillna(0).astype(int)
    found = cells["touchpoint"].map(insights["touchpoint"].value_counts()).fillna(0).astype(int)
    evidence = np.select(
        [(n >= enough) & (found > 0), n >= enough, found > 0, n > 0],
        ["enough", "numbers only", "words only", "thin"],
        default="none",
    )
    return cells.assign(n=n, insights=found, evidence=evidence)
