"""Exhibits: a table in, a titled exhibit out; the picture holds the numbers and no link to elsewhere."""

import base64
import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from workbook.exhibits import EXHIBIT_TYPE, charts
from workbook.exhibits.exhibit import Column, table_exhibit
from workbook.wording import Words, findings, titles

from workbook import exhibits
from workbook.engagement import engagement_from
from workbook.recognise.outlook import Outlook

STAGES = [
    {"name": "few", "label": {"en": "Few", "nl": "Weinig"}, "rules": {"orders": {"below": 3}}},
    {"name": "many", "rules": {"orders": {"at_least": 3}}},
]
ENGAGEMENT = engagement_from({"client": "Acme", "stages": STAGES, "illustrative": ["answers"]})
EN, NL = Words("en", ENGAGEMENT), Words("nl", ENGAGEMENT)
HOSTILE = "<script>alert(1)</script>\"'&"


def svg(address):
    return base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()


def texts(address):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(address))


@pytest.fixture
def worth():
    return pd.DataFrame(
        {
            "group": ["few", "many"],
            "n": [30, 10],
            "share_of_customers": [0.75, 0.25],
            "share_of_value": [0.2, 0.8],
            "value": [20.0, 80.0],
        }
    )


def test_the_title_is_the_finding(worth):
    assert exhibits.value_by_stage(worth, EN).title == "many: 25% of the customers bring 80% of the revenue"


def test_a_chart_shows_the_numbers_and_the_readers_words(worth):
    shown = texts(exhibits.value_by_stage(worth, NL).chart.wide)
    assert {"Weinig (n = 30)", "Aandeel in omzet", "75%", "80%"} <= set(shown)


def test_a_hidden_share_is_a_dash_and_not_zero(worth):
    hidden = worth.assign(share_of_value=[None, 0.8])
    shown = texts(exhibits.value_by_stage(hidden, EN).chart.wide)
    assert "–" in shown and "0%" not in shown[shown.index("–") :]


def test_every_picture_comes_wide_and_narrow_and_asks_nothing_of_a_network(worth):
    picture = exhibits.value_by_stage(worth, EN).chart
    for address in (picture.wide, picture.narrow):
        drawing = svg(address)
        assert drawing.startswith("<svg") and "<script" not in drawing
        assert set(re.findall(r'(?:href|src)="([^"]*)"', drawing)) == set()
    wide, narrow = (
        float(re.search(r'width="([\d.]+)"', svg(address))[1]) for address in (picture.wide, picture.narrow)
    )
    assert narrow < 450 < wide


def test_an_exhibit_travels_as_plain_json(worth):
    bundle = exhibits.value_by_stage(worth, EN)._repr_mimebundle_()
    again = json.loads(json.dumps(bundle[EXHIBIT_TYPE]))
    assert again["title"] == bundle["text/plain"] and again["name"] == "value_by_stage"


def test_text_of_a_client_is_escaped_where_it_is_shown():
    table = pd.DataFrame({"title": [HOSTILE]})
    shown = table_exhibit(table, [Column("title", HOSTILE)], EN, name="x", title=HOSTILE, source=HOSTILE)
    markup = shown._repr_mimebundle_()["text/html"]
    assert "<script>" not in markup and markup.count("&lt;script&gt;") == 4


def test_text_of_a_client_is_escaped_in_a_chart():
    table = pd.DataFrame({"name": [HOSTILE], "median": [5.0], "low": [4.0], "high": [6.0]})
    drawing = svg(charts.intervals(table, EN, name="name", value="median", spec="dec1").wide)
    assert "<script>" not in drawing and "&lt;script&gt;" in drawing


def test_missing_values_are_dashes_and_blank_texts_are_empty():
    table = pd.DataFrame({"text": [None], "number": [float("nan")]})
    shown = table_exhibit(
        table, [Column("text", "a"), Column("number", "b", "int")], EN, name="x", title="", source=""
    )
    assert [cell["text"] for cell in shown.rows[0]] == ["", "–"]


def test_only_exhibits_on_made_up_tables_are_marked(worth):
    coefficients = {
        "driver": ["a"],
        "coefficient": [0.5],
        "coefficient_low": [0.4],
        "coefficient_high": [0.6],
    }
    measures = {
        "p": [0.01],
        "vif": [1.1],
        "performance": [3.4],
        "importance": [0.3],
        "low": [0.2],
        "high": [0.4],
    }

    class Found:
        table = pd.DataFrame({**coefficients, **measures, "share": [1.0]})
        r2, n, n_total = 0.3, 90, 120

    assert exhibits.value_by_stage(worth, EN).illustrative == ""
    assert exhibits.coefficients(Found, EN).illustrative == "illustrative"
    assert exhibits.coefficients(Found, EN).rows[0][2]["text"] == "0.40 to 0.60"


