"""Behaviour along the journey: who reaches which phase, what follows what, how soon, and on which side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.backend import cached
from workbook.differences import holm
from workbook.directly_follows import directly_follows
from workbook.privacy import tells
from workbook.understand.contacts import DAY, Contacts

if TYPE_CHECKING:
    import ibis

STEPS = 5
"""Of a path so many touchpoints are told."""
PATHS = 10
"""So many paths are told, those of most customers first."""
ENDS = {"_low": "low", "": "middle", "_high": "high"}
"""Of the quartiles of days: how their names end."""
GROUP = ["grouping", "group"]


@tells("share", "days", "days_low", "days_high", "back", n="customers")
def journey_paths(contacts: Contacts) -> pd.DataFrame:
    """Which touchpoint directly follows which, in the paths of customers, and how soon.

    Args:
        contacts: As `workbook.understand.contacts.journey_contacts` gives them.

    Returns:
        One row per two touchpoints, most often first: before, after, n (steps), customers (who took it),
        from_n (steps from `before`), share (of those, 0 to 1), days (median), days_low and days_high (the
        quartiles of the days between) and back (of n, those to where the customer came from just before).

    Source:
        As `workbook.directly_follows.directly_follows`.
    """
    table = directly_follows(contacts.steps, contacts.facts.names, who="customer_id")
    days = {f"days{end}": table[name] / DAY for end, name in ENDS.items()}
    table = table.rename(columns={"some": "customers"}).assign(**days)
    return table[["before", "after", "n", "customers", "from_n", "share", *days, "back"]]


@tells("n", "share", n="customers")
def top_paths(contacts: Contacts) -> pd.DataFrame:
    """The paths that most customers take.

    Contacts at the same touchpoint in a row are one step of a path.

    Args:
        contacts: As `workbook.understand.contacts.journey_contacts` gives them.

    Returns:
        One row per path, the one of most customers first: steps (touchpoints, at most five), more (whether it
        goes on), n (paths), customers, paths (all there are) and share (n of those).
    """
    import ibis

    every = contacts.steps
    rows = every.filter(every.is_first | (every.before != every.code))
    way = ibis.window(group_by="customer_id", order_by=["second", "code"])
    ahead = rows.mutate(
        **{f"code_{step}": rows.code.lead(step).over(way) for step in range(1, STEPS + 1)},
        **{f"ends_{step}": rows.is_first.lead(step).over(way) for step in range(1, STEPS + 1)},
    ).filter(rows.is_first)
    goes_on, told = ibis.literal(True), {"step_0": ahead.code}
    for step in range(1, STEPS + 1):
        goes_on = goes_on & ~ahead[f"ends_{step}"].fill_null(True)
        told[f"step_{step}"] = goes_on.ifelse(ahead[f"code_{step}"], ibis.null("int64"))
    more = told.pop(f"step_{STEPS}").notnull()
    starts = ahead.select("customer_id", **told, more=more)
    each = starts.group_by(*told, "more", "customer_id").aggregate(n=starts.count())
    found = each.group_by(*told, "more").aggregate(n=each.n.sum(), customers=each.count())
    filled = [found[name].fill_null(-1) for name in told]
    most = found.order_by(found.customers.desc(), found.n.desc(), *filled, "more").limit(PATHS).to_pandas()
    names, paths = contacts.facts.names, int(every.is_first.sum().fill_null(0).to_pandas())
    steps = [[names[int(code)] for code in row if code == code] for row in most[list(told)].to_numpy(float)]
    counts = most[["n", "customers"]].astype("int64")
    return pd.DataFrame({"steps": steps, "more": most["more"].astype(bool)}).assign(
        **counts, paths=paths, share=counts["n"] / max(paths, 1)
    )


def reached(contacts: Contacts, *, end: pd.Timestamp) -> "ibis.Table":
    """Who reaches each phase, and who goes on to the next one in time.

    A phase is reached with the first contact in it in the period. A customer goes on with a contact in the
    next phase of the journey that has contacts, at that time or in the `path_days` after it. Who reached a
    phase fewer days before the end of the period is too recent to tell, and nobody goes on from the last one.

    Args:
        contacts: As `workbook.understand.contacts.journey_contacts` gives them.
        end: First instant after the period.

    Returns:
        A row per customer and phase: customer_id, place, seen (1, or 0 where it cannot be told), hit (1 where
        they went on, else 0).
    """
    import ibis

    steps, days = contacts.steps.filter(contacts.steps.place.notnull()), contacts.facts.path_days * DAY
    first = steps.group_by("customer_id", "place").aggregate(first=steps.second.min())
    ahead = dict(zip(contacts.facts.places, contacts.facts.places[1:], strict=False))
    follow = ibis.memtable({"place": list(ahead), "following": list(ahead.values())}, schema=_PLACES)
    first = first.left_join(follow, "place").drop("place_right")
    there = steps.select("customer_id", following="place", then="second")
    both = first.join(there, ["customer_id", "following"])
    soon = both.filter(both.then.between(both["first"], both["first"] + days))
    went = soon.group_by("customer_id", "place").aggregate(hit=soon.count())
    found = first.left_join(went, ["customer_id", "place"])
    told = found.following.notnull() & (found["first"] + days < int(end.timestamp()))
    seen = told.ifelse(1, 0)
    return found.select("customer_id", "place", seen=seen, hit=found.hit.notnull().ifelse(seen, 0))


_PLACES = {"place": "int64", "following": "int64"}


def crossed(contacts: Contacts) -> "ibis.Table":
    """Who had contact both online and offline.

    Args:
        contacts: As `workbook.understand.contacts.journey_contacts` gives them.

    Returns:
        A row per customer: customer_id, place (0), seen (1, or 0 where no channel is known), hit (1 for who
        had both, else 0).
    """
    steps = contacts.steps
    sides = steps.group_by("customer_id").aggregate(
        seen=steps.offline.notnull().any(),
        hit=steps.offline.any().fill_null(False) & (~steps.offline).any().fill_null(False),
    )
    flags = {name: sides[name].ifelse(1, 0) for name in ("seen", "hit")}
    return sides.select("customer_id", place=0, **flags)


def stages_and_segments(stages: "ibis.Table", customers: "ibis.Table") -> "ibis.Table":
    """The groups by which customers are compared: their stage, and the segment that was delivered with them.

    Args:
        stages: customer_id, stage.
        customers: Table of customers: customer_id, segment.

    Returns:
        A row per customer of either: customer_id, stage, segment; blank where not known.
    """
    import ibis

    both = customers.select("customer_id", "segment").outer_join(stages, "customer_id")
    known = ibis.coalesce(both.customer_id, both.customer_id_right)
    return cached(both.select("stage", "segment", customer_id=known).relocate("customer_id"))


@tells(
    *("hit", "share", "low", "high", "difference", "difference_low", "difference_high", "p"),
    n="seen",
    totals=["part"],
)
def shares_by_group(
    flags: "ibis.Table", groups: "ibis.Table", places: Sequence[int], *, minimum: int
) -> pd.DataFrame:
    """The share of customers of whom something holds: of all, and of each group against the others.

    Args:
        flags: customer_id, place, seen (1 where it can be told), hit (1 where it holds).
        groups: A row per customer: customer_id, and a column per grouping with the group.
        places: Those with a row each.
        minimum: Groups of fewer are not compared.

    Returns:
        One row per place for all (grouping and group blank) and per group, in order: grouping, group, place,
        part (its grouping and place in one), n (customers), seen, hit, share (of seen, 0 to 1), low, high
        (95 %, Wilson), difference (to all others of the grouping together), difference_low, difference_high
        (95 %, Newcombe) and p (that there is none; by Holm for all of them together).

    Source:
        Newcombe (1998), Statistics in Medicine 17, p. 873-890 (method 10); Wilson (1927), Journal of the
        American Statistical Association 22, p. 209-212; Holm (1979).
    """
    from statsmodels.stats.proportion import proportion_confint

    def counted(rows: "ibis.Table", *by: str) -> pd.DataFrame:
        sums = {name: rows[name].sum() for name in ("seen", "hit")}
        return rows.group_by("place", *by).aggregate(n=rows.count(), **sums).to_pandas()

    joined = cached(flags.left_join(groups, "customer_id").drop("customer_id_right"))
    parts = [counted(joined).assign(grouping=None, group=None)]
    for grouping in groups.columns[1:]:
        part = counted(joined, grouping).rename(columns={grouping: "group"}).assign(grouping=grouping)
        parts.append(part if part["group"].notna().any() else part.head(0))
    texts = dict.fromkeys(GROUP, "object")
    table = pd.concat([part.astype(texts) for part in parts], ignore_index=True)
    table = table[table["place"].isin(places)].sort_values(
        ["place", *GROUP], na_position="first", ignore_index=True
    )
    table = table.astype(dict.fromkeys(("place", "n", "seen", "hit"), "int64"))
    low, high = proportion_confint(table["hit"], table["seen"].where(table["seen"] > 0), method="wilson")
    share = table["hit"] / table["seen"].where(table["seen"] > 0)
    part = table["grouping"].fillna("").astype("str") + " " + table["place"].astype("str")
    table = table.assign(part=part, share=share, low=low, high=high)
    return table.join(_against_others(table, minimum))


def _against_others(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Each group's share less that of the others of its grouping together."""
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    sums = table.groupby("part")[["seen", "hit"]].transform("sum")
    others, hits = sums["seen"] - table["seen"], sums["hit"] - table["hit"]
    asked = table["group"].notna() & table["seen"].ge(max(minimum, 1)) & others.ge(max(minimum, 1))
    found = pd.DataFrame(
        np.nan, table.index, ["difference", "difference_low", "difference_high", "p"], dtype=float
    )
    for at in table.index[asked]:
        hit, seen = [table.at[at, "hit"], hits[at]], [table.at[at, "seen"], others[at]]
        ends = confint_proportions_2indep(hit[0], seen[0], hit[1], seen[1], method="newcomb")
        same = sum(hit) in (0, sum(seen))
        p = 1.0 if same else proportions_ztest(hit, seen)[1]
        found.loc[at] = [hit[0] / seen[0] - hit[1] / seen[1], *ends, p]
    found.loc[asked, "p"] = holm(found.loc[asked, "p"])
    return found
