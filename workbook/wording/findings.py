"""What an exhibit means, in a few sentences: the uncertainty, and what cannot be known from the data."""

import pandas as pd

from workbook.opportunities import IN_PLAN, NO_AGREEMENT
from workbook.wording import titles
from workbook.wording.findings_recognise import (  # noqa: F401 (said from here, as all findings are)
    apart,
    inactive_next_quarter,
    order_quality,
    recognition,
    value_of_groups,
)
from workbook.wording.service import norms_by_size, norms_kept, quality_scores  # noqa: F401 (likewise)
from workbook.wording.words import Text, Words

FEW_EXPERTS = 6  # with fewer, a median has no 95 % interval without assumptions
SMALL_PANEL = 10  # with fewer experts, the p of Kendall's W is counted and not looked up
MANY_OTHERS = 2  # from here on one of the few who bring half is told to weigh as much as several others
SMALL_GAIN = 0.005  # of the plan's value; what it is worth to know a score counts from here on


def coverage(table: pd.DataFrame, words: Words) -> Text:
    """What the rest of the report rests on."""
    made_up = [
        words.label(f"table.{name}") for name in table["table"] if name in words.engagement.illustrative
    ]
    return words.text(
        words.local(words.engagement.about),
        words.say("coverage.cut"),
        words.say("coverage.illustrative", names=made_up) if made_up else "",
    )


def maturity(gap, words: Words) -> Text:
    """What the gap means for the plan."""
    weakest = [words.label(f"dimension.{name}") for name in gap.weakest]
    return words.say("maturity.ahead" if gap.gap > 0 else "maturity.ready", n=gap.gap, weakest=weakest)


def value_by_stage(table: pd.DataFrame, words: Words) -> Text:
    """What the least stage brings of those that bring anything, and what kind of number this is."""
    brings = table[table["share_of_value"].ge(0.005)].sort_values("share_of_value")
    return words.text(
        *[
            words.say(
                "value.least", stage=words.stage(least.group), n=int(least.n), value=least.share_of_value
            )
            for least in brings[:-1][:1].itertuples()
        ],
        words.say("value.counted"),
    )


def concentration(table: pd.DataFrame, words: Words) -> Text:
    """How few bring half of the revenue."""
    half = table[table["share_of_value"] >= 0.5]
    if half.empty:
        return words.text(words.say("concentration.none"))
    if len(table) == 1:
        return words.text(words.say("concentration.even"))
    top, every = half.iloc[0], table.iloc[-1]
    others = (every["share_of_value"] - top["share_of_value"]) / max(every["n"] - top["n"], 1)
    times = top["share_of_value"] / top["n"] / others if others > 0 else 0.0
    return words.text(
        words.say("concentration.half", n=int(top["n"]), share=top["share_of_customers"]),
        words.say("concentration.times", times=times) if times >= MANY_OTHERS else "",
        words.say("concentration.even"),
    )


def segments(found, stability: pd.DataFrame, agreement, rule: pd.DataFrame, words: Words) -> Text:
    """Whether the data show groups by themselves, and whether those are the ones of the rule."""
    unasked = [name for name in words.engagement.segments.axes if name not in set(rule["column"])]
    left_out = [words.label(f"measure.{name}") for name in unasked]
    question = words.say("segments.one_question", names=left_out) if unasked and len(rule) else ""
    verdicts = stability["verdict"].value_counts()
    counts = {
        name: int(verdicts.get(verdict, 0))
        for name, verdict in (("stable", "stable"), ("doubtful", "doubtful"), ("lost", "not_a_segment"))
    }
    least = stability.nsmallest(1, "jaccard")[["jaccard", "low", "high"]].rename(columns={"jaccard": "least"})
    ends = dict(zip(least, *least.to_numpy(), strict=True)) if len(least) else {}
    said = words.say(f"segments.{found.reason}", n=found.n, k=found.k, **counts, **ends)
    if pd.isna(agreement.rand):
        return words.text(question, said)
    ends = {"rand": agreement.rand, "low": agreement.low, "high": agreement.high}
    return words.text(question, said, words.say("segments.agreement", **ends))


