"""Measures beside the panel's score, where the engagement gives them a weight."""

from pandas import DataFrame

from workbook.engagement import Engagement
from workbook.privacy import tells

MOST_NEED = 20
"""The highest opportunity score that a need can have."""


@tells()
def with_evidence(options: DataFrame, drivers: DataFrame, settings: Engagement) -> DataFrame:
    """Weigh what was measured beside what the panel thinks.

    score = (1 - share) * score of the panel + weight of the need * need + weight of the link * link

    A need counts from the low end of the panel's scale (opportunity score 0) to its high end (20), a link
    from the low end (importance 0) to the high end (that of the strongest driver). Where a measure is
    missing, the panel's score has its weight; what the panel did not score stays unscored.

    Args:
        options: The candidates: score, scored, need_score and importance (blank where not measured).
        drivers: importance of all drivers.
        settings: The weights, and the scale of the score.

    Returns:
        The rows, with panel_score (what the panel gave), evidence_share (the weight of the measures that are
        there) and evidence_points (what they add), and score as above.

    Source:
        Keeney & Raiffa (1976), Decisions with Multiple Objectives, ch. 3 (additive value).

    Example:
        >>> from workbook.engagement import engagement_from
        >>> one = DataFrame({"score": [6.0], "scored": True, "need_score": 20.0, "importance": None})
        >>> acme = engagement_from({"client": "Acme", "plan": {"evidence": {"need": 0.25}}})
        >>> with_evidence(one, DataFrame({"importance": [0.2]}), acme)["score"].tolist()
        [7.0]
    """
    rule, (low, high) = settings.plan.evidence, settings.score.scale or (0.0, 0.0)
    strongest = drivers["importance"].max()
    weights = {"need": rule.need, "link": rule.importance}
    measured = DataFrame(
        {
            "need": options["need_score"].astype(float) / MOST_NEED,
            "link": options["importance"].astype(float) / (strongest if strongest > 0 else float("nan")),
        }
    ).where(options["scored"].astype(bool))
    share = measured.notna().mul(weights).sum(axis="columns")
    points = (low + (high - low) * measured).mul(weights).fillna(0.0).sum(axis="columns")
    return options.assign(
        panel_score=options["score"],
        evidence_share=share,
        evidence_points=points,
        score=options["score"] * (1 - share) + points,
    )


def drawn_with_evidence(drawn: DataFrame, options: DataFrame) -> DataFrame:
    """Weigh the measures beside the scores of every draw, as beside those of the panel.

    Args:
        drawn: A row per draw, a column per opportunity, as `prioritization.panel_draws` gives it.
        options: As `with_evidence` gives it.

    Returns:
        The same for the candidates that were drawn.

    Example:
        >>> options = DataFrame({"opportunity": ["O1"], "evidence_share": [0.25], "evidence_points": [5.0]})
        >>> drawn_with_evidence(DataFrame({"O1": [4.0, 8.0], "O9": 1.0}), options).to_dict("list")
        {'O1': [8.0, 11.0]}
    """
    kept = drawn.filter(items=options["opportunity"])
    by_name = options.set_index("opportunity").loc[kept.columns]
    return kept * (1 - by_name["evidence_share"]) + by_name["evidence_points"]
