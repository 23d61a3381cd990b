"""The opportunities that wait: what each would push out, in points and money, or why it cannot be done."""

import pandas as pd

from workbook.chapters.prioritise._scale import dot_form
from workbook.chapters.prioritise._worth import MONEY, is_tie, lost
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(reasons: pd.DataFrame, gap: float, made, engagement: Engagement) -> Exhibit:
    """Why the rest waits, and how near the nearest one was.

    Args:
        reasons: From `prioritization.why_left_out`, with titles; gained_npv or gained_score where the plan is
            valued by both; decision ("left out" or "stop"); estimated
            (bool): is there an estimate of what it brings?
        gap: How near to the best the plans come that were made for it, as a share.
        made: The plan.
        engagement: The settings.
    """
    unasked = reasons["reason"].eq("not_looked_into")
    nearest_first = reasons.assign(unasked=unasked).sort_values(["unasked", "value_lost"], kind="stable")
    swaps = nearest_first.assign(
        enters=[_enters(row, dot_form(engagement)) for row in nearest_first.itertuples()],
        why=[_why(row, made.objective) for row in nearest_first.itertuples()],
        points=[_change(row, "score", made.objective) for row in nearest_first.itertuples()],
        money=[_change(row, MONEY, made.objective) for row in nearest_first.itertuples()],
    )
    has_money = MONEY in (made.objective, *(name.removeprefix("gained_") for name in reasons))
    columns = [
        Column("enters", say("in")),
        Column("why", say("out")),
        Column("cost", label("cost"), "money"),
        Column("points", label("points"), kind="range"),
        *(
            [Column("money", say("money", n=engagement.plan.case_quarters / 4), kind="range")]
            if has_money
            else []
        ),
    ]
    return table_exhibit(
        swaps,
        columns,
        title=_title(reasons, bool(unasked.any())),
        findings=phrases(
            say("unasked", n=unasked.sum(), n_all=len(reasons))
            if unasked.any()
            else _nearest(reasons, made.objective),
        ),
        note=say("note" if has_money else "note.points", gap=gap),
        tables=PLAN_TABLES,
    )


def _title(reasons: pd.DataFrame, unasked: bool) -> Phrase:
    if reasons.empty:
        return say("title.none")
    stopped = int(_stopped(reasons).sum())
    if stopped == len(reasons):
        return say("title.stopped", n=stopped)
    waits = _waits(reasons[~_stopped(reasons)], unasked)
    return say("title.both", waits=waits, stops=say("stopped", n=stopped)) if stopped else waits


def _stopped(reasons: pd.DataFrame) -> pd.Series:
    """Which run now and are stopped; the others wait."""
    return reasons["decision"].eq("stop")


def _waits(reasons: pd.DataFrame, unasked: bool) -> Phrase:
    worth_less = reasons["reason"].eq("worth_less").sum()
    waits = say("title", n=len(reasons))
    if unasked or not worth_less:
        return waits
    return say("title.fits", n=len(reasons), waits=waits, fits=say("fits", n=worth_less))


def _enters(row, form: str) -> Phrase:
    """What comes in: the opportunity with its score, and what would come in with it."""
    key = "in.more" if len(row.enters_titles) else "in.one"
    return say(key, title=row.title, score=show(row.score, form), names=list(row.enters_titles))


def _change(row, measure: str, objective: str) -> Phrase:
    """How much more or less the plan would be worth with it in; a dash where there is no such plan."""
    form = "estimate" if measure == MONEY else "dec2"
    if measure != objective:
        gained = getattr(row, f"gained_{measure}", None)
        least = most = -gained if gained is not None else None
    else:
        least, most = row.value_lost_at_least, row.value_lost
    if pd.isna(most) or pd.isna(least):
        return NO_VALUE
    if is_tie(most):
        return say("change.same")
    if most < 0:
        return say("change.more", amount=show(-most, form))
    if least < 0:
        return say("change.at_most", amount=show(most, form))
    return say("change.less", amount=between(least, most, form))


def _why(row, objective: str) -> Phrase:
    if objective == MONEY and row.reason == "worth_less" and not row.estimated:
        return say("why.unestimated")
    if row.verdict == "unscored" and row.reason in ("worth_less", "cannot"):
        return say("why.unscored")
    variant = ""
    if row.reason == "worth_less":
        variant = ".alone" if not len(row.makes_way_titles) else ".tie" if is_tie(row.value_lost) else ""
    blocker = "" if pd.isna(row.blocker) else str(row.blocker)
    if row.reason == "cannot" and blocker:
        variant = ".blocker"
    return say(
        f"why.{row.reason}{variant}",
        names=list(row.makes_way_titles),
        blocker=_blocker(row.reason, blocker),
    )


def _blocker(reason: str, blocker: str) -> Phrase:
    """What stands in the way: a limit or precondition by its name; a title or a quarter as it is."""
    if reason in ("deadline", "earliest") or not blocker:
        return blocker
    return named({"readiness": "precondition", "cannot": "blocker"}.get(reason, "role"), blocker)


def _nearest(reasons: pd.DataFrame, objective: str) -> Phrase | None:
    if len(reasons) and _stopped(reasons).all():
        return None
    near = reasons[reasons["reason"].eq("worth_less")]
    if near.empty:
        return say("none")
    first = near.loc[near["value_lost"].idxmin()]
    if is_tie(first["value_lost"]):
        return say("tie", title=first["title"], names=list(first["makes_way_titles"]))
    return say(
        "near", title=first["title"], lost=lost(first["value_lost_at_least"], first["value_lost"], objective)
    )
