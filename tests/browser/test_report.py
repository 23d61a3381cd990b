"""The report in a real browser: offline, on a phone, on a screen and on paper."""

import io
import re
from itertools import pairwise

import pytest

pytestmark = pytest.mark.slow

A4 = (595.3, 841.9)  # points
A3 = (1191.1, 841.9)  # on its side
JOURNEY = "figure.map:has(.lane-curve)"  # a calendar is a map too
LEGIBLE = 4.5  # contrast, WCAG 2.2 level AA
READ = (
    "body p, li, td, th, h1, h2, h3, .note, .source, .finding, .words p, figcaption .title, figcaption"
    " .label, .illustrative, .contents a, .cover p, .mark, .chapter .question, .chapter .number, .see"
)
CONTRASTS = """selector => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll(selector)].filter(e => e.innerText && e.offsetParent).map(element => {
    const [a, b] = [rgb(getComputedStyle(element).color), behind(element)].map(light).sort((x, y) => y - x);
    const name = `${element.tagName}.${element.className} ${element.innerText.slice(0, 30)}`;
    return [name, (a + 0.05) / (b + 0.05)];
  });
}"""


@pytest.fixture(scope="module")
def report(demo, language):
    return demo.report("2017Q4", language)


@pytest.fixture(scope="module")
def charts(demo, language):
    """How many exhibits have a picture."""
    return len(demo.page("2017Q4", language).select("figure.exhibit .chart"))


