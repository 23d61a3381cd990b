import ibis
import numpy as np
import pandas as pd
import pytest

from workbook.apply.hold_out import hold_out, known_at
from workbook.apply.responses import responses

START = pd.Timestamp("2017-10-01")
TEXTS = ("customer_id", "touchpoint", "campaign", "outcome")
SENT = {"customer_id": "string", "programme": "string", "responded": "int64"}


def tables(stages):
    ids = list(stages)
    about = pd.DataFrame({"customer_id": ids, "profile": None})
    about = ibis.memtable(about, schema={"customer_id": "string", "profile": "string"})
    return ibis.memtable({"customer_id": ids, "stage": list(stages.values())}), about


def table_of(stages, chosen, sent):
    """chosen: programme per stage; sent: customer, programme, responded."""
    sizes = pd.Series(stages).value_counts()
    rows = [
        {"stage": stage, "profile": "", "n": sizes[stage], "programme": name, "chosen": name == own}
        for stage, own in chosen.items()
        for name in ("A", "B")
    ]
    found = ibis.memtable(pd.DataFrame(sent, columns=list(SENT)), schema=SENT)
    found = found.mutate(second=ibis.literal(1_600_000_000), control=ibis.literal(0), sent=ibis.literal(1))
    return hold_out(pd.DataFrame(rows), *tables(stages), found, start=START).set_index("way")


def test_each_way_weighs_the_same_groups_by_hand():
    """Stage x: A answered 1 of 2, B 0 of 1; stage y: B 1 of 4, A 1 of 1; z: nobody was sent B."""
    stages = dict.fromkeys("abcd", "x") | dict.fromkeys("efghij", "y") | {"k": "z"}
    sent = [("a", "A", 1), ("b", "A", 0), ("c", "B", 0), ("k", "A", 1)]
    sent += [("e", "B", 1), ("f", "B", 0), ("g", "B", 0), ("h", "B", 0), ("i", "A", 1)]
    table = table_of(stages, {"x": "A", "y": "B", "z": "B"}, sent)
    lot = 0.4 * (0.4 * 0.5 + 0.6 * 0) + 0.6 * (0.4 * 1 + 0.6 * 0.25)
    every = 0.4 * 0.25 + 0.6 * 0.625
    assert table["share"].tolist() == pytest.approx([0.4 * 0.5 + 0.6 * 0.25, lot, every])
    assert table["gain"].tolist()[1:] == pytest.approx([0.35 - lot, 0.35 - every])
    assert table.loc["chosen", ["actions", "tested", "got"]].tolist() == [11, 10, 6]
    assert table_of(stages, {"z": "B"}, [("k", "A", 1)]).empty


def test_the_interval_is_that_of_a_bootstrap_over_customers():
    rng, stages = np.random.default_rng(1), {str(one): "xy"[one % 2] for one in range(600)}
    keen = rng.beta(1, 4, 600)
    sent = [
        (str(one), name, int(rng.random() < keen[one] * (1.0 if name == "A" else 0.6)))
        for one in range(600)
        for name in rng.choice(["A", "B"], rng.integers(0, 5))
    ]
    table = table_of(stages, {"x": "A", "y": "B"}, sent)
    rows = pd.DataFrame(sent, columns=list(SENT)).assign(own=lambda rows: rows["customer_id"].map(stages))
    cell = rows["own"] + rows["programme"]
    names = ["xA", "xB", "yA", "yB"]
    base, hits = np.zeros((600, 4)), np.zeros((600, 4))
    place = rows["customer_id"].astype(int), cell.map(names.index)
    np.add.at(base, place, 1)
    np.add.at(hits, place, rows["responded"])
    draws = rng.multinomial(600, np.full(600, 1 / 600), 4000)
    rate = (draws @ hits) / (draws @ base)
    gain = (rate[:, 0] + rate[:, 3]) / 2 - rate.mean(axis=1)
    low, high = np.quantile(gain, [0.025, 0.975])
    assert table.loc["all", ["low", "high"]].tolist() == pytest.approx([low, high], abs=0.006)


