"""What the shapes of charts have in common: colours, sizes, and pieces of a Vega-Lite specification."""

import json
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from workbook.render.words import Words

# Apart for the colour-blind (after Okabe and Ito 2008), and in grey print by lightness.
INK, MUTED, GRID = "#1C2B33", "#5B6B73", "#D9E0E3"
MAIN, SECOND, THIRD, LIGHT = "#0B4F6C", "#C97620", "#B565A7", "#B9CBD3"
WIDE, NARROW, STEP = 500, 190, 30
LINE = 32
"""Letters of a name that stand in one line beside a chart."""
FONT = "Helvetica Neue, Arial, Liberation Sans, sans-serif"
TEXT = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": MUTED}
SIZES = {"labelFontSize": 12.5, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 205}

Rows = Sequence[Mapping[str, Any]]
Spec = dict[str, Any]


def colours(words: Words) -> tuple[str, str]:
    """The main colour and the light one: of the client's house style, where charts in it can be read."""
    return words.engagement.house.chart_colours or (MAIN, LIGHT)


def edged(words: Words) -> Spec:
    """The light colour within a line of the main one, for what would be too pale on white by itself."""
    main, light = colours(words)
    return {"color": light, "fillOpacity": 0.7, "stroke": main, "strokeWidth": 0.75}


def both(rows: Rows, layers: list[Spec], height: int, encoding: Spec | None = None) -> tuple[Spec, Spec]:
    """Layers over the same rows, wide and narrow."""
    spec = {"data": {"values": list(rows)}, "height": height, "encoding": encoding or {}, "layer": layers}
    return {**spec, "width": WIDE}, {**spec, "width": NARROW}


def field(name: str, kind: str, **options: Any) -> Spec:
    """A channel that shows a column; kind is quantitative, nominal or ordinal."""
    return {"field": name, "type": kind, **options}


def order(rows: Rows, name: str) -> list[str]:
    """The values of a column, each once, in the order of the rows."""
    return list(dict.fromkeys(row[name] for row in rows))


def names_down(rows: Rows, name: str) -> Spec:
    """A column of names down, in the order of the rows; a long name takes two lines."""
    there = order(rows, name)
    lines = {one: wrap(one, LINE, max_lines=2, placeholder="…") for one in there if len(one) > LINE}
    if not lines:
        return field(name, "nominal", sort=there, title=None)
    written = f"{json.dumps(lines)}[datum.label]"
    centred = {"condition": {"test": f"isArray({written})", "value": "bottom"}, "value": "middle"}
    axis = {"labelExpr": f"{written} || datum.label", "labelLimit": 0, "labelBaseline": centred}
    return field(name, "nominal", sort=there, title=None, axis=axis)


def text_mark(**options: Any) -> Spec:
    """A text that begins at its place."""
    return {"type": "text", "color": INK, "align": "left", **options}
