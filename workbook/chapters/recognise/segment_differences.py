"""How far each segment lies from the other customers on every measure, with its interval."""

import pandas as pd

from workbook.chapters.recognise._names import measured, segment_names
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer
from workbook.recognise.segments import TreeRule

say = sayer(__name__)


def exhibit(differences: pd.DataFrame, rule: pd.DataFrame, tree: TreeRule, engagement: Engagement) -> Exhibit:
    """The largest difference on a measure that did not split the groups, and the rule of the found groups."""
    cells = [
        say("cell", d=row.d, ends=between(row.low, row.high, "signed1")) if pd.notna(row.d) else say("hidden")
        for row in differences.itertuples()
    ]
    wide = differences.assign(cell=cells).pivot(index="segment", columns="feature", values="cell")
    names, sizes = segment_names(rule), differences.groupby("segment")["n"].max()
    columns = [
        Column("name", label("segment")),
        Column("n", label("n"), "int"),
        *[
            Column(name, label(f"measure.{name}"), kind="range")
            for name in dict.fromkeys(differences["feature"])
        ],
    ]
    return table_exhibit(
        wide.assign(name=wide.index.map(names), n=sizes),
        columns,
        title=_title(differences, rule),
        findings=(*_differences(differences, rule), *_found_groups(tree)),
        note=say("note", most=engagement.segments.sample),
        tables=("transactions",),
    )


def unasked(differences: pd.DataFrame, rule: pd.DataFrame) -> pd.DataFrame:
    """The differences that are known, on measures that the rule of the groups does not ask for."""
    return differences[differences["d"].notna() & ~differences["feature"].isin(rule["column"])]


def _title(differences: pd.DataFrame, rule: pd.DataFrame) -> Phrase:
    clear = unasked(differences, rule)
    clear = clear[clear["distinguishes"]]
    if clear.empty:
        return say("title.no_groups" if differences.empty else "title.none")
    top = clear.loc[clear["d"].abs().idxmax()]
    means = {end: measured(top["feature"], top[end]) for end in ("mean", "rest_mean")}
    name = segment_names(rule)[top["segment"]]
    return say("title", name=name, measure=label(f"measure.{top['feature']}"), **means)


def _differences(differences: pd.DataFrame, rule: pd.DataFrame) -> tuple[Phrase, ...]:
    known = unasked(differences, rule)
    return phrases(
        say("clear", n=known["distinguishes"].sum(), of=len(known)) if len(known) else None,
        say("construction") if differences["d"].notna().any() else None,
    )


def _found_groups(tree: TreeRule) -> tuple[Phrase, ...]:
    if tree.rule.empty:
        return ()
    names = segment_names(tree.rule)
    ends = {"agreement": tree.agreement, "low": tree.low, "high": tree.high, "n": tree.n}
    groups = [say("group", segment=segment, rule=name) for segment, name in names.items()]
    return (say("tree", k=len(names), **ends), *groups)