@pytest.fixture
def opened(browser, report):
    """Open the report from disk without a network; what it asks for and complains of is kept."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(report.as_uri(), wait_until="load")
    yield page
    context.close()


@pytest.fixture(scope="module")
def pages(browser, report):
    """The text of each page of the report on paper, and its size in points."""
    from pypdf import PdfReader

    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(report.as_uri(), wait_until="load")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    chapters = page.locator(".chapter").evaluate_all(
        "all => all.map(one => ['h2', '.question'].map(part => one.querySelector(part).textContent))"
    )
    context.close()
    texts = [re.sub(r"[ \t]+", " ", sheet.extract_text()) for sheet in sheets]
    sizes = {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in sheets}
    wide = [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets]
    return {"texts": texts, "sizes": sizes, "wide": wide, "chapters": chapters}


def until(page, script):
    """Wait until a script is true; the page's own policy forbids Playwright's way to wait."""
    for _ in range(50):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not true after 5 seconds: {script}")


# On a screen


def test_the_report_asks_for_nothing_but_itself_and_nothing_goes_wrong(opened, report):
    opened.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert [url for url in opened.asked if not url.startswith("data:")] == [report.as_uri()]
    assert opened.complaints == []


def test_the_policy_of_the_page_refuses_scripts_and_other_hosts(opened):
    policy = opened.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    opened.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.org/pixel.png'}))"
    )
    opened.wait_for_timeout(200)
    assert any("Content Security Policy" in text for text in opened.complaints)


def test_the_page_says_its_language_and_title(opened, language):
    assert opened.locator("html").get_attribute("lang") == language
    assert len(opened.title()) > 30 and "2017" in opened.title()


def test_every_picture_is_drawn_and_has_words_for_who_cannot_see_it(opened, charts):
    pictures = opened.locator(".chart img").evaluate_all(
        "all => all.map(one => [one.alt.trim(), one.naturalWidth])"
    )
    assert len(pictures) == charts > 5
    assert [alt for alt, width in pictures if len(alt) < 20 or width < 300] == []
    curves = opened.locator(".lane-curve td").evaluate_all(
        "all => all.map(one => [one.querySelector('img')?.alt, one.innerText])"
    )
    assert len(curves) > 5 and all(alt in ("", None) and text for alt, text in curves)  # the cell says it


def test_headings_are_in_order_with_one_on_top(opened):
    levels = opened.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) > 25
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []


def test_every_table_has_headings_for_its_columns(opened):
    counts = opened.locator("table").evaluate_all(
        """all => all.map(one => [...one.rows].map(
          row => [...row.cells].reduce((n, cell) => n + cell.colSpan, 0)))"""
    )
    assert len(counts) >= 15
    assert [row for row in counts if len(set(row)) > 1] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    sizes = opened.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert sizes == [width, width]


def test_on_a_phone_the_narrow_pictures_are_shown_within_the_page(opened, charts):
    wide = opened.locator(".chart img").evaluate_all("all => all.map(one => one.currentSrc)")
    opened.set_viewport_size({"width": 390, "height": 800})
    until(
        opened,
        "[...document.querySelectorAll('.chart img')].every(one => one.complete && one.naturalWidth < 480)",
    )
    narrow = opened.locator(".chart img").evaluate_all("all => all.map(one => one.currentSrc)")
    assert len(narrow) == charts and set(wide) & set(narrow) == set()
    edges = opened.locator("img").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(edges) <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_all_text_is_dark_enough_to_read(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    found = opened.evaluate(CONTRASTS, READ)
    assert len(found) > 300
    assert [(what, round(contrast, 2)) for what, contrast in found if contrast < LEGIBLE] == []


def test_the_links_of_the_answer_lead_to_their_exhibits(opened):
    link = opened.locator(".answer a.see").first
    target = link.get_attribute("href")
    link.click()
    until(opened, f"Math.abs(document.querySelector('{target}').getBoundingClientRect().top) < 100")
    assert opened.url.endswith(target)


@pytest.mark.parametrize(
    ("of", "language", "width"),
    [pytest.param("grocer", "nl", 390, marks=pytest.mark.ci), ("partners", "en", 1280)],
)
def test_axe_finds_nothing_serious(browser, request, of, language, width):
    """One page on a screen, the other in the other language on a phone."""
    from axe_playwright_python.sync_playwright import Axe

    report = request.getfixturevalue(of).report("2017Q4", language)
    # The page's own policy refuses every script, axe's too.
    context = browser.new_context(offline=True, bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(report.as_uri(), wait_until="load")
    found = Axe().run(page).response
    context.close()
    serious = [
        (fault["id"], node["html"][:120])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert len(found["passes"]) > 20 and serious == []


def test_on_a_phone_a_wide_table_is_a_card_per_row_with_its_headings(opened):
    opened.set_viewport_size({"width": 390, "height": 800})
    tables = opened.locator(".exhibit:not(.map) table").evaluate_all(
        """all => all.map(one => [
          one.tHead.rows[0].cells.length,
          getComputedStyle(one.tBodies[0].rows[0]).display,
          Math.max(...[...one.tBodies[0].rows].map(row => row.scrollWidth)),
          [...one.tBodies[0].rows[0].cells].map(cell => cell.dataset.heading),
          [...one.tHead.rows[0].cells].map(cell => cell.textContent),
        ])"""
    )
    cards = [table for table in tables if table[0] > 4]
    assert cards and {display for _, display, *_ in cards} == {"block"}
    assert max(width for _, _, width, *_ in cards) <= 390
    assert all(headings == said for *_, headings, said in tables)


def test_on_a_phone_the_way_back_to_the_top_is_at_hand(browser, partners):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(partners.report("2017Q4", "nl").as_uri(), wait_until="load")
    assert not opened.locator(".to-top").is_visible()
    opened.set_viewport_size({"width": 390, "height": 800})
    opened.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    opened.locator(".to-top").click()
    until(opened, "Math.abs(document.querySelector('#answer').getBoundingClientRect().top) < 100")
    assert opened.url.endswith("#answer")
    opened.close()


def test_the_map_of_the_journey_takes_the_screen_and_is_a_table_and_cards_on_a_phone(opened):
    tables, cards = opened.locator(f"{JOURNEY} table"), opened.locator(f"{JOURNEY} .place")
    assert all(tables.locator("caption").all_text_contents()) and tables.count() == 2
    lanes = tables.first.locator("tbody th[scope=row]").all_text_contents()
    assert lanes[0].startswith("NPS") and len(lanes) == 10
    assert tables.first.locator("thead th[scope=col]").count() == 8
    wide = opened.locator(JOURNEY).evaluate("one => one.getBoundingClientRect().toJSON()")
    assert wide["left"] >= 0 and wide["width"] > 0.9 * opened.viewport_size["width"]
    assert tables.first.is_visible() and not cards.first.is_visible()
    opened.set_viewport_size({"width": 390, "height": 800})
    assert cards.first.is_visible() and not tables.first.is_visible() and cards.count() == 11


# On paper


def test_it_prints_on_a4_with_the_cover_first(pages):
    assert pages["sizes"] == {tuple(round(side) for side in size) for size in (A4, A3)}
    assert 15 <= len(pages["texts"]) <= 75
    assert "cx-workbook" in pages["texts"][0] and len(pages["texts"][0]) < 500


def test_the_map_of_the_journey_stands_with_its_heading_and_findings_on_pages_of_a3(pages, opened):
    texts = [" ".join(text.split()) for text, wide in zip(pages["texts"], pages["wide"], strict=True) if wide]
    parts = opened.locator(f".shown:has(> {JOURNEY})").evaluate(
        """one => [one.previousElementSibling, ...one.querySelectorAll('.title, caption, .finding p')]
          .map(part => part.textContent)"""
    )
    assert 1 <= len(texts) <= 2 * opened.locator("figure.map").count() and len(parts) > 4
    assert [part for part in parts if " ".join(part.split()[:4]) not in " ".join(texts)] == []


def test_the_answer_is_the_second_page_and_fits_on_it(pages, opened):
    headings = opened.locator(".answer h2, .answer h3").all_text_contents()
    assert len(headings) == 7
    answer = " ".join(pages["texts"][1].split())
    assert [heading for heading in headings if heading not in answer] == []
    last = opened.locator(".answer li").last.text_content().split()
    assert " ".join(last[-3:]) in answer
    contents = opened.locator(".contents h2").text_content()
    assert contents.upper() in pages["texts"][2].upper()


def test_each_chapter_begins_a_page(pages):
    starts = []
    for name, question in pages["chapters"]:
        opening = [re.sub(r"\s+", " ", text)[:200] for text in pages["texts"][3:]]
        starts += [at for at, text in enumerate(opening) if name in text and question[:25] in text]
    assert len(starts) == len(pages["chapters"])
    assert starts == sorted(set(starts))


def test_no_exhibit_that_fits_is_cut_from_its_source(pages, language, opened):
    word, source = {"en": ("EXHIBIT", "Source:"), "nl": ("FIGUUR", "Bron:")}[language]
    counts = [
        (
            len(re.findall(rf"^{word} \d+", text, re.MULTILINE)),
            len(re.findall(rf"^{source}", text, re.MULTILINE)),
        )
        for text in pages["texts"]
    ]
    titles, sources = map(sum, zip(*counts, strict=True))
    assert titles == sources > 30
    torn = [at for at, (titles, sources) in enumerate(counts) if titles != sources and not pages["wide"][at]]
    assert len(torn) <= 2 * opened.locator(".exhibit.long").count()  # and a map may take two pages


def test_an_exhibit_stands_on_one_page_with_what_it_means(pages, opened):
    exhibits = opened.locator(".shown:not(:has(.long, .map))").evaluate_all(
        """all => all.filter(one => one.querySelector('.finding') && one.querySelector('.label')).map(one => [
          one.querySelector('.label').firstChild.textContent.trim().toUpperCase(),
          [...one.querySelectorAll('.finding p')].at(-1).textContent,
        ])"""
    )
    texts = [" ".join(text.split()) for text in pages["texts"]]
    torn = []
    for name, last in exhibits:
        ending = " ".join(last.split()[-5:])
        at = [place for place, text in enumerate(texts) if re.search(rf"{name}(?!\d)", text)]
        torn += [name] if not any(ending in texts[place] for place in at) else []
    assert len(exhibits) > 15 and torn == []


def test_no_page_holds_a_line_or_two(pages):
    assert [at + 1 for at, text in enumerate(pages["texts"][1:], 1) if len(text.split()) < 30] == []


def test_client_and_quarter_stand_above_every_page_but_the_cover(pages, opened):
    head = opened.locator(".cover .subtitle").text_content()
    assert [at for at, text in enumerate(pages["texts"][1:], 2) if head not in text] == []


def test_every_page_names_its_chapter_and_its_number_of_all(pages, opened):
    listed = opened.locator(".contents ol > li:has(.number) > a").all_text_contents()
    heads = [f"{' '.join(name.split())} · " for name in listed]
    texts = [" ".join(text.split()) for text in pages["texts"]]
    of_page = [next((head for head in heads if head in text[:200] + text[-200:]), "") for text in texts]
    named = [head for head in of_page if head]
    assert list(dict.fromkeys(named)) == heads and named == sorted(named, key=heads.index)
    starts = [next(at for at, head in enumerate(of_page) if head == name) for name in heads]
    for (name, question), at in zip(pages["chapters"], starts, strict=True):
        assert name in texts[at] and question[:25] in texts[at]
    unnumbered = [at for at, text in enumerate(texts[1:], 2) if f"{at} / {len(texts)}" not in text]
    assert unnumbered == []


# In the client's house style


HOUSE = """
house:
  logo: logo.svg
  colours: {main: "#767676", accent: "#767676"}
  footer: {en: Acme B.V., nl: Acme B.V.}
  confidentiality: "Only </style> for \\\\ the \\"board\\""
