"""What follows what in the cases of an event log, where they wait, and what is done again."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.essa import EssaRules
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
LINES, ACTIVITIES, ROWS, PROCESSES = 12, 9, 12, 4
"""So many lines and activities can be told apart in a picture; so many rows and processes stand under it."""

NAMES = 3
"""So many activities are named in a sentence."""
SOME = 0.05
"""A greater share of events at midnight is a log without times of day."""


def exhibit(
    flow: pd.DataFrame,
    activities: pd.DataFrame,
    cases: pd.DataFrame,
    quality: pd.DataFrame,
    filled: pd.DataFrame,
    rules: EssaRules,
    engagement: Engagement,
) -> Exhibit:
    """Where the cases of a process wait and go back; the picture is of the process of most cases.

    Args:
        flow: From `workbook.essa.event_log.log_flow`.
        activities: From `workbook.essa.event_log.log_activities`.
        cases: From `workbook.essa.event_log.log_cases`.
        quality: Of `workbook.essa.event_log.event_log`.
        filled: From `workbook.essa.event_log.filled_from_log`.
        rules: When a case has ended.
        engagement: The settings.
    """
    most = cases.sort_values("cases", ascending=False, kind="stable")["process"].head(1)
    drawn = flow[flow["process"].isin(most)].dropna(subset=["hours"])
    rows = activities[activities["n"].gt(0)]
    more = len(rows) - ROWS
    columns = [
        Column("process", label("process")),
        Column("activity", say("activity")),
        Column("per_month", say("per_month"), "int"),
        *([Column("minutes", say("minutes"), "num")] if rows["minutes"].notna().any() else []),
        Column("rework", say("again"), "percent"),
        Column("wait_hours", say("wait"), "num"),
    ]
    return table_exhibit(
        rows.head(ROWS),
        columns,
        title=_title(flow, cases),
        chart=_picture(drawn, rows) if len(drawn) else None,
        alt=say("alt", process=most.iloc[0]) if len(most) else "",
        findings=phrases(
            *_throughputs(cases.dropna(subset=["hours"])),
            _back(flow),
            _filled(filled),
            *_looked_at(quality, rules, engagement),
            _unknown(activities, rules),
            _unlisted(activities),
            say("more", n=more) if more > 0 else None,
        ),
        note=say("note", days=rules.quiet_days),
        tables=("event_log",),
    )


def _title(flow: pd.DataFrame, cases: pd.DataFrame) -> Phrase:
    known = flow.dropna(subset=["waited"])
    if not cases["cases"].sum():
        return say("title.no_cases")
    if len(flow) and known.empty:
        return say("title.few")
    if not known["waited"].sum():
        return say("title.none")
    row = known.loc[known["waited"].idxmax()]
    share = row["waited"] / known.loc[known["process"].eq(row["process"]), "waited"].sum()
    return say("title", process=row["process"], before=row["before"], after=row["after"], share=share)


def _picture(flow: pd.DataFrame, activities: pd.DataFrame) -> dict | None:
    """The lines that are taken most, between the activities that have most events."""
    own = activities[activities["process"].eq(flow["process"].iloc[0])]
    names = own.loc[own.index.isin(own["n"].nlargest(ACTIVITIES).index), "activity"].tolist()
    lines = flow[flow["before"].isin(names) & flow["after"].isin(names)].head(LINES)
    texts = [say("line", n=row.n, hours=show(row.hours, "num")) for row in lines.itertuples()]
    kinds = [say("ahead"), say("back")]
    options = {"before": "before", "after": "after", "n": "n", "text": "text"}
    return chart("follows", lines.assign(text=texts), **options, order=names, kinds=kinds)


def _throughputs(cases: pd.DataFrame) -> list[Phrase]:
    """How long cases take, of the processes that have most."""
    most = cases.sort_values("cases", ascending=False, kind="stable").head(PROCESSES)
    told = [_throughput(row) for row in most.itertuples()]
    more = len(cases) - len(most)
    return [*told, *([say("processes", n=more)] if more else [])]


def _throughput(row) -> Phrase:
    hours = {"hours": row.hours, "range": between(row.hours_low, row.hours_high, "num")}
    return say("throughput", process=row.process, n=row.cases, share=row.reworked, **hours)


def _back(flow: pd.DataFrame) -> Phrase | None:
    """Where cases most often go back to where they came from.

    Of two activities done again in turn both ways are "back": told is the one of which more of the steps are.
    """
    loops = flow[flow["back"].gt(0)]
    if loops.empty:
        return None
    pairs = [(name, *sorted(ends)) for name, *ends in loops[["process", "before", "after"]].values.tolist()]
    loops = loops.assign(pair=pairs, part=loops["back"] / loops["n"])
    loops = loops.sort_values("part", ascending=False, kind="stable").drop_duplicates("pair")
    row = loops.loc[loops["back"].idxmax()]
    return say("loop", before=row["before"], after=row["after"], n=int(row["back"]), process=row["process"])


def _unknown(activities: pd.DataFrame, rules: EssaRules) -> Phrase | None:
    """That the settings let cases end with what the log does not have."""
    names = sorted({*rules.closing} - {*activities["activity"]})
    return say("closing", names=names) if names else None


def _unlisted(activities: pd.DataFrame) -> Phrase | None:
    """That the log tells of activities that are no step of their process, so that they fill nothing."""
    listed = activities.groupby("process")["listed"].transform("any")
    names = activities.loc[listed & ~activities["listed"], "activity"].drop_duplicates().tolist()
    return say("unlisted", names=names[:NAMES], n=len(names)) if names else None


def _filled(filled: pd.DataFrame) -> Phrase | None:
    """What the log told of process steps where the table left it blank."""
    counts = filled["column"].value_counts(sort=False)
    parts = [say(f"filled.{column}", n=n) for column, n in counts.items()]
    return say("filled", filled=parts) if parts else None


def _looked_at(quality: pd.DataFrame, rules: EssaRules, engagement: Engagement) -> list[Phrase]:
    """What is to be known of the log: cases without an end, clocks that run back, times without a zone."""
    sums = quality.groupby("rule")[["n", "of"]].sum()
    found = []
    for rule in ("open", "clock", "tied", "days"):
        n, of = sums.loc[rule] if rule in sums.index else (0, 0)
        if n > (SOME * of if rule == "days" else 0):
            found.append(say(f"quality.{rule}", n=n, of=of))
    if "clock" in sums.index and not sums.loc["clock", "of"]:
        found.append(say("quality.no_start"))
    return [*found, *([] if engagement.zone else [say("quality.no_zone")])]
