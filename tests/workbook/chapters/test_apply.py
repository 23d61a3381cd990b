"""What the pressure rule means: what was not recorded is not called zero."""

import pandas as pd
from told import told

from workbook.apply.channel_capacity import ChannelPlan
from workbook.apply.moves import Moves


def programmes(**columns):
    row = {"programme": "A", "stage": "new", "class": "promotion", "objective": "x", "kpi": "y"}
    counts = {"planned": 0, "sent": 0, "withheld": 0, "withheld_share": 0.0, "low": 0.0, "high": 0.0}
    return pd.DataFrame([row | counts | columns])


def test_what_was_not_recorded_is_not_called_zero():
    shown = told("apply/programmes", programmes())
    assert shown.title.startswith("No programme message is on record")
    assert not [finding for finding in shown.findings if "far enough apart" in finding]


def test_what_is_withheld_is_told_of_the_programme_it_hits_most():
    shown = told("apply/programmes", programmes(planned=10, sent=8, withheld=2, withheld_share=0.2))
    assert shown.title.startswith("The pressure rules would have withheld 2 of 10 messages (20%)")
    assert "“A”" in shown.findings[-1] and shown.tones[0][-1] == "warn"
    assert "far enough apart" in told("apply/programmes", programmes(planned=10, sent=10)).findings[-1]


def changes(**columns):
    now = {"rule": "pressure", "change": "", "limit": 1, "window_days": 14, "calendar": None}
    counts = {"planned": 10, "withheld": 4, "by_rule": 4, "missed": 3, "alike": 0}
    rows = [now, now | {"change": "limit", "limit": 2, "withheld": 0, "missed": 0}]
    return pd.DataFrame([counts | row | columns for row in rows])


STAGE = {"customers": 20, "sent": 30, "withheld": 4, "per_customer": 1.5, "missed_share": 0.1, "most": 2}


def test_what_one_message_more_would_do_is_told_and_nothing_where_nothing_is_withheld():
    shown = told("apply/pressure_rules", changes(), pd.DataFrame([STAGE | {"stage": "new"}]))
    assert shown.title == "The rule costs 3 customers at least one message: 4 are withheld"
    assert shown.findings[0] == "If 2 messages were allowed, 0 would be withheld instead of 4."
    assert "10% of the 20 customers" in shown.findings[1]
    twice = told("apply/pressure_rules", changes(alike=2), pd.DataFrame([STAGE | {"stage": "new"}]))
    assert twice.findings[-1].startswith(
        "2 of 10 messages are the same as another one: same customer, programme"
    )
    nothing = told("apply/pressure_rules", changes(withheld=0), pd.DataFrame([STAGE | {"stage": ""}]))
    assert nothing.title == "The rules let all 10 messages due through" and nothing.findings == []


def reached(*shares, stages=("new", "loyal")):
    rows = [{"stage": stage, "share": share} for stage, share in zip(stages, shares, strict=True)]
    facts = {"programme": "A", "from_n": 100, "low": 0.1, "high": 0.9}
    return pd.DataFrame(rows).assign(intended=lambda table: table["stage"].eq("new"), **facts)


NOW = pd.DataFrame([{"programme": "A", "stage": "new", "profile": None, "now": 0}])


def test_reach_is_held_against_intention():
    shown = told("apply/audience", NOW, reached(0.1, 0.9))
    assert shown.title == "“A” is meant for New; 90% of those who got it were Loyal"
    assert shown.findings == ["Nobody fits the audience of “A” now."]
    assert "mostly reached whom" in told("apply/audience", NOW, reached(0.9, 0.1)).title
    assert "not known" in told("apply/audience", NOW, reached(None, None)).title


def test_the_calendar_says_where_most_is_withheld():
    weeks = pd.to_datetime(["2017-10-02", "2017-10-09"])
    calendar = pd.DataFrame({"programme": "A", "week": weeks, "due": [10, 5], "withheld": [0, 2]})
    shown = told("apply/contact_calendar", calendar, programmes(), reached(0.1, 0.9))
    assert shown.title == "Most is withheld in the week of 9 Oct: 2 of 5 messages"
    fits = told("apply/contact_calendar", calendar.assign(withheld=0), programmes(), reached(0.1, 0.9))
    assert "fits the pressure rules; the fullest week, that of 2 Oct, has 10" in fits.title
    assert "no contact calendar" in told("apply/contact_calendar", calendar.head(0), programmes(), NOW).title