"""


@pytest.fixture(scope="module")
def dressed(partners, tmp_path_factory, made_at):
    """The report in the palest colours that are taken."""
    from workbook.runs import run

    copy = partners.copy(tmp_path_factory.mktemp("dressed"))
    (copy.folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"/>', "utf-8"
    )
    with (copy.folder / "engagement.yml").open("a", encoding="utf-8") as settings:
        settings.write(HOUSE)
    return run(copy.folder, "2017Q4", made_at=made_at).report


@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_house_style_all_text_is_dark_enough_and_nothing_scrolls_sideways(browser, dressed, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(dressed.as_uri(), wait_until="load")
    found = page.evaluate(CONTRASTS, READ)
    assert len(found) > 300
    assert [(what, round(contrast, 2)) for what, contrast in found if contrast < LEGIBLE] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    logo = page.locator(".cover .logo img").evaluate(
        "one => [one.complete, one.getBoundingClientRect().right]"
    )
    assert logo[0] and 0 < logo[1] <= width
    page.close()


def test_the_lines_of_a_house_style_stand_on_every_printed_page(browser, dressed):
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(dressed.as_uri(), wait_until="load")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    page.close()
    cover, *texts = [sheet.extract_text() for sheet in sheets]
    line = 'Only </style> for \\ the "board"'
    assert line in cover and len(texts) > 15
    assert [at for at, text in enumerate(texts, 2) if text.count(line) != 1 or "Acme B.V." not in text] == []
