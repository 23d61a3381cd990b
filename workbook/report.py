"""Executed notebooks and a template become one HTML file that opens anywhere, in one language."""

from collections.abc import Iterable, Mapping, Set
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from pandas import DataFrame

from workbook import __version__
from workbook.candidates_left import at_hand
from workbook.chapters import explained, figure_strip, front_page
from workbook.chapters.body import in_appendix
from workbook.chapters.prioritise._scale import how
from workbook.exhibit import EXHIBIT_TYPE
from workbook.house import css_text
from workbook.house_images import data_uri
from workbook.method import WORDS, Step, exhibit_of
from workbook.notebooks import cell_words, in_words
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, own, say
from workbook.render.figures import worded
from workbook.render.markdown import words_html
from workbook.render.words import Words
from workbook.shipped import shipped
from workbook.store import Period
from workbook.store.at_hand import ABSTAINED, BEFORE, LATER, SETTLED, UNASKED
from workbook.tables import TABLES

FIRST = ("transactions", "answers", "opportunities", "processes")  # what tells most comes first
APPENDIX = "appendix"
MORE = 3  # lines on the first page of what would tell more


def report_html(
    steps: Mapping[str, Step],
    notebooks: Mapping[str, NotebookNode],
    period: Period,
    tables: Mapping[str, DataFrame],
    words: Words,
) -> str:
    """Put the executed notebooks of a quarter together into a report.

    Args:
        steps: The steps of the engagement, also those without input.
        notebooks: By step, in order, as executed: their exhibits hold keys and facts.
        period: The quarter.
        tables: What the steps have made, by name; it gives the answer on the first page.
        words: The words of the report.

    Returns:
        One self-contained HTML page, without scripts or links to other hosts.
    """
    from nbconvert import HTMLExporter

    if "plan_asked" not in tables:  # no opportunity is left to decide on: the plan holds what is done
        tables = {name: table for name, table in tables.items() if name != "plan"}
    cells = [
        cell
        for name, notebook in notebooks.items()
        for cell in _chapter(name, in_words(steps[name], deepcopy(notebook), words))
    ]
    for cell in cells:
        for output in _exhibits(cell):
            output.data[EXHIBIT_TYPE] = worded(output.data[EXHIBIT_TYPE], words)
    together = new_notebook(cells=_arranged(cells, words))
    cover = _cover(period, "plan" in tables, words)
    chapters = _number(together.cells, cover["subtitle"], words)
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(shipped("templates"))],
        language_code=words.language,
    )
    exporter.register_filter("words_html", words_html)
    more = _more(steps, at_hand(period), words)
    shown = {output.data[EXHIBIT_TYPE]["stem"] for cell in together.cells for output in _titled(cell)}
    shown |= explained.measured(tables)
    page = {
        "language": words.language,
        "house": _house(period, cover["subtitle"], words),
        "cover": cover,
        "answer": _answer(together.cells, period, tables, more["rows"], words),
        "chapters": chapters,
        "labels": {key: words.label(key) for key in ("contents", "more", "glossary", "methods", "top")},
        "more": more,
        "glossary": _table(words, "glossary", ("term", "meaning"), _named(explained.GLOSSARY, shown)),
        "methods": _table(
            words, "methods", ("measure", "method", "source"), _named(explained.METHODS, shown)
        ),
    }
    html, _ = exporter.from_notebook_node(together, resources={"report": page})
    return html


def _chapter(step: str, notebook: NotebookNode) -> Iterable[NotebookNode]:
    """The cells of a notebook that a reader of the report sees: of the first only the heading.

    The words of an exhibit that is not shown are left out.
    """
    first, *rest = notebook.cells
    first.source = first.source.splitlines()[0]
    shown = [
        cell for cell in rest if cell.cell_type == "markdown" or (cell.cell_type == "code" and cell.outputs)
    ]
    exhibits = {cell.id for cell in shown if cell.cell_type == "code"} | {""}
    kept = [first, *[cell for cell in shown if cell.cell_type == "code" or exhibit_of(cell.id) in exhibits]]
    for cell in kept:
        cell.metadata["is_chapter"] = cell is first
        cell.id = f"{step}-{cell.id}"
    return kept


