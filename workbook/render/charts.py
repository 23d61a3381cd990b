"""The few shapes of chart that exhibits use: rows in, an SVG picture out, wide and narrow.

Charts are Vega-Lite specifications, drawn by vl-convert without a browser.
"""

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workbook.phrases import Phrase, between
from workbook.render import marks
from workbook.render.arcs import follows
from workbook.render.maps import dot_map, slopes
from workbook.render.marks import (
    FONT,
    GRID,
    INK,
    MUTED,
    NARROW,
    SECOND,
    SIZES,
    STEP,
    TEXT,
    THIRD,
    WIDE,
    Rows,
    Spec,
)
from workbook.render.words import Words

PANEL, PANEL_HEIGHT = 150, 74
DOT = 11  # room for a dot of a strip
# Of a flow: space between groups, and from where on a band has room for a text, as shares of all.
GAP, WRITTEN_FROM, STEPS_OF_CURVE = 0.045, 0.035, 24
# A quarter such as 2017Q4 takes little room: the year stands under the first quarter of each.
YEAR_BELOW = (
    "indexof(datum.label, 'Q') != 4 ? datum.label : slice(datum.label, 4) == 'Q1' || datum.index == 0"
    " ? [slice(datum.label, 4), slice(datum.label, 0, 4)] : slice(datum.label, 4)"
)
LOOKS = {
    "view": {"stroke": None},
    "axis": {**TEXT, **SIZES, "gridColor": GRID, "domain": False, "ticks": False, "labelPadding": 8},
    "legend": {**TEXT, **SIZES, "orient": "top", "title": None, "symbolType": "square", "columnPadding": 18},
    "text": {"font": FONT, "fontSize": 12},
}


@dataclass(frozen=True)
class Picture:
    """A chart twice, as SVG data URIs: for a page or a screen, and for a phone."""

    wide: str
    narrow: str


def picture(chart: Mapping[str, Any], words: Words) -> Picture:
    """Draw a chart as `workbook.exhibit.chart` describes it."""
    rows = [
        {
            name: words.text(value) if isinstance(value, str | Mapping) else value
            for name, value in row.items()
        }
        for row in chart["rows"]
    ]
    wide, narrow = SHAPES[chart["shape"]](rows, words, **chart["options"])
    return Picture(_svg(wide, words), _svg(narrow, words))


def _svg(spec: Spec, words: Words) -> str:
    signs = words.locale.number_symbols["latn"]
    margins = {"left": 2, "top": 4, "right": 26, "bottom": 2}
    whole = {"config": LOOKS, "background": "transparent", "padding": margins, **spec}
    return _drawn(json.dumps(whole), signs["decimal"], signs["group"])


@lru_cache(maxsize=200)  # a report that is written again shows mostly the same pictures
def _drawn(spec: str, decimal: str, thousands: str) -> str:
    """The picture as a data URI, of a specification as JSON."""
    import vl_convert

    locale = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
    svg = vl_convert.vegalite_to_svg(json.loads(spec), format_locale=locale)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def paired_bars(
    rows: Rows, words: Words, *, name: str, left: str, right: str, legend: list[Phrase]
) -> tuple[Spec, Spec]:
    """Two shares (0 to 1) per name, side by side, with the number at each bar.

    Args:
        rows: name, left and right, in the order to show.
        words: Gives number formats.
        name: Column with the names.
        left: Column of the first share.
        right: Column of the second.
        legend: What each of the two is.
    """
    pair = words.texts(legend)
    long = [
        {
            name: row[name],
            "measure": measure,
            "share": row[column] or 0,
            "text": words.show(row[column], "percent"),
        }
        for column, measure in zip((left, right), pair, strict=True)
        for row in rows
    ]
    encoding = {
        "y": marks.names_down(rows, name),
        "yOffset": marks.field("measure", "nominal", sort=pair),
        "x": marks.field("share", "quantitative", axis={"format": ".0%", "tickCount": 5}, title=None),
    }
    main, light = marks.colours(words)
    scale = {"domain": pair, "range": [light, main]}
    texts = {"mark": marks.text_mark(dx=4), "encoding": {"text": marks.field("text", "nominal")}}

    def bars(columns: int) -> Spec:
        color = marks.field(
            "measure", "nominal", sort=pair, scale=scale, legend={"columns": columns, "title": None}
        )
        return {"mark": {"type": "bar", "size": 13, "stroke": main}, "encoding": {"color": color}}

    wide, narrow = marks.both(long, [bars(len(pair)), texts], 44 * len(rows), encoding)
    return wide, {**narrow, "layer": [bars(1), texts]}  # a phone is no two sentences wide