def test_a_plan_fills_the_quarters_of_the_work():
    schedule = pd.DataFrame(
        {
            "title": ["Long", "Out"],
            "decision": ["start", "left out"],
            "start": ["2018Q2", None],
            "finish": ["2018Q3", None],
            "score": [7.0, 5.0],
            "cost": [1000.0, 1.0],
        }
    )
    shown = exhibits.plan(schedule, ["2018Q1", "2018Q2", "2018Q3"], EN)
    assert [cell["tone"] for cell in shown.rows[0][4:]] == ["idle", "busy", "busy"]
    assert len(shown.rows) == 1


def test_a_tie_is_told_as_a_tie():
    reasons = pd.DataFrame(
        {
            "title": ["One", "Two"],
            "score": [5.0, 4.0],
            "cost": [1.0, 2.0],
            "verdict": ["agreed", "agreed"],
            "reason": ["worth_less", "worth_less"],
            "value_lost": [0.0, 1.25],
            "value_lost_at_least": [0.0, 1.25],
            "makes_way_titles": [["Other"], ["Other", "More"]],
            "blocker": [None, None],
        }
    )
    shown = exhibits.left_out(reasons, 0.005, EN)
    assert [row[3]["text"] for row in shown.rows] == [
        "Just as good: could take the place of “Other”",
        "Would push out “Other” and “More”; the plan would score 1.25 lower",
    ]


def test_causes_that_cannot_be_told_apart_are_not_shown_as_numbers():
    value = pd.DataFrame({"cause": ["scores", "costs"], "change": [float("nan")] * 2})
    found = SimpleNamespace(value=value, before=10.0, after=12.0, orders=0, all_orders=2)
    shown = exhibits.causes(found, True, EN)
    assert (shown.rows, shown.title) == ([], EN.say("causes.title.unknown", change=2.0))


def test_a_first_quarter_shows_no_moves():
    moves = pd.DataFrame({"move": ["new"], "title": ["One"], "main_cause": [None]})
    shown = exhibits.moves(moves, EN)
    assert (shown.rows, shown.title) == ([], EN.say("moves.title.first"))


def facts(*rows):
    told = pd.DataFrame(rows, columns=["part", "name", "n", "of"])
    return told.assign(share=told["n"] / told["of"])


def test_recognition_shows_its_sources_and_says_when_there_are_none():
    told = facts(("source", "till", 40, 80), ("source", "web", 30, 40))
    shown = exhibits.recognition(told, told, EN)
    assert shown.title == "58% of the 120 identities are of a customer who is known in another source too"
    assert [[cell["text"] for cell in row] for row in shown.rows] == [
        ["till", "80", "40", "50%"],
        ["web", "40", "30", "75%"],
    ]
    assert exhibits.recognition(told[:0], told[:0], EN) is None
    assert findings.recognition(told[:0], EN).startswith("No identities came in, so every id in the tables")


def test_offline_sources_are_marked_and_in_the_title():
    offline = ENGAGEMENT.model_copy(
        update={"keys": ENGAGEMENT.keys.model_copy(update={"offline_sources": ("till",)})}
    )
    told = facts(("source", "till", 40, 80), ("source", "web", 30, 40), ("offline", "", 36, 72))
    shown = exhibits.recognition(told[:2], told, Words("nl", offline))
    assert shown.title == "50% van de 72 offline klanten is ook online bekend"
    assert [row[1]["text"] for row in shown.rows] == ["offline", "online"]
    few = exhibits.recognition(
        told[:2], facts(*told.to_numpy()[:2, :4], ("offline", "", 4, 9)), Words("en", offline)
    )
    assert "offline customers" not in few.title


@pytest.fixture
def slides():
    columns = [
        "before",
        "after",
        "n",
        "value",
        "share_of_customers",
        "share_of_value",
        "moved",
        "low",
        "high",
    ]
    rows = [
        ["few", "few", 60, 0.0, 0.6, 0.0, 0.9, 0.8, 0.95],
        ["many", "few", 30, 900.0, 0.3, 0.9, 0.2, 0.1, 0.35],
        ["many", None, 10, 100.0, 0.1, 0.1, None, None, None],
    ]
    return pd.DataFrame(rows, columns=columns)


def test_who_changes_stage_without_another_order_is_shown_beside_who_did(slides):
    shown = exhibits.inactive_next_quarter(slides, EN)
    assert shown.title.startswith("Without another order, 40% of the customers are in another stage")
    cells = [[cell["text"] for cell in row] for row in shown.rows]
    assert cells == [
        ["many", "Few", "30", "€900", "90%", "20%"],
        ["many", "in no stage", "10", "€100", "10%", "–"],
    ]


