"""The title of each exhibit: the finding, as one sentence that follows from the numbers."""

import pandas as pd

from workbook.opportunities import NO_AGREEMENT, OUT_OF_PLAN
from workbook.wording.titles_recognise import (  # noqa: F401 (a room of titles)
    apart,
    group_name,
    inactive_next_quarter,
    segment_names,
    unasked,
    value_of_groups,
)
from workbook.wording.words import Text, Words

AS_PLANNED = ("unchanged", "continues", "started", "delivered")
"""The moves that were to be expected."""


def coverage(table: pd.DataFrame, words: Words) -> Text:
    """What came in."""
    rows = table.set_index("table")
    orders = rows.loc["transactions"]
    return words.say(
        "coverage.title", rows=orders["rows"], n_customers=orders["customers"], last=orders["last"]
    )


def maturity(gap, words: Words) -> Text:
    """Plans against preconditions."""
    key = "maturity.title.ahead" if gap.gap > 0 else "maturity.title.ready"
    facts = {"planned": words.label(f"phase.{gap.planned}"), "ready": words.label(f"phase.{gap.ready}")}
    return words.say(key, planned_n=gap.planned, ready_n=gap.ready, **facts)


def order_quality(table: pd.DataFrame, words: Words) -> Text:
    """How many of the order lines count."""
    rows = table.set_index("rule")
    lines = int(rows.at["nobody", "of"])
    return words.say("quality.title", share=1 - rows.at["nobody", "n"] / lines, lines=lines)


def recognition(facts: pd.DataFrame, words: Words) -> Text:
    """How many of the offline customers are known online; without offline sources, in another source."""
    sources, offline = facts[facts["part"].eq("source")], facts[facts["part"].eq("offline")]
    if len(sources) < 2:
        return words.say("keys.title.one", source=sources["name"].iloc[0], identities=sources["of"].sum())
    known = offline[offline["of"].ge(words.engagement.minimum_group)]
    if len(known):
        return words.say("keys.title.offline", share=known["share"].iloc[0], total=known["of"].iloc[0])
    n, total = sources["n"].sum(), sources["of"].sum()
    return words.say("keys.title", share=n / total, total=total)


def concentration(table: pd.DataFrame, words: Words) -> Text:
    """What the tenth who spend most bring, or the part that comes nearest to a tenth."""
    if not table["share_of_value"].any():
        return words.say("concentration.none")
    if len(table) == 1:
        return words.say("concentration.few")
    tenth = table.loc[table["share_of_customers"].sub(0.1).abs().idxmin()]
    return words.say("concentration.title", base=tenth["share_of_customers"], share=tenth["share_of_value"])


def off(error: float, words: Words) -> Text:
    """By how much a forecast was too high or too low."""
    return words.say("off.high" if error > 0 else "off.low", error=abs(error))


def outlook(found, words: Words) -> Text:
    """What to expect, or that the model is not to be trusted."""
    if found.expected.empty:
        return words.say(f"outlook.title.{found.reason}")
    rule = words.engagement.outlook
    if found.silent:
        return words.say("outlook.title.silent", days=rule.holdout_days)
    if not found.prefer:
        return words.say("outlook.title.unchecked", days=rule.holdout_days)
    if found.prefer != "model":
        value = found.errors[found.errors["measure"].eq("value")].set_index("predictor")["error"]
        said = {"model": off(value["model"], words), "plain": off(value[found.prefer], words)}
        return words.say(f"outlook.title.{found.prefer}", days=rule.holdout_days, **said)
    if found.vague:
        return words.say("outlook.title.vague")
    total = found.total.iloc[0]
    ends = {name: total[name] for name in ("value", "low", "high")}
    return words.say("outlook.title", quarters=rule.quarters, **ends)


def value_bands(table: pd.DataFrame, words: Words) -> Text:
    """The first band."""
    top = table.iloc[0]
    if pd.isna(top["share_of_value"]) or not top["n"]:
        return words.say("bands.title.none")
    facts = {"n": int(top["n"]), "base": top["share_of_customers"], "value": top["share_of_value"]}
    return words.say("bands.title", band=top["group"], **facts)


def segments(cards: pd.DataFrame, rule: pd.DataFrame, words: Words) -> Text:
    """The segment that brings most."""
    known = cards.dropna(subset=["share_of_value"])
    if known.empty:
        return words.say("segments.title.none")
    top = known.loc[known["share_of_value"].idxmax()]
    name = segment_names(rule, words)[top["group"]]
    facts = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return words.say("segments.title", name=name, **facts)


