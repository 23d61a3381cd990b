"""Activities in a column, with lines for what follows what: ahead on the right, back on the left."""

import math
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from workbook.phrases import Phrase
from workbook.render import marks
from workbook.render.marks import INK, SECOND, Rows, Spec
from workbook.render.words import Words

ROW = 62
"""Room for an activity and what leads to the next one, in pixels."""
SIDE, TALL, BULGE, HALF_LINE = 0.32, 0.25, 0.14, 0.1
"""Half the width of an activity, half its height, how far a line stands out per activity it passes, and half
a line of text."""
POINTS = 24
LINE = 26
"""Letters of a name in one line."""


def follows(
    rows: Rows,
    words: Words,
    *,
    before: str,
    after: str,
    n: str,
    text: str,
    order: list[str],
    kinds: list[Phrase],
) -> tuple[Spec, Spec]:
    """A map of what follows what, with a line as wide as it is taken often and a text at each.

    Args:
        rows: before, after, n and text, one per line.
        words: Puts names in words.
        before: Column with the activity that a line leaves.
        after: Column with the one that it goes to.
        n: Column with how often.
        text: Column with what is written at the line.
        order: The activities from top to bottom.
        kinds: What a line ahead and a line back are; a legend tells them.
    """
    names = [words.text(name) for name in order]
    places = {name: place for place, name in enumerate(names)}
    most = max(row[n] for row in rows)
    ahead, back = words.texts(kinds)
    colours = {ahead: marks.colours(words)[0], back: SECOND}
    lines = [
        _line(at, places[row[before]], places[row[after]], row[n] / most, row[text])
        for at, row in enumerate(rows)
    ]
    for line in lines:
        line["kind"] = back if line["back"] else ahead
    boxes = [{"x": -SIDE, "x2": SIDE, "y": at - TALL, "y2": at + TALL} for at in range(len(names))]
    lines_of = {name: wrap(name, LINE, max_lines=2, placeholder="…") for name in names}
    texts = [
        {"x": 0, "y": at - HALF_LINE * (len(lines_of[name]) - 1), "text": lines_of[name]}
        for name, at in places.items()
    ]
    shown = [kind for kind in (ahead, back) if any(line["kind"] == kind for line in lines)]
    colour = marks.field(
        "kind",
        "nominal",
        scale={"domain": shown, "range": [colours[kind] for kind in shown]},
        legend={"title": None, "symbolType": "stroke", "labelLimit": 0, "columns": 1},
    )

    def spec(width: int, font: float, reach: float) -> Spec:
        x = {"type": "quantitative", "axis": None, "scale": {"domain": [-reach, reach], "nice": False}}
        y = {
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [-0.4, len(names) - 0.6], "reverse": True, "nice": False},
        }
        up = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
        points = [
            {**point, "line": line["at"], "kind": line["kind"], "width": line["width"], "step": step}
            for line in lines
            for step, point in enumerate(line["points"])
        ]
        return {
            "width": width,
            "height": ROW * len(names),
            "layer": [
                {
                    "data": {"values": points},
                    "mark": {"type": "line", "strokeCap": "butt"},
                    "encoding": {
                        **up,
                        "detail": {"field": "line"},
                        "order": {"field": "step"},
                        "color": colour,
                        "strokeWidth": {
                            "field": "width",
                            "type": "quantitative",
                            "scale": None,
                            "legend": None,
                        },
                    },
                },
                *[
                    _heads(lines, shape, up, colour)
                    for shape in ("triangle-down", "triangle-left", "triangle-right")
                ],
                {
                    "data": {"values": boxes},
                    "mark": {"type": "rect", "fill": "#FFFFFF", "stroke": INK, "cornerRadius": 3},
                    "encoding": {**up, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
                },
                _texts(texts, up, font, align="center", fontWeight="bold", lineHeight=font + 1),
                *[
                    _texts(
                        [line["label"] for line in lines if line["side"] == side],
                        up,
                        font - 0.5,
                        **looks,
                        **edge,
                    )
                    for side, looks in _LOOKS.items()
                    for edge in ({"stroke": "#FFFFFF", "strokeWidth": 4}, {})
                ],
            ],
        }

    return spec(marks.WIDE + 120, 11.5, 1), spec(marks.NARROW + 120, 9, 0.85)


_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "middle": {"align": "left", "dx": 9},
    "right": {"align": "left", "dx": 4},
    "left": {"align": "right", "dx": -4},
}


def _line(at: int, start: int, end: int, share: float, text: str) -> dict[str, Any]:
    """The points of a line, where its text stands, and its head."""
    found: dict[str, Any] = {"at": at, "width": 1 + 6 * share, "back": end <= start}
    if end == start + 1:
        ends = [{"x": 0, "y": start + TALL}, {"x": 0, "y": end - TALL - 0.06}]
        label, head, shape = {"x": 0, "y": start + 0.5}, ends[1], "triangle-down"
        return {
            **found,
            "side": "middle",
            "points": ends,
            "label": {**label, "text": text},
            "head": head,
            "shape": shape,
        }
    side = -1 if end <= start else 1
    far = BULGE * max(abs(end - start), 1)
    low, high = (start - 0.08, end + 0.08) if end < start else (start + 0.08, end - 0.08)
    if end == start:  # done again at once
        low, high = start - 0.12, start + 0.12
    points = [
        {
            "x": side * (SIDE + far * math.sin(math.pi * step / POINTS)),
            "y": low + (high - low) * step / POINTS,
        }
        for step in range(POINTS + 1)
    ]
    label = {"x": side * (SIDE + far), "y": (low + high) / 2, "text": text}
    head = {"x": side * (SIDE + 0.015), "y": high}
    names = ("left", "triangle-right") if side < 0 else ("right", "triangle-left")
    return {**found, "side": names[0], "points": points, "label": label, "head": head, "shape": names[1]}


def _heads(lines: list[dict[str, Any]], shape: str, up: Spec, colour: Spec) -> Spec:
    values = [{**line["head"], "kind": line["kind"]} for line in lines if line["shape"] == shape]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "shape": shape, "filled": True, "size": 90, "opacity": 1},
        "encoding": {**up, "color": colour},
    }


def _texts(values: list[dict[str, Any]], up: Spec, font: float, **looks: Any) -> Spec:
    return {
        "data": {"values": values},
        "mark": {**marks.text_mark(fontSize=font, baseline="middle"), **looks},
        "encoding": {**up, "text": {"field": "text"}},
    }
