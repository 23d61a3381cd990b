"""A vote of the partners on four opportunities: the Belgian ones are a group of their own."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame, Timestamp

OPTIONS = ["P01", "P04", "P12", "P14"]
GROUPS = {"Dutch partners": (180, [0.46, 0.26, 0.16, 0.12]), "Belgian partners": (44, [0.2, 0.16, 0.5, 0.14])}
"""Per group how many voted, and which share would do each option first."""
SILENT = 0.08
"""Share of the answers that were left out."""


def votes(judged: DataFrame, day: str, rng: Generator) -> DataFrame:
    """What partners answered on the link of the vote.

    Args:
        judged: opportunity, potential, importance: the true scores, 1 to 10.
        day: Of the vote.
        rng: The source of chance.

    Returns:
        The votes table.
    """
    true = judged.set_index("opportunity").loc[OPTIONS]
    people = [(group, share) for group, (n, share) in GROUPS.items() for _ in range(n)]
    table = pd.DataFrame(
        [
            (f"V{number:03}", group, option, option == first)
            for number, (group, share) in enumerate(people, start=1)
            for first in [rng.choice(OPTIONS, p=share)]
            for option in OPTIONS
        ],
        columns=["voter", "group", "opportunity", "preferred"],
    )
    centres = {"importance": true["importance"], "satisfaction": 9 - 0.6 * true["potential"]}
    for name, centre in centres.items():
        answers = np.clip(np.rint(rng.normal(table["opportunity"].map(centre), 1.8)), 1, 10)
        table[name] = pd.array(np.where(rng.random(len(table)) < SILENT, np.nan, answers), "Int64")
    at = Timestamp(day).as_unit("us")
    return table.assign(at=at)[
        ["voter", "group", "opportunity", "importance", "satisfaction", "preferred", "at"]
    ]