def heat(
    rows: Rows,
    words: Words,
    *,
    x: str,
    y: str,
    colour: str,
    text: str,
    form: str,
    name: str,
    axes: list[Phrase],
) -> tuple[Spec, Spec]:
    """A grid of cells, darker where `colour` is higher, with `text` and its name in each.

    Args:
        rows: One per cell; x and y are whole numbers.
        words: Gives number formats.
        x: Column across.
        y: Column down, highest on top.
        colour: Column that sets the colour; a missing value leaves the cell white.
        text: Column written in the cell.
        form: How it is written.
        name: Column with what is written below it.
        axes: Headings across and down.
    """
    dark = 0.65 * max((row[colour] or 0 for row in rows), default=0)
    cells = [{**row, "text": words.show(row[text], form), "dark": (row[colour] or 0) > dark} for row in rows]
    across, down = words.texts(axes)
    encoding = {
        "x": marks.field(x, "ordinal", title=across, axis={"labelAngle": 0, "orient": "bottom"}),
        "y": marks.field(y, "ordinal", sort="descending", title=down),
    }
    scale = {"range": ["#EEF3F5", marks.colours(words)[0]]}
    shade = marks.field(colour, "quantitative", scale=scale, legend=None)
    ink = {"condition": {"test": "datum.dark", "value": "white"}, "value": INK}
    boxes = {"mark": {"type": "rect", "stroke": "white", "strokeWidth": 2}, "encoding": {"color": shade}}
    texts = {
        "mark": {"type": "text", "dy": -6},
        "encoding": {"text": marks.field("text", "nominal"), "color": ink},
    }
    names = {
        "mark": {"type": "text", "dy": 9, "fontSize": 9},
        "encoding": {"text": marks.field(name, "nominal"), "color": ink},
    }
    return marks.both(cells, [boxes, texts, names], 46 * len({row[y] for row in rows}), encoding)


def intervals(
    rows: Rows, words: Words, *, name: str, value: str, form: str, **options: Any
) -> tuple[Spec, Spec]:
    """A dot with its 95 % interval per name.

    Args:
        rows: name, value, low and high, in the order to show.
        words: Gives number formats.
        name: Column with the names.
        value: Column with the dot.
        form: How the numbers are written.
        options: `axis` (a phrase: the heading for the axis), `percent` (axis in percent), `flag` (a column
            that is 0, or 1 and 2 for two ways in which the dot stands out) with `flags` (what 0, 1 and 2
            mean: a legend tells those that there are), `zero` (draw a line at zero), `domain` (ends of it).
    """
    kinds = words.texts(options.get("flags", []))
    dots = [
        {
            **row,
            "text": words.show(row[value], form),
            "kind": kinds[int(row[options["flag"]])] if kinds else "",
        }
        for row in rows
    ]
    scale = {"domain": options["domain"]} if "domain" in options else {"zero": False, "nice": True}
    whole = "d" if form != "dec2" else ".1f"
    axis = {"format": ".0%" if options.get("percent") else whole, "tickCount": 5}
    title = words.text(options.get("axis")) or None
    low = marks.field("low", "quantitative", title=title, axis=axis, scale=scale)
    down = {"y": marks.names_down(rows, name)}
    high = marks.field("high", "quantitative")
    texts = {
        "mark": marks.text_mark(dx=8),
        "encoding": {**down, "x": high, "text": marks.field("text", "nominal")},
    }
    zero = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": MUTED},
        "encoding": {"x": {"datum": 0}},
    }

    def layers(columns: int) -> list[Spec]:
        colour, shape = _kinds(dots, kinds, columns, words)
        line = {"type": "rule", "strokeWidth": 2}
        dot = {"type": "point", "filled": True, "size": 95, "opacity": 1}
        place = {**down, "x": marks.field(value, "quantitative"), "color": colour, "shape": shape}
        drawn = [
            {"mark": line, "encoding": {**down, "x": low, "x2": {"field": "high"}, "color": colour}},
            {"mark": dot, "encoding": place},
            texts,
        ]
        return [zero, *drawn] if options.get("zero") else drawn

    wide, narrow = marks.both(dots, layers(len(kinds) or 1), STEP * len(rows))
    return wide, {**narrow, "layer": layers(1)}


