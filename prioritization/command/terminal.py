"""An answer in the terminal."""

from prioritization.command.figures import Figures
from prioritization.command.wording import BAR, Grid, Wording, plain

ROWS = 100
"""So many rows of a table are printed."""


def show(wording: Wording) -> None:
    """Print an answer: notes, what the plan is worth, its tables and remarks.

    Args:
        wording: The answer in words.
    """
    from rich.console import Console

    console = Console()
    for sentence in (*wording.notes, wording.headline):
        console.print(plain(sentence), markup=False, highlight=False, soft_wrap=True)
    for grid in (wording.plan, wording.timeline, wording.left_out, wording.limits):
        if grid is not None and grid.rows:
            console.print(_table(grid, wording.figures, console.encoding))
        if grid is not None and len(grid.rows) > ROWS:
            console.print(f"… and {len(grid.rows) - ROWS:,} more; --html or --xlsx writes all of them.")
    for sentence in wording.remarks:
        console.print(plain(sentence), markup=False, highlight=False, soft_wrap=True)


def _table(grid: Grid, figures: Figures, encoding: str) -> object:
    from rich.markup import escape
    from rich.table import Table

    bar = BAR if encoding.lower().startswith("utf") else "#" * len(BAR)
    table = Table(title=grid.title, title_justify="left", title_style="bold", show_edge=False)
    for heading in grid.headings:
        side = "right" if heading in grid.figures else "left"
        table.add_column(escape(plain(heading.replace("_", " "))), justify=side, overflow="fold")
    for row in grid.written(figures)[:ROWS]:
        table.add_row(*(bar if cell == BAR else escape(plain(cell)) for cell in row))
    return table
