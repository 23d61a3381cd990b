"""Executed notebooks and a template become one HTML file that opens anywhere, in one language."""

from collections.abc import Mapping, Set
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from pandas import DataFrame

from workbook import __version__, pages
from workbook.candidates_left import at_hand
from workbook.chapters import explained, figure_strip, front_page
from workbook.chapters.body import in_appendix
from workbook.exhibit import EXHIBIT_TYPE
from workbook.method import HANDBOOK, WORDS, Step
from workbook.notebooks import cell_words
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, say
from workbook.render.words import Words
from workbook.store import Period
from workbook.store.at_hand import ABSTAINED, BEFORE, LATER, SETTLED, UNASKED
from workbook.store.publish import page_name
from workbook.tables import TABLES

FIRST = ("transactions", "answers", "opportunities", "processes")  # what tells most comes first
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
    if "plan_asked" not in tables:  # no opportunity is left to decide on: the plan holds what is done
        tables = {name: table for name, table in tables.items() if name != "plan"}
    told = {name: notebook for name, notebook in notebooks.items() if name != HANDBOOK}
    cells = [
        cell for name, notebook in told.items() for cell in pages.chapter_cells(steps[name], notebook, words)
    ]
    cells = _arranged(cells, words)
    cover = _cover(period, "plan" in tables, words)
    chapters = pages.numbered(cells, cover["subtitle"], words)
    more = _more(steps, at_hand(period), words)
    shown = pages.stems_shown(cells) | explained.measured(tables)
    page = {
        "house": pages.house(period, cover["subtitle"], words),
        "cover": cover,
        "answer": _answer(cells, period, tables, more["rows"], words),
        "chapters": chapters,
        "beside": _handbook(period, words) if HANDBOOK in notebooks else None,
        "more": more,
        **pages.explanations(words, shown),
    }
    return pages.page_html(cells, page, words)


def _handbook(period: Period, words: Words) -> dict[str, str]:
    """The way to the handbook beside the report."""
    name = page_name("handbook", period, words.language)
    return {"file": name, "name": words.text(say("handbook_page.name"))}


def _arranged(cells: list[NotebookNode], words: Words) -> list[NotebookNode]:
    """The cells with the exhibits that help most to decide, and then an appendix with the others."""
    of_cell = [pages.stem_of(cell) for cell in cells]
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
    heading = new_markdown_cell(f"# {words.text(say('exhibit.appendix'))}", id=pages.APPENDIX)
    heading.metadata["is_chapter"] = True
    return [*body, heading, *rest]


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
        for output in pages.titled(cell)
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