def value_by_stage(table: pd.DataFrame, words: Words) -> Text:
    """The stage that brings most."""
    if not table["share_of_value"].fillna(0).any():
        return words.say("bands.title.none")
    top = table.loc[table["share_of_value"].idxmax()]
    return words.say(
        "value.title",
        stage=words.stage(top["group"]),
        base=top["share_of_customers"],
        value=top["share_of_value"],
    )


def rfm(cells: pd.DataFrame, words: Words) -> Text:
    """The customers who came lately and often, against the rest."""
    best = cells[(cells["recency_score"] >= 4) & (cells["frequency_score"] >= 4)]
    if best["n"].sum() < words.engagement.minimum_group or not cells["value"].sum():
        return words.say("rfm.title.few")
    return words.say(
        "rfm.title",
        n=int(best["n"].sum()),
        base=best["n"].sum() / cells["n"].sum(),
        value=best["value"].sum() / cells["value"].sum(),
    )


def transitions(table: pd.DataFrame, words: Words) -> Text:
    """How many of the stage with most customers are still there, of the stages in which anybody stayed."""
    stays = table[table["before"].eq(table["after"]) & table["share"].notna()]
    if stays.empty:
        return words.say("transitions.title.none" if table.empty else "transitions.few")
    stayed = stays[stays["share"].gt(0)]
    top = (stays if stayed.empty else stayed).nlargest(1, "from_n").iloc[0]
    facts = {
        "stage": words.stage(top["before"]),
        "share": top["share"],
        "low": top["low"],
        "high": top["high"],
    }
    return words.say("transitions.title", **facts)


def nps(table: pd.DataFrame, words: Words) -> Text:
    """The lowest touchpoint, and whether it is clearly the lowest."""
    shown = table.dropna(subset=["nps"]).sort_values("nps")
    if len(shown) < 2:
        return words.say("nps.title.few")
    low, next_low = shown.iloc[0], shown.iloc[1]
    key = "nps.title.clear" if low["high"] < next_low["low"] else "nps.title.close"
    return words.say(key, touchpoint=low["touchpoint"], nps=low["nps"], other=next_low["touchpoint"])


def journey(cells: pd.DataFrame, words: Words) -> Text:
    """How much of the journey has evidence."""
    enough = cells["evidence"].eq("enough")
    if enough.all():
        return words.say("journey.title.all", n=len(cells))
    thin = cells.loc[~enough, "touchpoint"].unique().tolist()
    return words.say("journey.title", enough=int(enough.sum()), cells=len(cells), names=thin[:3])


def profiles(association, words: Words) -> Text:
    """Whether the profiles repeat, refine or extend the segmentation, as far as can be known."""
    return words.say(f"profiles.title.{association.verdict}", v=association.v)


def needs(table: pd.DataFrame, words: Words) -> Text:
    """The need that is served least, and whether another may be served as little."""
    scored = table.dropna(subset=["opportunity_score"])
    if scored.empty:
        return words.say("needs.title.none")
    top = scored.loc[scored["opportunity_score"].idxmax()]
    lead = scored["satisfaction_low"].gt(top["satisfaction_high"]) | scored["importance_high"].lt(
        top["importance_low"]
    )
    close = scored.loc[
        ~lead & scored["touchpoint"].ne(top["touchpoint"]) & scored["band"].ne("not"), "touchpoint"
    ]
    key = "needs.title.close" if len(close) else f"needs.title.{top['band']}"
    return words.say(
        key, touchpoint=top["touchpoint"], score=top["opportunity_score"], names=[top["touchpoint"], *close]
    )


def drivers(found, words: Words) -> Text:
    """The driver that explains most, or all those whose intervals reach as far."""
    if found.table.empty:
        return words.say("drivers.title.unknown", n_cases=found.n, n_total=found.n_total)
    first = found.table.iloc[0]
    leading = found.table.loc[found.table["high"].ge(first["low"]), "driver"].tolist()
    key = "drivers.title.close" if len(leading) > 1 else "drivers.title.clear"
    return words.say(key, driver=first["driver"], names=leading, importance=first["importance"])


def coefficients(found, words: Words) -> Text:
    """How much all drivers explain together."""
    if found.table.empty:
        return words.say("coefficients.title.unknown")
    return words.say("coefficients.title", r2=found.r2, n=found.n)


def essa(verdicts: pd.DataFrame, words: Words) -> Text:
    """How many steps change before anything is automated."""
    before = verdicts["verdict"].isin(["eliminate", "simplify", "standardise"])
    return words.say(
        "essa.title", n=int(before.sum()), steps=len(verdicts), blocked=int(verdicts["blocked"].sum())
    )


