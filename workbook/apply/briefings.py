"""A briefing per programme: whom it is for and how many they are, what it aims at, and how it is tested."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.apply.messages import LADDER, in_order
from workbook.apply.sample_size import control_size, smallest_control, smallest_rise
from workbook.privacy import tells

FIELDS = ("audience", "trigger", "message", "timing", "frequency", "objective", "kpi", "owner", "hypothesis")
"""What a briefing says in words; what is blank is still to be filled in."""
NUMBERS = ("control_share", "rate_now", "rate_aimed", "value_each", "rounds")
"""What its target and its test are worked out from."""
NOTHING_SENT = DataFrame(
    {"programme": Series(dtype="str"), **dict.fromkeys(("planned", "withheld"), Series(dtype=int))}
)
NOBODY_REACHED = DataFrame(
    {
        **{name: Series(dtype="str") for name in ("programme", "stage")},
        "intended": Series(dtype=bool),
        **{name: Series(dtype=float) for name in ("n", "from_n", "share", "low", "high")},
    }
)
NO_RESPONSES, NO_UPLIFT = (
    DataFrame({"programme": Series(dtype="str"), **dict.fromkeys(names, Series(dtype=float))})
    for names in (
        ("sent", "responded_share", "responded_low", "responded_high"),
        ("controls", "uplift", "low", "high"),
    )
)
"""What holds where no contacts tell what was sent, who got it, and what came of it."""


@tells()
def briefings(
    programmes: DataFrame,
    fits: DataFrame,
    exempt: Sequence[str],
    sent: DataFrame = NOTHING_SENT,
    *,
    known: bool,
) -> DataFrame:
    """Work out each programme's audience, target and test.

    Args:
        programmes: Table of programmes.
        fits: Who fits each programme now: now (customers), in the order of `programmes`.
        exempt: Classes that are always sent.
        sent: What was due this quarter: programme, planned (blank where it is hidden: few, and not none).
        known: Whether it is known who is in which stage; else nobody can be counted.

    Returns:
        The rows of `programmes` in their order with FIELDS and NUMBERS, and: always (sent whatever the rules
        say), runs (a message of it was due this quarter), people (customers whom the
        programme is for, now; blank where that is not known), treated (those less the control group), gained
        (successes more than without it, in one round), target_value (money a year: gained, times what each
        is worth, times the rounds), control_needed (people in the control group for the difference between
        rate_now and rate_aimed to be found), rounds_needed (that its control groups have to be added up for
        that many people; blank where it is empty), enough (whether the control group is as large; missing
        where not known), control_enough (the smallest share that is enough) and rate_found (the smallest rate
        above rate_now that would be found now).

    Example:
        >>> rows = DataFrame([{"programme": "Welcome", "stage": "new", "class": "lifecycle",
        ...                    "control_share": 0.1, "rate_now": 0.4, "rate_aimed": 0.5, "value_each": 20.0,
        ...                    "rounds": 4}])
        >>> made = briefings(rows, DataFrame({"now": [2000]}), ["legal"], known=True)
        >>> made[["people", "treated", "gained", "target_value", "control_needed"]].round().values.tolist()
        [[2000.0, 1800.0, 180.0, 14400.0, 216.0]]
    """
    texts = [name for name in ("profile", *FIELDS) if name not in programmes]
    table = programmes.assign(**dict.fromkeys(texts))
    numbers = {name: table.get(name, Series(np.nan, table.index)) for name in NUMBERS}
    table = table.assign(**{name: pd.to_numeric(given).astype(float) for name, given in numbers.items()})
    table["always"] = table["class"].isin(exempt)
    table["runs"] = table["programme"].isin(sent.loc[sent["planned"].ne(0), "programme"])
    table["people"] = fits["now"].astype(float).to_numpy() if known else np.nan
    control = table["control_share"].fillna(0.0)
    table["treated"] = table["people"] - np.floor(table["people"] * control)
    table["gained"] = table["treated"] * (table["rate_aimed"] - table["rate_now"])
    table["target_value"] = table["gained"] * table["value_each"] * table["rounds"].fillna(1)
    return table.assign(**_tests(table))


def _tests(table: DataFrame) -> dict[str, Series]:
    """What a test of each programme needs, and what it could find."""
    share = table["control_share"].where(table["control_share"].gt(0))
    needed = Series(control_size(table["rate_now"], table["rate_aimed"], share), table.index)
    group = np.floor(table["people"] * share)
    told = list(table[["people", "rate_now", "rate_aimed"]].itertuples(index=False))
    rises = zip(table["people"], table["rate_now"], share, strict=True)
    found = [smallest_rise(*row) for row in rises]
    return {
        "control_needed": needed,
        "rounds_needed": np.ceil(needed / group.where(group > 0)),
        "enough": (group >= needed).astype("boolean").mask(group.isna() | needed.isna()),
        "control_enough": Series([smallest_control(*row) for row in told], table.index),
        "rate_found": Series(found, table.index),
    }


@tells()
def in_journey_order(briefs: DataFrame, stages: Sequence[str]) -> DataFrame:
    """Put programmes in the order in which a customer meets them: by stage, profile and day.

    Args:
        briefs: From `briefings`.
        stages: The names of the stages, in order.

    Returns:
        stage, profile (blank: for everyone), programme, day, timing, trigger, message, channel, class, kpi,
        owner; what is for everyone first, and within it what has no day last.
    """
    names = ["stage", "profile", "programme", "day", "timing", "trigger", "message", "channel", "class"]
    places = {name: place for place, name in enumerate(stages)}
    table = briefs.reindex(columns=[*names, "kpi", "owner"])
    order = table.assign(stage=table["stage"].map(places), profile=table["profile"].fillna(""))
    return table.loc[order.sort_values(["stage", "profile", "day"], kind="stable").index].reset_index(
        drop=True
    )


@tells()
def message_order(programmes: DataFrame, exempt: Sequence[str]) -> DataFrame:
    """Which message goes first of those that are due at the same moment.

    Args:
        programmes: Table of programmes: programme, class, weight.
        exempt: Classes that are always sent.

    Returns:
        A row per class, the first that goes in front: place (from 1), class, exempt, programmes (in the order
        in which they go) and tied (those that have the weight of another one: of these the name decides).

    Example:
        >>> rows = [("A", "promotion", 5), ("B", "promotion", 9), ("C", "promotion", 5)]
        >>> made = message_order(DataFrame(rows, columns=["programme", "class", "weight"]), ["legal"])
        >>> made.set_index("class").loc["promotion", ["programmes", "tied"]].tolist()
        [['B', 'A', 'C'], ['A', 'C']]
    """
    ordered = in_order(programmes.assign(campaign=""))
    alike = ordered[ordered.duplicated(["class", "weight"], keep=False)]
    rows = [
        {
            "place": place,
            "class": name,
            "exempt": name in exempt,
            "programmes": ordered.loc[ordered["class"].eq(name), "programme"].tolist(),
            "tied": alike.loc[alike["class"].eq(name), "programme"].tolist(),
        }
        for place, name in enumerate(LADDER, start=1)
    ]
    return DataFrame(rows)


def untested(briefs: DataFrame) -> list[str]:
    """The programmes without a control group, of those that need one: what they add is not known.

    Args:
        briefs: From `briefings`: programme, always, control_share.
    """
    return briefs.loc[briefs["control_share"].fillna(0).eq(0) & ~briefs["always"], "programme"].tolist()