def _kinds(dots: Rows, kinds: list[str], columns: int, words: Words) -> tuple[Spec, Spec]:
    """The colour and the shape of each kind of dot, and a legend where there are several."""
    there = marks.order(dots, "kind")
    shown = [kind for kind in kinds if kind in there] or there
    places = [kinds.index(kind) if kinds else 0 for kind in shown]
    legend = {"title": None, "columns": columns, "symbolType": None, "labelLimit": 0} if kinds else None
    ranges = ((marks.colours(words)[0], SECOND, THIRD), ("circle", "square", "triangle-up"))
    colour, shape = (
        marks.field(
            "kind",
            "nominal",
            sort=shown,
            scale={"domain": shown, "range": [values[place] for place in places]},
            legend=legend,
        )
        for values in ranges
    )
    return colour, shape


def strips(rows: Rows, words: Words, *, name: str, value: str, **options: Any) -> tuple[Spec, Spec]:
    """A strip of dots per name: one for each value, the same ones around the line, above each other.

    Args:
        rows: name and value, in the order to show.
        words: Gives the heading.
        name: Column with the names.
        value: Column with the dots.
        options: `axis` (a phrase: the heading for the axis), `domain` (ends of the axis).
    """
    places = [(row[name], round(row[value], 2)) for row in rows]
    counts = Counter(places)
    most = max(counts.values())
    above = [places[:at].count(place) - (counts[place] - 1) / 2 for at, place in enumerate(places)]
    dots = [{**row, "place": place} for row, place in zip(rows, above, strict=True)]
    scale = {"domain": options["domain"]} if "domain" in options else {"zero": False, "nice": True}
    title = words.text(options.get("axis")) or None
    across = marks.field(
        value, "quantitative", title=title, axis={"format": "d", "tickCount": 5, "grid": True}, scale=scale
    )
    down = marks.names_down(rows, name)
    encoding = {
        "y": {**down, "axis": {**down.get("axis", {}), "domain": False, "ticks": False, "grid": True}},
        "x": across,
        "yOffset": marks.field("place", "quantitative", scale={"domain": [-most / 2, most / 2]}, legend=None),
    }
    mark = {"type": "point", "filled": True, "size": 60, "opacity": 0.85, "color": marks.colours(words)[0]}
    height = max(STEP, DOT * most) * len({row[name] for row in rows})
    return marks.both(dots, [{"mark": mark, "encoding": {}}], height, encoding)


