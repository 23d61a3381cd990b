"""What each pressure rule withholds, and what all withhold together when one is looser or tighter."""

import pandas as pd

from workbook.chapters.apply._rules import rule_name, rule_text
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(changes: pd.DataFrame, stages: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which rule withholds most, what one step looser would do, and in which stage most is missed.

    Args:
        changes: From `workbook.apply.pressure_counts.rule_changes`.
        stages: From `workbook.apply.pressure_counts.pressure_by_stage`, as may be shown.
        engagement: The settings.
    """
    rules = {rule.name: rule for rule in engagement.contact.every_rule}
    as_is = changes["change"].eq("")
    texts = [
        rule_text(rules[row.rule].model_copy(update={"limit": row.limit, "window_days": row.window_days}))
        for row in changes.itertuples()
    ]
    rows = changes.assign(
        rule_name=[rule_name(name) for name in changes["rule"]],
        text=[say("as_is", rule=text) if now else text for text, now in zip(texts, as_is, strict=True)],
        share=changes["withheld"] / changes["planned"].where(changes["planned"] > 0),
    )
    several = len(rules) > 1
    columns = [
        *([Column("rule_name", say("rule"))] if several else []),
        Column("text", say("setting"), tone=lambda row: "" if row["change"] else "strong"),
        Column("withheld", label("withheld"), "int"),
        Column("share", say("share"), "percent"),
        *([Column("by_rule", say("by_rule"), "int")] if several else []),
        Column("missed", say("missed"), "int"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(changes, changes[as_is]),
        findings=phrases(_looser(changes), _fullest(stages), _alike(changes)),
        note=say("note"),
        tables=("programmes", "touchpoints"),
    )


def _title(changes: pd.DataFrame, as_is: pd.DataFrame) -> Phrase:
    now = as_is.iloc[0]
    if not now["withheld"]:
        return say("title.nothing", n=now["planned"])
    most = as_is.loc[as_is["by_rule"].idxmax()]
    if len(as_is) > 1:
        return say(
            "title.by", rule=rule_name(most["rule"]), by_rule=most["by_rule"], withheld=now["withheld"]
        )
    return say("title", withheld=now["withheld"], n=now["missed"])


def _looser(changes: pd.DataFrame) -> Phrase | None:
    """What one message more would let through."""
    now = changes.iloc[0]
    more = changes[changes["change"].eq("limit") & changes["rule"].eq(now["rule"])]
    more = more[more["limit"] > now["limit"]]
    if more.empty or not now["withheld"]:
        return None
    return say("looser", n=more.iloc[0]["limit"], withheld=more.iloc[0]["withheld"], now=now["withheld"])


def _fullest(stages: pd.DataFrame) -> Phrase | None:
    """The stage of which most customers miss a message."""
    known = stages[stages["stage"].ne("") & stages["missed_share"].gt(0)]
    if known.empty:
        return None
    most = known.loc[known["missed_share"].idxmax()]
    facts = {"share": most["missed_share"], "per_customer": most["per_customer"], "n": most["customers"]}
    return say("fullest", stage=named("stage", most["stage"]), **facts)


def _alike(changes: pd.DataFrame) -> Phrase | None:
    """That messages stand there more than once, which may be one delivered twice."""
    n, of = changes.iloc[0][["alike", "planned"]]
    return say("alike", n=n, of=of) if n else None
