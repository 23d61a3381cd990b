"""Small and large partners alike, or not: published and by hand, and what chance does."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from served import ON_TIME, results
from statsmodels.stats.proportion import proportion_confint

from workbook.errors import MeasureError
from workbook.recognise.fairness import (
    _effective_number,
    chance_of_miss,
    kept_by_size,
    misses_by_chance,
    size_classes,
    size_differences,
)


def test_size_classes_by_hand_keep_equal_partners_together(as_table):
    cases = dict(zip("abcdefgh", [1, 2, 3, 3, 3, 6, 7, 8], strict=True))
    frame = results(dict.fromkeys(cases, "k")).assign(n=list(cases.values()))
    found = size_classes(as_table(frame)).order_by("customer_id").to_pandas()
    assert found["size_class"].tolist() == ["1", "1", "2", "2", "2", "3", "4", "4"]
    assert size_classes(as_table(frame.iloc[:1])).to_pandas()["size_class"].tolist() == ["1"]


def sized(**classes):
    return pd.DataFrame(
        [(customer, name) for name, customers in classes.items() for customer in customers],
        columns=["customer_id", "size"],
    )


def test_one_quarter_per_partner_has_the_published_difference(as_table):
    # Newcombe (1998), Statistics in Medicine 17(8), table II, (a): 56/70 less 48/80, method 10.
    large = {f"l{place}": "k" if place < 56 else "m" for place in range(70)}
    small = {f"s{place}": "k" if place < 48 else "m" for place in range(80)}
    rows, classes = as_table(results(large | small)), as_table(sized(small=small, large=large))
    table = kept_by_size(rows, classes, ["small", "large"])
    kept = table[table["measure"] == "kept"]
    assert kept["share"].tolist() == pytest.approx([0.6, 0.8])
    assert kept["n_effective"].tolist() == pytest.approx([80, 70])
    low, high = proportion_confint([48, 56], [80, 70], method="wilson")
    assert kept["low"].tolist() == pytest.approx(low) and kept["high"].tolist() == pytest.approx(high)
    found = size_differences(table, "large", "small").set_index("measure").loc["kept"]
    assert found[["difference", "low", "high"]].astype(float).round(4).tolist() == [0.2, 0.0524, 0.3339]


def test_quarters_of_one_partner_count_as_one_where_they_are_the_same(as_table):
    courses = {f"p{place}": ("k" if place < 15 else "m") * 4 for place in range(20)}
    classes = as_table(sized(small=courses))
    table = kept_by_size(as_table(results(courses)), classes, ["small", "large"])
    kept = table[table["measure"] == "kept"].iloc[0]
    assert kept[["partners", "judged", "share"]].tolist() == [20, 80, 0.75]
    assert 17 < kept["n_effective"] < 20 and table["size_class"].unique().tolist() == ["small"]
    assert size_differences(table, "small", "large").empty


def test_classes_where_everyone_keeps_the_norm_still_have_an_interval(as_table):
    courses = {f"p{place}": "k" for place in range(20)}
    table = kept_by_size(as_table(results(courses)), as_table(sized(small=courses)), ["small"])
    assert table.set_index("measure").loc["kept", ["low", "high"]].tolist() == pytest.approx(
        list(proportion_confint(20, 20, method="wilson"))
    )


def test_one_partner_has_a_share_and_no_interval(as_table):
    table = kept_by_size(as_table(results({"a": "kkm"})), as_table(sized(small="a")), ["small"])
    kept = table.set_index("measure").loc["kept"]
    assert kept["share"] == pytest.approx(2 / 3) and np.isnan([kept["low"], kept["high"]]).all()


def test_more_norms_make_wider_differences(as_table):
    courses = {f"p{place}": "kmk"[place % 3 :] for place in range(60)}
    classes = as_table(sized(small=list(courses)[:30], large=list(courses)[30:]))
    one, two = results(courses), pd.concat([results(courses), results(courses, "reply")])
    widths = []
    for rows in (one, two):
        found = size_differences(kept_by_size(as_table(rows), classes, ["small", "large"]), "small", "large")
        kept = found[(found["measure"] == "kept") & (found["norm"] == "on time")].iloc[0]
        widths.append(kept["high"] - kept["low"])
        assert kept["norms"] == rows["norm"].nunique()
    assert widths[1] > widths[0] * 1.1


def test_the_interval_covers_what_is_true_though_quarters_of_a_partner_resemble_each_other():
    rng = np.random.default_rng(7)
    chance = rng.beta(4, 1, (1000, 40))
    share = (rng.binomial(8, chance) / 8).T
    table = pd.DataFrame(
        {"share": share.mean(axis=0), "spread": share.var(axis=0), "partners": 40, "units": 320}
    )
    n = _effective_number(table)
    low, high = proportion_confint(table["share"] * n, n, method="wilson")
    assert 0.93 < ((low <= 0.8) & (high >= 0.8)).mean() < 0.975
    low, high = proportion_confint(table["share"] * 320, 320, method="wilson")
    assert ((low <= 0.8) & (high >= 0.8)).mean() < 0.85, "as if all quarters were independent"


@pytest.mark.parametrize("n", [10, 20, 39, 40, 300])
def test_the_chance_of_a_miss_counts_every_possible_number_of_cases(n):
    met = np.arange(n + 1)
    missed = met / n < 0.95
    assert chance_of_miss(n, 50_000, 0.03) == pytest.approx(binom.pmf(met, n, 0.97)[missed].sum())


def test_misses_by_chance_by_hand(as_table):
    small, large = {f"s{place}": "k" for place in range(3)}, {f"l{place}": "k" for place in range(3)}
    frame = results(small | large).assign(n=[10, 10, 20, 400, 400, 400], met=[10, 10, 17, 388, 388, 388])
    frame["kept"] = (frame["met"] >= 0.95 * frame["n"]).astype("Int64")
    table = misses_by_chance(
        as_table(frame), as_table(sized(small=small, large=large)), [ON_TIME], ["small", "large"]
    ).set_index("size_class")
    average = (1 + 1 + 0.85 + 3 * 0.97) / 6
    small_chance = (2 * (1 - average**10) + binom.sf(1, 20, 1 - average)) / 3
    assert table.loc["small", "chance"] == pytest.approx(small_chance)
    assert table.loc["large", "chance"] == pytest.approx(binom.sf(20, 400, 1 - average))


def test_a_class_without_judged_results_is_refused(as_table):
    with pytest.raises(MeasureError, match="0 partners in the classes small, large are judged"):
        kept_by_size(as_table(results({"a": "kk"})), as_table(sized(medium="a")), ["small", "large"])
