"""Numbers in a column, by hand; that the workbook reads the same stands in tests/test_one_reader.py."""

import pytest
from pandas import Series

from prioritization.written_numbers import lone_number, read_numbers


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.234,50", "€ 1.200", "25,-"], [1234.5, 1200, 25]),
        (["1,234.50", "$ 1,200"], [1234.5, 1200]),
        (["€ 100.000,00", "1 000", "1\u00a0000,50", "-5 EUR"], [100_000, 1000, 1000.5, -5]),
        (["0.750", "0.125"], [0.75, 0.125]),
        (["1'000", "1.2E+05"], [1000, 120_000]),
        ([8.5, "7", 3], [8.5, 7, 3]),
    ],
)
def test_a_column_is_read_as_a_whole(cells, numbers):
    read, wrong = read_numbers(Series(cells, dtype=object))
    assert (read.tolist(), wrong) == (numbers, {})


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (["300.000"], {0: "can be a thousand or a fraction"}),
        (["8,5", "9,5", "8.5"], {2: "uses the other decimal mark"}),
        (["€ 100", "$ 100", "100 EUR"], {1: r"in another currency than most of the column (EUR)"}),
        (["10k", "80%", "(10)", True], dict.fromkeys(range(4), "is not a finite number")),
    ],
)
def test_what_is_not_sure_is_refused(cells, wrong):
    found = read_numbers(Series(cells, dtype=object))[1]
    assert found.keys() == wrong.keys() and all(wrong[row] in found[row] for row in wrong)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("300000", 300_000),
        ("300.000,00", 300_000),
        ("300,000.00", 300_000),
        ("1.000.000", 1_000_000),
        ("300,5", 300.5),
        ("0.500", 0.5),
        ("€ 1.000,00", 1000),
        ("-5", -5),
    ],
)
def test_a_number_alone_is_read_where_there_is_one_way(written, number):
    assert lone_number(written) == number


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("300.000", r"write 300000 or 300\.0000"),
        ("300,125", r"write 300125 or 300,1250"),
        ("much", "'much' is no amount"),
        ("nan", "'nan' is no amount"),
    ],
)
def test_a_number_alone_is_refused_where_there_is_none_or_two(written, message):
    with pytest.raises(ValueError, match=message):
        lone_number(written)


@pytest.mark.parametrize("written", ["300.000", "300,125", "-1.250"])
def test_what_is_said_to_write_is_read(written):
    with pytest.raises(ValueError) as refused:
        lone_number(written)
    one, other = (lone_number(way) for way in str(refused.value).partition("write ")[2].split(" or "))
    assert one == pytest.approx(other * 1000)
