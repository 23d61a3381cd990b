"""The files of the command line, by hand."""

import pytest
from openpyxl import Workbook

from prioritization import LimitsError, OpportunitiesError
from prioritization.input_files import capacity_in, opportunities_in


def test_opportunities_and_capacity_may_stand_in_one_workbook(tmp_path):
    path = tmp_path / "Backlog.xlsx"
    book = Workbook()
    for row in (["Opportunity", "Value", "Effort"], ["A", 8, 2], ["Total", 9, 2], ["B", 1, "0,5"]):
        book.active.append(row)
    days = book.create_sheet("People")
    for row in (["Role", "Quarter", "Days"], ["it", "2027-q1", "7,5"]):
        days.append(row)
    book.active.delete_rows(3)
    book.save(path)
    file = opportunities_in(path)
    assert file.table["score"].tolist() == [4, 2]
    assert file.notes == ("Scores by value over effort: value / effort, of columns Value, Effort.",)
    assert capacity_in(path).table.to_dict("list") == {"role": ["it"], "quarter": ["2027Q1"], "days": [7.5]}


def test_faults_are_on_the_lines_of_the_file(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("opportunity,reach,impact,confidence,effort\n\nA,10,1,80%,1\nTotal,,,,\n", "utf-8")
    with pytest.raises(OpportunitiesError, match="line 4, opportunity: 'Total' seems to be a total"):
        opportunities_in(path)
    path.write_text("opportunity,reach,impact,confidence,effort\nA,10,1,80%,1\n\nB,1,1,80,1\n", "utf-8")
    with pytest.raises(OpportunitiesError, match="line 4, confidence: 80 is not within 0 to 1"):
        opportunities_in(path)
    path.write_text("role,quarter,days\nit,2027Q1,many\nit,2027Q2,\n", "utf-8")
    with pytest.raises(
        LimitsError, match=r"capacity line 2, days: 'many' is(.|\n)*capacity line 3, days: is blank"
    ):
        capacity_in(path)


def test_opportunities_are_named_by_another_column_where_that_is_said(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("Feature,score\nFaster checkout,5\nTotal,5\n", "utf-8")
    file = opportunities_in(path)
    assert file.table["opportunity"].tolist() == ["Faster checkout"]
    assert file.notes[0] == "Opportunities are named by column Feature."
    path.write_text("Key,Name,score\nP-1,Faster checkout,5\n", "utf-8")
    assert opportunities_in(path).table["opportunity"].tolist() == ["P-1"]
