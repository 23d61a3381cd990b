"""Values as people write them: numbers, dates, ids, quarters, yes and no."""

from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.tables.cell_values import Formula
from workbook.tables.values import read

law = examples(15)
KINDS = ["id", "text", "choice", "ids", "quarter", "number", "integer", "yes/no", "date"]
CENTS = st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=8)
DAYS = st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=8)


def cells(*values):
    return pd.Series(list(values), dtype=object, index=range(2, len(values) + 2))


def values_of(kind, *written):
    found, wrong = read(cells(*written), kind)
    assert wrong == {}
    return found.tolist()


def fault_of(kind, *written):
    """The one fault, which is that of the last cell; its value is missing."""
    found, wrong = read(cells(*written), kind)
    assert list(wrong) == [len(written) + 1]
    assert pd.isna(found.iloc[-1])
    return wrong[len(written) + 1]


def english(cents):
    return f"{cents / 100:,.2f}"


def dutch(cents):
    return english(cents).translate(str.maketrans(",.", ".,"))


# --- numbers --------------------------------------------------------------------------------------


@law
@given(CENTS)
def test_a_number_reads_the_same_in_dutch_and_in_english(amounts):
    expected = [cents / 100 for cents in amounts]
    assert values_of("number", *map(english, amounts)) == expected
    assert values_of("number", *map(dutch, amounts)) == expected


@law
@given(CENTS, st.permutations(["€ {}", "{} €", "EUR {}", "{}", " {}  ", "\u00a0{}"]))
def test_signs_of_money_and_spaces_do_not_change_a_number(amounts, dresses):
    dressed = [dress.format(dutch(cents)) for cents, dress in zip(amounts, dresses * 2, strict=False)]
    assert values_of("number", *dressed) == [cents / 100 for cents in amounts]


@law
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_typed_numbers_are_read_to_the_last_bit(numbers):
    assert values_of("number", *numbers) == numbers
    assert read(pd.Series(numbers), "number")[0].tolist() == numbers


@law
@given(st.lists(st.integers(-(2**53) + 1, 2**53 - 1), min_size=1))
def test_whole_numbers_survive_as_text_and_as_numbers(numbers):
    assert values_of("integer", *numbers) == numbers
    assert values_of("integer", *map(str, numbers)) == numbers


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "'"])
def test_thousands_may_be_grouped_by_a_space_or_an_apostrophe(space):
    assert values_of("number", f"1{space}234{space}567", f"1{space}234,5") == [1234567, 1234.5]


def test_dutch_prices_and_amounts_below_zero():
    assert values_of("number", "25,-", "€ 25,--", "-€ 3,50", "€ -3,50", "−3,50") == [25, 25, -3.5, -3.5, -3.5]


def test_scientific_notation_as_excel_writes_it_in_two_languages():
    assert values_of("number", "1.5E+03", "2e3") == [1500, 2000]
    assert values_of("number", "1,5E+03", "2e3") == [1500, 2000]


def test_one_clear_number_settles_the_decimal_mark_of_its_column():
    assert values_of("number", "1.234", "7,5") == [1234, 7.5]
    assert values_of("number", "1.234", "7.5") == [1.234, 7.5]
    assert values_of("number", "1,234", "1.234.567") == [1.234, 1234567]


def test_a_thousand_that_may_be_a_fraction_is_refused():
    assert fault_of("number", "7", "1.234") == (
        "'1.234' can be a thousand or a fraction; write it without a thousands separator"
    )


def test_two_decimal_marks_in_a_column_are_refused_at_the_fewer():
    assert "'1,234.50' uses the other decimal mark" in fault_of("number", "1.234,50", "2,5", "1,234.50")
    assert "'0.5' uses the other decimal mark" in fault_of("number", "0,5", "0.5")


@pytest.mark.parametrize(
    "written", ["abc", "1,2,3", "12 34", "5-", "(5)", "inf", "0x10", "1_000", "--5", ".", "€"]
)
def test_what_is_not_a_number_is_refused(written):
    assert f"'{written}' is not a number" in fault_of("number", "7", written)


def test_a_number_too_large_to_hold_is_refused():
    assert fault_of("number", "7", "1e999") == "is infinite"


def test_a_percentage_is_refused_with_the_way_out():
    assert (
        fault_of("number", "0.1", "8%") == "'8%' is not a number; write a percentage as a fraction, as 0.12"
    )


