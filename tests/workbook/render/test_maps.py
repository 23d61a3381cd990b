"""Maps and slopes: every dot has its number and range, no two texts touch, and colours have a legend."""

import base64
import re
from itertools import pairwise

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.exhibit import chart
from workbook.render.charts import picture
from workbook.render.words import Words

EN = Words("en", engagement_from({"client": "Acme"}))
PAIR = ["in the plan", "left out"]


def svg(address):
    return base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()


def texts(address):
    return [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg(address)) if text]


def mapped(table, kinds=PAIR, **options):
    columns = {"name": "name", "x": "cost", "y": "worth", "kind": "kind", "kinds": kinds}
    axes = {"axes": ["Cost", "Worth"], "x_form": "money", "y_form": "num"}
    return picture(chart("dot_map", table, **columns, **axes, **options), EN)


@pytest.fixture
def options():
    rows = [("Chat", 10.0, 5.0, 2.0, 8.0, PAIR[0]), ("Faq", 10.0, 5.0, 4.0, 6.0, PAIR[1])]
    return pd.DataFrame(rows, columns=["name", "cost", "worth", "worth_low", "worth_high", "kind"])


def numbers(address):
    """The places of the numbers beside the dots."""
    found = re.findall(
        r'<text[^>]*translate\(([\d.]+),([\d.]+)\)[^>]*font-size="10.5px"[^>]*>(\d+)<', svg(address)
    )
    return {number: (float(across), float(down)) for across, down, number in found}


def test_a_map_has_a_number_per_dot_a_key_with_the_names_and_a_legend(options):
    made = mapped(options)
    for address in (made.wide, made.narrow):
        assert {"Chat", "Faq", *PAIR, "Cost", "Worth"} <= set(texts(address))
        assert set(numbers(address)) == {"1", "2"}
    assert "in the plan" not in texts(mapped(options.head(1), PAIR[:1]).wide)


def test_a_long_name_is_not_cut_in_the_key(options):
    name = "Seller information that the consumer rule of the European Union asks for"
    made = mapped(options.assign(name=[name, "Faq"]))
    for address in (made.wide, made.narrow):
        written = " ".join(texts(address))
        assert name in written and "…" not in written and name not in texts(address)


def test_numbers_of_dots_in_one_place_do_not_touch(options):
    made = mapped(pd.concat([options] * 4, ignore_index=True))
    places = list(numbers(made.wide).values())
    assert len(places) == 8
    for at, (across, down) in enumerate(places):
        for other_across, other_down in places[at + 1 :]:
            assert abs(across - other_across) > 9 or abs(down - other_down) > 9


def test_a_range_a_crosshair_and_a_diagonal_are_lines(options):
    plain, drawn = (
        svg(mapped(options, **lines).wide)
        for lines in (
            {},
            {
                "y_low": "worth_low",
                "y_high": "worth_high",
                "cross": [9.0, 4.0],
                "diagonal": [[8.0, 2.0], [12.0, 9.0]],
            },
        )
    )
    count = [len(re.findall('class="mark-rule role-mark', drawing)) for drawing in (plain, drawn)]
    assert count == [0, 3] and "stroke-dasharray" in drawn and "stroke-dasharray" not in plain


def test_slopes_have_both_numbers_and_texts_that_do_not_touch():
    shares = {"name": ["A", "B", "C"], "now": [0.8, 0.1, 0.1], "later": [0.7, 0.2, 0.1]}
    made = chart(
        "slopes", pd.DataFrame(shares), name="name", left="now", right="later", axes=["Now", "Later"]
    )
    wide, narrow = (getattr(picture(made, EN), side) for side in ("wide", "narrow"))
    assert {"A · 80%", "A · 70%", "B · 10%", "B · 20%", "Now", "Later"} <= set(texts(wide))
    assert {"80%", "A · 70%"} <= set(texts(narrow)) and "A · 80%" not in texts(narrow)
    left = [mark for mark in re.findall(r"<text[^>]*>", svg(wide)) if 'text-anchor="end"' in mark]
    downs = sorted(float(re.search(r"translate\([\d.-]+,([\d.]+)\)", mark)[1]) for mark in left)
    assert len(downs) == 4 and min(b - a for a, b in pairwise(downs)) > 12
