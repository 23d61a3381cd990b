"""Tables in files: what is read, told and refused."""

import pytest
from openpyxl import Workbook

from prioritization import OpportunitiesError
from prioritization.table_file import table_file


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return table_file(path)


def test_cells_are_text_and_headings_the_engine_s(tmp_path):
    table = read(tmp_path, "Opportunity,Score,Requires\n001,8.5,\nNA,8,001\n").table
    assert table.columns.tolist() == ["opportunity", "score", "requires"]
    assert table["opportunity"].tolist() == ["001", "NA"]
    assert table["score"].tolist() == ["8.5", "8"]
    assert table["requires"].isna().tolist() == [True, False]


def test_a_spreadsheet_is_read_as_a_csv_file(tmp_path):
    book = Workbook()
    for row in (["Opportunity", "score"], [], ["A", 8.5]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    table = table_file(tmp_path / "table.xlsx").table
    assert table.to_dict("list") == {"opportunity": ["A"], "score": [8.5]}
    assert (table.index.tolist(), table.index.name) == ([3], "row")


def test_the_index_is_the_line_of_the_file(tmp_path):
    table = read(tmp_path, 'opportunity,score,title\nA,8,"one\ntwo"\n\nB,9,x\n').table
    assert (table.index.tolist(), table.index.name) == ([2, 5], "line")


def test_words_for_nothing_are_nothing_and_told(tmp_path):
    file = read(tmp_path, "opportunity,score,cost\nA,5,NULL\nB,4,n/a\nD,2,-\nE,4,-\n")
    assert file.table["cost"].isna().all()
    assert file.notes == ("Read as nothing: 1 × 'NULL' in cost, 1 × 'n/a' in cost, 2 × '-' in cost.",)


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"table\.csv cannot be read as a table: it is empty"):
        read(tmp_path, "")


@pytest.mark.parametrize("line", ["B,8,9,10", "B,,,10"])
def test_a_line_with_more_fields_than_the_header_is_refused(tmp_path, line):
    with pytest.raises(OpportunitiesError, match=r"1 fault(.|\n)*line 3: 4 fields, the header has 3"):
        read(tmp_path, f"opportunity,score,cost\nA,8,1\n{line}\n")


def test_a_line_with_fewer_fields_is_read_and_told(tmp_path):
    file = read(tmp_path, "opportunity,score,cost\nA,8,1\nB,8\n")
    assert file.table["cost"].isna().tolist() == [False, True]
    assert file.notes == ("Lines with fewer fields than the header; what is missing was read as blank: 3.",)


def test_every_line_shifted_by_one_is_refused_and_not_read_shifted(tmp_path):
    with pytest.raises(OpportunitiesError, match=r"2 faults(.|\n)*line 2: 4 fields(.|\n)*line 3: 4 fields"):
        read(tmp_path, "opportunity,score,cost\nx,A,8,1\ny,B,8,1\n")


def test_separators_too_many_with_nothing_behind_them_are_passed_over(tmp_path):
    table = read(tmp_path, "opportunity;score;;\nA;8;;\nB;9;\n;;;\nC;7;;;;\n").table
    assert table.to_dict("list") == {"opportunity": ["A", "B", "C"], "score": ["8", "9", "7"]}
    assert table.index.tolist() == [2, 3, 5]


def test_a_column_without_a_name_is_passed_over(tmp_path):
    table = read(tmp_path, ",opportunity,score\n0,A,8\n1,B,9\n").table
    assert table.to_dict("list") == {"opportunity": ["A", "B"], "score": ["8", "9"]}


def test_a_name_twice_in_the_header_is_refused(tmp_path):
    with pytest.raises(OpportunitiesError, match="header: 'score' appears twice"):
        read(tmp_path, "opportunity,score, score\nA,8,9\n")


def test_columns_that_share_a_heading_which_nothing_reads_become_one_and_are_told(tmp_path):
    file = read(tmp_path, "opportunity,score,Labels,Labels,Sprint\nA,8,x,y,1\nB,7,,z,\nC,6,,,\n")
    assert file.table.columns.tolist() == ["opportunity", "score", "Labels", "Sprint"]
    assert file.table["Labels"].tolist()[:2] == ["x; y", "z"]
    assert file.table["Labels"].isna().tolist() == [False, False, True]
    assert file.notes == ("Joined, as several columns have this heading: Labels.",)


@pytest.mark.parametrize("title", ["Backlog 2027", "Backlog 2027;;", "Backlog 2027;;version 2\n;;"])
def test_lines_above_the_header_are_left_out_and_told(tmp_path, title):
    file = read(tmp_path, f"{title}\nopportunity;score;cost\nA;8;5\n")
    assert file.table.to_dict("list") == {"opportunity": ["A"], "score": ["8"], "cost": ["5"]}
    assert file.notes == ("Left out above the header: line 1.",)


def test_a_row_that_only_holds_the_word_is_no_header(tmp_path):
    file = read(tmp_path, "kind;score;cost\nopportunity;8;5\n")
    assert file.table.to_dict("list") == {"kind": ["opportunity"], "score": ["8"], "cost": ["5"]}


def test_two_rows_of_headings_under_merged_cells_are_one(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("Plan,,\nopportunity,Scores,\n,score,cost\nA,5,2\n", "utf-8")
    file = table_file(path, lambda headings: {"opportunity", "score"} <= set(headings))
    assert file.table.to_numpy().tolist() == [["A", "5", "2"]]
    assert file.notes == ("Left out above the header: line 1.", "Read as one row of headings: lines 2, 3.")
