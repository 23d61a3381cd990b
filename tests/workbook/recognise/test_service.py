"""Partners against the norms, all of it: what is true of the example is found, and what is said follows."""

from datetime import datetime

import ibis
import numpy as np
import pandas as pd
import pytest
import yaml

from workbook.engagement import Norm, StrikeRule, engagement_from
from workbook.examples import example
from workbook.privacy import hide_small
from workbook.recognise.service import OF_NORMS, service_quality

END = datetime(2018, 1, 1)
ON_TIME = Norm(name="on time", at_least=0.95, label={"en": "On time", "nl": "Op tijd"})
RULE = StrikeRule()
QUARTERS = pd.period_range("2016Q1", "2017Q4", freq="Q")


def cases(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "at", "n", "met"])
    schema = {"customer_id": "string", "at": "timestamp(6)", "norm": "string", "n": "int64", "met": "int64"}
    frame = frame.assign(at=pd.to_datetime(frame["at"]), norm="on time")
    return ibis.memtable(frame[list(schema)], schema=schema)


@pytest.fixture(scope="module")
def partners():
    built = example("partners")
    return built, engagement_from(yaml.safe_load(built.settings))


@pytest.fixture(scope="module")
def judged(partners):
    """Every judged result of the example, in plain pandas."""
    built, engagement = partners
    limits = pd.DataFrame(
        [{"norm": norm.name, "minimum": norm.minimum, "allowed": norm.allowed} for norm in engagement.norms]
    )
    rows = built.tables["service"].merge(limits, on="norm")
    rows = rows[rows["n"] >= rows["minimum"]]
    missed = (rows["n"] - rows["met"]) * 1_000_000 > rows["n"] * rows["allowed"]
    quarter = rows["at"].dt.to_period("Q")
    return rows.assign(missed=missed, quarter=quarter, met_share=rows["met"] / rows["n"])


@pytest.fixture(scope="module")
def found(partners):
    built, engagement = partners
    service = ibis.memtable(built.tables["service"])
    return service_quality(service, engagement.norms, engagement.strikes, end=END)


# What was put into partners comes out


def test_small_partners_do_worse_on_the_norm_that_is_harder_for_them_and_on_no_other(partners, found):
    truth, sizes = partners[0].truth["norms"], found.sizes.set_index("norm")
    worse = sizes.index[sizes["met_share_high"] < 0].tolist()
    assert worse == truth["small_do_worse"] == ["replies"]
    alike = sizes.loc[truth["small_do_alike"]]
    assert (alike["met_share_low"] < 0).all() and (alike["met_share_high"] > 0).all()


def test_small_partners_are_struck_more_often_on_norms_where_they_are_as_good(partners, found):
    sizes = found.sizes.set_index("norm").loc[["on-time", "cancellations"]]
    assert (sizes["kept_high"] < 0).all() and (sizes["chance_small"] > 2 * sizes["chance_large"]).all()
    missed = 1 - sizes["kept_small"]
    assert (missed - sizes["chance_small"]).abs().max() < 0.05


def test_only_the_norm_that_rises_in_truth_rises_over_two_years(partners, judged):
    first, last = (
        judged[judged["quarter"].eq(quarter)].groupby("norm")["met_share"] for quarter in QUARTERS[[0, -1]]
    )
    error = np.sqrt(first.var() / first.count() + last.var() / last.count())
    change = (last.mean() - first.mean()) / error
    assert change.index[change > 4].tolist() == partners[0].truth["norms"]["rises"]
    assert change.drop("on-time").abs().max() < 4


def test_mishaps_show_in_the_contacts(partners, judged):
    contacts = partners[0].tables["touchpoints"]
    for norm, touchpoint in partners[0].truth["norms"]["mishaps"].items():
        met = contacts[contacts["touchpoint"].eq(touchpoint)]
        counts = met.groupby(["customer_id", met["at"].dt.to_period("Q").rename("quarter")]).size()
        rows = judged[judged["norm"].eq(norm)].set_index(["customer_id", "quarter"])
        many = counts.reindex(rows.index, fill_value=0) >= 2
        assert rows.loc[many, "met_share"].mean() < rows.loc[~many, "met_share"].mean() - 0.003, norm


def test_cases_follow_from_the_sales(partners):
    service, sales = partners[0].tables["service"], partners[0].tables["transactions"]
    quarter = sales["ordered_at"].dt.to_period("Q").rename("quarter")
    revenue = sales.groupby(["customer_id", quarter])["amount"].sum()
    orders = service[service["norm"].eq("on-time")]
    orders = orders.assign(quarter=orders["at"].dt.to_period("Q"))
    orders = orders.set_index(["customer_id", "quarter"])["n"]
    assert (revenue.reindex(orders.index) / orders).between(7, 25).all()
    wide = service.pivot(index=["customer_id", "at"], columns="norm", values="n").fillna(0)
    assert (wide["replies"] <= wide["on-time"]).all() and (wide["returns"] <= wide["on-time"]).all()
    assert wide["on-time"].equals(wide["cancellations"])


