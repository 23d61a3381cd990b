import numpy as np
import pandas as pd
import pytest
from sends import messages, replayed, sends, sent

from workbook.apply.messages import CODES, LADDER, by_customer
from workbook.apply.pressure import DAY, RulesOnKinds, withheld_by
from workbook.engagement import ContactRule


def test_of_messages_due_together_the_class_goes_first_then_weight_then_the_name():
    day = "2017-06-01"
    table = sends(
        ("news", day, "newsletter", 9),
        ("light", day, "promotion", 1),
        ("heavy", day, "promotion", 5),
        ("equal", day, "promotion", 5),
        ("basket", day, "triggered", 1),
    )
    assert sent(table, limit=1) == ["basket"]
    assert sorted(sent(table, limit=2)) == ["basket", "equal"]
    assert sorted(sent(table, limit=4)) == ["basket", "equal", "heavy", "light"]


def test_exempt_classes_are_always_sent_and_do_not_count():
    table = sends(
        ("terms", "2017-06-01", "legal", 1),
        ("parcel", "2017-06-02", "service", 1),
        ("sale", "2017-06-03", "promotion", 1),
        ("parcel 2", "2017-06-04", "service", 1),
    )
    assert sent(table, limit=1) == ["terms", "parcel", "sale", "parcel 2"]
    assert sent(table, limit=1, exempt=()) == ["terms"]


def test_a_withheld_message_does_not_count():
    table = sends(*[(str(day), f"2017-06-{day:02}", "newsletter", 1) for day in (1, 2, 3)])
    assert sent(table, limit=1, window_days=2) == ["1", "3"]


def test_each_customer_has_an_own_limit_and_one_left_out_by_lot_was_sent_nothing():
    table = sends(("a", "2017-06-01", "promotion", 1), ("b", "2017-06-01", "promotion", 1))
    assert sent(table.assign(customer_id=["c1", "c2"]), limit=1) == ["a", "b"]
    assert sent(table, limit=1) == ["a"]
    assert sent(table.assign(outcome=["control", "sent"]), limit=1) == ["b"]


def test_each_withheld_message_names_the_first_rule_that_withholds_it():
    table = sends(
        ("mail 1", "2017-06-01", "promotion", 1),
        ("mail 2", "2017-06-02", "promotion", 1),
        ("call 1", "2017-06-03", "promotion", 1),
        ("mail 3", "2017-06-03", "promotion", 1),
    ).assign(channel=["mail", "mail", "phone", "mail"])
    rules = [{"name": "weekly mail", "limit": 1, "window_days": 7, "channels": ["mail"]}]
    found = replayed(table, limit=2, rules=rules).messages.set_index("programme")["withheld_by"]
    assert found.to_dict() == {"mail 1": "", "mail 2": "weekly mail", "call 1": "", "mail 3": "pressure"}


@pytest.mark.parametrize(("scope", "held"), [({"stages": ["new"]}, 1), ({"stages": ["loyal"]}, 0)])
def test_a_rule_of_a_stage_or_class_is_about_that_one_only(scope, held):
    table = sends(("a", "2017-06-01", "promotion", 1), ("b", "2017-06-02", "newsletter", 1))
    rule = {"name": "calm", "limit": 1}
    assert len(sent(table, rules=[rule | scope])) == 2 - held
    assert len(sent(table, rules=[rule | {"classes": ["newsletter"]}])) == 2


def one_by_one(at, code, concerns, opens, limits):
    """The rules by hand: message after message of one customer."""
    kept, decided = [[] for _ in limits], []
    for row in range(len(at)):
        full = [
            concerns[rule][code[row]] and sum(moment >= opens[rule][row] for moment in kept[rule]) >= limit
            for rule, limit in enumerate(limits)
        ]
        decided.append(full.index(True) + 1 if any(full) else 0)
        for rule in range(len(limits)):
            if not any(full) and concerns[rule][code[row]]:
                kept[rule].append(at[row])
    return decided


def test_what_is_decided_for_all_at_once_is_what_one_by_one_gives():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "programme": rng.choice(list("abcdef"), 600),
            "at": pd.Timestamp("2017-01-01") + pd.to_timedelta(rng.integers(0, 120 * 24, 600), unit="h"),
            "customer_id": rng.integers(0, 12, 600).astype(str),
        }
    ).assign(campaign=None, outcome="sent", stage="new")
    facts = pd.DataFrame({"class": LADDER, "weight": 1, "channel": ["mail", "phone"] * 3}, list("abcdef"))
    made = messages(table.join(facts, on="programme"))
    more = {"name": "mail", "limit": 1, "window_days": 5, "channels": ["mail"]}
    rules = ContactRule(limit=2, window_days=14, rules=[more])
    mail = made.kinds["channel"].eq("mail") & ~made.kinds["class"].isin(rules.exempt)
    concerns = [~made.kinds["class"].isin(rules.exempt).to_numpy(), mail.to_numpy()]
    for stage, packed in by_customer(made):
        decided = withheld_by(packed, stage, RulesOnKinds.of(made, rules))
        at, code = np.divmod(packed, CODES)
        for own in range(packed.shape[1]):
            opens = [at[:, own] - days * DAY + 1 for days in (14, 5)]
            by_hand = one_by_one(at[:, own], code[:, own], concerns, opens, [2, 1])
            assert decided[:, own].tolist() == by_hand
