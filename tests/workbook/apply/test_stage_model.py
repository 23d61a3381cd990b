from pandas import DataFrame

from workbook.apply.stage_model import NO_MOVES, NO_SIZES, stage_model

STAGES = ["new", "loyal", "gone"]


def test_without_orders_every_stage_is_there_and_nothing_is_known():
    model = stage_model(STAGES, NO_SIZES, NO_MOVES)
    assert model["stage"].tolist() == STAGES and model.drop(columns="stage").isna().all(axis=None)


def test_a_hidden_move_is_not_known_and_none_who_stayed_is_nought():
    rows = [
        ("new", "new", 0, 0.0, 0.0, 0.1),
        ("new", "loyal", 30, 0.75, 0.6, 0.9),
        ("new", "gone", 10, 0.25, 0.1, 0.4),
        ("loyal", "loyal", None, None, None, None),
    ]
    model = stage_model(STAGES, NO_SIZES, DataFrame(rows, columns=NO_MOVES.columns)).set_index("stage")
    assert model.loc["new", ["stays", "goes_to", "goes"]].tolist() == [0.0, "loyal", 0.75]
    assert model.loc["loyal"].isna()[["stays", "goes_to"]].all()
    assert model["comes_from"].dropna().to_dict() == {"loyal": "new", "gone": "new"}
