"""The first day against the replay itself: that day is let through, and the day before is not."""

import ibis
import numpy as np
import pandas as pd
import pytest
from sends import messages

from workbook.apply.first_day import first_days
from workbook.apply.messages import CODES, by_customer
from workbook.apply.pressure import DAY, RulesOnKinds, second, withheld_by
from workbook.engagement import ContactRule

END = pd.Timestamp("2018-01-01")
KINDS = {
    "offer": {"class": "promotion", "channel": "mail"},
    "news": {"class": "newsletter", "channel": "e-mail"},
    "terms": {"class": "legal", "channel": "mail"},
}
RULES = [
    {"name": "post", "limit": 1, "window_days": 40, "channels": ("mail",)},
    {"name": "month", "limit": 2, "calendar": "month", "window_days": 1, "classes": ("promotion",)},
    {"name": "quarter", "limit": 1, "calendar": "quarter", "window_days": 20, "stages": ("loyal",)},
]


def history(rng, customer):
    """Messages of one customer, so few that no rule withholds one."""
    days = np.sort(rng.choice(150, rng.integers(0, 4), replace=False))
    hours = rng.choice([0, 0, 13], len(days))
    at = [END - pd.Timedelta(days=int(day), hours=-int(hour)) for day, hour in zip(days, hours, strict=True)]
    names = rng.choice(list(KINDS), len(days))
    return [
        {"programme": name, "at": when, "customer_id": customer, "stage": ["new", "loyal"][int(customer) % 2]}
        for name, when in zip(names, at, strict=True)
        if when < END
    ]


def withheld(rows, contact):
    """Per customer, programme and second the place of the rule by which the replay withholds it, or 0."""
    due = messages(rows.assign(campaign=rows["customer_id"]))
    on, kinds = RulesOnKinds.of(due, contact), due.kinds[["campaign", "programme"]].to_numpy()
    found = {}
    for stage, packed in by_customer(due):
        at, code = np.divmod(packed.ravel(), CODES)
        rule = withheld_by(packed, stage, on).ravel().tolist()
        found |= dict(
            zip(((*kinds[one], second) for one, second in zip(code, at, strict=True)), rule, strict=True)
        )
    return found


@pytest.mark.parametrize("programme", list(KINDS))
def test_the_day_is_the_first_that_the_replay_lets_through(programme):
    rng, contact = np.random.default_rng(4), ContactRule(limit=2, window_days=30, rules=RULES)
    facts = pd.DataFrame(KINDS).T.rename_axis("programme").reset_index()
    rows = pd.DataFrame([row for customer in range(60) for row in history(rng, str(customer))])
    rows = rows.merge(facts, on="programme").assign(weight=1.0, outcome="sent", campaign="")
    wrong = {customer for (customer, _, _), rule in withheld(rows, contact).items() if rule}
    rows = rows[~rows["customer_id"].isin(wrong)]
    asked = rows[["customer_id", "stage"]].drop_duplicates().assign(programme=programme)
    found = first_days(ibis.memtable(asked), messages(rows), facts, contact=contact, end=END)
    days = asked.merge(found.to_pandas(), on="customer_id").assign(**KINDS[programme])
    for back, sent in ((0, True), (DAY, False)):
        one = days.assign(second=days["second"] - back, weight=1.0, outcome="sent")
        one = one[one["second"] >= second(END)]
        told = withheld(pd.concat([rows, one.assign(at=pd.to_datetime(one["second"], unit="s"))]), contact)
        named = one[["customer_id", "programme", "second"]].itertuples(index=False, name=None)
        assert {told[key] == 0 for key in named} == ({sent} if len(one) else set())
    later = days["second"].gt(second(END))
    assert later.any() == (programme != "terms") and not later.all()