def rising_line(rows: Rows, words: Words, *, x: str, y: str, axes: list[Phrase]) -> tuple[Spec, Spec]:
    """A line from nothing to all, beside the straight one of equal shares.

    Args:
        rows: x and y, both shares (0 to 1), x going up.
        words: Puts the headings in words.
        x: Column across.
        y: Column up.
        axes: Headings of both.
    """
    across, up = words.texts(axes)
    form = {"format": ".0%", "tickCount": 5}
    encoding = {
        "x": marks.field(x, "quantitative", title=across, axis=form),
        "y": marks.field(y, "quantitative", title=up, axis=form),
    }
    even = {
        "data": {"values": [{x: 0, y: 0}, {x: 1, y: 1}]},
        "mark": {"type": "line", "color": MUTED, "strokeDash": [4, 4], "strokeWidth": 1},
    }
    line = {"mark": {"type": "line", "color": marks.colours(words)[0], "strokeWidth": 2.5}}
    return marks.both([{x: 0, y: 0}, *rows], [even, line], 260, encoding)


def band(rows: Rows, words: Words, *, x: str, y: str, form: str, axis: Phrase) -> tuple[Spec, Spec]:
    """A line over quarters with its band and a line at zero; the lowest and the last number stand beside it.

    Args:
        rows: x, y, low and high, in the order to show.
        words: Gives number formats.
        x: Column across: quarters.
        y: Column up.
        form: How the numbers are written.
        axis: Heading of the axis up.
    """
    lowest, last = min(range(len(rows)), key=lambda row: rows[row][y]), len(rows) - 1
    texts = [
        {
            **row,
            "low_text": words.show(row[y], form) if place == lowest != last else "",
            "last_text": words.show(row[y], form) if place == last else "",
        }
        for place, row in enumerate(rows)
    ]
    main, edged = marks.colours(words)[0], marks.edged(words)
    amounts = {"tickCount": 5, "format": "~s"}
    up = {"title": words.text(axis), "axis": amounts, "scale": {"zero": True, "nice": True}}
    ends = {"y": marks.field("low", "quantitative", **up), "y2": {"field": "high"}}
    value = {"y": marks.field(y, "quantitative")}
    point = {"filled": True, "color": main, "size": 45}
    layers = [
        {"mark": {"type": "area", **edged}, "encoding": ends},
        {"mark": {"type": "rule", "color": MUTED}, "encoding": {"y": {"datum": 0}}},
        {"mark": {"type": "line", "color": main, "strokeWidth": 2.5, "point": point}, "encoding": value},
        {"mark": marks.text_mark(dy=18), "encoding": {**value, "text": marks.field("low_text", "nominal")}},
        {
            "mark": marks.text_mark(dx=-6, dy=-10, align="right"),
            "encoding": {**value, "text": marks.field("last_text", "nominal")},
        },
    ]
    across = {"labelAngle": 0, "labelExpr": YEAR_BELOW, "labelPadding": 4, "labelOverlap": "greedy"}
    return marks.both(texts, layers, 260, {"x": marks.field(x, "ordinal", title=None, axis=across)})


def curve(rows: Rows, words: Words, *, x: str, y: str, mark: str, axes: list[Phrase]) -> tuple[Spec, Spec]:
    """A line through points, of which some have a name.

    Args:
        rows: x, y and mark, x going up.
        words: Puts headings and names in words.
        x: Column across: money.
        y: Column up.
        mark: Column with the name of a point; empty where it has none.
        axes: Headings of both.
    """
    across, up = words.texts(axes)
    main, _ = marks.colours(words)
    amounts = {"tickCount": 5, "format": "~s"}
    encoding = {
        "x": marks.field(x, "quantitative", title=across, axis=amounts),
        "y": marks.field(y, "quantitative", title=up, axis={"tickCount": 5}),
    }
    named = {"test": f"datum.{mark} != ''", "value": 130}
    layers = [
        {"mark": {"type": "line", "color": main, "strokeWidth": 2.5}},
        {
            "mark": {"type": "point", "filled": True, "color": main, "opacity": 1},
            "encoding": {"size": {"condition": named, "value": 40}},
        },
        {
            "mark": marks.text_mark(dx=8, dy=14, fontWeight="bold"),
            "encoding": {"text": marks.field(mark, "nominal")},
        },
    ]
    return marks.both(rows, layers, 260, encoding)


