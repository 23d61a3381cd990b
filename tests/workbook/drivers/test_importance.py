import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.drivers.importance import relative_importance
from workbook.drivers.models import outcome_model, people_and_weights, ratings_by_respondent
from workbook.drivers.priorities import importance_and_performance
from workbook.drivers.shares import balanced_orders, johnson_shares, lmg_shares, sampled_shares, subset_r2
from workbook.engagement import Question, engagement_from
from workbook.errors import MeasureError
from workbook.tables.questions import scored_questions

ASKED = scored_questions(engagement_from({"client": "Acme"}))


def driver_importance(ratings, people=None, *, draws=1000, seed=0, **options):
    """Importance of all other columns for the first."""
    outcome, *drivers = ratings
    return relative_importance(
        ratings, outcome, drivers, clusters=people, bootstrap=draws, seed=seed, **options
    )


def lmg(x, y):
    """The shares of x in y, by name."""
    correlation = np.corrcoef(np.column_stack([y, x]).astype(float), rowvar=False)
    return pd.Series(lmg_shares(correlation[None])[0], index=x.columns)


@pytest.fixture
def ratings():
    rng = np.random.default_rng(3)
    common = rng.normal(size=200)
    drivers = pd.DataFrame(
        {name: common + rng.normal(size=200) for name in ["search", "checkout", "returns"]}
    )
    outcome = drivers @ [1.0, 0.5, 0.0] + rng.normal(size=200)
    return pd.concat([outcome.rename("nps"), drivers], axis=1)


def r2(x, y):
    fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return 1 - ((y - fitted) ** 2).sum() / (y**2).sum()


def test_lmg_is_the_mean_gain_over_all_orders(ratings):
    centred = (ratings - ratings.mean()).to_numpy()
    y, x = centred[:, 0], centred[:, 1:]
    gains = np.zeros(3)
    for order in itertools.permutations(range(3)):
        for place, driver in enumerate(order):
            gains[driver] += r2(x[:, order[: place + 1]], y) - (r2(x[:, order[:place]], y) if place else 0)
    assert lmg(ratings.iloc[:, 1:], ratings["nps"]).tolist() == pytest.approx((gains / 6).tolist())


def test_unrelated_drivers_explain_their_squared_correlation():
    x = pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 2, 1, 2]})
    assert lmg(x, pd.Series([1, 2, 3, 4])).tolist() == pytest.approx([0.8, 0.2])


def test_importances_sum_to_r2(ratings):
    found = driver_importance(ratings, draws=20, seed=1)
    centred = (ratings - ratings.mean()).to_numpy()
    assert found.table["importance"].sum() == pytest.approx(found.r2)
    assert found.r2 == pytest.approx(r2(centred[:, 1:], centred[:, 0]))
    assert found.table["share"].sum() == pytest.approx(1)


def test_order_of_respondents_and_drivers_does_not_matter(ratings):
    x, y = ratings.iloc[:, 1:], ratings["nps"]
    turned = lmg(x.iloc[::-1, ::-1], y.iloc[::-1])
    assert turned[x.columns].tolist() == pytest.approx(lmg(x, y).tolist())


def test_units_of_a_rating_do_not_matter(ratings):
    x, y = ratings.iloc[:, 1:], ratings["nps"]
    assert lmg(x * 20 - 3, y * 7).tolist() == pytest.approx(lmg(x, y).tolist())


def test_table_is_most_important_first_and_the_interval_holds_the_importance(ratings):
    table = driver_importance(ratings, draws=200, seed=1).table
    assert table["driver"].iloc[0] == "search"
    assert table["importance"].is_monotonic_decreasing
    assert table["importance"].between(table["low"], table["high"]).all()


def test_a_driver_without_effect_still_has_a_positive_importance(ratings):
    row = driver_importance(ratings, draws=20, seed=1).table.set_index("driver").loc["returns"]
    assert row["importance"] > 0
    assert row["coefficient_low"] < 0 < row["coefficient_high"]


def test_the_same_seed_gives_the_same_interval(ratings):
    once, again = (driver_importance(ratings, draws=20, seed=7).table for _ in range(2))
    pd.testing.assert_frame_equal(once, again)


def test_incomplete_respondents_are_left_out_and_counted(ratings):
    ratings.iloc[:50, 1] = np.nan
    found = driver_importance(ratings, draws=20, seed=1)
    assert (found.n, found.n_total, found.table["n"].unique().tolist()) == (150, 200, [150])


