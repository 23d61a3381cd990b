import clickstream
import ibis
import numpy as np
import pandas as pd
import pytest

from workbook.engagement import JourneyRule
from workbook.understand import paths
from workbook.understand.contacts import journey_contacts

END = pd.Timestamp(clickstream.END)


def counted(stream, **rule):
    rule = JourneyRule(offline_channels=("store",), **rule)
    return journey_contacts(
        ibis.memtable(stream), clickstream.JOURNEY, rule, start=clickstream.START, end=clickstream.END
    )


def of(*contacts):
    """Contacts as (customer, day of October, touchpoint, channel)."""
    frame = pd.DataFrame(contacts, columns=["customer_id", "day", "touchpoint", "channel"])
    at = (pd.Timestamp("2017-10-01") + pd.to_timedelta(frame.pop("day") - 1, unit="D")).astype(
        "datetime64[us]"
    )
    frame = frame.assign(at=at, phase="", source="")
    return counted(frame)


def groups(**by):
    return ibis.memtable(pd.DataFrame({"customer_id": list(by), "stage": list(by.values())}))


@pytest.fixture(scope="module")
def walked():
    return counted(clickstream.with_defects(clickstream.walks(2500), repeated=300, unknown=0, shifted=0))


def test_the_planted_transitions_are_given_back(walked):
    found = paths.journey_paths(walked)
    share = found.pivot_table(index="before", columns="after", values="share", fill_value=0.0)
    share = share.reindex(index=clickstream.TOUCHPOINTS, columns=clickstream.TOUCHPOINTS, fill_value=0.0)
    n = found.drop_duplicates("before").set_index("before")["from_n"].reindex(clickstream.TOUCHPOINTS)
    true = clickstream.NEXT[:, :-1] / clickstream.NEXT[:, :-1].sum(axis=1, keepdims=True)
    error = np.sqrt(true * (1 - true) / n.to_numpy()[:, None])
    assert (np.abs(share.to_numpy() - true) <= 4 * error + 1e-9).all(), share.round(3)
    assert ((share.to_numpy() > 0) == (true > 0)).all()


def test_days_between_are_quartiles_of_those_days(walked):
    row = paths.journey_paths(walked).iloc[0]
    # Between contacts lie 1 second and an exponential time of mean 5,000 seconds.
    expected = [-np.log(1 - part) * 5000 / 86400 for part in (0.25, 0.5, 0.75)]
    assert row[["days_low", "days", "days_high"]].tolist() == pytest.approx(expected, rel=0.15)


def test_steps_by_hand():
    found = paths.journey_paths(
        of(
            ("a", 1, "search", "web"),
            ("a", 3, "basket", "web"),
            ("a", 4, "search", "web"),
            ("a", 5, "search", "web"),
            ("b", 1, "search", "web"),
            ("b", 2, "basket", "web"),
        )
    )
    assert found[["before", "after", "n", "customers", "back"]].values.tolist() == [
        ["search", "basket", 2, 2, 0],
        ["search", "search", 1, 1, 0],
        ["basket", "search", 1, 1, 1],
    ]
    assert found["share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1])
    assert found.loc[0, ["days_low", "days", "days_high"]].tolist() == [1.25, 1.5, 1.75]


def test_the_most_taken_paths_by_hand():
    walk = [("search", 1), ("search", 2), ("basket", 3), ("checkout", 4)]
    long = [(name, day) for day, name in enumerate(["advert", "search"] * 3, 1)]
    contacts = [(who, day, name, "web") for who in "abc" for name, day in walk]
    contacts += [("d", day, name, "web") for name, day in long]
    found = paths.top_paths(of(*contacts))
    assert found["steps"].tolist() == [
        ["search", "basket", "checkout"],
        ["advert", "search"] * 2 + ["advert"],
    ]
    assert found["more"].tolist() == [False, True]
    assert found[["n", "customers", "paths"]].values.tolist() == [[3, 3, 4], [1, 1, 4]]
    assert found["share"].tolist() == [0.75, 0.25]


def funnel(found, by):
    return paths.shares_by_group(paths.reached(found, end=END), by, found.facts.places, minimum=1)


def test_who_goes_on_by_hand():
    found = of(
        ("a", 1, "advert", "web"),
        ("a", 31, "search", "web"),  # 30 days later: in time
        ("b", 1, "advert", "web"),
        ("b", 32, "search", "web"),  # too late
        ("c", 2, "search", "web"),
        ("c", 5, "advert", "web"),  # not after the advert
        ("d", 70, "advert", "web"),  # 9 December: too recent to tell
        ("d", 71, "search", "web"),
    )
    table = funnel(found, groups(a="new", b="new", c="loyal", d="loyal"))
    whole = table[table["grouping"].isna()]
    assert whole[["place", "n", "seen", "hit"]].values.tolist() == [[0, 4, 3, 1], [1, 4, 0, 0]]
    new = table[table["group"].eq("new") & table["place"].eq(0)].iloc[0]
    assert (new["share"], new["difference"]) == (0.5, 0.5)


def test_a_difference_is_newcombe_s_and_its_p_is_corrected():
    """Newcombe (1998), Statistics in Medicine 17, table II, method 10: 56/70 less 48/80."""
    flags = pd.DataFrame({"customer_id": range(150), "place": 0, "seen": 1})
    flags["hit"] = [1] * 56 + [0] * 14 + [1] * 48 + [0] * 32
    by = pd.DataFrame({"customer_id": range(150), "stage": ["new"] * 70 + ["loyal"] * 80})
    table = paths.shares_by_group(ibis.memtable(flags), ibis.memtable(by), [0], minimum=10)
    new = table[table["group"].eq("new")].iloc[0]
    ends = new[["difference", "difference_low", "difference_high"]].tolist()
    assert ends == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert new["p"] == pytest.approx(2 * 0.00816, rel=0.02)  # chi-square 7.0 on 1 degree of freedom, times 2


def test_groups_that_are_hidden_are_not_compared():
    flags = pd.DataFrame({"customer_id": range(30), "place": 0, "seen": 1, "hit": [1] * 9 + [0] * 21})
    by = pd.DataFrame({"customer_id": range(30), "stage": ["few"] * 9 + ["many"] * 21})
    table = paths.shares_by_group(ibis.memtable(flags), ibis.memtable(by), [0], minimum=10)
    assert table["difference"].isna().all() and table["p"].isna().all()


def test_who_crosses_by_hand():
    found = of(
        ("a", 1, "search", "web"),
        ("a", 60, "helpdesk", "store"),
        ("b", 1, "search", "web"),
        ("c", 1, "helpdesk", "store"),
    )
    table = paths.shares_by_group(paths.crossed(found), groups(a="x", b="x", c="y"), [0], minimum=1)
    assert table.loc[table["grouping"].isna(), ["n", "seen", "hit"]].values.tolist() == [[3, 3, 1]]