@pytest.mark.parametrize("cell", [True, datetime(2018, 3, 1)])
def test_a_truth_value_or_a_date_is_no_number(cell):
    assert fault_of("number", 1.0, cell) == f"'{cell}' is not a number"


def test_infinite_numbers_are_refused_and_missing_ones_are_blank():
    found, wrong = read(pd.Series([1.0, np.inf, np.nan, -np.inf]), "number")
    assert found.isna().tolist() == [False, True, True, True]
    assert wrong == {1: "is infinite", 3: "is infinite"}
    assert fault_of("number", 1.0, np.inf) == "is infinite"


def test_typed_and_written_numbers_may_stand_in_one_column():
    assert values_of("number", 3, 2.5, "4,5", Decimal("1.500"), np.int64(6)) == [3, 2.5, 4.5, 1.5, 6]


def test_a_broken_number_is_not_whole():
    assert fault_of("integer", "2", "2,5") == "2.5 is not a whole number"


# --- dates ----------------------------------------------------------------------------------------


@law
@given(DAYS)
def test_every_day_reads_back_however_it_is_written(days):
    expected = [pd.Timestamp(day) for day in days]
    assert values_of("date", *days) == expected
    for written in ("{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y%m%d}", "{:%Y-%m-%d} 00:00:00"):
        assert values_of("date", *(written.format(day) for day in days)) == expected
    clear = date(2017, 12, 31)
    for written in ("{:%d-%m-%Y}", "{:%d/%m/%Y}", "{:%d.%m.%Y}", "{:%m/%d/%Y}"):
        assert (
            values_of("date", written.format(clear), *(written.format(day) for day in days))[1:] == expected
        )


@law
@given(st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1))
def test_day_numbers_of_excel_are_dates_as_numbers_and_as_text(days):
    serials = [(day - date(1899, 12, 30)).days for day in days]
    expected = [pd.Timestamp(day) for day in days]
    assert values_of("date", *serials) == expected
    assert values_of("date", *map(float, serials)) == expected
    assert values_of("date", *map(str, serials)) == expected
    assert read(pd.Series(serials), "date")[0].tolist() == expected


def test_half_a_day_of_excel_is_noon():
    assert values_of("date", 43100.5, "43100,75") == [
        pd.Timestamp("2017-12-31 12:00"),
        pd.Timestamp("2017-12-31 18:00"),
    ]


@pytest.mark.parametrize(
    "written",
    ["2017-12-31T23:30:00+01:00", "2017-12-31 23:30 +0100", "2017-12-31T23:30:00Z", "31-12-2017 23:30"],
)
def test_a_time_zone_is_left_out_and_the_clock_stays(written):
    assert values_of("date", written) == [pd.Timestamp("2017-12-31 23:30")]


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "UTC", "America/New_York"])
def test_a_typed_time_zone_is_left_out_too(zone):
    moment = pd.Timestamp("2017-12-31 23:30", tz=zone)
    assert values_of("date", moment) == [pd.Timestamp("2017-12-31 23:30")]
    assert read(pd.Series([moment]), "date")[0].tolist() == [pd.Timestamp("2017-12-31 23:30")]


def test_summer_time_and_winter_time_are_one_clock():
    values, wrong = read(
        pd.Series(["2017-07-01T23:30+02:00", "2017-12-01T23:30+01:00", "2017-12-31"]), "date"
    )
    assert wrong == {} and values.dt.hour.tolist() == [23, 23, 0]


def test_time_zones_that_are_no_one_clock_are_refused_with_their_rows_and_the_way_out():
    written = [
        "2017-12-31T23:30+01:00",
        "31-12-2017 23:30 +0100",
        "2017-12-31T08:30Z",
        "2017-12-31T23:30+09:00",
    ]
    values, wrong = read(pd.Series([*written, "2017-12-31T04:00-0430"]), "date")
    assert set(wrong) == {3, 4} and values.isna().tolist() == [False, False, False, True, True]
    assert wrong[3] == (
        "is a time in zone '+09:00', most are in '+01:00'; write all times of the column by one clock"
    )
    assert "in zone '-0430'" in wrong[4]