def outlook(found, words: Words) -> Text:
    """How the model fared on days it had not seen, and what speaks against it."""
    days = words.engagement.outlook.holdout_days
    if found.expected.empty:
        return words.text(words.say(f"outlook.{found.reason}"))
    said = [words.say(f"outlook.doubt.{doubt}") for doubt in found.doubts]
    limits = words.say("outlook.limits.vague" if found.vague else "outlook.limits")
    if found.errors.empty:
        return words.text(words.say("outlook.unchecked", days=days), *said, limits)
    if found.silent:
        return words.text(words.say("outlook.silent", days=days), *said, limits)
    rows = found.errors[found.errors["measure"].eq("value")].set_index("predictor")
    value, chance = rows["error"], rows.loc["model", "chance"]
    ranks = found.ranks.set_index("predictor")["share_of_value"]
    top = int(found.ranks["n"].iloc[0])
    errors = {name: titles.off(error, words) for name, error in value.items()}
    return words.text(
        words.say("outlook.check", days=days, chance=chance, **errors),
        words.say("outlook.last_year", **errors) if "last_year" in errors else "",
        words.say("outlook.ranks", days=days, top=top, **ranks.to_dict())
        if top >= words.engagement.minimum_group
        else "",
        *said,
        limits,
    )


def rfm(cells: pd.DataFrame, words: Words) -> Text:
    """Whom to keep and whom to win back, and how the scores are made."""
    groups = cells.groupby("name")[["n", "value"]].sum()
    best, at_risk = (groups.loc[name] if name in groups.index else None for name in ("best", "at_risk"))
    share = at_risk["value"] / groups["value"].sum() if groups["value"].sum() else 0.0
    # Where most came on one and the same last day, these have the lowest scores, and nobody came later.
    lately = cells.loc[cells["n"].gt(0), "recency_score"].max()
    lost = "rfm.at_risk" if at_risk["n"] >= words.engagement.minimum_group else "rfm.at_risk.few"
    return words.text(
        words.say("rfm.best", n=int(best["n"])) if best["n"] else "",
        words.say(lost, n=int(at_risk["n"]), value=share) if at_risk["n"] and lately >= 3 else "",
        words.say("rfm.rule"),
    )


def transitions(table: pd.DataFrame, moved: pd.DataFrame, ahead: pd.DataFrame, words: Words) -> Text:
    """The moves away that matter most, who rises and falls, and where that leads."""
    away = table[table["before"].ne(table["after"]) & table["n"].gt(0) & table["share"].notna()]
    if away.empty:
        return words.say("transitions.none" if table.empty else "transitions.few")
    top = away.loc[away["n"].idxmax()]
    facts = {"before": words.stage(top["before"]), "after": words.stage(top["after"])}
    totals, few = moved.groupby("move")["n"].sum(), max(words.engagement.minimum_group, 1)
    shares = {move: n / totals.sum() for move, n in totals.items()}
    known = ahead[ahead["expected"].gt(0)]
    change = known.loc[(known["expected"] - known["n"]).abs().idxmax()]
    ends = {name: change[name] for name in ("expected", "low", "high")}
    return words.text(
        words.say(
            "transitions.most", n=int(top["n"]), share=top["share"], low=top["low"], high=top["high"], **facts
        ),
        words.say("transitions.moves", n=int(totals.sum()), **shares) if totals.sum() >= few else "",
        words.say("transitions.ahead", stage=words.stage(change["stage"]), n=int(change["n"]), **ends),
    )


def nps(table: pd.DataFrame, relation: pd.DataFrame, words: Words) -> Text:
    """The NPS of the relation, and how sure the touchpoints are."""
    return words.text(
        *[words.say("nps.relation", **whole) for whole in relation.to_dict("records")]
        or [words.say("nps.none")],
        *[
            words.say("nps.smallest", touchpoint=smallest.touchpoint, n_answers=smallest.n)
            for smallest in table.nsmallest(1, "n").itertuples()
        ],
        words.say("nps.respondents"),
    )


def journey(cells: pd.DataFrame, words: Words) -> Text:
    """What to do about cells without evidence."""
    thin = cells[cells["evidence"].ne("enough")]
    return words.say("journey.more" if len(thin) else "journey.enough", n=len(thin))