def _arranged(cells: list[NotebookNode], words: Words) -> list[NotebookNode]:
    """The cells with the exhibits that help most to decide, and then an appendix with the others."""
    of_cell = [_stem(cell) for cell in cells]
    later = in_appendix({stem for stem in of_cell if stem})
    body, rest, chapter = [], [], None
    for cell, stem in zip(cells, of_cell, strict=True):
        if cell.metadata["is_chapter"]:
            chapter = cell
            continue
        body += [chapter] if chapter and stem not in later else []
        chapter = None if stem not in later else chapter
        (rest if stem in later else body).append(cell)
    if not rest:
        return body
    heading = new_markdown_cell(f"# {words.text(say('exhibit.appendix'))}", id=APPENDIX)
    heading.metadata["is_chapter"] = True
    return [*body, heading, *rest]


def _stem(cell: NotebookNode) -> str:
    """The exhibit that a cell shows or introduces; nothing where it is of none."""
    shown = [output.data[EXHIBIT_TYPE]["stem"] for output in _exhibits(cell)]
    return shown[0] if shown else exhibit_of(cell.id.partition("-")[2])


def _number(cells: list[NotebookNode], head: str, words: Words) -> list[dict[str, Any]]:
    """Number chapters and exhibits, in the cells; the contents come back.

    Args:
        cells: Of all chapters.
        head: What stands above every printed page, after the chapter.
        words: Of the report.
    """
    chapters: list[dict[str, Any]] = []
    exhibits = 0
    for cell in cells:
        if cell.metadata["is_chapter"]:
            name, _, question = cell.source.removeprefix("# ").partition(": ")
            number = "A" if cell.id == APPENDIX else len(chapters) + 1
            chapter = {"id": f"chapter-{number}", "number": number, "name": name, "first": not chapters}
            chapter["head"] = css_text(f"{number} {name} · {head}")
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


def _cover(period: Period, planned: bool, words: Words) -> dict[str, str]:
    facts = {
        "client": period.engagement.client,
        "quarter": period.name,
        "version": __version__,
        "end": period.last_day,
    }
    cover = {"client": period.engagement.client}
    cover |= {key: words.text(say(f"cover.{key}", **facts)) for key in ("subtitle", "made")}
    cover["title"] = words.text(say("cover.title" if planned else "cover.title.found"))
    made_up = period.engagement.illustrative
    return cover | {"illustrative": words.text(say("cover.illustrative")) if made_up else ""}


def _house(period: Period, head: str, words: Words) -> dict[str, Any]:
    """What makes the page the client's own: properties of the stylesheet, images, and lines on every page.

    Args:
        period: The quarter.
        head: What stands above every printed page: the client and the quarter.
        words: Of the report.
    """
    house = period.engagement.house
    images = {name: getattr(house, name) for name in ("logo", "picture")}
    lines = {name: words.text(own(getattr(house, name))) for name in ("footer", "confidentiality")}
    return {
        "properties": house.properties,
        "printed": {name: css_text(line) for name, line in {**lines, "head": head}.items() if line},
        **{name: data_uri(period.image(file)) if file else "" for name, file in images.items()},
        **lines,
    }


def _answer(
    cells: list[NotebookNode],
    period: Period,
    tables: Mapping[str, DataFrame],
    missing: list[list[str]],
    words: Words,
) -> dict[str, Any]:
    """The first page: the plan and its reasons; without a plan, what was found and what would tell more."""
    titles = {
        exhibit["stem"]: {"text": exhibit["title"], "mark": exhibit["illustrative"], **output.metadata}
        for cell in cells
        for output in _titled(cell)
        for exhibit in [output.data[EXHIBIT_TYPE]]
        if exhibit["chart"] or exhibit["rows"] or exhibit["board"]
    }

    def lines(said: list[Phrase]) -> list[dict[str, str]]:
        return [{"text": text} for text in words.texts(said)]

    after = {
        "changed": [titles[stem] for stem in front_page.CHANGED if stem in titles],
        "unsure": lines(front_page.not_certain(tables, period.engagement)),
    }
    if "plan" in tables:
        mark = PLAN_TABLES
        headline = words.text(front_page.headline(tables, period.quarters))
        ahead = {
            "ask": lines(front_page.asks(tables, period.quarters, period.engagement)),
            "choice": lines(front_page.choice(tables, period.engagement)),
            "why": lines(front_page.why(tables, period.engagement)),
        }
        blocks = {**ahead, **after, "next": lines(front_page.next_time(tables, period.engagement))}
    else:
        stems = ("nothing_left", *front_page.FOUND)
        found = [titles[stem] for stem in stems if stem in titles] or list(titles.values())
        more = [{"text": f"{name}: {how}"} for name, _, how in missing[:MORE]]
        headline, mark = found[0]["text"], ()
        blocks = {"found": found[1:], **after, "more": more}
    return {
        "name": words.text(say("front_page.heading")),
        "mark": words.illustrative(mark),
        "headline": headline,
        "figures": [
            {"name": words.text(one.name), "value": words.text(one.value), "trend": words.text(one.trend)}
            for one in figure_strip.figures(tables, _of_before(period))
        ],
        "blocks": [
            {
                "name": f"answer-{key}",
                "heading": words.text(say(f"front_page.heading.{key}")),
                "lines": told,
                "see": [titles[stem] for stem in front_page.SEE.get(key, ()) if stem in titles],
            }
            for key, told in blocks.items()
            if told
        ],
    }


