"""From an example's tables to its report: what was put in is found, in both languages, and nothing leaks."""

import base64
import getpass
import hashlib
import re
import string
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbook.catalogues import catalogue
from workbook.chapters.body import TEN
from workbook.chapters.front_page import CHANGED, SEE
from workbook.intake.checked import source_digests
from workbook.method import STEPS
from workbook.render.words import Words

pytestmark = pytest.mark.slow

PERIODS = ["2017Q3", "2017Q4"]
PLACEHOLDER = re.compile(r"\{[a-z_0-9]*(:[a-z0-9]+)?\}")
PLACE = re.compile(r"(?:^|[\s\"'(=])(?:[A-Za-z]:\\|/(?:home|root|tmp|usr|var|opt|work|Users|private|mnt)/)")
IN_THE_PLAN = ["start", "continue", "delivered"]


def visible(page):
    """All text that a reader sees, in pictures too; takes the styles out of the page."""
    for tag in page(["style", "script"]):
        tag.decompose()
    pictures = [base64.b64decode(tag["src"].partition(",")[2]).decode() for tag in page("img")]
    pictures += [base64.b64decode(tag["srcset"].partition(",")[2]).decode() for tag in page("source")]
    labels = [text for svg in pictures for text in re.findall(r"<text[^>]*>([^<]*)<", svg)]
    return "\n".join([page.get_text("\n"), *[tag["alt"] for tag in page("img")], *labels])


def ids(cells):
    return {part.strip() for cell in cells.dropna() for part in cell.split(";") if part.strip()}


# What was put into partners comes out


def test_every_partner_is_in_the_stage_that_is_true(partners, period):
    found = partners.private(period, "customer_stages").set_index("customer_id")["stage"]
    assert found.to_dict() == partners.truth["stages"][period]


def test_moves_between_stages_are_counted_exactly_and_follow_the_chain(partners):
    before, after = (pd.Series(partners.truth["stages"][period], name=period) for period in PERIODS)
    both = pd.concat([before, after], axis=1, join="inner")
    moves = partners.table("2017Q4", "stage_transitions").set_index(["before", "after"])
    counted = both.groupby(PERIODS).size().reindex(moves.index, fill_value=0)
    assert moves["n"].to_dict() == counted.to_dict()
    chance = pd.DataFrame(partners.truth["transitions"]["all"]).T.stack().reindex(moves.index)
    error = np.sqrt(chance * (1 - chance) / moves["from_n"])
    assert (moves["share"] - chance).abs().le(4 * error + 1e-9).all()


def test_the_weak_touchpoint_has_the_lowest_nps(partners, period):
    scores = partners.table(period, "scores_by_touchpoint").set_index("touchpoint")["score"]
    assert scores.idxmin() == partners.truth["weak_touchpoint"] == "Returns"


def test_the_strong_drivers_come_first_and_the_one_without_effect_may_be_zero(partners, period):
    found = partners.table(period, "drivers").set_index("driver")
    truth = pd.Series(partners.truth["drivers"])
    assert set(found["importance"].nlargest(3).index) == set(truth.nlargest(3).index)
    for driver in truth.index[truth == 0]:
        assert found.loc[driver, "coefficient_low"] < 0 < found.loc[driver, "coefficient_high"]
    strong = found.loc[truth.nlargest(3).index]
    assert (strong["coefficient_low"] > 0).all()


def test_the_profiles_do_not_repeat_the_segments(partners):
    for period in PERIODS:
        title = partners.exhibits(period, "en")["segment_by_profile"]["title"]
        assert re.match(
            r"The profiles (extend|refine|have nothing to do with) the segments of this report", title
        )


def test_the_split_opportunities_are_the_ones_without_consensus(partners):
    assert partners.truth["no_consensus"] == ["P08", "P10"]
    for period, candidates in (("2017Q3", {"P08", "P10"}), ("2017Q4", {"P10"})):
        panel = partners.table(period, "panel").set_index("opportunity")["verdict"]
        options = set(partners.table(period, "plan_options")["opportunity"])
        assert candidates == options & {"P08", "P10"} and set(panel.index) <= options
        assert candidates <= set(panel.index[panel.eq("no consensus")])
    assert panel.eq("no consensus").sum() == 1  # P07, which rules P08 out, has been delivered


def test_opinions_that_still_moved_are_told_apart_and_are_few(demo):
    panel = demo.table("2017Q4", "panel")
    assert 1 <= panel["verdict"].eq("unstable").sum() <= 3 and panel["verdict"].eq("agreed").mean() > 0.6


