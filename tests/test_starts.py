"""Any client's data: a report worth sending from what there is, and nothing in it about what there is not."""

import ast
from copy import copy
from itertools import combinations

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from profiles import CI
from starts import QUARTER, STARTS, start
from told import told as worded

from workbook import candidates_left
from workbook.method import STEPS, shipped_steps
from workbook.runs import run
from workbook.store import open_period
from workbook.tables.coverage import coverage

PAIRS = list(combinations(STARTS, 2))
TRIED = [
    *[(name,) for name in STARTS],
    ("orders", "survey"),
    ("workshop", "survey"),
    ("processes", "contacts"),
]
GIVES = {
    "orders": {"0_start", "1_recognise", "3_drivers"},
    "survey": {"0_start", "2_understand", "3_drivers", "7_changes"},
    "reviews": {"0_start", "2_understand", "7_changes"},
    "workshop": {"0_start", "6_prioritise"},
    "processes": {"0_start", "4_essa"},
    "contacts": {"0_start", "5_apply", "8_handbook"},
}
ABOUT = {
    "orders": ("order lines", "RFM"),
    "survey": ("NPS", "respondents", "recommendation"),
    "workshop": ("PIE", "panel"),
    "processes": ("ESSA",),
    "contacts": ("pressure rule",),
    "reviews": ("How many stars",),
}
"""Words that a report without these data has no reason to say, but where it says what would tell more."""


def cells(step):
    return [
        cell
        for cell in nbformat.read(shipped_steps()[step].file, as_version=4).cells
        if cell.cell_type == "code"
    ]


