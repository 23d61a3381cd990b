"""Executed notebooks and a template become one HTML file that opens anywhere, in one language."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from workbook import __version__
from workbook.chapters import front_page
from workbook.exhibit import EXHIBIT_TYPE
from workbook.notebooks import in_words
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, say
from workbook.render.figures import worded
from workbook.render.words import Words
from workbook.shipped import shipped
from workbook.store import Period


def report_html(notebooks: Mapping[str, NotebookNode], period: Period, words: Words) -> str:
    """Put the executed notebooks of a quarter together into a report.

    Args:
        notebooks: By step, in order, as executed: their exhibits hold keys and facts.
        period: The quarter; its tables give the answer on the first page.
        words: The words of the report.

    Returns:
        One self-contained HTML page, without scripts or links to other hosts.
    """
    from nbconvert import HTMLExporter

    together = new_notebook(
        cells=[
            cell
            for step, notebook in notebooks.items()
            for cell in _chapter(step, in_words(step, deepcopy(notebook), words))
        ]
    )
    for cell in together.cells:
        for output in _exhibits(cell):
            output.data[EXHIBIT_TYPE] = worded(output.data[EXHIBIT_TYPE], words)
    chapters = _number(together.cells, words)
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(shipped("templates"))],
        language_code=words.language,
        anchor_link_text="",
    )
    page = {
        "language": words.language,
        "cover": _cover(period, words),
        "answer": _answer(together.cells, period, words),
        "chapters": chapters,
        "labels": {key: words.label(key) for key in ("contents", "glossary", "methods")},
        "glossary": _table(words, "glossary", ("term", "meaning")),
        "methods": _table(words, "methods", ("measure", "method", "source")),
    }
    html, _ = exporter.from_notebook_node(together, resources={"report": page})
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
        for output in _titled(cell):
            exhibits += 1
            place = {"id": f"exhibit-{exhibits}", "label": f"{words.label('exhibit')} {exhibits}"}
            output.metadata.update(place)
            chapters[-1]["exhibits"].append(place | {"title": output.data[EXHIBIT_TYPE]["title"]})
    return chapters


def _exhibits(cell: NotebookNode) -> list[NotebookNode]:
    outputs = cell.outputs if cell.cell_type == "code" else []
    return [output for output in outputs if EXHIBIT_TYPE in output.get("data", {})]


def _titled(cell: NotebookNode) -> list[NotebookNode]:
    """The exhibits that show something: one without a title has only words."""
    return [output for output in _exhibits(cell) if output.data[EXHIBIT_TYPE]["title"]]


def _cover(period: Period, words: Words) -> dict[str, str]:
    facts = {
        "client": period.engagement.client,
        "quarter": period.name,
        "version": __version__,
        "end": period.last_day,
    }
    cover = {key: words.text(say(f"cover.{key}", **facts)) for key in ("title", "subtitle", "made")}
    made_up = period.engagement.illustrative
    return cover | {"illustrative": words.text(say("cover.illustrative")) if made_up else ""}


def _answer(cells: list[NotebookNode], period: Period, words: Words) -> dict[str, Any]:
    tables, quarters = period.results(), period.quarters
    titles = {
        exhibit["stem"]: {"text": exhibit["title"], "mark": exhibit["illustrative"], **output.metadata}
        for cell in cells
        for output in _titled(cell)
        for exhibit in [output.data[EXHIBIT_TYPE]]
    }

    def lines(said: list[Phrase]) -> list[dict[str, str]]:
        return [{"text": text} for text in words.texts(said)]

    blocks = {
        "do": lines(front_page.to_do(tables["plan"], quarters)),
        "why": [titles[stem] for stem in front_page.WHY if stem in titles],
        "changed": [titles[stem] for stem in front_page.CHANGED if stem in titles],
        "unsure": lines(front_page.not_certain(tables, period.engagement)),
        "decide": lines(front_page.to_decide(tables["plan"])),
    }
    return {
        "name": words.text(say("front_page.heading")),
        "mark": words.illustrative(PLAN_TABLES),
        "headline": words.text(front_page.headline(tables, quarters)),
        "blocks": [
            {"name": f"answer-{key}", "heading": words.text(say(f"front_page.heading.{key}")), "lines": told}
            for key, told in blocks.items()
            if told
        ],
    }


def _table(words: Words, name: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """The glossary or the methods: entries of the catalogue, in the order of the language."""
    rows = [[words.text(say(f"{name}.{key}.{column}")) for column in columns] for key in words.entries[name]]
    if name == "glossary":
        rows.sort(key=lambda row: row[0].lower())
    return {"headings": [words.text(label(f"{name}.{column}")) for column in columns], "rows": rows}
