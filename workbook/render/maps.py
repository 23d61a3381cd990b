"""Shapes of chart that set things beside each other in two measures or at two moments."""

import math
from textwrap import wrap
from typing import Any

from workbook.phrases import Phrase
from workbook.render import marks
from workbook.render.marks import INK, MUTED, SECOND, Rows, Spec
from workbook.render.words import Words

AXES = {"percent": ".0%", "money": "~s", "num": "~r"}
"""How the numbers on an axis are written, by their format."""
HEIGHT = 300
NUMBER = (13, 11)
"""Room for a number, across and up, in pixels."""
SIDES = [(13, 11), (13, -11), (-13, 11), (-13, -11), (14, 0), (-14, 0), (0, 14), (0, -14)]
"""Where a number may stand beside its dot, in pixels, the best place first."""
ROW = 19
"""Room for a line of the key, in pixels."""
INDENT, LETTER = 20, 6.4
"""Room for a number of the key, and for a letter of a name on average, in pixels."""
APART = 0.07
"""The least room between two texts at a slope, as a share of the height."""


def dot_map(
    rows: Rows, words: Words, *, name: str, x: str, y: str, kind: str, kinds: list[Phrase], **options: Any
) -> tuple[Spec, Spec]:
    """A numbered dot per name in two measures, with its ranges, and a key with the names below.

    Args:
        rows: name, x, y and kind, in the order of their numbers.
        words: Gives number formats.
        name: Column with the names.
        x: Column across.
        y: Column up.
        kind: Column with the kind of a dot; each has a colour and a shape of its own.
        kinds: The one or two kinds that there may be; a legend tells them where there are two.
        options: `axes` (headings across and up), `x_form` and `y_form` (how numbers are written: percent,
            money or num), `x_low`, `x_high`, `y_low` and `y_high` (columns with the ends of a range, for the
            measures that have one), `cross` (where a line up and one across cross, by x and y), `diagonal`
            (two points of a dashed line).
    """
    shown, main = words.texts(kinds), marks.colours(words)[0]
    colours = dict(zip(shown, (main, SECOND), strict=False))
    dots = [{**row, "number": f"{at}", "colour": colours[row[kind]]} for at, row in enumerate(rows, start=1)]
    columns = {"x": x, "y": y}
    domains = {side: _domain(rows, column, side, options) for side, column in columns.items()}

    def spec(width: int, columns_of_key: int) -> Spec:
        numbered = _numbered(dots, columns, domains, width)
        plot = {"data": {"values": numbered}, "width": width, "height": HEIGHT}
        axes = _axes(
            columns, domains, words.texts(options["axes"]), [options[f"{side}_form"] for side in "xy"]
        )
        layers = [*_lines(options), *_ranges(axes, options), *_dots(axes, kind, shown, main, columns_of_key)]
        key = _key(dots, name, width, columns_of_key)
        return {"vconcat": [{**plot, "layer": layers}, key], "spacing": 14}

    return spec(marks.WIDE + 60, 2), spec(marks.NARROW + 90, 1)


def _domain(rows: Rows, column: str, side: str, options: dict[str, Any]) -> list[float]:
    """The ends of an axis: all values, ends of ranges and lines, with some room."""
    names = [column, *[options[f"{side}_{end}"] for end in ("low", "high") if f"{side}_{end}" in options]]
    values = [row[name] for row in rows for name in names if row[name] is not None]
    at = "xy".index(side)
    values += [options["cross"][at]] if "cross" in options else []
    values += [point[at] for point in options.get("diagonal", ())]
    room = 0.06 * (max(values) - min(values)) or 1.0
    return [min(values) - room, max(values) + room]


def _numbered(dots: Rows, columns: dict[str, str], domains: dict[str, list[float]], width: int) -> Rows:
    """Where the number of each dot stands: on the first side of it that no dot and no other number takes."""
    scales = [(domains[side][1] - domains[side][0]) / size for side, size in (("x", width), ("y", HEIGHT))]
    places = [(dot[columns["x"]] / scales[0], dot[columns["y"]] / scales[1]) for dot in dots]
    taken, texts = list(places), []
    for dot, (across, up) in zip(dots, places, strict=True):
        sides = [(across + right, up + above) for right, above in SIDES]
        free = [place for place in sides if not any(_touch(place, other) for other in taken)]
        at = (free or sides)[0]
        taken.append(at)
        texts.append({**dot, "text_x": at[0] * scales[0], "text_y": at[1] * scales[1]})
    return texts


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < NUMBER[0] and abs(one[1] - other[1]) < NUMBER[1]


def _axes(
    columns: dict[str, str], domains: dict[str, list[float]], titles: list[str], forms: list[str]
) -> Spec:
    return {
        side: marks.field(
            columns[side],
            "quantitative",
            title=title,
            axis={"format": AXES[form], "tickCount": 5},
            scale={"domain": domains[side], "nice": False, "zero": False},
        )
        for side, title, form in zip("xy", titles, forms, strict=True)
    }


def _dots(axes: Spec, kind: str, shown: list[str], main: str, columns: int) -> list[Spec]:
    """The dots with their numbers, and a legend where there are two kinds."""
    legend = (
        {"title": None, "symbolSize": 140, "labelLimit": 0, "columns": columns} if len(shown) > 1 else None
    )
    ranges = {"fill": (main, "#FFFFFF"), "stroke": (main, SECOND), "shape": ("circle", "square")}
    looks = {
        channel: marks.field(
            kind,
            "nominal",
            scale={"domain": shown, "range": list(values[: len(shown)])},
            legend=legend,
        )
        for channel, values in ranges.items()
    }
    place = {side: {**axes[side], "field": f"text_{side}"} for side in "xy"}
    number = {"type": "text", "fontSize": 10.5, "fontWeight": "bold"}
    written = {**place, "text": marks.field("number", "nominal")}
    return [
        {
            "mark": {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2},
            "encoding": {**axes, **looks},
        },
        {"mark": {**number, "stroke": "#FFFFFF", "strokeWidth": 3}, "encoding": written},  # over lines
        {"mark": {**number, "color": INK}, "encoding": written},
    ]


