"""What the handbook tells: what is not there is left out with its reason; nothing goes beyond the numbers."""

import pandas as pd
import pytest
from pandas import DataFrame
from told import told

from workbook.apply import briefings as measured
from workbook.apply.channels import NO_OFFLINE
from workbook.apply.programme_plan import programme_plan
from workbook.apply.stage_model import NO_AIMS, NO_MOVES, NO_SIZES, stage_model
from workbook.engagement import engagement_from
from workbook.render.figures import worded
from workbook.render.words import Words

PROGRAMME = {
    **{"programme": "Welcome", "stage": "new", "class": "lifecycle", "channel": "mail", "weight": 5},
    **dict.fromkeys(measured.FIELDS, "x"),
    **{"profile": None, "target": "35 %", "start": pd.NaT, "end": pd.NaT},
    **{"control_share": 0.1, "rate_now": 0.38, "rate_aimed": 0.45, "value_each": 10.0, "rounds": 2},
}
COUNTED = DataFrame({"now": [969]})
ALWAYS = ("service", "legal")
SENT = DataFrame({"programme": ["Welcome"], "planned": [50], "withheld": [4]})
ROW = {"programme": "Welcome", "from_n": 40, "low": 0.1, "high": 0.3}
GOT = DataFrame(
    [
        ROW | {"stage": "loyal", "intended": False, "n": 32, "share": 0.8},
        ROW | {"stage": "new", "intended": True, "n": 8, "share": 0.2},
    ]
)


def card(
    sent=measured.NOTHING_SENT,
    got=measured.NOBODY_REACHED,
    came=measured.NO_RESPONSES,
    counted=COUNTED,
    **changed,
):
    made = measured.briefings(DataFrame([PROGRAMME | changed]), counted, ALWAYS, known=True)
    shown = told("handbook/briefings", made, sent, got, came, measured.NO_UPLIFT)
    return shown, dict(zip(shown.headings, shown.cells[0], strict=True))


def test_a_briefing_shows_its_target_with_every_number_and_what_its_test_can_find():
    shown, cells = card()
    assert shown.title == "The briefing is complete"
    assert (
        cells["Top-line target"] == "873 customers × (45% − 38%) × €10 × 2 rounds a year = €1,222 a year,"
        " from 61.1 more successes a round"
    )
    assert (
        "that group needs 434 customers. There are 96, and no share is enough: add up 5 rounds."
        in cells["Test plan"]
    )
    assert "only a rise to 53% or more" in cells["Test plan"]
    assert cells["Who really got it"].startswith("Not known") and cells["Response so far"].startswith(
        "Not known"
    )


def test_who_got_it_is_told_beside_whom_it_is_for():
    _, cells = card(SENT, GOT)
    assert cells["Who really got it"] == (
        "50 messages were due this quarter; the pressure rule would have withheld 4. It reached 40 customers;"
        " 20% (10% to 30%) were in the stage it is meant for, 80% in “Loyal”."
    )


def test_what_came_of_it_is_told_with_its_interval_and_what_it_adds_is_not_known_without_a_control_group():
    row = {
        "programme": "Welcome",
        "sent": 50,
        "responded_share": 0.12,
        "responded_low": 0.05,
        "responded_high": 0.24,
    }
    _, cells = card(SENT, came=DataFrame([row]))
    assert cells["Response so far"].startswith(
        "12.0% (5.0% to 24.0%) of 50 messages. What it adds is not known"
    )


def test_what_is_half_filled_in_is_marked_and_what_has_to_be_sent_asks_no_response():
    shown, cells = card(timing=None, audience=None)
    tones = dict(zip(shown.headings, shown.tones[0], strict=True))
    assert cells["Timing and frequency"] == "still to be filled in; x"
    assert (tones["Timing and frequency"], tones["Audience"], tones["Owner"]) == ("warn", "warn", "")
    assert card(timing=None, frequency=None)[1]["Timing and frequency"] == "still to be filled in"
    assert card(**{"class": "legal"})[1]["Response so far"].startswith("Not measured: nobody has to respond")


@pytest.mark.parametrize(
    ("changed", "heading", "says"),
    [
        ({"owner": None}, "Owner", "still to be filled in"),
        ({"control_share": 0.0}, "Control group", "None: its effect cannot be told"),
        (
            {"value_each": None},
            "Top-line target",
            "Cannot be worked out; not known: what one success brings.",
        ),
        (
            {"class": "legal", "control_share": None},
            "Control group",
            "None: everyone has to get this message.",
        ),
        ({"counted": COUNTED.assign(now=0)}, "Audience", "Now: nobody."),
    ],
)
def test_what_is_not_there_is_said_with_its_reason(changed, heading, says):
    assert says in card(**changed)[1][heading]