def moves(**columns):
    row = {"programme": "A", "campaign": "May", "on": pd.Timestamp("2017-05-01"), "n": 90, "withheld": 30}
    table = pd.DataFrame([row | {"days": 2, "withheld_then": 4, "alone": 26} | columns])
    return table, Moves(table, customers=5, every=1, others=3)


def test_moves_say_what_they_save_and_what_stays():
    shown = told("apply/mailing_moves", *moves())
    assert shown.title == "Moving one mailing by 2 days leaves 4 of 30 messages withheld"
    assert shown.cells[0][:5] == ["A, May", "90", "1 May", "3 May", "2 days later"]
    assert shown.findings == ["3 messages belong to no mailing and stay where they are."]
    assert "save none of the 30" in told("apply/mailing_moves", *moves(days=0)).title
    assert "No mailing needs to move" in told("apply/mailing_moves", *moves(days=0, withheld=0)).title


RESPONSE = {"customers": 90, "responded_share": 0.2, "responded_low": 0.1, "responded_high": 0.3}
ORDER = {"ordered_share": 0.5, "ordered_low": 0.4, "ordered_high": 0.6}
KPIS = pd.DataFrame({"programme": ["A", "B"], "kpi": ["Redeems", None], "target": ["12 %", None]})


def came(*rows):
    return pd.DataFrame([{"programme": "A"} | RESPONSE | ORDER | row for row in rows])


def added(**columns):
    row = {"programme": "A", "customers": 90, "controls": 30, "share": 0.5, "control_share": 0.25}
    row |= {"uplift": 0.25, "low": 0.05, "high": 0.4, "before_gap": 0.1, "p": 0.4}
    return pd.DataFrame([row | columns])


def test_responses_are_told_and_what_a_programme_adds_only_where_some_were_left_out_by_lot():
    table = came({}, {"programme": "B", "responded_share": 0.05})
    shown = told("apply/responses", table, added(), KPIS)
    assert shown.title == "Response runs from 5.0% of messages (“B”) to 20.0% (“A”)"
    wider = table.assign(customers=[40, 90], responded_low=[0.1, 0.01], responded_high=[0.3, 0.15])
    first = told("apply/responses", wider, added(), KPIS).cells[0]  # most customers first, each its own
    assert first[0] == "B" and "1.0% to 15.0%" in first
    assert "+25.0 points (+5.0 to +40.0). In as many days before, the groups did not" in shown.findings[0]
    assert shown.findings[1].startswith("What “B” adds is not known: nobody was left out by lot")
    unlike = told("apply/responses", came({}), added(low=-0.1, p=0.01), KPIS)
    assert "may be chance. But in as many days before they already differed" in unlike.findings[0]


def test_a_control_group_of_three_says_nothing_and_a_response_that_is_not_recorded_is_not_zero():
    few = added(controls=3, uplift=None, low=None, high=None)
    shown = told("apply/responses", came({"responded_share": None}), few, KPIS)
    assert shown.findings == ["The control group of “A” is 3 customers: too few to say what it adds."]
    assert shown.title.startswith("What comes of the messages is not recorded per campaign")
    assert "Response" not in shown.headings


def targets(*rows):
    row = {"stage": "new", "aim": "rise", "n": 100, "from_n": 90, "converted": 20, "share": 0.2}
    row |= {"low": 0.1, "high": 0.3, "worth": 50.0, "worth_low": 10.0, "worth_high": 90.0, "point": 50.0}
    row |= {"point_low": 10.0, "point_high": 90.0, "p": None, "fewest": 20}
    return pd.DataFrame([row | one for one in rows])


def test_where_one_point_is_worth_most_is_said_only_where_that_is_clear():
    other = {"stage": "loyal", "aim": "stay", "point": 20.0}
    shown = told("apply/stage_targets", targets({}, other | {"p": 0.01}))
    assert shown.title == "One point more moving up is worth most in New: about €50 a quarter (€10 to €90)"
    unclear = told("apply/stage_targets", targets({}, other | {"p": 0.2, "point_low": -3.0}))
    assert unclear.title.startswith("One point more moving up from New is worth about €50")
    assert unclear.findings[0].startswith("For Loyal it cannot be told")
    hidden = told("apply/stage_targets", targets({"point": None, "point_low": None, "worth_low": None}))
    assert "cannot be told" in hidden.title


