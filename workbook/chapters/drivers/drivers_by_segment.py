"""Whether the drivers do the same in each group of customers as in all of them together."""

from collections.abc import Mapping

import pandas as pd

from workbook.chapters import score_words
from workbook.chapters.recognise._names import segment_levels
from workbook.drivers.within_groups import WithinGroups
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit, with_facts
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
CLEAR = 0.05
TABLES = ("answers", "transactions")


def exhibit(found: WithinGroups, table: pd.DataFrame, rule: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The drivers whose effect differs between the segments of this report.

    Args:
        found: From `drivers_within`.
        table: Its table, as published.
        rule: The rule of the segments.
        engagement: The settings.
    """
    kind = {"kind": say("kind"), "kinds": say("kinds"), "source": say("source")}
    return by_group(found, table, engagement, names=segment_levels(rule), kind=kind, tables=TABLES)


def by_group(
    found: WithinGroups,
    table: pd.DataFrame,
    engagement: Engagement,
    *,
    names: Mapping[str, Phrase],
    kind: Mapping[str, Phrase],
    tables: tuple[str, ...],
) -> Exhibit:
    """The drivers whose effect differs between groups of one kind.

    Args:
        found: From `drivers_within`.
        table: Its table, as published.
        engagement: The settings.
        names: What groups are called, where not by their own name.
        kind: What a group is called, and several, and where they come from (kind, kinds, source).
        tables: The input tables that this rests on.
    """
    small = [names.get(one, one) for one in found.small]
    if table.empty:
        made = Exhibit(
            title=say("title.unknown"),
            findings=phrases(say("needed", n=found.needed), say("small", names=small) if small else None),
            tables=tables,
        )
        return with_facts(made, **kind)
    cells = table.assign(cell=[_effect(row) for row in table.to_dict("records")])
    wide = cells.pivot(index="driver", columns="group", values="cell").reset_index()
    once = table.drop_duplicates("driver")[["driver", "pooled", "apart_p"]]
    columns = [
        Column("driver", label("driver")),
        Column("pooled", say("pooled"), "dec2"),
        *[
            Column(group, say("group", name=names.get(group, group), count=n), kind="range")
            for group, n in found.groups.items()
        ],
        Column("apart_p", say("apart_p"), "p"),
    ]
    apart = once.loc[once["apart_p"] < CLEAR, "driver"].tolist()
    made = table_exhibit(
        once.merge(wide, on="driver").sort_values("apart_p", kind="stable"),
        columns,
        title=say("title.apart", names=apart, n=len(apart)) if apart else say("title.alike"),
        findings=phrases(
            say("read.apart") if apart else say("read.alike", n=len(found.groups)),
            say("small", names=small) if small else None,
        ),
        note=say("note", needed=found.needed),
        tables=tables,
    )
    return with_facts(made, **kind, **score_words.outcome(found.outcome, engagement))


def _effect(row: dict) -> Phrase:
    if pd.isna(row["coefficient"]):
        return say("hidden")
    return say(
        "effect", effect=show(row["coefficient"], "dec2"), ends=between(row["low"], row["high"], "dec2")
    )
