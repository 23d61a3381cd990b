"""An answer as a spreadsheet: plan, left out, limits and notes, a sheet each."""

from pathlib import Path

from prioritization.command.figures import Figures, decimals
from prioritization.command.wording import BAR, Grid, Wording, plain

LONGEST = 32_000
"""The signs that a cell holds, with some to spare."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_sheets(file: Path, wording: Wording) -> None:
    """Write an answer as xlsx. Text of the client stays text: no cell holds a formula or a link.

    Args:
        file: Where to write.
        wording: The answer in words.
    """
    import xlsxwriter

    notes = Grid(
        "Notes", ("note",), tuple((one,) for one in (wording.headline, *wording.remarks, *wording.notes))
    )
    named = {"Plan": wording.plan, "When": wording.timeline, "Left out": wording.left_out}
    named |= {"Limits": wording.limits, "Notes": notes}
    with xlsxwriter.Workbook(str(file), OPTIONS) as book:
        for name, grid in named.items():
            if grid is not None:
                _sheet(book, name, grid, wording.figures)


def _sheet(book, name: str, grid: Grid, figures: Figures) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    numbers = [
        book.add_format({"num_format": "#,##0.00" if places else "#,##0", "valign": "top"})
        for places in (0, 2)
    ]
    work = book.add_format({"bg_color": "#1F5F8B", "font_color": "#FFFFFF"})
    sheet.freeze_panes(1, 0)
    written = grid.written(figures)
    for place, heading in enumerate(grid.headings):
        longest = max([len(heading), *(len(row[place]) for row in written)])
        sheet.set_column(place, place, min(max(longest + 2, 10), 70))
        sheet.write_string(0, place, plain(heading.replace("_", " ")), head)
    for line, row in enumerate(grid.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, float):
                column = [other[place] for other in grid.rows if other[place] != ""]
                sheet.write_number(line, place, cell, numbers[decimals(column) > 0])
            elif cell == BAR:
                sheet.write_string(line, place, "work", work)
            else:
                sheet.write_string(line, place, plain(cell, keep="\n")[:LONGEST], wrap)