def test_the_order_of_messages_names_what_only_the_alphabet_decides():
    two = DataFrame([PROGRAMME, PROGRAMME | {"programme": "Again"}])
    shown = told("handbook/message_rules", measured.message_order(two, ALWAYS))
    assert shown.title == "To one customer: at most 3 messages in 14 days"
    assert shown.findings[-1].startswith("Of equal weight, so that the alphabet decides: Again, Welcome.")


def test_a_channel_whose_people_are_in_another_is_a_question_and_a_small_overlap_is_only_told():
    channel = {
        "channel": "app",
        "kind": "online",
        "objectives": [],
        "touchpoints": ["Help"],
        "programmes": [],
        "gap": True,
    }
    table = DataFrame([channel | {"customers": 90, "share_of_value": 0.4}])
    pair = {
        "act": "orders",
        "channel": "app",
        "other": "web",
        "of": 90,
        "n": 85,
        "share": 0.94,
        "low": 0.88,
        "high": 0.97,
    }
    pairs = DataFrame([pair, pair | {"act": "Help", "share": 0.2, "low": 0.1, "high": 0.3}])
    settings = engagement_from({"client": "Acme", "journey": {"offline_channels": ["shop"]}})
    shown = told("handbook/channels", table, pairs, NO_OFFLINE, 0, settings=settings)
    assert shown.title == "One channel in the journey has no objective: “app”" and shown.tones[0][2] == "warn"
    assert shown.findings[0].startswith(
        "Nearly the same people: 94% (88% to 97%) of the 90 customers who ordered by app"
    )
    assert (
        shown.findings[1] == "20% (10% to 30%) of the 90 customers who met “Help” in app also met it in web."
    )
    assert (
        told("handbook/channels", table, pairs.head(0), NO_OFFLINE, 0)
        .findings[0]
        .startswith("Which channels do the same cannot be seen")
    )


def test_programmes_that_wait_say_what_for():
    made = measured.briefings(DataFrame([PROGRAMME | {"value_each": None}]), COUNTED, ALWAYS, known=True)
    none = DataFrame({"opportunity": [], "decision": [], "start": []})
    phases = DataFrame({"dimension": ["data"], "phase": [2]})
    left = DataFrame({"role": ["crm"], "quarter": ["2018Q1"], "days": [3.0]})
    shown = told("handbook/programme_plan", programme_plan(made, none, phases, "2018Q1"), left)
    assert shown.title == "No new programme can be set up; none runs yet"
    assert shown.findings[0].startswith("“Welcome” is not ranked")


def test_a_stage_says_how_one_gets_in_and_out_of_it_and_what_is_not_known():
    sizes = NO_SIZES.reindex([0]).assign(group="loyal", n=40, share_of_customers=0.8, share_of_value=0.9)
    aims = NO_AIMS.reindex([0]).assign(
        stage="loyal", aim="stay", point=700.0, point_low=500.0, point_high=900.0
    )
    rules = [
        {"name": "new", "rules": {"age_days": {"below": 91}}},
        {"name": "loyal", "rules": {"age_days": {"at_least": 91}, "recency_days": {"below": 42}}},
    ]
    settings = engagement_from({"client": "Acme", "stages": rules})
    model = stage_model(["new", "loyal"], sizes, NO_MOVES)
    shown = told("handbook/stage_model", model, aims, DataFrame([PROGRAMME]), settings=settings)
    assert shown.title == "“Loyal” holds 80% of the customers and brings 90% of revenue"
    assert shown.findings[0] == "No programme is meant for “Loyal”."
    assert shown.findings[-1].startswith("The rules are this engagement's own")
    of_market = engagement_from({"client": "Acme", "market": "b2b"})
    model_b2b = stage_model([stage.name for stage in of_market.stages], NO_SIZES, NO_MOVES)
    b2b = told("handbook/stage_model", model_b2b, NO_AIMS, DataFrame([PROGRAMME]), settings=of_market)
    assert "has left after four" in b2b.findings[-1]
    [strip] = worded(shown.exhibit.payload(), Words("en", settings))["board"]
    lanes = {lane["name"]: [cell["texts"] for cell in lane["cells"]] for lane in strip["lanes"]}
    assert lanes["Who leaves: any of this happens"] == [
        ["days since the first order reach 91"],
        ["days since the last order reach 42"],
    ]
    assert lanes["Size and value"][0] == ["not known"] == lanes["One point more is worth"][0]
    assert lanes["One point more is worth"][1] == ["one point more who stay: €700 (€500 to €900)"]
