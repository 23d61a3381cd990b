"""The files of the command line, by hand."""

import pytest
from openpyxl import Workbook

from prioritization import LimitsError, OpportunitiesError
from prioritization.capacity_file import capacity_in
from prioritization.input_files import opportunities_in
from prioritization.panel_file import panel_in


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


def made(tmp_path, text):
    path = tmp_path / "made.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_file_without_a_score_is_told_which_columns_make_one(tmp_path):
    with pytest.raises(
        OpportunitiesError, match=r"There is no score: the columns are Feature, size, (.|\n)*--objective"
    ):
        opportunities_in(made(tmp_path, "Feature,size\nA,5\n"))


def test_points_are_a_cost_only_under_a_budget_and_that_is_said(tmp_path):
    path = made(tmp_path, "Feature,score,Story Points,Size\nA,5,3,M\n")
    assert "cost" not in opportunities_in(path).table
    file = opportunities_in(path, budgeted=True)
    assert file.table["cost"].tolist() == ["3"]
    assert "Column Story Points is taken as the cost, so the budget counts in its unit." in file.notes


def test_what_is_required_may_be_done_or_named_by_its_title(tmp_path):
    text = "Issue key,Summary,Status,score,requires\nP-1,Login,Done,5,\nP-2,Chat,To Do,4,Login; search\n"
    file = opportunities_in(made(tmp_path, f"{text}P-3,Search,In Progress,3,\n"))
    assert file.table["requires"].tolist() == [("P-3",), ()]
    assert file.table["status"].tolist() == ["new", "running"]


def test_a_sheet_with_a_title_and_a_total_is_found_among_others(tmp_path):
    book = Workbook()
    for row in (
        ["PIE workshop, 12 November"],
        [],
        ["Idea", "Potential", "Importance", "Ease"],
        ["A", 9, 10, 5],
    ):
        book.active.append(row)
    book.active.append(["B", 3, 4, 5])
    book.active.append(["Total", 12, 14, 10])
    book.create_sheet("Lists").append(["Name"])
    book.save(tmp_path / "a.xlsx")
    file = opportunities_in(tmp_path / "a.xlsx")
    assert file.table["score"].tolist() == [8, 4]
    assert file.notes[0] == "Left out above the header: row 1."
    assert "Left out as a total, and not an opportunity: row 6." in file.notes


def test_quarters_may_be_turned_round(tmp_path):
    file = opportunities_in(made(tmp_path, "Idea,score,earliest,deadline\nA,5,Q2 2027,2027-K4\n"))
    assert file.table[["earliest", "deadline"]].values.tolist() == [["2027Q2", "2027Q4"]]


def test_backlog_capacity_and_scores_may_be_sheets_of_one_workbook(tmp_path):
    book = Workbook()
    sheets = {
        "Backlog": [["Idea", "Value (1-10)", "Cost (EUR)"], ["A", 8, 5]],
        "People": [["Role", "2027Q1"], ["it", 5]],
        "Scores": [["Expert", "Opportunity", "Criterion", "Score"], ["ann", "A", "ease", 5]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    table = opportunities_in(tmp_path / "a.xlsx").table
    assert table[["opportunity", "score", "cost"]].values.tolist() == [["A", 8, 5]]
    assert capacity_in(tmp_path / "a.xlsx").table["days"].tolist() == [5]
    assert panel_in(tmp_path / "a.xlsx").scores["criterion"].tolist() == ["ease"]
