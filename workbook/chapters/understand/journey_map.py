"""The journey as a map: score, goals, needs, pains, owners, opportunities and evidence of each cell."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters import score_words
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer, show
from workbook.understand.journey import ENOUGH, SOURCES
from workbook.understand.scores import ends

say = sayer(__name__)
NAMED = 3  # touchpoints with too little evidence that the title names
TITLES = 3  # opportunities that a cell has room for
LEVELS = {"none": 0, "some": 1, "enough": 2}
COUNTED = {"answers": "n", "insights": "insights", "sources": "sources"}
TOLD = ("customer_goal", "company_goal", "need", "activity")


def exhibit(cells: pd.DataFrame, leading: Mapping[str, Any], engagement: Engagement) -> Exhibit:
    """How much of the journey has evidence, and where more is needed.

    Args:
        cells: From `workbook.understand.journey.journey_map`.
        leading: The question that leads, as `workbook.understand.scores.leading_question` gives it.
        engagement: The settings.
    """
    lacking = cells[cells["evidence"].ne("enough")]
    strips = [
        _strip(str(name), rows, cells, [ends(question) for question in leading.values()])
        for name, rows in cells.groupby("journey", sort=False)
    ]
    return Exhibit(
        title=_title(cells, lacking),
        board={"strips": strips},
        findings=phrases(_lowest(cells), *_lacks(lacking), None if len(lacking) else say("enough")),
        note=say("note", answers=ENOUGH, sources=SOURCES),
        tables=_tables(cells),
    )


def _strip(
    name: str, rows: pd.DataFrame, cells: pd.DataFrame, spans: list[tuple[float, float]]
) -> dict[str, Any]:
    """One journey of the map: its phases, its touchpoints, and its lanes."""
    parent = next(iter(rows["parent"].dropna()), None)
    below = cells.loc[cells["parent"].eq(name), "journey"].unique()
    heading = say("part_of", journey=name, parent=parent) if parent else name
    lanes = [
        _curve(rows, spans[0]) if spans and rows["score"].notna().any() else None,
        _lane("evidence", rows, _evidence, kind="mark"),
        _lane("volume", rows, _volume),
        *[_lane(field, rows, lambda row, field=field: [row[field]]) for field in TOLD],
        _lane("pains", rows, lambda row: [*row["pains"], _quote(row)]),
        _lane("owner", rows, lambda row: [row["owner"]]),
        _lane("opportunities", rows, _opportunities),
    ]
    return {
        "name": say("with", journey=name, names=below) if len(below) else heading,
        "groups": rows["phase"].tolist(),
        "places": rows["touchpoint"].tolist(),
        "notes": rows["channel"].astype("object").where(rows["channel"].notna(), "").tolist(),
        "lanes": [lane for lane in lanes if lane],
    }


def _lane(
    name: str, rows: pd.DataFrame, told: Callable[[pd.Series], list[Any]], kind: str = "text"
) -> dict[str, Any] | None:
    """A lane with what is told of each cell; none where nothing is told of any."""
    cells = [
        {"texts": [text for text in told(row) if text and text == text], "level": LEVELS[row["evidence"]]}
        for row in rows.to_dict("records")
    ]
    if not any(cell["texts"] for cell in cells):
        return None
    return {"name": label(f"lane.{name}"), "kind": kind, "cells": cells}


def _curve(rows: pd.DataFrame, span: tuple[float, float]) -> dict[str, Any]:
    measure = next(iter(rows["measure"].dropna()))
    form, (least, most) = score_words.form(measure), span
    cells = [
        {
            "value": None if pd.isna(row.score) else row.score,
            "low": None if pd.isna(row.low) else row.low,
            "high": None if pd.isna(row.high) else row.high,
            "texts": _score(row, form),
        }
        for row in rows.itertuples()
    ]
    scale = [show(most, form), show(least, form)]
    axis = score_words.axis(measure)
    return {"name": axis, "kind": "curve", "ends": [least, most], "scale": scale, "cells": cells}


def _score(row: Any, form: str) -> list[Phrase]:
    if pd.isna(row.score):
        return [say("hidden", n=row.n) if row.n else say("unmeasured")]
    return [show(row.score, form), say("ends", ends=between(row.low, row.high, form), n_answers=row.n)]


def _volume(row: Mapping[str, Any]) -> list[Phrase]:
    """The contacts of the quarter, or else the answers."""
    if row["contacts"] == row["contacts"]:
        return [say("contacts", n=row["contacts"])]
    return [say("answers", n=row["n"])] if row["n"] else []


def _quote(row: Mapping[str, Any]) -> Phrase:
    if not isinstance(row["quote"], str):
        return ""
    key = "quote" if isinstance(row["quoted"], str) else "quote.alone"
    return say(key, text=row["quote"], source=row["quoted"])


def _opportunities(row: Mapping[str, Any]) -> list[Phrase]:
    titles = list(row["opportunities"])
    more = len(titles) - TITLES
    return [*titles[:TITLES], say("more_titles", n=more)] if more > 0 else titles


def _evidence(row: Mapping[str, Any]) -> list[Phrase]:
    counts = [say(what, n=row[name]) for what, name in COUNTED.items()]
    return [*labels([f"evidence.{row['evidence']}"]), say("counts", counts=counts)]


def _tables(cells: pd.DataFrame) -> tuple[str, ...]:
    """The tables that something in the map comes from."""
    told = {
        "answers": cells["n"].gt(0),
        "insights": cells["insights"].gt(0),
        "opportunities": cells["opportunities"].map(len).gt(0),
        "touchpoints": cells["contacts"].notna(),
    }
    return ("journey", *[table for table, there in told.items() if there.any()])


def _title(cells: pd.DataFrame, lacking: pd.DataFrame) -> Phrase:
    if lacking.empty:
        return say("title.all", n=len(cells))
    names = lacking["touchpoint"].unique()[:NAMED]
    if len(lacking) == len(cells):
        return say("title.none", n=len(cells), names=names)
    return say("title", enough=len(cells) - len(lacking), cells=len(cells), names=names)


def _lowest(cells: pd.DataFrame) -> Phrase | None:
    """The lowest point of the curve; whether it is clearly so, the exhibit on scores tells."""
    known = cells.dropna(subset=["score"])
    if len(known) < 2:
        return None
    row = known.loc[known["score"].idxmin()]
    return say("lowest", touchpoint=row["touchpoint"], phase=row["phase"], **score_words.told(row))


def _lacks(lacking: pd.DataFrame) -> list[Phrase]:
    counts = lacking["lacks"].value_counts()
    return [
        say(f"lacks.{what}", n=counts[what]) for what in ("figures", "insights", "both") if what in counts
    ]