def test_the_least_stage_is_told_of_those_that_bring_something_and_not_of_the_one_in_the_title(worth):
    said = findings.value_by_stage(worth, EN).splitlines()
    assert len(said) == 2 and said[0].startswith("The stage “Few” holds 30 customers and brings 20%")
    silent = worth.assign(value=[0.0, 80.0], share_of_value=[0.0, 1.0])
    assert findings.value_by_stage(silent, EN).splitlines() == said[1:]


def test_the_plain_rule_that_came_nearest_is_in_the_title_and_every_rule_in_the_check():
    rows = [
        ("same_again", 400, 1000.0, 800.0, 0.25, 0.1, False),
        ("last_year", 400, 816.0, 800.0, 0.02, 0.1, True),
        ("model", 400, 600.0, 800.0, -0.25, 0.12, False),
    ]
    names = ["predictor", "customers", "predicted", "actual", "error", "chance", "prefer"]
    errors = pd.DataFrame(rows, columns=names).assign(measure="value")
    ranks = pd.DataFrame({"predictor": ["past_spend", "same_again", "model"], "n": 40, "share_of_value": 0.5})
    some = pd.DataFrame({"group": ["few"], "n": [400]})
    found = Outlook(some, some, errors, ranks, ())
    title = "Over the last 91 days “the same as a year before” came nearer to the revenue (2% too high) than"
    assert titles.outlook(found, EN).startswith(title)
    said = findings.outlook(found, NL)
    assert (
        "“Hetzelfde als een jaar eerder”, evenveel als in die dagen 52 weken ervoor, was 2% te hoog." in said
    )
    known = errors.assign(prefer=[True, False, False])[lambda table: table["predictor"].ne("last_year")]
    assert "jaar" not in findings.outlook(replace(found, errors=known), NL)
    assert titles.outlook(replace(found, errors=known), NL).startswith(
        "Over de laatste 91 dagen kwam “nog eens"
    )


def test_what_slides_is_told_as_the_worst_case_beside_last_quarter(slides):
    said = findings.inactive_next_quarter(slides, EN).splitlines()
    assert said[0].startswith(
        "The slide that weighs most is from “many” to “Few”: 30 customers could make it, who"
    )
    assert said[1].startswith("Last quarter 20% (10% to 35%) of that stage made it.")
    unknown = findings.inactive_next_quarter(slides.assign(moved=None, low=None, high=None), NL).splitlines()
    assert unknown[1].endswith("hoeveel het er vorig kwartaal waren is niet bekend.")


def test_a_slide_that_hardly_anybody_made_weighs_less_than_one_that_many_made(slides):
    rare = slides.assign(moved=[0.9, 0.01, 0.5])
    assert "from “many” to “in no stage”: 10 customers" in findings.inactive_next_quarter(rare, EN)


def test_where_nobody_slides_or_all_is_hidden_no_revenue_is_told(slides):
    assert exhibits.inactive_next_quarter(slides.head(1), EN).title == EN.say("quiet.title.none")
    for hidden in (slides.head(1), slides.assign(value=None), slides.head(0)):
        assert findings.inactive_next_quarter(hidden, EN) == EN.say("quiet.hidden")


RULE = pd.DataFrame(
    {
        "segment": ["high", "low"],
        "part": 1,
        "column": "value",
        "at_least": [100.0, None],
        "below": [None, 100.0],
    }
)
TREE = pd.DataFrame(
    {
        "segment": ["1", "1", "2"],
        "part": [1, 2, 1],
        "column": ["orders", "orders", "value"],
        "at_least": [None, 9.0, 20.0],
        "below": [4.0, None, 50.0],
    }
)
UNKNOWN = SimpleNamespace(rule=TREE.head(0))


@pytest.fixture
def differences():
    columns = ["segment", "feature", "n", "mean", "rest_mean", "d", "low", "high", "distinguishes"]
    rows = [
        ["high", "value", 40, 300.0, 50.0, 2.5, 2.0, 3.0, True],
        ["high", "orders", 40, 6.0, 2.04, 1.2, 0.8, 1.6, True],
        ["low", "value", 60, 50.0, 300.0, -2.5, -3.0, -2.0, True],
        ["low", "orders", 60, None, None, None, None, None, True],
    ]
    return pd.DataFrame(rows, columns=columns)


def test_groups_are_shown_beside_the_others_and_a_hidden_difference_is_a_dash(differences):
    shown = exhibits.apart(differences, RULE, EN)
    assert [[cell["text"] for cell in row] for row in shown.rows] == [
        ["Revenue €100 or more", "40", "+2.5 (+2.0 to +3.0)", "+1.2 (+0.8 to +1.6)"],
        ["Revenue under €100", "60", "−2.5 (−3.0 to −2.0)", "–"],
    ]
    assert shown.title == (
        "“Revenue €100 or more” stands out most on orders: 6 on average, against 2 for the others"
    )


