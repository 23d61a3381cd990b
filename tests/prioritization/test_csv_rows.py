"""Rows of CSV files, by hand."""

import pytest

from prioritization.csv_rows import csv_rows


def rows(text, encoding="utf-8"):
    return [fields for _, fields in csv_rows(text.encode(encoding))]


@pytest.mark.parametrize("part", [",", ";", "\t", "|"])
def test_the_header_says_what_parts_the_fields(part):
    text = f'opportunity{part}"score (1-10; high, low | x)"\nA{part}8\n'
    assert rows(text) == [["opportunity", "score (1-10; high, low | x)"], ["A", "8"]]


@pytest.mark.parametrize("part", [";", "|"])
def test_the_line_with_which_excel_names_the_separator_is_read(part):
    assert list(csv_rows(f"sep={part}\nid{part}a,b,c\nA{part}8\n".encode())) == [
        (2, ["id", "a,b,c"]),
        (3, ["A", "8"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8", "utf-8-sig"])
def test_the_encodings_of_spreadsheets_are_read(encoding):
    assert rows("opportunity;score\ncafé;8\n", encoding) == [["opportunity", "score"], ["café", "8"]]


def test_lines_of_an_old_mac_are_lines():
    assert rows("id;score\rA;8\r") == [["id", "score"], ["A", "8"]]


def test_a_row_is_on_the_line_on_which_it_begins():
    assert [line for line, _ in csv_rows(b'id,title\nA,"one\ntwo"\n\nB,x\n')] == [1, 2, 5]


def test_a_quote_that_does_not_end_is_refused_with_its_line():
    with pytest.raises(ValueError, match="on line 3 a quote is not closed"):
        rows('id,score\nA,8\n"B,9\nC,7\n')


def test_a_quote_that_ends_in_a_later_row_is_refused_and_swallows_none():
    with pytest.raises(ValueError, match="on line 2 a text in quotes runs over what look like other rows"):
        rows('id,score,title\nA,5,"Wonder\nB,4,x\nC,4,Other"\n')


def test_a_text_of_several_lines_in_quotes_is_one_cell():
    assert rows('id,title,score\nA,"multi\nline; text, x",50\n')[1] == ["A", "multi\nline; text, x", "50"]


def test_a_control_character_is_refused_with_its_line():
    with pytest.raises(ValueError, match=r"line 2 holds a sign that is no text \(code 7\)"):
        rows("id,score\nA\x07,8\n")
