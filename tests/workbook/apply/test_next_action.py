import ibis
import pandas as pd
from sends import messages, sends

from prioritization import assignment
from workbook.apply.audience import group_sizes
from workbook.apply.channel_capacity import within_capacity
from workbook.apply.next_action import action_candidates, next_actions, with_actions
from workbook.engagement import ContactRule

START, END = pd.Timestamp("2018-01-01"), pd.Timestamp("2018-04-01")
STAGES = {"customer_id": ["a", "b", "c", "d"], "stage": ["new", "new", "loyal", "gone"]}
CUSTOMERS = pd.DataFrame({"customer_id": list("abcd"), "profile": ["x", None, None, None]})
RATES = ["responded_share", "responded_low", "responded_high"]


def programme(name, **columns):
    row = {"programme": name, "stage": "new", "profile": None, "class": "promotion", "channel": "mail"}
    return row | {"weight": 1.0, "start": pd.NaT, "end": pd.NaT, "value_each": None} | columns


def tables():
    schema = {"customer_id": "string", "profile": "string"}
    return ibis.memtable(STAGES), ibis.memtable(CUSTOMERS, schema=schema)


def rates(keys, **shares):
    rows = [
        {**dict(zip(keys, name.split("_"), strict=True)), RATES[0]: share} for name, share in shares.items()
    ]
    table = pd.DataFrame(rows, columns=[*keys, *RATES])
    return table.assign(responded_low=0.0, responded_high=1.0, customers=100)


def candidates(*programmes, overall=None, within=None, **rules):
    asked = pd.DataFrame(programmes).astype({"start": "datetime64[us]", "end": "datetime64[us]"})
    known = rates(["programme"], **(overall or {})), rates(["programme", "stage"], **(within or {}))
    return action_candidates(
        asked, group_sizes(*tables()), *known, contact=ContactRule(**rules), start=START, end=END
    )


def chosen(*programmes, **known):
    table = candidates(*programmes, **known)
    return table[table["chosen"]].set_index(["stage", "profile"])[["programme", "reason"]].agg(tuple, axis=1)


def test_what_is_expected_to_bring_most_goes_first_where_that_is_known_of_all_that_fit():
    light, heavy = programme("light"), programme("heavy", weight=9.0)
    assert chosen(light, heavy, overall={"light": 0.2, "heavy": 0.1})["new", ""] == ("light", "value")
    assert chosen(light, heavy, overall={"light": 0.2})["new", ""] == ("heavy", "hierarchy")
    in_stage = {"overall": {"light": 0.2, "heavy": 0.1}, "within": {"heavy_new": 0.3}}
    assert chosen(light, heavy, **in_stage)["new", ""] == ("heavy", "value")


def test_worth_counts_where_every_programme_that_fits_has_one():
    known = {"light": 0.2, "heavy": 0.1}
    worth = [programme("light", value_each=1.0), programme("heavy", value_each=5.0)]
    assert chosen(*worth, overall=known)["new", ""] == ("heavy", "value")
    assert chosen(programme("light"), worth[1], overall=known)["new", ""] == ("light", "value")


def test_who_may_get_what_is_by_stage_profile_dates_and_class():
    table = candidates(
        programme("for x", profile="x"),
        programme("over", end=pd.Timestamp("2017-12-31")),
        programme("later", start=END),
        programme("terms", **{"class": "legal"}),
        programme("loyals", stage="loyal"),
    )
    assert table[["stage", "profile", "n", "programme", "reason"]].values.tolist() == [
        ["loyal", "", 1, "loyals", "only"],
        ["new", "x", 1, "for x", "only"],
    ]


def acted(asked, due=None, room=None, **rules):
    """What crm.csv gets."""
    names = asked[["programme", "channel"]].drop_duplicates().assign(**{"class": "promotion"})
    actions = within_capacity(asked, room or {}, assignment).actions
    due = due or messages(sends(("hello", "2017-01-01", "promotion", 1)))
    rule = ContactRule(**rules)
    found = next_actions(actions, *tables(), due, names, contact=rule, end=START)
    crm = ibis.memtable({"customer_id": list("dcba"), "orders": [1, 2, 3, 4]})
    return with_actions(crm, found).to_pandas()


def test_each_customer_gets_an_action_a_reason_and_a_day_on_which_the_rule_lets_it_through():
    rows = [("hello", "2017-12-20", "promotion", 1), ("hello", "2017-12-26", "promotion", 1)]
    due = messages(sends(*rows).assign(customer_id="a"))
    asked = candidates(programme("hello"), programme("hi", stage="loyal"))
    for limit, day in ((1, "2018-01-09"), (2, "2018-01-03"), (3, "2018-01-01")):
        rows = acted(asked, due, limit=limit)
        assert rows["customer_id"].tolist() == list("abcd")
        assert rows.iloc[0, 1:].tolist() == [4, "hello", "only", day]
        assert rows["next_action_from"].tolist()[1:3] == ["2018-01-01"] * 2
        assert rows["next_action_reason"].tolist()[3] == "none" and pd.isna(rows["next_action"][3])


def test_who_waits_for_a_full_channel_is_told_so_and_the_draw_is_the_same_each_time():
    asked = candidates(programme("hello"), programme("hi", stage="loyal"))
    rows = acted(asked, room={"mail": 2})
    assert sorted(rows["next_action_reason"]) == ["full", "none", "only", "only"]
    assert rows["next_action"].isna().tolist() == rows["next_action_reason"].isin(["full", "none"]).tolist()
    assert acted(asked, room={"mail": 2}).equals(rows)
