"""Median score per opportunity with its interval; what is not agreed stands out, by its kind."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.opportunities import NO_AGREEMENT
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
FEW_EXPERTS = 6  # with fewer, a median has no 95 % interval without assumptions
SMALL_PANEL = 10  # with fewer experts, the p of Kendall's W is counted and not looked up
SIGNIFICANT = 0.05
ENOUGH = 2  # experts, and items that all of them scored, to rank alike


def exhibit(table: pd.DataFrame, concordance, engagement: Engagement) -> Exhibit:
    """Where the experts agree, where not, and how far they rank alike.

    Args:
        table: Per opportunity title, n, median, low, high and verdict.
        concordance: From `prioritization.kendall_w`.
        engagement: The settings.
    """
    shown = table.dropna(subset=["median"]).sort_values("median", ascending=False)
    kinds = {verdict: kind for kind, verdict in enumerate(NO_AGREEMENT, start=1)}
    return Exhibit(
        title=_title(table),
        chart=chart(
            "intervals",
            shown.assign(split=shown["verdict"].map(kinds).fillna(0).astype(int)),
            name="title",
            value="median",
            form="dec1",
            flag="split",
            axis=label("pie"),
            domain=[1, 10],
        ),
        alt=say("alt"),
        findings=_findings(table, concordance),
        note=say("note"),
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
    return phrases(
        say("few", n=most) if few else None,
        say(_concordance(concordance, p), **facts),
        say("permuted") if small and p == p else None,
        say("split", n=len(divided)) if divided and most >= ENOUGH else None,
        say("moving", names=unsettled) if unsettled else None,
        None if few or divided or unsettled else say("whole"),
    )