def test_after_a_first_round_nobody_is_said_to_have_moved(partners):
    assert set(partners.table("2017Q3", "panel")["verdict"]) == {"agreed", "no consensus"}


def test_single_experts_are_heard_where_the_panel_does_not_agree_and_nowhere_named(demo, made):
    period, language = made
    heard, panel = demo.table(period, "dissent"), demo.table(period, "panel")
    divided = panel.loc[panel["verdict"].ne("agreed"), "opportunity"]
    assert set(heard["opportunity"]) == set(divided) and heard.groupby("opportunity").size().max() <= 4
    assert "expert" not in heard and not re.search(r"\bE[01][0-9]\b", visible(demo.page(period, language)))


def test_the_plan_holds_most_of_the_best_opportunities(partners):
    plan = partners.table("2017Q4", "plan")
    taken = set(plan.loc[plan["decision"].isin(IN_THE_PLAN), "opportunity"])
    assert len(taken & set(partners.truth["best_opportunities"])) >= 4


# The plan keeps to its limits


def test_what_must_be_done_is_in_the_plan(demo, period):
    listed, plan = demo.inputs("opportunities"), demo.table(period, "plan").set_index("opportunity")
    must = listed.loc[listed["must_do"].eq(True), "opportunity"]
    assert len(must) >= 1
    assert set(plan.loc[must, "decision"]) <= set(IN_THE_PLAN)


def test_of_opportunities_that_exclude_each_other_at_most_one_is_in_the_plan(demo, period):
    listed, plan = demo.inputs("opportunities"), demo.table(period, "plan")
    taken = set(plan.loc[plan["decision"].isin(IN_THE_PLAN), "opportunity"])
    pairs = {
        frozenset({own, other})
        for own, others in zip(listed["opportunity"], listed["excludes"], strict=True)
        for other in ids(pd.Series([others]))
    }
    assert len(pairs) >= 1
    assert [sorted(pair) for pair in pairs if pair <= taken] == []


def test_what_an_opportunity_requires_is_finished_before_it_starts(demo, period):
    listed = demo.inputs("opportunities").set_index("opportunity")["requires"].dropna()
    plan = demo.table(period, "plan").set_index("opportunity")
    taken = plan[plan["decision"].isin(IN_THE_PLAN)]
    needs = [(own, other) for own in listed.index.intersection(taken.index) for other in ids(listed[[own]])]
    assert [(own, other) for own, other in needs if other not in taken.index] == []
    assert [(a, b) for a, b in needs if not taken.loc[b, "finish"] < taken.loc[a, "start"]] == []


def test_budget_and_days_are_never_exceeded(demo, period):
    usage = demo.table(period, "plan_usage")
    capacity = demo.inputs("capacity").pivot(index="quarter", columns="role", values="days")
    assert (usage["used"] <= usage["limit"] + 1e-6).all()
    days = usage[usage["kind"].eq("capacity")]
    assert [capacity.loc[row.quarter, row.role] for row in days.itertuples()] == days["limit"].tolist()
    budget = usage[usage["kind"].eq("budget")].set_index("quarter")["limit"]
    assert budget.tolist() == capacity.loc[budget.index, "budget"].cumsum().tolist()


def test_what_the_plan_uses_follows_from_its_costs(demo):
    plan, usage = demo.table("2017Q4", "plan"), demo.table("2017Q4", "plan_usage")
    members = plan[plan["decision"].isin(["start", "continue"])]
    assert usage.loc[usage["kind"].eq("budget"), "used"].iloc[-1] == pytest.approx(members["cost"].sum())


def test_what_is_always_in_is_in_the_plan_and_what_is_never_in_is_not(demo, period):
    draws = demo.table(period, "plan_frequency").set_index("opportunity")
    plan = demo.table(period, "plan").set_index("opportunity")["decision"]
    assert {"always", "never"} <= set(draws["verdict"]) <= {"always", "never", "depends"}
    assert (draws["low"] <= draws["frequency"]).all() and (draws["frequency"] <= draws["high"]).all()
    assert plan[draws.index[draws["verdict"].eq("always")]].isin(IN_THE_PLAN).all()
    assert not plan[draws.index[draws["verdict"].eq("never")]].isin(IN_THE_PLAN).any()


