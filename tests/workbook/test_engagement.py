"""The settings of an engagement: read whole, or refused with all faults at once."""

from datetime import datetime
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbook.catalogues import CATALOGUES, catalogue
from workbook.engagement import Engagement, MessageClass, engagement_from, quarter_after, quarter_bounds
from workbook.errors import EngagementError, WorkbookError
from workbook.examples import example
from workbook.store import create, open_engagement

QUARTERS = st.builds("{}Q{}".format, st.integers(1950, 2150), st.integers(1, 4))
STAGE = {"name": "all", "rules": {"orders": {"at_least": 0}}}


def faults_of(settings):
    """The lines of the refusal, without the first."""
    with pytest.raises(EngagementError) as refusal:
        engagement_from(settings)
    head, *lines = str(refusal.value).split("\n")
    count = f"{len(lines)} fault{'s' * (len(lines) > 1)}"
    assert head == f"engagement.yml cannot be used: {count}."
    return [line.strip() for line in lines]


def with_(**settings):
    return {"client": "Acme", "stages": [STAGE], **settings}


def test_two_lines_are_enough():
    engagement = engagement_from(with_())
    assert (engagement.client, engagement.currency, engagement.nps_scale) == ("Acme", "EUR", "0-10")
    assert [stage.name for stage in engagement.stages] == ["all"]


@pytest.mark.parametrize("name", ["partners"])
def test_an_example_can_be_used(name):
    assert len(engagement_from(yaml.safe_load(example(name).settings)).stages) >= 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_can_be_used_as_it_is(tmp_path, language):
    engagement = open_engagement(create(tmp_path / "acme", language=language))
    assert (engagement.client, engagement.language) == ("acme", language)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        engagement_from(with_()).client = "Other"


def test_all_faults_come_at_once_each_with_its_place_and_what_was_found():
    settings = {
        "client": 12,
        "curency": "EUR",
        "currency": "euro",
        "language": "fr",
        "nps_scale": "1-5",
        "minimum_group": 0,
        "window_days": 91.5,
        "contact": {"limit": 0, "window": 3},
        "plan": {"quarters": 40, "discount": 1.5},
        "stages": [
            {"name": "new", "rules": {}},
            {"rules": {"recency": {"below": 3}, "orders": {"at_least": 5, "below": 2}}},
            {"name": "loyal", "rules": {"value": {"below": "91,5"}, "age_days": {}}},
        ],
    }
    assert set(faults_of(settings)) == {
        "client: 12 is not text; put it between quotes",
        "curency: is not a setting; did you mean 'currency'?",
        "currency: 'euro' is not three capitals, as EUR",
        "language: 'fr' is not 'en' or 'nl'",
        "nps_scale: '1-5' is not '0-10' or '1-10'",
        "minimum_group: 0 is below 1",
        "window_days: 91.5 is not a whole number",
        "contact.limit: 0 is below 1",
        "contact.window: is not a setting; did you mean 'window_days'?",
        "plan.quarters: 40 is above 12",
        "plan.discount: 1.5 is not below 1; 1.5% is written as 0.015",
        "stages.new.rules: is empty; give at least one",
        "stages.2.name: is missing",
        "stages.2.rules.recency: 'recency' is not 'age_days', 'recency_days', 'orders', 'value' or 'breadth'",
        "stages.2.rules.orders: at_least 5 is not under below 2",
        "stages.loyal.rules.value.below: '91,5' is not a number; write it as 91.5",
        "stages.loyal.rules.age_days: needs at_least, below, or both",
    }


def test_rules_for_the_plan_are_counts_by_name_and_a_range_of_shares():
    rules = {"work_in_progress": {"Web": 2}, "at_most": {"group": {"checkout": 1}}, "run_share": [0.1, 0.4]}
    plan = engagement_from(with_(plan=rules)).plan
    assert (plan.work_in_progress, plan.at_most, plan.at_least) == (
        {"Web": 2},
        {"group": {"checkout": 1}},
        {},
    )
    assert plan.run_share == (0.1, 0.4)


def test_a_rule_for_the_plan_that_cannot_be_is_refused_with_its_place_and_number():
    rules = {"work_in_progress": {"Web": -1}, "at_least": {"group": {"help": 1.5}}, "run_share": [0.4, 0.1]}
    assert set(faults_of(with_(plan=rules))) == {
        "plan.work_in_progress.Web: -1 is below 0",
        "plan.at_least.group.help: 1.5 is not a whole number",
        "plan.run_share: the least, 0.4, is above the most, 0.1",
    }


def test_what_must_be_there_is_asked_for():
    assert faults_of({}) == ["client: is missing"]
    assert faults_of(with_(client="", stages=[])) == [
        "client: is empty",
        "stages: is empty; give at least one",
    ]


def test_without_stages_those_of_the_market_hold_measured_in_the_window():
    for blank in ({}, {"stages": None}):
        engagement = engagement_from({"client": "Acme", "market": "marketplace", "window_days": 60, **blank})
        new, *_, lapsed = engagement.stages
        assert (new.name, new.label, lapsed.left) == ("new", {}, True)
        assert lapsed.rules["recency_days"].at_least == 60
    assert [stage.name for stage in engagement_from(with_(market="b2b")).stages] == ["all"]


