"""The contact strategy handbook: what one notebook shows, as a document of its own beside the report."""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from workbook import __version__, pages
from workbook.exhibit import EXHIBIT_TYPE
from workbook.method import HANDBOOK, Step, exhibit_of
from workbook.phrases import named, say
from workbook.render.words import Words
from workbook.store import Period
from workbook.store.publish import page_name

APPLY, BRIEFINGS = "5_apply", "briefings"
ALSO, AFTER = ("next_actions", "coming_calendar", "contact_calendar"), "message_rules"
"""What the handbook shows of the step on contacts, and after which exhibit of its own."""


def handbook_html(
    steps: Mapping[str, Step], notebooks: Mapping[str, NotebookNode], period: Period, words: Words
) -> str:
    """Make the handbook: every heading of its notebook is a chapter, with the exhibits under it.

    Args:
        steps: The steps of the engagement.
        notebooks: By step, as executed: their exhibits hold keys and facts.
        period: The quarter.
        words: The words of the handbook.

    Returns:
        One self-contained HTML page, without scripts or requests to other hosts.
    """
    cells = [
        _as_chapter(cell) if cell.cell_type == "markdown" else _within(cell)
        for cell in _cells(steps, notebooks, words)
    ]
    cover = _cover(period, words)
    chapters = pages.numbered(cells, cover["subtitle"], words)
    programmes = _programmes(cells, period, words)
    _listed(chapters, programmes)
    shown = pages.stems_shown(cells)
    page = {
        "house": pages.house(period, cover["subtitle"], words),
        "cover": cover,
        "answer": _summary(cells, programmes, words),
        "chapters": chapters,
        "beside": {
            "file": page_name("report", period, words.language),
            "name": words.text(say("handbook_page.report")),
        },
        "more": {"rows": []},
        **pages.explanations(words, shown),
    }
    return pages.page_html(cells, page, words)


def _cells(
    steps: Mapping[str, Step], notebooks: Mapping[str, NotebookNode], words: Words
) -> list[NotebookNode]:
    """The cells of the notebook, with those on next actions and the calendars where they belong."""
    _, *own = pages.chapter_cells(steps[HANDBOOK], notebooks[HANDBOOK], words)
    if APPLY not in notebooks:
        return own
    first, *rest = notebooks[APPLY].cells
    few = [cell for cell in rest if cell.id in ALSO or exhibit_of(cell.id) in ALSO]
    others = pages.chapter_cells(steps[APPLY], new_notebook(cells=[first, *few]), words)
    also = [cell for stem in ALSO for cell in others if pages.stem_of(cell) == stem]
    place = max((at + 1 for at, cell in enumerate(own) if pages.stem_of(cell) == AFTER), default=len(own))
    return [*own[:place], *also, *own[place:]]


def _as_chapter(cell: NotebookNode) -> NotebookNode:
    """A heading with its words as the head of a chapter; its name is what stands before a colon."""
    heading, _, words = cell.source.partition("\n")
    name = heading.lstrip("# ").replace(": ", " – ")
    chapter = new_markdown_cell(f"# {name}: {' '.join(words.split())}", id=cell.id)
    chapter.metadata["is_chapter"] = True
    return chapter


def _within(cell: NotebookNode) -> NotebookNode:
    cell.metadata["is_chapter"] = False
    return cell


def _cover(period: Period, words: Words) -> dict[str, str]:
    facts = {"client": period.engagement.client, "quarter": period.name}
    made = say("cover.made", version=__version__, end=period.last_day)
    illustrative = words.illustrative(("programmes",))
    return {
        "client": period.engagement.client,
        "subtitle": words.text(say("cover.subtitle", **facts)),
        "made": words.text(made),
        "title": words.text(say("handbook_page.title")),
        "illustrative": words.text(say("cover.illustrative")) if illustrative else "",
    }


def _programmes(cells: list[NotebookNode], period: Period, words: Words) -> list[dict[str, Any]]:
    """Every programme with the way to its briefing, in the order of the table: a team looks for its own."""
    facts = period.inputs("programmes").to_dict("records")
    link = words.text(say("handbook_page.briefing"))
    found = []
    for exhibit, place in _exhibits(cells):
        if exhibit["stem"] == BRIEFINGS:
            for at, (row, told) in enumerate(zip(exhibit["rows"], facts, strict=False), start=1):
                owner = told.get("owner")
                key = "handbook_page.programme.owned" if isinstance(owner, str) else "handbook_page.programme"
                stage = named("stage", told["stage"])
                text = say(key, name=row[0]["text"], stage=stage, channel=told["channel"], owner=owner)
                found.append(
                    {
                        "id": f"{place['id']}-{at}",
                        "within": place["id"],
                        "title": row[0]["text"],
                        "text": words.text(text),
                        "label": link,
                    }
                )
    return found


def _listed(chapters: list[dict[str, Any]], programmes: list[dict[str, Any]]) -> None:
    """Let the contents name programmes and no exhibits: each chapter has one, and its name says of what."""
    for chapter in chapters:
        there = {exhibit["id"] for exhibit in chapter["exhibits"]}
        chapter["exhibits"] = [one | {"label": ""} for one in programmes if one["within"] in there]


def _exhibits(cells: list[NotebookNode]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What is shown, with its number and place."""
    return [(output.data[EXHIBIT_TYPE], output.metadata) for cell in cells for output in pages.titled(cell)]


def _summary(cells: list[NotebookNode], programmes: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    """The first page: the programmes, and what each part says in a sentence, with the way to it."""
    lines = [
        {"text": exhibit["title"], "mark": exhibit["illustrative"], **place}
        for exhibit, place in _exhibits(cells)
    ]
    heads = {"answer-programmes": "handbook_page.programmes", "answer-found": "handbook_page.parts"}
    told = zip(heads.items(), (programmes, lines), strict=True)
    return {
        "name": words.text(say("handbook_page.name")),
        "mark": "",
        "headline": words.text(say("handbook_page.headline")),
        "figures": [],
        "blocks": [
            {"name": name, "heading": words.text(say(head)), "lines": given, "see": []}
            for (name, head), given in told
            if given
        ],
    }
