"""Forms that experts filled in, in openpyxl, as a spreadsheet program would."""

from openpyxl import load_workbook

from workbook.workshop.forms.layout import FIRST, NAME, ROLE, ROWS, Columns

CRITERIA = ("potential", "importance", "ease")


def fill(file, sheet, name, scores, role="", cannot=(), remarks=None):
    """Fill in a form: per opportunity a score for all criteria, or a list of them (None for a blank)."""
    columns = Columns.of(CRITERIA)
    book = load_workbook(file)
    form = book[sheet]
    form.cell(NAME, FIRST + 1).value = name
    form.cell(ROLE, FIRST + 1).value = role or None
    for row in range(ROWS, form.max_row + 1):
        opportunity = form.cell(row, 1).value
        given = scores.get(opportunity, [None] * 3)
        given = given if isinstance(given, list) else [given] * 3
        for place, score in zip(columns.criteria.values(), given, strict=True):
            form.cell(row, place + 1).value = score
        if opportunity in cannot:
            form.cell(row, columns.cannot + 1).value = "Yes"
        if opportunity in (remarks or {}):
            form.cell(row, columns.remark + 1).value = remarks[opportunity]
    book.save(file)
