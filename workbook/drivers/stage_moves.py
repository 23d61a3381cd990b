"""What goes before a move to a more, or a less, valuable stage: hazards per quarter."""

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame, Series, concat, get_dummies

from workbook.differences import holm
from workbook.drivers.correlations import fixed_columns
from workbook.drivers.logistic import average_effects, logistic_model
from workbook.privacy import declare

LEAST, POINTS = 10, 100
"""So many customers with a driver, and without, and so many moves, are needed to look at it."""
TOLD = ["with_moved", "without_moved"]
ENDS = ["effect", "low", "high", "p_holm"]
EFFECTS = [*ENDS, *[f"own_{name}" for name in ENDS]]
COLUMNS = ["driver", "n", "fewest", *TOLD, *EFFECTS]
KEYS = ("customer_id", "period", "before", "after", "value", "value_after")
"""The columns of a quarter of a customer that are no drivers."""


@dataclass(frozen=True, eq=False)
class StageDrivers:
    """What goes before a move between stages.

    Attributes:
        table: One row per driver, as `stage_drivers` describes it.
        move: "rise" or "fall".
        n: Quarters of customers in which they could make the move and were followed.
        customers: How many customers that are.
        moved: How many of the quarters end in the move.
        quarters: How many quarters were followed.
        per_column: Moves (or stays, where fewer) per column of the regression.
        alike: Drivers set aside, as nearly everybody or nearly nobody has them.
        tied: Drivers set aside, as others fix them exactly.
        penalised: Whether drivers separate who moves, so that a penalty holds the effects.
        reason: Why the table has no rows: "short", "few" or "nothing"; empty where it has.
    """

    table: DataFrame
    move: str
    n: int = 0
    customers: int = 0
    moved: int = 0
    quarters: int = 0
    per_column: float = float("nan")
    alike: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    penalised: bool = False
    reason: str = ""


def stage_drivers(periods: DataFrame, move: str = "rise") -> StageDrivers:
    """Regress whether a customer moves in a quarter on what the customer met and did in the one before.

    A customer rises by moving to a stage whose customers spend more on average, and falls by moving to one
    whose customers spend less; who is in the highest (lowest) stage cannot. Stage and quarter are held
    equal. A customer followed in several quarters is one person. The effect is told twice: as it is, and
    beside how often the same customer had the driver up to then, so that what tells apart eager customers
    from others is not taken for it.

    Args:
        periods: From `workbook.recognise.stage_periods.stage_periods`.
        move: "rise" or "fall".

    Returns:
        The measures; `table`, largest effect first: driver, n (customers who had it, or of a count those
        with more of it than most), fewest (those, or the others where they are fewer), with_moved and
        without_moved (share of the quarters that end in the move, with it and without), effect, low, high (of
        having it, averaged over who had it, or of one more of a count, averaged over all; percentage points,
        95 %), p_holm, and own_effect, own_low, own_high, own_p_holm (the same beside the customer's own share
        so far; blank where one quarter alone is followed).

    Source:
        Singer & Willett (2003), Applied Longitudinal Data Analysis, ch. 11 (discrete-time hazards); Mundlak
        (1978), Econometrica 46(1), p. 69-85 (own share; only of the quarters so far, as later ones come after
        the move).
    """
    if periods.empty:
        return _nothing("short", move)
    worth = _worth(periods)
    risk = periods[_can_move(periods, worth, move)]
    then, now = risk["after"].map(worth), risk["before"].map(worth)
    moved = (then > now) if move == "rise" else (then < now)
    facts = {
        "n": len(risk),
        "customers": risk["customer_id"].nunique(),
        "moved": int(moved.sum()),
        "quarters": risk["period"].nunique(),
    }
    if min(facts["moved"], len(risk) - facts["moved"]) < LEAST:
        return _nothing("few", move, **facts)
    drivers = [name for name in periods if name not in KEYS]
    alike = tuple(name for name in drivers if not _varies(risk, name))
    looked_at = [name for name in drivers if name not in alike]
    tied = tuple(fixed_columns(risk[looked_at]))
    looked_at = [name for name in looked_at if name not in tied]
    facts |= {"alike": alike, "tied": tied}
    if not looked_at:
        return _nothing("nothing", move, **facts)
    own = _so_far(periods, looked_at).loc[risk.index]
    levels = _levels(risk)
    effects, plain = _effects(moved, risk[looked_at], levels, risk["customer_id"])
    beside, _ = _effects(moved, risk[looked_at], concat([levels, own], axis=1), risk["customer_id"])
    if facts["quarters"] < 2:
        beside = beside * np.nan
    table = _with_shares(risk, moved, effects.join(beside.add_prefix("own_")))
    return StageDrivers(
        declare(table, *TOLD, *EFFECTS, n="fewest"),
        move,
        per_column=plain.per_column,
        penalised=plain.penalised,
        **facts,
    )


