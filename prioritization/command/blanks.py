"""Opportunities without a cost or a score: a blank is neither free nor worthless, it is not known."""

from pandas import DataFrame, Series

from prioritization.command.figures import Figures
from prioritization.dependencies import commitments
from prioritization.errors import LimitsError, OpportunitiesError, fault_list, few
from prioritization.limits.setting import Limits
from prioritization.opportunities import checked_opportunities
from prioritization.parsing import column, is_blank, text


def with_scores(table: DataFrame, objective: str) -> tuple[DataFrame, tuple[str, ...], list[str]]:
    """Bar the opportunities without a score; those that are in every plan count as 0.

    Args:
        table: Opportunities as their file holds them.
        objective: The column that holds the value.

    Returns:
        The table, the ids that are barred, and sentences that say so.

    Raises:
        OpportunitiesError: No row has a score, or there are other faults.

    Example:
        >>> rows = DataFrame({"opportunity": ["A", "B", "C"], "score": [8, None, None]})
        >>> table, barred, notes = with_scores(rows.assign(must_do=["no", "no", "yes"]), "score")
        >>> barred, notes[1]
        (('B',), 'In the plan without a score, which counts as 0: C.')
    """
    blank = column(table, objective).map(is_blank).astype(bool)
    if objective not in table or not blank.any():
        return table, (), []
    if blank.all():
        raise OpportunitiesError(f"No row has a value in column '{objective}'.")
    filled = table.assign(**{objective: table[objective].mask(blank, 0)})
    names = filled["opportunity"].map(text)
    committed = names.isin(commitments(checked_opportunities(filled, objective))["opportunity"])
    out, stays = blank & ~committed, blank & committed
    notes = [f"Without a {objective}, so not planned: {few(names[out])}."] if out.any() else []
    counted = f"In the plan without a {objective}, which counts as 0"
    notes += [f"{counted}: {few(names[stays])}."] if stays.any() else []
    return _barred(filled, out), tuple(names[out]), notes


def with_costs(
    table: DataFrame,
    limits: Limits,
    blank_cost: float | None,
    objective: str,
    figures: Figures | None = None,
) -> tuple[DataFrame, tuple[str, ...], list[str]]:
    """Bar the opportunities without a cost under a budget, or give them the cost that a blank has.

    Args:
        table: Opportunities as their file holds them.
        limits: Without a budget, costs do not count.
        blank_cost: What a blank costs; None where that was not said.
        objective: The column that holds the value.
        figures: How numbers are written.

    Returns:
        The table, the ids that are barred, and sentences that say so.

    Raises:
        LimitsError: There is a budget and no cost.
        OpportunitiesError: What must be done, is running or is required by it has no cost.
    """
    if limits.budget is None:
        return table, (), []
    blank = column(table, "cost").map(is_blank).astype(bool)
    checked = checked_opportunities(table, objective)  # may find a heading that seems to mean the cost
    if blank.all() and blank_cost is None:
        headings = ", ".join(map(str, table.columns.drop("opportunity")))
        absent = f"the table has no column 'cost' (it has {headings})"
        there = "no row has a cost" if "cost" in table else absent
        raise LimitsError(f"The budget would hold nothing back: {there}.\nAdd it, or leave out --budget.")
    names = table["opportunity"].map(text)
    blank &= ~checked["must_not"].to_numpy()
    if not blank.any():
        return table, (), []
    if blank_cost is not None:
        filled = table.assign(cost=column(table, "cost").astype(object).mask(blank, blank_cost))
        each = (figures or Figures()).money(blank_cost)
        return filled, (), [f"Without a cost, so taken as {each} each: {few(names[blank])}."]
    _refuse_committed(names, blank & names.isin(commitments(checked)["opportunity"]))
    said = f"Without a cost, so not planned under a budget: {few(names[blank])}."
    return _barred(table, blank), tuple(names[blank]), [f"{said} --blank-cost 0 takes them as free."]


def _barred(table: DataFrame, rows: Series) -> DataFrame:
    return table.assign(must_not=column(table, "must_not").astype(object).mask(rows, "yes"))


def _refuse_committed(names: Series, missing: Series) -> None:
    faults = [
        f"row {row}, cost: is blank, and '{name}' must be done, is running or is required by one that is;"
        " fill it in, or say what a blank costs with --blank-cost 0"
        for row, (name, blank) in enumerate(zip(names, missing, strict=True), start=1)
        if blank
    ]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