def test_too_few_respondents_for_a_bootstrap_leave_the_interval_blank():
    rng = np.random.default_rng(1)
    few = pd.DataFrame(rng.normal(size=(8, 7)), columns=["nps", *"abcdef"])
    assert driver_importance(few, draws=50, seed=1).table[["low", "high"]].isna().all(axis=None)


def test_coefficients_are_those_of_least_squares(ratings):
    x = np.column_stack([np.ones(200), ratings.iloc[:, 1:]])
    expected = np.linalg.lstsq(x, ratings["nps"].to_numpy(), rcond=None)[0][1:]
    model = outcome_model(ratings)
    assert model["coefficient"].tolist() == pytest.approx(expected.tolist())
    assert (model["coefficient"] - model["low"]).tolist() == pytest.approx(
        (model["high"] - model["coefficient"]).tolist()
    )


def test_ratings_stand_side_by_side_per_respondent():
    answers = pd.DataFrame(
        [
            ("r1", "nps", None, 9),
            ("r1", "satisfaction", "checkout", 4),
            ("r1", "satisfaction", "checkout", 2),
            ("r1", "nps", "checkout", 0),
            ("r2", "satisfaction", "search", 5),
            ("r2", "satisfaction", None, 1),
            ("r3", "nps", None, 6),
        ],
        columns=["respondent_id", "question", "touchpoint", "score"],
    )
    wide = ratings_by_respondent(answers, ASKED)
    assert wide.columns.tolist() == ["nps", "checkout", "search"]
    assert wide.loc["r1", ["nps", "checkout"]].tolist() == [9, 3]
    assert wide["search"].notna().tolist() == [False, True, False]
    assert ratings_by_respondent(answers, ASKED, left_out=["search", "unknown"]).columns.tolist() == [
        "nps",
        "checkout",
    ]


def test_without_recommendation_the_question_that_leads_is_explained():
    answers = pd.DataFrame(
        [("r1", "ces", None, 6), ("r1", "stars", "checkout", 4), ("r1", "importance", "checkout", 2)],
        columns=["respondent_id", "question", "touchpoint", "score"],
    )
    asked = {"ces": Question(kind="effort"), "stars": Question(scale="stars")}
    wide = ratings_by_respondent(answers, ASKED | asked)
    assert wide.columns.tolist() == ["ces", "checkout"] and wide.loc["r1"].tolist() == [6, 4]


def test_a_driver_that_all_rate_alike_is_left_out_and_named(ratings):
    found = driver_importance(ratings.assign(checkout=4), seed=1)
    assert found.alike == ("checkout",) and found.reason == ""
    rest = driver_importance(ratings.drop(columns="checkout"), seed=1)
    pd.testing.assert_frame_equal(found.table, rest.table)


def test_what_others_fix_is_set_aside_and_named(ratings):
    found = driver_importance(
        ratings.assign(copy=2 * ratings["search"] + 1, sum=ratings.iloc[:, 1:].sum(axis=1))
    )
    assert found.tied == ("copy", "sum") and found.reason == ""
    pd.testing.assert_frame_equal(found.table, driver_importance(ratings).table)


def test_where_all_give_the_same_outcome_nothing_is_told(ratings):
    found = driver_importance(ratings.assign(nps=7.0))
    assert (found.reason, len(found.table), found.n) == ("alike", 0, 200)


@pytest.mark.parametrize("drivers", [16, 23, 40])
def test_no_number_of_drivers_stops_it(drivers):
    rng = np.random.default_rng(drivers)
    table = pd.DataFrame(rng.normal(size=(300, drivers + 1)) + rng.normal(size=(300, 1)))
    table[0] += table[1] * 2
    found = driver_importance(table.add_prefix("d"), draws=100, seed=1)
    assert len(found.table) == drivers and found.table["driver"].iloc[0] == "d1"
    assert found.table["importance"].sum() == pytest.approx(found.r2)
    assert found.table["importance"].between(found.table["low"], found.table["high"]).mean() > 0.8
    assert (found.error > 0) is (drivers > 22)


