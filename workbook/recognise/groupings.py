"""What each group is worth now and is expected to bring, for several ways to group the same customers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from workbook.engagement import OutlookRule
from workbook.privacy import declare
from workbook.recognise.histories import expected_totals
from workbook.recognise.outlook import Outlook
from workbook.recognise.value import value_by_segment

if TYPE_CHECKING:
    import ibis

UNKNOWN = ""
"""The group of customers of whom it is not known."""
MANAGED, UNMANAGED = "with", "without"
OF_GROUPS = ["value", "share_of_value", "expected", "low", "high", "share_of_expected"]
"""What is measured of a group."""
EXPECTED = ["grouping", "group", "expected", "low", "high"]


def customer_groupings(
    stages: "ibis.Table", segments: "ibis.Table", bands: "ibis.Table", customers: "ibis.Table"
) -> "dict[str, ibis.Table]":
    """Group customers by stage, segment, profile, and value band with or without account manager.

    Args:
        stages: customer_id, stage.
        segments: customer_id, segment; customers without one are a group of their own.
        bands: customer_id, value_band, from `workbook.recognise.value.value_bands`.
        customers: customer_id, profile, account_manager; blank where unknown.

    Returns:
        By name stage, segment (blank where in none), profile (blank where unknown) and manager (such as
        "A|with"): customer_id, group. Segments, profiles or account managers that nobody has are no way to
        group.
    """
    import ibis

    about = customers.select("customer_id", "profile", "account_manager")
    found = {
        "stage": stages.select("customer_id", group=stages.stage),
    }
    if int(segments.segment.count().to_pandas()):
        placed = stages.select("customer_id").left_join(segments, "customer_id")
        found["segment"] = placed.select("customer_id", group=placed.segment.fill_null(UNKNOWN))
    known = about.aggregate(profile=about.profile.count(), manager=about.account_manager.count()).to_pandas()
    if known.loc[0, "profile"]:
        told = stages.select("customer_id").left_join(about, "customer_id")
        found["profile"] = told.select("customer_id", group=told.profile.fill_null(UNKNOWN))
    if known.loc[0, "manager"]:
        told = bands.left_join(about, "customer_id")
        managed = ibis.ifelse(told.account_manager.notnull(), f"|{MANAGED}", f"|{UNMANAGED}")
        found["manager"] = told.select("customer_id", group=told.value_band.concat(managed))
    return found


def expected_of_groupings(
    found: Outlook,
    histories: "ibis.Table",
    groupings: "Mapping[str, ibis.Table]",
    *,
    rule: OutlookRule,
    discount: float,
) -> pd.DataFrame:
    """What the customers of every group are expected to bring.

    Args:
        found: The models, from `workbook.recognise.outlook.outlook`.
        histories: From `workbook.recognise.histories.customer_histories`.
        groupings: From `customer_groupings`.
        rule: How far ahead.
        discount: The share of its value that money loses per quarter.

    Returns:
        grouping, group, expected, low, high (an interval as that of the outlook); without rows where there
        are no models.
    """
    if found.models is None:
        return pd.DataFrame(columns=EXPECTED)
    ahead = {"quarters": rule.quarters, "discount": discount}
    tables = [
        found.allowing_for_error(expected_totals(histories, *found.models, groups, **ahead)).assign(
            grouping=name
        )
        for name, groups in groupings.items()
    ]
    return pd.concat(tables, ignore_index=True).rename(columns={"value": "expected"})[EXPECTED]


def value_of_groupings(
    measures: "ibis.Table",
    groupings: "Mapping[str, ibis.Table]",
    expected: pd.DataFrame,
    order: Sequence[str],
) -> pd.DataFrame:
    """Share of the base and of the revenue, and what is expected, per group of every grouping.

    Args:
        measures: From `workbook.recognise.rfm.customer_measures`.
        groupings: From `customer_groupings`.
        expected: From `expected_of_groupings`.
        order: Names of stages and value bands, in the order to show; other groups follow by name, and who is
            in none comes last.

    Returns:
        grouping, group, n, share_of_customers, value, share_of_value (both shares of all customers),
        expected, low, high, share_of_expected (of what all are expected to bring; blank without models),
        total (the value band of a group by account manager, else the grouping: what groups add up to).
    """
    everybody = measures.aggregate(n=measures.count(), cents=measures.cents.sum()).to_pandas().iloc[0]
    tables = [value_by_segment(measures, groups).assign(grouping=name) for name, groups in groupings.items()]
    table = pd.concat(tables, ignore_index=True).merge(expected, how="left", on=["grouping", "group"])
    ahead = table.loc[table["grouping"].eq("stage"), "expected"].sum()
    total = (everybody["cents"] or 0) / 100
    table["share_of_customers"] = table["n"] / everybody["n"]
    table["share_of_value"] = table["value"] / total if total > 0 else 0.0
    table["share_of_expected"] = table["expected"] / ahead if ahead > 0 else float("nan")
    band = table["group"].str.split("|").str[0]
    table["total"] = band.where(table["grouping"].eq("manager"), table["grouping"])
    place = {name: at for at, name in enumerate(order)}
    rank = band.map(place).fillna(len(place))
    table = table.assign(
        kind=pd.Categorical(table["grouping"], list(groupings)), rank=rank, none=table["group"].eq(UNKNOWN)
    ).sort_values(["kind", "none", "rank", "group"], ignore_index=True)
    columns = ["grouping", "group", "n", "share_of_customers", "value", "share_of_value"]
    table = declare(table[[*columns, "expected", "low", "high", "share_of_expected", "total"]])
    return declared_groups(table, _overlaps(groupings))


def declared_groups(table: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """A table of groups with what it tells of people, by itself and by how the groupings overlap."""
    by_itself = declare(table, *OF_GROUPS, totals=["grouping", "total"])
    return declare(by_itself, *OF_GROUPS, overlaps=overlaps, keep=["stage", "segment"])


def _overlaps(groupings: "Mapping[str, ibis.Table]") -> pd.DataFrame:
    """How many customers are in each combination of groups."""
    (first, together), *others = (
        (name, groups.select("customer_id", **{name: groups.group})) for name, groups in groupings.items()
    )
    names = [first]
    for name, groups in others:
        together = together.inner_join(groups, "customer_id").select("customer_id", *names, name)
        names.append(name)
    return together.group_by(names).aggregate(n=together.count()).order_by(names).to_pandas()
