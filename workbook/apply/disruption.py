"""Digital disruption: what buying each product group means to people, against what its distribution costs."""

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.privacy import tells

HIGH = 3
"""From this on, of 5, emotion or cost counts as high."""
NAMED = DataFrame(
    [("air_tickets", 1, 1), ("supermarkets", 2, 5), ("kitchens", 5, 5), ("holidays", 4, 2)],
    columns=["name", "emotion", "distribution_cost"],
)
"""The four examples of the method, one for each cell."""


@tells()
def disruption(groups: DataFrame) -> DataFrame:
    """Put product groups, and the four named examples, in the cells of emotion × distribution cost.

    Args:
        groups: Table of product groups: product_group, emotion, distribution_cost (both 1 to 5).

    Returns:
        name, own (whether it is the client's; else one of the examples), emotion, distribution_cost, cell
        ("digital": both low; "entrants": low emotion, high cost; "low_chance": both high; "mixed": high
        emotion, low cost) and interpretation (whether emotion and cost point different ways, so that the
        cell is a reading and not a rule), by cell; the client's own first.

    Source:
        The two axes and the four examples are those of the method; where they point different ways the
        method itself gives examples, and no rule.

    Example:
        >>> made = disruption(DataFrame({"product_group": ["Tickets"], "emotion": 2, "distribution_cost": 1}))
        >>> made.loc[0, ["name", "cell"]].tolist(), made["interpretation"].tolist()
        (['Tickets', 'digital'], [False, False, True, True, False])
    """
    own = groups.rename(columns={"product_group": "name"}).assign(own=True)
    table = pd.concat([own, NAMED.assign(own=False)], ignore_index=True)
    moved, costly = table["emotion"].ge(HIGH), table["distribution_cost"].ge(HIGH)
    cell = np.select(
        [~moved & ~costly, ~moved & costly, moved & costly], ["digital", "entrants", "low_chance"], "mixed"
    )
    table = table.assign(cell=cell, interpretation=moved.ne(costly))
    order = {name: place for place, name in enumerate(("digital", "entrants", "mixed", "low_chance"))}
    table = table.sort_values(
        ["cell", "own"],
        key=lambda column: column.map(order | {True: 0, False: 1}),
        kind="stable",
        ignore_index=True,
    )
    return table[["name", "own", "emotion", "distribution_cost", "cell", "interpretation"]]
