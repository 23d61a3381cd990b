"""Charts: the picture holds the numbers in the reader's words, and no link to elsewhere."""

import base64
import re

import pandas as pd
import pytest

from workbook.chapters import exhibit
from workbook.engagement import engagement_from
from workbook.exhibit import chart
from workbook.phrases import show
from workbook.render.charts import picture
from workbook.render.words import Words

STAGE = {"name": "few", "label": {"en": "Few", "nl": "Weinig"}, "rules": {"orders": {"at_least": 0}}}
ACME = engagement_from({"client": "Acme", "stages": [STAGE]})
EN, NL = Words("en", ACME), Words("nl", ACME)
PARTS = ["for sure", "at best"]
HOSTILE = "<script>alert(1)</script>\"'&"


def svg(address):
    return base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()


def texts(address):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(address))


@pytest.fixture
def worth():
    shares = {"share_of_customers": [0.75, 0.25], "share_of_value": [0.2, 0.8]}
    return pd.DataFrame({"group": ["few", "many"], "n": [30, 10], **shares, "value": [20.0, 80.0]})


def drawn(worth, words):
    return picture(exhibit("recognise", "value_by_stage", worth, ACME).chart, words)


def test_a_chart_shows_the_numbers_and_the_readers_words(worth):
    assert {"Weinig (n =\xa030)", "Aandeel van de omzet", "75%", "80%"} <= set(texts(drawn(worth, NL).wide))


def test_a_hidden_share_is_a_dash_and_not_zero(worth):
    found = texts(drawn(worth.assign(share_of_value=[None, 0.8]), EN).wide)
    assert "–" in found and "0%" not in found[found.index("–") :]


def test_every_picture_comes_wide_and_narrow_and_asks_nothing_of_a_network(worth):
    both = drawn(worth, EN)
    for address in (both.wide, both.narrow):
        drawing = svg(address)
        assert drawing.startswith("<svg") and "<script" not in drawing
        assert set(re.findall(r'(?:href|src)="([^"]*)"', drawing)) == set()
    wide, narrow = (float(re.search(r'width="([\d.]+)"', svg(side))[1]) for side in (both.wide, both.narrow))
    assert narrow < 450 < wide


def test_text_of_a_client_is_escaped_in_a_chart():
    table = pd.DataFrame({"name": [HOSTILE], "median": [5.0], "low": [4.0], "high": [6.0]})
    drawing = svg(picture(chart("intervals", table, name="name", value="median", form="dec1"), EN).wide)
    assert "<script>" not in drawing and "&lt;script&gt;" in drawing


def test_without_rows_there_is_no_chart():
    assert chart("intervals", pd.DataFrame({"name": []}), name="name", value="x", form="int") is None


def test_numbers_on_an_axis_follow_the_locale():
    table = pd.DataFrame({"name": ["a"], "value": [3000.0], "low": [1000.0], "high": [4000.0]})
    dots = chart("intervals", table, name="name", value="value", form="int")
    found = [texts(picture(dots, words).wide) for words in (EN, NL)]
    assert "3,000" in " ".join(found[0]) and "3.000" in " ".join(found[1])


def test_small_multiples_have_a_panel_each_with_its_last_number():
    rows = [
        (panel, quarter, float(at), at - 5.0, at + 5.0)
        for panel in ("Us", "Till")
        for at, quarter in ((1, "Q1"), (9, "Q2"))
    ]
    table = pd.DataFrame(rows, columns=["panel", "wave", "nps", "low", "high"])
    columns = {"panel": "panel", "x": "wave", "y": "nps", "text": "text"}
    table["text"] = [show(value, "signed") for value in table["nps"]]
    made = chart("small_multiples", table, **columns, axis="NPS", zero=True)
    found = texts(picture(made, EN).wide)
    assert found.count("+9") == 2 and "+1" not in found and {"Us", "Till", "Q1", "Q2"} <= set(found)


def test_a_waterfall_has_a_number_at_each_bar_and_a_colour_per_kind_whatever_their_order():
    kinds = ["plan", "done", "less", "more"]
    made = {}
    for order in (["plan", "more", "done", "plan"], ["plan", "done", "more", "plan"]):
        rows = pd.DataFrame(
            {
                "name": ["then", "a", "b", "now"],
                "kind": order,
                "start": [0.0, 4.0, 6.0, 0.0],
                "end": [4.0, 6.0, 3.0, 3.0],
                "text": ["4.0", "+2.0", "−3.0", "3.0"],
            }
        )
        options = {name: name for name in ("name", "kind", "start", "end", "text")}
        shown = picture(chart("waterfall", rows, **options, kinds=kinds, axis="Points"), EN)
        found = texts(shown.wide)
        assert {"then", "a", "b", "now", "4.0", "+2.0", "−3.0", "3.0", "plan", "done", "more"} <= set(found)
        assert "less" not in found
        drawing = svg(shown.wide)
        made[order[1]] = [re.search(rf'kind: {kind}[^>]*fill="(#\w+)"', drawing) for kind in order[1:3]]
    colours = {kind: [one and one[1] for one in found] for kind, found in made.items()}
    assert colours["more"] == colours["done"][::-1] and None not in colours["more"]


def test_stacked_bars_have_their_whole_at_the_end_and_a_colour_for_each_kind_that_is_there():
    kinds = ["go", "simpler", "alike", "machine", "stay", "open"]
    bars = {
        "name": "desk",
        "part": ["now", "now", "then"],
        "kind": ["go", "stay", "stay"],
        "size": [9.0, 4.0, 4.0],
    }
    options = {name: name for name in ("name", "part", "kind", "size")}
    found = texts(
        picture(chart("stacked", pd.DataFrame(bars), **options, kinds=kinds, axis="Hours"), EN).wide
    )
    assert {"desk", "now 13", "then 4", "go", "stay"} <= set(found) and "simpler" not in found


