"""The segments with their rule, and what they bring."""

import pandas as pd

from workbook.chapters.recognise._names import segment_names
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer
from workbook.recognise.clusters import Clusters
from workbook.recognise.segment_checks import Agreement

say = sayer(__name__)
VERDICTS = {"stable": "stable", "doubtful": "doubtful", "lost": "not_a_segment"}


def exhibit(
    cards: pd.DataFrame,
    rule: pd.DataFrame,
    clusters: Clusters,
    stability: pd.DataFrame,
    agreement: Agreement,
    engagement: Engagement,
) -> Exhibit:
    """The segment that brings most, and whether the data show groups by themselves."""
    columns = [
        Column("name", label("segment")),
        Column("n", label("n"), "int"),
        Column("share_of_customers", label("share_of_active"), "percent"),
        Column("share_of_value", label("share_of_value"), "percent"),
        Column("value_per_customer", label("value_per_customer_shown"), "money"),
    ]
    names = segment_names(rule)
    return table_exhibit(
        cards.assign(name=cards["group"].map(names)),
        columns,
        title=_title(cards, names),
        findings=phrases(_left_out(rule, engagement), _structure(clusters, stability), _agreement(agreement)),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _title(cards: pd.DataFrame, names: dict[str, Phrase]) -> Phrase:
    known = cards.dropna(subset=["share_of_value"])
    if known.empty:
        return say("title.none")
    top = known.loc[known["share_of_value"].idxmax()]
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return say("title", name=names[top["group"]], **shares)


def _left_out(rule: pd.DataFrame, engagement: Engagement) -> Phrase | None:
    """The question on which customers do not differ."""
    same = [label(f"measure.{axis}") for axis in engagement.segments.axes if axis not in set(rule["column"])]
    return say("one_question", names=same) if same and len(rule) else None


def _structure(clusters: Clusters, stability: pd.DataFrame) -> Phrase:
    counts = {name: stability["verdict"].eq(verdict).sum() for name, verdict in VERDICTS.items()}
    ends = {}
    if len(stability):
        least = stability.sort_values("jaccard").iloc[0]
        ends = {"least": least["jaccard"], **as_facts(least, "low", "high")}
    return say(clusters.reason, n=clusters.n, k=clusters.k, **counts, **ends)


def _agreement(agreement: Agreement) -> Phrase | None:
    if pd.isna(agreement.rand):
        return None
    return say("agreement", rand=agreement.rand, low=agreement.low, high=agreement.high)