def test_faults_of_what_is_asked_are_all_told(ratings):
    with pytest.raises(MeasureError) as refused:
        relative_importance(
            ratings, "nps", ["serch", "nps"], "lgm", missing="none", weights=ratings["nps"] * 0
        )
    for words in (
        "'serch' is not a column; did you mean 'search'?",
        "a column is named twice",
        "method: 'lgm' is not one of lmg, johnson",
        "missing: 'none'",
        "weights: not every respondent has one above 0",
    ):
        assert words in str(refused.value)


def test_too_few_complete_respondents_give_no_importances_but_the_counts():
    ratings = pd.DataFrame({"nps": [9, 3, 5], "search": [5, 2, None], "checkout": [4, None, 3]})
    found = driver_importance(ratings, seed=1)
    assert (len(found.table), found.n, found.n_total) == (0, 1, 3)
    assert np.isnan(found.r2)


# Answers of the same people


@pytest.fixture
def waves(ratings):
    """Fifty people who say the same in four waves."""
    return pd.concat([ratings.head(50)] * 4, ignore_index=True), pd.Series(list(range(50)) * 4)


def test_people_who_answer_again_bring_no_certainty(ratings, waves):
    again, people = waves
    once = outcome_model(ratings.head(50))
    clustered, blind = outcome_model(again, people), outcome_model(again)
    width = [(table["high"] - table["low"]).mean() for table in (once, clustered, blind)]
    assert clustered["coefficient"].tolist() == pytest.approx(once["coefficient"].tolist())
    assert width[1] == pytest.approx(width[0], rel=0.15) and width[2] < 0.6 * width[0]


def test_people_are_drawn_with_all_of_their_answers(ratings, waves):
    again, people = waves
    once, clustered, blind = (
        driver_importance(*measured, draws=200, seed=1)
        for measured in [(ratings.head(50),), (again, people), (again,)]
    )
    width = [(found.table["high"] - found.table["low"]).mean() for found in (once, clustered, blind)]
    assert width[1] == pytest.approx(width[0], rel=0.15) and width[2] < 0.6 * width[0]
    assert (once.people, clustered.people, blind.people, clustered.n) == (50, 50, 200, 200)


def test_drivers_are_ranked_by_their_difference(ratings):
    found = driver_importance(ratings, draws=300, seed=1)
    assert found.differences["first"].unique().tolist() == ["search"]
    gaps = found.table["importance"].iloc[0] - found.table["importance"].iloc[1:]
    assert found.differences["difference"].tolist() == pytest.approx(gaps.tolist())
    assert found.differences["p"].iloc[-1] < 0.05


def test_who_is_left_out_is_held_beside_who_is_in(ratings):
    blank = ratings.mask(np.eye(200, 4, k=-100, dtype=bool) | (np.arange(200) >= 150)[:, None])
    blank["nps"] = ratings["nps"].where(np.arange(200) < 150, ratings["nps"] - 5)
    others = driver_importance(blank, draws=20, seed=1).left_out
    assert others.n == 53 and others.high < 0
    assert driver_importance(ratings, draws=20, seed=1).left_out is None


def test_a_respondent_is_the_customer_who_answers():
    answers = pd.DataFrame(
        {"respondent_id": ["r1", "r1", "r2", "r3"], "customer_id": ["a", "a", "a", None], "score": 1}
    )
    found = people_and_weights(answers)["person"]
    assert found.index.tolist() == ["r1", "r2", "r3"] and found.nunique() == 2


# Importance against performance


def test_the_interval_of_a_mean_rating_is_by_hand_and_over_people():
    rated = pd.DataFrame({"nps": [2, 5, 6, 9, 10, 8], "till": [1, 2, 3, 4, 5, 5], "app": [3, 5, 4, 3, 5, 4]})
    row = importance_and_performance(driver_importance(rated, seed=1), rated).set_index("driver").loc["app"]
    assert row["performance"] == 4 and row["performance_high"] - 4 == pytest.approx(
        1.96 * (4 / 30) ** 0.5, 1e-3
    )
    pairs = pd.Series(list("aabbcc"))  # the deviations of each pair add up to 0, -1 and 1
    row = importance_and_performance(driver_importance(rated, pairs, seed=1), rated, clusters=pairs)
    row = row.set_index("driver").loc["app"]
    assert row["performance_high"] - 4 == pytest.approx(1.96 * (2 * 3 / 2) ** 0.5 / 6, 1e-3)


