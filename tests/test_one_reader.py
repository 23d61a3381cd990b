"""One reader for both commands: what the workbook reads, `prioritize` reads, with equal values.

The packages do not know each other, and each has its own reader; these laws hold them together.
"""

from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from prioritization import PrioritizationError, checked_opportunities
from prioritization.headings import KNOWN, plain_heading
from prioritization.input_files import opportunities_in
from prioritization.parsing import id_lists, numbers, quarter, yes_or_no
from prioritization.table_file import BLANKS, table_file
from workbook.intake.header import plain_name
from workbook.intake.reading import raw_tables
from workbook.tables import cell_values
from workbook.tables.check import typed_table
from workbook.tables.values import read

CELLS = [
    *(
        "1.234",
        "1,234",
        "12,5",
        "12.5",
        "€ 12,50",
        "25,-",
        "1.234,50",
        "1,234.50",
        "$ 5",
        "5 EUR",
        "-5",
        "+5",
    ),
    *("1 000", "1\u00a0000,5", "1'000", "0.750", "0,125", "1e3", "1.2E+05", "1,2E+05", "− 5", "abc", "80%"),
    *("(10)", "1.2.3", "1.000.000", "12345.678", "€", "1e400", "10k", "25,--", "007", "TBD", "-€ 5", "5€"),
    *(5, 5.5, True),
]


@given(st.lists(st.sampled_from(CELLS) | st.from_regex(r"[-+]?[0-9., ]{1,9}", fullmatch=True), min_size=1))
def test_a_column_of_numbers_is_read_alike(cells):
    column = pd.Series(cells, dtype=object)
    words = column.astype(str).str.strip().str.lower()
    column = column[words.ne("") & ~words.isin(BLANKS)].reset_index(drop=True)
    values, wrong = read(column, "number")
    faults: list[str] = []
    engine = numbers(column.to_frame("cost"), "cost", faults, least=-float("inf"))
    refused = {int(fault.split(",")[0].removeprefix("row ")) - 1 for fault in faults}
    assert refused == set(wrong)
    sound = [row for row in column.index if row not in wrong and abs(float(values[row])) <= 1e15]
    assert engine[sound].tolist() == values.astype(float)[sound].tolist()


def test_words_for_nothing_are_the_same():
    assert BLANKS == cell_values.BLANKS


@pytest.mark.parametrize(
    "cell", ["yes", "No", "JA", "nee", "x", "1", "0", "waar", "false", "y", "N", "perhaps"]
)
def test_yes_and_no_are_the_same(cell):
    values, wrong = read(pd.Series([cell]), "yes/no")
    faults: list[str] = []
    engine = yes_or_no(pd.DataFrame({"must_do": [cell]}), "must_do", faults)
    assert bool(faults) == bool(wrong)
    assert wrong or engine.tolist() == values.tolist()


@pytest.mark.parametrize("cell", ["P-1, P-2", "P-1;P-2", "P-1 | P-2", "P-1\nP-2", "P-1; ;P-2;", "P-1"])
def test_lists_of_ids_are_the_same(cell):
    assert ";".join(id_lists(pd.Series([cell]), {"P-1", "P-2"})[0]) == read(pd.Series([cell]), "ids")[0][0]


@pytest.mark.parametrize("cell", ["2027Q1", "2027-q1", "2027 Q1"])
def test_quarters_are_the_same(cell):
    assert quarter(cell) == read(pd.Series([cell]), "quarter")[0][0]


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("write", [str.upper, str.title, lambda name: f" {name.replace('_', ' ')} "])
def test_headings_are_the_same(name, write):
    assert plain_heading(write(name)) == plain_name(write(name)) == name


HEADER = ["opportunity", "title", "score", "cost", "requires", "must_do"]
ROWS = [["P-1", "Een, twee", "8,5", "€ 1.200,50", "NULL", "ja"], ["P-2", "x", "9", "25,-", "P-1", "-"]]