def savings(table: pd.DataFrame, words: Words) -> Text:
    """What ESSA saves."""
    if not table["saved_high"].any():
        return words.say("savings.title.none")
    saved = words.between(table["saved_low"].sum(), table["saved_high"].sum(), "int")
    return words.say("savings.title", saved=saved, hours=table["hours"].sum())


def programmes(table: pd.DataFrame, words: Words) -> Text:
    """What the pressure rule withholds."""
    planned, withheld = int(table["planned"].sum()), int(table["withheld"].sum())
    if not planned:
        return words.say("programmes.title.none")
    return words.say("programmes.title", withheld=withheld, planned=planned, share=withheld / planned)


def panel(table: pd.DataFrame, words: Words) -> Text:
    """Where the experts agree, where not, and where opinions still move."""
    names, moving = (table.loc[table["verdict"].eq(verdict), "title"].tolist() for verdict in NO_AGREEMENT)
    if not names and not moving:
        return words.say("panel.title.all", n=len(table))
    key = "panel.title" if not moving else "panel.title.both" if names else "panel.title.moving"
    agreed = int(table["verdict"].eq("agreed").sum())
    return words.say(key, agreed=agreed, n_all=len(table), names=names, moving=moving)


def dissent(table: pd.DataFrame, words: Words) -> Text:
    """How far single experts are apart where the panel does not agree."""
    if table.empty:
        return words.say("dissent.title.none")
    return words.say("dissent.title", low=table["score"].min(), high=table["score"].max())


def plan(schedule: pd.DataFrame, words: Words) -> Text:
    """What the plan does, and how much of what was on the table."""
    listed = schedule[schedule["decision"].ne("delivered")]
    members = listed[~listed["decision"].isin(OUT_OF_PLAN)]
    return words.say("plan.title", members=len(members), n_all=len(listed), cost=members["cost"].sum())


def robust(table: pd.DataFrame, words: Words) -> Text:
    """What is in the plan whoever is asked, what never, and what depends on it."""
    count = table["verdict"].value_counts()
    facts = {verdict: int(count.get(verdict, 0)) for verdict in ("always", "never", "depends")}
    key = "robust.title" if facts["depends"] else "robust.title.settled"
    return words.say(key, n_all=len(table), **facts)


def usage(binding: pd.DataFrame, words: Words) -> Text:
    """Which limits hold the plan back."""
    if binding.empty:
        return words.say("usage.title.none")
    roles = binding["role"].where(binding["kind"].ne("budget"), words.label("limit.budget"))
    return words.say("usage.title", names=[words.label(role) for role in dict.fromkeys(roles)])


def left_out(reasons: pd.DataFrame, words: Words) -> Text:
    """Why the rest waits."""
    if reasons.empty:
        return words.say("left_out.title.none")
    worth_less = int(reasons["reason"].eq("worth_less").sum())
    return words.say("left_out.title", n=len(reasons), worth_less=worth_less)


def moves(changes: pd.DataFrame, words: Words) -> Text:
    """What moved in the plan since the last quarter."""
    if changes["move"].eq("new").all():
        return words.say("moves.title.first")
    moved = changes[~changes["move"].isin(AS_PLANNED)]
    count = changes["move"].value_counts()
    facts = {"started": int(count.get("started", 0)), "delivered": int(count.get("delivered", 0))}
    key = "moves.title" if len(moved) else "moves.title.none"
    return words.say(key, moved=len(moved), n_all=len(changes), **facts)


def causes(found, compared: bool, words: Words) -> Text:
    """By how much the best plan changed, and what did most."""
    if not compared:
        return words.say("causes.title.first")
    change = found.after - found.before
    if abs(change) < 0.05:
        return words.say("causes.title.none")
    if not found.orders:
        return words.say("causes.title.unknown", change=change)
    toward = found.value.set_index("cause")["change"] * (1 if change > 0 else -1)
    key = "causes.title.more" if change > 0 else "causes.title.less"
    return words.say(key, change=abs(change), cause=words.label(f"cause.{toward.idxmax()}"))


def nps_change(table: pd.DataFrame, words: Words) -> Text:
    """Whether any touchpoint's NPS changed beyond chance."""
    if table.empty:
        return words.say("nps_change.title.first")
    certain = table[table["p"] < 0.05 / len(table)]
    if certain.empty:
        return words.say("nps_change.title.none", n=len(table))
    top = certain.loc[certain["change"].abs().idxmax()]
    return words.say(
        "nps_change.title",
        touchpoint=top["touchpoint"],
        change=top["change"],
        low=top["low"],
        high=top["high"],
    )
