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
    with pytest.raises(OpportunitiesError, match=r"There is no score.\nNot read: size. (.|\n)*--objective"):
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


LAYOUTS = {
    "Jira": (
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Labels,Labels,"
        "Inward issue link (Blocks),Custom field (Story Points),Custom field (Business Value)",
        [
            "Login,W-1,1,Story,To Do,W,Web,,auth,,5,8",
            "Returns,W-2,2,Story,Selected for Development,W,Web,,,W-1,8,13",
        ],
        {
            "opportunity": ["W-1", "W-2"],
            "title": ["Login", "Returns"],
            "score": ["8", "13"],
            "cost": ["5", "8"],
        },
    ),
    "Trello": (
        "Card ID,Card Name,Card URL,Labels,Members,Due Date,"
        "List ID,List Name,Board ID,Board Name,Value,Effort",
        ["5f1,Login,https://x,,,,1,Backlog,9,Web,8,2", "5f2,Returns,https://x,,,,2,Doing,9,Web,9,3"],
        {
            "opportunity": ["5f1", "5f2"],
            "title": ["Login", "Returns"],
            "status": ["new", "running"],
            "score": [4, 3],
        },
    ),
    "Linear": (
        "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Blocked by,Value",
        ["E-1,Eng,Login,,Triage,3,High,,,,8", "E-2,Eng,Returns,,In Review,5,Low,,,E-1,9"],
        {
            "opportunity": ["E-1", "E-2"],
            "title": ["Login", "Returns"],
            "cost": ["3", "5"],
            "requires": [(), ("E-1",)],
        },
    ),
    "Azure DevOps": (
        "ID,Work Item Type,Title,Assigned To,State,Business Value,Effort,Area Path",
        ["101,Feature,Login,Ann,New,20,8,Web", "102,Feature,Returns,,Active,30,10,Web"],
        {"opportunity": ["101", "102"], "status": ["new", "running"], "score": [2.5, 3]},
    ),
    "Aha!": (
        "Feature reference #,Feature name,Feature status,Feature score,Initial estimate,Release name",
        ["W-1,Login,Under consideration,35,5d,2027 Q1", "W-2,Returns,In development,42,10d,"],
        {"opportunity": ["W-1", "W-2"], "title": ["Login", "Returns"], "score": ["35", "42"]},
    ),
    "Productboard": (
        "Feature ID,Feature name,Status,Owner,Product,Component,Priority score,Effort,Tags",
        ["881,Login,Candidate,a,Web,Auth,62,3,", "882,Returns,New idea,b,Web,R,71,5,"],
        {
            "opportunity": ["881", "882"],
            "title": ["Login", "Returns"],
            "score": ["62", "71"],
            "cost": ["3", "5"],
        },
    ),
    "a RICE sheet": (
        "RICE,,,,,\n,,,,,\nFeature / Project,Reach (customers per quarter),Impact,Confidence (%),"
        "Effort (person-months),RICE Score",
        ["Login,500,2,80,4,200", "Returns,2000,1,100,5,400"],
        {"opportunity": ["Login", "Returns"], "score": [200, 400], "cost": ["4", "5"]},
    ),
    "a WSJF sheet": (
        "Feature,Job Duration/ Size,User or Business Value,+,Time Criticality,+,"
        "Risk Reduction/ Opportunity Enablement,=,Cost of Delay (CoD),WSJF",
        ["Ferret,5,8,,5,,12,,25,5", "Falcon,5,8,,4,,8,,20,4"],
        {"opportunity": ["Ferret", "Falcon"], "score": [5, 4]},
    ),
    "a Dutch sheet": (
        "Nr.;Titel;Omschrijving;Waarde;Punten;Kosten (€);Voortgang;Afhankelijk van",
        ["1;Inloggen;;8,5;3;25.000,-;Wensenlijst;", "2;Retouren;;9;5;n.v.t.;In ontwikkeling;Inloggen"],
        {
            **{"opportunity": ["1", "2"], "title": ["Inloggen", "Retouren"], "score": ["8,5", "9"]},
            **{"requires": [(), ("1",)], "status": ["new", "running"]},
        },
    ),
}


