import numpy as np
import pandas as pd
import pytest

from workbook.apply.contact import LADDER, apply_pressure, pressure_by_programme
from workbook.tables.contracts import CLASSES


def sends(*rows):
    table = pd.DataFrame(rows, columns=["message", "at", "class", "weight"])
    return table.assign(at=pd.to_datetime(table["at"]))


def sent(table, **rule):
    decided = apply_pressure(table, **rule)
    return decided.loc[decided["sent"], "message"].tolist()


def test_the_ladder_is_the_classes_of_the_programmes_table():
    assert LADDER == CLASSES


def test_of_messages_due_together_the_higher_class_goes_first_then_the_heavier():
    day = "2017-06-01"
    table = sends(
        ("news", day, "newsletter", 9),
        ("light", day, "promotion", 1),
        ("heavy", day, "promotion", 5),
        ("basket", day, "triggered", 1),
    )
    assert sent(table, limit=1) == ["basket"]
    assert sent(table, limit=2) == ["heavy", "basket"]
    assert sent(table, limit=3) == ["light", "heavy", "basket"]


def test_service_and_legal_are_always_sent_and_do_not_count():
    table = sends(
        ("terms", "2017-06-01", "legal", 1),
        ("parcel", "2017-06-02", "service", 1),
        ("sale", "2017-06-03", "promotion", 1),
        ("parcel 2", "2017-06-04", "service", 1),
    )
    assert sent(table, limit=1) == ["terms", "parcel", "sale", "parcel 2"]


def test_a_weekly_newsletter_fits_two_per_two_weeks():
    weeks = [(str(week), f"2017-06-{day:02}", "newsletter", 1) for week, day in enumerate([1, 8, 15, 22, 29])]
    assert len(sent(sends(*weeks), limit=2, window_days=14)) == 5


def test_a_withheld_message_does_not_count():
    days = [(str(day), f"2017-06-{day:02}", "newsletter", 1) for day in (1, 2, 3)]
    assert sent(sends(*days), limit=1, window_days=2) == ["1", "3"]


def test_each_customer_has_an_own_limit():
    table = sends(("a", "2017-06-01", "promotion", 1), ("b", "2017-06-01", "promotion", 1))
    assert sent(table.assign(customer_id=["c1", "c2"]), limit=1) == ["a", "b"]
    assert sent(table.assign(customer_id=["c1", "c1"]), limit=1) == ["a"]


@pytest.mark.parametrize("calendar", [None, "month", "quarter"])
def test_no_window_holds_more_than_the_limit_and_row_order_does_not_matter(calendar):
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "message": [f"m{row}" for row in range(400)],
            "at": pd.Timestamp("2017-01-01") + pd.to_timedelta(rng.integers(0, 120, 400), unit="D"),
            "class": rng.choice(LADDER[2:], 400),
            "weight": rng.integers(1, 5, 400),
            "customer_id": rng.integers(0, 10, 400),
        }
    )
    decided = apply_pressure(table, limit=3, window_days=14, calendar=calendar)
    for _, own in decided[decided["sent"]].groupby("customer_id"):
        held = [own["at"].between(day - pd.Timedelta(days=13), day).sum() for day in own["at"]]
        assert max(held) <= 3
    turned = apply_pressure(table[::-1], limit=3, window_days=14, calendar=calendar)
    assert turned["sent"][::-1].tolist() == decided["sent"].tolist()


def test_rows_keep_their_order_and_every_withheld_message_names_its_rule():
    table = sends(("b", "2017-06-02", "promotion", 1), ("a", "2017-06-01", "promotion", 1))
    decided = apply_pressure(table, limit=1)
    assert decided["message"].tolist() == ["b", "a"]
    assert decided["withheld_by"].tolist() == ["pressure", ""]


def test_programmes_show_what_was_withheld_and_how_sure_that_is():
    programmes = pd.DataFrame({"programme": ["welcome", "win back"], "message": ["hello", "miss you"]})
    blank = dict.fromkeys(["stage", "class", "channel", "objective", "kpi", "target"], "")
    pressured = pd.DataFrame({"message": "hello", "sent": [True] * 6 + [False] * 4})
    welcome, win_back = pressure_by_programme(programmes.assign(**blank), pressured).to_dict("records")
    assert (welcome["planned"], welcome["sent"], welcome["withheld"]) == (10, 6, 4)
    assert welcome["withheld_share"] == pytest.approx(0.4)
    assert (welcome["low"], welcome["high"]) == pytest.approx((0.168, 0.687), abs=1e-3)
    assert win_back["planned"] == 0
    assert np.isnan(win_back["withheld_share"])