def test_the_causes_add_up_from_the_plan_of_a_quarter_ago_to_this_one(partners):
    causes = partners.table("2017Q4", "change_causes").set_index("cause")["change"]
    before, after = (
        partners.table(period, "plan_options").set_index("opportunity").index for period in PERIODS
    )
    assert causes.abs().max() > 1 and len(before) > len(after) and causes["done"] < 0
    bars = partners.exhibits("2017Q4", "en")["change_causes"]["alt"].partition(": ")[2].rstrip(".")
    named = [bar.replace("−", "-").rpartition(" ") for bar in bars.split("; ")]
    first, *parts, last = [float(number) for _, _, number in named]
    assert round(first + sum(parts), 1) == last
    shown = {name: float(number) for name, _, number in named[1:-1]}
    words = Words("en", partners.settings)
    expected = {words.label(f"cause.{cause}"): change for cause, change in causes.items()}
    assert set(shown) <= set(expected)
    assert {name: shown.get(name, 0.0) for name in expected} == pytest.approx(expected, abs=0.1)


def test_what_was_recorded_is_told_from_what_is_assumed(partners):
    tracker = partners.table("2017Q4", "decision_tracker").set_index("opportunity")
    assert tracker["basis"].to_dict() == dict.fromkeys(["P01", "P04", "P07", "P10"], "recorded")
    assert tracker.index[tracker["delivered"]].tolist() == ["P07"]
    done = partners.table("2017Q4", "plan").set_index("opportunity")
    assert done.loc["P07", "decision"] == "delivered"


def test_each_quarter_goes_on_where_the_last_one_stopped(partners):
    then, now = (partners.table(period, "plan").set_index("opportunity") for period in PERIODS)
    done = then.index[then["decision"].isin(["start", "continue"]) & then["finish"].lt("2018Q1")]
    assert len(done) >= 1
    assert set(now.loc[done, "decision"]) == {"delivered"}
    assert not (partners.published("2017Q3") / "tables" / "plan_changes.parquet").exists()
    assert "new" not in set(partners.table("2017Q4", "plan_changes")["move"])
    assert len(partners.table("2017Q4", "score_changes")) == 8


# Two languages, one set of numbers


def test_both_languages_show_the_same_exhibits_with_other_titles(partners):
    english, dutch = (partners.exhibits("2017Q4", language) for language in ("en", "nl"))
    assert list(english) == list(dutch)
    same = [name for name in english if english[name]["title"] == dutch[name]["title"]]
    assert [name for name in same if english[name]["title"]] == []
    rows = [{name: len(shown["rows"]) for name, shown in each.items()} for each in (english, dutch)]
    assert rows[0] == rows[1]


def texts_of(language):
    """Every text of a language by its key, a form by number at a time."""
    return {
        f"{table}.{key}.{form}": text
        for table, entries in catalogue(language).items()
        if table not in ("intake", "table", "column", "format")
        for key, entry in entries.items()
        for form, text in (entry.items() if isinstance(entry, dict) else [("other", entry)])
    }


def fragments(language, other):
    """What a language says between the fields of its sentences, where the other says it differently."""
    own, others = texts_of(language), texts_of(other)
    parts = [
        part.strip()
        for key, text in own.items()
        if text != others.get(key)
        for part, *_ in string.Formatter().parse(text)
    ]
    elsewhere = "\n".join(others.values())
    return [text for text in parts if len(text) >= 12 and " " in text and text not in elsewhere]


def test_a_report_speaks_one_language(demo, made):
    own, other = made[1], {"en": "nl", "nl": "en"}[made[1]]
    page = demo.page(*made)
    text = re.sub(r"\s+", " ", visible(page))
    assert len(fragments(other, own)) > 150
    assert [words for words in fragments(other, own) if words in text] == []
    mine, foreign = catalogue(own)["label"], catalogue(other)["label"]
    foreign = {label for key, label in foreign.items() if label != mine.get(key, key)} - set(mine.values())
    headings = {tag.get_text(strip=True) for tag in page(["th", "h2", "h3"])}
    headings -= set(demo.table(made[0], "feedback_suggestions")["term"])  # words of the client's comments
    assert headings & foreign == set()


def test_words_of_the_notebooks_are_in_the_language_of_the_report(partners):
    titles = [
        [
            tag.get_text(strip=True)
            for tag in partners.page("2017Q4", language).select(".words h2, .chapter .question")
        ]
        for language in ("en", "nl")
    ]
    assert len(titles[0]) == len(titles[1]) > len(STEPS)
    assert set(titles[0]) & set(titles[1]) == set()


# The report


