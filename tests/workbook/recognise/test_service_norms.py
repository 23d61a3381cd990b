"""Partners against service norms: results by hand, what changed since a quarter before, faults."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from served import CANCELLED, ON_TIME, Q3, Q4, service, several, sorted_frame
from statsmodels.stats.proportion import proportion_confint

from workbook.engagement import Norm
from workbook.errors import MeasureError
from workbook.recognise.service_norms import (
    kept_by_norm,
    kept_changes,
    kept_differences,
    kept_together,
    norm_results,
)

END = datetime(2018, 1, 1)
NORMS = [ON_TIME, CANCELLED]
HAND = [
    ("a", "2017-10-02", "on time", 10, 9),
    ("a", "2017-12-31", "on time", 30, 29),
    ("a", "2017-11-01", "cancelled", 100, 97),
    ("b", "2017-11-01", "on time", 9, 3),
    ("b", "2017-11-01", "cancelled", 50, 49),
    ("b", "2017-09-30", "on time", 20, 18),
    ("c", "2018-01-01", "on time", 99, 99),
    ("c", "2017-12-01", "on time", 0, 0),
]


def test_norm_results_by_hand(as_table):
    found = sorted_frame(norm_results(as_table(service(HAND)), NORMS, end=END))
    found = found.set_index(["customer_id", "quarter", "norm"])
    assert len(found) == 5, "0 cases are no result, and 2018 is later"
    assert found.loc[("a", Q4, "on time")].to_dict() == {
        "n": 40,
        "met": 38,
        "share": 0.95,
        "judged": True,
        "kept": 1,
    }
    assert found.loc[("a", Q4, "cancelled"), ["share", "kept"]].tolist() == [0.03, 0]
    assert found.loc[("b", Q4, "cancelled"), ["share", "kept"]].tolist() == [0.02, 1]
    assert not found.loc[("b", Q4, "on time"), "judged"] and pd.isna(found.loc[("b", Q4, "on time"), "kept"])
    assert found.loc[("b", Q3, "on time"), ["judged", "kept"]].tolist() == [True, 0]


@pytest.mark.parametrize(("n", "allowed_misses"), [(20, 1), (39, 1), (40, 2), (1_000_000_000, 50_000_000)])
def test_exactly_on_the_limit_is_kept_and_one_case_more_is_not(as_table, n, allowed_misses):
    rows = several([("a", Q4, n, n - allowed_misses), ("b", Q4, n, n - allowed_misses - 1)])
    assert sorted_frame(norm_results(as_table(rows), [ON_TIME], end=END))["kept"].tolist() == [1, 0]


def test_at_most_is_at_least_the_other_way_round(as_table):
    rows = several([("a", Q4, 100, met) for met in (90,)] + [("b", Q4, 100, 89), ("c", Q4, 100, 91)])
    least, most = (
        sorted_frame(norm_results(as_table(rows), [norm], end=END))
        for norm in (Norm(name="on time", at_least=0.9), Norm(name="on time", at_most=0.1))
    )
    assert least["kept"].tolist() == most["kept"].tolist() == [1, 0, 1]
    assert most["share"].tolist() == [0.1, 0.11, 0.09]


def test_rows_in_another_order_or_split_give_the_same_results(as_table):
    rows = service(HAND)
    halves = rows.assign(n=rows["n"] - rows["met"], met=0), rows.assign(n=rows["met"])
    shuffled = pd.concat(halves).sample(frac=1, random_state=1)
    one, other = (sorted_frame(norm_results(as_table(each), NORMS, end=END)) for each in (rows, shuffled))
    pd.testing.assert_frame_equal(one, other)


def test_days_are_read_as_well_as_moments(as_table):
    rows = service(HAND).assign(at=[date(2017, 10, 2)] * len(HAND))
    assert sorted_frame(norm_results(as_table(rows), NORMS, end=END))["quarter"].unique().tolist() == [Q4]


def test_kept_by_norm_by_hand(as_table):
    table = kept_by_norm(norm_results(as_table(service(HAND)), NORMS, end=END), NORMS)
    assert table["quarter"].tolist() == ["2017Q3", "2017Q3", "2017Q4", "2017Q4"]
    assert table["norm"].tolist() == ["on time", "cancelled"] * 2
    assert table[["partners", "judged", "kept", "n", "met"]].to_numpy().tolist() == [
        [1, 1, 0, 20, 18],
        [0, 0, 0, 0, 0],
        [2, 1, 1, 49, 41],
        [2, 2, 1, 150, 146],
    ]
    assert table["share_kept"].tolist()[2:] == [1, 0.5] and np.isnan(table["share_kept"][1])
    assert table.loc[3, ["low", "high"]].tolist() == pytest.approx(proportion_confint(1, 2, method="wilson"))
    assert table.loc[1, ["low", "high"]].isna().all()


def courses(kept_then, kept_now, norm="on time"):
    """Results of two quarters: a letter per partner, k kept, m missed, - not judged, blank no cases."""
    rows = [
        (f"p{place:03d}", quarter, norm, letter != "-", {"k": 1, "m": 0}.get(letter))
        for quarter, letters in ((Q3, kept_then), (Q4, kept_now))
        for place, letter in enumerate(letters)
        if letter != " "
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "quarter", "norm", "judged", "kept"])
    return frame.astype({"kept": "Int64"})


def test_changes_by_hand_are_of_the_partners_judged_in_both_quarters(as_table):
    # Judged in both are the first eight and the eleventh: three gained, two lost.
    results = pd.concat([courses("mmmkkkmm--k ", "kkkmkkmmk-mk"), courses("k", "-", "cancelled")])
    table = kept_changes(as_table(results), NORMS, end=END).set_index("norm")
    assert table.loc["on time", ["n_both", "change"]].tolist() == [9, pytest.approx(1 / 9)]
    assert table.loc["cancelled", "n_both"] == 0 and table.loc["cancelled"].isna().sum() == 3


def test_a_change_has_its_interval_at_the_number_of_norms_and_turns_with_the_quarters(as_table):
    then, now = "m" * 6 + "k" * 14, "k" * 5 + "m" + "k" * 13 + "m"
    (one,) = kept_changes(as_table(courses(then, now)), [ON_TIME], end=END).itertuples()
    more, less = 6 / 22, 2 / 22
    half = 1.959964 * np.sqrt((more + less - (more - less) ** 2) / 22)
    assert [one.low, one.high] == pytest.approx([more - less - half, more - less + half])
    (back,) = kept_changes(as_table(courses(now, then)), [ON_TIME], end=END).itertuples()
    assert [back.change, back.low, back.high] == pytest.approx([-one.change, -one.high, -one.low])
    of_two = kept_changes(as_table(courses(then, now)), NORMS, end=END).loc[0]
    assert of_two["high"] - of_two["low"] == pytest.approx(2 * half * 2.241403 / 1.959964)


def test_a_last_quarter_without_rows_is_refused(as_table):
    with pytest.raises(MeasureError, match="0 of 2 rows are of 2017Q4; the last are of 2017Q3"):
        norm_results(as_table(several([("a", Q3, 20, 20), ("a", Q4 + 1, 20, 20)])), [ON_TIME], end=END)
    with pytest.raises(MeasureError, match="0 of 0 rows are of 2017Q4; none is earlier"):
        norm_results(as_table(service(HAND).iloc[:0]), NORMS, end=END)


def test_norms_kept_together_are_counted_and_compared_over_the_same_partners(as_table):
    rows = [(str(at), "2017-11-01", ON_TIME.name, 100, 100 if at >= 8 else 10) for at in range(40)]
    rows += [(str(at), "2017-11-01", CANCELLED.name, 100, 100 if at >= 2 else 10) for at in range(40)]
    norms = [ON_TIME, CANCELLED]
    results = norm_results(as_table(service(rows)), norms, end=END)
    together = kept_together(results, norms, end=END)
    assert together["partners"].sum() == 40 and len(together) == 3
    shown = kept_by_norm(results, norms)
    [found] = kept_differences(together, shown, seed=1).to_dict("records")
    assert (found["first"], found["other"]) == (ON_TIME.name, CANCELLED.name)
    assert found["difference"] == pytest.approx(-0.15) and found["p"] < 0.05
    hidden = shown.assign(share_kept=[None, 0.9])
    assert kept_differences(together, hidden, seed=1).empty
