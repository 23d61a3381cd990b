import numpy as np
import pandas as pd
import pytest

from prioritization import ScoreError, panel_draws

CRITERIA = ("potential", "importance", "ease")


def panel(*pies, opportunity="returns", round=1):
    """Experts whose three criteria are alike; None is an abstention."""
    rows = [
        (f"e{n}", round, opportunity, name, pie, pie is None)
        for n, pie in enumerate(pies)
        for name in CRITERIA
    ]
    return pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score", "abstained"])


def shares(draws):
    return draws.value_counts(normalize=True).sort_index().to_dict()


def test_of_two_who_agree_a_draw_is_the_median_of_two_drawn():
    draws = panel_draws(panel(6, 8), 20_000, seed=1)["returns"]
    assert shares(draws) == pytest.approx({6: 0.25, 7: 0.5, 8: 0.25}, abs=0.015)


def test_without_consensus_a_draw_is_one_camp_and_never_the_middle():
    draws = panel_draws(panel(2, 2, 9), 20_000, seed=1)["returns"]
    assert shares(draws) == pytest.approx({2: 2 / 3, 9: 1 / 3}, abs=0.015)


def test_what_is_unstable_is_drawn_as_one_opinion():
    moved = pd.concat([panel(4, 4, 4, 4), panel(6, 7, 7.5, 8, round=2)])
    assert sorted(panel_draws(moved, 1000, seed=1)["returns"].unique()) == [6, 7, 7.5, 8]
    assert panel_draws(moved[moved["round"].eq(2)], 1000, seed=1)["returns"].nunique() > 4


def test_one_resample_serves_all_opportunities():
    camps = pd.concat([panel(2, 9), panel(1, 8, opportunity="chat"), panel(9, 2, opportunity="login")])
    draws = panel_draws(camps, 500, seed=1)
    assert set(map(tuple, draws.to_numpy().tolist())) == {(1, 9, 2), (8, 2, 9)}


def test_who_scores_high_scores_high_throughout():
    rng = np.random.default_rng(4)
    level = rng.normal(6, 0.6, 12)
    scores = pd.concat(
        [panel(*(level + rng.normal(0, 0.1, 12)).clip(1, 10), opportunity=name) for name in "ab"]
    )
    draws = panel_draws(scores, 2000, seed=1)
    assert draws.corr().loc["a", "b"] > 0.7


def test_an_expert_who_abstained_gives_no_score_and_the_others_do():
    draws = panel_draws(pd.concat([panel(6, None, None), panel(5, 5, 5, opportunity="chat")]), 300, seed=1)
    assert draws["returns"].unique().tolist() == [6]
    pair = panel_draws(
        pd.concat([panel(6, 8, *[None] * 10), panel(*[5] * 12, opportunity="chat")]), 4000, seed=1
    )
    assert pair["returns"].mean() == pytest.approx(7, abs=0.05)
    assert pair.notna().all(axis=None)


def test_an_opportunity_that_nobody_scored_is_absent():
    draws = panel_draws(pd.concat([panel(6, 7), panel(None, None, opportunity="chat")]), 10, seed=1)
    assert draws.columns.tolist() == ["returns"]
    assert draws.shape == (10, 1)


def test_what_was_not_asked_again_is_drawn_from_its_own_last_round():
    scores = pd.concat(
        [panel(6, 6), panel(4, 4, opportunity="chat"), panel(6, 6, opportunity="chat", round=2)]
    )
    draws = panel_draws(scores, 10, seed=1)
    assert (draws["returns"].unique().tolist(), draws["chat"].unique().tolist()) == ([6], [6])


def test_experts_are_drawn_by_weight_and_who_weighs_nothing_never():
    scores = panel(1, 10, 5).assign(role=["it"] * 3 + ["crm"] * 3 + ["guest"] * 3)
    draws = panel_draws(scores, 20_000, seed=1, weights={"it": 3, "crm": 1, "guest": 0})["returns"]
    assert shares(draws) == pytest.approx({1: 0.75, 10: 0.25}, abs=0.015)


def test_another_opportunity_or_order_of_rows_changes_no_draw_and_another_seed_does():
    scores = pd.concat([panel(2, 3, 9), panel(5, 6, 7, opportunity="chat")], ignore_index=True)
    draws = panel_draws(scores, 200, seed=1)
    assert panel_draws(scores.sample(frac=1, random_state=1), 200, seed=1).equals(draws)
    more = pd.concat([scores, panel(1, 5, None, opportunity="again")])
    assert panel_draws(more, 200, seed=1)[draws.columns].equals(draws)
    assert not panel_draws(scores, 200, seed=2).equals(draws)


def test_medians_are_numpys_also_with_abstentions():
    rng, pies = np.random.default_rng(1), [5, 5.2, 5.5, 5.6, 6, 6.3, 6.5, None, None]
    draws = panel_draws(panel(*pies), 4000, seed=1)["returns"]
    own = [np.nanmedian(rng.choice(np.array(pies, dtype=float), 9)) for _ in range(4000)]
    assert draws.mean() == pytest.approx(np.nanmean(own), abs=0.03)
    assert draws.std() == pytest.approx(np.nanstd(own), abs=0.03)


def test_no_draws_and_no_scores_are_refused():
    with pytest.raises(ScoreError, match="0 draws say nothing"):
        panel_draws(panel(6, 7), 0, seed=1)
    with pytest.raises(ScoreError, match="Nobody scored any opportunity"):
        panel_draws(panel(None, None), 10, seed=1)
