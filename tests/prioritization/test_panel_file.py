"""Files of experts' scores, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError, ScoreError
from prioritization.panel_file import panel_in, with_panel

TABLE = DataFrame({"opportunity": ["P-1", "P-2"], "title": ["Login", "Chat"]})


def panel(tmp_path, rows, header="expert,opportunity,criterion,score,round"):
    path = tmp_path / "scores.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    return panel_in(path)


def pie(expert, opportunity, score, round_=1):
    return [f"{expert},{opportunity},{name},{score},{round_}" for name in ("potential", "importance", "ease")]


def test_one_expert_is_enough_and_is_no_panel_that_disagrees(tmp_path):
    table, notes = with_panel(TABLE, panel(tmp_path, pie("ann", "login", 7)), None)
    assert table["score"].tolist()[0] == 7
    assert table["score"].isna().tolist() == [False, True]
    assert notes == ["Scores by PIE, of one expert: (potential + importance + ease) / 3."]


def test_the_latest_round_counts(tmp_path):
    rows = [*pie("ann", "P-1", 2), *pie("bob", "P-1", 8), *pie("ann", "P-1", 7, 2), *pie("bob", "P-1", 8, 2)]
    assert with_panel(TABLE, panel(tmp_path, rows), None)[0]["score"].tolist()[0] == 7.5


def test_other_criteria_are_scored_by_their_method_from_medians(tmp_path):
    rows = [
        f"{who},P-1,{name},{score}"
        for who, scores in (("ann", (8, 2)), ("bob", (6, 4)))
        for name, score in zip(("Waarde", "Effort"), scores, strict=True)
    ]
    table, notes = with_panel(TABLE, panel(tmp_path, rows, "expert,opportunity,criterion,score"), None)
    assert table["score"].tolist()[0] == pytest.approx(7 / 3)
    assert notes[0].startswith("Scores by value over effort: value / effort, of the medians of 2 experts")


def test_a_formula_of_ones_own_is_of_the_medians_in_the_words_of_the_file_or_the_method(tmp_path):
    rows = ["ann,P-1,Waarde,8", "ann,P-1,Inspanning,3", "bob,P-1,Waarde,6", "bob,P-1,Inspanning,3"]
    scores = panel(tmp_path, rows, "expert,opportunity,criterion,score")
    for written in ("waarde / (inspanning + 1)", "value / (effort + 1)"):
        table, notes = with_panel(TABLE, scores, written)
        assert table["score"].tolist()[0] == 1.75
        assert notes[0].startswith(f"Scores by formula: {written}, of the medians of 2 experts")
    assert with_panel(TABLE, scores, "waarde=3; inspanning=1")[0]["score"].tolist()[0] == 6


def test_one_expert_has_no_medians(tmp_path):
    scores = panel(tmp_path, ["ann,P-1,Waarde,8", "ann,P-1,Effort,4"], "expert,opportunity,criterion,score")
    assert with_panel(TABLE, scores, None)[1] == [
        "Scores by value over effort: value / effort, of one expert."
    ]


def test_a_blank_score_is_an_abstention_and_two_thirds_are_no_opinion(tmp_path):
    rows = [*pie("ann", "P-1", 7), *pie("ann", "P-2", 7)[:2], "ann,P-2,ease,,1"]
    assert with_panel(TABLE, panel(tmp_path, rows), None)[0]["score"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (
            pie("ann", "Chatt", 7),
            OpportunitiesError,
            "'Chatt' is not an opportunity of the table; did you mean",
        ),
        (pie("ann", "P-1", 11), ScoreError, "line 2, score: 11.0 is not within 1 to 10"),
        (pie("ann", "P-1", "many"), ScoreError, "line 2, score: 'many' is not a finite number"),
        (["ann,P-1,fun,5,1"], OpportunitiesError, "make no score: their criteria are fun"),
        (["ann,P-1,potential,5,1"], OpportunitiesError, "No opportunity was scored by an expert on every"),
    ],
)
def test_scores_that_cannot_be_used_are_refused(tmp_path, rows, error, message):
    with pytest.raises(error, match=message):
        with_panel(TABLE, panel(tmp_path, rows), None)


def test_a_column_that_is_missing_is_named(tmp_path):
    with pytest.raises(ScoreError, match="column 'criterion' is missing"):
        panel(tmp_path, ["ann,P-1,5"], "expert,opportunity,score")
