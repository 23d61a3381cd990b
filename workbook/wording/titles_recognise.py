"""Titles on stages, segments and value, and the names of groups: those of step 1 that `titles` passes on."""

import pandas as pd

from workbook.wording.words import Text, Words


def segment_names(rule: pd.DataFrame, words: Words, *, cut: str = "cut") -> dict[str, str]:
    """Each segment's name: its rule, as a reader would say it, or shorter with `cut` "cut.short"."""
    names: dict[str, dict[int, list[str]]] = {}
    for row in rule.to_dict("records"):
        names.setdefault(row["segment"], {}).setdefault(row["part"], []).append(_cut(row, words, cut))
    either = f"; {words.label('or')} "
    whole = {
        segment: either.join(", ".join(said) for said in parts.values()) for segment, parts in names.items()
    }
    return {segment: name[:1].upper() + name[1:] for segment, name in whole.items()}


def _cut(row: dict, words: Words, cut: str) -> str:
    """One question of a rule: from a cut-point, up to one, or between two."""
    ends = [end for end in ("at_least", "below") if pd.notna(row[end])]
    key = f"{cut}.between" if len(ends) == 2 else f"{cut}.{ends[0]}"
    values = {end: measured(row["column"], row[end], words) for end in ends}
    values["value"] = values[ends[0]]
    return words.label(key).format(measure=words.label(f"measure.{row['column']}"), **values)


def measured(measure: str, value: float, words: Words) -> str:
    """A value of a measure: money, or a number."""
    return words.show(value, "money" if measure == "value" else "num")


def inactive_next_quarter(slides: pd.DataFrame, words: Words) -> Text:
    """How many change stage without another order."""
    share = slides.loc[slides["after"].ne(slides["before"]), "share_of_customers"].sum()
    return words.say("quiet.title" if share else "quiet.title.none", share=share)


def apart(table: pd.DataFrame, rule: pd.DataFrame, words: Words) -> Text:
    """The largest difference on a measure that did not part the groups."""
    clear = unasked(table, rule)
    clear = clear[clear["distinguishes"]]
    if clear.empty:
        return words.say("segments.title.none" if table.empty else "apart.title.none")
    top = clear.loc[clear["d"].abs().idxmax()]
    said = {end: measured(top["feature"], top[end], words) for end in ("mean", "rest_mean")}
    name = segment_names(rule, words)[top["segment"]]
    return words.say("apart.title", name=name, measure=words.label(f"measure.{top['feature']}"), **said)


def unasked(table: pd.DataFrame, rule: pd.DataFrame) -> pd.DataFrame:
    """The differences that are known, on measures that the rule of the groups does not ask for."""
    return table[table["d"].notna() & ~table["feature"].isin(rule["column"])]


def value_of_groups(table: pd.DataFrame, rule: pd.DataFrame, sure: bool, words: Words) -> Text:
    """The group whose share changes most from now to what is expected, or else that brings most for its size."""
    ahead = table.dropna(subset=["share_of_expected", "share_of_value"])[: None if sure else 0]
    known = table[table["share_of_value"].gt(0)]
    if known.empty:
        return words.say("bands.title.none")
    if ahead.empty:
        told = known["grouping"].isin(["stage", "segment"])  # in titles of their own
        known = known if told.all() else known[~told]
        top = known.loc[(known["share_of_value"] - known["share_of_customers"]).idxmax()]
    else:
        top = ahead.loc[(ahead["share_of_expected"] - ahead["share_of_value"]).abs().idxmax()]
    name = group_name(top["grouping"], top["group"], rule, words)
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    key = "groups.title.now" if ahead.empty else "groups.title"
    return words.say(key, name=name, expected=top["share_of_expected"], **shares)


def group_name(grouping: str, group: str, rule: pd.DataFrame, words: Words, *, cut: str = "cut") -> str:
    """A group as a reader would call it."""
    if grouping == "stage":
        return words.stage(group)
    if grouping == "segment":
        return segment_names(rule, words, cut=cut)[group]
    if grouping == "manager":
        band, managed = group.split("|")
        return words.label(f"manager.{managed}").format(band=band)
    return group or words.label("no_profile")
