"""What an example says by hand: settings per language and a CSV file per table, under `content/`."""

from pathlib import Path

import pandas as pd
from pandas import DataFrame

from workbook.catalogues import languages

CONTENT = Path(__file__).parent / "content"
DECISION_DATES = ("decided_on", "started_on", "delivered_on", "measured_on")


def settings(example: str) -> dict[str, str]:
    """The text of engagement.yml by the language of its comments.

    Args:
        example: The name of the example.

    Returns:
        A text per language, each with its own language as that of the report.
    """
    folder = CONTENT / example
    return {
        language: (folder / f"engagement.{language}.yml").read_text(encoding="utf-8")
        for language in languages()
    }


def table(example: str, name: str) -> DataFrame:
    """A table as it is written; an empty cell is missing, and yes and no are booleans.

    Args:
        example: The name of the example.
        name: The name of the file, without its ending.

    Returns:
        The table, with its columns as they are typed.

    Example:
        >>> table("grocer", "split").columns.to_list()
        ['opportunity', 'for', 'against']
    """
    return pd.read_csv(
        CONTENT / example / f"{name}.csv",
        keep_default_na=False,
        na_values=[""],
        true_values=["yes"],
        false_values=["no"],
    )


def hand_written(example: str) -> dict[str, DataFrame]:
    """The tables of the engagement that are written out in full.

    Args:
        example: The name of the example.

    Returns:
        Tables by name.
    """
    journey = table(example, "journey")
    return {
        "journey": journey,
        "insights": with_phase(table(example, "insights"), journey),
        "processes": table(example, "processes"),
        "opportunities": with_phase(table(example, "opportunities"), journey),
        "capacity": capacity(example),
        "decisions": with_dates(table(example, "decisions"), *DECISION_DATES),
        "programmes": with_dates(table(example, "programmes"), "start", "end"),
        "readiness": table(example, "readiness"),
        "product_groups": table(example, "product_groups"),
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


def capacity(example: str) -> DataFrame:
    """The capacity table, from a file with a row per role and a column per quarter.

    Args:
        example: The name of the example.

    Returns:
        role, quarter, days; for the role budget the days are money.
    """
    return table(example, "capacity").melt(id_vars="role", var_name="quarter", value_name="days")
