"""How people score us who raise a topic, and whether those do who raise it otherwise than the others."""

from collections.abc import Mapping

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import holm_of_known, people
from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.understand.answers import answers_to
from workbook.understand.scores import adds, leading_question, measure_of, scores


def topic_scores(raised: DataFrame, answers: DataFrame, questions: Mapping[str, Question]) -> DataFrame:
    """Score of those who raise each topic, of the relation where it was asked, against that of the others.

    The others are those who said something too, and not about the topic.

    Args:
        raised: Who raises which topics: topic, person (as `workbook.feedback.comments.comments` has them) and
            value (bool), one row per person and topic.
        answers: Answers of the same quarter: question, score, touchpoint, respondent_id, [customer_id,
            weight].
        questions: Those that can lead, as `workbook.understand.scores.leading_question` takes them.

    Returns:
        One row per topic: topic, question and measure (of the leading question), score, score_low, score_high
        (95 %, in its unit), n_scored (answers), gap (above the score of the others), gap_low, gap_high, gap_p
        (two-sided, by Welch, corrected by Holm), fewest (the smaller number of people); blank where nobody
        answered.

    Source:
        Welch (1947), Biometrika 34, p. 28-35; Holm (1979), Scandinavian Journal of Statistics 6(2), p. 65-70.
    """
    relation = answers[answers["touchpoint"].isna()]
    asked = leading_question(relation, questions)
    asked, rows = (asked, relation) if asked else (leading_question(answers, questions), answers)
    question, rule = next(iter(asked.items()), ("", Question()))
    rows = answers_to(rows, question).drop(columns="topic", errors="ignore")
    rows = rows.assign(person=people(rows.drop(columns="cluster", errors="ignore")))
    yes = raised[raised["value"].astype(bool)]
    scored = scores(rows.merge(yes[["person", "topic"]], on="person"), asked, ["topic"])
    names = {"score": "score", "low": "score_low", "high": "score_high", "n": "n_scored"}
    table = DataFrame({"topic": raised["topic"].unique()}).assign(question=question, measure=measure_of(rule))
    table = table.merge(scored.rename(columns=names)[["topic", *names.values()]], how="left", on="topic")
    gaps = _gaps(raised, rows, adds(rows["score"], rule)).reindex(table["topic"]).reset_index(drop=True)
    table = table.join(gaps).assign(gap_p=holm_of_known(gaps["gap_p"]))
    return table.assign(**{name: table[name].fillna(0).astype(int) for name in ("n_scored", "fewest")})


def _gaps(raised: DataFrame, rows: DataFrame, values: Series) -> DataFrame:
    """Per topic the mean of a person who raises it less that of one who does not, with its error."""
    from scipy.special import ndtr

    weight = rows.get("weight", Series(1.0, rows.index)).fillna(1.0)
    parts = DataFrame({"person": rows["person"], "w": weight, "x": weight * values})
    each = parts.groupby("person").sum()
    each = raised.merge((each["x"] / each["w"]).rename("x"), on="person").merge(each["w"], on="person")
    groups = each.assign(wx=each["w"] * each["x"]).groupby(["topic", "value"])
    mean = (groups["wx"].sum() / groups["w"].sum()).rename("mean")
    each = each.merge(mean.reset_index(), on=["topic", "value"])
    each["pull"] = (each["w"] * (each["x"] - each["mean"])) ** 2
    groups = each.groupby(["topic", "value"])
    n = groups.size()
    variance = groups["pull"].sum() / groups["w"].sum() ** 2 * n / (n - 1).clip(lower=1)
    both = [part.unstack("value").reindex(columns=[False, True]) for part in (mean, variance, n)]
    (no, yes), se = (
        (both[0][side] for side in (False, True)),
        np.sqrt(both[1].sum(axis="columns", skipna=False)),
    )
    gap = yes - no
    found = {"gap": gap, "gap_low": gap - Z95 * se, "gap_high": gap + Z95 * se}
    found["gap_p"] = 2 * Series(ndtr(-(gap / se.where(se > 0)).abs()), gap.index)
    return DataFrame({**found, "fewest": both[2].min(axis="columns", skipna=False)})