def swings(
    rows: Rows, words: Words, *, name: str, kind: str, low: str, high: str, form: str, **options: Any
) -> tuple[Spec, Spec]:
    """A bar from a low to a high amount per name and kind, with both numbers.

    Args:
        rows: name, kind, low and high, in the order to show.
        words: Gives number formats.
        name: Column with the names.
        kind: Column that tells the bars of one name apart.
        low: Column with the low end.
        high: Column with the high end.
        form: How the numbers are written.
        options: `axis` (a phrase: the heading for the axis), `base` (draw a line there).
    """
    bars = [{**row, "text": words.text(between(row[low], row[high], form))} for row in rows]
    kinds = marks.order(rows, kind)
    axis = {"tickCount": 4, "format": "~s"}
    title = words.text(options["axis"])
    ends = {
        "x": marks.field(low, "quantitative", title=title, axis=axis, scale={"zero": False, "nice": True}),
        "x2": {"field": high},
    }
    scale = {"domain": kinds, "range": [marks.colours(words)[0], SECOND, THIRD][: len(kinds)]}
    down = {"y": marks.names_down(rows, name), "yOffset": marks.field(kind, "nominal", sort=kinds)}
    up_to = {"x": marks.field(high, "quantitative"), "text": marks.field("text", "nominal")}
    line = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": MUTED},
        "encoding": {"x": {"datum": options["base"]}},
    }

    def layers(columns: int) -> list[Spec]:
        colour = marks.field(kind, "nominal", scale=scale, legend={"columns": columns, "title": None})
        bar = {"mark": {"type": "bar", "size": 12}, "encoding": {**down, **ends, "color": colour}}
        return [bar, line, {"mark": marks.text_mark(dx=6), "encoding": {**down, **up_to}}]

    wide, narrow = marks.both(bars, layers(len(kinds)), 20 * len(rows) + 10 * len(marks.order(rows, name)))
    below = {"x": {"value": 0}, "text": marks.field("text", "nominal")}
    small = [*layers(1)[:2], {"mark": marks.text_mark(dy=-13, fontSize=11), "encoding": {**down, **below}}]
    return wide, {**narrow, "layer": small, "height": 1.8 * wide["height"]}


def waterfall(
    rows: Rows,
    words: Words,
    *,
    name: str,
    kind: str,
    start: str,
    end: str,
    text: str,
    kinds: list[Phrase],
    axis: Phrase,
) -> tuple[Spec, Spec]:
    """A bar per step from where the last one ended, with the whole first and last, and a number at each.

    Args:
        rows: name, kind, start, end and text, in the order to show.
        words: Gives the heading.
        name: Column with the names.
        kind: Column with the kind of a bar; each has a colour.
        start: Column with where a bar begins.
        end: Column with where it ends.
        text: Column with what is written at the bar.
        kinds: The four kinds that there may be, the whole first.
        axis: Heading of the axis.
    """
    bars = [{**row, "right": max(row[start], row[end])} for row in rows]
    main, light = marks.colours(words)
    colours = dict(zip(words.texts(kinds), (main, light, SECOND, THIRD), strict=True))
    shown = [one for one in colours if one in marks.order(rows, kind)]
    scale = {"domain": shown, "range": [colours[one] for one in shown]}
    edges = {**scale, "range": [main if colours[one] == light else colours[one] for one in shown]}
    across = marks.field(start, "quantitative", title=words.text(axis), axis={"tickCount": 5})
    written = {"x": marks.field("right", "quantitative"), "text": marks.field(text, "nominal")}

    def layers(columns: int) -> list[Spec]:
        legend = {"columns": columns, "title": None}
        colour = marks.field(kind, "nominal", sort=shown, scale=scale, legend=legend)
        edge = marks.field(kind, "nominal", scale=edges, legend=None)
        ends = {"x": across, "x2": {"field": end}}
        return [
            {
                "mark": {"type": "bar", "size": 16, "strokeWidth": 0.75},
                "encoding": {**ends, "color": colour, "stroke": edge},
            },
            {"mark": marks.text_mark(dx=6), "encoding": written},
        ]

    down = {"y": marks.names_down(rows, name)}
    wide, narrow = marks.both(bars, layers(len(shown)), STEP * len(rows), down)
    return wide, {**narrow, "layer": layers(1)}


