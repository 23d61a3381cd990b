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


def test_dutch_thousands_are_never_read_as_decimals(tmp_path):
    assert read(tmp_path, "opportunity;score;cost\nA;8,5;300.000\n")["cost"].tolist() == ["300.000"]


def test_lists_in_quotes_are_one_cell(tmp_path):
    assert read(tmp_path, 'opportunity,score,title\nA,8,"one, two"\n')["title"].tolist() == ["one, two"]


def test_a_file_in_another_encoding_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(OpportunitiesError, match="Save it as CSV in UTF-8"):
        read(tmp_path, "opportunity;score\ncafé;8\n", "cp1252")


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"table\.csv cannot be read as a table"):
        read(tmp_path, "")
