from itertools import product
from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import LimitsError, OpportunitiesError, assignment

CHANNELS = ("mail", "phone", "app")


def offers(*rows):
    return pd.DataFrame(rows, columns=["group", "n", "channel", "value"])


def random_offers(random):
    sizes = [random.randint(1, 3) for _ in range(random.randint(1, 3))]
    rows = [
        (group, n, random.choice(CHANNELS), random.choice([0.0, 0.5, 1.0, 2.5, 4.0]))
        for group, n in enumerate(sizes)
        for _ in range(random.randint(1, 3))
    ]
    return offers(*rows), {name: random.randint(0, 4) for name in CHANNELS[: random.randint(0, 3)]}


def ways(table, slots):
    """Every way to assign the offers."""
    for taken in product(*(range(n + 1) for n in table["n"])):
        one = table.assign(taken=taken)
        used = one.groupby("channel")["taken"].sum()
        if one.groupby("group")["taken"].sum().le(table.groupby("group")["n"].first()).all() and all(
            used.get(name, 0) <= most for name, most in slots.items()
        ):
            yield one["taken"] @ one["value"]


def greedy(table, slots):
    """The best offer first, as long as there are slots and members."""
    left, members, value = dict(slots), table.groupby("group")["n"].first().to_dict(), 0.0
    for row in table.sort_values("value", ascending=False, kind="stable").itertuples():
        n = min(members[row.group], left.get(row.channel, row.n))
        members[row.group] -= n
        left[row.channel] = left.get(row.channel, n) - n
        value += n * row.value
    return value


@pytest.mark.parametrize("seed", seeds(20))
def test_brute_force_and_one_slot_more_equal_the_solver(seed):
    table, slots = random_offers(Random(seed))
    found = assignment(table, slots)
    best = max(ways(table, slots))
    assert found.proven and found.value == pytest.approx(best)
    assert greedy(table, slots) <= found.value + 1e-9
    for row in found.slots.itertuples():
        wider = max(ways(table, {**slots, row.channel: row.slots + 1}))
        assert row.price == pytest.approx(wider - best)


def test_the_best_offer_first_is_not_always_best():
    """Who has no other channel gets the slots, though mail is worth more to who can be phoned too."""
    table = offers(("a", 2, "mail", 5.0), ("a", 2, "phone", 4.0), ("b", 2, "mail", 3.0))
    found = assignment(table, {"mail": 2})
    assert found.offers["assigned"].tolist() == [0, 2, 2] and found.value == 14.0
    assert greedy(table, {"mail": 2}) == 10.0
    assert found.slots.values.tolist() == [["mail", 2, 2, 1.0]]


def test_what_brings_nothing_is_still_offered_where_there_is_room():
    found = assignment(offers(("a", 3, "mail", 0.0)), {"mail": 2})
    assert found.offers["assigned"].tolist() == [2] and found.slots["price"].tolist() == [0.0]
    assert assignment(offers(("a", 3, "mail", 0.0)), {}).offers["assigned"].tolist() == [3]


def test_offers_and_slots_that_make_no_sense_are_refused():
    with pytest.raises(OpportunitiesError, match="1 offers cannot be assigned: their value"):
        assignment(offers(("a", 3, "mail", None)), {})
    with pytest.raises(OpportunitiesError, match="Group 'a' has several sizes"):
        assignment(offers(("a", 3, "mail", 1.0), ("a", 2, "phone", 1.0)), {})
    with pytest.raises(OpportunitiesError, match="no column channel"):
        assignment(offers(("a", 3, "mail", 1.0)).drop(columns="channel"), {})
    with pytest.raises(LimitsError, match="'mail' has -1 slots"):
        assignment(offers(("a", 3, "mail", 1.0)), {"mail": -1})
