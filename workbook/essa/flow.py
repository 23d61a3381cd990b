"""The steps of a process in their order, before and after the review: what waits for what."""

from collections.abc import Mapping

import pandas as pd
from pandas import DataFrame

from workbook.privacy import tells
from workbook.tables.ids import names_in


@tells()
def process_flow(processes: DataFrame, verdicts: DataFrame) -> DataFrame:
    """Put the steps of each process in the order in which they wait for each other.

    A step comes in the first place at which all that it depends on has been done; steps that wait for each
    other, in a round, are taken in the order of the table. A process of which no step names another runs in
    the order of the table.

    Args:
        processes: Table of steps: process, step, [depends_on (steps, with ; between), wait_hours,
            rework_rate].
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it, in the same order.

    Returns:
        One row per step, by process (the one of most hours first) and place: process, place (from 1), step,
        role, verdict, after (steps that it waits for), needed_by (where it is to be eliminated, the steps
        that stay and wait for it), in_round (whether it waits for itself in the end), hours, after_low,
        after_high (hours a month once the verdict is carried out), wait_hours, waited (hours from the first
        step to this one, along the way on which a case waits longest) and rework_rate.

    Example:
        >>> steps = DataFrame({"process": "p", "step": ["b", "a"], "depends_on": ["a", None]})
        >>> facts = {"role": "r", "verdict": ["keep", "eliminate"], "hours": 1.0, "saved_low": [0.0, 1.0]}
        >>> found = process_flow(steps, steps.assign(saved_high=[0.0, 1.0], **facts))
        >>> found[["place", "step", "needed_by"]].values.tolist()
        [[1, 'a', ['b']], [2, 'b', []]]
    """
    facts = processes.reindex(columns=["depends_on", "wait_hours", "rework_rate"])
    table = verdicts[["process", "step", "role", "verdict", "hours"]].assign(
        after_low=verdicts["hours"] - verdicts["saved_high"],
        after_high=verdicts["hours"] - verdicts["saved_low"],
        wait_hours=facts["wait_hours"].astype(float),
        rework_rate=facts["rework_rate"].astype(float),
        after=[names_in(cell) for cell in facts["depends_on"]],
    )
    parts = [_ordered(part) for _, part in table.groupby("process", sort=False)]
    size = table.groupby("process")["hours"].sum()
    whole = (
        pd.concat(parts, ignore_index=True)
        if parts
        else table.assign(place=0, needed_by="", in_round=False, waited=0.0)
    )
    order = whole.assign(size=-whole["process"].map(size)).sort_values(
        ["size", "process", "place"], kind="stable"
    )
    names = ["process", "place", "step", "role", "verdict", "after", "needed_by", "in_round", "hours"]
    return whole.loc[
        order.index, [*names, "after_low", "after_high", "wait_hours", "waited", "rework_rate"]
    ].reset_index(drop=True)


def _ordered(steps: DataFrame) -> DataFrame:
    """The steps of one process, with the place of each."""
    after = dict(zip(steps["step"], steps["after"], strict=True))
    ahead = (
        after if any(after.values()) else dict(zip(after, [[], *([name] for name in after)], strict=False))
    )
    rounds = {name for name in ahead if name in _reached(name, ahead)}
    places = _places(ahead, rounds)
    waited = _waited(dict(zip(steps["step"], steps["wait_hours"].fillna(0), strict=True)), ahead, places)
    gone = set(steps.loc[steps["verdict"].eq("eliminate"), "step"])
    needed = {name: [other for other in after if name in after[other] and other not in gone] for name in gone}
    return steps.assign(
        place=steps["step"].map(places),
        needed_by=[needed.get(name, []) for name in steps["step"]],
        in_round=steps["step"].isin(rounds),
        waited=steps["step"].map(waited),
    )


def _reached(name: str, after: Mapping[str, list[str]]) -> set[str]:
    """All that a step waits for, in the end."""
    found: set[str] = set()
    ahead = list(after.get(name, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += after.get(one, ())
    return found


def _places(after: Mapping[str, list[str]], rounds: set[str]) -> dict[str, int]:
    """One more than the last that a step waits for; within a round only those earlier in the table count."""
    order = list(after)
    places: dict[str, int] = {}

    def place(name: str) -> int:
        if name not in places:
            waits = [
                one
                for one in after[name]
                if one in after and (not {one, name} <= rounds or order.index(one) < order.index(name))
            ]
            places[name] = 1 + max(map(place, waits), default=0)
        return places[name]

    for name in order:
        place(name)
    return places


def _waited(
    own: Mapping[str, float], after: Mapping[str, list[str]], places: Mapping[str, int]
) -> dict[str, float]:
    """What a case has waited when each step begins; of steps side by side the longest counts."""
    waited: dict[str, float] = {}
    for name in sorted(places, key=places.__getitem__):
        before = [waited[one] for one in after[name] if one in waited and places[one] < places[name]]
        waited[name] = own[name] + max(before, default=0.0)
    return waited
