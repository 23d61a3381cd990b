"""Median score per opportunity with its interval; what is not agreed stands out, by its kind."""

import pandas as pd

from workbook.chapters.prioritise._scale import axis, dot_form, how, near
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.opportunities import NO_AGREEMENT
from workbook.phrases import Phrase, phrases, sayer

say = sayer(__name__)
FEW_EXPERTS = 6  # with fewer, a median has no 95 % interval without assumptions
SMALL_PANEL = 10  # with fewer experts, the p of Kendall's W is counted and not looked up
SIGNIFICANT = 0.05
ENOUGH = 2  # experts, and items that all of them scored, to rank alike
HABITS = ("all_high", "all_low", "same_score")


def exhibit(
    table: pd.DataFrame, concordance, notes: pd.DataFrame, less: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """Where the experts agree, where not, and how far they rank alike.

    Args:
        table: Per candidate title, n, median, low, high and verdict.
        concordance: From `prioritization.kendall_w`.
        notes: From `prioritization.panel_notes`.
        less: From `prioritization.one_expert_less`: opportunity, others, rank, rank_low, rank_high.
        engagement: The settings.
    """
    shown = table.dropna(subset=["median"]).sort_values("median", ascending=False)
    kinds = {verdict: kind for kind, verdict in enumerate(NO_AGREEMENT, start=1)}
    scale = engagement.score.scale
    return Exhibit(
        title=_title(table),
        chart=chart(
            "intervals",
            shown.assign(split=shown["verdict"].map(kinds).fillna(0).astype(int)),
            name="title",
            value="median",
            form=dot_form(engagement),
            flag="split",
            flags=[say("kind.agreed"), say("kind.divided"), say("kind.moving")],
            axis=axis(engagement),
            **({"domain": list(scale)} if scale else {}),
        ),
        alt=say("alt"),
        findings=(
            *_findings(table, concordance),
            *_habits(notes, engagement),
            *_less(table, less, concordance.experts),
        ),
        note=say("note", how=how(engagement), **near(engagement)),
        tables=("scores",),
    )


def without_agreement(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The titles on which the panel is divided, and those on which it has not settled."""
    divided, unsettled = (table.loc[table["verdict"].eq(v), "title"].tolist() for v in NO_AGREEMENT)
    return divided, unsettled


def _title(table: pd.DataFrame) -> Phrase:
    names, moving = without_agreement(table)
    if table["n"].max() < ENOUGH:
        return say("title.one", n=len(table))
    if not names and not moving:
        return say("title.all", n=len(table))
    key = "title" if not moving else "title.both" if names else "title.moving"
    agreed = table["verdict"].eq("agreed").sum()
    return say(key, agreed=agreed, n_all=len(table), names=names, moving=moving)


def _concordance(found, p: float) -> str:
    """Whether experts rank alike; where that cannot be said, why."""
    if found.experts < ENOUGH:
        return "concordance.one"
    if found.items < ENOUGH:
        return "concordance.abstained"
    if found.w != found.w:
        return "concordance.alike"
    return "concordance" if p < SIGNIFICANT else "concordance.none"


def _findings(table: pd.DataFrame, concordance) -> tuple[Phrase, ...]:
    small = concordance.experts < SMALL_PANEL
    p = concordance.permutation_p if small else concordance.p
    facts = {"w": concordance.w, "p": p, "experts": concordance.experts, "items": concordance.items}
    divided, unsettled = without_agreement(table)
    most = int(table["n"].max())
    few = most < FEW_EXPERTS
    alone = table.loc[table["verdict"].eq("one expert"), "title"].tolist()
    return phrases(
        say("few", n=most) if few else None,
        say(_concordance(concordance, p), **facts),
        say("permuted") if small and p == p else None,
        say("split", n=len(divided)) if divided and most >= ENOUGH else None,
        say("moving", names=unsettled) if unsettled else None,
        say("split.one", names=alone) if alone and most >= ENOUGH else None,
        None if few or divided or unsettled or alone else say("whole"),
    )


def _habits(notes: pd.DataFrame, engagement: Engagement) -> list[Phrase]:
    """Experts of whom nearly all scores are the highest, the lowest or the same, unnamed."""
    ends = set(engagement.score.ranges.values())
    low, high = next(iter(ends))
    step = (high - low) / 9
    end = {"all_high": high - step, "all_low": low + step, "same_score": None}
    counts = notes["note"].value_counts()
    some = ".end" if len(ends) > 1 else ""
    return [
        say(f"habit.{note}{some if note != 'same_score' else ''}", n=int(counts[note]), score=end[note])
        for note in HABITS
        if note in counts
    ]


def _less(table: pd.DataFrame, less: pd.DataFrame, experts: int) -> tuple[Phrase, ...]:
    """Which verdicts hang on one expert, and how far the ranking moves without one."""
    if experts < ENOUGH:
        return ()
    rows = table[["opportunity", "title"]].merge(less, on="opportunity")
    names = rows.loc[rows["others"].gt(0), "title"].tolist()
    moved = int((rows["rank"] - rows["rank_low"]).combine(rows["rank_high"] - rows["rank"], max).max())
    ranking = say("less.rank", n=moved) if moved else say("less.rank.none")
    return (say("less", names=names) if names else say("less.none"), ranking)
