import pandas as pd

from workbook.understand.themes import themes


def rows(*given):
    return pd.DataFrame(given, columns=["theme", "votes", "source", "text", "job", "need", "pain"])


def test_votes_of_a_theme_stand_in_each_of_its_rows_and_count_once_per_source():
    found = themes(
        rows(
            ("Price", 2, "w1", "Dear", None, None, "Dear"),
            ("Speed", 6, "w1", "Fast", None, "Fast", None),
            ("Speed", 6, "w1", "Soon", "Soon", None, None),
            ("Speed", 1, "w2", "Now", None, "Now", None),
            (None, None, "interview", "Alone", None, None, None),
        )
    )
    names = ["theme", "votes", "insights", "jobs", "needs", "pains"]
    assert found[names].values.tolist() == [["Speed", 7, 3, 1, 2, 0], ["Price", 2, 1, 0, 0, 1]]
    assert found["texts"].tolist() == [["Fast", "Soon", "Now"], ["Dear"]]


def test_themes_without_votes_keep_their_order():
    found = themes(rows(("B", None, None, "x", None, None, None), ("A", None, None, "y", None, None, None)))
    assert found["theme"].tolist() == ["B", "A"] and found["votes"].isna().all()