def profiles(association, words: Words) -> Text:
    """The test, in words."""
    if association.verdict == "unknown":
        return words.say("profiles.unknown")
    return words.text(
        words.say(
            "profiles.test",
            v=association.v,
            low=association.low,
            high=association.high,
            p=association.p,
            n_both=association.n,
        ),
        words.say(f"profiles.{association.verdict}"),
        words.say("profiles.without", n_without=association.n_without),
    )


def needs(table: pd.DataFrame, words: Words) -> Text:
    """The bands, and who is overserved."""
    over = table.loc[table["satisfaction_low"] > table["importance_high"], "touchpoint"].tolist()
    return words.text(words.say("needs.bands"), words.say("needs.over", names=over) if over else "")


def drivers(found, words: Words) -> Text:
    """How to read the importances, and what they are not."""
    if found.table.empty:
        return words.say("drivers.unknown")
    weak = found.table.loc[found.table["p"] >= 0.05, "driver"].tolist()
    negative = found.table.loc[
        (found.table["coefficient"] < 0) & (found.table["p"] < 0.05), "driver"
    ].tolist()
    return words.text(
        words.say("drivers.weak", names=weak) if weak else words.say("drivers.all"),
        words.say("drivers.negative", names=negative) if negative else "",
        words.say("drivers.association"),
    )


def coefficients(found, words: Words) -> Text:
    """Who is in the model, and how entangled the drivers are."""
    if found.table.empty:
        return Text("")
    worst = found.table.loc[found.table["vif"].idxmax()]
    key = "coefficients.tangled" if worst["vif"] >= 5 else "coefficients.apart"
    return words.text(
        words.say("coefficients.cases", n=found.n, n_total=found.n_total, share=found.n / found.n_total),
        words.say(key, driver=worst["driver"], vif=worst["vif"]),
    )


def essa(verdicts: pd.DataFrame, words: Words) -> Text:
    """Which steps wait, and for what."""
    waits = verdicts[verdicts["blocked"]]
    return (
        words.say("essa.blocked", n=len(waits), steps=waits["step"].tolist())
        if len(waits)
        else words.say("essa.free")
    )


def savings(words: Words) -> Text:
    """What kind of number the saving is."""
    return words.say("savings.assumed")


def programmes(table: pd.DataFrame, words: Words) -> Text:
    """The rule, and which programme it hits most."""
    rule = words.engagement.contact
    said = words.say("programmes.rule", n=rule.limit, days=rule.window_days)
    if not table["planned"].sum():
        return said
    if not table["withheld"].sum():
        return words.text(said, words.say("programmes.nothing"))
    hit = table.loc[table["withheld"].idxmax()]
    facts = {
        "programme": hit["programme"],
        "share": hit["withheld_share"],
        "low": hit["low"],
        "high": hit["high"],
    }
    return words.text(said, words.say("programmes.most", withheld=int(hit["withheld"]), **facts))


def panel(table: pd.DataFrame, concordance, words: Words) -> Text:
    """How far the experts rank alike, and what to do where they do not agree."""
    small = concordance.experts < SMALL_PANEL
    p = concordance.permutation_p if small else concordance.p
    facts = {"w": concordance.w, "p": p, "experts": concordance.experts, "items": concordance.items}
    split, moving = (table.loc[table["verdict"].eq(verdict), "title"].tolist() for verdict in NO_AGREEMENT)
    few = int(table["n"].max()) < FEW_EXPERTS
    return words.text(
        words.say("panel.few", n=int(table["n"].max())) if few else "",
        words.say("panel.concordance" if p < 0.05 else "panel.concordance.none", **facts),
        words.say("panel.permuted") if small else "",
        words.say("panel.split", n=len(split)) if split else "",
        words.say("panel.moving", names=moving) if moving else "",
        "" if few or split or moving else words.say("panel.whole"),
    )


def dissent(table: pd.DataFrame, words: Words) -> Text:
    """What the reasons are for, and where they are missing."""
    if table.empty:
        return words.say("dissent.none")
    said = table.groupby("title", sort=False)["remark"].agg(lambda remarks: remarks.ne("").any())
    silent = said.index[~said].tolist()
    return words.text(
        words.say("dissent.reasons") if said.any() else "",
        words.say("dissent.silent", names=silent) if silent else "",
    )


