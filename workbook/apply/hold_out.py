"""Hold-out test of next actions: chosen by what was known when a quarter began, judged by what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame, Series

from workbook.apply.audience import GROUP, grouped
from workbook.apply.pressure import second
from workbook.apply.responses import outcomes
from workbook.intervals import Z95
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

CHOSEN, RANDOM, ALL = "chosen", "random", "all"
"""Ways to spread messages: to each the next action, as many of each action by lot, every programme to all."""
CELL = ["stage", "action"]


def known_at(
    touchpoints: "ibis.Table",
    transactions: "ibis.Table",
    programmes: DataFrame,
    *,
    days: int,
    end: datetime,
) -> "ibis.Table":
    """What came of each message, as far as it was on record at a moment: nothing that came later counts.

    Args:
        touchpoints: As `workbook.apply.responses.outcomes` takes them.
        transactions: The same.
        programmes: The same.
        days: The same.
        end: First instant that was not known yet.
    """
    contacts = touchpoints.filter(touchpoints["at"] < end)
    orders = transactions.filter(transactions.ordered_at < end)
    return outcomes(contacts, orders, programmes, days=days, end=end)


@tells("share", "gain", "low", "high", n="got")
def hold_out(
    candidates: DataFrame,
    stages: "ibis.Table",
    customers: "ibis.Table",
    found: "ibis.Table",
    *,
    start: datetime,
) -> DataFrame:
    """How customers respond to the action that was chosen for them, beside other ways to spread messages.

    Only messages that were sent tell anything. Customers of one stage with one action are a group: who of
    them got a programme stands for who did not. A group of which nobody was sent its own action is not
    tested. The groups weigh alike in all ways: by how many customers they have.

    Args:
        candidates: From `workbook.apply.next_action.action_candidates`, by what was known at `start`.
        stages: customer_id, stage; at `start`.
        customers: Table of customers: customer_id, profile.
        found: From `workbook.apply.responses.outcomes`, to the end of the quarter that is looked at.
        start: First instant of that quarter.

    Returns:
        A row per way, none where nothing can be tested: way ("chosen", "random" or "all"), share (responses
        per message), gain (share of "chosen" less this one), low, high (its 95 % interval: linearised,
        customers drawn), actions (customers with an action), tested (of those, in groups that are tested) and
        got (of those, who were sent the action that was chosen for them).

    Source:
        Replay of what was sent: Li et al. (2011), WSDM, p. 297-306; linearised variance of ratios by person:
        Wolter (2007), Introduction to Variance Estimation, ch. 6.
    """
    own = candidates.loc[candidates["chosen"], [*GROUP, "programme", "n"]]
    if own.empty:
        return DataFrame(columns=_COLUMNS)
    sent = _sent(own, candidates["programme"].unique().tolist(), stages, customers, found, start)
    counts = sent.group_by(*CELL, "programme").aggregate(
        base=sent.count(), hits=sent.hit.sum(), got=sent.customer_id.nunique()
    )
    cells = _tested(counts.to_pandas(), own)
    if cells.empty:
        return DataFrame(columns=_COLUMNS)
    cells = _weighed(cells)
    tested = cells.drop_duplicates(CELL)["n"].sum()
    share = {way: float((cells[way] * cells["rate"]).sum()) for way in (CHOSEN, RANDOM, ALL)}
    error = _errors(sent, cells)
    rows = DataFrame({"way": list(share), "share": share.values()})
    rows["gain"] = share[CHOSEN] - rows["share"]
    reach = rows["way"].map(error) * Z95
    rows = rows.assign(low=rows["gain"] - reach, high=rows["gain"] + reach)
    rows.loc[rows["way"].eq(CHOSEN), ["gain", "low", "high"]] = np.nan
    counted = cells.loc[cells["programme"].eq(cells["action"]), "got"].sum()
    return rows.assign(actions=own["n"].sum(), tested=tested, got=counted)[_COLUMNS]


_COLUMNS = ["way", "share", "gain", "low", "high", "actions", "tested", "got"]


def _sent(
    own: DataFrame,
    names: list[str],
    stages: "ibis.Table",
    customers: "ibis.Table",
    found: "ibis.Table",
    start: datetime,
) -> "ibis.Table":
    """The messages of the quarter to customers with an action: who got what, and whether they responded."""
    import ibis

    acts = own[[*GROUP, "programme"]].rename(columns={"programme": "action"}).reset_index(drop=True)
    acts = ibis.memtable(acts, schema=dict.fromkeys(acts, "string"))
    owners = grouped(stages, customers).join(acts, GROUP).select("customer_id", *CELL)
    told = found.filter(found.second >= second(start), found.control == 0, found.sent == 1)
    told = told.filter(told.programme.isin(names))
    return told.select("customer_id", "programme", hit=told.responded).join(owners, "customer_id")


def _tested(counts: DataFrame, own: DataFrame) -> DataFrame:
    """Per group of which some were sent its own action, and programme that it was sent: what came of it."""
    sizes = own.groupby(["stage", "programme"])["n"].sum().rename_axis(CELL)
    cells = counts.merge(sizes.reset_index(), on=CELL)
    itself = cells["programme"].eq(cells["action"])
    cells = cells[itself.groupby([cells[name] for name in CELL]).transform("any")]
    cells = cells.sort_values([*CELL, "programme"], ignore_index=True)
    return cells.assign(rate=cells["hits"] / cells["base"])


def _weighed(cells: DataFrame) -> DataFrame:
    """The same with what each programme weighs in each way."""
    groups = cells.drop_duplicates(CELL)
    weight, actions = cells["n"] / groups["n"].sum(), groups.groupby("action")["n"].sum()
    for way, of in (
        (CHOSEN, cells["programme"].eq(cells["action"]).astype(float)),
        (RANDOM, cells["programme"].map(actions).fillna(0.0)),
        (ALL, Series(1.0, cells.index)),
    ):
        cells[way] = weight * of / of.groupby([cells[name] for name in CELL]).transform("sum")
    return cells


def _errors(sent: "ibis.Table", cells: DataFrame) -> dict[str, float]:
    """The standard error of what the chosen way brings more than each other one."""
    import ibis

    keys = [*CELL, "programme"]
    per = cells[keys].assign(
        expected=cells["rate"],
        **{way: (cells[CHOSEN] - cells[way]) / cells["base"] for way in (RANDOM, ALL)},
    )
    schema = dict.fromkeys(keys, "string") | dict.fromkeys(("expected", RANDOM, ALL), "float64")
    one = sent.join(ibis.memtable(per, schema=schema), keys)
    each = one.group_by("customer_id").aggregate(
        **{way: ((one.hit - one.expected) * one[way]).sum() for way in (RANDOM, ALL)}
    )
    squares = each.aggregate(**{way: (each[way] * each[way]).sum() for way in (RANDOM, ALL)}).to_pandas()
    return {way: float(np.sqrt(squares[way].iloc[0])) for way in (RANDOM, ALL)}
