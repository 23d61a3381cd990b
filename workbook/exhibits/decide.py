"""Exhibits of step 6: what the panel says, the plan, how sure it is, and what waits."""

from collections.abc import Sequence

import pandas as pd

from workbook.exhibits import charts
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import IN_PLAN, NO_AGREEMENT
from workbook.wording import Words, titles
from workbook.wording.findings import is_tie, loss

PLAN_TABLES = ("opportunities", "capacity", "scores")


def panel(table: pd.DataFrame, words: Words) -> Exhibit:
    """Median score per opportunity with its interval; what is not agreed stands out, by its kind."""
    shown = table.dropna(subset=["median"]).sort_values("median", ascending=False)
    kinds = {verdict: kind for kind, verdict in enumerate(NO_AGREEMENT, start=1)}
    shown = shown.assign(split=shown["verdict"].map(kinds).fillna(0).astype(int))
    return Exhibit(
        name="panel",
        title=titles.panel(table, words),
        chart=charts.intervals(
            shown,
            words,
            name="title",
            value="median",
            spec="dec1",
            flag="split",
            axis=words.label("pie"),
            domain=[1, 10],
        ),
        alt=words.say("panel.alt"),
        note=words.say("panel.note"),
        **words.rests_on("scores"),
    )


def dissent(table: pd.DataFrame, words: Words) -> Exhibit:
    """The scores furthest from the median where the panel does not agree, with their reasons, unnamed."""
    columns = [
        Column("title", words.label("title")),
        Column("side_name", words.label("side")),
        Column("score", words.label("score"), "dec1"),
        Column("remark", words.label("remark")),
    ]
    return table_exhibit(
        table.assign(side_name=words.labels("side." + table["side"])),
        columns,
        words,
        name="dissent",
        title=titles.dissent(table, words),
        note=words.say("dissent.note") if len(table) else "",
        **words.rests_on("scores"),
    )


def plan(schedule: pd.DataFrame, quarters: Sequence[str], words: Words) -> Exhibit:
    """The opportunities in the plan, with the quarters in which they are worked on."""
    members = schedule[schedule["decision"].isin(IN_PLAN)].sort_values(["start", "finish", "title"])
    shown = members.assign(
        decision_name=words.labels("decision." + members["decision"]), **dict.fromkeys(quarters, "")
    )
    columns = [
        Column("title", words.label("title")),
        Column("decision_name", words.label("decision")),
        Column("score", words.label("score"), "dec1"),
        Column("cost", words.label("cost"), "money"),
        *[Column(quarter, quarter, tone=_busy(quarter)) for quarter in quarters],
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="plan",
        title=titles.plan(schedule, words),
        note=words.say("plan.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def _busy(quarter: str):
    return lambda row: "busy" if row["start"] <= quarter <= row["finish"] else "idle"


def robust(table: pd.DataFrame, words: Words) -> Exhibit:
    """Per opportunity the share of the draws in which it is in the best plan."""
    shown = table.sort_values(["frequency", "title"], ascending=[False, True])
    first = table.iloc[0]
    return Exhibit(
        name="robust",
        title=titles.robust(table, words),
        chart=charts.intervals(
            shown.assign(depends=shown["verdict"].eq("depends")),
            words,
            name="title",
            value="frequency",
            spec="percent",
            flag="depends",
            axis=words.label("frequency"),
            domain=[0, 1],
            percent=True,
        ),
        alt=words.say("robust.alt"),
        note=words.say("robust.note", draws=first["draws"], exact=first["exact"], gap=first["gap"]),
        **words.rests_on(*PLAN_TABLES),
    )


def usage(table: pd.DataFrame, binding: pd.DataFrame, words: Words) -> Exhibit:
    """Budget and days per role and quarter: used against available."""
    tight = set(zip(binding["kind"], binding["role"], binding["quarter"], strict=True))
    specs = table["kind"].map({"budget": "money"}).fillna("num")
    quarters = list(dict.fromkeys(table["quarter"].dropna()))
    shown = table.assign(name=[_limit_name(row, words) for row in table.itertuples()])
    shown["column"] = shown["quarter"].fillna(quarters[-1])
    shown["cell"] = [
        f"{words.show(used, spec)} / {words.show(limit, spec)}"
        for used, limit, spec in zip(table["used"], table["limit"], specs, strict=True)
    ]
    shown["tight"] = [
        key in tight for key in zip(table["kind"], table["role"], table["quarter"], strict=True)
    ]
    cells = shown.pivot(index="name", columns="column", values=["cell", "tight"])
    cells = cells.reindex(dict.fromkeys(shown["name"]))
    flat = pd.DataFrame({"name": cells.index})
    for quarter in quarters:
        flat[quarter] = cells["cell"][quarter].to_numpy()
        flat[f"{quarter} tight"] = cells["tight"][quarter].eq(True).to_numpy()
    return table_exhibit(
        flat,
        [Column("name", words.label("limit")), *[Column(q, q, tone=_tight(q)) for q in quarters]],
        words,
        name="usage",
        title=titles.usage(binding, words),
        note=words.say("usage.note"),
        **words.rests_on(*PLAN_TABLES),
    )


def _limit_name(row, words: Words) -> str:
    if row.kind == "budget":
        return words.label("limit.budget")
    kind = words.label("days" if row.kind == "capacity" else f"limit.{row.kind}")
    return f"{words.label(row.role)} ({kind})"


def _tight(quarter: str):
    return lambda row: "warn" if row[f"{quarter} tight"] else ""


def left_out(reasons: pd.DataFrame, gap: float, words: Words) -> Exhibit:
    """The opportunities that wait, each with the reason."""
    shown = reasons.assign(why=[_why(row, words) for row in reasons.itertuples()])
    columns = [
        Column("title", words.label("title")),
        Column("score", words.label("score"), "dec1"),
        Column("cost", words.label("cost"), "money"),
        Column("why", words.label("reason")),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="left_out",
        title=titles.left_out(reasons, words),
        note=words.say("left_out.note", gap=gap),
        **words.rests_on(*PLAN_TABLES),
    )


def _why(row, words: Words) -> str:
    if row.verdict == "unscored" and row.reason in ("worth_less", "cannot"):
        return words.say("why.unscored")
    variant = ""
    if row.reason == "worth_less":
        variant = ".alone" if not len(row.makes_way_titles) else ".tie" if is_tie(row.value_lost) else ""
    blocker = "" if pd.isna(row.blocker) else str(row.blocker)
    if row.reason == "cannot" and blocker:
        variant = ".blocker"
    return words.say(
        f"why.{row.reason}{variant}",
        names=list(row.makes_way_titles),
        lost=loss(row.value_lost_at_least, row.value_lost, words),
        blocker=_blocker(row.reason, blocker, words),
    )


def _blocker(reason: str, blocker: str, words: Words) -> str:
    """What stands in the way, in the reader's words; a title, quarter or client's word as it is."""
    room = {"readiness": "dimension", "cannot": "blocker"}.get(reason)
    known = words.label(f"{room}.{blocker}")
    return words.label(blocker) if known == f"{room}.{blocker}" else known
