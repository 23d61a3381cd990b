import pytest

from prioritization import OpportunitiesError
from prioritization.csv_table import csv_table


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


def test_a_line_with_too_many_cells_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"line 3(.|\n)*Save it as CSV in UTF-8"):
        read(tmp_path, "opportunity,score\nA,8\nB,8,9,10\n")
