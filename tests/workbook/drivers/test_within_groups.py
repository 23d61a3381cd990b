import numpy as np
import pandas as pd
import pytest

from workbook.drivers.models import outcome_model
from workbook.drivers.within_groups import drivers_within


def data(*, apart=0.0, seed=1, n=600):
    rng = np.random.default_rng(seed)
    groups = pd.Series(rng.choice(["a", "b", "c"], n))
    ratings = pd.DataFrame({name: rng.integers(1, 6, n) for name in ("shop", "app")}).astype(float)
    outcome = 0.5 * ratings["shop"] + (0.3 + apart * groups.eq("a")) * ratings["app"] + rng.normal(size=n)
    return pd.concat([outcome.rename("nps"), ratings], axis=1), groups


def test_effects_in_a_group_are_those_of_the_group_alone():
    cases, groups = data(apart=1.0)
    found = drivers_within(cases, groups).table.query("group == 'a'")
    alone = outcome_model(cases[groups.eq("a")])
    assert found["coefficient"].tolist() == pytest.approx(alone["coefficient"].tolist())


def test_a_driver_that_counts_in_one_group_only_is_told_and_chance_seldom_is():
    found = drivers_within(*data(apart=0.8))
    apart = found.table.drop_duplicates("driver").set_index("driver")["apart_p"]
    assert apart["app"] < 0.001 and apart["shop"] > 0.05 and found.p < 0.001
    chance = [drivers_within(*data(seed=seed)).table["apart_p"].min() < 0.05 for seed in range(60)]
    assert np.mean(chance) <= 0.12


def test_small_groups_are_named_and_one_group_is_no_comparison():
    cases, groups = data()
    groups[groups.eq("c")] = "b"
    groups.iloc[:15] = "new"
    found = drivers_within(cases, groups)
    assert found.small == {"new": 15} and set(found.groups) == {"a", "b"} and found.needed == 20
    one = drivers_within(cases, pd.Series("all", cases.index))
    assert one.table.empty and one.groups == {"all": 600}
