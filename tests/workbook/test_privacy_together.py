"""What all published tables of a quarter give away together, by linear programming over every total shown.

Customers fall into cells by every grouping at once. What a cell brings is unknown to a reader; every number
that is published is the sum over some cells. A number about few customers is given away where the least and
the most that these sums allow it to be are the same.
"""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples
from scipy.optimize import linprog

from workbook.privacy import declare, hidden
from workbook.recognise import rfm
from workbook.recognise.groupings import OF_GROUPS, declared_groups

MINIMUM = 10
GROUPINGS = ["stage", "segment", "profile", "manager"]


def given_away(cells, sums, targets):
    """The targets (sets of cells) whose sum the published sums give away; that it is 0 may be known.

    Args:
        cells: The number of cells.
        sums: Per published number, which cells it adds up (a mask) and what it is.
        targets: By name the mask of what must not be known.
    """
    equations = {"A_eq": np.array([mask for mask, _ in sums], float), "b_eq": [total for _, total in sums]}
    found = []
    for name, mask in targets.items():
        aim = np.asarray(mask, float)
        ends = [linprog(sign * aim, **equations, bounds=(0, None)) for sign in (1, -1)]
        assert ends[0].status == 0, (name, ends[0].message)
        least, most = ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun
        if most > 1e-6 and most - least < 1e-3 * most:
            found.append(name)
    assert len(aim) == cells
    return found


def small_targets(cells):
    """Every group, and every group within one of another grouping, of fewer customers than may be shown."""
    masks = {
        (grouping, group): cells[grouping].eq(group).to_numpy()
        for grouping in GROUPINGS
        for group in cells[grouping].unique()
    }
    pairs = {(a, b): masks[a] & masks[b] for a, b in combinations(masks, 2) if a[0] != b[0]}
    sizes = cells["n"].to_numpy()
    return {name: mask for name, mask in (masks | pairs).items() if 0 < sizes[mask].sum() < MINIMUM}


def as_published(cells):
    """The table of groups of all groupings, as its measure declares it, made of cells."""
    tables = []
    for grouping in GROUPINGS:
        rows = cells.groupby(grouping)[["n", "value"]].sum().rename_axis("group").reset_index()
        band = rows["group"].str.split("|").str[0]
        tables.append(rows.assign(grouping=grouping, total=band if grouping == "manager" else grouping))
    table = pd.concat(tables, ignore_index=True)
    measures = dict.fromkeys(OF_GROUPS, table["value"])
    overlaps = cells.groupby(GROUPINGS, as_index=False)["n"].sum()
    return hidden(declared_groups(table.assign(**measures), overlaps), MINIMUM)


def sums_of(published, cells, measure="value"):
    known = published.dropna(subset=[measure])
    return [(cells[row["grouping"]].eq(row["group"]).to_numpy(), row[measure]) for _, row in known.iterrows()]


CUSTOMER = st.tuples(*[st.integers(0, 2)] * 4, st.integers(1, 40), st.integers(1, 9))


@examples(40)
@given(st.lists(CUSTOMER, min_size=3, max_size=12))
def test_no_group_of_few_is_given_away_by_the_groups_around_it(rows):
    frame = pd.DataFrame(rows, columns=["stage", "segment", "profile", "band", "n", "value"])
    frame = frame.assign(manager=frame["band"].astype(str) + "|" + frame["profile"].astype(str))
    frame[GROUPINGS] = frame[GROUPINGS].astype(str)
    cells = frame.groupby(GROUPINGS, as_index=False)[["n", "value"]].sum()
    published = as_published(cells)
    targets, sums = small_targets(cells), sums_of(published, cells)
    assert not (targets and sums) or given_away(len(cells), sums, targets) == []


# The examples, with all that their reports publish


def members_of(demo, period):
    """Each customer's group in every grouping, and what they bring."""
    stages, segments, bands, measures = (
        demo.private(period, f"customer_{name}").set_index("customer_id")
        for name in ("stages", "segments", "bands", "measures")
    )
    about = demo.inputs("customers").set_index("customer_id").reindex(measures.index)
    managed = np.where(about["account_manager"].notna(), "|with", "|without")
    return pd.DataFrame(
        {
            "stage": stages["stage"],
            "segment": segments["segment"].reindex(measures.index).fillna(""),
            "profile": about["profile"].fillna(""),
            "band": bands["value_band"],
            "manager": bands["value_band"].reindex(measures.index) + managed,
            "value": measures["cents"] / 100,
        },
        index=measures.index,
    )


