"""Tables written by hand: how their text becomes a frame."""

from functools import reduce
from io import StringIO
from types import ModuleType

import pandas as pd
from pandas import DataFrame


def table(*parts: str) -> DataFrame:
    """A table from its written parts.

    A part is a header and one row a line, with bars between the cells; an empty cell is missing, and
    yes and no are booleans. Further parts are more columns of the same rows, found by the columns that the
    parts share.

    Args:
        parts: The text of each part.

    Returns:
        One table, in the order of the first part.

    Example:
        >>> table('''
        ... fruit | price
        ... apple | 3
        ... pear  |
        ... ''', '''
        ... fruit | ripe
        ... pear  | no
        ... apple | yes
        ... ''').to_dict("list")
        {'fruit': ['apple', 'pear'], 'price': [3.0, nan], 'ripe': [True, False]}
    """
    first, *others = (_part(text) for text in parts)
    return reduce(lambda left, right: left.merge(right, how="left", validate="one_to_one"), others, first)


def _part(text: str) -> DataFrame:
    return pd.read_csv(
        StringIO(text.strip()),
        sep=r"\s*\|\s*",
        engine="python",
        keep_default_na=False,
        na_values=[""],
        true_values=["yes"],
        false_values=["no"],
    )


def hand_written(content: ModuleType) -> dict[str, DataFrame]:
    """The tables that a content module spells out in full.

    Args:
        content: The module, with a text or parts of text per table.

    Returns:
        Tables by name.
    """
    journey = table(*content.JOURNEY)
    return {
        "journey": journey,
        "insights": with_phase(table(*content.INSIGHTS), journey),
        "processes": table(*content.PROCESSES),
        "opportunities": with_phase(table(*content.OPPORTUNITIES), journey),
        "capacity": capacity(content.CAPACITY),
        "programmes": with_dates(table(*content.PROGRAMMES), "start", "end"),
        "readiness": table(content.READINESS),
    }


def with_phase(frame: DataFrame, journey: DataFrame) -> DataFrame:
    """The table with the phase of each touchpoint, where it names one.

    Args:
        frame: A table with a touchpoint column.
        journey: The journey map.

    Returns:
        The table with `phase` before `touchpoint`.
    """
    phases = journey.set_index("touchpoint")["phase"]
    out = frame.copy()
    out.insert(out.columns.get_loc("touchpoint"), "phase", frame["touchpoint"].map(phases))
    return out


def with_dates(frame: DataFrame, *columns: str) -> DataFrame:
    """The table with those columns read as dates.

    Args:
        frame: A table with dates as text.
        columns: Which ones.

    Returns:
        The table, with datetime columns.
    """
    return frame.assign(**{column: pd.to_datetime(frame[column]).dt.as_unit("us") for column in columns})


def capacity(text: str) -> DataFrame:
    """The capacity table, from a part with a row per role and a column per quarter.

    Args:
        text: The written part.

    Returns:
        role, quarter, days; for the role budget the days are money.
    """
    return table(text).melt(id_vars="role", var_name="quarter", value_name="days")
