import pandas as pd
import pytest
from sends import END, START, messages, replayed, sends

from workbook.apply.pressure import replay
from workbook.apply.pressure_counts import (
    contact_calendar,
    pressure_by_programme,
    pressure_by_stage,
    rule_changes,
)
from workbook.engagement import ContactRule
from workbook.privacy import hidden


def weekly(n):
    return sends(*[("news", f"2017-06-{day:02}", "newsletter", 1) for day in range(1, n + 1)])


def test_the_same_message_at_the_same_moment_is_counted_and_told():
    once = replayed(weekly(4), limit=9)
    twice = replayed(
        sends(*[("news", f"2017-06-{day:02}", "newsletter", 1) for day in (1, 2, 3, 4, 2, 4)]), limit=9
    )
    assert (once.alike, twice.alike, twice.messages["n"].sum()) == (0, 2, 6)


def test_programmes_show_what_was_withheld_and_how_sure_that_is():
    blank = dict.fromkeys(["stage", "class", "channel", "objective", "kpi", "target"], "")
    programmes = pd.DataFrame({"programme": ["news", "win back"]}).assign(**blank)
    found = replayed(weekly(10), limit=6)
    news, win_back = pressure_by_programme(programmes, found).to_dict("records")
    assert (news["planned"], news["sent"], news["withheld"], news["reached"]) == (10, 6, 4, 1)
    assert news["withheld_share"] == pytest.approx(0.4)
    assert (news["low"], news["high"]) == pytest.approx((0.168, 0.687), abs=1e-3)
    assert win_back["planned"] == 0 and pd.isna(win_back["withheld_share"])


def test_a_looser_rule_withholds_less_and_a_tighter_one_more():
    rules = ContactRule(limit=3, rules=[{"name": "weekly", "limit": 2, "window_days": 7}])
    due, dates = messages(weekly(14)), {"start": START, "end": END}
    changes = rule_changes(due, rules, replay(due, rules, **dates), **dates)
    assert changes["rule"].tolist() == ["pressure"] * 5 + ["weekly"] * 4  # no window of 0 days
    now = changes.iloc[0]
    assert now["withheld"] == changes.groupby("rule")["by_rule"].first().sum() == 11
    by = changes.set_index(["rule", "change", "limit", "window_days"])["withheld"]
    assert by["pressure", "limit", 2, 14] > by["pressure", "", 3, 14] > by["pressure", "limit", 4, 14]


def test_the_calendar_counts_by_week_from_monday_within_the_period():
    found = replayed(weekly(10), limit=6)
    table = contact_calendar(found, start=pd.Timestamp("2017-06-01"), end=pd.Timestamp("2017-06-10"))
    assert table["week"].dt.day.tolist() == [1, 5]
    year = contact_calendar(found, start=START, end=END).query("due > 0")
    assert year["week"].dt.strftime("%m-%d").tolist() == ["05-29", "06-05"]
    assert year[["due", "withheld"]].values.tolist() == [[4, 0], [6, 4]]


def test_stages_count_who_misses_a_message():
    table = pd.concat([weekly(4), weekly(2).assign(customer_id="d", stage="loyal")])
    found = pressure_by_stage(replayed(table, limit=3), ["new", "loyal"])
    assert found[["stage", "sent", "withheld", "missed_share"]].values.tolist() == [
        ["new", 3, 1, 1.0],
        ["loyal", 2, 0, 0.0],
    ]
    few = hidden(found, 10)
    assert few[["sent", "withheld", "missed", "per_customer"]].isna().all(axis=None)
    assert few["customers"].tolist() == found["customers"].tolist()