def _lines(options: dict[str, Any]) -> list[Spec]:
    """The lines of a crosshair, and the diagonal."""
    line = {"type": "rule", "color": MUTED, "strokeWidth": 1}
    cross = dict(zip("xy", options.get("cross", ()), strict=False))
    layers = [
        {"data": {"values": [{}]}, "mark": line, "encoding": {side: {"datum": value}}}
        for side, value in cross.items()
    ]
    if ends := options.get("diagonal"):
        points = [{"at": at, "up": up} for at, up in ends]
        place = {"x": marks.field("at", "quantitative"), "y": marks.field("up", "quantitative")}
        mark = {"type": "line", "color": MUTED, "strokeWidth": 1.5, "strokeDash": [5, 4]}
        layers.append({"data": {"values": points}, "mark": mark, "encoding": place})
    return layers


def _ranges(axes: Spec, options: dict[str, Any]) -> list[Spec]:
    """A line from the low to the high end of each range."""
    colour = {"color": marks.field("colour", "nominal", scale=None, legend=None)}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 1.5},
            "encoding": {
                **axes,
                **colour,
                side: {**axes[side], "field": options[f"{side}_low"]},
                f"{side}2": {"field": options[f"{side}_high"]},
            },
        }
        for side in "xy"
        if f"{side}_low" in options
    ]


def _key(dots: Rows, name: str, width: int, columns: int) -> Spec:
    """The names by their numbers, in columns, as wide as the plot; a long name goes on in the next line."""
    room = int((width / columns - INDENT) / LETTER)
    parts = [
        {"number": dot["number"] if first else "", "text": text}
        for dot in dots
        for first, text in zip((True, *[False] * room), wrap(dot[name], room), strict=False)
    ]
    down = math.ceil(len(parts) / columns)
    lines = [{**part, "column": at // down, "row": at % down} for at, part in enumerate(parts)]
    place = {
        "x": marks.field("column", "quantitative", axis=None, scale={"domain": [0, columns], "nice": False}),
        "y": marks.field(
            "row", "quantitative", axis=None, scale={"domain": [down - 0.5, -0.5], "nice": False}
        ),
    }
    layers = [
        {
            "mark": marks.text_mark(baseline="middle", dx=dx),
            "encoding": {"text": marks.field(part, "nominal")},
        }
        for part, dx in (("number", 0), ("text", INDENT))
    ]
    size = {"width": width, "height": ROW * down}
    return {"data": {"values": lines}, **size, "encoding": place, "layer": layers}


def slopes(
    rows: Rows, words: Words, *, name: str, left: str, right: str, axes: list[Phrase]
) -> tuple[Spec, Spec]:
    """A line per name from a share now to a share later, with both numbers; texts do not touch.

    Args:
        rows: name, left and right (shares, 0 to 1).
        words: Gives number formats.
        name: Column with the names.
        left: Column of the share on the left.
        right: Column of the share on the right.
        axes: Headings on the left and on the right.
    """
    highest = max(max(row[left], row[right]) for row in rows)
    ends = [
        {"x": at, "name": row[name], "y": row[column]}
        for row in rows
        for at, column in enumerate((left, right))
    ]
    main = marks.colours(words)[0]
    sides = [_side(rows, words, column, name, highest) for column in (left, right)]
    top = max([highest, *(text["y"] for side in sides for text in side)]) + 1.5 * APART * highest
    headings = [
        [{"y": top + 0.2 * APART * highest, "text": heading, "short": heading}]
        for heading in words.texts(axes)
    ]

    def spec(width: int, aside: float, written: tuple[str, str]) -> Spec:
        x = {"type": "quantitative", "axis": None, "scale": {"domain": [-aside, 1 + aside], "nice": False}}
        up = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1.06 * top], "nice": False}}
        lines = {"x": {"field": "x", **x}, "y": {"field": "y", **up}, "detail": {"field": "name"}}
        texts = [
            {
                "data": {"values": values},
                "mark": marks.text_mark(
                    align=("right", "left")[at], dx=(-9, 9)[at], baseline="middle", fontWeight=weight
                ),
                "encoding": {
                    "x": {"datum": at, **x},
                    "y": {"field": "y", **up},
                    "text": marks.field(written[at], "nominal"),
                },
            }
            for all_of, weight in ((sides, "normal"), (headings, "bold"))
            for at, values in enumerate(all_of)
        ]
        point = {"filled": True, "color": main, "size": 55, "opacity": 1}
        line = {"mark": {"type": "line", "color": main, "strokeWidth": 2, "point": point}, "encoding": lines}
        return {"width": width, "height": 230, "layer": [{"data": {"values": ends}, **line}, *texts]}

    return spec(marks.WIDE + 60, 1.1, ("text", "text")), spec(110, 0.02, ("short", "text"))


def _side(rows: Rows, words: Words, column: str, name: str, highest: float) -> Rows:
    """The texts of one side, from the lowest up: each where its line ends, or as much higher as it takes."""
    texts, above = [], 0.0
    for row in sorted(rows, key=lambda row: row[column]):
        above = max(row[column], above)
        share = words.show(row[column], "percent")
        texts.append({"y": above, "text": f"{row[name]} · {share}", "short": share})
        above += APART * highest
    return texts
