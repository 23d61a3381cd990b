"""What one expert less changes."""

import pandas as pd

from prioritization import one_expert_less, scores_one_less

COLUMNS = ["expert", "round", "opportunity", "criterion", "score"]


def given(**by_opportunity):
    rows = [
        (f"e{n}", 1, opportunity, criterion, score)
        for opportunity, scores in by_opportunity.items()
        for n, score in enumerate(scores)
        for criterion in ("potential", "importance", "ease")
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_a_verdict_that_hangs_on_one_expert_is_counted():
    found = one_expert_less(given(chat=[5, 5, 5, 9, 9], faq=[7, 7, 7, 7, 7])).set_index("opportunity")
    # With one 9 left of four, the middle half spans 1 point.
    assert found["others"].tolist() == [2, 0]
    assert found.loc["chat", "verdict"] == "no consensus"


def test_ranks_run_from_the_best_to_the_worst_without_one():
    found = one_expert_less(given(chat=[2, 9, 9], faq=[8, 8, 8])).set_index("opportunity")
    assert found.loc["chat", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 2]


def test_of_a_panel_of_one_nothing_is_left_out():
    found = one_expert_less(given(chat=[5], faq=[7])).set_index("opportunity")
    assert found.loc["chat", ["others", "rank", "rank_low", "rank_high"]].tolist() == [0, 2, 2, 2]


def test_the_median_is_of_the_others_and_what_one_alone_scored_keeps_its_score():
    both = given(chat=[2, 4, 9])
    alone = given(faq=[7])  # by the first expert alone
    found = scores_one_less(pd.concat([both, alone], ignore_index=True))
    assert found["chat"].tolist() == [6.5, 5.5, 3.0]
    assert found["faq"].tolist() == [7.0, 7.0, 7.0]


def test_of_a_panel_of_one_there_is_no_other_panel():
    assert scores_one_less(given(chat=[5])).empty
