"""What the exhibits of step 1 mean, but for those on service: the findings that `findings` passes on."""

import pandas as pd

from workbook.wording import titles
from workbook.wording.words import Text, Words

LONG_SILENT = 0.07  # of the quarter's days, about a week; from here on orders may not have been delivered yet
MANY_REPEATED = 0.05  # of the order lines; from here on a file may have been delivered twice


def order_quality(table: pd.DataFrame, words: Words) -> Text:
    """What the rules leave out or change, where it is enough to matter."""
    rows = table.set_index("rule")
    facts = {rule: {"n": int(row["n"]), "share": row["share"]} for rule, row in rows.iterrows()}
    told = {
        "silent": "quality.silent",
        "nobody": "quality.nobody",
        "repeated": "quality.repeated",
        "refunded": "quality.refunded",
        "never_bought": "quality.never",
        "spelling": "quality.spelling",
    }
    least = {"repeated": MANY_REPEATED, "silent": LONG_SILENT}
    said = [
        words.say(key, **facts[rule])
        for rule, key in told.items()
        if facts[rule]["n"] and facts[rule]["share"] > least.get(rule, 0)
    ]
    return words.text(*said) if facts["nobody"]["n"] else words.text(words.say("quality.clean"), *said)


def recognition(facts: pd.DataFrame, words: Words) -> Text:
    """How identities were joined, and what the sources should mend."""
    rule, parts = words.engagement.keys, facts.groupby("part")[["n", "of"]].sum()
    found = parts["n"].to_dict()
    links = facts[facts["part"].eq("link")]
    by_rule = [
        f"{words.label(f'link.{row.name}')} ({words.show(row.n, 'int')})"
        for row in links.itertuples(index=False)
    ]
    weak = facts[facts["part"].eq("unused") & ~facts["name"].str.contains("spellings|disputed")]
    said = {
        "wrong": {"likely": parts["of"].get("wrong", 0), "wrong": found.get("wrong", 0)},
        "conflict": {"n": found.get("conflict", 0)},
        "large": {"n": found.get("large", 0), "limit": rule.largest_customer},
        "unused": {"n": weak["of"].sum(), "limit": rule.largest_group},
        "joined": {"n": found.get("joined", 0)},
        "merged": {"n": found.get("merged", 0)},
        "ambiguous": {"n": found.get("ambiguous", 0)},
        "forgotten": {"n": found.get("forgotten", 0)},
    }
    return words.text(
        words.say("keys.links", n=links["n"].sum(), names=by_rule) if len(links) else "",
        *[words.say(f"keys.{part}", **told) for part, told in said.items() if any(list(told.values())[:1])],
        words.say("keys.counted" if "source" in found else "keys.none"),
    )


def inactive_next_quarter(slides: pd.DataFrame, words: Words) -> Text:
    """Which slide matters most: revenue, times the share that went that way last quarter where it is known."""
    away = slides[slides["after"].ne(slides["before"]) & slides["value"].gt(0)]
    if away.empty:
        return words.say("quiet.hidden")
    weight = away["value"] * away["moved"].fillna(0.0)
    top = away.loc[(weight if weight.any() else away["value"]).idxmax()]
    facts = {"n": int(top["n"]), "value": top["value"], "share": top["share_of_value"]}
    after = words.label("no_stage") if pd.isna(top["after"]) else words.stage(top["after"])
    stages = {"before": words.stage(top["before"]), "after": after}
    ends = {name: top[name] for name in ("moved", "low", "high")}
    return words.text(
        words.say("quiet.most", days=words.engagement.days_counted, **facts, **stages),
        words.say("quiet.unknown" if pd.isna(top["moved"]) else "quiet.moved", **ends),
    )


def apart(table: pd.DataFrame, rule: pd.DataFrame, tree, words: Words) -> Text:
    """How many differences are clear, and the rule that stands in for groups that the data show."""
    known = titles.unasked(table, rule)
    said = [
        words.say("apart.clear", n=int(known["distinguishes"].sum()), of=len(known)) if len(known) else "",
        words.say("apart.construction") if table["d"].notna().any() else "",
    ]
    if tree.rule.empty:
        return words.text(*said)
    ends = {"agreement": tree.agreement, "low": tree.low, "high": tree.high, "n": tree.n}
    names = titles.segment_names(tree.rule, words)
    groups = [words.say("apart.group", segment=segment, rule=name) for segment, name in names.items()]
    return words.text(*said, words.say("apart.tree", k=len(names), **ends), *groups)


def value_of_groups(table: pd.DataFrame, words: Words) -> Text:
    """What is not known of whom, whom no account manager looks after, and how to compare now and ahead."""
    rule, rows = words.engagement.outlook, table.set_index(["grouping", "group"])
    facts = {"n": rows["n"], "base": rows["share_of_customers"], "value": rows["share_of_value"]}
    band = next(iter(words.engagement.value_bands))
    asked = {"groups.no_profile": ("profile", ""), "groups.unmanaged": ("manager", f"{band}|without")}
    said = [
        words.say(key, band=band, **{name: column[at] for name, column in facts.items()})
        for key, at in asked.items()
        if at in rows.index and pd.notna(facts["value"][at])
    ]
    known = table["expected"].notna().any()
    lengths = {"days": words.engagement.days_counted, "quarters": rule.quarters}
    return words.text(*said, words.say("groups.compare" if known else "groups.unknown", **lengths))
