"""What a workshop asks: the opportunities with what is known of them, and the criteria with their levels."""

from itertools import islice, product
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.catalogues import languages
from workbook.errors import StoreError, WorkshopError
from workbook.opportunities import NO_DRIVERS, NO_NEEDS
from workbook.phrases import label, say
from workbook.render.words import Words
from workbook.score_formula import formula_values
from workbook.score_setting import ScoreRule
from workbook.store import Period

QUOTES = 3
"""So many insights are shown of an opportunity."""
MOST_KEYS = 20
"""With more scores to choose from, a number is typed."""
DRAWN = 2000
"""Answers on which a formula is tried, besides the ends of the scales."""
LEAST_WORK = 0.01
"""Of what a method divides by; of 0 there is no score, and no result for anybody."""
DIVIDED_BY = {("rice", "effort"), ("wsjf", "size")}


def measures(quarter: Period) -> list[DataFrame]:
    """The needs and the drivers that earlier steps found; nothing of a step that has not run.

    Args:
        quarter: The quarter that is planned from.

    Returns:
        As `workbook.opportunities.candidates` takes them.
    """
    return [found(quarter, "needs", NO_NEEDS), found(quarter, "drivers", NO_DRIVERS)]


def found(quarter: Period, name: str, otherwise: DataFrame) -> DataFrame:
    """A table that an earlier step made; `otherwise` where it has not run.

    Args:
        quarter: The quarter that is planned from.
        name: Of the table.
        otherwise: What holds then.
    """
    try:
        return quarter.result(name, otherwise)
    except StoreError:
        return otherwise


def session_setting(quarter: Period, options: DataFrame, *, quorum: int, rounds: int) -> dict[str, Any]:
    """Put together what a workshop is about.

    Args:
        quarter: The quarter that is planned from.
        options: The candidates, as `workbook.opportunities.candidates` gives them.
        quorum: The percentage of the experts who have to answer for a round to count.
        rounds: How many rounds there may be.

    Returns:
        As JSON holds it: title, period, items, criteria, scale, quorum and rounds.

    Raises:
        WorkshopError: The formula of the score has no score for some answers.
    """
    refuse_gaps(quarter.engagement.score, options)
    words = {language: Words(language, quarter.engagement) for language in languages()}
    insights = quarter.inputs("insights")
    rule = quarter.engagement.score
    return {
        "title": quarter.engagement.client,
        "period": quarter.name,
        "items": [_item(row, insights, words) for row in options.to_dict("records")],
        "criteria": [_criterion(name, rule, words) for name in rule.ranges],
        "scale": list(rule.scale or (0, 10)),
        "currency": quarter.engagement.currency,
        "mark": {language: told.text(say("rehearsal.mark")) for language, told in words.items()},
        "remark": words[quarter.engagement.language].text(say("rehearsal.remark")),
        "quorum": quorum,
        "rounds": rounds,
    }


def refuse_gaps(rule: ScoreRule, options: DataFrame) -> None:
    """Refuse a formula that has no score for answers that may be given: one of them, and nobody has a result.

    Args:
        rule: How is scored.
        options: The candidates, with the columns of numbers that the formula names.

    Raises:
        WorkshopError: It divides by zero or is below 0 for answers at the ends of the scales, or for some of
            `DRAWN` that are drawn.

    Example:
        >>> reach, effort = {"name": "reach", "scale": "1-5"}, {"name": "effort", "scale": "0-5"}
        >>> refuse_gaps(
        ...     ScoreRule(method="formula", criteria=(reach, effort), formula="reach / max(effort, 1)"),
        ...     DataFrame({"opportunity": ["chat"]}),
        ... )
    """
    if rule.method != "formula":
        return
    answers = _possible_answers(rule)
    columns = [name for name in rule.formula_names if name not in rule.ranges]
    rows = answers.merge(options[columns].drop_duplicates(), how="cross") if columns else answers
    values = formula_values(rule.formula, {name: rows[name].astype("float64") for name in rule.formula_names})
    wrong = rows[~np.isfinite(values) | values.lt(0)]
    if wrong.empty:
        return
    where = " and ".join(f"{name} is {wrong[name].iloc[0]:g}" for name in rule.formula_names)
    raise WorkshopError(
        f"score.formula in engagement.yml: {rule.formula} has no score of 0 or more where {where}. One such"
        " answer would leave the whole workshop without results. Keep what it divides by above 0, as"
        " max(…, 1) does, or begin the scale at 1; keep it at 0 or more, as max(…, 0) does."
    )


def _possible_answers(rule: ScoreRule) -> DataFrame:
    """The ends of the scales, and whole answers drawn the same each time; a column per criterion."""
    low, high = zip(*rule.ranges.values(), strict=True)
    ends = list(islice(product(*rule.ranges.values()), DRAWN))
    drawn = np.random.default_rng(1).integers(low, high, size=(DRAWN, len(low)), endpoint=True)
    return DataFrame([*ends, *drawn.tolist()], columns=list(rule.ranges))


def _item(row: dict[str, Any], insights: DataFrame, words: dict[str, Words]) -> dict[str, Any]:
    facts = [
        *_text("touchpoint", row.get("touchpoint"), words),
        *_text("team", row.get("team"), words),
        *_measure("cost", row.get("cost"), "money", words),
        *_measure("need", row.get("need_score"), "dec1", words),
        *_measure("link", row.get("importance"), "percent", words),
        *_quotes(row.get("insights"), insights, words),
    ]
    return {"opportunity": str(row["opportunity"]), "title": str(row["title"]), "facts": facts}


def _text(kind: str, value: Any, words: dict[str, Words]) -> list[dict[str, Any]]:
    if not isinstance(value, str) or not value:
        return []
    return [{"kind": kind, "text": {language: own.show(value, "") for language, own in words.items()}}]


def _measure(kind: str, value: Any, form: str, words: dict[str, Words]) -> list[dict[str, Any]]:
    if value is None or pd.isna(value):
        return []
    return [{"kind": kind, "text": {language: own.show(value, form) for language, own in words.items()}}]


def _quotes(named: Any, insights: DataFrame, words: dict[str, Words]) -> list[dict[str, Any]]:
    ids = [one.strip() for one in named.split(";")] if isinstance(named, str) else []
    named = insights[insights["insight"].isin(ids)].head(QUOTES)
    return [fact for text in named["text"] for fact in _text("insight", text, words)]


def _criterion(name: str, rule: ScoreRule, words: dict[str, Words]) -> dict[str, Any]:
    low, high = rule.ranges[name]
    low = LEAST_WORK if (rule.method, name) in DIVIDED_BY else low
    own = next((one for one in rule.criteria if one.name == name), None)
    given = {} if own is None else own.label
    labels = {
        language: given.get(language)
        or (next(iter(given.values()), name) if own else told.text(label(f"criterion.{name}")))
        for language, told in words.items()
    }
    levels = {} if own is None else own.levels
    return {
        "name": name,
        "low": low,
        "high": high if isfinite(high) else None,
        "keys": rule.scale is not None and high - low < MOST_KEYS,
        "labels": labels,
        "levels": {
            language: {str(level): _level(text, language) for level, text in levels.items()}
            for language in words
        },
    }


def _level(text: Any, language: str) -> str:
    return text if isinstance(text, str) else text.get(language) or next(iter(text.values()))
