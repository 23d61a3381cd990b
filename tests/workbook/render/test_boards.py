"""A map in strips: cut between groups, with a curve that goes on from cell to cell."""

import base64
import re

import pytest

from workbook.engagement import engagement_from
from workbook.exhibit import Exhibit
from workbook.render.boards import MOST, board, curve
from workbook.render.figures import figure_html
from workbook.render.words import Words

WORDS = Words("en", engagement_from({"client": "Acme"}))
SCRIPT = "<script>alert(1)</script>"


def made(groups):
    cells = [{"texts": [f"text {place}"], "level": 1} for place in range(len(groups))]
    places = [f"place {place}" for place in range(len(groups))]
    lanes = [{"name": SCRIPT, "kind": "mark", "cells": cells}]
    strip = {"name": "Buying", "groups": groups, "places": places, "notes": [SCRIPT] * len(groups)}
    return {"strips": [{**strip, "lanes": lanes}]}


@pytest.mark.parametrize(
    ("groups", "sizes"),
    [
        (["a"] * 3 + ["b"] * 4, [7]),
        (["a"] * 3 + ["b"] * 6, [3, 6]),
        (["a"] * (MOST + 2) + ["b"], [MOST, 3]),
    ],
)
def test_a_strip_is_cut_between_groups_where_that_can_be(groups, sizes):
    strips = board(made(groups), WORDS)
    assert [len(strip["places"]) for strip in strips] == sizes
    assert [sum(group["span"] for group in strip["groups"]) for strip in strips] == sizes
    assert [len(strip["lanes"][0]["cells"]) for strip in strips] == sizes


def paths(uri):
    return re.findall(r' d="([^"]+)"', base64.b64decode(uri.partition(",")[2]).decode())


def test_the_curve_goes_on_at_the_edge_of_a_cell_and_stops_at_a_gap():
    cells = [
        {"value": value, "low": low, "high": high} for value, low, high in [(100, 0, 100), (0, None, None)]
    ]
    first, second, gap = curve([*cells, {"value": None, "low": None, "high": None}], (-100, 100), "#000000")
    assert gap == ""
    assert paths(first)[1:] == ["M50.0 50.0V6.0", "M50.0 6.0L100 28.0", "M50.0 6.0h.01"]
    assert paths(second)[1:] == ["M0 28.0L50.0 50.0", "M50.0 50.0h.01"]


def test_a_map_is_a_table_with_headings_and_what_the_client_wrote_is_text():
    page = figure_html(Exhibit(title="T", tables=(), board=made(["a", "a", "b"])).payload(), WORDS)
    assert SCRIPT not in page and "&lt;script&gt;" in page
    assert page.count('scope="colgroup"') == 2 and 'colspan="2"' in page
    assert page.count('scope="col"') == 3 and page.count('<th scope="row">') == 1
    assert "<caption>Buying</caption>" in page and page.count('<div class="place">') == 3
