import pandas as pd
from told import told

PLACE = "understand/profile_cards"


def sizes(**columns):
    table = {
        "profile": ["Builder", "Starter"],
        "n": [60, 40],
        "share_of_base": [0.6, 0.4],
        "known": 0.25,
        "share_of_value": [0.3, 0.7],
        "channel": ["mail", "web"],
        "channel_share": [0.8, 0.5],
    }
    return pd.DataFrame({**table, **columns})


def words(**columns):
    table = {
        "profile": ["Builder", "Starter"],
        "insights": [1, 0],
        "jobs": [["Build"], []],
        "needs": [["Photos"], []],
        "pains": [[], []],
        "quotes": [["It is slow"], []],
        "phases": [["buy", "buy", ""], []],
        "titles": [["Bulk upload", "Own photos", "Help"], []],
    }
    return pd.DataFrame({**table, **columns})


def needs(score=(14.2, 11.0)):
    table = {"profile": "Builder", "touchpoint": ["upload", "till"], "opportunity_score": score}
    return pd.DataFrame({**table, "low": [10.0, 8.0], "high": [16.0, 13.0]})


def card(shown, row):
    return dict(zip(shown.headings, shown.cells[row], strict=True))


def test_a_card_says_who_what_and_what_to_do_per_phase():
    shown = told(PLACE, sizes(), needs(), words())
    assert (
        shown.title
        == "“Starter” is 40% of the customers with a known profile and brings 70% of their revenue"
    )
    first = card(shown, 0)
    assert first["Who"] == "60 customers, 60% of those with a profile"
    assert first["Falls short"] == "upload 14.2 of 20 (10.0 to 16.0); till 11.0 of 20 (8.0 to 13.0)"
    assert first["To do"] == "buy: Bulk upload and Own photos; Help"
    assert first["Heard"] == "“It is slow”" and shown.exhibit.cards


def test_what_is_not_known_and_what_is_hidden_are_two_things():
    shown = told(
        PLACE, sizes(share_of_value=[None, 0.7], channel_share=[0.8, None]), needs((None, None)), words()
    )
    assert card(shown, 0)["Revenue"] == card(shown, 0)["Falls short"] == "too few to show"
    assert card(shown, 1)["Falls short"] == card(shown, 1)["Met by"] == card(shown, 1)["Heard"] == "not known"
    assert card(shown, 1)["To do"] == "no opportunity yet"


def test_profiles_of_which_nothing_was_heard_and_for_which_nothing_is_planned_are_named():
    shown = told(PLACE, sizes(), needs(), words())
    assert shown.findings == [
        "The profile is known of 25% of all customers, 100 in number; shares are of those, and the others may"
        " differ.",
        "Of “Starter” nothing was heard: no insight names it.",
        "Nothing is on the list for “Starter”.",
    ]


def test_without_orders_the_largest_profile_is_told_and_no_revenue():
    shown = told(PLACE, sizes(share_of_value=None, known=1.0, channel=None), needs(), words())
    assert (
        shown.title == "“Builder” is the largest profile: 60 customers, 60% of those whose profile is known"
    )
    assert "Revenue" not in shown.headings and "Met by" not in shown.headings