def test_times_with_a_zone_and_times_without_are_no_one_clock_and_days_are_of_any():
    bare = ["2017-12-30 23:30", "2017-12-30 22:00", "2017-12-30", "2017-12-30 00:00:00"]
    _, wrong = read(pd.Series([*bare, "2017-12-31T23:30+09:00"]), "date")
    assert wrong == {4: "is a time with a zone, most are without; write all times of the column by one clock"}
    zoned = ["2017-12-30T23:30Z", "2017-12-30T22:00Z", "2017-12-30", "2017-12-31 23:30"]
    _, wrong = read(pd.Series(zoned), "date")
    assert wrong == {
        3: "is a time without a zone, most are with one; write all times of the column by one clock"
    }


def test_ways_of_writing_may_stand_in_one_column():
    last = pd.Timestamp("2017-12-31")
    assert (
        values_of("date", "2017-12-31", "31-12-2017", 43100, datetime(2017, 12, 31), "20171231") == [last] * 5
    )


def test_a_day_that_may_be_a_month_is_refused():
    assert fault_of("date", "2017-12-31", "01-02-2018") == (
        "'01-02-2018' can be day-month or month-day; write it as 2017-12-31"
    )
    assert values_of("date", "05-05-2018") == [pd.Timestamp("2018-05-05")]


def test_day_and_month_the_other_way_round_is_refused():
    assert "'12-31-2017' has day and month the other way round" in fault_of(
        "date", "31-12-2017", "30-12-2017", "12-31-2017"
    )


@pytest.mark.parametrize(
    "written",
    ["2017-12-31 and on", "2017-12-31 25:00", "30-02-2017", "31-31-2017", "31-12-17", "soon", "2017"],
)
def test_what_is_not_a_date_is_refused_whole(written):
    assert fault_of("date", "31-12-2017", written) == f"'{written}' is not a date; write it as 2017-12-31"


@pytest.mark.parametrize("cell", [True, time(0, 0), 5, 1512432000])
def test_a_cell_of_another_kind_is_no_date(cell):
    assert fault_of("date", "2017-12-31", cell) == f"'{cell}' is not a date; write it as 2017-12-31"


def test_a_year_that_cannot_be_meant_is_refused():
    assert (
        fault_of("date", "2017-12-31", datetime(9999, 12, 31))
        == "9999-12-31 lies outside the years 1900 to 2199"
    )
    assert "lies outside the years 1900 to 2199" in fault_of("date", "2017-12-31", "0217-01-01")


# --- text, ids, choices ---------------------------------------------------------------------------


@law
@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_a_numbered_id_is_the_same_as_number_fraction_and_text(numbers):
    expected = [str(number) for number in numbers]
    for written in (numbers, map(float, numbers), expected, [f"{number}.0" for number in numbers]):
        assert values_of("id", *written) == expected
    assert read(pd.Series([*map(float, numbers), np.nan]), "id")[0].tolist()[:-1] == expected


def test_zeros_before_an_id_stay_and_spaces_around_it_go():
    assert values_of("id", " 00123 ", "C1\u00a0", "v1.0") == ["00123", "C1", "v1.0"]


def test_a_list_of_ids_may_be_written_with_semicolons_or_commas():
    assert values_of("ids", "O1; O2;", "O3 , O4", 5.0) == ["O1;O2", "O3;O4", "5"]
    assert read(cells(" ; "), "ids")[0].isna().tolist() == [True]


def test_a_choice_is_read_without_capitals():
    assert values_of("choice", "NPS ", "Satisfaction") == ["nps", "satisfaction"]


def test_yes_and_no_in_two_languages_and_as_excel_keeps_them():
    assert values_of("yes/no", "ja", "Yes", "WAAR", "x", True, 1.0) == [True] * 6
    assert values_of("yes/no", "nee", "No ", "onwaar", "n", False, 0) == [False] * 6
    assert fault_of("yes/no", "ja", "misschien") == "'misschien' is not yes or no"


def test_quarters_are_read_in_one_shape():
    assert values_of("quarter", "2018Q1", "2018-q2", "2018 Q3") == ["2018Q1", "2018Q2", "2018Q3"]
    assert fault_of("quarter", "2018Q1", "Q4 2018") == "'Q4 2018' is not a quarter; write it as 2018Q1"


def test_a_day_in_a_column_of_text_stays_a_day():
    assert values_of("text", datetime(2018, 3, 1), "b") == ["2018-03-01", "b"]


