"""Share of each segment in each profile, and how the profiles go with every way to group customers."""

from collections.abc import Mapping

import pandas as pd

from workbook.chapters.recognise._names import segment_levels
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer
from workbook.understand.profiles import DELIVERED, PROFILE

say = sayer(__name__)
EVERYONE = "\uffff"  # of all groups: sorts after every name


def exhibit(
    shares: pd.DataFrame, table: pd.DataFrame, rule: pd.DataFrame, engagement: Engagement
) -> Exhibit | None:
    """Whether the profiles repeat, refine or extend the segments, as far as can be known.

    Args:
        shares: Of the first way to group, as `Profiles.shares` says, as may be shown.
        table: From `segment_by_profile`: one row per way to group.
        rule: Of the segments of the report, from `axis_rule`; no rows where it has none.
        engagement: The settings.

    Returns:
        Nothing where customers are in no group.
    """
    if table.empty:
        return None
    first, others = table.iloc[0].to_dict(), table.iloc[1:].to_dict("records")
    names = segment_levels(rule) if len(rule) and first["grouping"] == "segment" else {}
    told = shares[shares["grouping"].ne("group")].fillna({"level": EVERYONE, PROFILE: shares["group"]})
    wide = told.pivot(index="level", columns=PROFILE, values="share").reset_index()
    sizes = shares[shares["grouping"].eq("group")].set_index("group")["n"]
    columns = [
        Column("name", say("heading", groups=_grouping(first, rule))),
        Column("n", label("n"), "int"),
        *[Column(name, name, "percent") for name in wide if name != "level"],
    ]
    return table_exhibit(
        wide.assign(
            name=[_group(first["grouping"], level, names) for level in wide["level"]],
            n=wide["level"].map(sizes).fillna(first["n"]),
        ),
        columns,
        title=say(f"title.{first['verdict']}", groups=_grouping(first, rule), v=first["v"]),
        findings=phrases(
            *_findings(first),
            *[
                say(f"other.{row['verdict']}", groups=_grouping(row, rule), v=row["v"], p=row["p"])
                for row in others
            ],
        ),
        note=say("note"),
        tables=("customers", "profile"),
    )


def _grouping(row: Mapping, rule: pd.DataFrame) -> Phrase:
    """What a way to group customers is called: segments of the report, or those delivered."""
    if row["grouping"] in ("segment", DELIVERED):
        own = row["grouping"] == "segment" and len(rule) > 0
        return say("by.own" if own else "by.delivered")
    return say("by.stage") if row["grouping"] == "stage" else say("by.column", name=row["grouping"])


def _group(grouping: str, group: str, names: Mapping[str, Phrase]) -> Phrase:
    if group == EVERYONE:
        return label("all_customers")
    return named("stage", group) if grouping == "stage" else names.get(group, group)


def _findings(first: Mapping) -> tuple[Phrase, ...]:
    without = say("without", n=first["n_without"]) if first["n_without"] else None
    if first["verdict"] == "unknown":
        return phrases(say("unknown"), without)
    return phrases(
        say("test", **{name: first[name] for name in ("v", "low", "high", "p", "n")}),
        say("told", **{name: first[name] for name in ("homogeneity", "completeness", "ari")}),
        say(first["verdict"]),
        without,
    )
