"""Remarks on limits: what does not count, and what holds nothing back."""

from collections.abc import Iterator

from pandas import DataFrame

from prioritization.command.figures import Figures
from prioritization.errors import names
from prioritization.limits.setting import Limits
from prioritization.opportunities import DAYS
from prioritization.parsing import column, holding


def time_remarks(table: DataFrame, limits: Limits, figures: Figures | None = None) -> list[str]:
    """Say that columns about time do not count without quarters, and with them what waiting costs.

    Args:
        table: Opportunities as their file holds them.
        limits: Limits on the plan.
        figures: How numbers are written.

    Returns:
        Sentences; none where there is nothing to say.

    Example:
        >>> time_remarks(DataFrame(), Limits(("2027Q1", "2027Q2")))
        ['What is finished a quarter later counts 2 % less (--discount 0.02).']
    """
    if not limits.timeless:
        percent, share = (figures or Figures()).amount(limits.discount * 100), f"{limits.discount:g}"
        later = f"What is finished a quarter later counts {percent} % less (--discount {share})."
        return [later] if limits.discount and len(limits.quarters) > 1 else []
    timed = [name for name in ("quarters", "earliest", "deadline") if name in table and table[name].any()]
    if not timed and "requires" not in table:
        return []
    columns = f"; {names(timed)} {'do' if len(timed) > 1 else 'does'} not count" if timed else ""
    return [
        f"No quarters were given, so there is no time in this plan{columns}: what is required is taken too."
        " Plan in time with --quarters 4, or --quarters 2027Q1,2027Q2."
    ]


def idle_limits(table: DataFrame, limits: Limits, figures: Figures | None = None) -> Iterator[str]:
    """Name the limits that hold nothing back, whatever is chosen.

    Args:
        table: Checked opportunities.
        limits: Limits on the plan.
        figures: How numbers are written.

    Yields:
        A sentence per limit.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> rows = checked_opportunities(DataFrame({"opportunity": ["A"], "score": [5], "cost": [10]}))
        >>> list(idle_limits(rows, Limits(budget=100)))
        ['The budget is 100 and all that can be planned costs 10, so it holds nothing back.']
    """
    open_, figures = table[~table["must_not"]], figures or Figures()
    if limits.budget is not None and limits.quarterly_budget()[0] >= open_["cost"].sum():
        money, cost = (figures.money(one) for one in (sum(limits.quarterly_budget()), open_["cost"].sum()))
        counted = "" if len(open_) == len(table) else f" ({len(open_)} of {len(table)})"
        all_ = f"all that can be planned{counted} costs {cost}"
        yield f"The budget is {money} and {all_}, so it holds nothing back."
    if not limits.carry_over and not isinstance(limits.budget, dict):
        yield "--no-carry-over changes nothing, as there is no budget per quarter."
    for role in limits.days().index:
        if not column(table, DAYS + role).fillna(0).astype(float).any():
            yield (
                f"Nothing takes days of {role}, so its capacity holds nothing back; its days stand in a"
                f" column {DAYS}{role}."
            )
    for team, most in limits.work_in_progress.items():
        if (there := int(table["team"].eq(team).sum())) <= most:
            yield f"--wip {team}={most} holds nothing back: the team has {there}."
    for (name, value), most in limits.at_most.items():
        if (there := int(holding(table[name], value).sum())) <= most:
            yield f"--at-most {name}:{value}={most} holds nothing back: the file has {there}."
