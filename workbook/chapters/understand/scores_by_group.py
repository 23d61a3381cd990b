"""The leading score per group: which groups the average hides, and who is not among the answers."""

from collections.abc import Mapping

import pandas as pd

from workbook.chapters import score_words
from workbook.chapters.recognise._names import segment_levels
from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer, show

say = sayer(__name__)
OF_THE_METHOD = ("phase", "stage", "segment", "profile")


def exhibit(table: pd.DataFrame, rule: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """The group that differs most clearly from the rest, or that none does.

    Args:
        table: From `workbook.understand.groups.scores_by_group`, as may be shown.
        rule: Of the segments of the report, from `axis_rule`; no rows where it has none.
        engagement: The settings.

    Returns:
        Nothing where there are no two groups to compare.
    """
    if table.empty:
        return None
    names = segment_levels(rule) if len(rule) else {}
    measures = table["measure"].unique()
    heading = say("score") if len(measures) > 1 else say("score.one", heading=score_words.axis(measures[0]))
    linked = table["customers"].notna().any()
    columns = [
        Column("name", say("group")),
        Column("kind", say("grouping")),
        Column("n", label("n"), "int"),
        Column("written", heading, kind="range"),
        Column("apart", say("rest"), kind="range"),
        Column("p_holm", label("p_holm"), "p"),
        *([Column("shares", say("shares"), kind="range")] if linked else []),
    ]
    return table_exhibit(
        _worded(table, names),
        columns,
        title=_title(table, names),
        findings=phrases(
            *_clear(table, names),
            _hidden(table, names, engagement),
            *_represented(table, names, linked=linked),
        ),
        note=_note(table, engagement),
        tables=("answers", *(["customers"] if linked else [])),
    )


def _worded(table: pd.DataFrame, names: Mapping[str, Phrase]) -> pd.DataFrame:
    rows, several = table.to_dict("records"), table["measure"].nunique() > 1
    return table.assign(
        kind=[
            say(f"by.{row['grouping']}") if row["grouping"] in OF_THE_METHOD else row["grouping"]
            for row in rows
        ],
        name=[_name(row, names) for row in rows],
        written=[_score(row, several=several) for row in rows],
        apart=[say("gap", **_gap(row)) if pd.notna(row["difference"]) else "" for row in rows],
        shares=[say("shares.cell", **row) if pd.notna(row["customers"]) else "" for row in rows],
    )


def _name(row: dict, names: Mapping[str, Phrase]) -> Phrase:
    """What a group is called: stages by the settings, our own segments by their rule."""
    if row["grouping"] == "stage":
        return named("stage", row["group"])
    return names.get(row["group"], row["group"]) if row["grouping"] == "segment" else row["group"]


def _score(row: dict, *, several: bool) -> Phrase:
    """With the name of the score, where several stand in the table."""
    if pd.notna(row["score"]):
        return say("cell" if several else "cell.only", **score_words.told(row))
    return say("few" if row["n"] else "nobody")


def _gap(row: dict) -> dict[str, Phrase]:
    moved = {"change": row["difference"], "low": row["difference_low"], "high": row["difference_high"]}
    return score_words.changed(row | moved)


def _title(table: pd.DataFrame, names: Mapping[str, Phrase]) -> Phrase:
    if table["score"].notna().sum() < 2:
        return say("title.few")
    clear = _told_apart(table)
    if clear.empty:
        return say("title.none")
    top = clear.iloc[0].to_dict()
    low, high, written = top["difference_low"], top["difference_high"], score_words.gap_form(top["measure"])
    below = top["difference"] < 0
    return say(
        f"title.{'phase' if top['grouping'] == 'phase' else 'group'}.{'below' if below else 'above'}",
        group=_name(top, names),
        difference=show(abs(top["difference"]), written),
        apart=between(-high, -low, written) if below else between(low, high, written),
        unit=score_words.unit(top["measure"]),
        **score_words.told(top),
    )


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """The groups that clearly differ from the rest, surest first; phases after groups of customers.

    Of two groups that are each other's rest the smaller one counts.
    """
    size = table.groupby("grouping")["n"]
    mirrored = size.transform("size").eq(2) & table["n"].eq(size.transform("max"))
    clear = table[table["p_holm"].lt(CLEAR) & ~mirrored]
    return clear.assign(last=clear["grouping"].eq("phase")).sort_values(["last", "p"], kind="stable")


def _clear(table: pd.DataFrame, names: Mapping[str, Phrase]) -> list[Phrase]:
    """Which other groups the average hides."""
    clear = _told_apart(table)
    if table["score"].notna().sum() < 2:
        return []
    below, above = (clear[clear["difference"].lt(0)], clear[clear["difference"].gt(0)])
    found = [
        say(key, n=len(rows), names=[_name(row, names) for row in rows.to_dict("records")])
        for key, rows in (("below", below), ("above", above))
        if len(rows)
    ]
    others = int((table["score"].notna() & ~table["p_holm"].lt(CLEAR)).sum())
    return [*found, say("others", n=others)] if found and others else found


def _hidden(table: pd.DataFrame, names: Mapping[str, Phrase], engagement: Engagement) -> Phrase | None:
    few = table[table["score"].isna() & table["n"].gt(0)]
    names = [_name(row, names) for row in few.to_dict("records")]
    return say("hidden", n=len(few), names=names, minimum=engagement.minimum_group) if names else None


def _represented(table: pd.DataFrame, names: Mapping[str, Phrase], *, linked: bool) -> list[Phrase]:
    """Who is not, or hardly, among those who answered."""
    if not linked:
        return [say("unlinked")]
    told = table[table["p_share"].lt(CLEAR)]
    fewer = told[told["share_people"] < told["share_customers"]]
    if fewer.empty:
        return [say("represented")]
    absent, few = fewer[fewer["people"].eq(0)], fewer[fewer["people"].gt(0)]
    return list(
        phrases(
            say("absent", names=[_name(row, names) for row in absent.to_dict("records")])
            if len(absent)
            else None,
            say(
                "fewer",
                names=[
                    say("fewer.one", **row | {"group": _name(row, names)}) for row in few.to_dict("records")
                ],
            )
            if len(few)
            else None,
        )
    )


def _note(table: pd.DataFrame, engagement: Engagement) -> Phrase:
    asked = table.drop_duplicates("question").to_dict("records")
    what = [score_words.definition(row, engagement) for row in asked]
    return say("note", what=what, minimum=engagement.minimum_group)
