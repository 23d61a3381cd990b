"""The backend behind a URL: what it refuses, what it keeps to, and that every query compiles elsewhere."""

import re
import traceback
from datetime import datetime
from urllib.parse import unquote

import ibis
import pandas as pd
import pyarrow.parquet as pq
import pytest
from ibis.backends.duckdb import Backend

from workbook import backend
from workbook.engagement import Norm, Stage, StrikeRule
from workbook.errors import BackendError
from workbook.files import write_rows
from workbook.recognise import (
    crm,
    groupings,
    histories,
    purchases,
    rfm,
    segments,
    service_norms,
    stages,
    strikes,
    value,
)

END = datetime(2018, 1, 1)
RULES = [
    Stage(name="few", rules={"orders": {"below": 2}}),
    Stage(name="many", rules={"orders": {"at_least": 2}}),
]
HALVES = segments.axis_rule(pd.DataFrame({"value": [0.0]}), {"value": 20})
TIERS = {"A": 0.5, "B": 1.0}
NORMS = [Norm(name="on time", at_least=0.95), Norm(name="cancelled", at_most=0.02)]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("duckdb", "The backend 'duckdb' of engagement.yml cannot be used: Don't know how to connect"),
        ("oracel://host", "The backend 'oracel://host' of engagement.yml cannot be used: Don't know how"),
        ("trino://host/lake", "Failed to import the trino backend due to missing dependencies"),
        ("duckdb:///not/there.db", 'Cannot open file "/not/there.db"'),
        ("duckdb://?memory_limit=lots", "Memory must have a number"),
        ("polars://", "it gives other values than the other backends"),
    ],
)
def test_a_backend_that_cannot_be_used_is_told_with_the_way_out(url, told):
    with pytest.raises(BackendError) as refusal:
        backend.connection(url)
    assert told in str(refusal.value)
    assert "Write it as duckdb:// or spark://local[2]" in str(refusal.value)


def test_a_backend_that_reads_no_parquet_is_told_with_the_way_out(tmp_path):
    pd.DataFrame({"n": [1]}).to_parquet(tmp_path / "n.parquet")
    with pytest.raises(BackendError, match=r"reads no Parquet files\.\nWrite it as duckdb:// or spark://"):
        backend.scan(tmp_path / "n.parquet", url="sqlite://")


def test_a_refusal_does_not_repeat_the_password_or_the_settings():
    with pytest.raises(BackendError) as refusal:
        backend.connection("oracel://anna:s3cret@host/lake?token=t0ken")
    assert "oracel://host/lake" in str(refusal.value)
    assert "s3cret" not in str(refusal.value) and "t0ken" not in str(refusal.value)


@pytest.mark.parametrize(
    "password",
    [
        "s3cret",
        "s3/cret",
        "s3@cret",
        "s3?cret",
        "s3#cret",
        "s3:cret",
        "s3%40cret",
        "s3%2Fcret",
        "//s3cret@",
        "ü",
    ],
)
@pytest.mark.parametrize("scheme", ["postgres", "oracel", "duckdb", "spark"])
def test_a_password_is_never_repeated_whatever_its_signs(scheme, password):
    url = f"{scheme}://anna:{password}@host:5432/lake?x=1"
    parts = [part for part in re.split(r"[^0-9a-zü]+", unquote(password)) if part]
    for reason in (url, f"no port '{password}'", unquote(password), *(f"no host '{part}'" for part in parts)):
        text = backend._unusable(url, reason)
        assert not re.search(r"s3|cret|ü|anna", text), text
    url = f"{scheme}://anna:s3/cret@host:5432/lake?x=1"
    assert "host:5432/lake" in backend._unusable(url, "no such host")


def test_a_refusal_has_no_cause_that_repeats_the_password():
    url = "oracel://anna:s3/cr@et@host/lake"
    with pytest.raises(BackendError) as refusal:
        backend.connection(url)
    told = "".join(traceback.format_exception(refusal.value))
    assert "'oracel://host/lake'" in told and told.count("s3/cr") == 0


