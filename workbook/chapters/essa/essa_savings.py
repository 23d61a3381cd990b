"""Hours before and after the review, per process, and what they are in full-time jobs and money."""

import pandas as pd

from workbook.chapters.essa._ranges import ranges
from workbook.engagement import Engagement
from workbook.essa import EssaRules
from workbook.essa.verdicts import VERDICTS
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer

say = sayer(__name__)
SHOWN = 8
"""So many processes have room in the picture."""


def exhibit(
    savings: pd.DataFrame,
    processes: pd.DataFrame,
    kinds: pd.DataFrame,
    rules: EssaRules,
    engagement: Engagement,
) -> Exhibit:
    """What the review saves per process, what of it is decided, and what kind of number that is.

    Args:
        savings: From `workbook.essa.savings.essa_savings`.
        processes: From `workbook.essa.savings.process_savings`.
        kinds: From `workbook.essa.savings.run_and_change`.
        rules: The assumptions.
        engagement: The settings.
    """
    rows = processes.assign(
        **{name: ranges(processes, name, "int") for name in ("after", "decided")},
        fte=ranges(processes, "fte", "dec1"),
        money=ranges(processes, "money", "estimate"),
    )
    columns = [
        Column("process", label("process")),
        Column("hours", say("before"), "int"),
        Column("after", say("after"), kind="range"),
        Column("decided", say("decided"), kind="range"),
        Column("fte", say("fte"), kind="range"),
        *([Column("money", say("a_year"), kind="range")] if processes["money_high"].gt(0).any() else []),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(processes),
        chart=_picture(savings, processes),
        alt=say("alt"),
        findings=phrases(*_worth(processes, rules), _unpriced(processes), _kinds(kinds), _unknown(processes)),
        note=say("note", fte_hours=rules.fte_hours, **_assumed(rules)),
        tables=("processes",),
    )


def _title(processes: pd.DataFrame) -> Phrase:
    sums = processes[["hours", "saved_low", "saved_high", "decided_high"]].sum()
    if not sums["saved_high"]:
        return say("title.none")
    saved = between(sums["saved_low"], sums["saved_high"], "int")
    return say("title", saved=saved, hours=sums["hours"])


def _picture(savings: pd.DataFrame, processes: pd.DataFrame) -> dict | None:
    """Two bars per process: its hours by verdict now, and what is left of them at the low assumption."""
    shown = processes["process"].head(SHOWN)
    rows = savings[savings["process"].isin(shown) & savings["hours"].gt(0)]
    sizes = {"before": rows["hours"], "after": rows["hours"] - rows["saved_low"]}
    bars = pd.concat([rows.assign(part=part, size=size) for part, size in sizes.items()])
    bars = bars.assign(
        part=[say("bar.before") if part == "before" else say("bar.after") for part in bars["part"]],
        kind=labels("verdict." + bars["verdict"]),
    )
    return chart(
        "stacked",
        bars,
        name="process",
        part="part",
        kind="kind",
        size="size",
        kinds=labels(f"verdict.{verdict}" for verdict in VERDICTS),
        axis=label("hours"),
    )


def _assumed(rules: EssaRules) -> dict[str, Phrase]:
    """The assumed savings by verdict, as ranges."""
    return {verdict: between(*getattr(rules, f"{verdict}_saves"), "percent") for verdict in VERDICTS[:4]}


def _worth(processes: pd.DataFrame, rules: EssaRules) -> list[Phrase]:
    """What is saved in jobs and money, and how much of it the team has decided."""
    sums = processes.sum(numeric_only=True)
    if not sums["saved_high"]:
        return []
    fte = between(sums["fte_low"], sums["fte_high"], "dec1")
    money = between(sums["money_low"], sums["money_high"], "estimate") if sums["money_high"] else ""
    worth = say("worth.money", fte=fte, money=money) if money else say("worth", fte=fte)
    if not sums["decided_high"]:
        return [worth, say("undecided"), say("assumed")]
    decided = between(sums["decided_low"], sums["decided_high"], "int")
    return [worth, say("decided.hours", decided=decided), say("assumed")]


def _unpriced(processes: pd.DataFrame) -> Phrase | None:
    """That hours have no rate, so that they are not in the money."""
    hours, saved = processes["unpriced"].sum(), processes["saved_high"].sum()
    if not hours:
        return None
    return say("unpriced.all") if hours >= saved else say("unpriced", hours=hours)


def _kinds(kinds: pd.DataFrame) -> Phrase | None:
    """How much of the work keeps things running, and how much changes them."""
    known = kinds.set_index("kind").reindex(["run", "change"])
    if known["hours"].isna().all():
        return None
    known, blank = known.fillna(0), kinds.loc[kinds["kind"].eq(""), "steps"].sum()
    facts = {name: known.at[name, "hours"] for name in ("run", "change")}
    facts["saved"] = between(*known.loc["run", ["saved_low", "saved_high"]], "int")
    return say("kinds.blank" if blank else "kinds", n=blank, **facts)


def _unknown(processes: pd.DataFrame) -> Phrase | None:
    n = processes["unknown"].sum()
    return say("unknown", n=n) if n else None