def test_a_market_or_window_that_cannot_be_is_the_only_fault_of_settings_without_stages():
    assert faults_of({"client": "Acme", "market": "b2g", "window_days": "x"}) == [
        "market: 'b2g' is not 'b2c', 'b2b', 'marketplace' or 'classifieds'",
        "window_days: 'x' is not a whole number",
    ]


def test_the_template_shows_stages_that_can_be_used_as_they_are_and_are_those_of_its_market():
    template = CATALOGUES / "en" / "engagement.yml"
    text = template.read_text(encoding="utf-8").replace("{language}", "en")
    own = text[text.index("#stages:") : text.index("# Contact pressure")]
    settings = yaml.safe_load(text.replace(own, own.replace("#", "")))
    assert len(settings["stages"]) == 5
    told, markets = (engagement_from(given).stages for given in (settings, yaml.safe_load(text)))
    assert [(stage.name, stage.rules, stage.left) for stage in told] == [
        (stage.name, stage.rules, stage.left) for stage in markets
    ]
    for language in ("en", "nl"):
        names = {stage.name: stage.label[language] for stage in told}
        assert names == catalogue(language)["stage_b2c"]


def test_two_stages_with_one_name_are_refused_beside_other_faults():
    assert faults_of(with_(currency="EURO", stages=[STAGE, STAGE])) == [
        "currency: 'EURO' is not three capitals, as EUR",
        "stages: two stages are named all",
    ]


def test_norms_and_strikes_are_read_and_refused_with_their_place():
    given = with_(norms=[{"name": "on-time", "at_least": 0.95, "minimum": 20}], strikes={"limit": 2})
    engagement = engagement_from(given)
    assert engagement.norms[0].allowed == 50_000 and engagement.strikes.limit == 2
    assert engagement_from(with_()).norms == ()
    norms = [
        {"name": "late"},
        {"name": "reply", "at_least": 0.9, "at_most": 0.1},
        {"name": "sure", "at_least": 1.0},
        {"name": "never", "at_most": 0.0},
        {"name": "light", "at_least": 0.9, "weight": 0, "minimun": 3},
    ]
    assert set(faults_of(with_(norms=norms, strikes={"expires_after": 0}))) == {
        "norms.late: needs one of at_least and at_most",
        "norms.reply: needs one of at_least and at_most",
        "norms.sure.at_least: 1.0 is above 0.999999",
        "norms.never.at_most: 0.0 is below 0.000001",
        "norms.light.weight: 0 is not above 0",
        "norms.light.minimun: is not a setting; did you mean 'minimum'?",
        "strikes.expires_after: 0 is below 1",
    }
    twice = [{"name": "on-time", "at_least": 0.9}] * 2
    assert faults_of(with_(norms=twice)) == ["norms: two norms are named on-time"]


@pytest.mark.parametrize("axes", [{}, {"value": None}, {"value": 50, "orders": None, "breadth": None}])
def test_segments_take_two_questions_and_something_to_hold_them_against(axes):
    assert set(faults_of(with_(segments={"axes": axes, "features": []}))) == {
        f"segments.axes: there are {len(axes)} measures, and it takes 2",
        "segments.features: is empty; give at least one",
    }
    twice = {"features": ["orders", "value", "orders"]}
    assert faults_of(with_(segments=twice)) == ["segments.features: orders is named twice"]


@pytest.mark.parametrize("bound", [float("nan"), float("inf")])
def test_a_bound_must_be_finite(bound):
    stage = {"name": "all", "rules": {"orders": {"at_least": bound}}}
    (fault,) = faults_of(with_(stages=[stage]))
    assert fault == f"stages.all.rules.orders.at_least: {bound!r} is not a finite number"


def test_a_wrong_kind_of_setting_is_one_fault():
    assert faults_of(with_(sources={"answers": 3})) == [
        "sources.answers: 3 is not text; put it between quotes"
    ]
    assert faults_of(with_(sources={"answers": {"fr": "enquête"}})) == [
        "sources.answers.fr: 'fr' is not 'en' or 'nl'"
    ]
    assert faults_of(with_(stages={"new": {}})) == ["stages: it is not a list"]
    assert faults_of(with_(illustrative="answers")) == ["illustrative: 'answers' is not a list"]


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("client: [Acme", "not readable YAML at line"),
        ("client: Acme\n\tstages: x", "not readable YAML at line 2"),
        ("client: Acme\nmarket: b2c\nmarket: b2b", "'market' stands there twice, at line 2 and at line 3"),
        ("client: Acme\n? [a]\n: b", "not readable YAML at line 2"),
        ("client: Acme\nkeys: {largest_group: 5, largest_group: 6}", "'largest_group' stands there twice"),
        ("", "is empty"),
        ("just words", "is no list of settings"),
    ],
)
def test_a_file_that_is_no_yaml_is_refused_with_its_line(tmp_path, text, way_out):
    (tmp_path / "engagement.yml").write_text(text, encoding="utf-8")
    with pytest.raises(EngagementError, match=way_out):
        open_engagement(tmp_path)