def test_what_weighs_more_and_is_rated_lower_is_to_be_improved_first():
    rng = np.random.default_rng(5)
    drivers = pd.DataFrame(
        {name: rng.normal(mean, 0.5, 400) for name, mean in (("till", 2.5), ("app", 4.0), ("shop", 3.9))}
    )
    rated = pd.concat([(drivers @ [2.0, 0.3, 0.2] + rng.normal(size=400)).rename("nps"), drivers], axis=1)
    table = importance_and_performance(driver_importance(rated, seed=1), rated).set_index("driver")
    assert table["improve"].to_dict() == {"till": True, "app": False, "shop": False}
    assert table["above"].to_dict()["till"] and not table["above"].to_dict()["app"]
    swapped = rated.assign(till=rated["till"] + 3)  # as important, and rated best
    table = importance_and_performance(driver_importance(swapped, seed=1), swapped)
    assert not table["improve"].any()


def test_without_importances_there_is_nothing_to_hold_against_ratings():
    few = pd.DataFrame({"nps": [1.0], "till": [2.0]})
    assert importance_and_performance(driver_importance(few, seed=1), few).empty


# Laws of the shares


@given(seed=st.integers(0, 10_000), drivers=st.integers(2, 7))
@settings(max_examples=25, deadline=None)
def test_drawn_orders_are_near_the_exact_shares_and_both_sum_to_r2(seed, drivers):
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(60, drivers + 1)) + rng.normal(size=(60, 1))
    correlation = np.corrcoef(table, rowvar=False)[None]
    exact = lmg_shares(correlation)[0]
    rounds = sampled_shares(correlation, balanced_orders(drivers, 40, seed))[:, 0].reshape(40, -1, drivers)
    error = rounds.mean(axis=1).std(axis=0, ddof=1) / 40**0.5
    assert (np.abs(rounds.mean(axis=(0, 1)) - exact) <= 5 * error + 1e-9).all()
    assert exact.sum() == pytest.approx(subset_r2(correlation)[0, -1])
    assert johnson_shares(correlation)[0].sum() == pytest.approx(exact.sum())


def test_whole_weights_are_rows_that_stand_there_as_often(ratings):
    counts = pd.Series(np.random.default_rng(1).integers(1, 4, len(ratings)), ratings.index)
    weighted = driver_importance(ratings, weights=counts, draws=10).table.set_index("driver")
    repeated = driver_importance(ratings.loc[ratings.index.repeat(counts)], draws=10).table.set_index(
        "driver"
    )
    for measure in ("importance", "johnson", "coefficient", "vif", "performance"):
        assert weighted[measure].to_dict() == pytest.approx(repeated[measure].to_dict())


def test_pairs_of_ratings_count_who_did_not_rate_everything(ratings):
    blank = ratings.mask(np.random.default_rng(2).random(ratings.shape) < [0, 0.2, 0.2, 0.2])
    found = driver_importance(blank, draws=50)
    pairwise = driver_importance(blank, draws=50, missing="pairwise")
    assert found.n < pairwise.n == 200 and found.otherwise.n == 200 and pairwise.otherwise.n == found.n
    related = blank.corr().to_numpy()
    by_hand = np.linalg.solve(related[1:, 1:], related[1:, 0]) * blank["nps"].std() / blank.iloc[:, 1:].std()
    coefficients = pairwise.table.set_index("driver")["coefficient"]
    assert coefficients.to_dict() == pytest.approx(by_hand.to_dict())
    assert pairwise.table["importance"].sum() == pytest.approx(
        related[1:, 0] @ np.linalg.solve(related[1:, 1:], related[1:, 0])
    )
    assert pairwise.table.set_index("driver").loc["search", "p"] < 0.001
    assert found.table["rated"].gt(found.n).all()


def test_a_respondent_of_two_waves_is_one_person_with_two_answer_sheets():
    answers = pd.DataFrame(
        [("r1", "nps", None, 9), ("r1", "satisfaction", "till", 4), ("r1", "nps", None, 3)],
        columns=["respondent_id", "question", "touchpoint", "score"],
    ).assign(at=pd.to_datetime(["2026-01-05", "2026-01-05", "2026-05-05"]))
    wide = ratings_by_respondent(answers, ASKED)
    assert wide["nps"].tolist() == [9, 3] and wide["till"].fillna(0).tolist() == [4, 0]
    people = people_and_weights(answers).reindex(wide.index)
    assert people["person"].nunique() == 1 and len(people) == 2
