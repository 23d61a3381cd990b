import pytest

from prioritization import OpportunitiesError
from prioritization.csv_table import csv_table, lone_number


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return csv_table(path)


def test_commas_come_with_decimal_points(tmp_path):
    assert read(tmp_path, "opportunity,score\nA,8.5\n")["score"].tolist() == [8.5]


def test_semicolons_come_with_decimal_commas(tmp_path):
    assert read(tmp_path, "opportunity;score\r\nA;8,5\r\n")["score"].tolist() == [8.5]


def test_semicolons_may_come_with_decimal_points(tmp_path):
    assert read(tmp_path, "opportunity;score;cost\nA;8.5;300.25\n")["score"].tolist() == [8.5]


def test_a_byte_order_mark_is_not_part_of_a_name(tmp_path):
    assert read(tmp_path, "opportunity;score\nA;8\n", "utf-8-sig").columns.tolist() == [
        "opportunity",
        "score",
    ]


def test_ids_are_text(tmp_path):
    assert read(tmp_path, "opportunity,score,requires\n001,8,\nNA,8,001\n")["opportunity"].tolist() == [
        "001",
        "NA",
    ]


def test_dutch_thousands_are_read_beside_decimal_commas(tmp_path):
    table = read(tmp_path, "opportunity;score;cost\nA;8,5;1.000,50\nB;9;300.000\n")
    assert table["cost"].tolist() == [1000.5, 300_000]


def test_english_thousands_are_read_beside_decimal_points(tmp_path):
    table = read(tmp_path, 'opportunity,score,cost\nA,8.5,"1,000.50"\nB,9,"300,000"\n')
    assert table["cost"].tolist() == [1000.5, 300_000]


def test_what_can_be_read_in_two_ways_is_refused_with_both(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"line 2, cost: '300\.000' .*; write 300000 or 300,000"):
        read(tmp_path, "opportunity;score;cost\nA;8;300.000\n")
    with pytest.raises(OpportunitiesError, match=r"2 faults(.|\n)*line 2, cost: '8\.5'(.|\n)*line 3"):
        read(tmp_path, "opportunity;score;cost\nA;8,5;8.5\nB;8,5;9.5\n")


def test_one_cell_that_is_no_number_leaves_the_others_readable(tmp_path):
    assert read(tmp_path, "opportunity;score\nA;8,5\nB;many\n")["score"].tolist() == ["8.5", "many"]


def test_the_index_is_the_line_of_the_file(tmp_path):
    table = read(tmp_path, 'opportunity,score,title\nA,8,"one\ntwo"\n\nB,9,x\n')
    assert table.index.tolist() == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8"])
def test_the_encodings_of_spreadsheets_are_read(tmp_path, encoding):
    assert read(tmp_path, "opportunity;score\ncafé;8\n", encoding)["opportunity"].tolist() == ["café"]


def test_lists_in_quotes_are_one_cell(tmp_path):
    assert read(tmp_path, 'opportunity,score,title\nA,8,"one, two"\n')["title"].tolist() == ["one, two"]


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"table\.csv cannot be read as a table"):
        read(tmp_path, "")


@pytest.mark.parametrize("line", ["B,8,9,10", "B,8", "B,,,10"])
def test_a_line_with_other_fields_than_the_header_is_refused(tmp_path, line):
    count = line.count(",") + 1
    with pytest.raises(OpportunitiesError, match=f"1 fault(.|\n)*line 3: {count} fields, the header has 3"):
        read(tmp_path, f"opportunity,score,cost\nA,8,1\n{line}\n")


def test_every_line_shifted_by_one_is_refused_and_not_read_shifted(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"2 faults(.|\n)*line 2: 4 fields(.|\n)*line 3: 4 fields"):
        read(tmp_path, "opportunity,score,cost\nx,A,8,1\ny,B,8,1\n")


def test_separators_too_many_with_nothing_behind_them_are_passed_over(tmp_path):
    table = read(tmp_path, "opportunity;score;;\nA;8;;\nB;9;\n;;;\nC;7;;;;\n")
    assert table.columns.tolist() == ["opportunity", "score"]
    assert table.to_dict("list") == {"opportunity": ["A", "B", "C"], "score": [8, 9, 7]}
    assert table.index.tolist() == [2, 3, 5]


def test_a_column_without_a_name_is_passed_over(tmp_path):
    table = read(tmp_path, ",opportunity,score\n0,A,8\n1,B,9\n")
    assert table.to_dict("list") == {"opportunity": ["A", "B"], "score": [8, 9]}


def test_a_name_twice_in_the_header_is_refused(tmp_path):
    with pytest.raises(OpportunitiesError, match="header: 'score' appears twice"):
        read(tmp_path, "opportunity,score, score\nA,8,9\n")


def test_a_quote_that_does_not_end_is_refused_with_its_line(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"line 3: unexpected end of data\. Save it as CSV"):
        read(tmp_path, 'opportunity,score\nA,8\n"B,9\nC,7\n')


def test_amounts_with_a_currency_spaces_or_a_dash_are_numbers(tmp_path):
    table = read(tmp_path, "opportunity;cost\nA;€ 100.000,00\nB;1 000\nC;1000,-\nD;1\u00a0000,50\nE;-5 EUR\n")
    assert table["cost"].tolist() == [100_000, 1000, 1000, 1000.5, -5]


def test_a_currency_does_not_make_two_ways_into_one(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"'€ 100\.000' .*; write 100000 or 100,000"):
        read(tmp_path, "opportunity;cost\nA;€ 100.000\n")


def test_ids_do_not_tell_which_sign_is_decimal(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"'300\.000' can be read in two ways"):
        read(tmp_path, "opportunity;requires;cost\n1.1;;300.000\n1.2;1.1;5\n")


# a number alone


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("300000", 300_000),
        ("300.000,00", 300_000),
        ("300,000.00", 300_000),
        ("1.000.000", 1_000_000),
        ("300,5", 300.5),
        ("0.500", 0.5),
        ("€ 1.000,-", 1000),
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