def stacked(
    rows: Rows,
    words: Words,
    *,
    name: str,
    part: str,
    kind: str,
    size: str,
    kinds: list[Phrase],
    axis: Phrase,
) -> tuple[Spec, Spec]:
    """A few bars per name, each parted by kind, with the whole at its end.

    Args:
        rows: name, part, kind and size; names and parts in the order to show.
        words: Gives the number format.
        name: Column with the names.
        part: Column that tells the bars of one name apart.
        kind: Column with the kind of a piece; each has a colour.
        size: Column with the size of a piece.
        kinds: The six kinds that there may be, in the order of the pieces; the last is drawn without colour.
        axis: Heading of the axis.
    """
    main, light = marks.colours(words)
    every = words.texts(kinds)
    colours = dict(zip(every, (SECOND, main, THIRD, MUTED, light, "#FFFFFF"), strict=True))
    shown = [one for one in every if one in marks.order(rows, kind)]
    parts = marks.order(rows, part)
    sums: dict[tuple[str, str], float] = {}
    for row in rows:
        sums[row[name], row[part]] = sums.get((row[name], row[part]), 0) + row[size]
    ends = [
        {name: one, part: of, size: total, "text": f"{of} {words.show(total, 'int')}"}
        for (one, of), total in sums.items()
    ]
    pieces = [{**row, "place": every.index(row[kind])} for row in rows]
    down = {"y": marks.names_down(rows, name), "yOffset": marks.field(part, "nominal", sort=parts)}
    across = marks.field(size, "quantitative", title=words.text(axis), axis={"tickCount": 5})
    scale = {"domain": shown, "range": [colours[one] for one in shown]}

    def layers(columns: int) -> list[Spec]:
        legend = {"columns": columns, "title": None, "symbolStrokeColor": main, "symbolStrokeWidth": 0.75}
        look = {"type": "bar", "size": 13, "stroke": main, "strokeWidth": 0.75}
        colour = marks.field(kind, "nominal", sort=shown, scale=scale, legend=legend)
        order = marks.field("place", "quantitative")
        return [
            {"mark": look, "encoding": {**down, "x": across, "color": colour, "order": order}},
            {
                "data": {"values": ends},
                "mark": marks.text_mark(dx=6, fontSize=11),
                "encoding": {
                    **down,
                    "x": marks.field(size, "quantitative"),
                    "text": marks.field("text", "nominal"),
                },
            },
        ]

    height = 19 * len(ends) + 8 * len(marks.order(rows, name))
    wide, narrow = marks.both(pieces, layers(3), height)
    return wide, {**narrow, "layer": layers(2)}


