import pandas as pd
from told import told

PLACE = "understand/feedback_teams"
COLUMNS = ["team", "topics", "few", "n", "comments", "handed"]


def teams(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


WHOLE = pd.DataFrame([{"comments": 90, "contacts": 0}])


def test_a_team_without_a_file_is_told_from_one_with():
    shown = told(
        PLACE, teams(("logistics", ["late"], ["damaged"], 40, 44, 38), ("Own", [], ["gift"], 3, 3, 0)), WHOLE
    )
    assert shown.title == "“Logistics” gets most comments: 44 of 90"
    assert shown.cells[0] == [
        "Logistics",
        "Delivery time and Damaged or incomplete",
        "40",
        "44",
        "38 comments",
    ]
    assert shown.cells[1] == ["Own", "gift", "3", "3", "no file: too few"]
    assert shown.findings[0].startswith("Each team finds its comments in the folder feedback")


def test_where_no_team_has_a_file_none_is_promised():
    shown = told(PLACE, teams(("Own", [], ["gift"], 3, 3, 0)), WHOLE)
    assert len(shown.findings) == 1 and shown.findings[0].startswith("Read a file before you pass it on")
    assert told(PLACE, teams(), WHOLE).title == "No comment is about a topic that a team owns"
