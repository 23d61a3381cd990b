"""What each group brings now and is expected to bring, for every way to group the customers."""

import pandas as pd

from workbook.chapters.recognise._names import group_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer

say = sayer(__name__)
OWN_TITLES = ["stage", "segment"]  # groupings whose shares are the titles of exhibits of their own


def exhibit(table: pd.DataFrame, rule: pd.DataFrame, sure: bool, engagement: Engagement) -> Exhibit:
    """The group whose share changes most, and of whom something is not known.

    What is expected is in the title, and has its interval, only where it may be planned on (`Outlook.sure`).
    """
    kinds = table["grouping"].mask(table["grouping"].duplicated())
    rows = table.assign(
        kind=[label(f"grouping.{kind}") if pd.notna(kind) else "" for kind in kinds],
        name=[group_name(row.grouping, row.group, rule, form="short") for row in table.itertuples()],
        ends=[between(*ends, "money") for ends in zip(table["low"], table["high"], strict=True)],
    )
    columns = [
        Column("kind", label("grouping")),
        Column("name", label("group")),
        Column("n", label("n"), "int"),
        Column("share_of_customers", label("share_of_customers"), "percent"),
        Column("share_of_value", label("share_of_value"), "percent"),
        Column("share_of_expected", label("share_of_expected"), "percent"),
        Column("value", label("revenue"), "money"),
        Column("expected", label("expected_value"), "money"),
        *([Column("ends", label("margin"), kind="range")] if sure else []),
    ]
    lengths = {"days": engagement.days_counted, "quarters": engagement.outlook.quarters}
    return table_exhibit(
        rows,
        columns,
        title=_title(table, rule, sure),
        findings=_findings(table, engagement, lengths),
        note=say("note", **lengths),
        tables=("transactions", *(["profile"] if table["grouping"].eq("profile").any() else [])),
    )


def _title(table: pd.DataFrame, rule: pd.DataFrame, sure: bool) -> Phrase:
    """The group whose share changes most from now to what is expected, or that brings most for its size."""
    table = table[table["grouping"].ne("segment") | table["group"].ne("")]
    known = table[table["share_of_value"].gt(0)]
    if known.empty:
        return say("title.none")
    ahead = table.dropna(subset=["share_of_expected", "share_of_value"])[: None if sure else 0]
    if ahead.empty:
        others = known[~known["grouping"].isin(OWN_TITLES)]
        known = known if others.empty else others
        top = known.loc[(known["share_of_value"] - known["share_of_customers"]).idxmax()]
    else:
        top = ahead.loc[(ahead["share_of_expected"] - ahead["share_of_value"]).abs().idxmax()]
    return say(
        "title.now" if ahead.empty else "title",
        name=group_name(top["grouping"], top["group"], rule),
        base=top["share_of_customers"],
        value=top["share_of_value"],
        expected=top["share_of_expected"],
    )


def _findings(table: pd.DataFrame, engagement: Engagement, lengths: dict[str, int]) -> tuple[Phrase, ...]:
    rows = table.set_index(["grouping", "group"])
    band = next(iter(engagement.value_bands))
    asked = {"no_profile": ("profile", ""), "unmanaged": ("manager", f"{band}|without")}
    told = [
        say(
            key,
            band=band,
            n=rows.at[at, "n"],
            base=rows.at[at, "share_of_customers"],
            value=rows.at[at, "share_of_value"],
        )
        for key, at in asked.items()
        if at in rows.index and pd.notna(rows.at[at, "share_of_value"])
    ]
    known = table["expected"].notna().any()
    return phrases(*told, say("compare" if known else "unknown", **lengths))