def test_a_backend_without_its_package_is_told_with_the_command_to_type():
    with pytest.raises(BackendError, match=r"pip install 'ibis-framework\[mysql\]==\d+\.\d+\.\d+'"):
        backend.connection("mysql://anna:s3cret@host/lake")


def test_the_limits_in_a_url_are_those_of_duckdb(tmp_path):
    con = backend.connection(f"duckdb://?memory_limit=256MiB&temp_directory={tmp_path}&threads=1")
    names = ("memory_limit", "temp_directory", "threads")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    assert con.raw_sql(f"select {asked}").fetchone() == ("256.0 MiB", str(tmp_path), 1)


def test_one_url_is_one_connection_and_another_url_another():
    one = backend.connection("duckdb://?threads=1")
    assert backend.connection("duckdb://?threads=1") is one
    assert backend.connection("duckdb://?threads=2") is not one


def test_a_million_rows_stream_through_little_memory_and_keep_their_schema(tmp_path):
    con = backend.connection(f"duckdb://?memory_limit=160MB&temp_directory={tmp_path / 'spill'}&threads=1")
    wide = con.sql(
        "select range as n, repeat(range::varchar, 9) as name, range / 2 as half from range(1000000)"
    )
    rows = wide.group_by("name").aggregate(n=wide.n.sum(), half=wide.half.max()).order_by("n")
    file = write_rows(tmp_path / "rows.parquet", rows)
    written = pq.ParquetFile(file)
    assert (written.metadata.num_rows, written.schema_arrow) == (1_000_000, rows.schema().to_pyarrow())
    read = backend.scan(file, url="duckdb://")
    assert read.schema() == rows.schema()
    assert read.aggregate(n=read.n.sum(), last=read.half.max()).to_pandas().values.tolist() == [
        [499_999_500_000, 499_999.5]
    ]


def test_a_table_without_rows_keeps_its_schema(tmp_path):
    rows = ibis.memtable({"customer_id": ["a"], "n": [1]}).filter(ibis._.n > 1)
    read = backend.scan(write_rows(tmp_path / "none.parquet", rows), url="duckdb://")
    assert (read.schema(), read.count().to_pandas()) == (rows.schema(), 0)


# SQL for other backends


class Noting(Backend):
    """DuckDB that notes the queries it is asked for."""

    def execute(self, expr, /, **options):
        self.asked.append(expr)
        return super().execute(expr, **options)


@pytest.fixture(scope="module")
def noting():
    con = Noting().connect()
    con.asked = []
    lines = [("a", 10.0, "1"), ("a", 20.0, "2"), ("b", 5.0, None), (None, 1.0, "3")]
    frame = pd.DataFrame(lines, columns=["customer_id", "amount", "order_id"])
    columns = {"channel": "string", "product": "string", "product_group": "string", "margin": "float64"}
    frame = frame.assign(ordered_at=pd.Timestamp("2017-11-05"), **dict.fromkeys(columns))
    schema = {
        "customer_id": "string",
        "ordered_at": "timestamp(6)",
        "amount": "float64",
        "order_id": "string",
    }
    con.create_table("transactions", frame[[*schema, *columns]], schema=ibis.schema(schema | columns))
    con.create_table("measures", rfm.customer_measures(con.table("transactions"), end=END, window_days=91))
    con.create_table("scores", rfm.rfm_scores(con.table("measures")))
    con.create_table("customer_stages", stages.customer_stages(con.table("measures"), RULES))
    about = {"customer_id": ["a", "b"], "profile": ["Starter", None], "account_manager": [None, "Kim"]}
    con.create_table("customers", pd.DataFrame(about), schema=ibis.schema(dict.fromkeys(about, "string")))
    con.create_table("stages_before", con.table("customer_stages"))
    con.create_table("histories", histories.customer_histories(con.table("transactions"), end=END))
    con.create_table("segments", segments.rule_segments(con.table("measures"), HALVES))
    con.create_table("bands", value.value_bands(con.table("measures"), TIERS))
    con.create_table("quiet", stages.stages_next_quarter(con.table("measures"), RULES))
    served = pd.DataFrame({"customer_id": ["a", "b"], "norm": "on time", "n": [20, 30], "met": [19, 20]})
    con.create_table("service", served.assign(at=pd.Timestamp("2017-11-05")))
    con.create_table("results", service_norms.norm_results(con.table("service"), NORMS, end=END))
    return con


