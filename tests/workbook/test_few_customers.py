"""The whole of step 1 on what is hardly there: one customer, a quarter without orders, no product groups."""

from datetime import datetime

import ibis
import pandas as pd
import pytest
from told import told as exhibit_told

from workbook.backend import cached
from workbook.engagement import OutlookRule, engagement_from
from workbook.errors import MeasureError
from workbook.privacy import hidden
from workbook.recognise import (
    clusters,
    histories,
    outlook,
    purchases,
    rfm,
    segment_checks,
    segments,
    stages,
    value,
)

BEFORE, END, NEXT = datetime(2017, 10, 1), datetime(2018, 1, 1), datetime(2018, 4, 1)
ENGAGEMENT = engagement_from({"client": "Acme"})
RULES, MINIMUM = ENGAGEMENT.stages, ENGAGEMENT.minimum_group

NO_RATINGS = pd.DataFrame(columns=["segment", "n", "nps", "low", "high"])
NO_GROUPS = pd.DataFrame(columns=["grouping", "group", "share_of_value", "share_of_expected"])


def bought(*rows, product_group=None):
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
    frame["ordered_at"] = pd.to_datetime(frame["ordered_at"], format="ISO8601").astype("datetime64[us]")
    frame = frame.assign(order_id=None, product=None, product_group=product_group)
    texts = ("customer_id", "order_id", "product", "product_group")
    schema = dict.fromkeys(texts, "string") | {"ordered_at": "timestamp(6)", "amount": "float64"}
    return ibis.memtable(frame[list(schema)], schema=ibis.schema(schema))


ONE = bought(*[("c1", f"2017-{month:02d}-20", 100.0) for month in range(1, 13)])
"""A single customer, who orders every month."""
SILENT = bought(
    *[(f"c{n}", f"2017-0{month}-{1 + n % 28:02d}", 10.0 + n) for n in range(40) for month in (3, 5, 8)]
)
"""Forty customers, of whom none ordered in the last quarter."""


def told(orders):
    """The titles and findings of every exhibit, in both languages, as notebook 1 makes them."""
    orders = cached(orders)
    measures = cached(rfm.customer_measures(orders, end=END, window_days=91))
    now = stages.customer_stages(measures, RULES)
    worth = value.value_by_group(measures, now, [stage.name for stage in RULES])
    cells = rfm.rfm_cells(rfm.rfm_scores(measures))
    asked, active = ENGAGEMENT.segments, measures.filter(measures.orders > 0)
    sample = segments.customer_sample(active, asked.sample)
    rule = segments.axis_rule(sample, asked.axes)
    members = segments.rule_segments(active, rule)
    in_sample = segments.customer_sample(members, asked.sample)
    groups = clusters.k_means(sample, asked.features, seed=1)
    stability = segment_checks.cluster_stability(groups, draws=20, seed=1)
    agreement = segment_checks.segment_agreement(in_sample, groups.table, seed=1)
    differences = segment_checks.what_distinguishes(sample, in_sample, asked.features)
    tree = segments.cluster_rule(sample, groups, asked.features, seed=1)
    earlier = orders.filter(orders.ordered_at < ibis.timestamp(BEFORE))
    earlier = rfm.customer_measures(earlier, end=BEFORE, window_days=91)
    transitions = stages.stage_transitions(stages.customer_stages(earlier, RULES), now, RULES)
    moves = shown(transitions)
    later = stages.stages_next_quarter(rfm.customer_measures(orders, end=NEXT, window_days=91), RULES)
    past = histories.customer_histories(orders, end=END)
    expected = outlook.outlook(orders, past, now, end=END, rule=OutlookRule(), discount=0.02)
    assert list(shown(expected.ranks)) == list(expected.ranks)
    hidden = shown(expected.errors)[outlook.OF_ERRORS].isna().all(axis=None)
    assert hidden or expected.errors["customers"].min() >= MINIMUM
    cards = shown(value.value_by_segment(active, members))
    seen = (NO_RATINGS, NO_GROUPS, expected.sure)
    measured = {
        "order_quality": [shown(purchases.order_quality(orders, end=END))],
        "value_by_stage": [shown(worth)],
        "concentration": [
            shown(value.concentration(measures, minimum=MINIMUM)),
            shown(value.half_of_revenue(measures)),
        ],
        "rfm_cells": [shown(cells), shown(rfm.rfm_groups(cells))],
        "segments": [cards, rule, shown(differences), *seen, groups, stability, agreement],
        "segment_differences": [shown(differences), rule, tree],
        "stage_transitions": [
            moves,
            stages.stage_moves(moves, worth, RULES),
            stages.stages_ahead(moves, worth),
            shown(stages.value_of_moves(stages.customer_stages(earlier, RULES), now, measures, RULES)),
            moves.head(0),
        ],
        "inactive_next_quarter": [shown(stages.inactive_next_quarter(measures, now, later, moves, RULES))],
        "outlook": [expected, shown(stages.in_stage_order(expected.expected, RULES))],
    }
    return {
        stem: [
            text
            for language in ("en", "nl")
            for made in [exhibit_told(f"recognise/{stem}", *given, language=language)]
            for text in (made.title, *made.findings)
        ]
        for stem, given in measured.items()
    }


