"""What a panel shows itself after a round: every score without a name, the verdict, reasons of both sides."""

from typing import Any

import pandas as pd
from pandas import DataFrame

from prioritization.panel.dissent import dissent, panel_notes
from prioritization.panel.ratings import expert_scores, latest_round
from prioritization.panel.verdicts import panel_scores
from prioritization.scoring.methods import PIE, Method

MOST_DIVIDED_FIRST = ("no consensus", "unstable", "one expert", "agreed")


def panel_results(scores: DataFrame, *, method: Method = PIE, per_side: int = 3) -> list[dict[str, Any]]:
    """Bring a round together for all to see, the most divided opportunity first. No expert is named.

    Args:
        scores: As for `panel_scores`, with every round; the latest round of each opportunity counts.
        method: As for `expert_scores`.
        per_side: As for `dissent`.

    Returns:
        Per opportunity, as JSON holds it: opportunity, round, n, abstained, median, low, high (None where
        unknown), iqr, verdict, stable (None in a first round), points (all scores, from low to high), higher
        and lower (reasons of the experts above and below the median, in alphabetical order), and notes
        ("ceiling" or "floor" where nearly all are at an end).

    Raises:
        ScoreError: As for `expert_scores`.

    Example:
        >>> rows = [(expert, 1, "faq", criterion, score, "As it fails")
        ...     for expert, score in {"a": 2, "b": 9}.items()
        ...     for criterion in ("potential", "importance", "ease")]
        >>> columns = ["expert", "round", "opportunity", "criterion", "score", "remark"]
        >>> found = panel_results(DataFrame(rows, columns=columns))[0]
        >>> found["verdict"], found["points"], found["lower"]
        ('no consensus', [2.0, 9.0], ['As it fails'])
    """
    panel = latest_round(panel_scores(scores, method=method))
    given = expert_scores(latest_round(scores), method).dropna(subset="score")
    reasons, notes = dissent(scores, per_side=per_side, method=method), panel_notes(scores, method=method)
    order = panel["verdict"].map(MOST_DIVIDED_FIRST.index)
    ranked = panel.assign(order=order).sort_values(
        ["order", "iqr", "opportunity"], ascending=[True, False, True]
    )
    return [_result(row, given, reasons, notes) for row in ranked.to_dict("records")]


def _result(row: dict, given: DataFrame, reasons: DataFrame, notes: DataFrame) -> dict[str, Any]:
    name = row["opportunity"]
    own, said, noted = (table[table["opportunity"].eq(name)] for table in (given, reasons, notes))
    numbers = {key: _number(row[key]) for key in ("median", "low", "high", "iqr")}
    whole = {key: int(row[key]) for key in ("round", "n", "abstained")}
    return {
        "opportunity": str(name),
        **whole,
        **numbers,
        "verdict": str(row["verdict"]),
        "stable": None if pd.isna(row["stable"]) else bool(row["stable"]),
        "points": sorted(round(float(score), 2) for score in own["score"]),
        "higher": _remarks(said[said["distance"].gt(0)]),
        "lower": _remarks(said[said["distance"].lt(0)]),
        "notes": sorted(set(noted.loc[noted["note"].isin(["ceiling", "floor"]), "note"])),
    }


def _remarks(rows: DataFrame) -> list[str]:
    """The reasons, in an order that does not say who is furthest."""
    return sorted({str(remark) for remark in rows["remark"].dropna() if str(remark).strip()})


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 2)
