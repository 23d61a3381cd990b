import pandas as pd

from workbook.understand.field_days import field_days, response


def given(*days, wave=None):
    return pd.DataFrame({"at": pd.to_datetime(list(days)), "score": 9, "wave": wave})


def test_a_wave_without_a_name_is_a_quarter():
    days = field_days(given("2017-02-01", "2017-03-05", "2017-04-01"))
    assert days[["wave", "n", "days"]].to_numpy().tolist() == [["2017Q1", 2, 2], ["2017Q2", 1, 1]]
    assert not days["is_named"].any() and days["overlaps"].isna().all()


def test_a_wave_that_began_before_another_had_ended_overlaps_it():
    spring = given("2017-03-20", "2017-04-10", "2017-05-01", wave="spring")
    days = field_days(
        pd.concat([spring, given("2017-04-15", wave="panel"), given("2017-06-01", wave="summer")])
    )
    assert days["wave"].tolist() == ["spring", "panel", "summer"]
    assert days["overlaps"].fillna("").tolist() == ["", "spring", ""]
    assert days["quarters"].tolist() == [2, 1, 1]


def test_the_two_busiest_days_are_counted_together():
    days = field_days(given(*["2017-05-01"] * 5, *["2017-05-09"] * 3, "2017-05-03", "2017-05-04"))
    assert days["on_two"].tolist() == [0.8]


def test_response_is_known_only_where_unanswered_rows_were_delivered():
    answers = given("2017-05-01", "2017-05-02")
    assert response(answers, unscored=0, left_out=[])["share"].isna().all()
    skipped = [
        {"table": "answers", "reason": "unanswered", "n": 5},
        {"table": "answers", "reason": "preview", "n": 9},
    ]
    assert response(answers, unscored=1, left_out=skipped)["share"].tolist() == [0.25]