def test_norms_kept_and_strikes_are_those_of_a_plain_count(judged, found):
    now = judged[judged["quarter"].eq(QUARTERS[-1])]
    by_norm = now.groupby("norm")["missed"].agg(["size", "sum"])
    norms = found.norms.set_index("norm")
    assert norms["judged"].to_dict() == by_norm["size"].to_dict()
    assert (norms["judged"] - norms["kept"]).to_dict() == by_norm["sum"].to_dict()
    given = judged.groupby("quarter")["missed"].sum()
    assert found.scores["given"].tolist() == given.tolist()
    assert found.scores["quarter"].tolist() == QUARTERS.astype("str").tolist()


def test_who_is_at_risk_is_counted_as_on_paper_among_those_with_cases_now(partners, judged, found):
    service = partners[0].tables["service"]
    present = set(service.loc[service["at"] >= "2017-10-01", "customer_id"])
    active = dict.fromkeys(present, 0)
    for (customer, _), rows in judged.sort_values("quarter").groupby(["customer_id", "norm"]):
        strikes = run = 0
        for missed in rows["missed"]:
            strikes, run = (strikes + 1, 0) if missed else (strikes, run + 1)
            strikes = 0 if run >= RULE.expires_after else strikes
        if customer in present:
            active[customer] += strikes
    standing = found.strikes.iloc[0]
    assert standing["n"] == len(present) and standing["active"] == sum(active.values())
    assert standing["at_risk"] == sum(count >= RULE.limit for count in active.values()) > 100
    rows = found.partners.to_pandas().set_index("customer_id")
    assert rows["strikes"].to_dict() == active
    assert rows["at_risk"].to_dict() == {customer: count >= RULE.limit for customer, count in active.items()}


def test_scores_and_changes_per_partner_are_those_of_which_the_mean_is_shown(found):
    rows, shown = found.partners.to_pandas(), found.scores.iloc[-1]
    assert rows["quality_score"].count() == shown["n"] and rows["quality_change"].count() == shown["n_both"]
    assert rows["quality_score"].mean() == pytest.approx(shown["score"], abs=0.05)
    assert rows["quality_change"].mean() == pytest.approx(shown["change"], abs=0.05)
    scored = rows.dropna(subset=["quality_change"])
    for measure in ("quality", "quality_change"):
        middle = scored["quality_score" if measure == "quality" else measure]
        assert (scored[f"{measure}_low"] <= middle).all() and (middle <= scored[f"{measure}_high"]).all()


# Little or nothing to hold against norms


def test_partners_who_left_keep_their_strikes_and_are_not_at_risk():
    rows = [("gone", f"2017-{month:02d}-01", 40, 20) for month in (2, 5, 8)]
    rows += [("here", f"2017-{month:02d}-01", 40, 20) for month in (2, 5, 8, 11)]
    standing = service_quality(cases(*rows), [ON_TIME], RULE, end=END).strikes.iloc[0]
    assert standing.to_dict() == {"n": 1, "given": 1, "expired": 0, "active": 4, "at_risk": 1}


@pytest.mark.parametrize(
    ("rows", "norms", "reason"),
    [
        ([], [], "none"),
        ([("a", "2017-11-01", 40, 20)], [], "no_norms"),
        ([], [ON_TIME], "no_cases"),
        ([("a", "2017-09-30", 40, 20), ("a", "2017-11-01", 0, 0)], [ON_TIME], "no_cases"),
        ([("a", "2017-09-30", 40, 20), ("a", "2017-11-01", 9, 9)], [ON_TIME], "not_judged"),
    ],
)
def test_what_there_is_not_is_a_result_with_its_reason(rows, norms, reason):
    held = service_quality(cases(*rows), norms, RULE, end=END)
    assert held.reason == reason
    assert max(map(len, (held.norms, held.scores, held.strikes, held.sizes))) == 0


def test_one_partner_is_judged_and_not_held_beside_itself():
    held = service_quality(cases(("a", "2017-11-01", 40, 20)), [ON_TIME], RULE, end=END)
    assert held.norms[["judged", "kept"]].to_numpy().tolist() == [[1, 0]] and held.sizes.empty


def test_of_a_norm_on_which_few_are_judged_only_their_number_is_left():
    held = service_quality(
        cases(*[(name, "2017-11-01", 40, 20) for name in "abcd"]), [ON_TIME], RULE, end=END
    )
    row = hide_small(held.norms, OF_NORMS, 10, n="judged").iloc[0].dropna()
    assert row.to_dict() == {"norm": "on time", "judged": 4, "n_both": 0}
