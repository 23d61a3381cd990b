"""Notebooks of a client's own, as JupyterLab saves them: cells are named by chance."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HEADING = "# Regions: where do they buy?\n\nThis step shows revenue per region."
PARAMETERS = 'engagement: str = "acme"  # name of the engagement\nperiod: str = "2026Q3"  # the quarter'
OPEN = """from workbook import store
from workbook.privacy import declare
quarter = store.open_period(engagement, period)
lines = quarter.inputs("transactions")
lines["region"] = lines["customer_id"].str[-1].map(lambda last: "North" if last < "5" else "South")
sold = lines.groupby("region").agg(n=("customer_id", "nunique"), revenue=("amount", "sum")).reset_index()"""
PUBLISH = 'quarter.publish("revenue_by_region", declare(sold, "revenue"))'
DECLARED = {"needs": ["transactions"], "richer": [], "gives": ["revenue_by_region"]}


def exhibit_cell(source: str = PUBLISH, name: str = "revenue_by_region", **metadata: Any):
    return new_code_cell(source, metadata={"exhibit": name, **metadata})


def own_notebook(*cells, declared: Any = DECLARED, heading: str = HEADING, code: str = OPEN):
    """A notebook with the usual beginning; without cells of its own one exhibit under a heading."""
    words = new_markdown_cell("## Revenue per region\n\nEach customer is counted **once**.")
    start = [
        new_markdown_cell(heading, metadata={"words": {"nl": "# Regio's: waar kopen ze?"}}),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        new_code_cell(code),
    ]
    metadata = {} if declared is None else {"cx_workbook": declared}
    return new_notebook(cells=[*start, *(cells or (words, exhibit_cell()))], metadata=metadata)


def write_own(folder: Path, name: str = "2a_regions", notebook: Any = None) -> Path:
    """Write an own notebook in an engagement."""
    file = folder / "notebooks" / f"{name}.ipynb"
    file.parent.mkdir(exist_ok=True)
    nbformat.write(notebook or own_notebook(), file)
    return file