def plan(made, first_quarter: str, schedule: pd.DataFrame, others: pd.DataFrame, words: Words) -> Text:
    """How good the plan is, whether another is as good, and which of it the panel does not agree on."""
    key = "plan.optimal" if made.status == "optimal" else "plan.feasible"
    members = schedule[schedule["decision"].isin(IN_PLAN)]
    divided, moving = (
        members.loc[members["verdict"].eq(verdict), "title"].tolist() for verdict in NO_AGREEMENT
    )
    delivered = int(schedule["decision"].eq("delivered").sum())
    return words.text(
        words.say(key, value=made.value, bound=made.bound, gap=made.gap),
        *[_tie(row, words) for row in others[others["tied"].astype(bool)].itertuples()],
        words.say("plan.delivered", n=delivered) if delivered else "",
        words.say("plan.divided", names=divided) if divided else "",
        words.say("plan.moving", names=moving) if moving else "",
        words.say("plan.rule", discount=words.engagement.plan.discount, quarter=first_quarter),
    )


def _tie(row, words: Words) -> Text:
    enters, leaves = list(row.enters_titles), list(row.leaves_titles)
    variant = "" if enters and leaves else ".more" if enters else ".less"
    return words.say(f"plan.tie{variant}", enters=enters, leaves=leaves)


def robust(table: pd.DataFrame, worth_knowing: pd.DataFrame, missed, made, words: Words) -> Text:
    """What depends on who is asked, what would settle most, and what the plan may miss."""
    depends = table["verdict"].eq("depends")
    taken = table["opportunity"].isin(made.members)
    inside, outside = (table.loc[depends & mine, "title"].tolist() for mine in (taken, ~taken))
    facts = {"mean": missed.mean, "p95": missed.p95, "best": missed.best}
    return words.text(
        words.say("robust.in", names=inside) if inside else "",
        words.say("robust.out", names=outside) if outside else "",
        _settles(worth_knowing, made.value, words),
        words.say("robust.regret", **facts),
    )


def _settles(worth_knowing: pd.DataFrame, value: float, words: Words) -> Text:
    """The score that is worth most to know; several where they are worth the same, as one expert gave them."""
    known = worth_knowing[worth_knowing["switches"].gt(0)]
    gain = known["evppi"].max() if len(known) else 0.0
    if gain < SMALL_GAIN * abs(value):
        return words.say("robust.settled")
    names = known.loc[known["evppi"].ge(gain - 1e-6), "title"].tolist()
    return words.say("robust.settle", n=len(names), names=names, gain=gain)


def is_tie(value_lost: float) -> bool:
    """Whether a difference in a plan's score is only rounding."""
    return abs(value_lost) < 1e-6


def loss(least: float, most: float, words: Words) -> str:
    """What the plan's score loses: a number where it is known, else its bounds."""
    if words.show(least, "dec2") == words.show(most, "dec2"):
        return words.show(most, "dec2")
    return words.say("left_out.bound" if least > 0 else "left_out.bound.most", least=least, most=most)


def left_out(reasons: pd.DataFrame, words: Words) -> Text:
    """How near the nearest one was."""
    near = reasons[reasons["reason"].eq("worth_less")]
    if near.empty:
        return words.say("left_out.none")
    first = near.loc[near["value_lost"].idxmin()]
    if is_tie(first["value_lost"]):
        return words.say("left_out.tie", title=first["title"], names=list(first["makes_way_titles"]))
    lost = loss(first["value_lost_at_least"], first["value_lost"], words)
    return words.say("left_out.near", title=first["title"], lost=lost)


def moves(changes: pd.DataFrame, words: Words) -> Text:
    """What the comparison is with."""
    return words.say("moves.none" if changes["move"].eq("new").all() else "moves.rule")


def causes(found, compared: bool, words: Words) -> Text:
    """How to read the causes."""
    if not compared:
        return words.say("causes.first")
    if not found.orders:
        return words.say("causes.unknown")
    some = found.orders < found.all_orders
    facts = {"orders": found.orders, "all_orders": found.all_orders}
    return words.text(words.say("causes.read"), words.say("causes.some", **facts) if some else "")


def nps_change(table: pd.DataFrame, words: Words) -> Text:
    """How changes were tested."""
    return words.say("nps_change.none") if table.empty else words.say("nps_change.rule", n=len(table))