def _of_before(period: Period) -> dict[str, DataFrame]:
    """The tables of the quarter before that figures are held against, as they were reported."""
    published = {name: period.published(name, DataFrame()) for name in figure_strip.BEFORE}
    return {name: table for name, table in published.items() if len(table)}


def _more(steps: Mapping[str, Step], at_hand: Set[str], words: Words) -> dict[str, Any]:
    """What is not there: what it would add to this report, and how to get it."""
    adds: dict[str, dict[str, None]] = {}
    lacking: dict[str, set[str]] = {}
    for step in steps.values():
        whole = not step.has_input(at_hand)
        for stem, needed in step.exhibits.items():
            for table, column in (
                name.split(".") if "." in name else (name, "") for name in needed - at_hand - UNASKED
            ):
                adds.setdefault(table, {})[_heading(step, "step" if whole else stem, words)] = None
                lacking.setdefault(table, set()).add(column)
    rows = [
        [
            words.text(_lacking(table, lacking[table], at_hand)),
            "; ".join(adds[table]),
            words.text(say(f"more.{_way_to(table, lacking[table], at_hand)}")),
        ]
        for table in dict.fromkeys((*FIRST, *TABLES, BEFORE))
        if table in adds
    ]
    return {
        "headings": words.texts([say(f"more.heading.{key}") for key in ("table", "adds", "how")]),
        "rows": rows,
    }


def _way_to(table: str, columns: Set[str], at_hand: Set[str]) -> str:
    """How to get a table, or what lacks in one that is there; of scores also where some do not count."""
    uncounted = {LATER: "scores_later", ABSTAINED: "scores_abstained", SETTLED: "scores_settled"}
    if table == "scores" and (kinds := [kind for kind in uncounted if f"{kind}.scores" in at_hand]):
        return uncounted[kinds[0]]
    return table if _is_lacking(table, columns, at_hand) else "there"


def _is_lacking(table: str, columns: Set[str], at_hand: Set[str]) -> bool:
    """Whether the whole table is not there, rather than columns or questions of it."""
    return table not in at_hand or "" in columns


def _lacking(table: str, columns: Set[str], at_hand: Set[str]) -> Phrase:
    """The table that is not there, or the columns and questions that lack in one that is."""
    if _is_lacking(table, columns, at_hand):
        return say("more.name", name=label(f"table.{table}"))
    names = [named("lacking", name) for name in sorted(columns)]
    return say("more.columns", name=label(f"table.{table}"), columns=names)


def _heading(step: Step, stem: str, words: Words) -> str:
    """The heading above an exhibit, or of a chapter, without its marks."""
    ids = (stem, f"{stem}{WORDS}")
    cell = next(
        (cell for cell in step.notebook["cells"] if cell["id"] in ids and cell["cell_type"] == "markdown"),
        None,
    )
    text = cell_words(step, cell, words) if cell else stem.replace("_", " ")
    return text.strip().splitlines()[0].lstrip("# ")


def _named(entries: Mapping[str, Iterable[str]], shown: Set[str]) -> list[str]:
    """The entries that explain an exhibit that is shown."""
    return [key for key, stems in entries.items() if shown & set(stems)]


def _table(words: Words, name: str, columns: tuple[str, ...], keys: Iterable[str]) -> dict[str, Any]:
    """The glossary or the methods: entries of the catalogue, in the order of the language."""
    rule = words.engagement.score.method
    score = {"how": how(words.engagement), "source": say(f"scale.source.{rule}")}
    rows = [[words.text(say(f"{name}.{key}.{column}", **score)) for column in columns] for key in keys]
    if name == "glossary":
        rows.sort(key=lambda row: row[0].lower())
    return {"headings": [words.text(label(f"{name}.{column}")) for column in columns], "rows": rows}