@pytest.mark.parametrize("tool", LAYOUTS)
def test_what_trackers_and_sheets_of_the_trade_write_is_read(tmp_path, tool):
    header, rows, expected = LAYOUTS[tool]
    path = tmp_path / "in.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    table = opportunities_in(path, budgeted=True).table
    for name, cells in expected.items():
        if isinstance(cells[0], float | int):
            assert table[name].tolist() == pytest.approx(cells), name
        else:
            assert table[name].tolist() == cells, name


def test_effort_that_counts_twice_and_percentages_are_said(tmp_path):
    header, rows, _ = LAYOUTS["a RICE sheet"]
    path = tmp_path / "in.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    notes = opportunities_in(path, budgeted=True).notes
    assert "Confidence was read as percentages." in notes[-1]
    assert "Effort (person-months) counts twice: it lowers the score" in notes[-1]
    assert "counts twice" not in opportunities_in(path).notes[-1]


def read(tmp_path, text, **asked):
    path = tmp_path / "in.csv"
    path.write_text(text, "utf-8")
    return opportunities_in(path, **asked)


def test_a_name_with_a_semicolon_is_an_id_with_a_comma(tmp_path):
    file = read(tmp_path, 'Feature,Score\n"Login; and chat",5\nFaq,4\n')
    assert file.table["opportunity"].tolist() == ["Login, and chat", "Faq"]
    assert file.notes[0] == "Opportunities are named by column Feature, with a comma for each ; in them."


def test_scores_that_are_all_percentages_are_read_and_one_among_others_is_not(tmp_path):
    assert read(tmp_path, "opportunity,score\nA,80%\nB,70 %\n").table["score"].tolist() == ["80", "70"]
    assert read(tmp_path, "opportunity,score\nA,80%\nB,7\n").table["score"].tolist() == ["80%", "7"]


def test_dates_are_read_as_the_quarter_they_fall_in(tmp_path):
    file = read(tmp_path, "opportunity,score,deadline\nA,5,31-12-2027\nB,4,1-4-2027\nC,3,\n")
    assert file.table["deadline"].tolist() == ["2027Q4", "2027Q2", ""]
    said = "Dates in deadline are read as the quarter they fall in: 31-12-2027 as 2027Q4."
    assert said in file.notes


def test_what_is_done_and_the_decimal_mark_are_handed_on(tmp_path):
    file = read(tmp_path, "id;title;score;status\n1;Login;5,5;Open\n2;Chat;4;Gereed\n")
    assert file.settled.to_numpy().tolist() == [["2", "Gereed", "Chat"]]
    assert file.mark == ","
    assert read(tmp_path, "id,score\n1,5\n").mark == ""


@pytest.mark.parametrize("rows", ["5,10\n", ",10\n"])
def test_a_table_without_names_is_refused_with_its_headings(tmp_path, rows):
    with pytest.raises(
        OpportunitiesError, match=r"no column names the opportunities \(there are score, cost\)"
    ):
        read(tmp_path, f"Score,Cost\n{rows}")


def test_a_total_is_read_by_the_marks_of_the_whole_file(tmp_path):
    path = made(tmp_path, "Idee;score;Kosten\nA;8,5;30.000\nB;7;28k\nTotaal;;58.000\n")
    file = opportunities_in(path)
    assert file.table["cost"].tolist() == ["30000", "28000"]
    assert "Left out as a total, and not an opportunity: line 4." in file.notes


def test_a_missing_objective_offers_what_was_not_read(tmp_path):
    path = made(tmp_path, "Idee,Kosten,Omzet,Eigenaar\nA,5,8,Ann\n")
    with pytest.raises(
        OpportunitiesError, match=r"column 'Winst' is missing\nNot read: Omzet, Eigenaar\. If"
    ):
        opportunities_in(path, objective="Winst")


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Idee,Impact,Vertrouwen,Gemak,Eigenaar\nA,8,7,5,Ann\n", ("Eigenaar",)),
        ("Card ID,Card Name,List Name,PIE score,MoSCoW\n1,A,Doing,5,Must\n", ()),
        ("Key,Summary,score,value,effort,days_it,team,together\n1,A,5,8,2,3,x,\n", ("value", "effort")),
    ],
)
def test_what_is_read_is_not_called_unread(tmp_path, text, unread):
    assert opportunities_in(made(tmp_path, text)).unread == unread


def test_a_score_that_is_made_anew_leaves_the_one_of_the_file_unread(tmp_path):
    path = made(tmp_path, "id,score,value,effort\n1,5,8,2\n")
    assert opportunities_in(path, "value-effort").unread == ("score",)
