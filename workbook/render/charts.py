"""The few shapes of chart that exhibits use: rows in, an SVG picture out, wide and narrow."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.phrases import Phrase, between
from workbook.render.words import Words

if TYPE_CHECKING:
    import altair as alt

# Apart for the colour-blind (after Okabe and Ito 2008), and in grey print by lightness.
INK, MUTED, GRID = "#1C2B33", "#5B6B73", "#D9E0E3"
MAIN, SECOND, THIRD, LIGHT = "#0B4F6C", "#D9822B", "#B565A7", "#B9CBD3"
WIDE, NARROW, STEP = 500, 190, 30
PANEL, PANEL_HEIGHT = 150, 74
# A quarter such as 2017Q4 takes little room: the year stands under the first quarter of each.
YEAR_BELOW = (
    "indexof(datum.label, 'Q') != 4 ? datum.label : slice(datum.label, 4) == 'Q1' || datum.index == 0"
    " ? [slice(datum.label, 4), slice(datum.label, 0, 4)] : slice(datum.label, 4)"
)
FONT = "Helvetica Neue, Arial, Liberation Sans, sans-serif"


@dataclass(frozen=True)
class Picture:
    """A chart twice, as SVG data URIs: for a page or a screen, and for a phone."""

    wide: str
    narrow: str


def picture(chart: Mapping[str, Any], words: Words) -> Picture:
    """Draw a chart as `workbook.exhibit.chart` describes it."""
    rows = pd.DataFrame(chart["rows"])
    texts = {
        column: [words.text(cell) for cell in rows[column]] for column in rows if _has_texts(rows[column])
    }
    return SHAPES[chart["shape"]](rows.assign(**texts), words, **chart["options"])


def _has_texts(values: pd.Series) -> bool:
    return values.map(lambda value: isinstance(value, str | Mapping)).all()


def _picture(chart: "alt.Chart", height: int, words: Words) -> Picture:
    return Picture(*[_svg(chart.properties(width=width, height=height), words) for width in (WIDE, NARROW)])


def _svg(chart: "alt.Chart", words: Words) -> str:
    import vl_convert

    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": MUTED}
    sizes = {"labelFontSize": 12.5, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 205}
    chart = (
        chart.configure_view(stroke=None)
        .configure_axis(**text, **sizes, gridColor=GRID, domain=False, ticks=False, labelPadding=8)
        .configure_legend(**text, **sizes, orient="top", title=None, symbolType="square", columnPadding=18)
        .configure_text(font=FONT, fontSize=12)
        .properties(background="transparent", padding={"left": 2, "top": 4, "right": 26, "bottom": 2})
    )
    locale = {"format_locale": _number_locale(words)}
    svg = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), **locale)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _number_locale(words: Words) -> dict[str, Any]:
    """How numbers on an axis are written: as everywhere else in the report."""
    signs = words.locale.number_symbols["latn"]
    return {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "currency": ["", ""]}


def _order(values: pd.Series) -> list[str]:
    return [str(value) for value in dict.fromkeys(values)]


def paired_bars(
    table: pd.DataFrame, words: Words, *, name: str, left: str, right: str, legend: list[Phrase]
) -> Picture:
    """Two shares (0 to 1) per name, side by side, with the number at each bar.

    Args:
        table: name, left and right columns, in the order to show.
        words: Gives labels and number formats.
        name: Column with the names.
        left: Column of the first share.
        right: Column of the second.
        legend: What each of the two is.
    """
    import altair as alt

    pair = words.texts(legend)
    long = table.rename(columns=dict(zip([left, right], pair, strict=True)))
    long = long.melt(id_vars=[name], value_vars=pair, var_name="measure", value_name="share")
    long["text"] = [words.show(value, "percent") for value in long["share"]]
    long["share"] = long["share"].fillna(0)
    base = alt.Chart(long).encode(
        y=alt.Y(f"{name}:N", sort=_order(table[name]), title=None),
        yOffset=alt.YOffset("measure:N", sort=pair),
        x=alt.X("share:Q", axis=alt.Axis(format=".0%", tickCount=5), title=None),
    )
    bars = base.mark_bar(size=13).encode(
        color=alt.Color("measure:N", sort=pair, scale=alt.Scale(domain=pair, range=[LIGHT, MAIN]))
    )
    texts = base.mark_text(align="left", dx=4, color=INK).encode(text="text:N")
    return _picture(bars + texts, 44 * len(table), words)


def heat(
    table: pd.DataFrame,
    words: Words,
    *,
    x: str,
    y: str,
    colour: str,
    text: str,
    form: str,
    name: str,
    axes: list[Phrase],
) -> Picture:
    """A grid of cells, darker where `colour` is higher, with `text` and its name in each.

    Args:
        table: One row per cell; x and y are whole numbers.
        words: Gives labels and number formats.
        x: Column across.
        y: Column down, highest on top.
        colour: Column that sets the colour; a missing value leaves the cell white.
        text: Column written in the cell.
        form: How it is written.
        name: Column with what is written below it.
        axes: Headings across and down.
    """
    import altair as alt

    cells = table.assign(text=[words.show(value, form) for value in table[text]])
    cells["dark"] = cells[colour].gt(cells[colour].max() * 0.65)
    base = alt.Chart(cells).encode(
        x=alt.X(f"{x}:O", title=words.text(axes[0]), axis=alt.Axis(labelAngle=0, orient="bottom")),
        y=alt.Y(f"{y}:O", sort="descending", title=words.text(axes[1])),
    )
    shades = alt.Scale(range=["#EEF3F5", MAIN])
    boxes = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(f"{colour}:Q", scale=shades, legend=None)
    )
    ink = alt.condition("datum.dark", alt.value("white"), alt.value(INK))
    texts = base.mark_text(dy=-6).encode(text="text:N", color=ink)
    names = base.mark_text(dy=9, fontSize=9).encode(text=f"{name}:N", color=ink)
    return _picture(boxes + texts + names, 46 * cells[y].nunique(), words)


def intervals(
    table: pd.DataFrame, words: Words, *, name: str, value: str, form: str, **options: Any
) -> Picture:
    """A dot with its 95 % interval per name.

    Args:
        table: name, value, low and high, in the order to show.
        words: Gives number formats.
        name: Column with the names.
        value: Column with the dot.
        form: How the numbers are written.
        options: `axis` (a phrase: the heading for the axis), `percent` (axis in percent), `flag` (a column
            that is true where the dot stands out, or 1 and 2 for two ways to), `zero` (draw a line at zero),
            `domain` (ends of the axis).
    """
    import altair as alt

    rows = table.assign(text=[words.show(number, form) for number in table[value]])
    flags = rows[options["flag"]].astype(int) if "flag" in options else pd.Series(0, index=rows.index)
    rows["colour"] = flags.map(dict(enumerate((MAIN, SECOND, THIRD))))
    ticks = ".0%" if options.get("percent") else "d"
    scale = alt.Scale(domain=options["domain"]) if "domain" in options else alt.Scale(zero=False, nice=True)
    y = alt.Y(f"{name}:N", sort=_order(table[name]), title=None)
    axis = alt.Axis(format=ticks, tickCount=5)
    base = alt.Chart(rows).encode(y=y)
    ends = alt.X("low:Q", title=words.text(options.get("axis")), axis=axis, scale=scale)
    colour = alt.Color("colour:N", scale=None, legend=None)
    lines = base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=ends, x2="high:Q", color=colour)
    dots = base.mark_point(filled=True, size=95, opacity=1).encode(x=f"{value}:Q", color=colour)
    texts = base.mark_text(align="left", dx=8, color=INK).encode(x="high:Q", text="text:N")
    layers = lines + dots + texts
    if options.get("zero"):
        layers = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=MUTED).encode(x="at:Q") + layers
    return _picture(layers, STEP * len(rows), words)


def rising_line(table: pd.DataFrame, words: Words, *, x: str, y: str, axes: list[Phrase]) -> Picture:
    """A line from nothing to all, beside the straight one of equal shares.

    Args:
        table: x and y, both shares (0 to 1), x going up.
        words: Gives number formats.
        x: Column across.
        y: Column up.
        axes: Headings of both.
    """
    import altair as alt

    rows = pd.concat([pd.DataFrame({x: [0.0], y: [0.0]}), table[[x, y]]])
    form = alt.Axis(format=".0%", tickCount=5)
    base = alt.Chart(rows).encode(
        x=alt.X(f"{x}:Q", title=words.text(axes[0]), axis=form),
        y=alt.Y(f"{y}:Q", title=words.text(axes[1]), axis=form),
    )
    even = alt.Chart(pd.DataFrame({x: [0.0, 1.0], y: [0.0, 1.0]})).mark_line(
        color=MUTED, strokeDash=[4, 4], strokeWidth=1
    )
    line = base.mark_line(color=MAIN, strokeWidth=2.5)
    return _picture(even.encode(x=f"{x}:Q", y=f"{y}:Q") + line, 260, words)


def ranges(table: pd.DataFrame, words: Words, *, name: str, low: str, high: str, axis: Phrase) -> Picture:
    """A bar up to a low estimate, lighter on to a high one, per name, with both numbers.

    Args:
        table: name, low and high, in the order to show.
        words: Gives number formats.
        name: Column with the names.
        low: Column with the low end.
        high: Column with the high end.
        axis: Heading of the axis.
    """
    import altair as alt

    texts = [words.text(between(*ends, "int")) for ends in zip(table[low], table[high], strict=True)]
    base = alt.Chart(table.assign(text=texts, zero=0)).encode(
        y=alt.Y(f"{name}:N", sort=_order(table[name]), title=None)
    )
    sure = base.mark_bar(size=14, color=MAIN).encode(
        x=alt.X("zero:Q", title=words.text(axis), axis=alt.Axis(tickCount=5)), x2=f"{low}:Q"
    )
    more = base.mark_bar(size=14, color=LIGHT).encode(x=f"{low}:Q", x2=f"{high}:Q")
    labels = base.mark_text(align="left", dx=6, color=INK).encode(x=f"{high}:Q", text="text:N")
    return _picture(sure + more + labels, STEP * len(table), words)


def small_multiples(
    table: pd.DataFrame, words: Words, *, panel: str, x: str, y: str, form: str, axis: Phrase
) -> Picture:
    """A small chart per panel, all on the same scales: a line over time with its band, and the last number.

    Args:
        table: panel, x, y, low and high, in the order to show.
        words: Gives number formats.
        panel: Column with the heading of each small chart.
        x: Column across, in its order.
        y: Column up.
        form: How the last number of a line is written.
        axis: Heading of the axis up.
    """
    last = table[panel].ne(table[panel].shift(-1))
    rows = table.assign(
        text=[words.show(value, form) if end else "" for value, end in zip(table[y], last, strict=True)]
    )
    return Picture(*[_svg(_panels(rows, words, panel, x, y, axis, columns), words) for columns in (3, 1)])


def _panels(
    rows: pd.DataFrame, words: Words, panel: str, x: str, y: str, axis: Phrase, columns: int
) -> "alt.FacetChart":
    import altair as alt

    up = alt.Scale(zero=True, nice=True)
    across = alt.Axis(labelAngle=0, labelExpr=YEAR_BELOW, labelPadding=4)
    base = alt.Chart(rows).encode(x=alt.X(f"{x}:O", title=None, axis=across))
    ends = alt.Y("low:Q", title=words.text(axis), axis=alt.Axis(tickCount=3), scale=up)
    band = base.mark_area(color=LIGHT, opacity=0.7).encode(y=ends, y2="high:Q")
    whiskers = base.mark_rule(color=LIGHT, strokeWidth=3).encode(y=ends, y2="high:Q")
    line = base.mark_line(color=MAIN, strokeWidth=2).encode(y=f"{y}:Q")
    dots = base.mark_point(color=MAIN, filled=True, size=40, opacity=1).encode(y=f"{y}:Q")
    texts = base.mark_text(align="left", dx=6, color=INK).encode(y=f"{y}:Q", text="text:N")
    zero = base.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[2, 3]).encode(y=alt.datum(0))
    heading = alt.Header(title=None, labelFont=FONT, labelFontSize=12.5, labelColor=INK, labelAnchor="start")
    facet = alt.Facet(f"{panel}:N", sort=_order(rows[panel]), header=heading)
    layers = (zero + band + whiskers + line + dots + texts).properties(width=PANEL, height=PANEL_HEIGHT)
    return layers.facet(facet, columns=columns)


SHAPES = {
    shape.__name__: shape for shape in (paired_bars, heat, intervals, rising_line, ranges, small_multiples)
}
