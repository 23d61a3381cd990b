"""The rows of any file that a client may deliver, as text."""

import json
import zipfile
from datetime import datetime

import pandas as pd
import pytest

from workbook.intake.deliveries.rows_of import sources

ROWS = [["id", "day", "note"], ["7", "2026-07-01", "a,b"], ["8", "2026-07-02 09:30:00", ""]]


def read(file, work):
    work.mkdir(exist_ok=True)
    return {name: [row for _, row in rows()] for name, rows in sources(file, work)}


@pytest.fixture
def book(tmp_path):
    frame = pd.DataFrame(
        {"id": [7, 8], "day": [datetime(2026, 7, 1), datetime(2026, 7, 2, 9, 30)], "note": ["a,b", None]}
    )
    file = tmp_path / "export.xlsx"
    frame.to_excel(file, index=False, sheet_name="Answers", engine="xlsxwriter")
    return file


def test_a_spreadsheet_gives_whole_numbers_and_days_as_people_write_them(book, tmp_path):
    assert read(book, tmp_path / "work") == {"export.xlsx, sheet Answers": ROWS}


def test_csv_tab_separated_text_and_semicolons_give_the_same(tmp_path):
    for name, text in {
        "a.csv": 'id,day,note\r\n7,2026-07-01,"a,b"\r\n8,2026-07-02 09:30:00,\r\n',
        "a.tsv": "id\tday\tnote\n7\t2026-07-01\ta,b\n8\t2026-07-02 09:30:00\t\n",
        "b.csv": "id;day;note\n7;2026-07-01;a,b\n8;2026-07-02 09:30:00;\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        assert read(tmp_path / name, tmp_path / "work") == {name: ROWS}


def test_parquet_and_json_lines_give_the_same(tmp_path):
    frame = pd.DataFrame({"id": [7, 8], "note": ["a,b", None]})
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    lines = [{"id": 7, "note": "a,b"}, {"id": 8, "who": {"name": "Bo"}}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert read(tmp_path / "a.parquet", tmp_path / "work")["a.parquet"] == [
        ["id", "note"],
        ["7", "a,b"],
        ["8", ""],
    ]
    [rows] = read(tmp_path / "a.jsonl", tmp_path / "work").values()
    assert rows == [["id", "note", "who.name"], ["7", "a,b", ""], ["8", "", "Bo"]]


def test_an_archive_gives_its_files_and_no_path_leads_out_of_it(book, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(book, "../../deep/export.xlsx")
        archive.writestr("__MACOSX/._export.xlsx", "x")
        archive.writestr("readme.pdf", "x")
    assert read(tmp_path / "all.zip", tmp_path / "work") == {"all.zip, export.xlsx, sheet Answers": ROWS}
    assert not (tmp_path.parent / "deep").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.docx", b"x", "not in '.docx'"),
        ("a.xlsx", b"x", "not a whole Excel workbook"),
        ("a.zip", b"x", "not a whole zip archive"),
        ("a.jsonl", b'{"a": 1}\n[1]', "an object per line"),
        ("a.csv", b'a,b\n1,"2\n3,4\n', "in row 2 a quote is not closed"),
        ("a.csv", b'Orders\na,b,c\n1,2,"x\n3,4,y\n5,6,"\n', "in row 3 a text in quotes runs over"),
    ],
)
def test_what_cannot_be_read_says_why(name, content, told, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=told.replace(".", r"\.")):
        read(tmp_path / name, tmp_path / "work")


def test_an_archive_that_unfolds_to_too_much_is_refused(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a,b\n" + "1,2\n" * 500_000)
    monkeypatch.setattr("workbook.intake.deliveries.rows_of.UNFOLDED", 1_000_000)
    with pytest.raises(ValueError, match="unfolds to"):
        read(tmp_path / "bomb.zip", tmp_path / "work")


def test_a_midnight_that_names_its_zone_and_a_text_of_bytes_stay_what_they_are(tmp_path):
    at = pd.to_datetime(["2026-01-01 00:00", "2026-01-01 00:01"]).tz_localize("UTC")
    pd.DataFrame({"id": [b"a", b"\xc3\xa9"], "at": at}).to_parquet(tmp_path / "a.parquet")
    [(_, rows)] = sources(tmp_path / "a.parquet", tmp_path)
    found = [["a", "2026-01-01 00:00:00+00:00"], ["é", "2026-01-01 00:01:00+00:00"]]
    assert [row for _, row in rows()][1:] == found


def test_a_sign_within_a_text_ends_no_line_of_json(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a\u2028b"}\n{"id": "c"}\n', encoding="utf-8")
    [(_, rows)] = sources(tmp_path / "a.jsonl", tmp_path)
    assert [row for _, row in rows()] == [["id"], ["a\u2028b"], ["c"]]