def test_every_exhibit_on_illustrative_tables_says_so_and_no_other(demo, made):
    mark = catalogue(made[1])["label"]["illustrative"]
    exhibits = {name: shown for name, shown in demo.of_report(*made).items() if shown["title"]}
    of_orders = {
        "order_quality",
        "value_by_stage",
        "concentration",
        "quarter_totals",
        "rfm_cells",
        "stage_transitions",
    }
    of_orders |= {"outlook", "value_bands", "inactive_next_quarter", "segment_differences", "stage_drivers"}
    of_orders |= {"stage_targets"}
    real = of_orders if demo.settings.currency == "USD" else set()
    assert {name for name, shown in exhibits.items() if not shown["illustrative"]} == real
    assert {shown["illustrative"] for shown in exhibits.values()} - {""} == {mark}
    figures = demo.page(*made).select("figure.exhibit")
    marked = {
        tag.select_one(".title").get_text(): mark in tag.select_one(".label").get_text() for tag in figures
    }
    assert marked == {shown["title"]: bool(shown["illustrative"]) for shown in exhibits.values()}


def test_no_placeholder_and_no_blank_of_the_machine_is_shown(demo, made):
    text = visible(demo.page(*made))
    assert PLACEHOLDER.findall(text) == []
    assert [
        line for line in text.splitlines() if re.search(r"(?<![\w'])(nan|NaN|NaT|None|inf|<NA>)(?!\w)", line)
    ] == []


def test_ten_exhibits_stand_in_chapters_and_the_others_in_an_appendix(demo, made):
    page = demo.page(*made)
    numbers = [tag.select_one(".number").get_text() for tag in page.select("header.chapter")]
    assert numbers == [*map(str, range(1, len(numbers))), "A"] and len(numbers) <= len(STEPS) + 1
    assert [tag["id"] for tag in page.select("header.chapter")] == [f"chapter-{number}" for number in numbers]
    before = page.select_one("#chapter-A").find_all_previous("figure", class_="exhibit")
    assert len(before) == TEN


def test_the_contents_lead_to_what_is_there(demo, made):
    page = demo.page(*made)
    targets = [tag["href"].removeprefix("#") for tag in page.select("a[href^='#']")]
    assert len(targets) > 30
    assert [target for target in targets if page.find(id=target) is None] == []


def test_exhibits_are_numbered_without_gaps_and_each_has_a_finding_and_a_source(demo, made):
    figures = demo.page(*made).select("figure.exhibit")
    word = catalogue(made[1])["label"]["exhibit"]
    assert len(figures) == sum(bool(shown["title"]) for shown in demo.of_report(*made).values())
    numbers = [tag.select_one(".label").get_text(" ", strip=True).split()[:2] for tag in figures]
    assert numbers == [[word, str(number)] for number in range(1, len(figures) + 1)]
    assert [tag["id"] for tag in figures] == [f"exhibit-{number}" for number in range(1, len(figures) + 1)]
    assert [tag["id"] for tag in figures if len(tag.select_one(".title").get_text()) < 20] == []
    assert [tag["id"] for tag in figures if len(tag.select_one(".source").get_text()) < 10] == []


def test_the_answer_comes_first_and_its_lines_lead_to_their_exhibits(demo, made):
    page = demo.page(*made)
    answer = page.select_one("section.answer")
    assert page.select("header.cover, section, nav, main")[1] is answer
    shown = demo.exhibits(*made)
    links = [tag["href"].removeprefix("#") for tag in answer.select("a.see")]
    assert len(links) == len({*CHANGED, *(stem for stems in SEE.values() for stem in stems)} & set(shown))
    assert [name for name in links if page.find(id=name) is None] == []
    said = {
        tag["href"].removeprefix("#"): tag.parent.get_text(" ")
        for tag in answer.select(".answer-changed a.see")
    }
    titles = {name: page.find(id=name).select_one(".title").get_text() for name in said}
    assert [name for name, text in said.items() if titles[name] not in text] == []


def numbers(exhibit, heading):
    """A column of an exhibit, as numbers; a dash is no number."""
    at = [head["text"] for head in exhibit["headings"]].index(heading)
    texts = [row[at]["text"].replace(",", "").rstrip("%") for row in exhibit["rows"]]
    return pd.to_numeric(pd.Series(texts), errors="coerce")


def test_a_share_under_the_same_heading_is_of_the_same_base_wherever_it_stands(demo):
    words = Words("en", demo.settings)
    n, share = words.label("n"), words.label("share_of_customers")
    shown = demo.exhibits("2017Q4", "en").values()
    wide = [one for one in shown if {n, share} <= {head["text"] for head in one["headings"]}]
    assert wide
    counts = pd.concat([numbers(one, n) for one in wide])
    shares = pd.concat([numbers(one, share) for one in wide]) / 100
    low, high = ((counts / (shares + end)).where(shares + end > 0) for end in (0.0051, -0.0051))
    assert shares.gt(0.1).sum() > 1 and low.max() <= high.min()