def delimited(part, first="", *, rows=ROWS, header=HEADER):
    lines = [part.join(f'"{cell}"' if part in cell else cell for cell in row) for row in (header, *rows)]
    return first + "\n".join(lines) + "\n"


READ = {
    "commas": delimited(",").encode(),
    "semicolons": delimited(";").encode(),
    "tabs": delimited("\t").encode(),
    "bars": delimited("|").encode(),
    "Excel names the separator": delimited(";", "sep=;\r\n").encode(),
    "UTF-16": delimited(";").encode("utf-16"),
    "UTF-16 without a mark": delimited(";").encode("utf-16-le"),
    "Windows": delimited(";").encode("cp1252"),
    "a mark in front": delimited(",").encode("utf-8-sig"),
    "capitals": delimited(",", header=[name.upper() for name in HEADER]).encode(),
    "lists with commas": delimited(";", rows=[*ROWS, ["P-3", "y", "6", "10", "P-1, P-2", ""]]).encode(),
    "lists with bars": delimited(";", rows=[*ROWS, ["P-3", "y", "6", "10", "P-1|P-2", ""]]).encode(),
    "points in a file with semicolons": b"opportunity;title;score;cost\nA;x;0.750;100\nB;y;0.125;100\n",
    "trailing separators": b"opportunity,title,score,cost,,\nA,x,5,10,,\n,,,,,\nB,y,4,7,,\n",
    "short rows": b"opportunity,title,score,cost,requires\nA,x,5,10,\nB,y,4,7\n",
    "lines within quotes": b'opportunity,title,score,cost\nA,"multi\nline; text, x",5,50\nB,plain,4,40\n',
    "numbered ids": b"opportunity,title,score,cost,requires\n1.0,x,5,10,\n2,y,4,3,1\n",
    "separators in a heading in quotes": b'opportunity;title;"a, b, c";score;cost\nA;x;z;5;50\n',
}
REFUSED = {
    "an open quote": b'opportunity,title,score,cost\nA,"Wonder,5,50\nB,x,4,40\n',
    "a quote closed in a later row": b'opportunity,title,cost\nA,"Wonder,50\nB,x,40\nC,4,"Other"\n',
    "a quote that swallows rows": b'opportunity,cost,title\nA,5,"W\nB,40,x\nC,4,Other"\nD,1,z\n',
    "a thousand or a fraction": b"opportunity;title;score;cost\nA;x;5;300.000\n",
    "two decimal marks": b"opportunity;title;score;cost\nA;x;5;1,5\nB;y;5;2.5\n",
    "two currencies": "opportunity;title;score;cost\nA;x;5;€ 100\nB;y;5;$ 100\n".encode(),
    "ids cut short": b"opportunity,title,score,cost\n1.23E+12,x,8,10\n2.5E+12,y,5,10\n",
    "an id twice": b"opportunity,title,score,cost\nA,x,8,10\nA ,y,5,10\n",
    "a blank id": b"opportunity,title,score,cost\nNULL,x,8,10\n",
    "the error of a spreadsheet": b"opportunity,title,score,cost\n#REF!,x,8,10\n",
    "an error in a number": b"opportunity,title,score,cost\nA,x,8,#DIV/0!\n",
    "more fields than headings": b"opportunity,title,score,cost\nA,x,8,10,11\n",
    "a heading twice": b"opportunity,title,score,cost,cost\nA,x,8,10,11\n",
    "thousands as k": b"opportunity,title,score,cost\nA,x,8,10k\n",
    "a control character": b"opportunity,title,score,cost\nA\x07,x,8,10\n",
    "an unknown id": b"opportunity,title,score,cost,requires\nA,x,8,10,B\n",
    "words that are no yes or no": b"opportunity,title,score,cost,must_do\nA,x,8,10,Should\n",
    "nothing": b"",
    "a header alone": b"opportunity,title,score,cost\n",
}
ENGINE_ALONE = {
    "lines above the header": b"Backlog Q3,,,\n,,,\nopportunity,title,score,cost\nA,x,5,50\n",
    "thousands as k": b"opportunity,title,score,cost\nA,x,8,10k\n",
    "a thousand by another column": b"opportunity;title;score;cost\nA;x;8,5;30.000\n",
    "statuses of a tracker": b"opportunity,title,score,cost,status\nA,x,8,10,In Progress\n",
    "another heading": b"Idee;score;Kosten\nA;8;10\n",
}
"""What the command line reads of a file that somebody made for no program, and says how it read it."""
COLUMNS = ("opportunity", "title", "cost", "requires", "must_do")


