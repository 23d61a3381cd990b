"""What the measures of customers mean: what is hidden is a dash, and what few customers did is not told."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from told import chart_rows, told

from workbook.engagement import engagement_from
from workbook.recognise.outlook import Outlook
from workbook.recognise.recognition import recognition_tables

STAGES = [
    {"name": "few", "label": {"en": "Few", "nl": "Weinig"}, "rules": {"orders": {"below": 3}}},
    {"name": "many", "rules": {"orders": {"at_least": 3}}},
]
SETTINGS = {"client": "Acme", "stages": STAGES}
ACME = engagement_from(SETTINGS)


def shown(stem, *measures, language="en", settings=ACME):
    return told(f"recognise/{stem}", *measures, settings=settings, language=language)


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
    assert shown("value_by_stage", worth).title == "many: 25% of the customers bring in 80% of the revenue"
    rows = chart_rows(shown("value_by_stage", worth).exhibit, ACME, "nl")
    assert [row["group"] for row in rows] == ["Weinig (n = 30)", "many (n = 10)"]


def test_the_least_stage_is_told_of_those_that_bring_something_and_not_of_the_one_in_the_title(worth):
    said = shown("value_by_stage", worth).findings
    assert len(said) == 2 and said[0].startswith("“Few” holds 30 customers and brings in 20%")
    silent = worth.assign(value=[0.0, 80.0], share_of_value=[0.0, 1.0])
    assert shown("value_by_stage", silent).findings == said[1:]


def test_what_was_not_looked_at_is_not_nothing():
    rules = ["nobody", "repeated", "order_twice", "silent", "reused", "refunded", "never_bought", "spelling"]
    lines = pd.DataFrame({"rule": rules, "n": 0, "of": [9, 0, *[9] * 6], "share": [0.0, None, *[0.0] * 6]})
    made = shown("order_quality", lines)
    assert [row[1] for row in made.cells[:3]] == ["0", "not looked at", "0"]
    assert made.cells[1][-1].startswith("no line names a product")
    assert shown("order_quality", lines, language="nl").cells[1][1] == "niet nagegaan"


def test_who_bring_half_are_counted_once_and_fewer_than_may_be_shown_are_not_told():
    curve = pd.DataFrame({"share_of_customers": [0.1, 1.0], "share_of_value": [0.5, 1.0], "n": [396, 3960]})
    half = pd.DataFrame({"n": [401], "share_of_customers": [0.1013], "times": [8.9]})
    said = shown("concentration", curve, half).findings
    assert said[0] == "401 customers, 10% of all, bring in half of the revenue."
    few = shown("concentration", curve, half.assign(n=4)).findings
    assert few[0] == "Fewer than 10 customers bring in half of the revenue." and len(few) == 2


# One key per customer


def recognised(*rows, language="en", settings=ACME):
    joins = pd.DataFrame(rows, columns=["part", "name", "n", "of"])
    joins = joins.assign(share=joins["n"] / joins["of"].where(joins["of"] > 0))
    return shown("recognition", *recognition_tables(joins), language=language, settings=settings)


def test_recognition_shows_its_sources_and_says_when_there_are_none():
    made = recognised(("source", "till", 40, 80), ("source", "web", 30, 40))
    assert made.title == "58% of the 120 identities belong to customers who are also known in another source"
    assert made.cells == [["till", "80", "40", "50%"], ["web", "40", "30", "75%"]]
    none = recognised()
    assert none.title == "" and none.findings[0].startswith(
        "No identities were delivered, so each id in the tables"
    )


def test_offline_sources_are_marked_and_in_the_title():
    offline = engagement_from({**SETTINGS, "keys": {"offline_sources": ["till"]}})
    sources = ("source", "till", 40, 80), ("source", "web", 30, 40)
    made = recognised(*sources, ("offline", "", 36, 72), language="nl", settings=offline)
    assert made.title == "50% van de 72 offline klanten is ook online bekend"
    assert [row[1] for row in made.cells] == ["offline", "online"]


def test_what_was_joined_and_what_was_kept_apart_is_told_and_no_more():
    forgotten = recognised(("forgotten", "customers", 1, 9)).findings
    assert len(forgotten) == 2 and forgotten[0].startswith("One row about a person who asked to be forgotten")
    said = recognised(
        ("source", "till", 4, 8),
        ("link", "email", 3, 5),
        ("link", "likeness", 2, 5),
        ("wrong", "likeness", 0.4, 2),
        ("conflict", "chain", 0, 0),
        ("large", "", 2, 90),
        ("unused", "email.placeholder", 1, 12),
        ("unused", "phone.disputed", 1, 3),
        ("unused", "customer_id.spellings", 1, 3),
        ("ambiguous", "transactions", 7, 9),
    ).findings
    assert said[0] == "5 links join identities, by e-mail address (3) and similarity (2)."
    assert said[1] == "Of the 2 links by similarity, about 0.4 are expected to be wrong."
    assert said[2].startswith("2 customers have more than 10 identities each")
    assert said[3].startswith("Values in 12 identities ")
    assert said[4].startswith("In 7 rows the id is known in several sources")
    assert said[5].startswith("All identities are counted") and len(said) == 6


# How they move


def test_moves_are_a_flow_with_every_number_in_the_table_beside_last_quarters_share():
    rows = [("few", "few", 30, 40, 0.75), ("few", "many", 10, 40, 0.25), ("many", "many", 20, 20, 1.0)]
    moves = pd.DataFrame(rows, columns=["before", "after", "n", "from_n", "share"]).assign(low=0.1, high=0.9)
    none = pd.DataFrame({"before": ["few"], "after": ["many"], "n": [0], "from_n": [40], "share": [0.0]})
    table = pd.concat([moves, none.assign(before="many", after="few")], ignore_index=True)
    worth = moves[["before", "after", "n"]].assign(value=[900.0, None, 400.0])
    of_moves = pd.DataFrame({"move": ["stay", "rise", "fall", "leave"], "n": [50, 10, 0, 0]})
    ahead = pd.DataFrame({"stage": ["few"], "n": [30], "expected": [23.0], "low": [18.0], "high": [28.0]})
    earlier = pd.DataFrame({"before": ["few"], "after": ["few"], "share": [0.7]})
    made = shown("stage_transitions", table, of_moves, ahead, worth, earlier)
    assert made.cells == [
        ["Few", "Few", "30", "75%", "70%", "€900"],
        ["Few", "many", "10", "25%", "–", "–"],
        ["many", "many", "20", "100%", "–", "€400"],
    ]
    bands = chart_rows(made.exhibit, ACME)
    assert [band["text"] for band in bands][:2] == ["30 · €900", "10 · –"]
    assert bands[0]["kind"] == "same stage" and bands[1]["kind"] == "another stage"


# Without another order


@pytest.fixture
def slides():
    measures = ["n", "value", "share_of_customers", "share_of_value", "moved", "low", "high"]
    rows = [
        ["few", "few", 60, 0.0, 0.6, 0.0, 0.9, 0.8, 0.95],
        ["many", "few", 30, 900.0, 0.3, 0.9, 0.2, 0.1, 0.35],
        ["many", None, 10, 100.0, 0.1, 0.1, None, None, None],
    ]
    table = pd.DataFrame(rows, columns=["before", "after", *measures])
    return table.assign(moving=table["value"] * table["moved"])


def test_the_move_that_takes_most_revenue_along_is_the_title_and_the_highest_in_its_column(slides):
    made = shown("inactive_next_quarter", slides)
    assert made.title.endswith("the move from “many” to “Few” takes most revenue along: €180")
    assert made.cells == [
        ["many", "Few", "30", "€900", "90%", "20%", "€180"],
        ["many", "in no stage", "10", "€100", "10%", "–", "–"],
    ]
    assert "30 customers could make that move" in made.findings[0]
    assert "last quarter 20% (10% to 35%) of that group did" in made.findings[0]
    assert "follows from the rules" in made.findings[1] and "not a forecast" in made.findings[1]


def test_what_follows_from_the_rules_is_no_finding(slides):
    unknown = slides.assign(moved=None, low=None, high=None, moving=None)
    assert shown("inactive_next_quarter", unknown).title.startswith("Under the rules, 40% of the customers")
    [dutch] = shown("inactive_next_quarter", unknown, language="nl").findings
    assert "volgt uit de regels" in dutch and dutch.endswith("vorig kwartaal maakten, is niet bekend.")


def test_a_move_that_hardly_anybody_made_takes_less_along_than_one_that_many_made(slides):
    rare = slides.assign(moved=[0.9, 0.01, 0.5], moving=[0.0, 9.0, 50.0])
    assert "from “many” to “in no stage” takes" in shown("inactive_next_quarter", rare).title


def test_where_nobody_slides_or_all_is_hidden_no_revenue_is_told(slides):
    assert shown("inactive_next_quarter", slides.head(1)).title.startswith("Even without another order")
    for hidden in (slides.head(1), slides.assign(value=None, moving=None), slides.head(0)):
        [said] = shown("inactive_next_quarter", hidden).findings
        assert said.startswith("No group that would change stage")


# What they will still bring


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
    table = some.assign(purchases=1.0, value=1.0, low=0.0, high=2.0, value_per_customer=1.0)
    found = Outlook(some, some, errors, ranks, ())
    title = (
        "Over the last 91 days “the same as a year before” came closer to actual revenue (2% too high) than"
    )
    assert shown("outlook", found, table).title.startswith(title)
    dutch = " ".join(shown("outlook", found, table, language="nl").findings)
    assert (
        "“Hetzelfde als een jaar eerder”, evenveel als in die dagen 52 weken ervoor, was 2% te hoog." in dutch
    )
    known = errors.assign(prefer=[True, False, False])[lambda table: table["predictor"].ne("last_year")]
    again = shown("outlook", replace(found, errors=known), table, language="nl")
    assert "jaar" not in " ".join(again.findings)
    assert again.title.startswith("Over de laatste 91 dagen kwam “nog eens")


def test_a_margin_holds_the_error_of_the_test_and_says_so():
    off = {"measure": "value", "predictor": "model", "customers": 400, "predicted": 107.0, "actual": 100.0}
    plain = off | {"predictor": "same_again", "predicted": 150.0}
    errors = pd.DataFrame([off | {"prefer": True}, plain | {"prefer": False}])
    errors = errors.assign(error=errors["predicted"] / errors["actual"] - 1, chance=0.1)
    ranks = pd.DataFrame({"predictor": ["past_spend", "same_again", "model"], "n": 40, "share_of_value": 0.5})
    total = pd.DataFrame({"group": ["all"], "n": [400], "value": [1000.0], "low": [980.0], "high": [1020.0]})
    found = Outlook(total, total, errors, ranks, ())
    wider = found.allowing_for_error(total).iloc[0]
    assert wider["low"] < 1000 / 1.0699 and wider["high"] > 1069
    table = total.assign(group="few", purchases=1.0, value_per_customer=1.0)
    said = shown("outlook", replace(found, total=found.allowing_for_error(total)), table)
    assert said.title.endswith("(€935 to €1,070)") and "Margin" in said.headings
    assert "an error as large as in the test (a factor of 1.07)" in said.findings[-1]
    untested = shown("outlook", replace(found, errors=errors.head(0)), table)
    assert "nor the chance that the model is wrong" in untested.findings[-1]


# Segments


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


ALIKE = SimpleNamespace(reason="continuum", n=100, k=1)
NOT_TOLD = SimpleNamespace(rand=float("nan"))
NO_STABILITY = pd.DataFrame(columns=["verdict", "jaccard", "low", "high"])
NO_RATINGS = pd.DataFrame(columns=["segment", "measure", "n", "score", "low", "high"])


@pytest.fixture
def carded():
    columns = ["group", "n", "share_of_customers", "value", "share_of_value", "value_per_customer"]
    rows = [["high", 40, 0.4, 900.0, 0.9, 22.5], ["low", 60, 0.6, None, None, None]]
    return pd.DataFrame(rows, columns=columns)


def cards(table, differences, *, rated=NO_RATINGS, groups=None, sure=True, **options):
    groups = (
        pd.DataFrame(columns=["grouping", "group", "share_of_value", "share_of_expected"])
        if (groups is None)
        else groups
    )
    rest = (ALIKE, NO_STABILITY, NOT_TOLD)
    return shown("segments", table, RULE, differences, rated, groups, sure, *rest, **options)


def test_a_segment_is_a_card_with_its_name_rule_size_and_what_sets_it_apart(carded, differences):
    rated = pd.DataFrame([["high", "nps", 30, 12.0, 2.0, 22.0], ["low", "nps", 4, None, None, None]])
    made = cards(carded, differences, rated=rated.set_axis(NO_RATINGS.columns, axis=1))
    assert made.title == "High revenue: 40% of the active customers bring in 90% of their revenue"
    assert made.exhibit.cards and made.cells[0] == [
        "High revenue",
        "Revenue €100 or more",
        "40 (40% of those active)",
        "€900 (90% of the revenue)",
        "€23",
        "Orders: 6 on average, 2 among the others",
        "+12 (+2 to +22; 30 answers)",
        "Keep them: they bring in clearly more than the others",
    ]
    dutch = cards(carded, differences, language="nl")
    assert dutch.cells[0][0] == "Hoge omzet" and "NPS" not in dutch.headings


def test_of_a_segment_that_is_too_small_a_card_has_its_size_and_nothing_else(carded, differences):
    none = differences.assign(d=differences["d"].where(differences["segment"].eq("high")))
    assert cards(carded, none).cells[1][2:] == [
        "60 (60% of those active)",
        "too few to show",
        "–",
        "too few to show",
        "too few to show",
    ]


@pytest.mark.parametrize(
    ("clear", "told"),
    [
        ({"value": 1.0}, "Keep them"),
        ({"value": 1.0, "recency_days": 0.5}, "Win them back first"),
        ({"value": -1.0, "recency_days": 0.5}, "Remind them"),
        ({"breadth": -0.4, "orders": -0.4}, "Interest them in more product groups"),
        ({"orders": -0.4}, "Give them a reason to come back sooner"),
        ({"orders": 0.4}, "Raise the amount per order"),
    ],
)
def test_what_to_do_follows_from_the_clear_differences(carded, clear, told):
    rows = [("high", name, 40, 2.0, 1.0, d, d - 0.1, d + 0.1, True) for name, d in clear.items()]
    vague = ("high", "age_days", 40, 2.0, 1.0, 0.05, -0.1, 0.2, False)
    columns = ["segment", "feature", "n", "mean", "rest_mean", "d", "low", "high", "distinguishes"]
    differences = pd.DataFrame([*rows, vague], columns=columns)
    assert cards(carded.head(1), differences).cells[0][-1].startswith(told)


def test_the_slope_shows_where_revenue_is_expected_to_move_and_says_when_not_to_plan_on_it(
    carded, differences
):
    columns = ["grouping", "group", "share_of_value", "share_of_expected"]
    rows = [["segment", "high", 0.9, 0.8], ["segment", "low", 0.1, 0.15], ["segment", "", 0.0, 0.05]]
    groups = pd.DataFrame(rows, columns=columns)
    made = cards(carded, differences, groups=groups)
    assert [row["name"] for row in chart_rows(made.exhibit, ACME)] == ["High revenue", "Low revenue"]
    assert "“High revenue” changes most: from 90% of the revenue now to 80%" in made.findings[1]
    unsure = cards(carded, differences, groups=groups, sure=False)
    assert "too uncertain to plan on" in unsure.findings[1]
    few = groups.assign(share_of_expected=[0.8, None, None])
    assert cards(carded, differences, groups=few).exhibit.chart is None


def test_groups_are_shown_beside_the_others_and_a_hidden_difference_is_a_dash(differences):
    made = shown("segment_differences", differences, RULE, UNKNOWN)
    assert made.cells == [
        ["Revenue €100 or more", "40", "+2.5 (+2.0 to +3.0)", "+1.2 (+0.8 to +1.6)"],
        ["Revenue under €100", "60", "−2.5 (−3.0 to −2.0)", "–"],
    ]
    assert made.title == (
        "“Revenue €100 or more” stands out most on orders: 6 on average, against 2 for the others"
    )


def test_a_difference_by_construction_or_within_its_interval_is_no_finding(differences):
    vague = differences.assign(distinguishes=differences["feature"].eq("value"))
    made = shown("segment_differences", vague, RULE, UNKNOWN)
    assert made.title.startswith("Apart from the cut-offs that define them, no group")
    assert len(made.findings) == 2 and "0 of the 1 differences" in made.findings[0]


def test_the_rule_of_groups_in_the_data_is_told_with_its_agreement(differences):
    tree = SimpleNamespace(rule=TREE, agreement=0.9, low=0.85, high=0.93, n=200)
    said = shown("segment_differences", differences, RULE, tree).findings
    assert "it put 90% (85% to 93%; n = 200) in the right one of the 2 groups" in said[2]
    assert said[3:] == [
        "Group 1: Orders under 4; or orders 9 or more.",
        "Group 2: Revenue from €20 up to €50.",
    ]


def test_without_groups_there_is_nothing_to_set_apart(differences):
    made = shown("segment_differences", differences.head(0), RULE.head(0), UNKNOWN)
    assert (made.cells, made.findings) == ([], []) and made.title.startswith("Too few customers ordered")


# What each group is worth


@pytest.fixture
def groups():
    columns = ["grouping", "group", "n", "share_of_customers", "value", "share_of_value"]
    rows = [
        ["stage", "few", 60, 0.6, 200.0, 0.2, 900.0, 800.0, 1000.0, 0.45],
        ["stage", "many", 40, 0.4, 800.0, 0.8, 1100.0, 1000.0, 1200.0, 0.55],
        ["segment", "high", 30, 0.3, 700.0, 0.7, 1000.0, 900.0, 1100.0, 0.5],
        ["segment", "", 70, 0.7, 0.0, 0.0, 100.0, 90.0, 110.0, 0.05],
        ["profile", "Starter", 5, 0.05, None, None, None, None, None, None],
        ["profile", "", 95, 0.95, 900.0, 0.9, 1800.0, 1600.0, 2000.0, 0.9],
        ["manager", "A|without", 20, 0.2, 500.0, 0.5, 1100.0, 1000.0, 1200.0, 0.55],
    ]
    return pd.DataFrame(rows, columns=[*columns, "expected", "low", "high", "share_of_expected"])


def test_groups_of_every_grouping_stand_under_its_name_now_beside_expected(groups):
    made = shown("value_of_groups", groups, RULE, True)
    assert [row[:2] for row in made.cells] == [
        ["Stage", "Few"],
        ["", "many"],
        ["Segment", "Revenue ≥\u00a0€100"],
        ["", "no order in this period"],
        ["Profile", "Starter"],
        ["", "no profile known"],
        ["Value band and account manager", "A, without account manager"],
    ]
    assert made.cells[0][2:] == ["60", "60%", "20%", "45%", "€200", "€900", "€800 to €1,000"]
    assert made.cells[4][2:] == ["5", "5%", *["–"] * 5]
    assert made.title.startswith("“Few” brings in 20% of the revenue now, and 45% of what today's customers")


def test_without_a_model_the_group_that_brings_most_for_its_size_is_told_and_no_stage_twice(groups):
    now = groups.assign(expected=None, low=None, high=None, share_of_expected=float("nan"))
    assert shown("value_of_groups", now, RULE, True).title == (
        "“A, without account manager”: 20% of the customers bring in 50% of the revenue"
    )
    stages = now[now["grouping"].isin(["stage", "segment"])]
    assert shown("value_of_groups", stages, RULE, True).title == (
        "“many”: 40% of the customers bring in 80% of the revenue"
    )
    hidden = now.assign(share_of_value=float("nan"))
    assert shown("value_of_groups", hidden, RULE, False).title.startswith("There was no revenue")


def test_what_a_model_expects_is_no_headline_where_the_plain_rule_came_nearer(groups):
    title = shown("value_of_groups", groups, RULE, False).title
    assert title == "“A, without account manager”: 20% of the customers bring in 50% of the revenue"


def test_who_has_no_profile_and_no_account_manager_is_told_where_it_may_be(groups):
    said = shown("value_of_groups", groups, RULE, True).findings
    assert said[0] == "For 95 customers (95%) no profile is known; they bring in 90% of the revenue."
    assert said[1] == "In band A, 20 customers have no account manager; they bring in 50% of all revenue."
    assert said[2].startswith("Compare shares, not amounts: now covers 90 days")
    small = groups.assign(share_of_value=groups["share_of_value"].where(groups["grouping"].eq("stage")))
    assert len(shown("value_of_groups", small, RULE, True).findings) == 1