def test_a_difference_by_construction_or_within_its_interval_is_no_finding(differences):
    vague = differences.assign(distinguishes=differences["feature"].eq("value"))
    assert exhibits.apart(vague, RULE, NL).title == NL.say("apart.title.none")
    said = findings.apart(vague, RULE, UNKNOWN, EN)
    assert said.splitlines() == [EN.say("apart.clear", n=0, of=1), EN.say("apart.construction")]


def test_the_rule_of_groups_in_the_data_is_told_with_its_agreement(differences):
    tree = SimpleNamespace(rule=TREE, agreement=0.9, low=0.85, high=0.93, n=200)
    said = findings.apart(differences, RULE, tree, EN).splitlines()
    assert "it put 90% (85% to 93%; n = 200) in their own of the 2 groups" in said[2]
    assert said[3:] == [
        "Group 1: Orders under 4; or orders 9 or more.",
        "Group 2: Revenue from €20 up to €50.",
    ]


def test_without_groups_there_is_nothing_to_set_apart(differences):
    shown = exhibits.apart(differences.head(0), RULE.head(0), EN)
    assert (shown.rows, shown.title) == ([], EN.say("segments.title.none"))
    assert findings.apart(differences.head(0), RULE.head(0), UNKNOWN, EN) == ""


@pytest.fixture
def groups():
    columns = ["grouping", "group", "n", "share_of_customers", "value", "share_of_value"]
    rows = [
        ["stage", "few", 60, 0.6, 200.0, 0.2, 900.0, 800.0, 1000.0, 0.45],
        ["stage", "many", 40, 0.4, 800.0, 0.8, 1100.0, 1000.0, 1200.0, 0.55],
        ["segment", "high", 30, 0.3, 700.0, 0.7, 1000.0, 900.0, 1100.0, 0.5],
        ["profile", "Starter", 5, 0.05, None, None, None, None, None, None],
        ["profile", "", 95, 0.95, 900.0, 0.9, 1800.0, 1600.0, 2000.0, 0.9],
        ["manager", "A|without", 20, 0.2, 500.0, 0.5, 1100.0, 1000.0, 1200.0, 0.55],
    ]
    return pd.DataFrame(rows, columns=[*columns, "expected", "low", "high", "share_of_expected"])


def test_groups_of_every_grouping_stand_under_its_name_now_beside_expected(groups):
    shown = exhibits.value_of_groups(groups, RULE, True, EN)
    cells = [[cell["text"] for cell in row] for row in shown.rows]
    assert [row[0] for row in cells] == [
        "Stage",
        "",
        "Segment",
        "Profile",
        "",
        "Value band and account manager",
    ]
    assert [row[1] for row in cells] == [
        "Few",
        "many",
        "Revenue ≥\u00a0€100",
        "Starter",
        "no profile known",
        "A, without account manager",
    ]
    assert cells[0][2:] == ["60", "60%", "20%", "45%", "€200", "€900", "€800 to €1,000"]
    assert cells[3][2:] == ["5", "5%", *["–"] * 5]
    assert shown.title.startswith("“Few” brings 20% of the revenue now, and 45% of what the customers")


def test_without_a_model_the_group_that_brings_most_for_its_size_is_told_and_no_stage_twice(groups):
    now = groups.assign(expected=None, low=None, high=None, share_of_expected=float("nan"))
    assert exhibits.value_of_groups(now, RULE, True, EN).title == (
        "“A, without account manager”: 20% of the customers bring 50% of the revenue"
    )
    stages = now[now["grouping"].isin(["stage", "segment"])]
    assert exhibits.value_of_groups(stages, RULE, True, EN).title == (
        "“many”: 40% of the customers bring 80% of the revenue"
    )
    assert findings.value_of_groups(now, EN).splitlines()[-1] == EN.say("groups.unknown")
    hidden = now.assign(share_of_value=float("nan"))
    assert exhibits.value_of_groups(hidden, RULE, False, NL).title == NL.say("bands.title.none")


def test_what_a_model_expects_is_no_headline_where_the_plain_rule_came_nearer(groups):
    title = exhibits.value_of_groups(groups, RULE, False, EN).title
    assert title == "“A, without account manager”: 20% of the customers bring 50% of the revenue"


def test_who_has_no_profile_and_no_account_manager_is_told_where_it_may_be(groups):
    said = findings.value_of_groups(groups, EN).splitlines()
    assert said[0] == "Of 95 customers (95%) no profile is known; they bring 90% of the revenue."
    assert said[1] == "In band A, 20 customers have no account manager; they bring 50% of all revenue."
    assert said[2].startswith("Compare shares, not amounts: now is 90 days")
    small = groups.assign(share_of_value=groups["share_of_value"].where(groups["grouping"].eq("stage")))
    assert len(findings.value_of_groups(small, EN).splitlines()) == 1