def both_moves(rise: StageDrivers, fall: StageDrivers) -> DataFrame:
    """The tables of rises and falls below each other.

    Args:
        rise: From `stage_drivers`.
        fall: The same of falls.

    Returns:
        move ("rise" or "fall") and the columns of `stage_drivers`.
    """
    parts = [one.table.assign(move=one.move) for one in (rise, fall) if len(one.table)]
    table = concat(parts, ignore_index=True) if parts else rise.table.assign(move=[])
    return declare(table[["move", *COLUMNS]], *TOLD, *EFFECTS, n="fewest")


def _nothing(reason: str, move: str, **facts) -> StageDrivers:
    return StageDrivers(declare(DataFrame(columns=COLUMNS)), move, reason=reason, **facts)


def _worth(periods: DataFrame) -> Series:
    """What customers of each stage spend on average, when they are in it."""
    ends = [periods[["before", "value"]], periods[["after", "value_after"]]]
    both = concat([end.set_axis(["stage", "value"], axis="columns") for end in ends])
    return both.groupby("stage")["value"].mean()


def _can_move(periods: DataFrame, worth: Series, move: str) -> Series:
    end = worth.max() if move == "rise" else worth.min()
    return periods["before"].map(worth) != end


def _varies(risk: DataFrame, name: str) -> bool:
    """Whether enough customers have a driver, and enough have not."""
    has = _has(risk[name])
    return min(risk.loc[side, "customer_id"].nunique() for side in (has, ~has)) >= LEAST


def _so_far(periods: DataFrame, drivers: list[str]) -> DataFrame:
    """The customer's own mean of each driver, up to and in each quarter."""
    sums = periods.groupby("customer_id")[drivers].cumsum()
    count = periods.groupby("customer_id").cumcount() + 1
    return sums.div(count, axis=0).add_prefix("so far: ")


def _levels(risk: DataFrame) -> DataFrame:
    """A column per quarter and per stage but the first of each."""
    return get_dummies(risk[["period", "before"]].astype("str"), drop_first=True, dtype=float)


def _effects(moved: Series, drivers: DataFrame, others: DataFrame, people: Series):
    """The average effect of each driver beside other columns, and the model."""
    columns = concat([drivers.astype(float), others], axis=1)
    columns = columns.drop(columns=[name for name in fixed_columns(columns) if name not in drivers])
    model = logistic_model(moved, columns, people)
    each = [average_effects(model, _averaged_over(drivers[name]), only=[name]) for name in drivers]
    effects = concat(each).set_index("column")
    effects[ENDS[:3]] *= POINTS
    return effects.assign(p_holm=holm(effects["p"]))[ENDS], model


def _averaged_over(values: Series) -> Series:
    """Over which rows an effect is averaged: those that have it, and of a count all."""
    return _has(values).astype(float) if values.isin([0, 1]).all() else values * 0.0 + 1.0


def _has(values: Series) -> Series:
    """Who had a driver; of a count, who had more of it than most."""
    middle = values.min() if values.isin([0, 1]).all() else values.median()
    return values > (middle if middle < values.max() else values.min())


def _with_shares(risk: DataFrame, moved: Series, effects: DataFrame) -> DataFrame:
    """How many had each driver, and the shares that moved with it and without."""
    rows = []
    for name in effects.index:
        has = _has(risk[name])
        counts = [risk.loc[side, "customer_id"].nunique() for side in (has, ~has)]
        rows.append((name, counts[0], min(counts), moved[has].mean(), moved[~has].mean()))
    table = DataFrame(rows, columns=["driver", "n", "fewest", *TOLD]).join(effects, on="driver")
    return table.sort_values("effect", ascending=False, kind="stable", ignore_index=True)[COLUMNS]
