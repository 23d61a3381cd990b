"""The same values on DuckDB and on Spark, to the cent, on awkward data: for every expression of step 1."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import clickstream
import ibis
import numpy as np
import pandas as pd
import pytest

from prioritization import assignment
from workbook import backend
from workbook.apply import channels, data_phase, next_action
from workbook.apply.audience import audience_now, group_sizes
from workbook.apply.channel_capacity import within_capacity
from workbook.apply.coming import sending_days, with_coming
from workbook.apply.hold_out import hold_out
from workbook.apply.messages import Messages, messages_due
from workbook.apply.pressure import replay
from workbook.apply.responses import outcomes, responses
from workbook.engagement import ContactRule, JourneyRule, Norm, Stage, StrikeRule
from workbook.errors import MeasureError
from workbook.essa import event_log
from workbook.essa_rules import EssaRules
from workbook.files import write_rows
from workbook.recognise import (
    crm,
    groupings,
    histories,
    holdout,
    purchases,
    rfm,
    segments,
    service,
    service_norms,
    stages,
    strikes,
    value,
)
from workbook.recognise.quarter_totals import quarter_totals
from workbook.recognise.stage_periods import stage_periods
from workbook.understand import paths
from workbook.understand.contacts import Contacts, journey_contacts
from workbook.understand.groups import customer_groups
from workbook.understand.profiles import profile_counts

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'cx-workbook[spark]'")
pytestmark = [
    pytest.mark.ci,
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),  # one worker starts it
    pytest.mark.skipif(shutil.which("java") is None, reason="There is no Java on the path; Spark needs 17"),
]

# On a few hundred rows, making code for a query takes longer than the query.
SPARK = (
    "spark://local[2]?spark.sql.shuffle.partitions=2&spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1"
    "&spark.sql.codegen.wholeStage=false&spark.sql.codegen.factoryMode=NO_CODEGEN&spark.sql.adaptive.enabled=false"
)
BEFORE, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
WINDOW = 91
NAMES = ["zoë", "Zoë", "ZO Ë", "straße", "Ωmega", "日本", "o'b\"r", "0017", "17", " x", "👋"]
AMOUNTS = [0.005, 1.005, 2.675, -0.005, 0.125, 0.004, -0.004, 0.0, -0.0, 19.99, -19.99, 1e7 + 0.005, 5.0, 5.0]
TIMES = [
    "2016-02-29 12:00:00",
    "2017-01-31 23:59:59.999999",
    "2017-09-30 23:59:59.999999",
    "2017-10-01 00:00:00",
    "2017-10-02 23:59:59.999999",
    "2017-10-03 00:00:00",
    "2017-10-29 02:30:00",
    "2017-12-31 23:59:59.999999",
    "2018-01-01 00:00:00",
]
RULES = [
    Stage(name="quiet", left=True, rules={"orders": {"below": 1}}),
    Stage(name="één", rules={"orders": {"at_least": 1, "below": 2}, "value": {"below": 20}}),
    Stage(name="één groot", rules={"orders": {"at_least": 1, "below": 2}, "value": {"at_least": 20}}),
    Stage(name="many", rules={"orders": {"at_least": 2}}),
]
HALVES = segments.axis_rule(pd.DataFrame({"value": [0.0], "orders": [0.0]}), {"value": 5.0, "orders": 2})
TIERS = {"A": 0.5, "B": 0.8, "C": 1.0}
NORMS = [Norm(name="on time", at_least=0.9, minimum=5), Norm(name="returns", at_most=0.05, minimum=5)]


def awkward(rows: int = 400) -> pd.DataFrame:
    """Order lines with ties, blanks, refunds, halves of cents, ends of months and ids beyond ASCII."""
    rng = np.random.default_rng(4)
    ids = [*NAMES, *(f"c{n}" for n in range(60)), None, None, None]
    frame = pd.DataFrame(
        {
            "customer_id": rng.choice(np.array(ids, dtype=object), rows),
            "ordered_at": pd.to_datetime(rng.choice(TIMES, rows), format="ISO8601"),
            "amount": rng.choice(AMOUNTS, rows),
            "order_id": rng.choice(np.array(["1", "2", "3", "É", None], dtype=object), rows),
            "product": rng.choice(np.array(["p", "q", None], dtype=object), rows),
            "product_group": rng.choice(np.array(["Brød", "brød", "Melk", None], dtype=object), rows),
        }
    )
    frame["channel"] = np.random.default_rng(6).choice(np.array(["web", "app", None], dtype=object), rows)
    return pd.concat([frame, frame.tail(20)], ignore_index=True).astype({"ordered_at": "datetime64[us]"})


def served(rows: int = 300) -> pd.DataFrame:
    """Cases per partner and norm, in quarters with many, few and none."""
    rng = np.random.default_rng(5)
    n = rng.integers(0, 12, rows)
    return pd.DataFrame(
        {
            "customer_id": rng.choice(np.array(NAMES, dtype=object), rows),
            "at": pd.to_datetime(rng.choice(TIMES[1:8], rows), format="ISO8601").astype("datetime64[us]"),
            "norm": rng.choice([norm.name for norm in NORMS], rows),
            "n": n,
            "met": n - rng.integers(0, 2, rows).clip(max=n),
        }
    )


@dataclass(frozen=True)
class Tables:
    """What the expressions take, in one backend; each computed by that backend."""

    transactions: ibis.Table
    service: ibis.Table
    measures: ibis.Table
    scores: ibis.Table
    before: ibis.Table
    now: ibis.Table
    histories: ibis.Table
    results: ibis.Table
    contacts: Contacts
    touchpoints: ibis.Table
    log: event_log.EventLog


def contacted() -> pd.DataFrame:
    """Contacts with every defect, many at the same second, some without a channel."""
    stream = clickstream.with_defects(clickstream.walks(60), repeated=20, unknown=9, shifted=30)
    stream["at"] = stream["at"].where(stream.index % 3 > 0, stream["at"].dt.floor("h"))
    stream["channel"] = stream["channel"].where(stream.index % 7 > 0)
    stream["customer_id"] = stream["customer_id"].replace({"c00001": "zoë", "c00002": "Zoë"})
    return pd.concat([stream, clickstream.robots(2, 60)], ignore_index=True).astype(clickstream.KINDS)


def logged(cases: int = 80) -> pd.DataFrame:
    """Events of cases in two processes, rows twice, many at the same second, some with their start."""
    rng = np.random.default_rng(9)
    sizes = rng.integers(1, 9, cases)
    case = np.repeat(np.arange(cases), sizes)
    at = pd.Timestamp("2017-09-20") + pd.to_timedelta(rng.integers(0, 60, len(case)) * 8640, unit="s")
    rows = pd.DataFrame({"process": [NAMES[one % 2] for one in case], "case": [f"é{one}" for one in case]})
    rows["activity"] = rng.choice(["b", "zz", "É", "e"], len(case))
    rows["at"] = (at + pd.to_timedelta(case * 7, unit="h")).astype("datetime64[us]")
    rows["performer"] = pd.Series(rng.choice(["x", "y", None], len(case))).astype("str")
    rows["lifecycle"] = pd.Series(rng.choice(["start", "complete", None], len(case))).astype("str")
    return pd.concat([rows, rows.head(20)], ignore_index=True)


def tables(url: str, inputs: Path, folder: Path) -> Tables:
    def kept(name, rows):
        return backend.scan(write_rows(folder / f"{name}.parquet", rows), url=url)

    lines = backend.scan(inputs / "transactions.parquet", url=url)
    service = backend.scan(inputs / "service.parquet", url=url).filter(ibis._.at < END)
    measures = kept("measures", rfm.customer_measures(lines, end=END, window_days=WINDOW))
    earlier = kept("earlier", rfm.customer_measures(lines, end=BEFORE, window_days=WINDOW))
    return Tables(
        lines,
        service,
        measures,
        kept("scores", rfm.rfm_scores(measures)),
        kept("before", stages.customer_stages(earlier, RULES)),
        kept("now", stages.customer_stages(measures, RULES)),
        kept("histories", histories.customer_histories(lines, end=END)),
        kept("results", service_norms.norm_results(service, NORMS, end=END)),
        journey_contacts(
            backend.scan(inputs / "touchpoints.parquet", url=url),
            clickstream.JOURNEY,
            JourneyRule(most_per_day=50, offline_channels=("store",)),
            start=BEFORE,
            end=END,
        ),
        backend.scan(inputs / "touchpoints.parquet", url=url),
        event_log.event_log(
            backend.scan(inputs / "event_log.parquet", url=url),
            pd.DataFrame({"process": NAMES[0], "step": ["zz", "b"]}),
            EssaRules(closing=["zz"]),
            start=BEFORE,
            end=END,
        ),
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("backends")
    awkward().to_parquet(folder / "transactions.parquet", index=False)
    served().to_parquet(folder / "service.parquet", index=False)
    contacted().to_parquet(folder / "touchpoints.parquet", index=False)
    logged().to_parquet(folder / "event_log.parquet", index=False)
    here = tables("duckdb://", folder, folder / "duckdb")
    spark = tables(SPARK, folder, folder / "spark")
    yield here, spark
    backend.connection(SPARK)._session.stop()
    backend.connection.cache_clear()


def attributes(given: Tables) -> ibis.Table:
    """Attributes of the customers as text: a number or not one, a profile, a segment."""
    few = given.measures.purchases < 4
    return given.measures.select(
        "customer_id",
        skill=ibis.ifelse(few, given.measures.purchases.cast("string"), ibis.literal("many")),
        profile=ibis.ifelse(few, ibis.literal("x"), ibis.null("string")),
        segment=ibis.ifelse(given.measures.value > 20, ibis.literal("É"), ibis.literal("e")),
    )


def held(given: Tables) -> service.ServiceQuality:
    return service.service_quality(given.service, NORMS, StrikeRule(), end=END)


PROGRAMMES = pd.DataFrame(
    {
        "programme": clickstream.JOURNEY["touchpoint"].unique()[:3],
        "stage": [stage.name for stage in RULES][:1] * 3,
        "class": ["promotion", "newsletter", "legal"],
        "channel": "mail",
        "weight": 1.0,
    }
).assign(profile=None, start=pd.NaT, end=pd.NaT, value_each=None)
PERIOD = {"start": pd.Timestamp(BEFORE), "end": pd.Timestamp(END)}


def messages(given: Tables) -> tuple[ibis.Table, Messages]:
    """Contacts as messages: of the channel as campaign, one in some left out by lot."""
    at = given.touchpoints.mutate(campaign=given.touchpoints.channel, outcome=given.touchpoints.channel)
    return at, messages_due(at, PROGRAMMES, given.now, [stage.name for stage in RULES])


def came_of(given: Tables) -> ibis.Table:
    return outcomes(messages(given)[0], given.transactions, PROGRAMMES, days=30, end=END)


def acted(given: Tables) -> ibis.Table:
    about, rule = given.now.select("customer_id", profile="stage"), ContactRule(limit=1)
    came, by = came_of(given), ["programme", "stage"]
    rates = responses(came), responses(came.mutate(stage=ibis.literal("x")), by)
    groups = group_sizes(given.now, about)
    options = next_action.action_candidates(PROGRAMMES, groups, *rates, contact=rule, **PERIOD)
    acts, due = within_capacity(options, {"mail": 3}, assignment).actions, messages(given)[1]
    return next_action.next_actions(acts, given.now, about, due, PROGRAMMES, contact=rule, end=END)


def held_out(given: Tables) -> pd.DataFrame:
    about = given.now.select("customer_id", profile="stage")
    rows = group_sizes(given.now, about).merge(PROGRAMMES[["programme"]], how="cross")
    rows = rows.assign(chosen=~rows.duplicated(["stage", "profile"]))
    found = came_of(given).mutate(sent=ibis.literal(1, "int64"))
    return hold_out(rows, given.now, about, found, start=datetime(2016, 1, 1))


def used_channels(given: Tables) -> tuple[ibis.Table, ibis.Table]:
    """Orders of the quarter, and all contacts."""
    ever = {"start": pd.Timestamp("2000-01-01"), "end": pd.Timestamp(END)}
    sold = channels.in_quarter(given.transactions, "ordered_at", **(ever | {"start": pd.Timestamp(BEFORE)}))
    return sold, channels.in_quarter(given.touchpoints, "at", **ever)


def data_counted(given: Tables) -> pd.DataFrame:
    people = given.measures.select("customer_id", consent=given.measures.purchases > 1)
    asked = pd.DataFrame({"customer_id": ["17", None], "at": pd.Timestamp(BEFORE)})
    none = pd.DataFrame({"n": [], "of": []})
    return data_phase.data_counts(given.transactions, people, asked, none, since=BEFORE, end=END)


EXPRESSIONS = {
    "channel_use": lambda given: channels.channel_use(*used_channels(given)),
    "overlap": lambda given: channels.overlap(*used_channels(given)),
    "data_counts": data_counted,
    "replay": lambda given: (
        replay(messages(given)[1], ContactRule(limit=1, window_days=3), **PERIOD).messages
    ),
    "outcomes": lambda given: came_of(given).to_pandas(),
    "next_actions": lambda given: acted(given).to_pandas(),
    "hold_out": held_out,
    "coming": lambda given: (
        with_coming(
            messages(given)[0],
            sending_days(PROGRAMMES.assign(rounds=52), **PERIOD),
            PROGRAMMES,
            given.now,
            given.now.select("customer_id", profile="stage"),
        )
        .to_pandas()
        .astype({"at": "datetime64[us]"})
    ),
    "audience_now": lambda given: audience_now(
        PROGRAMMES, group_sizes(given.now, given.now.select("customer_id", profile="stage"))
    ),
    "lines": lambda given: (  # Spark hands over its microseconds as nanoseconds
        purchases.lines(given.transactions, end=END).to_pandas().astype({"ordered_at": "datetime64[us]"})
    ),
    "orders": lambda given: purchases.orders(given.transactions, end=END).to_pandas(),
    "bought_by_quarter": lambda given: purchases.bought_by_quarter(
        given.transactions, given.measures.to_pandas()["customer_id"], end=END
    ),
    "order_quality": lambda given: purchases.order_quality(given.transactions, end=END),
    "quarter_totals": lambda given: quarter_totals(given.transactions, end=END),
    "customer_measures": lambda given: given.measures.to_pandas(),
    "rfm_scores": lambda given: given.scores.to_pandas(),
    "rfm_cells": lambda given: rfm.rfm_cells(given.scores),
    "customer_stages": lambda given: given.now.to_pandas(),
    "stage_transitions": lambda given: stages.stage_transitions(given.before, given.now, RULES),
    "stages_next_quarter": lambda given: stages.stages_next_quarter(given.measures, RULES).to_pandas(),
    "inactive_next_quarter": lambda given: stages.inactive_next_quarter(
        given.measures,
        given.now,
        given.before,
        stages.stage_transitions(given.before, given.now, RULES),
        RULES,
    ),
    "value_by_group": lambda given: value.value_by_group(given.measures, given.now),
    "concentration": lambda given: value.concentration(given.measures),
    "value_bands": lambda given: value.value_bands(given.measures, TIERS).to_pandas(),
    "customer_histories": lambda given: given.histories.to_pandas(),
    "distinct_histories": lambda given: histories.distinct_histories(given.histories),
    "distinct_spending": lambda given: histories.distinct_spending(given.histories),
    "customer_sample": lambda given: segments.customer_sample(given.measures, 7),
    "with_attributes": lambda given: segments.with_attributes(
        given.measures, attributes(given), {"skill": None, "orders": None}
    ).to_pandas(),
    "stage_periods": lambda given: stage_periods(
        given.transactions,
        given.measures.select("customer_id", since=ibis.null("timestamp")),
        given.touchpoints.mutate(outcome=given.touchpoints.channel, at=ibis.timestamp("2017-05-02")),
        given.measures,
        RULES,
        end=END,
        window_days=WINDOW,
    ),
    "profile_counts": lambda given: profile_counts(
        customer_groups(attributes(given), given.now, given.now.select("customer_id"), ["skill"]),
        attributes(given),
    ),
    "rule_segments": lambda given: segments.rule_segments(given.measures, HALVES).to_pandas(),
    "segments_of": lambda given: segments.segments_of(
        segments.rule_segments(given.measures, HALVES),
        given.measures.customer_id.to_pandas().sort_values()[:9],
    ),
    "crm_rows": lambda given: crm.crm_rows(
        given.measures,
        rfm.rfm_scores(given.measures),
        {
            "stage": given.now,
            "stage_if_inactive": stages.stages_next_quarter(given.measures, RULES).select(
                "customer_id", "stage"
            ),
            "segment": segments.rule_segments(given.measures, HALVES),
            "value_band": value.value_bands(given.measures, TIERS),
            "profile": given.now.select("customer_id", profile="stage"),
        },
    ).to_pandas(),
    "value_of_groupings": lambda given: groupings.value_of_groupings(
        given.measures,
        groupings.customer_groupings(
            given.now,
            segments.rule_segments(given.measures, HALVES),
            value.value_bands(given.measures, TIERS),
            given.now.select("customer_id", profile="stage", account_manager=ibis.null("string")),
        ),
        pd.DataFrame(columns=groupings.EXPECTED),
        [stage.name for stage in RULES],
    ),
    "period_errors": lambda given: holdout.period_errors(
        holdout.held_out(given.transactions, end=END, holdout_days=91)
    ),
    "ranking_scores": lambda given: holdout.ranking_scores(
        holdout.held_out(given.transactions, end=END, holdout_days=91)
    ),
    "partner_quality": lambda given: held(given).partners.to_pandas(),
    "norms": lambda given: held(given).norms,
    "quality_scores": lambda given: held(given).scores,
    "norms_by_size": lambda given: held(given).sizes,
    "norm_results": lambda given: given.results.to_pandas(),
    "strikes": lambda given: strikes.strikes(given.results, StrikeRule(expires_after=1)).to_pandas(),
    "steps": lambda given: given.contacts.steps.to_pandas().astype("float64", errors="ignore"),
    "contact_quality": lambda given: pd.concat([given.contacts.facts.quality, given.contacts.facts.shifts]),
    "journey_paths": lambda given: paths.journey_paths(given.contacts),
    "top_paths": lambda given: paths.top_paths(given.contacts),
    "reached": lambda given: paths.reached(given.contacts, end=pd.Timestamp(END)).to_pandas(),
    "crossed": lambda given: paths.shares_by_group(
        paths.crossed(given.contacts), given.now.select("customer_id", "stage"), [0], minimum=1
    ),
    "log_quality": lambda given: given.log.quality,
    "log_flow": lambda given: event_log.log_flow(given.log),
    "log_activities": lambda given: event_log.log_activities(given.log, event_log.log_flow(given.log)),
    "log_variants": lambda given: event_log.log_variants(given.log, minimum=1),
    "log_cases": lambda given: event_log.log_cases(given.log),
}
FRACTIONS = (
    "channel_use",
    "overlap",
    "norms",
    "norms_by_size",
    "quality_scores",
    "period_errors",
    "ranking_scores",
    "journey_paths",
    "crossed",
    "log_flow",
    "log_activities",
    "log_variants",
    "log_cases",
)
UNORDERED = [
    *("lines", "orders", "customer_measures", "rfm_scores", "customer_stages", "value_bands"),
    *(
        "customer_histories",
        "rule_segments",
        "with_attributes",
        "norm_results",
        "strikes",
        "stages_next_quarter",
        "partner_quality",
        "steps",
        "reached",
        "outcomes",
        "next_actions",
        "coming",
    ),
]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_spark_finds_what_duckdb_finds(both, name):
    here, spark = (EXPRESSIONS[name](given) for given in both)
    assert len(here) > 1
    if name in UNORDERED:
        here, spark = (frame.sort_values(list(frame), ignore_index=True) for frame in (here, spark))
    exact = {"rtol": 1e-9, "atol": 1e-9} if name in FRACTIONS else {"check_exact": True}
    pd.testing.assert_frame_equal(here, spark, **exact)


def test_a_join_with_a_table_in_memory_is_computed_once_and_kept(both):
    for given in both:
        named = ibis.memtable({"stage": [stage.name for stage in RULES], "place": range(len(RULES))})
        kept = backend.cached(given.now.join(named, "stage"))
        assert kept.count().to_pandas() == given.now.count().to_pandas()


def test_spark_is_what_computed_it(both):
    master = both[1].transactions.get_backend()._session.sparkContext.master
    assert master == "local[2]"
    assert both[1].transactions.get_backend()._session.conf.get("spark.sql.shuffle.partitions") == "2"


def test_the_awkward_data_hold_what_they_are_for(both):
    quality = purchases.order_quality(both[0].transactions, end=END).set_index("rule")["n"]
    assert (quality.drop("silent") > 0).all(), quality
    measures = both[0].measures.to_pandas()
    assert (measures["cents"] < 0).any() and measures["cents"].duplicated().any()
    assert both[0].now.to_pandas()["stage"].nunique() == len(RULES)


def test_rules_that_leave_customers_out_are_refused_in_the_same_words(both):
    refusals = []
    for given in both:
        with pytest.raises(MeasureError) as refusal:
            stages.customer_stages(given.measures, RULES[1:])
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1] and "customers are in no stage" in refusals[0]