def next_actions(*rows, waiting=0, by="", channels=()):
    row = {"stage": "new", "profile": "", "assigned": 90, "programme": "A", "channel": "mail", "share": 0.1}
    row |= {"low": 0.05, "high": 0.2, "reason": "value"}
    actions = pd.DataFrame([row | one for one in rows])
    channels = pd.DataFrame(channels, columns=["channel", "slots", "used", "price"])
    plan = ChannelPlan(actions, channels, by, waiting)
    return told("apply/next_actions", actions, channels, plan, pd.DataFrame({"n": [100, 20]}))


def test_next_actions_say_for_how_many_the_choice_is_measured():
    other = {"profile": "x", "assigned": 10, "share": None, "reason": "only"}
    shown = next_actions({}, {"programme": "B", "assigned": 0}, other)
    assert shown.title == "100 of 120 customers have a next action"
    assert shown.findings[0].startswith("For 90 of 100 the choice rests on measured response")
    assert shown.findings[1] == "For 20 customers no programme fits."
    assert shown.findings[2].startswith("No channel has a limit")
    assert [cells[-1] for cells in shown.cells] == ["expected to bring most", "no other fits"]
    assert "No programme fits" in next_actions({"assigned": 0}).title


def test_next_actions_say_who_waits_for_which_channel_and_what_one_place_more_brings():
    full = [("mail", 90, 90, 0.24), ("fax", 9, 3, 0.0)]
    shown = next_actions({}, waiting=25, by="money", channels=full)
    assert shown.findings[1] == "For 5 customers no programme fits."
    assert shown.findings[2].startswith("25 customers wait, as a channel is full: mail (90 a quarter).")
    assert shown.findings[3] == "One place more in mail is expected to bring EUR 0.24."
    second = next_actions({}, {"reason": "other"}, waiting=25, by="money", channels=full)
    assert "or the channel of the first choice is full" in second.findings[0]
    unknown = next_actions({}, waiting=25, by="hierarchy", channels=[("mail", 90, 90, None)])
    assert "Class and weight give the places" in unknown.findings[2] and len(unknown.findings) == 3
    assert (
        next_actions({}, channels=[("fax", 9, 3, 0.0)]).findings[2] == "No channel is too full: nobody waits."
    )


def test_the_hold_out_test_claims_what_its_interval_holds():
    counts = {"actions": 12, "tested": 10, "got": 4}
    rows = [{"way": "chosen", "share": 0.2, **counts}]
    rows += [{"way": way, "share": 0.1, "gain": 0.1, "low": 0.05, "high": 0.15} for way in ("random", "all")]
    table = pd.DataFrame([counts | row for row in rows])
    actions = pd.DataFrame({"chosen": [True, False], "reason": "value", "n": [7, 7]})
    shown = told("apply/hold_out", table, actions)
    assert shown.findings[0].startswith("For 7 of 7 customers several programmes fitted")
    assert "more often: 20.0% of messages, against 10.0% by lot" in shown.title
    assert (
        shown.findings[2].startswith("4 of 10 customers were sent") and "2 customers are" in shown.findings[3]
    )
    assert shown.cells[1][1:] == ["10.0%", "+10.0", "+5.0 to +15.0"]
    assert "cannot be told" in told("apply/hold_out", table.assign(low=-0.1), actions).title
    assert "less often" in told("apply/hold_out", table.assign(high=-0.01, low=-0.1), actions).title
    assert "cannot be tested" in told("apply/hold_out", table.assign(share=None), actions).title


def test_the_coming_calendar_says_that_it_is_generated_and_what_is_not_on_it():
    weeks = pd.DataFrame({"programme": "A", "week": pd.to_datetime(["2018-01-01", "2018-01-08"])})
    weeks = weeks.assign(due=[5, 9], withheld=[0, 2])
    days = pd.DataFrame({"programme": ["A", "B"], "state": ["dated", "event"], "days": [[], []]})
    shown = told("apply/coming_calendar", weeks, days, programmes(), 0)
    assert shown.title.startswith("In the coming quarter the rules would withhold 2 of 14 messages")
    assert shown.findings[0].startswith("This calendar is generated")
    assert shown.findings[1].startswith("No message is on record") and "“B”" in shown.findings[2]
    assert "count for the rules" in told("apply/coming_calendar", weeks, days, programmes(), 7).findings[1]
    fits = told("apply/coming_calendar", weeks.assign(withheld=0), days, programmes(), 7)
    assert fits.title.endswith("most in the week of 8 Jan (9)")
    assert (
        "No programme has a day" in told("apply/coming_calendar", weeks.head(0), days, programmes(), 7).title
    )