def names(cell):
    """The names that a cell defines, and those that it uses."""
    tree = ast.parse(cell.source)
    stored = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            stored |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    return stored, {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# What notebooks declare


@pytest.mark.parametrize("step", STEPS)
def test_a_cell_needs_what_the_cells_need_whose_names_it_uses(step):
    """So whatever is left out for lack of input, the cells that remain can run."""
    needed, defined = shipped_steps()[step].needs, {}
    for cell in cells(step):
        stored, used = names(cell)
        for name in (used - stored) & set(defined):
            assert needed[defined[name]] <= needed[cell.id], f"{cell.id} uses {name} of {defined[name]}"
        defined |= dict.fromkeys(stored - set(defined), cell.id)


@pytest.mark.parametrize("step", STEPS)
def test_a_notebook_says_what_it_needs_what_makes_it_richer_and_what_it_gives(step):
    notebook = nbformat.read(shipped_steps()[step].file, as_version=4)
    declared = notebook.metadata["cx_workbook"]
    headings = [cell.id.removesuffix("-words") for cell in notebook.cells if cell.id.endswith("-words")]
    assert declared["gives"] == headings
    exhibits = shipped_steps()[step].exhibits
    every, some = (combine(*exhibits.values()) for combine in (frozenset.intersection, frozenset.union))
    assert set(declared["needs"]) == every
    assert set(declared["richer"]) == some - every


def test_with_nothing_at_hand_there_is_only_what_came_in():
    steps = shipped_steps()
    assert [name for name, step in steps.items() if step.has_input(frozenset())] == ["0_start"]
    gone = ("deliveries", "maturity_data", "maturity", "maturity_asks", "organisation", "disruption")
    assert steps["0_start"].left_out(frozenset()) == [*gone, *[f"{name}-words" for name in gone]]


# Starts


@pytest.fixture(scope="module", params=TRIED if CI else [*TRIED[:3], ("reviews",)], ids="-".join)
def started(request, tmp_path_factory, made_at):
    folder = start(tmp_path_factory.mktemp("start") / "acme", *request.param)
    outcome = run(folder, QUARTER, made_at=made_at, languages=["en", "nl"])
    pages = {
        language: BeautifulSoup((outcome.report.parent / name).read_text("utf-8"), "html.parser")
        for language, name in (("en", "report.html"), ("nl", "report.nl.html"))
    }
    return request.param, folder, outcome, pages


def test_the_chapters_are_those_that_have_input(started):
    given, _, outcome, pages = started
    assert set(outcome.steps) == set.union(*(GIVES[name] for name in given))
    for page in pages.values():
        chapters = [tag.get_text() for tag in page.select("header.chapter > .number")]
        numbered = [number for number in chapters if number != "A"]
        assert numbered == chapters[: len(numbered)] == [str(n) for n in range(1, len(numbered) + 1)]
        assert 1 <= len(numbered) <= len(outcome.steps)


def test_no_exhibit_is_empty_and_no_heading_has_nothing_under_it(started):
    for page in started[3].values():
        figures = page.select("main figure")
        assert len(figures) >= 2
        for figure in figures:
            assert figure.select(".chart, table tbody tr, .finding, p"), figure.get_text(" ")[:80]
        for table in page.select("table"):
            columns = list(
                zip(
                    *[
                        [cell.get_text(strip=True) for cell in row.select("td, th")]
                        for row in table.select("tbody tr")
                    ],
                    strict=True,
                )
            )
            assert all(any(column) for column in columns)


def test_nothing_is_said_of_what_is_not_there(started):
    given, _, _, pages = started
    page = copy(pages["en"])
    page.select_one("#more").decompose()
    for block in page.select(".answer-more"):
        block.decompose()
    text = page.get_text(" ")
    for name in set(STARTS) - set(given):
        assert [word for word in ABOUT[name] if word in text] == [], name


def test_reviews_of_stars_alone_have_full_chapters(started):
    """Nobody was asked for recommendation or satisfaction, and none of it is asked for in an exhibit."""
    given, folder, _, pages = started
    if given != ("reviews",):
        return
    period = open_period(folder, QUARTER)
    tables = {name: period.result(name) for name in ("scores", "scores_by_touchpoint", "scores_by_wave")}
    assert all(set(table["measure"]) == {"mean"} for table in tables.values())
    assert tables["scores_by_touchpoint"]["score"].between(1, 5).all()
    assert tables["scores_by_wave"]["wave"].nunique() == 2
    groups = period.result("scores_by_group").set_index("group")
    assert groups.loc["BE", "difference_high"] < 0 < groups.loc["NL", "difference_low"]
    assert len(period.result("score_changes")) == 3 and period.result("journey_map")["score"].notna().all()
    titles = [title.get_text() for title in pages["en"].select(".title")]
    assert len([title for title in titles if "mean rating" in title]) >= 5


def test_what_would_tell_more_is_named_with_what_it_adds_and_how_to_get_it(started):
    given, folder, _, pages = started
    for page in pages.values():
        rows = [
            [cell.get_text(strip=True) for cell in row.select("td, th")]
            for row in page.select("#more tbody tr")
        ]
        assert len(rows) >= 4 and all(len(how) > 30 and adds for _, adds, how in rows)
    at_hand = candidates_left.at_hand(open_period(folder, QUARTER))
    assert {table for name in given for table in STARTS[name]()} <= at_hand


def test_the_first_page_begins_with_a_finding_or_a_decision(started):
    given, _, _, pages = started
    for page in pages.values():
        headline = page.select_one(".headline").get_text()
        decides = bool(page.select(".answer-ask"))
        assert decides == ("workshop" in given)
        assert decides or headline in [title.get_text() for title in page.select(".title")]


def scored(folder, day, period=None):
    file = folder / "data" / "scores.csv"
    rows = pd.read_csv(file).assign(at=day)
    rows.assign(**({"period": period} if period else {})).to_csv(file, index=False)
    return open_period(folder, QUARTER)


def test_scores_of_a_later_day_count_for_the_quarter_that_they_name(tmp_path):
    """Workshops are often held just after the quarter that they are about."""
    folder = start(tmp_path / "acme", "workshop")
    assert len(scored(folder, "2026-09-21").inputs("scores")) == 144
    late = scored(folder, "2026-10-05")
    assert late.inputs("scores").empty
    assert "scores" not in late.at_hand and "later.scores" in late.at_hand
    named = scored(folder, "2026-10-05", QUARTER)
    assert len(named.inputs("scores")) == 144 and "scores" in named.at_hand
    assert named.scans()["scores"].count().to_pandas() == 144
    assert scored(folder, "2026-09-21", "2026Q4").inputs("scores").empty


def test_a_table_with_later_rows_only_is_not_at_hand(tmp_path):
    folder = start(tmp_path / "acme", "survey", "orders")
    early = open_period(folder, "2024Q3").at_hand
    assert {"answers", "transactions"} & early == set()
    assert {"later.answers", "later.transactions"} <= early


@pytest.mark.parametrize(
    ("zeros", "told"),
    [
        (True, "have no score and are left out."),
        (False, "left out, and no score is 0. Check whether the export"),
    ],
)
def test_answers_without_a_score_are_told_and_so_is_that_none_is_0(tmp_path, zeros, told):
    """Some programs export a 0 as nothing (formbricks 3079): then those who like a client least are gone."""
    folder = start(tmp_path / "acme", "survey")
    file = folder / "data" / "answers.csv"
    rows = pd.read_csv(file)
    rows["score"] = rows["score"].where(rows["score"].gt(0) | zeros)
    rows.loc[:2, "score"] = None
    rows.to_csv(file, index=False)
    quarter = open_period(folder, QUARTER)
    counted = coverage(quarter.scans())
    shown = worded("start/coverage", counted, quarter.input_remarks(), settings=quarter.engagement)
    assert quarter.input_remarks()["unscored"] >= 3 and any(told in finding for finding in shown.findings)


def test_words_that_were_read_as_nothing_are_told_on_the_page(tmp_path):
    folder = start(tmp_path / "acme", "survey")
    file = folder / "data" / "answers.csv"
    rows = pd.read_csv(file)
    rows.loc[[3, 16], "touchpoint"] = "NULL"
    rows.to_csv(file, index=False)
    quarter = open_period(folder, QUARTER)
    counted = coverage(quarter.scans())
    shown = worded("start/coverage", counted, quarter.input_remarks(), settings=quarter.engagement)
    said = "2 cells say NULL, n/a or the like, and count as blank: survey answers."
    assert said in shown.findings


@pytest.mark.ci
def test_where_all_abstain_there_are_no_scores(tmp_path, made_at):
    folder = start(tmp_path / "acme", "workshop")
    scores = pd.read_csv(folder / "data" / "scores.csv").assign(score=None, abstained="yes")
    scores.to_csv(folder / "data" / "scores.csv", index=False)
    outcome = run(folder, QUARTER, made_at=made_at)
    assert set(outcome.steps) == {"0_start"}
    page = BeautifulSoup(outcome.report.read_text("utf-8"), "html.parser")
    assert "Expert scores" in page.select_one("#more").get_text()