def test_what_follows_what_is_drawn_with_a_text_at_each_line_and_lines_back_apart():
    moves = {"before": ["a", "b", "a", "b"], "after": ["b", "c", "c", "a"], "n": [9, 5, 4, 2]}
    rows = pd.DataFrame(moves | {"text": ["nine", "five", "four", "two"]})
    options = {name: name for name in ("before", "after", "n", "text")} | {"order": ["a", "b", "c"]}
    shown = picture(chart("follows", rows, **options, kinds=["ahead", "back"]), EN)
    for drawing in (shown.wide, shown.narrow):
        assert {"a", "b", "c", "nine", "five", "four", "two", "ahead", "back"} <= set(texts(drawing))
    ahead = picture(chart("follows", rows.head(3), **options, kinds=["ahead", "back"]), EN)
    assert "back" not in texts(ahead.wide)


def contrast(colour):
    """Of a colour on white, as WCAG has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (light[0] * 0.2126 + light[1] * 0.7152 + light[2] * 0.0722 + 0.05)


def test_bars_bands_and_lines_stand_out_from_the_page_by_their_colour_or_their_edge(worth):
    hours = pd.DataFrame({"name": ["a"], "low": [1000.0], "high": [3000.0]})
    waves = pd.DataFrame(
        {"name": "Us", "wave": ["Q1", "Q2"], "nps": [1.0, 9], "low": [0.0, 5], "high": [3.0, 12]}
    )
    waves = waves.assign(text=["1", "9"])
    series = {"panel": "name", "x": "wave", "y": "nps", "text": "text", "axis": "NPS", "zero": True}
    dots = hours.assign(value=2000.0, flag=1)
    shown = [
        drawn(worth, EN),
        picture(chart("small_multiples", waves, **series), EN),
        picture(
            chart(
                "intervals",
                dots,
                name="name",
                value="value",
                form="int",
                flag="flag",
                flags=["as most", "other"],
            ),
            EN,
        ),
    ]
    for made in shown:
        marks = re.findall(r"<path aria-label=[^>]*>", svg(made.wide))
        for mark in marks:
            colours = re.findall(r'(?:fill|stroke)="(#\w{6})"', mark)
            assert max(map(contrast, colours)) >= 3, mark
        assert marks


def test_a_flow_has_a_band_per_move_and_each_group_with_its_size():
    rows = [("Loyal", "Loyal", 60), ("Loyal", "Gone", 40), ("Gone", "Loyal", 0), ("Gone", "Gone", None)]
    moves = pd.DataFrame(rows, columns=["before", "after", "n"])
    moves = moves.assign(text=["60 · €9", "40 · €0", "", ""], kind=["stays", "moves", "moves", "stays"])
    columns = {name: name for name in ("before", "after", "n", "text", "kind")}
    made = picture(chart("flow", moves, **columns, axes=["Then", "Now"]), EN)
    wide, narrow = texts(made.wide), texts(made.narrow)
    assert {"Then", "Now", "Loyal · 100", "Loyal · 60", "Gone · 40", "60 · €9", "40 · €0"} <= set(wide)
    assert "Gone · 0" not in wide and {"Loyal · 100", "Gone · 40"} <= set(narrow)
    assert {"stays", "moves"} <= set(wide)
    areas = [mark for mark in re.findall(r"<path[^>]*>", svg(made.wide)) if "area mark" in mark]
    assert len(areas) == 2


def test_a_strip_has_a_dot_for_every_value_and_none_on_top_of_another():
    table = pd.DataFrame({"title": ["Chat"] * 3 + ["Faq"], "score": [8.0, 8.0, 3.0, 5.0]})
    made = chart("strips", table, name="title", value="score", axis="PIE", domain=[1, 10])
    drawing = picture(made, EN).wide
    places = re.findall(r'role="graphics-symbol"[^>]*transform="translate\(([\d.,]+)\)"', svg(drawing))
    assert len(places) == len(set(places)) == 4 and {"Chat", "Faq", "PIE"} <= set(texts(drawing))


def test_a_dot_that_stands_out_has_a_shape_of_its_own_and_a_legend_that_tells_why():
    dots = pd.DataFrame({"name": ["Faq", "Chat"], "value": 5.0, "low": 4.0, "high": 6.0, "flag": [0, 2]})
    flags = {"flag": "flag", "flags": ["agreed", "divided", "moving"]}
    made = picture(chart("intervals", dots, name="name", value="value", form="int", **flags), EN)
    for address in (made.wide, made.narrow):
        assert {"agreed", "moving"} <= set(texts(address)) and "divided" not in texts(address)
        assert "Symbol legend for " in svg(address)
    plain = picture(chart("intervals", dots, name="name", value="value", form="int"), EN)
    assert "legend" not in svg(plain.wide)


def test_panels_of_one_measure_share_a_scale_and_those_of_another_do_not():
    rows = [("NPS", "nps", -20.0), ("Till", "mean", 4.0), ("Web", "mean", 2.0)]
    table = pd.DataFrame(
        [(*row, at) for row in rows for at in ("Q1", "Q2")], columns=["panel", "m", "y", "x"]
    )
    table = table.assign(low=table["y"] - 1, high=table["y"] + 1, text="0")
    columns = {"panel": "panel", "x": "x", "y": "y", "text": "text", "axis": "", "zero": False}
    shown = svg(picture(chart("small_multiples", table, **columns, apart="m"), EN).wide)
    scales = re.findall(r"Y-axis for a linear scale with values from (\S+) to ([^\s\"]+)", shown)
    assert len(scales) == 3 and scales[1] == scales[2] == ("1", "5") and scales[0] != scales[1]
