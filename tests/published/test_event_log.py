"""The log L1 of van der Aalst (2016), Process Mining, sections 6.1 and 6.2, and what directly follows what.

L1 = [(a,b,c,d)^3, (a,c,b,d)^2, (a,e,d)]; a >L1 b and the seven other pairs are printed there.
"""

from datetime import datetime

import pandas as pd

from workbook import backend
from workbook.essa.event_log import event_log, log_flow, log_variants
from workbook.essa_rules import EssaRules

TRACES = ["abcd"] * 3 + ["acbd"] * 2 + ["aed"]
FOLLOWS = {"ab", "ac", "ae", "bc", "cb", "bd", "cd", "ed"}


def test_directly_follows_and_variants_agree_with_van_der_aalst(tmp_path):
    rows = [
        ("L1", f"case {number}", activity, pd.Timestamp("2017-10-02") + pd.Timedelta(hours=place), None, None)
        for number, trace in enumerate(TRACES)
        for place, activity in enumerate(trace)
    ]
    names = ["process", "case", "activity", "at", "performer", "lifecycle"]
    texts = {"performer": "str", "lifecycle": "str", "at": "datetime64[us]"}
    pd.DataFrame(rows, columns=names).astype(texts).to_parquet(tmp_path / "l1.parquet")
    log = event_log(
        backend.scan(tmp_path / "l1.parquet", url="duckdb://"),
        pd.DataFrame({"process": ["L1"], "step": ["a"]}),
        EssaRules(),
        start=datetime(2017, 10, 1),
        end=datetime(2018, 1, 1),
    )
    flow = log_flow(log)
    assert set(flow["before"] + flow["after"]) == FOLLOWS
    assert flow.set_index(["before", "after"])["n"][("b", "c")] == 3
    ways = log_variants(log, minimum=1)
    assert ["".join(steps) for steps in ways["steps"]] == ["abcd", "acbd", "aed"]
    assert ways["cases"].tolist() == [3, 2, 1]
