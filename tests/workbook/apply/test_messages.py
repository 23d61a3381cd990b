import ibis
from sends import messages, sends

from workbook.apply import messages as module
from workbook.apply.messages import LADDER, by_customer, stages_met
from workbook.tables.contracts import CLASSES


def several():
    table = sends(*[("a", f"2017-06-{day:02}", "promotion", 1) for day in range(1, 10)])
    return table.assign(customer_id=[f"c{place % 4}" for place in range(9)])


def test_the_ladder_is_the_classes_of_the_programmes_table():
    assert LADDER == CLASSES


def test_messages_come_by_customer_in_the_order_in_which_they_are_due():
    groups = list(by_customer(messages(several())))
    assert [packed.shape for _, packed in groups] == [(2, 3), (3, 1)]
    assert all((packed[1:] > packed[:-1]).all() for _, packed in groups)


def test_messages_in_parts_and_a_part_of_the_customers_are_the_same_messages(monkeypatch):
    whole = sum(packed.size for _, packed in by_customer(messages(several())))
    assert sum(packed.shape[1] for _, packed in by_customer(messages(several()), every=2)) == 2
    monkeypatch.setattr(module, "AT_ONCE", 2)
    assert sum(packed.size for _, packed in by_customer(messages(several()))) == whole == 9


def test_more_campaigns_than_can_be_told_apart_are_one(monkeypatch):
    table = several().assign(campaign=list("abcdefghi"))
    assert len(messages(table).kinds) == 9
    monkeypatch.setattr(module, "MOST_KINDS", 8)
    assert messages(table).kinds["campaign"].tolist() == [""]


def test_who_became_a_customer_within_the_period_is_met_in_the_stage_at_its_end():
    before = ibis.memtable({"customer_id": ["a"], "stage": ["loyal"]})
    now = ibis.memtable({"customer_id": ["a", "b"], "stage": ["lapsed", "new"]})
    met = stages_met(before, now).order_by("customer_id").to_pandas()
    assert met["stage"].tolist() == ["loyal", "new"]