def told(demo, period, members, measure):
    """Every number on a measure that is published of a quarter, as a sum over cells."""
    keys = [*GROUPINGS, "band"]
    cells = members.groupby(keys, as_index=False).agg(n=("value", "size"), value=("value", "sum"))
    sums = sums_of(demo.table(period, "value_of_groups"), cells, measure)
    if measure == "value":
        for name, grouping in (("value_by_stage", "stage"), ("segments", "segment"), ("value_bands", "band")):
            table = demo.table(period, name).assign(grouping=grouping)
            sums += sums_of(table, cells)
    return cells, sums


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["value", "expected"])
def test_nothing_of_few_customers_is_given_away_by_a_quarters_tables(demo, period, measure):
    cells, sums = told(demo, period, members_of(demo, period), measure)
    targets = small_targets(cells)
    assert len(sums) > 5 and targets
    assert given_away(len(cells), sums, targets) == []


def rfm_given_away(cells, groups, total):
    """The cells of few customers that shares per name give away, for a reader who knows the total."""
    known, shares = cells["value_per_customer"].notna(), groups.dropna(subset=["share_of_value"])
    sums = [
        (cells.index == at, cells.at[at, "n"] * cells.at[at, "value_per_customer"])
        for at in cells.index[known]
    ]
    sums += [
        (cells["name"].eq(row.name_).to_numpy(), row.share * total)
        for row in shares.rename(columns={"name": "name_", "share_of_value": "share"}).itertuples()
    ]
    sums.append((np.ones(len(cells), bool), total))
    sums += [(cells.index == at, 0.0) for at in cells.index[cells["n"].eq(0)]]
    targets = {at: cells.index == at for at in cells.index[cells["n"].between(1, MINIMUM - 1)]}
    return given_away(len(cells), sums, targets) if targets else []


@pytest.mark.slow
def test_no_rfm_cell_of_few_is_given_away_by_the_shares_of_the_names(demo, period):
    cells, groups = demo.table(period, "rfm_cells"), demo.table(period, "rfm_cells_groups")
    total = demo.private(period, "customer_measures")["spent"].sum() / 100
    assert rfm_given_away(cells, groups, total) == []


@examples(30)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 99)), min_size=25, max_size=25))
def test_no_rfm_cell_of_few_is_given_away_whatever_the_cells(rows):
    cells = pd.DataFrame({"n": [n for n, _ in rows], "value": [float(n * each) for n, each in rows]})
    places = pd.MultiIndex.from_product([range(1, 6)] * 2, names=["recency", "frequency"])
    cells["name"] = [rfm.cell_name(*place) for place in places]
    cells["value_per_customer"] = cells["value"] / cells["n"].where(cells["n"] > 0)
    told = declare(cells, "value_per_customer", totals=["name"])
    published = [hidden(told, MINIMUM), hidden(rfm.rfm_groups(cells), MINIMUM)]
    assert not cells["value"].sum() or rfm_given_away(*published, cells["value"].sum()) == []


@pytest.mark.slow
def test_no_hidden_move_is_given_away_by_the_stages_of_two_quarters(partners):
    moves = partners.table("2017Q4", "stage_transitions")
    after = partners.table("2017Q4", "value_by_stage").set_index("group")["n"]
    cells = pd.concat([moves, pd.DataFrame({"before": "", "after": after.index})], ignore_index=True)
    before = cells.dropna(subset=["from_n"]).drop_duplicates("before").set_index("before")["from_n"]
    sums = [(cells["before"].eq(stage).to_numpy(), n) for stage, n in before.items()]
    sums += [(cells["after"].eq(stage).to_numpy(), n) for stage, n in after.items()]
    known = cells["n"].notna()
    sums += [(cells.index == at, cells.at[at, "n"]) for at in cells.index[known]]
    targets = {at: cells.index == at for at in cells.index[~known & cells["before"].ne("")]}
    assert targets == {} or given_away(len(cells), sums, targets) == []