def test_nothing_of_the_quarter_leaks_into_what_is_known_when_it_begins():
    rows = [("a", "2017-09-01", "A", "one", "sent"), ("a", "2017-09-03", "coupon", "one", "redeemed")]
    rows += [("b", "2017-09-20", "A", "one", "sent")]
    later = [("b", "2017-10-01", "coupon", "one", "redeemed"), ("c", "2017-10-02", "A", "two", "sent")]
    bought, soon = [("b", "2017-09-21")], [("b", "2017-09-21"), ("a", "2017-10-01")]

    def learned(contacts, orders):
        contacts = pd.DataFrame(contacts, columns=["customer_id", "at", *TEXTS[1:]])
        contacts = contacts.assign(at=pd.to_datetime(contacts["at"]))
        orders = pd.DataFrame(orders, columns=["customer_id", "ordered_at"]).assign(amount=5.0)
        orders = orders.assign(ordered_at=pd.to_datetime(orders["ordered_at"]))
        schema = {"customer_id": "string", "at": "timestamp", **dict.fromkeys(TEXTS[1:], "string")}
        programmes = pd.DataFrame({"programme": ["A"]})
        given = ibis.memtable(contacts, schema=schema), ibis.memtable(orders)
        return responses(known_at(*given, programmes, days=14, end=START))

    assert learned(rows, bought)[["sent", "responded", "followed"]].values.tolist() == [[2, 1, 1]]
    pd.testing.assert_frame_equal(learned(rows, bought), learned(rows + later, soon))


@pytest.mark.ci
def test_the_grocers_actions_are_chosen_on_three_quarters_and_counted_in_the_fourth(grocer):
    """Recomputed in pandas from the delivered contacts: what was learned, and what came of it."""
    contacts = grocer.inputs("touchpoints")
    sends = contacts[contacts["touchpoint"].str.startswith("Mailing type")]
    replies = contacts[contacts["touchpoint"].eq("Coupon redemption")]

    def rates(sent, until):
        last = replies[replies["at"] < until].groupby(["customer_id", "campaign"])["at"].max()
        rows = sent[sent["at"] < until].join(last.rename("last"), on=["customer_id", "campaign"])
        return rows.assign(hit=rows["last"].ge(rows["at"]).astype(int))

    learned = rates(sends, START).groupby("touchpoint")["hit"].mean()
    known = grocer.table("2017Q4", "hold_out_responses").set_index("programme")["responded_share"]
    assert known.to_dict() == pytest.approx(learned.to_dict())
    picked = grocer.table("2017Q4", "hold_out_actions").query("chosen")
    stages = grocer.private("2017Q4", "stages_before").set_index("customer_id")["stage"]
    then = rates(sends[sends["at"] >= START], pd.Timestamp("2018-01-01"))
    then = then.assign(stage=then["customer_id"].map(stages))
    own, n = (picked.groupby("stage")[name].agg(how) for name, how in (("programme", "first"), ("n", "sum")))
    assert picked.groupby("stage")["programme"].nunique().eq(1).all() and "value" in set(picked["reason"])
    each = then.groupby(["stage", "touchpoint"])["hit"].mean()
    shares = {
        "chosen": sum(n[stage] * each[stage, own[stage]] for stage in n.index) / n.sum(),
        "random": sum(n[a] * n[b] * each[a, own[b]] for a in n.index for b in n.index) / n.sum() ** 2,
        "all": sum(n[stage] * each[stage].mean() for stage in n.index) / n.sum(),
    }
    table = grocer.table("2017Q4", "hold_out").set_index("way")
    assert table["share"].to_dict() == pytest.approx(shares)
    assert table.loc[["random", "all"], "low"].gt(0).all()