def small_multiples(
    rows: Rows, words: Words, *, panel: str, x: str, y: str, text: str, axis: Phrase, **options: Any
) -> tuple[Spec, Spec]:
    """A small chart per panel, all on the same scales: a line over time with its band, and the last number.

    Args:
        rows: panel, x, y, low, high and text, in the order to show.
        words: Gives number formats.
        panel: Column with the heading of each small chart.
        x: Column across, in its order.
        y: Column up.
        text: Column with the number as a phrase.
        axis: Heading of the axis up.
        options: `zero` (0 is on the axis, with a line), `apart` (a column: where it is
            the same, so is the scale).
    """
    following = [*[row[panel] for row in rows[1:]], None]
    points = [
        {**row, "text": words.text(row[text]) if row[panel] != after else ""}
        for row, after in zip(_with_reach(rows, options.get("apart", "")), following, strict=True)
    ]
    from_zero = options["zero"]
    up = {
        "title": words.text(axis) or None,
        "axis": {"tickCount": 3},
        "scale": {"zero": from_zero, "nice": True},
    }
    ends = {"y": marks.field("low", "quantitative", **up), "y2": {"field": "high"}}
    value = {"y": marks.field(y, "quantitative")}
    across = {"labelAngle": 0, "labelExpr": YEAR_BELOW, "labelPadding": 4}
    main, edged = marks.colours(words)[0], marks.edged(words)
    dashed = {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [2, 3]}
    layers = [
        *([{"mark": dashed, "encoding": {"y": {"datum": 0}}}] if from_zero else []),
        {"mark": {"type": "area", **edged}, "encoding": ends},
        {"mark": {"type": "rule", "color": main, "strokeWidth": 1}, "encoding": ends},
        {"mark": {"type": "line", "color": main, "strokeWidth": 2}, "encoding": value},
        {
            "mark": {"type": "point", "color": main, "filled": True, "size": 40, "opacity": 1},
            "encoding": value,
        },
        {"mark": marks.text_mark(dx=6), "encoding": {**value, "text": marks.field("text", "nominal")}},
    ]
    heading = {
        "title": None,
        "labelFont": FONT,
        "labelFontSize": 12.5,
        "labelColor": INK,
        "labelAnchor": "start",
    }
    spec = {
        "data": {"values": points},
        "facet": marks.field(panel, "nominal", sort=marks.order(rows, panel), header=heading),
        "spec": {
            "width": PANEL,
            "height": PANEL_HEIGHT,
            "encoding": {"x": marks.field(x, "ordinal", title=None, axis=across)},
            "layer": layers,
        },
    }
    if options.get("apart"):
        reach = {"y": marks.field("least", "quantitative"), "y2": {"field": "most"}}
        layers.append({"mark": {"type": "rule", "opacity": 0}, "encoding": reach})
        spec["resolve"] = {"scale": {"y": "independent"}}
    return {**spec, "columns": 3}, {**spec, "columns": 1}


def _with_reach(rows: Rows, alike: str) -> Rows:
    """The rows with the lowest and the highest end of all that share the value of a column."""
    ends: dict[Any, list[float]] = {}
    for row in rows:
        ends.setdefault(row.get(alike), []).extend([row["low"], row["high"]])
    return [{**row, "least": min(ends[row.get(alike)]), "most": max(ends[row.get(alike)])} for row in rows]


