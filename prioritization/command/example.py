"""A file to start from: a backlog of a web shop, and the days of its people."""

import csv
from io import StringIO
from pathlib import Path

from prioritization.errors import OutputError

BACKLOG = (
    (
        *("id", "title", "potential", "importance", "ease", "cost", "quarters", "days_it", "days_design"),
        *("requires", "must_do", "status"),
    ),
    ("R-1", "Returns by self-service", 8, 9, 5, 60_000, 2, 60, 20, "One login", "no", "To Do"),
    ("R-2", "One login", 6, 8, 6, 40_000, 1, 40, 5, "", "no", "To Do"),
    ("R-3", "Delivery on a day you choose", 7, 7, 4, 50_000, 2, 50, 10, "", "no", "To Do"),
    ("R-4", "Answers in the app", 5, 6, 8, 15_000, 1, 10, 15, "", "no", "To Do"),
    ("R-5", "Cookie banner that meets the law", 2, 4, 9, 5_000, 1, 5, 5, "", "yes", "To Do"),
    ("R-6", "Search that knows synonyms", 8, 6, 6, 35_000, 1, 35, 0, "", "no", "In Progress"),
    ("R-7", "Reviews with photos", 4, 5, 7, 20_000, 1, 20, 10, "", "no", "To Do"),
    ("R-8", "Wish list to share", 3, 3, 8, 12_000, 1, 12, 8, "One login", "no", "To Do"),
)
CAPACITY = (
    ("role", "2027Q1", "2027Q2", "2027Q3", "2027Q4"),
    ("it", 80, 60, 60, 60),
    ("design", 25, 25, 15, 15),
)
SHEETS = {"Backlog": BACKLOG, "Capacity": CAPACITY}


def example_csv() -> str:
    """Write the backlog as CSV.

    Returns:
        Its text.

    Example:
        >>> example_csv().splitlines()[2]
        'R-2,One login,6,8,6,40000,1,40,5,,no,To Do'
    """
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(BACKLOG)
    return text.getvalue()


def write_example(file: Path) -> str:
    """Write the example to a file that is not there yet.

    Args:
        file: As its name ends: .xlsx with the backlog and the capacity, or .csv with the backlog.

    Returns:
        Sentences on what to do next.

    Raises:
        OutputError: The file is there already, cannot be written, or ends otherwise.
    """
    from prioritization.command.output_files import whole

    writers = {".csv": lambda part: part.write_text(example_csv(), encoding="utf-8"), ".xlsx": _write_xlsx}
    if file.suffix.lower() not in writers:
        raise OutputError(f"{file} cannot be written: give a name that ends in .xlsx or .csv.")
    if file.exists():
        raise OutputError(f"{file} is there already; give another name.")
    whole(file, writers[file.suffix.lower()])
    more = f" --quarters 4 --capacity {file}" if file.suffix.lower() == ".xlsx" else ""
    return f"Written: {file}. Change it, and plan it: prioritize {file} --budget 150000{more}"


def _write_xlsx(file: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(file)) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(1, 1, 34 if name == "Backlog" else 10)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row, head if line == 0 else None)