def test_a_refusal_is_of_the_root_class_and_a_builtin():
    with pytest.raises(WorkbookError) as refusal:
        engagement_from({})
    assert isinstance(refusal.value, ValueError)


@given(QUARTERS)
def test_quarters_follow_on_each_other_without_a_gap(quarter):
    assert quarter_bounds(quarter)[1] == quarter_bounds(quarter_after(quarter))[0]


@given(QUARTERS, st.integers(-40, 40))
def test_steps_between_quarters_can_be_taken_back(quarter, steps):
    assert quarter_after(quarter_after(quarter, steps), -steps) == quarter


def test_a_quarter_has_its_first_instant_and_the_first_one_after():
    assert quarter_bounds("2017Q4") == (datetime(2017, 10, 1), datetime(2018, 1, 1))


@pytest.mark.parametrize(
    "wrong", ["2017Q5", "2017q4", "2017", "17Q4", "0000Q1", "9999Q4", "２017Q4", "", None]
)
def test_what_is_no_quarter_is_refused(wrong):
    with pytest.raises(EngagementError, match=f"'{wrong}' is not a quarter; write it as 2017Q4"):
        quarter_bounds(wrong)


def test_the_template_names_only_settings_that_there_are():
    template = CATALOGUES / "en" / "engagement.yml"
    named = set(yaml.safe_load(template.read_text(encoding="utf-8").replace("{language}", "en")))
    assert {"client", "language", "currency", "contact", "plan", "nps_scale"} <= named
    assert named <= set(Engagement.model_fields)


def test_rules_for_keys_are_checked():
    assert faults_of(
        with_(
            keys={
                "phone_prefix": "031",
                "largest_group": 1,
                "likeness": {"threshold": 1, "columns": ["phone"]},
            }
        )
    ) == [
        "keys.phone_prefix: '031' is not the digits of a country, as 31",
        "keys.largest_group: 1 is below 2",
        "keys.likeness.columns: phone is too little to go by; name three or more, or leave it out",
        "keys.likeness.threshold: 1 is not below 1",
    ]
    assert faults_of(with_(keys={"largest_grup": 5})) == [
        "keys.largest_grup: is not a setting; did you mean 'largest_group'?"
    ]


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        ({"terms": {"customer": {"en": ["<b>x</b>", "[x](y)"]}}}, "terms.customer.en"),
        ({"terms": {"customer": {"en": ["", " "]}}}, "terms.customer.en"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"seed": True}, "seed"),
        ({"client": "   "}, "client"),
        ({"client": "a\x1b[31m"}, "client"),
        ({"minimum_group": 10**9}, "minimum_group"),
        ({"value_bands": {"A|x": 0.5, "B": 1}}, "value_bands"),
    ],
)
def test_a_setting_that_would_break_a_run_or_a_page_is_refused(setting, place):
    assert all(fault.startswith(place) for fault in faults_of(with_(**setting)))


def test_terms_of_a_word_or_two_are_taken():
    terms = {"customer": {"en": ["B&B guest", "B&B guests"], "nl": ["de patiënt", "patiënten"]}}
    assert engagement_from(with_(terms=terms)).terms.customer["nl"] == ("de patiënt", "patiënten")


def test_a_number_of_thousands_of_digits_is_a_fault_and_no_traceback(tmp_path):
    (tmp_path / "engagement.yml").write_text(f"client: A\nseed: {'9' * 5000}\n", "utf-8")
    with pytest.raises(EngagementError, match=r"engagement\.yml is not readable YAML"):
        open_engagement(tmp_path)


def test_a_setting_in_another_place_is_told_where_it_stands():
    [fault] = faults_of({"client": "Acme", "columns": ["name"]})
    assert fault.startswith("columns: is not a setting here, as 'keys.likeness.columns' ")
    assert "did you mean" not in fault


def test_rules_of_essa_are_settings_and_checked():
    chosen = engagement_from(with_(essa={"variants": 4, "automate_saves": [0.1, 0.3]}))
    assert (chosen.essa.variants, chosen.essa.performers, chosen.essa.automate_saves) == (4, 5, (0.1, 0.3))
    wrong = {"variants": 0, "error_rate": 10, "low_value": 6, "simplify_saves": [0.4, 0.2]}
    assert faults_of(with_(essa=wrong)) == [
        "essa.low_value: 6 is above 5",
        "essa.variants: 0 is below 1",
        "essa.error_rate: 10 is above 1; 10% is written as 0.1",
        "essa.simplify_saves: the least, 0.4, is above the most, 0.2",
    ]


def test_a_pressure_rule_about_exempt_messages_only_is_refused():
    rule = {"name": "calm", "limit": 2, "classes": ["service"]}
    with pytest.raises(EngagementError, match="rule 'calm' is about service only, and exempt lets those"):
        engagement_from({"client": "Acme", "contact": {"rules": [rule]}})
    with pytest.raises(EngagementError, match="exempt names every class, so nothing is limited"):
        engagement_from({"client": "Acme", "contact": {"exempt": list(get_args(MessageClass))}})
