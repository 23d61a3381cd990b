"""Faults that lie between rows: opportunities that stand in each other's way, scores off the formula."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd

from workbook.engagement import Engagement
from workbook.score_formula import formula_values
from workbook.tables.faults import Fault, RawTable
from workbook.tables.numbers import number_text

Needs = dict[str, set[str]]


def contradicting_opportunities(
    frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]
) -> list[Fault]:
    """Opportunities that can be in no plan by what their own rows say.

    Args:
        frames: The values of the tables.
        raw: The tables as read.

    Returns:
        What requires itself in the end, what must and must not be done, and what requires something that it,
        or something else that it requires, excludes.
    """
    listed = frames.get("opportunities", pd.DataFrame())
    if "opportunities" not in raw or not {"opportunity", "title"} <= set(listed):
        return []
    listed = listed[listed["opportunity"].notna()].drop_duplicates("opportunity")
    flags = listed.reindex(columns=["must_do", "must_not"]).astype("boolean").fillna(value=False)
    both = listed.index[(flags["must_do"] & flags["must_not"]).to_numpy(dtype=bool)]
    table, message = raw["opportunities"], "is yes, and must_do is yes as well; leave one of them blank"
    faults = [table.fault(message, "must_not", both)] if len(both) else []
    row_of = dict(zip(listed["opportunity"], listed.index, strict=True))
    needs, barred = _ids(listed, "requires"), _ids(listed, "excludes")
    circles = list(_circles(needs))
    faults += [_circle(table, circle, row_of) for circle in circles]
    return faults if circles else [*faults, *_excluded(table, needs, barred, row_of)]


def circular_journeys(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable]) -> list[Fault]:
    """Journeys that are part of themselves in the end.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
    """
    cells = frames.get("journey", pd.DataFrame())
    if "journey" not in raw or not {"journey", "parent"} <= set(cells):
        return []
    known = cells.dropna(subset=["journey", "parent"])
    rows = {name: list(part.index) for name, part in known.groupby("journey")}
    parents = {name: set(part["parent"]) for name, part in known.groupby("journey")}
    faults = []
    for circle in _circles(parents):
        said = " is part of ".join(f"'{name}'" for name in circle)
        wrong = sorted(row for name in circle[1:] for row in rows.get(name, ()))
        faults.append(raw["journey"].fault(f"{said}; take one parent out", "parent", wrong))
    return faults


def _ids(listed: pd.DataFrame, column: str) -> Needs:
    """Per opportunity the others of the table that a column of ids names."""
    cells = listed.reindex(columns=[column])[column].astype("str").fillna("")
    known = set(listed["opportunity"])
    named = ({one.strip() for one in cell.split(";")} & known for cell in cells)
    return dict(zip(listed["opportunity"], named, strict=True))


def _circles(needs: Needs) -> Iterator[list[str]]:
    """Each round of opportunities that require each other; those of one round are in no second one."""
    left = {name: set(others) for name, others in needs.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            yield circle
            left = {name: others - set(circle) for name, others in left.items() if name not in circle}
        else:
            return


def _circle(table: RawTable, circle: list[str], row_of: Mapping[str, int]) -> Fault:
    way_out = "so none of them can start first; take one of them out"
    if circle[0] == circle[1]:
        return table.fault(f"'{circle[0]}' requires itself; take it out", "requires", [row_of[circle[0]]])
    said = " requires ".join(f"'{name}'" for name in circle)
    return table.fault(f"{said}, {way_out}", "requires", sorted(row_of[name] for name in circle[1:]))


def _excluded(table: RawTable, needs: Needs, barred: Needs, row_of: Mapping[str, int]) -> list[Fault]:
    """What requires two that exclude each other, or one that it excludes; not also what requires that."""
    faults, wrong = [], set()
    within: Needs = {}
    for name in TopologicalSorter(needs).static_order():
        within[name] = {name}.union(*(within[other] for other in needs[name]))
        if wrong & within[name]:
            continue
        pairs = sorted((one, other) for one in within[name] for other in barred[one] & within[name] - {one})
        if pairs:
            wrong.add(name)
            faults.append(table.fault(_both(name, *pairs[0]), "excludes", [row_of[name]]))
    return sorted(faults, key=lambda fault: fault.rows[0])


def _both(name: str, one: str, other: str) -> str:
    way_out = "so it can never be in a plan; take one of the two out"
    if name in (one, other):
        than = other if name == one else one
        return f"'{name}' requires '{than}', and they exclude each other, {way_out}"
    return f"'{name}' requires '{one}' and '{other}', which exclude each other, {way_out}"


def scores_off_formula(
    frames: Mapping[str, pd.DataFrame], raw: Mapping[str, RawTable], engagement: Engagement
) -> list[Fault]:
    """Opportunities for which the formula of the score divides by zero, or gives a score below 0.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
        engagement: The settings, with the formula.
    """
    listed, rule = frames.get("opportunities", pd.DataFrame()), engagement.score
    needed = ["expert", "round", "opportunity", "criterion", "score", "at"]
    known = {*rule.ranges, *listed.select_dtypes("number")}
    if "opportunities" not in raw or rule.method != "formula" or not set(rule.formula_names) <= known:
        return []
    if "opportunity" not in listed or not set(needed) <= set(frames.get("scores", ())):
        return []
    given = _formula_rows(frames["scores"], listed, rule.formula_names)
    given["Value"] = formula_values(rule.formula, {name: given[name] for name in rule.formula_names})
    endless = given[~np.isfinite(given["Value"])].drop_duplicates("Row")
    messages = {
        row[
            "Row"
        ]: f"the formula of the score has no finite number where {_values(row, rule.formula_names)}; "
        "keep what it divides by above 0, as max(…, 1) does"
        for _, row in endless.iterrows()
    }
    if not messages:
        medians = given.groupby(["Row", "Quarter", "Round"])["Value"].median()
        last = medians.groupby(level=["Row", "Quarter"]).last().groupby(level="Row").min()
        messages = {
            row: f"the formula gives a score of {number_text(round(value, 2))}, the median of the experts; "
            "a score is 0 or more, so let the formula give at least 0, as max(…, 0) does"
            for row, value in last[last < 0].items()
        }
    return raw["opportunities"].faults_by_row(messages, "")


def _formula_rows(scores: pd.DataFrame, listed: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """A row per expert, round and opportunity with all that a formula takes, and its row; capitals keep
    these columns apart from criteria of the same name."""
    own = listed.rename_axis("Row").reset_index().rename(columns={"opportunity": "Opportunity"})
    at = scores["at"].dt.to_period("Q").astype("str")
    period = scores.get("period", pd.Series(index=scores.index, dtype="str")).astype("str")
    key = ["Expert", "Opportunity", "Round", "Quarter"]
    given = scores.rename(columns=str.capitalize).assign(Quarter=period.fillna(at))
    wide = given.pivot_table(index=key, columns="Criterion", values="Score", aggfunc="last").reset_index()
    columns = ["Row", "Opportunity", *(name for name in names if name not in wide)]
    rows = wide.merge(own.drop_duplicates("Opportunity").reindex(columns=columns), on="Opportunity")
    return rows.dropna(subset=list(names)).reset_index(drop=True)


def _values(row: pd.Series, names: tuple[str, ...]) -> str:
    return " and ".join(f"{name} is {number_text(row[name])}" for name in names)
