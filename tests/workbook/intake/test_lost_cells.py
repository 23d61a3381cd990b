"""Errors and formulas without a result, as spreadsheet programs and libraries write them."""

import zipfile

import pytest

from workbook.intake.lost_cells import lost_cells
from workbook.tables.cell_values import Formula

WORKBOOK = """<workbook xmlns="{main}" xmlns:r="{rel}">
<sheets><sheet name="Days &amp; nights" sheetId="1" r:id="rId7"/></sheets></workbook>"""
RELATIONS = '<Relationships xmlns="urn:x"><Relationship Id="rId7" Target="{target}"/></Relationships>'


def found(folder, rows, target="worksheets/sheet1.xml"):
    """The lost cells of a workbook with one sheet of these rows."""
    names = {"main": "http://purl.oclc.org/ooxml/spreadsheetml/main", "rel": "http://purl.oclc.org/ooxml/r"}
    with zipfile.ZipFile(folder / "book.xlsx", "w") as parts:
        parts.writestr("xl/workbook.xml", WORKBOOK.format(**names))
        parts.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(target=target))
        parts.writestr("xl/worksheets/Sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    return lost_cells(folder / "book.xlsx", ["Days & nights"]).get("Days & nights", {})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="AB12" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="e" s="4" r="AB12"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ("<x:c r='AB12' t='e'><x:v>#N/A</x:v></x:c>", "#N/A"),
        ('<c r="AB12"><f>20+3</f></c>', "=20+3"),
        ('<c r="AB12" s="1"><f>20+3</f><v></v></c>', "=20+3"),
        ('<c r="AB12"><f>20+3</f><v/></c>', "=20+3"),
        ('<c r="AB12"><f t="array" ref="AB12:AB13">SUM(1,2)</f><v /></c>', "=SUM(1,2)"),
        ('<x:c r="AB12"><x:f>IF(A1&lt;3,"&amp;",0)</x:f></x:c>', '=IF(A1<3,"&",0)'),
    ],
)
def test_a_cell_is_told_with_its_place_and_its_text(tmp_path, cell, text):
    row = f'<row r="12"><c r="A12"/><c r="B12" s="1"><v>3</v></c><c r="C12" t="s"><v>0</v></c>{cell}</row>'
    assert found(tmp_path, row) == {(12, 28): text}
    assert isinstance(found(tmp_path, row)[12, 28], Formula) == text.startswith("=")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>20+3</f><v>23</v></c>',
        '<c r="A1" t="str"><f>IF(1,"","x")</f><v></v></c>',  # its result is a text of no length
        '<c r="A1" t="b"><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><t>=1+1 t="e"</t></is></c>',
        '<c r="A1" t="s"/><c r="B1" t="s"><v>1</v></c>',
    ],
)
def test_a_cell_with_a_result_or_without_a_formula_is_not_lost(tmp_path, cell):
    assert found(tmp_path, f'<row r="1">{cell}</row>') == {}


def test_cells_that_share_a_formula_show_it(tmp_path):
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
    rows += '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    assert found(tmp_path, rows) == {(2, 1): "=B1*2"}


def test_a_sheet_of_many_blocks_loses_no_cell(tmp_path):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>B{n}</f></c><c r="B{n}" t="e"><v>#NUM!</v></c></row>'
        for n in range(1, 40_001)
    )
    lost = found(tmp_path, rows, "/xl/worksheets/sheet1.xml")
    assert len(lost) == 80_000
    assert all(lost[n, 1] == f"=B{n}" and lost[n, 2] == "#NUM!" for n in range(1, 40_001))


def test_a_cell_without_an_address_is_refused(tmp_path):
    with pytest.raises(ValueError, match="an error or a formula has no address"):
        found(tmp_path, '<row><c t="e"><v>#N/A</v></c></row>')


def test_a_workbook_without_its_parts_is_refused(tmp_path):
    with pytest.raises(ValueError, match="where its cells hold errors cannot be told"):
        found(tmp_path, "", "worksheets/other.xml")
    with zipfile.ZipFile(tmp_path / "b.xlsb", "w") as parts:
        parts.writestr("xl/workbook.bin", b"")
    with pytest.raises(ValueError, match="it is a binary workbook; save it"):
        lost_cells(tmp_path / "b.xlsb", ["a"])
