"""Executed notebooks and a template become one HTML file that opens anywhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from workbook import __version__
from workbook.exhibits import EXHIBIT_TYPE
from workbook.exhibits.decide import PLAN_TABLES
from workbook.shipped import shipped
from workbook.store import Period
from workbook.wording import Words, answer

# The exhibits whose titles say why, and what changed, on the page with the answer.
WHY = ("value_by_stage", "nps", "needs", "drivers", "savings", "usage")
CHANGED = ("moves", "nps_change")


def report_html(notebooks: Mapping[str, NotebookNode], period: Period, words: Words) -> str:
    """Put the executed notebooks of a quarter together into a report.

    Args:
        notebooks: By step, in order.
        period: The quarter; its tables give the answer on the first page.
        words: The words of the report.

    Returns:
        One self-contained HTML page, without scripts or links to other hosts.
    """
    from nbconvert import HTMLExporter

    book = new_notebook(
        cells=[cell for step, notebook in notebooks.items() for cell in _chapter(step, notebook)]
    )
    chapters = _number(book.cells, words)
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(shipped("templates"))],
        language_code=words.language,
        anchor_link_text="",
    )
    page = {
        "language": words.language,
        "cover": _cover(period, words),
        "answer": _answer(book.cells, period, words),
        "chapters": chapters,
        "labels": {key: words.label(key) for key in ("contents", "answer", "glossary", "methods")},
        "glossary": _table(words, ("term", "meaning"), words.glossary),
        "methods": _table(words, ("measure", "method", "reference"), words.methods),
    }
    html, _ = exporter.from_notebook_node(book, resources={"report": page})
    return html


def _chapter(step: str, notebook: NotebookNode) -> Iterable[NotebookNode]:
    """The cells of a notebook that a reader of the report sees: of the first only the heading.

    A heading under which nothing is shown is left out.
    """
    first, *rest = notebook.cells
    first.source = first.source.splitlines()[0]
    for cell in notebook.cells:
        cell.id = f"{step}-{cell.id}"
    shown = [cell for cell in rest if cell.cell_type == "markdown" or cell.outputs]
    pairs = zip(shown, [*shown[1:], first], strict=True)
    return [first, *[cell for cell, after in pairs if "code" in (cell.cell_type, after.cell_type)]]


def _number(cells: list[NotebookNode], words: Words) -> list[dict[str, Any]]:
    """Number chapters and exhibits, in the cells; the contents come back."""
    chapters: list[dict[str, Any]] = []
    exhibits = 0
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            name, _, question = cell.source.removeprefix("# ").partition(": ")
            chapter = {"id": f"chapter-{len(chapters) + 1}", "number": len(chapters) + 1, "name": name}
            chapters.append(chapter | {"question": question[:1].upper() + question[1:], "exhibits": []})
            cell.metadata["chapter"] = chapters[-1]
        for output in _exhibits(cell):
            exhibits += 1
            facts = {"id": f"exhibit-{exhibits}", "label": f"{words.label('exhibit')} {exhibits}"}
            output.metadata.update(facts)
            chapters[-1]["exhibits"].append(facts | {"title": output.data[EXHIBIT_TYPE]["title"]})
    return chapters


def _exhibits(cell: NotebookNode) -> list[NotebookNode]:
    outputs = cell.outputs if cell.cell_type == "code" else []
    return [output for output in outputs if EXHIBIT_TYPE in output.get("data", {})]


def _cover(period: Period, words: Words) -> dict[str, str]:
    facts = {
        "client": period.engagement.client,
        "quarter": period.name,
        "version": __version__,
        "end": period.last_day,
    }
    return {
        "title": words.say("cover.title"),
        "subtitle": words.say("cover.subtitle", **facts),
        "made": words.say("cover.made", **facts),
        "illustrative": words.say("cover.illustrative") if period.engagement.illustrative else "",
    }


def _answer(cells: list[NotebookNode], period: Period, words: Words) -> dict[str, Any]:
    plan = period.result("plan")
    said = {
        exhibit["name"]: {"text": exhibit["title"], "mark": exhibit["illustrative"], **output.metadata}
        for cell in cells
        for output in _exhibits(cell)
        for exhibit in [output.data[EXHIBIT_TYPE]]
    }
    blocks = [
        ("answer.do", [{"text": line} for line in answer.to_do(plan, period.quarters, words)]),
        ("answer.why", [said[name] for name in WHY if name in said]),
        ("answer.changed", [said[name] for name in CHANGED if name in said]),
        ("answer.unsure", [{"text": line} for line in answer.not_certain(period.results(), words)]),
        ("answer.decide", [{"text": line} for line in answer.to_decide(plan, words)]),
    ]
    return {
        "mark": words.illustrative(*PLAN_TABLES),
        "headline": answer.headline(period.results(), period.quarters, words),
        "blocks": [
            {"name": key, "heading": words.label(key), "lines": lines} for key, lines in blocks if lines
        ],
    }


def _table(words: Words, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    return {"headings": words.labels(headings), "rows": rows}
