"""The segments as cards: their rule, size and revenue, what sets them apart, their score, and what to do."""

from dataclasses import replace

import pandas as pd

from workbook.chapters import score_words
from workbook.chapters.recognise._names import measure_name, measured, segment_levels, segment_names
from workbook.chapters.recognise.segment_differences import unasked
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, chart, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer
from workbook.recognise.clusters import Clusters
from workbook.recognise.segment_checks import Agreement

say = sayer(__name__)
VERDICTS = {"stable": "stable", "doubtful": "doubtful", "lost": "not_a_segment"}


def exhibit(
    cards: pd.DataFrame,
    rule: pd.DataFrame,
    differences: pd.DataFrame,
    rated: pd.DataFrame,
    groups: pd.DataFrame,
    sure: bool,
    clusters: Clusters,
    stability: pd.DataFrame,
    agreement: Agreement,
    engagement: Engagement,
) -> Exhibit:
    """The segment that brings most, where revenue is expected to move, and whether the data show groups.

    Args:
        cards: From `value_by_segment`.
        rule: From `axis_rule`.
        differences: From `what_distinguishes`.
        rated: The leading score by segment of who answered.
        groups: From `value_of_groupings`: the segments' shares of the revenue, now and expected.
        sure: Whether what is expected may be planned on (`Outlook.sure`).
        clusters: Groups that the data show by themselves.
        stability: From `cluster_stability`.
        agreement: Of both.
        engagement: The settings.
    """
    names = segment_levels(rule)
    ahead = groups[groups["grouping"].eq("segment")].set_index("group")
    columns = [
        Column("name", label("segment")),
        Column("rule", say("rule")),
        Column("size", say("customers")),
        Column("revenue", label("revenue")),
        Column("value_per_customer", label("value_per_customer_shown"), "money"),
        Column("apart", say("apart")),
        *([Column("score", score_words.axis(rated["measure"].iloc[0]))] if len(rated) else []),
        Column("advice", say("advice")),
    ]
    made = table_exhibit(
        _worded(cards, rule, differences, rated.set_index("segment")).assign(name=cards["group"].map(names)),
        columns,
        title=_title(cards, names),
        findings=phrases(
            _left_out(rule, engagement),
            _moves(ahead, names, sure, engagement),
            _structure(clusters, stability),
            _agreement(agreement),
        ),
        note=say("note", days=engagement.days_counted),
        tables=("transactions", *(["answers"] if len(rated) else [])),
        chart=_slopes(ahead, names),
        alt=say("alt"),
    )
    return replace(made, cards=True)


def _worded(
    cards: pd.DataFrame, rule: pd.DataFrame, differences: pd.DataFrame, rated: pd.DataFrame
) -> pd.DataFrame:
    """What each card says; a dash where the segment is too small to tell."""
    cuts, told = segment_names(rule), unasked(differences, rule)
    rows = [row._asdict() for row in cards.itertuples()]
    return cards.assign(
        rule=cards["group"].map(cuts),
        size=[say("size", **as_facts(row, "n", "share_of_customers")) for row in rows],
        revenue=[_revenue(row) for row in rows],
        apart=[_stands_out(told[told["segment"].eq(group)]) for group in cards["group"]],
        score=[_score(rated, group) for group in cards["group"]],
        advice=[_advice(row, differences[differences["segment"].eq(row["group"])]) for row in rows],
    )


def _revenue(card: dict) -> Phrase:
    if pd.isna(card["share_of_value"]):
        return say("few")
    return say("revenue", **as_facts(card, "value", "share_of_value"))


def _stands_out(known: pd.DataFrame) -> Phrase:
    """The largest clear difference from the others, on a measure that did not make the segments."""
    clear = known[known["distinguishes"].astype(bool)]
    if clear.empty:
        return say("apart.none" if len(known) else "few")
    top = clear.loc[clear["d"].abs().idxmax()]
    means = {end: measured(top["feature"], top[end]) for end in ("mean", "rest_mean")}
    return say("apart.most", measure=label(f"measure.{top['feature']}"), **means)


def _score(rated: pd.DataFrame, group: str) -> Phrase:
    if group not in rated.index or pd.isna(rated.at[group, "score"]):
        return say("few")
    return say("score", n=rated.at[group, "n"], **score_words.told(rated.loc[group]))


def _advice(card: dict, differences: pd.DataFrame) -> Phrase:
    """What to do, by a rule over the clear differences from the others."""
    if pd.isna(card["share_of_value"]) or differences["d"].isna().all():
        return say("few")
    clear = differences[differences["distinguishes"].astype(bool)].set_index("feature")["d"]
    more, away = clear.get("value", 0.0) > 0, clear.get("recency_days", 0.0) > 0
    if away:
        return say("advice.back.first" if more else "advice.back")
    if more:
        return say("advice.keep")
    lacking = [name for name in ("breadth", "orders") if clear.get(name, 0.0) < 0]
    return say(f"advice.{lacking[0]}" if lacking else "advice.amount")


def _slopes(ahead: pd.DataFrame, names: dict[str, Phrase]) -> dict | None:
    """Each segment's share of the revenue, now and expected; none where fewer than two are known."""
    known = ahead.dropna(subset=["share_of_value", "share_of_expected"])
    known = known[known.index.isin(list(names))]
    if len(known) < 2:
        return None
    shown = known.assign(name=[names[group] for group in known.index])
    return chart(
        "slopes",
        shown,
        name="name",
        left="share_of_value",
        right="share_of_expected",
        axes=[say("now"), say("expected")],
    )


def _moves(
    ahead: pd.DataFrame, names: dict[str, Phrase], sure: bool, engagement: Engagement
) -> Phrase | None:
    """The segment whose share of the revenue is expected to change most."""
    known = ahead[ahead.index.isin(list(names))].dropna(subset=["share_of_value", "share_of_expected"])
    if known.empty:
        return None
    change = known["share_of_expected"] - known["share_of_value"]
    group = change.abs().idxmax()
    shares = {"now": known.at[group, "share_of_value"], "expected": known.at[group, "share_of_expected"]}
    key = "moves" if sure else "moves.unsure"
    return say(key, name=names[group], quarters=engagement.outlook.quarters, **shares)


def _title(cards: pd.DataFrame, names: dict[str, Phrase]) -> Phrase:
    known = cards.dropna(subset=["share_of_value"])
    if known.empty:
        return say("title.none")
    top = known.loc[known["share_of_value"].idxmax()]
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return say("title", name=names[top["group"]], **shares)


def _left_out(rule: pd.DataFrame, engagement: Engagement) -> Phrase | None:
    """The question on which customers do not differ."""
    same = [measure_name(axis) for axis in engagement.segments.axes if axis not in set(rule["column"])]
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