def test_no_number_is_parted_from_its_unit_and_no_sign_from_its_amount_at_the_end_of_a_line(demo, made):
    language = made[1]
    units = "|".join(catalogue(language)["format"]["units"])
    parted = rf"\d (?:(?:{units})\b|[%‰€])|(?:€|\$|[≥≤<=−+]) \d|[−+](?![\d\u2060\s])\S*\d|\d–\d"
    page = demo.page(*made)
    for tag in page(["style", "script"]):
        tag.decompose()
    names = {
        *demo.settings.labels("norm"),
        *(text for label in demo.settings.labels("norm").values() for text in label.values()),
    }
    texts = [text for text in page.find_all(string=True) if text not in names]
    found = [text for text in texts if re.search(parted, text)]
    assert len(texts) > 300 and found == []


def test_a_report_stays_under_five_megabytes(demo, made):
    assert 100_000 < demo.report(*made).stat().st_size < 5_000_000


def test_a_report_asks_nothing_of_other_hosts(demo, made):
    page = demo.page(*made)
    assert page(["script", "iframe", "link", "object", "embed", "form"]) == []
    sources = [tag.get("src") or tag.get("srcset") for tag in page(["img", "source"])]
    charts, curves = len(page.select("figure.exhibit .chart")), len(page.select(".lane-curve img"))
    assert len(sources) == 2 * charts + curves > 0 and all(
        source.startswith("data:image/svg+xml;base64,") for source in sources
    )
    assert re.findall(r"url\(|@import", page.style.string) == []


# What is published beside it


def test_the_manifest_says_what_the_report_was_made_from(demo, period):
    manifest = demo.manifest(period)
    files = set(manifest["inputs"]) - {"workshop.sqlite"}  # of a database its rows count
    digests = {name: hashlib.sha256((demo.folder / name).read_bytes()).hexdigest() for name in files}
    assert {name: manifest["inputs"][name] for name in files} == digests
    assert manifest["inputs"]["workshop.sqlite"] == source_digests(demo.folder)["workshop.sqlite"]
    assert {"engagement.yml", "intake.xlsx", "data/answers.parquet"} <= files
    assert manifest["seed"] == 2017 and manifest["period"] == period
    assert manifest["versions"]["python"].startswith(f"3.{sys.version_info.minor}.")
    assert {"cx-workbook", "pandas", "pulp", "highspy", "duckdb"} <= set(manifest["versions"])
    assert manifest["tables"]["opportunities"]["rows"] == len(demo.inputs("opportunities"))


def test_the_manifest_gives_each_report_its_digest_and_each_step_its_parameters_and_duration(demo):
    reports = demo.manifest("2017Q4")["reports"]
    assert set(reports) == {language for _, language in demo.runs}
    for language, facts in reports.items():
        assert facts["sha256"] == hashlib.sha256(demo.report("2017Q4", language).read_bytes()).hexdigest()
        assert facts["made_at"] == "2018-01-10T09:30:00+00:00"
        assert list(facts["steps"]) == list(STEPS)
        assert all(step["seconds"] > 0 for step in facts["steps"].values())
        assert facts["steps"]["3_drivers"]["parameters"] == {"engagement": "acme", "period": "2017Q4"}


def test_nothing_published_tells_of_the_machine_or_its_user(demo):
    languages = {language for _, language in demo.runs}
    texts = {
        file.relative_to(demo.published("2017Q4")).as_posix(): file.read_text("utf-8")
        for file in demo.published("2017Q4").rglob("*")
        if file.suffix in {".json", ".ipynb", ".html"}
    }
    assert len(texts) == 1 + 2 * len(languages) + len(STEPS)  # a report and a handbook per language
    places = {str(demo.folder.parent), str(Path.home()), sys.prefix, f"/{getpass.getuser()}/"}
    assert [name for name, text in texts.items() if any(place in text for place in places)] == []
    assert {name: PLACE.findall(text) for name, text in texts.items() if PLACE.search(text)} == {}
    assert not re.search(rf"\b{re.escape(getpass.getuser())}\b", texts["manifest.json"])


def test_no_table_with_a_row_per_customer_is_published(demo, period):
    tables = {file.stem: pd.read_parquet(file) for file in (demo.published(period) / "tables").iterdir()}
    assert {name for name, table in tables.items() if {"customer_id", "respondent_id"} & set(table)} == set()
    assert max(map(len, tables.values())) <= 300  # a grocer has a channel per store
