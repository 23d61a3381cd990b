from types import SimpleNamespace

import openpyxl
import pandas as pd

from workbook.store.feedback_files import FeedbackWords, write_feedback


def words():
    headings = ("Date", "Topics", "Touchpoint", "Question", "Score", "Comment")
    topics = {"late": "Late delivery"}
    return FeedbackWords({"a b": "Depot/1"}, topics, headings, "Feedback", ("Note", ("Read it",)))


def written(folder):
    rows = pd.DataFrame(
        {
            "customer_id": ["C-1", "C-2"],
            "team": ["a b", "Depot 1"],
            "topics": [["late"], ["late", "own"]],
            "at": pd.Timestamp(2017, 10, 3, 14),
            "touchpoint": ["till", None],
            "question": ["nps", None],
            "score": [3.0, None],
            "comment": ["=HYPERLINK(1)", "Too late"],
        }
    )
    (folder / "store" / "customers").mkdir(parents=True)
    rows.to_parquet(folder / "store" / "customers" / "feedback.parquet")
    write_feedback(folder / "report", SimpleNamespace(store=folder / "store"), words())
    return folder / "report" / "feedback"


def test_each_team_gets_its_own_comments_and_no_number_of_a_customer(tmp_path):
    folder = written(tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == ["depot-1-2.xlsx", "depot-1.xlsx"]
    book = openpyxl.load_workbook(folder / "depot-1-2.xlsx")
    assert book.sheetnames == ["Feedback", "Note"]
    cells = [[cell.value for cell in row] for row in book["Feedback"]]
    assert cells[0] == list(words().headings)
    assert cells[1] == ["2017-10-03", "Late delivery", "till", "nps", 3, "=HYPERLINK(1)"]
    assert book["Feedback"]["F2"].data_type == "s", "a text, and no formula"


def test_without_comments_there_is_no_folder(tmp_path):
    write_feedback(tmp_path / "report", SimpleNamespace(store=tmp_path), words())
    assert not (tmp_path / "report").exists()