def shown(table):
    return hidden(table, MINIMUM)


def english(said):
    return {name: texts[: len(texts) // 2] for name, texts in said.items()}


@pytest.fixture(scope="module")
def alone():
    return told(ONE)


@pytest.fixture(scope="module")
def silent():
    return told(SILENT)


def test_one_customer_gives_a_page_that_shows_nothing_of_that_one(alone):
    said = english(alone)
    assert said["value_by_stage"][0].startswith("There was no revenue in this period, or too few customers")
    assert said["concentration"][0].startswith("There are too few customers")
    assert said["rfm_cells"][0].startswith("Too few customers were active recently and often")
    assert said["segments"][0].startswith("Too few customers ordered to split them into groups")
    assert said["segments"][1].endswith("One customer is too few to tell.")
    assert said["stage_transitions"][0] == said["stage_transitions"][1]
    assert said["outlook"][0].startswith("Too few customers ordered again to say")
    assert "300" not in " ".join(text for texts in alone.values() for text in texts)


def test_a_quarter_without_orders_gives_a_page_that_says_so(silent):
    said = english(silent)
    assert len(set(said["concentration"])) == 1
    assert len(said["value_by_stage"]) == 2
    assert said["segments"][1].endswith("0 customers are too few to tell.")
    assert "to “Slipping away”: 40 customers, 100% of that group" in said["stage_transitions"][1]
    assert said["inactive_next_quarter"][0].startswith("Under the rules, 100% of the customers change stage")


@pytest.mark.parametrize("case", ["alone", "silent"])
def test_no_sentence_has_a_gap_where_a_number_should_be(case, request):
    for name, texts in request.getfixturevalue(case).items():
        assert all(texts), name
        assert not [text for text in texts if "–" in text or "nan" in text.lower()], name


def test_without_product_groups_one_question_splits_the_customers_and_the_page_says_so():
    orders = bought(*[(f"c{n}", "2017-12-01", 10.0 * n) for n in range(1, 41)])
    said = told(orders)["segments"]
    assert said[0].startswith("High revenue: 50% of") and "product groups" not in said[0]
    assert said[1].startswith("The customers do not differ in product groups; that question is left out.")
    dutch = "De klanten verschillen niet in productgroepen; die vraag is weggelaten."
    assert any(text.startswith(dutch) for text in said)


def looked_ahead(orders):
    past = histories.customer_histories(orders, end=END)
    group = past.select("customer_id", group=ibis.literal("all"))
    return outlook.outlook(orders, past, group, end=END, rule=OutlookRule(), discount=0.02)


def looked(found, language="en"):
    return exhibit_told("recognise/outlook", found, in_stage_order(found), language=language)


def in_stage_order(found):
    return stages.in_stage_order(found.expected.head(0), RULES)


def test_where_amounts_differ_too_much_for_a_model_nobody_is_said_to_buy_too_seldom():
    means = [(f"c{n}", 5 * (1 - (n + 0.5) / 100) ** -1.8) for n in range(100)]  # Pareto's, without a mean
    rows = [(c, f"2017-{m:02d}-05", mean * (1 + m / 20)) for c, mean in means for m in (2, 5, 9)]
    found = looked_ahead(bought(*rows))
    assert (found.reason, found.models) == ("unfit", None)
    assert looked(found).title.startswith("No model fits what the customers did")
    assert looked(found, "nl").findings[0].startswith("Wat ze opbrengen loopt te ver uiteen")


def test_where_all_bought_again_in_the_days_held_out_only_there_are_said_to_be_too_few_before():
    rows = [(f"c{n}", f"2017-0{1 + n % 8}-{1 + n % 28:02d}", 20.0 + n % 7) for n in range(60)]
    rows += [(f"c{n}", f"2017-1{n % 3}-{1 + n % 28:02d}", 25.0 + n % 5) for n in range(0, 60, 2)]
    found = looked_ahead(bought(*rows))
    assert found.reason == "unchecked" and found.errors.empty and len(found.total) == 1
    said = looked(found).findings[0]
    assert said.endswith("without the last 91 days too little is left for a model, or none fits.")


@pytest.mark.parametrize(("customers", "top", "told"), [(90, 9, False), (100, 10, True)])
def test_what_the_first_tenth_brought_is_told_of_no_few(customers, top, told):
    rows = [
        (f"c{n:03d}", f"2017-{month:02d}-{1 + n % 28:02d}", 10.0 + n % 7 + month)
        for n in range(customers)
        for month in range(1, 13)
        if (n * 5 + month * 7) % 11 < 1 + n % 6
    ]
    found = looked_ahead(bought(*rows))
    assert found.ranks["n"].tolist() == [top] * 3
    texts = [" ".join(looked(found, language).findings) for language in ("en", "nl")]
    assert [f"(n = {top})" in text for text in texts] == [told] * 2
    assert shown(found.ranks)[outlook.OF_RANKS].notna().all(axis=None) == told


def test_only_refunds_are_refused_with_the_way_out():
    with pytest.raises(MeasureError, match="There are 0 customers who bought something") as refusal:
        told(bought(("c1", "2017-12-01", -5.0), (None, "2017-12-01", 5.0)))
    assert "order lines have a customer_id and an amount above 0" in str(refusal.value)