NOTHING_EXPECTED = pd.DataFrame(columns=groupings.EXPECTED)
NO_MOVES = pd.DataFrame(columns=["before", "after", "share", "low", "high"])

EXPRESSIONS = {
    "lines": lambda of: purchases.lines(of("transactions"), end=END).to_pandas(),
    "orders": lambda of: purchases.orders(of("transactions"), end=END).to_pandas(),
    "bought_by_quarter": lambda of: purchases.bought_by_quarter(
        of("transactions"), pd.Series(["a", "b", None]), end=END
    ),
    "order_quality": lambda of: purchases.order_quality(of("transactions"), end=END),
    "customer_measures": lambda of: rfm.customer_measures(
        of("transactions"), end=END, window_days=91
    ).to_pandas(),
    "rfm_scores": lambda of: rfm.rfm_scores(of("measures")).to_pandas(),
    "rfm_cells": lambda of: rfm.rfm_cells(of("scores")),
    "customer_stages": lambda of: stages.customer_stages(of("measures"), RULES).to_pandas(),
    "stage_transitions": lambda of: stages.stage_transitions(
        of("stages_before"), of("customer_stages"), RULES
    ),
    "stages_next_quarter": lambda of: stages.stages_next_quarter(of("measures"), RULES).to_pandas(),
    "inactive_next_quarter": lambda of: stages.inactive_next_quarter(
        of("measures"), of("customer_stages"), of("stages_before"), NO_MOVES, RULES
    ),
    "value_by_group": lambda of: value.value_by_group(of("measures"), of("customer_stages")),
    "value_of_groupings": lambda of: groupings.value_of_groupings(
        of("measures"),
        groupings.customer_groupings(of("customer_stages"), of("segments"), of("bands"), of("customers")),
        NOTHING_EXPECTED,
        ["A", "B"],
    ),
    "concentration": lambda of: value.concentration(of("measures")),
    "value_bands": lambda of: value.value_bands(of("measures"), TIERS).to_pandas(),
    "customer_histories": lambda of: histories.customer_histories(of("transactions"), end=END).to_pandas(),
    "distinct_histories": lambda of: histories.distinct_histories(of("histories")),
    "distinct_spending": lambda of: histories.distinct_spending(of("histories")),
    "customer_sample": lambda of: segments.customer_sample(of("measures"), 2),
    "rule_segments": lambda of: segments.rule_segments(of("measures"), HALVES).to_pandas(),
    "segments_of": lambda of: segments.segments_of(of("segments"), pd.Series(["a", None])),
    "crm_rows": lambda of: crm.crm_rows(
        of("measures"),
        of("scores"),
        {"stage": of("customer_stages"), "segment": of("segments"), "value_band": of("bands")},
    ).to_pandas(),
    "norm_results": lambda of: service_norms.norm_results(of("service"), NORMS, end=END).to_pandas(),
    "strikes": lambda of: strikes.strikes(of("results"), StrikeRule()).to_pandas(),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("dialect", ["trino", "bigquery", "snowflake"])
def test_every_query_compiles_for_other_backends(noting, name, dialect):
    noting.asked.clear()
    EXPRESSIONS[name](noting.table)
    queries = [query.unbind() for query in noting.asked]
    assert queries
    for query in queries:
        assert "SELECT" in ibis.to_sql(query, dialect=dialect)
