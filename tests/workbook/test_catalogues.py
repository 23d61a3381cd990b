"""The catalogues: each language says the same, of the same facts; nothing stands there that nobody says."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import nbformat
import pytest
import yaml

import prioritization
import workbook
from prioritization.changes import causes as engine_causes
from workbook.catalogues import CATALOGUES, catalogue, languages
from workbook.chapters import CHAPTERS, stems
from workbook.engagement import engagement_from
from workbook.market_stages import NAMES, market_stages
from workbook.method import STEPS, shipped_steps
from workbook.tables import TABLES

STEP_OF = {step.partition("_")[2]: step for step in STEPS}
FORMS = {"zero", "one", "two", "few", "many", "other"}
ENTRIES = [
    (table, key) for table, texts in catalogue("en").items() for key in texts if isinstance(texts, dict)
]
STEMS = [(chapter, stem) for chapter in STEP_OF for stem in stems(chapter)]


def texts_of(entry):
    """Every form of an entry: one, or several by number."""
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def fields(entry):
    """The facts that an entry needs, in any of its forms; what a term is called is its own business."""
    return {
        (name, form)
        for text in texts_of(entry)
        if isinstance(text, str)
        for _, name, form, _ in string.Formatter().parse(text)
        if name and not name.startswith("term.")
    }


def test_there_is_english_and_dutch():
    assert set(languages()) >= {"en", "nl"}


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_every_language_has_the_same_entries(language):
    own = {(table, key) for table, texts in catalogue(language).items() for key in texts}
    articles = {("term", key) for _, key in own if key.startswith("article_")}
    assert own - articles == set(ENTRIES)


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
@pytest.mark.parametrize("chapter", sorted({table for table, _ in ENTRIES}))
def test_an_entry_has_the_same_facts_in_every_language(language, chapter):
    english, other = catalogue("en")[chapter], catalogue(language)[chapter]
    assert {key: fields(entry) for key, entry in english.items() if fields(entry) != fields(other[key])} == {}


@pytest.mark.parametrize("language", languages())
def test_forms_by_number_are_those_of_the_unicode_consortium_and_count_the_fact_n(language):
    for table, texts in catalogue(language).items():
        for key, entry in texts.items():
            if isinstance(entry, dict) and set(entry) <= FORMS:
                assert "other" in entry and ("n", "int") in fields(entry["other"]) | {("n", "int")}, (
                    table,
                    key,
                )


@pytest.mark.parametrize(("chapter", "stem"), STEMS)
def test_a_stem_has_a_module_a_cell_and_sentences_in_every_language(chapter, stem):
    cells = {
        cell.id: cell for cell in nbformat.read(shipped_steps()[STEP_OF[chapter]].file, as_version=4).cells
    }
    assert cells[stem].source.splitlines()[-1].startswith(f"show.{stem}(")
    assert cells[f"{stem}-words"].cell_type == "markdown"
    code = "\n".join(cell.source for cell in cells.values() if cell.cell_type == "code")
    assert f'publish("{stem}"' in code, "its table is published under its name"
    for language in languages():
        assert stem in catalogue(language) and stem in catalogue(language)[f"notebook_{chapter}"]


def test_there_is_a_chapter_for_every_step_and_nothing_without_a_stem():
    folders = {folder.name for folder in CHAPTERS.iterdir() if (folder / "__init__.py").exists()}
    assert folders == set(STEP_OF)
    for chapter, step in STEP_OF.items():
        cells = nbformat.read(shipped_steps()[step].file, as_version=4).cells
        code = [cell for cell in cells if cell.cell_type == "code"]
        assert {cell.id for cell in code if "\nshow." in f"\n{cell.source}"} == set(stems(chapter))
        published = re.findall(r'publish\("(\w+)"', "\n".join(cell.source for cell in code))
        assert [name for name in published if not any(name.startswith(stem) for stem in stems(chapter))] == []
        assert set(catalogue("en")[f"notebook_{chapter}"]) == {"step", *stems(chapter)}


HOME = Path(workbook.__file__).parent
SAID_ELSEWHERE = {"format", "term", "column", "lacking", "table", "intake", "role", "precondition", "blocker"}
SAID_ELSEWHERE |= {"team"}  # of the starter codebooks: tests/workbook/test_codebook.py
SAID_ELSEWHERE |= {"page", "steps"}  # by the workshop's pages: tests/workbook/workshop/test_server.py
SAID_ELSEWHERE |= {"form"}  # by the workshop's forms: tests/workbook/workshop/forms/test_paper.py
SAID_ELSEWHERE |= {"minutes"}  # by their template: tests/workbook/workshop/test_minutes_page.py
"""Tables without sentences: read by their name, or of names that come with the client's tables."""
VALUES_OF = {
    "segments": "recognise/clusters.py",
    "outlook": "recognise/outlook.py",
    "norms_kept": "recognise/service.py",
    "segment_by_profile": "understand/profiles.py",
}
"""Exhibits with sentences that are called what a measure gives: its reason or its verdict."""
HEADINGS = {
    f"{name}.{column}"
    for name, columns in (("glossary", ("term", "meaning")), ("methods", ("measure", "method", "source")))
    for column in columns
}
"""Labels that the report's two tables put together from the columns of the catalogue."""