def by_the_workbook(tmp_path, content, name="data/opportunities.csv"):
    """The values of the file as the table 'opportunities'; None where it is refused."""
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    raw = raw_tables(tmp_path)["opportunities"]
    frame, faults = typed_table(raw)
    named = frame.get("requires", pd.Series(dtype="str")).dropna().str.split(";").explode()
    if faults or not set(named) <= set(frame["opportunity"]):
        return None
    cost = frame["cost"].fillna(0).astype(float)
    must = frame.get("must_do", pd.Series(False, index=frame.index)).fillna(False).astype(bool)
    lists = frame.get("requires", pd.Series("", index=frame.index)).fillna("")
    return {
        **{"opportunity": frame["opportunity"].tolist(), "title": frame["title"].tolist()},
        **{"cost": cost.tolist(), "requires": lists.tolist(), "must_do": must.tolist()},
    }


def by_the_engine(tmp_path, content, name="opportunities.csv"):
    (tmp_path / name).write_bytes(content)
    try:
        table = checked_opportunities(table_file(tmp_path / name).table)
    except PrioritizationError:
        return None
    lists = [";".join(ids) for ids in table["requires"]]
    return table.assign(requires=lists)[list(COLUMNS)].to_dict("list")


@pytest.mark.parametrize("kind", READ)
def test_a_file_that_the_workbook_reads_is_read_with_equal_values(tmp_path, kind):
    values = by_the_workbook(tmp_path, READ[kind])
    assert by_the_engine(tmp_path, READ[kind]) == values
    assert values is not None


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_the_workbook_refuses_is_refused(tmp_path, kind):
    assert by_the_workbook(tmp_path, REFUSED[kind]) is None
    assert by_the_engine(tmp_path, REFUSED[kind]) is None


@pytest.mark.parametrize("kind", ENGINE_ALONE)
def test_what_the_engine_alone_reads_is_refused_by_the_workbook_and_told(tmp_path, kind):
    assert by_the_workbook(tmp_path, ENGINE_ALONE[kind]) is None
    (tmp_path / "backlog.csv").write_bytes(ENGINE_ALONE[kind])
    file = opportunities_in(tmp_path / "backlog.csv")
    assert len(checked_opportunities(file.table)) == 1
    assert file.notes


def sheet(*rows):
    book, content = Workbook(), BytesIO()
    book.active.title = "Opportunities"
    for row in rows:
        book.active.append(row)
    book.create_sheet("Readme").append(["what this is"])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        [[], HEADER, [], *ROWS],
        [HEADER, [101, "x", 8.5, 1200.5, None, True], [102, "y", 9, "25,-", 101, False]],
    ],
)
def test_a_sheet_is_read_with_equal_values(tmp_path, rows):
    content = sheet(*rows)
    values = by_the_workbook(tmp_path, content, "intake.xlsx")
    assert by_the_engine(tmp_path, content, "backlog.xlsx") == values
    assert values is not None


@pytest.mark.parametrize(
    "row", [["A", "x", 8, "=1+1"], ["A", "x", 8, "#N/A"], [4.5e15, "x", 8, 1], ["A", "x", 8, "1.234"]]
)
def test_a_sheet_that_the_workbook_refuses_is_refused(tmp_path, row):
    content = sheet(HEADER, row)
    assert by_the_workbook(tmp_path, content, "intake.xlsx") is None
    assert by_the_engine(tmp_path, content, "backlog.xlsx") is None
