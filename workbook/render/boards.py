"""Boards: a map as a real table, with lanes down and places across, in strips that fit a page."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from workbook.render import marks
from workbook.render.words import Words

MOST = 8
"""So many places stand side by side: more cannot be read on a wall, nor fit a page."""
SIZE = 100  # of the picture in a cell, which is stretched over the cell


def board(given: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """The strips of a board, in words.

    Args:
        given: strips, each with name (a phrase), groups (of each place the phrase above it), places (phrases)
            with notes (a phrase below each) and lanes: name, kind ("text", "fill", "mark", "curve") and
            cells: of a text a list of phrases; of a fill phrases and its level (0 blank, 1 tinted, 2
            hatched); of a mark its level (0 to 2) and a phrase; of a curve value, low and high (None where
            unknown) and texts; with `ends`, the least and the most that a value may be, and `scale`,
            phrases for them.
        words: Puts phrases in words.

    Returns:
        Strips of at most eight places, cut between groups where that can be: name, groups (name, span),
        places (name, note, and empty: whether nothing is told of it) and lanes (name, kind, ends,
        cells: texts, level and picture).
    """
    return [
        _strip(strip, part, words)
        for strip in given["strips"]
        for part in _parts(words.texts(strip["groups"]))
    ]


def _parts(groups: Sequence[str]) -> list[list[int]]:
    """The places of each strip."""
    runs: list[list[int]] = []
    for place, group in enumerate(groups):
        if place and groups[place - 1] == group and len(runs[-1]) < MOST:
            runs[-1].append(place)
        else:
            runs.append([place])
    parts: list[list[int]] = [[]]
    for run in runs:
        if parts[-1] and len(parts[-1]) + len(run) > MOST:
            parts.append([])
        parts[-1] += run
    return parts


def _strip(strip: Mapping[str, Any], part: Sequence[int], words: Words) -> dict[str, Any]:
    groups: list[dict[str, Any]] = []
    for place in part:
        name = words.text(strip["groups"][place])
        if groups and groups[-1]["name"] == name:
            groups[-1]["span"] += 1
        else:
            groups.append({"name": name, "span": 1})
    return {
        "name": words.text(strip["name"]),
        "groups": groups,
        "group_of": [words.text(strip["groups"][place]) for place in part],
        "places": [
            {
                "name": words.text(strip["places"][place]),
                "note": words.text(strip["notes"][place]),
                "empty": not any(lane["cells"][place]["texts"] for lane in strip["lanes"]),
            }
            for place in part
        ],
        "lanes": [_lane(lane, part, words) for lane in strip["lanes"]],
    }


def _lane(lane: Mapping[str, Any], part: Sequence[int], words: Words) -> dict[str, Any]:
    cells = [lane["cells"][place] for place in part]
    told = [{"texts": words.texts(cell["texts"]), "level": cell.get("level")} for cell in cells]
    if lane["kind"] == "curve":
        pictures = curve(cells, lane["ends"], marks.colours(words)[0])
        told = [{**cell, "picture": picture} for cell, picture in zip(told, pictures, strict=True)]
    ends = words.texts(lane.get("scale", ()))
    return {"name": words.text(lane["name"]), "kind": lane["kind"], "ends": ends, "cells": told}


def curve(cells: Sequence[Mapping[str, Any]], ends: Sequence[float], colour: str) -> list[str]:
    """A curve through several cells, each with its part of it as a picture that can be stretched.

    Args:
        cells: value, low and high of each, or None.
        ends: The least and the most that a value may be.
        colour: Of the line.

    Returns:
        An SVG data URI per cell; empty where the cell has no value.
    """
    least, most = ends
    heights = [[_height(cell[name], least, most) for name in ("value", "low", "high")] for cell in cells]
    pictures = []
    for at, (value, low, high) in enumerate(heights):
        beside = [heights[to][0] if 0 <= to < len(heights) else None for to in (at - 1, at + 1)]
        pictures.append("" if value is None else _picture(value, low, high, beside, colour))
    return pictures


def _height(value: float | None, least: float, most: float) -> float | None:
    """How far down a value stands, with room for a dot at either end."""
    return None if value is None else SIZE * (0.06 + 0.88 * (most - value) / (most - least))


def _picture(
    value: float, low: float | None, high: float | None, beside: Sequence[float | None], colour: str
) -> str:
    half = SIZE / 2
    line = [f"{half} {value:.1f}"]
    if beside[0] is not None:
        line.insert(0, f"0 {(value + beside[0]) / 2:.1f}")
    if beside[1] is not None:
        line.append(f"{SIZE} {(value + beside[1]) / 2:.1f}")
    paths = [(f"M0 {half}H{SIZE}", {"stroke": marks.GRID, "stroke-dasharray": "4 4"})]
    if low is not None and high is not None:
        paths.append((f"M{half} {low:.1f}V{high:.1f}", {"stroke-opacity": 0.3, "stroke-width": 16}))
    paths.append((f"M{'L'.join(line)}", {"stroke-width": 2.5, "fill": "none"}))
    paths.append((f"M{half} {value:.1f}h.01", {"stroke-width": 7, "stroke-linecap": "round"}))
    drawn = [_path(shape, {"stroke": colour, **looks}) for shape, looks in paths]
    box = f'viewBox="0 0 {SIZE} {SIZE}" preserveAspectRatio="none"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(drawn)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _path(shape: str, looks: Mapping[str, Any]) -> str:
    """A line that stays as thick as it is when the picture is stretched."""
    written = " ".join(f'{name}="{value}"' for name, value in looks.items())
    return f'<path vector-effect="non-scaling-stroke" d="{shape}" {written}/>'