@cache
def parsed(file):
    return ast.parse(file.read_text("utf-8"))


@cache
def texts_in(tree):
    """Every text in a piece of code, but for its descriptions."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone]
    return {node.value for node in nodes if isinstance(node.value, str)}


@cache
def put_together(tree):
    """The keys that a piece of code puts together from values: a fixed start, then anything."""
    patterns = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
            parts = [node.left.value, None]
        else:
            continue
        if isinstance(parts[0], str) and "." in parts[0]:
            fixed = "".join("\0" if part is None else re.escape(part) for part in parts)
            patterns.append(re.compile(re.sub("\0+", "(.+)", fixed)))
    return patterns


def is_said(key, trees):
    """Whether a key stands in code, whole or as a fixed start with values that code can give."""
    if any(key in texts_in(tree) for tree in trees):
        return True
    matches = [pattern.fullmatch(key) for tree in trees for pattern in put_together(tree)]
    return any(match and values() >= _words(match) for match in matches)


def _words(match):
    words = {word for group in match.groups() for word in group.split(".")}
    return {word.removesuffix("_first") for word in words if not word.isdigit()}


@cache
def values():
    """Every text in the code of both packages."""
    files = [*HOME.rglob("*.py"), *Path(prioritization.__file__).parent.rglob("*.py")]
    return {part for file in files for text in texts_in(parsed(file)) for part in (text, *text.split("."))}


def labelled():
    """What is asked for as a label, anywhere."""
    for file in HOME.rglob("*.py"):
        for node in ast.walk(parsed(file)):
            name = (
                getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            )
            if name in ("label", "labels"):
                yield from node.args


def sayers(table):
    """The code whose keys are those of a table: the exhibit's module, with the measure that gives values."""
    files = [*CHAPTERS.glob(f"*/{table}.py"), *CHAPTERS.glob(f"{table}.py")]
    return [
        parsed(file) for file in [*files, *[HOME / VALUES_OF[name] for name in VALUES_OF if name == table]]
    ]


def test_no_sentence_stands_in_the_catalogue_that_nobody_says():
    everywhere = [parsed(file) for file in HOME.rglob("*.py") if file.name != "phrases.py"]
    labels = [*labelled(), parsed(HOME / "pages.py")]
    unsaid = []
    for table, key in ENTRIES:
        if table in SAID_ELSEWHERE | {"glossary", "methods"} or table.startswith(
            ("notebook_", "stage_", "activity_")
        ):
            continue
        if table == "label":
            said = key in HEADINGS or is_said(key, labels) or is_said(f"label.{key}", everywhere)
        else:
            said = is_said(key, sayers(table)) or is_said(f"{table}.{key}", everywhere)
        if not said:
            unsaid.append(f"{table}.{key}")
    assert unsaid == [], unsaid


@pytest.mark.parametrize("language", languages())
def test_every_column_and_table_of_the_intake_is_explained(language):
    entries = catalogue(language)
    for table, contract in TABLES.items():
        assert entries["table"][table] and entries["label"][f"table.{table}"]
        assert all(
            entries["column"].get(f"{table}.{name}") or entries["column"][name] for name in contract.columns
        )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("market", ["b2c", "b2b", "marketplace", "classifieds"])
def test_every_stage_of_a_market_has_a_name(language, market):
    assert [stage["name"] for stage in market_stages(market, 91)] == list(NAMES)
    assert set(catalogue(language)[f"stage_{market}"]) == set(NAMES)


@pytest.mark.parametrize("language", languages())
def test_every_move_and_every_cause_of_the_engine_has_a_label(language):
    labels = catalogue(language)["label"]
    assert {f"cause.{cause}" for cause in engine_causes.CAUSES} <= labels.keys()


def test_the_english_words_of_the_notebooks_are_those_of_the_catalogue():
    from workbook.notebooks import in_words
    from workbook.render.words import Words

    words = Words("en", engagement_from({"client": "Acme"}))
    for step in STEPS:
        notebook = nbformat.read(shipped_steps()[step].file, as_version=4)
        told = {cell.id: cell.source for cell in notebook.cells}
        again = {cell.id: cell.source for cell in in_words(shipped_steps()[step], notebook, words).cells}
        assert again == told, step


@pytest.mark.parametrize("language", languages())
def test_the_words_of_a_notebook_have_the_same_shape_in_every_language(language):
    for chapter in STEP_OF:
        english, other = (catalogue(name)[f"notebook_{chapter}"] for name in ("en", language))
        for stem, text in other.items():
            assert text.split(maxsplit=1)[0] == english[stem].split(maxsplit=1)[0], "another heading level"
            assert len(text.splitlines()) == len(english[stem].splitlines()) and text.strip() == text


@pytest.mark.parametrize("language", languages())
def test_the_settings_that_a_new_engagement_starts_with_are_the_same_in_every_language(language):
    settings = [
        yaml.safe_load((CATALOGUES / name / "engagement.yml").read_text("utf-8").replace("{language}", "en"))
        for name in ("en", language)
    ]
    assert settings[0] == settings[1] and engagement_from(settings[1])


def test_a_language_is_a_folder_of_files_with_the_same_names():
    names = {language: {file.name for file in (CATALOGUES / language).iterdir()} for language in languages()}
    assert len({frozenset(files) for files in names.values()}) == 1
