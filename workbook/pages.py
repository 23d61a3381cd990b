"""What the documents of a quarter share: chapters, numbers, the house style of the client, one HTML page."""

from collections.abc import Iterable, Mapping, Set
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from workbook.chapters import explained
from workbook.chapters.prioritise._scale import how
from workbook.exhibit import EXHIBIT_TYPE
from workbook.house import css_text
from workbook.house_images import data_uri
from workbook.method import Step, exhibit_of
from workbook.notebooks import in_words
from workbook.phrases import label, own, say
from workbook.render.figures import worded
from workbook.render.markdown import words_html
from workbook.render.words import Words
from workbook.shipped import shipped
from workbook.store import Period

APPENDIX = "appendix"
LABELS = ("contents", "more", "glossary", "methods", "top")


def page_html(cells: list[NotebookNode], page: Mapping[str, Any], words: Words) -> str:
    """One self-contained HTML page, without scripts or requests to other hosts.

    Args:
        cells: Of all chapters, with their exhibits in words.
        page: What stands around them, as `templates/report` takes it.
        words: The words of the page.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(shipped("templates"))],
        language_code=words.language,
    )
    exporter.register_filter("words_html", words_html)
    labels = {key: words.label(key) for key in LABELS}
    whole = {"language": words.language, "labels": labels, **page}
    html, _ = exporter.from_notebook_node(new_notebook(cells=cells), resources={"report": whole})
    return html


def chapter_cells(step: Step, notebook: NotebookNode, words: Words) -> list[NotebookNode]:
    """The cells of an executed notebook that a reader sees, with all that they show in words."""
    cells = shown_cells(step.name, in_words(step, deepcopy(notebook), words))
    for cell in cells:
        for output in exhibits(cell):
            output.data[EXHIBIT_TYPE] = worded(output.data[EXHIBIT_TYPE], words)
    return cells


def shown_cells(step: str, notebook: NotebookNode) -> list[NotebookNode]:
    """The cells of a notebook that a reader of the report sees: of the first only the heading.

    The words of an exhibit that is not shown are left out.
    """
    first, *rest = notebook.cells
    first.source = first.source.splitlines()[0]
    shown = [
        cell for cell in rest if cell.cell_type == "markdown" or (cell.cell_type == "code" and cell.outputs)
    ]
    stems = {cell.id for cell in shown if cell.cell_type == "code"} | {""}
    kept = [first, *[cell for cell in shown if cell.cell_type == "code" or exhibit_of(cell.id) in stems]]
    for cell in kept:
        cell.metadata["is_chapter"] = cell is first
        cell.id = f"{step}-{cell.id}"
    return kept


def numbered(cells: list[NotebookNode], head: str, words: Words) -> list[dict[str, Any]]:
    """Number chapters and exhibits, in the cells; the contents come back.

    Args:
        cells: Of all chapters.
        head: What stands above every printed page, after the chapter.
        words: Of the page.
    """
    chapters: list[dict[str, Any]] = []
    count = 0
    for cell in cells:
        if cell.metadata["is_chapter"]:
            name, _, question = cell.source.removeprefix("# ").partition(": ")
            number = "A" if cell.id == APPENDIX else len(chapters) + 1
            chapter = {"id": f"chapter-{number}", "number": number, "name": name, "first": not chapters}
            chapter["head"] = css_text(f"{number} {name} · {head}")
            chapters.append(chapter | {"question": question[:1].upper() + question[1:], "exhibits": []})
            cell.metadata["chapter"] = chapters[-1]
        for output in titled(cell):
            count += 1
            place = {"id": f"exhibit-{count}", "label": f"{words.label('exhibit')} {count}"}
            output.metadata.update(place)
            chapters[-1]["exhibits"].append(place | {"title": output.data[EXHIBIT_TYPE]["title"]})
    return chapters


def exhibits(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs of a cell that are exhibits."""
    outputs = cell.outputs if cell.cell_type == "code" else []
    return [output for output in outputs if EXHIBIT_TYPE in output.get("data", {})]


def titled(cell: NotebookNode) -> list[NotebookNode]:
    """The exhibits that show something: one without a title has only words."""
    return [output for output in exhibits(cell) if output.data[EXHIBIT_TYPE]["title"]]


def stem_of(cell: NotebookNode) -> str:
    """The exhibit that a cell shows or introduces; nothing where it is of none."""
    shown = [output.data[EXHIBIT_TYPE]["stem"] for output in exhibits(cell)]
    return shown[0] if shown else exhibit_of(cell.id.partition("-")[2])


def stems_shown(cells: Iterable[NotebookNode]) -> set[str]:
    """The exhibits that show something, by their stem."""
    return {output.data[EXHIBIT_TYPE]["stem"] for cell in cells for output in titled(cell)}


def house(period: Period, head: str, words: Words) -> dict[str, Any]:
    """What makes the page the client's own: properties of the stylesheet, images, and lines on every page.

    Args:
        period: The quarter.
        head: What stands above every printed page: the client and the quarter.
        words: Of the page.
    """
    given = period.engagement.house
    images = {name: getattr(given, name) for name in ("logo", "picture")}
    lines = {name: words.text(own(getattr(given, name))) for name in ("footer", "confidentiality")}
    return {
        "properties": given.properties,
        "printed": {name: css_text(line) for name, line in {**lines, "head": head}.items() if line},
        **{name: data_uri(period.image(file)) if file else "" for name, file in images.items()},
        **lines,
    }


def explanations(words: Words, shown: Set[str]) -> dict[str, Any]:
    """The glossary and the methods of a document, as its page takes them.

    Args:
        words: Of the page.
        shown: The exhibits that show something.
    """
    methods = ("measure", "method", "source")
    return {
        "glossary": explained_table(words, "glossary", ("term", "meaning"), explained.GLOSSARY, shown),
        "methods": explained_table(words, "methods", methods, explained.METHODS, shown),
    }


def explained_table(
    words: Words,
    name: str,
    columns: tuple[str, ...],
    entries: Mapping[str, Iterable[str]],
    shown: Set[str],
) -> dict[str, Any]:
    """The glossary or the methods: what explains an exhibit that is shown, in the order of the language."""
    keys = [key for key, stems in entries.items() if shown & set(stems)]
    rule = words.engagement.score.method
    score = {"how": how(words.engagement), "source": say(f"scale.source.{rule}")}
    rows = [[words.text(say(f"{name}.{key}.{column}", **score)) for column in columns] for key in keys]
    if name == "glossary":
        rows.sort(key=lambda row: row[0].lower())
    return {"headings": [words.text(label(f"{name}.{column}")) for column in columns], "rows": rows}
