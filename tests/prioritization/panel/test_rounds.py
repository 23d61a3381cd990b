import numpy as np
import pandas as pd
import pytest

from prioritization.panel.rounds import round_stability

CRITERIA = ("potential", "importance", "ease")


def rounds(*scores, opportunity="returns"):
    """A list of PIE scores per round, in the order of the experts; None is an abstention."""
    rows = [
        (f"e{n}", number, opportunity, name, pie, pie is None)
        for number, pies in enumerate(scores, start=1)
        for n, pie in enumerate(pies)
        for name in CRITERIA
    ]
    return pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score", "abstained"])


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def test_net_person_changes_by_hand():
    # Bins 3 3 5 8 become 3 5 5 8: one person went from 3 to 5.
    found = only(round_stability(rounds([3, 3, 5, 8], [3, 5, 5, 8]), seed=1))
    assert found[["round", "round_before", "n", "changes", "changed"]].tolist() == [2, 1, 4, 1, 0.25]
    assert (found["stable"], found["shift"]) == (False, 0.5)


def test_two_experts_who_change_places_change_nothing():
    found = only(round_stability(rounds([3, 8, 5], [8, 3, 5]), seed=1))
    assert (found["changes"], found["changed"], found["stable"], found["shift"]) == (0, 0, True, 0)


def test_15_percent_is_not_stable_and_just_below_it_is():
    twenty = [5] * 20
    assert not only(round_stability(rounds(twenty, [7] * 3 + [5] * 17), seed=1))["stable"]
    assert only(round_stability(rounds(twenty, [7] * 2 + [5] * 18), seed=1))["stable"]


def test_a_bin_holds_a_whole_point_around_its_number():
    found = only(round_stability(rounds([7, 7, 7], [20 / 3, 7 + 1 / 3, 7.5]), seed=1))
    assert found["changes"] == 1


def test_only_experts_who_scored_in_both_rounds_count():
    found = only(round_stability(rounds([5, 5, None, 9], [5, None, 9]), seed=1))
    assert found["n"] == 1
    assert pd.isna(found["stable"])


def test_an_opportunity_is_held_against_the_round_in_which_it_was_asked_last():
    scores = pd.concat(
        [rounds([4, 6], [4, 6], [5, 6]), rounds([2, 3], opportunity="chat")], ignore_index=True
    )
    scores = scores[scores["round"].ne(2)]
    found = only(round_stability(scores, seed=1))
    assert found[["opportunity", "round", "round_before"]].tolist() == ["returns", 3, 1]


def test_an_opportunity_without_an_expert_in_both_rounds_says_so():
    found = only(round_stability(rounds([5, None], [None, 5]), seed=1))
    assert found["n"] == 0
    assert found[["changed", "stable", "shift", "p"]].isna().all()


def test_the_p_of_a_shift_counts_every_pattern_of_signs():
    # All five went up: of 32 patterns only all up and all down lie this far from 0.
    assert only(round_stability(rounds([4] * 5, [5] * 5), seed=1))["p"] == 2 / 32
    # Up, up, down by the same: 1 is reached by 8 of 8 patterns.
    assert only(round_stability(rounds([4, 4, 5], [5, 5, 4]), seed=1))["p"] == 1


def test_experts_who_stay_put_do_not_move_the_p():
    few = only(round_stability(rounds([4] * 5, [5] * 5), seed=1))["p"]
    assert only(round_stability(rounds([4] * 25, [5] * 5 + [4] * 20), seed=1))["p"] == few


def test_with_many_movers_the_p_comes_near_that_of_the_sign_test():
    # 14 of 16 went up by 1, 2 went down by 1: P(at most 2 or at least 14 of 16).
    found = only(round_stability(rounds([5] * 16, [6] * 14 + [4] * 2), seed=1))
    exact = 2 * (1 + 16 + 120) / 2**16
    assert found["p"] == pytest.approx(exact, abs=0.003)


def test_the_seed_decides_and_one_round_has_nothing_to_say():
    scores = rounds([5] * 16, list(np.linspace(4, 7, 16).round(1)))
    assert round_stability(scores, seed=3).equals(round_stability(scores, seed=3))
    assert round_stability(rounds([5, 6]), seed=1).empty