def flow(
    rows: Rows,
    words: Words,
    *,
    before: str,
    after: str,
    n: str,
    text: str,
    kind: str,
    axes: list[Phrase],
    kinds: Sequence[Phrase] = (),
    groups: Sequence[Phrase] = (),
) -> tuple[Spec, Spec]:
    """Bands from groups on the left to groups on the right, as high as they are large.

    Args:
        rows: One per band, in the order of the groups on the left and, within each, on the right.
        words: Gives number formats.
        before: Column with the group on the left.
        after: Column with the group on the right.
        n: Column with the size of a band; missing where it is hidden.
        text: Column with what is written on a band that is high enough.
        kind: Column with the kind of a band, of at most two; each has a colour.
        axes: Headings on the left and on the right.
        kinds: The kinds in their order, where that is not the order of the rows.
        groups: The groups of both sides in their order, likewise.
    """
    places = {name: place for place, name in enumerate(words.texts(groups))}
    bands = [{**row, "n": row[n] or 0} for row in rows]
    total = sum(band["n"] for band in bands)
    ends = [_stacked(bands, side, total, places) for side in (before, after)]
    tops = [[side[1][at] for side in ends] for at in range(len(bands))]
    curves = [
        {
            "band": at,
            "kind": band[kind],
            "x": step / STEPS_OF_CURVE,
            "low": left + (right - left) * _eased(step),
            "high": left + (right - left) * _eased(step) + band["n"],
        }
        for at, (band, (left, right)) in enumerate(zip(bands, tops, strict=True))
        if band["n"]
        for step in range(STEPS_OF_CURVE + 1)
    ]
    texts = [
        {"x": 0.03, "y": left + band["n"] / 2, "text": band[text]}
        for band, (left, _) in zip(bands, tops, strict=True)
        if band["n"] >= WRITTEN_FROM * total
    ]
    boxes = [
        {
            "x": at,
            "low": group["low"],
            "high": group["high"],
            "y": (group["low"] + group["high"]) / 2,
            "text": f"{name} · {words.show(group['high'] - group['low'], 'int')}",
        }
        for at, (sides, _) in enumerate(ends)
        for name, group in sides.items()
    ]
    main = marks.colours(words)[0]
    shown = words.texts(kinds) or marks.order(bands, kind)
    colour = marks.field(
        "kind", "nominal", sort=shown, scale={"domain": shown, "range": [main, SECOND][: len(shown)]}
    )
    height = max(group["high"] for group in boxes)
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.08 * height, height], "reverse": True}}

    def spec(width: int, aside: float, written: Rows) -> Spec:
        x = {"type": "quantitative", "axis": None, "scale": {"domain": [-aside, 1 + aside], "nice": False}}
        up = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
        headings = [
            {"x": at, "y": -0.06 * height, "text": heading} for at, heading in enumerate(words.texts(axes))
        ]
        labels = [
            _side_text(values, at, up, weight)
            for values, weight in ((boxes, "normal"), (headings, "bold"))
            for at in (0, 1)
        ]
        return {
            "width": width,
            "height": 330,
            "layer": [
                {
                    "data": {"values": curves},
                    "mark": {"type": "area", "fillOpacity": 0.35, "strokeWidth": 0.75},
                    "encoding": {
                        "x": {"field": "x", **x},
                        "y": {"field": "low", **y},
                        "y2": {"field": "high"},
                        "detail": {"field": "band"},
                        "color": colour,
                        "stroke": colour,
                    },
                },
                {
                    "data": {"values": boxes},
                    "mark": {"type": "rule", "strokeWidth": 7, "color": INK},
                    "encoding": {
                        "x": {"field": "x", **x},
                        "y": {"field": "low", **y},
                        "y2": {"field": "high"},
                    },
                },
                *labels,
                {
                    "data": {"values": list(written)},
                    "mark": marks.text_mark(),
                    "encoding": {**up, "text": marks.field("text", "nominal")},
                },
            ],
        }

    return spec(WIDE + 60, 0.35, texts), spec(NARROW + 110, 0.8, [])


def _stacked(
    bands: Rows, side: str, total: float, places: Mapping[str, int]
) -> tuple[dict[str, dict[str, float]], dict[int, float]]:
    """Where each group of a side begins and ends, and where each band begins in it."""
    groups, tops, at = {}, {}, 0.0
    for name in sorted(marks.order(bands, side), key=lambda name: places.get(name, 0)):
        start = at
        for place, band in enumerate(bands):
            if band[side] == name:
                tops[place], at = at, at + band["n"]
        if at > start:
            groups[name] = {"low": start, "high": at}
            at += GAP * total
    return groups, tops


def _eased(step: int) -> float:
    """How far a curve is across at a step: slow at both ends."""
    part = step / STEPS_OF_CURVE
    return part * part * (3 - 2 * part)


def _side_text(values: Rows, side: int, up: Spec, weight: str) -> Spec:
    """Texts left of the left side, or right of the right one."""
    aligned = {"align": "left", "dx": 8} if side else {"align": "right", "dx": -8}
    return {
        "data": {"values": [value for value in values if value["x"] == side]},
        "mark": marks.text_mark(fontWeight=weight, baseline="middle", **aligned),
        "encoding": {**up, "text": marks.field("text", "nominal")},
    }


SHAPES = {
    shape.__name__: shape
    for shape in (
        paired_bars,
        heat,
        intervals,
        strips,
        rising_line,
        curve,
        band,
        swings,
        waterfall,
        stacked,
        follows,
        small_multiples,
        flow,
        dot_map,
        slopes,
    )
}