# --- every kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_blank_cells_are_missing_and_no_fault(kind):
    found, wrong = read(cells(None, "", "  ", np.nan), kind)
    assert found.isna().all() and found.index.tolist() == [2, 3, 4, 5]
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#N/B", "#WAARDE!"])
def test_an_error_of_the_spreadsheet_is_never_a_value(kind, error):
    found, wrong = read(cells(None, error), kind)
    assert found.isna().all()
    assert wrong == {3: f"holds the spreadsheet error {error}"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_without_a_result_is_never_a_value(kind):
    found, wrong = read(cells(None, Formula("=B2+1")), kind)
    assert found.isna().all()
    assert "holds the formula =B2+1 without its result" in wrong[3]


@pytest.mark.parametrize("kind", KINDS)
@law
@given(
    written=st.lists(st.one_of(st.text(max_size=12), st.floats(), st.booleans(), st.datetimes(), st.none()))
)
def test_no_cell_is_too_odd_to_read(kind, written):
    found, wrong = read(cells(*written), kind)
    assert found.index.tolist() == list(range(2, len(written) + 2))
    assert found[list(wrong)].isna().all()
    text = pd.Series([str(cell) for cell in written], dtype="str")
    assert len(read(text, kind)[0]) == len(written)


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_categories_reads_as_its_values(kind):
    column = pd.Series(["1", "1", None], dtype="category")
    plain = read(pd.Series(["1", "1", None], dtype="str"), kind)
    assert read(column, kind)[1] == plain[1]
    assert read(column, kind)[0].equals(plain[0])


def test_amounts_with_signs_of_several_currencies_are_refused():
    numbers, wrong = read(pd.Series(["€ 5", "$ 5", "EUR 6", "7"]), "number")
    assert numbers.dropna().tolist() == [5.0, 6.0, 7.0]
    assert wrong == {1: "'$ 5' is in another currency than most of the column (EUR); convert the amounts"}


@pytest.mark.parametrize("word", ["NULL", "NaN", "nan", "None", "n/a", "\\N", "<NA>", "-", "(null)"])
@pytest.mark.parametrize("kind", ["id", "text", "number", "date", "quarter", "yes/no"])
def test_what_programs_write_for_nothing_is_nothing_in_every_kind_of_column(word, kind):
    values, wrong = read(pd.Series([word, f" {word} "]), kind)
    assert values.isna().all() and wrong == {}


@pytest.mark.parametrize("kind", ["id", "ids"])
@pytest.mark.parametrize("cell", ["4.5036E+12", "4,5036E+12", "3.16123E+10", 4.5036e15, 4503600000000001])
def test_an_id_that_a_spreadsheet_cut_short_is_refused(cell, kind):
    _, wrong = read(pd.Series([cell, "A1"], dtype=object), kind)
    assert set(wrong) == {0} and "was cut short by a spreadsheet" in wrong[0]


def test_a_code_that_only_looks_like_such_a_number_is_an_id():
    assert read(pd.Series(["7e10", "2E5"]), "id")[0].tolist() == ["7e10", "2E5"]


def test_a_whole_number_of_a_type_of_its_own_is_an_exact_id():
    values, wrong = read(pd.Series([9007199254740993, 1]), "id")
    assert values.tolist() == ["9007199254740993", "1"] and wrong == {}


TURNED = [
    datetime(2026, 5, 1),
    datetime(2026, 7, 2),
    datetime(2026, 11, 3),
    "13/7/2026",
    "28/7/2026",
    "30/8/2026",
]


def test_a_column_of_which_a_spreadsheet_turned_half_is_refused_by_the_sign_that_gives_it_away():
    _, wrong = read(pd.Series(TURNED, dtype=object), "date")
    assert set(wrong) == {0, 1, 2} and all("the wrong way round" in message for message in wrong.values())


@pytest.mark.parametrize(
    "cells",
    [
        [*TURNED[:3], "3/7/2026", *TURNED[4:]],  # a written day of 12 or less
        [datetime(2026, 5, 21), *TURNED[1:]],  # a typed day over 12
        [*TURNED[:3], "2026-07-13", "2026-07-28", "2026-08-30"],
    ],
)
def test_a_column_with_typed_and_written_dates_is_sound_without_that_sign(cells):
    assert not any(
        "wrong way round" in message for message in read(pd.Series(cells, dtype=object), "date")[1].values()
    )
