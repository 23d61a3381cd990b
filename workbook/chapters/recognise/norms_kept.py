"""How many keep each service norm, and the change since the quarter before."""

import pandas as pd

from workbook.differences import not_clearly_behind
from workbook.engagement import Engagement, Norm
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer

say = sayer(__name__)
POINTS = 100
FROM_BELOW = ("difference", "high", "low")  # of the others less the lowest, the ends change places


def exhibit(table: pd.DataFrame, apart: pd.DataFrame, reason: str, engagement: Engagement) -> Exhibit:
    """The norm that is met least often, and what changed; or what to do to have norms.

    Args:
        table: Per norm how many keep it, as may be shown; without rows where nothing can be held to one.
        apart: How far the norm that is kept least lies below each of the others, from `kept_differences`.
        reason: Why there is nothing, as `ServiceQuality.reason` says; empty where there is.
        engagement: The settings.
    """
    limits = {norm.name: _limit(norm) for norm in engagement.norms}
    rows = table.assign(
        name=[named("norm", name) for name in table["norm"]],
        asked=table["norm"].map(limits),
        ends=_ends(table, "low", "high", "percent"),
        change_ends=_ends(table, "change_low", "change_high", "signed1"),
    )
    columns = [
        Column("name", label("norm")),
        Column("asked", label("asked")),
        Column("judged", label("judged"), "int"),
        Column("share_kept", label("kept"), "percent"),
        Column("ends", label("interval"), kind="range"),
        Column("change", label("change_points"), "signed1"),
        Column("change_ends", label("change_interval"), kind="range"),
    ]
    return table_exhibit(
        rows,
        columns,
        title="" if reason else _title(table, apart),
        findings=(say(reason),) if reason else _findings(table, apart, engagement),
        note="" if reason else say("note", minimum=engagement.minimum_group),
        tables=("service",),
    )


def _limit(norm: Norm) -> Phrase:
    key, share = ("at_least", norm.at_least) if norm.at_most is None else ("at_most", norm.at_most)
    return say(key, share=share)


def _ends(table: pd.DataFrame, low: str, high: str, form: str) -> list[Phrase]:
    return [between(*ends, form) for ends in zip(table[low], table[high], strict=True)]


def _title(table: pd.DataFrame, apart: pd.DataFrame) -> Phrase:
    """The norm that is met least often, and whether it clearly is."""
    known = table.dropna(subset=["share_kept"]).sort_values("share_kept")
    if known.empty:
        return say("title.few")
    least, others = known.iloc[0], known.iloc[1:]
    if least["share_kept"] == known["share_kept"].max() == 1 and len(others):
        return say("title.all", judged=known["judged"].max())
    close = [named("norm", name) for name in not_clearly_behind(apart)]
    facts = {"norm": named("norm", least["norm"]), "share": least["share_kept"]}
    facts |= as_facts(least, "judged", "low", "high")
    if close:
        return say("title.close", names=close, **facts)
    return say("title.clear" if len(others) else "title.one", **facts)


def _apart(apart: pd.DataFrame) -> Phrase | None:
    """How far the next norm is, or how often the one kept least comes out so."""
    if apart.empty:
        return None
    next_one = apart.iloc[0]
    if not_clearly_behind(apart):
        return say("chance", norm=named("norm", next_one["first"]), share=next_one["share_first"])
    more = {
        end: -POINTS * next_one[of] for end, of in zip(("difference", "low", "high"), FROM_BELOW, strict=True)
    }
    return say("nearest", norm=named("norm", next_one["other"]), **more)


def _findings(table: pd.DataFrame, apart: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    better, worse = table["change_low"] > 0, table["change_high"] < 0
    same = table["change"].notna().any() and not (better | worse).any()
    return phrases(
        _apart(apart),
        say("better", names=_names(table[better])) if better.any() else None,
        say("worse", names=_names(table[worse])) if worse.any() else None,
        say("same") if same else None,
        say("judged", minimums=_minimums(engagement)),
    )


def _names(table: pd.DataFrame) -> list[Phrase]:
    return [named("norm", name) for name in table["norm"]]


def _minimums(engagement: Engagement) -> Phrase:
    """From how many cases each norm is judged; norms that ask the same together."""
    names: dict[int, list[Phrase]] = {}
    for norm in engagement.norms:
        names.setdefault(norm.minimum, []).append(named("norm", norm.name))
    return say(
        "minimums",
        parts=[say("minimum", n=minimum, names=same) for minimum, same in sorted(names.items())],
    )
