"""What goes before a move: found where it is planted, not taken from the eager or from after the move."""

import numpy as np
import pandas as pd
import pytest

from workbook.drivers.stage_moves import both_moves, stage_drivers

VALUE = {"low": 10.0, "middle": 50.0, "high": 200.0}


def periods(*, effect=0.0, eager=0.0, customers=700, quarters=5, seed=1):
    """Customers who climb by chance: training adds `effect` to it, and eager ones train and climb more."""
    rng = np.random.default_rng(seed)
    will = rng.normal(size=customers) * eager
    stage, rows = np.zeros(customers, int), []
    for period in range(quarters):
        training = rng.random(customers) < 1 / (1 + np.exp(0.5 - will))
        noise = rng.random(customers) < 0.5
        chance = 1 / (1 + np.exp(1.5 - will)) + effect * training
        after = np.where(
            rng.random(customers) < chance,
            np.minimum(stage + 1, 2),
            np.maximum(stage - (rng.random(customers) < 0.3), 0),
        )
        names = np.array(list(VALUE))
        rows.append(
            pd.DataFrame(
                {
                    "customer_id": np.arange(customers).astype(str),
                    "period": period,
                    "before": names[stage],
                    "after": names[after],
                    "value": pd.Series(names[stage]).map(VALUE),
                    "value_after": pd.Series(names[after]).map(VALUE),
                    "Training": training.astype(int),
                    "Newsletter": noise.astype(int),
                }
            )
        )
        stage = after
    return pd.concat(rows).sort_values(["customer_id", "period"], ignore_index=True)


def test_what_is_planted_comes_out_in_points_and_nothing_else_does():
    rise = stage_drivers(periods(effect=0.2)).table.set_index("driver")
    training = rise.loc["Training"]
    assert training["low"] < 20 < training["high"] and training["own_p_holm"] < 0.001
    assert rise.loc["Newsletter", "p_holm"] > 0.05


def test_what_eager_customers_do_is_not_taken_for_an_effect():
    found = [
        stage_drivers(periods(eager=1.2, customers=450, seed=seed)).table.set_index("driver")
        for seed in range(8)
    ]
    pooled = np.mean([one.loc["Training", "p_holm"] < 0.05 for one in found])
    own = np.mean([one.loc["Training", "own_p_holm"] < 0.05 for one in found])
    assert pooled > 0.9 and own <= 0.25


def test_what_comes_after_the_move_changes_nothing():
    rows = periods(effect=0.2)
    first = rows[rows["period"] <= 1]
    later = rows.assign(Training=rows["Training"].where(rows["period"] <= 1, 1))
    once, again = stage_drivers(first), stage_drivers(later[later["period"] <= 1])
    pd.testing.assert_frame_equal(once.table, again.table)
    so_far = stage_drivers(rows[rows["period"] <= 2]), stage_drivers(later[later["period"] <= 2])
    assert so_far[0].n == so_far[1].n


def test_who_cannot_move_is_not_in_it_and_who_never_moves_is():
    rows = periods()
    rise = stage_drivers(rows)
    assert rise.n == (rows["before"] != "high").sum()
    assert rise.moved == (rows["before"].map(VALUE) < rows["after"].map(VALUE)).sum()
    fall = stage_drivers(rows, "fall")
    assert fall.n == (rows["before"] != "low").sum()
    assert both_moves(rise, fall)["move"].value_counts().to_dict() == {"rise": 2, "fall": 2}


def test_of_one_quarter_the_own_effect_is_not_known():
    found = stage_drivers(periods(quarters=1, effect=0.2))
    assert found.quarters == 1 and found.table["own_effect"].isna().all()
    assert found.table["effect"].notna().all()


def test_what_all_have_and_what_another_fixes_is_set_aside_by_name():
    rows = periods(effect=0.2)
    rows = rows.assign(Everyone=1, Otherwise=1 - rows["Training"])
    found = stage_drivers(rows)
    assert found.alike == ("Everyone",) and found.tied == ("Otherwise",)
    assert set(found.table["driver"]) == {"Training", "Newsletter"}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (periods().iloc[:0], "short"),
        (periods(customers=8, quarters=1), "few"),
        (periods().drop(columns=["Training", "Newsletter"]), "nothing"),
    ],
)
def test_what_cannot_be_told_has_a_reason(rows, reason):
    assert stage_drivers(rows).reason == reason and stage_drivers(rows).table.empty
